"""What holds merged things together is told by value, parted for good, and a person's word stands above every score."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.curate.joins import Joins
from kg.curate.verdicts import VerdictFile
from kg.errors import UnknownName
from kg.model import ArticleQuads
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

BASE, IR = Settings().base, PREFIXES["ir"]
CURATED = f"{BASE}graph/curated"
NOW = "2031-01-01T00:00:00+00:00"
TEXTS = {
    "north": (
        14,
        "German Chancellor Olaf Scholz met French President Emmanuel Macron in Berlin on Wednesday. "
        "Kalvi Soorand, an envoy of Germany, praised France.",
    ),
    "south": (
        15,
        "Emmanuel Macron met Olaf Scholz in Berlin on Wednesday. Kalvi Soorand, an envoy of Germany, thanked France.",
    ),
    "later": (25, "Olaf Scholz met Emmanuel Macron in Paris on Thursday."),
}


@cache
def built() -> tuple[ArticleQuads, ...]:
    articles = [
        Article(id_, text, published=date(2024, 2, day), published_by="field", publisher=f"The {id_.title()}")
        for id_, (day, text) in TEXTS.items()
    ]
    return tuple(result.quads for result in Builder.default().build(articles) if result.quads)


class Merging:
    """A store of these articles, merged."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(decisions=folder / "decisions.tsv")
        self.store = OxigraphStore(None, BASE)
        self.store.put(list(built()))
        self.joins = Joins(self.settings, self.store)
        self.again()

    def again(self) -> None:
        Consolidation(self.settings, self.store).merge()

    def wholes(self, kind: str) -> dict[str, list[str]]:
        """Merged things of a class, and their members."""
        found: dict[str, list[str]] = {}
        query = f"SELECT ?w ?m {{ GRAPH <{CURATED}> {{ ?w a <{IR}{kind}> ; <{IR}consolidates> ?m }} }} ORDER BY ?w ?m"
        for row in self.store.query(query).rows:
            whole, member = (term.value if term else "" for term in row)
            found.setdefault(whole, []).append(member)
        return found

    def meetings(self) -> list[str]:
        """What each article tells of a meeting."""
        rows = self.store.query(f"SELECT ?e {{ GRAPH ?g {{ ?e a <{IR}Meeting> ; <{IR}order> ?n }} }} ORDER BY ?e").rows
        return [row[0].value for row in rows if row[0]]


@pytest.fixture
def merging(tmp_path: Path) -> Merging:
    return Merging(tmp_path)


def test_a_join_is_told_with_its_score_and_the_value_and_weight_of_each_feature(merging: Merging) -> None:
    ((whole, members),) = merging.wholes("Meeting").items()
    found = merging.joins.explain(whole)
    (join,) = found.joins
    assert (join.one, join.property, join.other, join.decided) == (members[0], "sameEvent", members[1], False)
    assert {name: (value, weight) for name, value, weight in join.features} == {
        "type": (1.0, 1.0),
        "party": (1.0, 3.0),
        "time": (1.0, 3.0),
        "place": (1.0, 1.0),
    }
    assert join.score == 1.0
    told = dict(found.told)
    assert told["reportCount"] == "2"
    assert told["reported"] == "2024-02-15: occurred"
    assert told["firstReport"] == f"{BASE}doc/north"
    assert merging.joins.explain(whole.removeprefix(BASE)) == found
    assertions = merging.store.query(
        f"SELECT ?a {{ GRAPH <{CURATED}> {{ ?a <{PREFIXES['rdf']}subject> <{members[0]}> }} }}"
    )
    assert assertions.rows[0][0]
    assert merging.joins.explain(assertions.rows[0][0].value).joins == (join,)


def test_people_that_were_joined_are_parted_for_good_and_joined_again_without_that_word(
    merging: Merging, tmp_path: Path
) -> None:
    ((whole, members),) = merging.wholes("Person").items()
    assert [member.split("/doc/")[1].split("/")[0] for member in members] == ["north", "south"]
    assert {name for name, *_ in merging.joins.explain(whole).joins[0].features} >= {"name", "type", "state"}
    before = sorted(merging.store.quads(CURATED))
    assert merging.joins.part(whole, "a test", NOW) == 1
    merging.again()
    assert merging.wholes("Person") == {}
    assert not any("/entity/" in line and "kalvi" in line for line in merging.store.quads(CURATED) if "subject" in line)
    with pytest.raises(UnknownName, match="merged event or entity"):
        merging.joins.part(whole, "a test", NOW)
    (tmp_path / "merges.tsv").unlink()
    merging.again()
    assert sorted(merging.store.quads(CURATED)) == before


def test_an_assertion_alone_can_be_parted(merging: Merging) -> None:
    ((whole, (first, _)),) = merging.wholes("Meeting").items()
    rows = merging.store.query(f"SELECT ?a {{ GRAPH <{CURATED}> {{ ?a <{PREFIXES['rdf']}subject> <{first}> }} }}")
    (assertion,) = (row[0].value for row in rows.rows if row[0])
    assert merging.joins.part(assertion, "a test", NOW) == 1
    merging.again()
    assert whole not in merging.wholes("Meeting")


def test_what_a_person_holds_to_be_one_is_one_whatever_the_score(merging: Merging, tmp_path: Path) -> None:
    later, north, _ = merging.meetings()
    assert later not in [m for members in merging.wholes("Meeting").values() for m in members]
    VerdictFile(tmp_path / "merges.tsv").add([(later, north)], True, "a test", NOW)
    merging.again()
    (members,) = (group for group in merging.wholes("Meeting").values() if later in group)
    assert north in members
    (whole,) = (w for w, group in merging.wholes("Meeting").items() if later in group)
    decided = [join for join in merging.joins.explain(whole).joins if {join.one, join.other} == {later, north}]
    assert [(join.decided, {n: v for n, v, _ in join.features}["time"]) for join in decided] == [(True, 0.0)]


def test_what_is_not_merged_cannot_be_explained(merging: Merging) -> None:
    with pytest.raises(UnknownName, match="event/no-such"):
        merging.joins.explain("event/no-such")
