"""The figures of a merged event, by value, on one story: who was first, and on how many voices it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from query_samples import shown

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

BASE, IR = Settings().base, PREFIXES["ir"]


@dataclass(frozen=True)
class Told:
    """An article of the story; ``at`` is its moment where that is known."""

    publisher: str
    day: int
    text: str
    at: str = ""


_LONG = (
    "Polish Prime Minister Donald Tusk visited Ukraine on Tuesday. He was met at the station by children "
    "with flags, walked through the old town for an hour, and went on to a school that was built again last year."
)
STORY = {
    "amber": Told("Amber Wire", 14, _LONG, "2025-05-14T09:30:00+03:00"),
    "basalt": Told("Basalt Post", 14, f"{_LONG} More follows.", "2025-05-14T07:00:00+00:00"),
    "cobalt": Told("Cobalt News", 14, "Donald Tusk visited Ukraine on Tuesday."),
}


@cache
def merged(names: tuple[str, ...] = tuple(STORY)) -> OxigraphStore:
    articles = [
        Article(
            name,
            STORY[name].text,
            published=date(2025, 5, STORY[name].day),
            published_by="field",
            publisher=STORY[name].publisher,
            issued_at=STORY[name].at or None,
        )
        for name in names
    ]
    store = OxigraphStore(None, BASE)
    store.put([result.quads for result in Builder.default().build(articles) if result.quads])
    Consolidation(Settings(decisions=Path("/no/such/folder/decisions.tsv")), store).merge()
    return store


def figures(names: Sequence[str]) -> dict[str, list[str]]:
    """What graph/curated says of the visit."""
    query = f"SELECT ?p ?o {{ GRAPH <{BASE}graph/curated> {{ ?e a <{IR}Visit> ; ?p ?o }} }} ORDER BY ?p ?o"
    found: dict[str, list[str]] = {}
    for p, o in merged(tuple(names)).query(query).rows:
        found.setdefault(shown(p), []).append(shown(o))
    return found


@pytest.mark.parametrize(
    ("names", "first", "reports", "sources", "corroboration"),
    [
        (["cobalt", "basalt"], "doc/basalt", "2", "2", "0.75"),  # a known moment comes before a day alone
        (["amber", "basalt"], "doc/amber", "2", "1", "0.5"),  # 9:30 in one zone is before 7:00 in another; a copy
    ],
)
def test_who_was_first_and_on_how_many_voices_it_rests(
    names: list[str], first: str, reports: str, sources: str, corroboration: str
) -> None:
    found = figures(names)
    assert found["ir:firstReport"] == [first]
    assert (found["ir:reportCount"], found["ir:sourceCount"]) == ([reports], [sources])
    assert found["ir:corroboration"] == [corroboration]
