"""Articles merged in a store: what graph/curated holds then, that it can be undone, and that no article changes."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.curate.joins import Joins
from kg.errors import UnknownName
from kg.model import ArticleQuads
from kg.store.oxigraph import OxigraphStore
from kg.validate.pyshacl import PyshaclValidator
from kg.vocab.iri import PREFIXES

BASE = Settings().base
CURATED = f"{BASE}graph/curated"
IR = PREFIXES["ir"]
TEXTS = {
    "wire": (
        "Amber Wire",
        14,
        "French President Emmanuel Macron met German Chancellor Olaf Scholz in Paris on Wednesday. "
        "The two leaders talked for three hours about the price of gas and the war in Ukraine, and had dinner.",
    ),
    "copy": (
        "Harbour Post",
        14,
        "French President Emmanuel Macron met German Chancellor Olaf Scholz in Paris on Wednesday. "
        "The two leaders talked for three hours about the price of gas and the war in Ukraine, and had dinner.",
    ),
    "other": ("Rhine Mail", 15, "Olaf Scholz met Emmanuel Macron in Paris on Wednesday, the chancellery said."),
    "later": ("Rhine Mail", 22, "Olaf Scholz met Emmanuel Macron in Berlin on Wednesday."),
}


@cache
def built() -> tuple[ArticleQuads, ...]:
    articles = [
        Article(id_, text, published=date(2022, 9, day), published_by="field", publisher=publisher)
        for id_, (publisher, day, text) in TEXTS.items()
    ]
    return tuple(result.quads for result in Builder.default().build(articles) if result.quads)


def merged(tmp_path: Path, articles: tuple[ArticleQuads, ...]) -> tuple[OxigraphStore, Consolidation]:
    store = OxigraphStore(None, BASE)
    for article in articles:
        store.put([article])
    consolidation = Consolidation(Settings(decisions=tmp_path / "decisions.tsv"), store)
    consolidation.merge()
    return store, consolidation


def joins(store: OxigraphStore, tmp_path: Path) -> Joins:
    return Joins(Settings(decisions=tmp_path / "decisions.tsv"), store)


def curated(store: OxigraphStore) -> list[str]:
    return sorted(store.quads(CURATED))


def wholes(store: OxigraphStore) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    query = f"SELECT ?w ?m WHERE {{ GRAPH <{CURATED}> {{ ?w a <{IR}Meeting> ; <{IR}consolidates> ?m }} }}"
    for whole, member in store.query(query).rows:
        assert whole and member
        found.setdefault(whole.value, set()).add(member.value.split("/doc/")[1].split("/")[0])
    return found


def test_one_meeting_told_three_times_is_one_and_the_next_week_is_another(tmp_path: Path) -> None:
    store, _ = merged(tmp_path, built())
    assert list(wholes(store).values()) == [{"wire", "copy", "other"}]


def test_a_copy_counts_with_its_original_as_one_source(tmp_path: Path) -> None:
    store, _ = merged(tmp_path, built())
    (whole,) = wholes(store)
    row = store.query(
        f"SELECT ?reports ?sources ?first ?c WHERE {{ <{whole}> <{IR}reportCount> ?reports ; "
        f"<{IR}sourceCount> ?sources ; <{IR}firstReport> ?first ; <{IR}corroboration> ?c }}"
    ).rows[0]
    reports, sources, first, corroboration = (cell.value if cell else "" for cell in row)
    assert (reports, sources) == ("3", "2")
    assert first.endswith(("doc/wire", "doc/copy"))
    assert corroboration == "0.625"  # one in its own voice (0.5), one that cites (0.25)


def test_the_order_of_the_articles_does_not_count_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    store, consolidation = merged(tmp_path, built())
    before = curated(store)
    consolidation.merge()
    assert before and curated(store) == before
    shuffled = list(built())
    random.Random(3).shuffle(shuffled)
    assert curated(merged(tmp_path, tuple(shuffled))[0]) == before


def test_merging_one_after_the_other_gives_what_merging_at_once_gives(tmp_path: Path) -> None:
    at_once = curated(merged(tmp_path, built())[0])
    store, consolidation = merged(tmp_path, built()[:2])
    for article in built()[2:]:
        store.put([article])
        consolidation.merge()
    assert curated(store) == at_once
    store.remove(["other"])
    consolidation.merge()
    assert curated(store) == curated(merged(tmp_path, tuple(a for a in built() if a.article != "other"))[0])


def test_no_article_is_touched(tmp_path: Path) -> None:
    store, _ = merged(tmp_path, built())
    with_it = set(store.quads())
    store.put_graph(CURATED, "")
    assert {quad for quad in with_it if f"<{CURATED}>" not in quad} == set(store.quads())


def test_what_is_undone_stays_undone(tmp_path: Path) -> None:
    store, consolidation = merged(tmp_path, built())
    (whole,) = wholes(store)
    assert joins(store, tmp_path).part(whole, "a test", "2031-01-01T00:00:00+00:00") == 3
    consolidation.merge()
    assert wholes(store) == {}
    (tmp_path / "merges.tsv").unlink()
    consolidation.merge()
    assert curated(store) == curated(merged(tmp_path, built())[0])


def test_only_what_was_merged_can_be_undone(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="merged event or entity"):
        joins(merged(tmp_path, built())[0], tmp_path).part(f"{BASE}doc/wire", "a test", "2031-01-01")


def test_what_merging_writes_keeps_to_the_shapes(tmp_path: Path) -> None:
    store, _ = merged(tmp_path, built())
    triples = "".join(sorted({f"{q.triple} .\n" for q in ox.parse("\n".join(store.quads()), ox.RdfFormat.N_QUADS)}))
    found = [f for f in PyshaclValidator().validate(triples).findings if f.severity == "Violation"]
    assert [f for f in found if "/run/" not in f.focus] == []  # a run is one article's: two of one text share it
