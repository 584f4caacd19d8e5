"""An event that merging made: its tellings side by side, who was first, in what they disagree, and why they are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kg.curate.joins import Join, Joins
from kg.errors import UnknownName
from kg.protocols import Store
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.lists import PAGE, Listed, Name, events_of, names_of
from kg.serve.index.members import tellings
from kg.serve.pages.related import related
from kg.serve.paging import Pages, number_of
from kg.serve.view import render
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["FIGURES", "page"]

FIGURES = """PREFIX ir: <https://w3id.org/irkg/def#>
SELECT ?first ?reports ?sources ?denials ?corroboration ?contradiction {
  GRAPH ?g { <%s> ir:firstReport ?first ; ir:reportCount ?reports ; ir:sourceCount ?sources ; ir:denialCount ?denials ;
    ir:corroboration ?corroboration OPTIONAL { <%s> ir:contradictionIn ?contradiction } } }"""
"""The figures at the top of the page, of the event twice given."""

_DENIALS = "SELECT ?claim { GRAPH <%s> { <%s> ir:deniedBy ?claim } }"

# The graph is a constant, as in entity.py.
_CLAIMS = """{ GRAPH <%s> { VALUES ?claim { %s } ?claim ir:about ?event ; ir:evidence/nif:anchorOf ?words
  OPTIONAL { ?claim ir:attributedTo ?who } } }"""

_POLARITY = "{ GRAPH <%s> { VALUES ?event { %s } ?claim ir:about ?event ; ir:polarity ?polarity } }"

_COPIES = "SELECT ?copy ?of { GRAPH <%s> { VALUES ?copy { %s } ?copy ir:nearCopyOf ?of } }"

_PAIRS = 100
"""Pairs on the page, at most."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """One report of the event: whether it was the first, whether it denies, and the article that it copies, if any."""

    event: Listed
    first: bool
    negated: bool
    copy_of: str


@dataclass(frozen=True, slots=True)
class _Denial:
    """A claim that denies the event, as it is told there: its words, and who is cited (nobody: the article itself)."""

    event: Listed
    words: str
    who: tuple[Name, ...]


def page(request: Request, iri: str) -> Response:
    """The page.

    Args:
        request: What is answered.
        iri: The event's IRI.

    Raises:
        UnknownName: The store has no such event.
    """
    explorer, number = explorer_of(request), number_of(request)
    found = events_of(explorer.index, [iri], explorer.base)
    if not found:
        raise UnknownName("event", iri.removeprefix(explorer.base), [])
    why = Joins(explorer.settings, explorer.store).explain(iri)
    told: dict[str, list[str]] = {}
    for name, value in why.told:
        told.setdefault(name, []).append(value)
    total, some = tellings(explorer.index, iri, explorer.base, number)
    return render(
        request,
        "merged.html",
        title=explorer.ontology.label(found[0].type),
        iri=iri,
        event=found[0],
        told={name: values[0] for name, values in told.items()},
        differs=[value.rpartition("#")[2] for value in told.get("contradictionIn", ())],
        history=[value.split(": ") for value in told.get("reported", ())],
        tellings=_tellings(explorer, some, next(iter(told.get("firstReport", ())), "")),
        pages=Pages(request.url.path, "", number, total, PAGE),
        denials=_denials(explorer, iri),
        related=related(explorer, iri),
        joins=_joins(explorer, why.joins),
        figures=FIGURES % (iri, iri),
    )


def _tellings(explorer: Explorer, events: Sequence[Listed], first: str) -> list[_Telling]:
    """What each article tells, in the order in which they were published."""
    docs = {event.article: explorer.base + document_id(event.article) for event in events}
    polarity = _union(explorer, "?event ?polarity", _POLARITY, (event.iri for event in events))
    negated = {event for event, how in polarity if how.endswith("#negated")}
    wanted = " ".join(f"<{doc}>" for doc in docs.values())
    copies = {row[0]: row[1] for row in _rows(explorer.store, _COPIES % (f"{explorer.base}graph/curated", wanted))}
    articles = {doc: id_ for id_, doc in docs.items()}
    return [
        _Telling(e, docs[e.article] == first, e.iri in negated, articles.get(copies.get(docs[e.article], ""), ""))
        for e in events
    ]


def _denials(explorer: Explorer, iri: str) -> list[_Denial]:
    claims = (claim for (claim,) in _rows(explorer.store, _DENIALS % (f"{explorer.base}graph/curated", iri)))
    rows = _union(explorer, "?event ?claim ?words ?who", _CLAIMS, claims)
    names = names_of(explorer.index, [who for *_, who in rows if who])
    events = {event.iri: event for event in events_of(explorer.index, [row[0] for row in rows], explorer.base)}
    return [
        _Denial(events[event], words, tuple(names[who] for *_, who in some if who in names))
        for (event, _, words), some in groupby(rows, lambda row: row[:3])
        if event in events
    ]


def _joins(explorer: Explorer, found: Iterable[Join]) -> list[tuple[Join, Listed, Listed]]:
    """The joins of two tellings each, the surest first."""
    same = sorted((j for j in found if j.property == "sameEvent"), key=lambda j: (-j.score, j.one, j.other))[:_PAIRS]
    ends = sorted({end for join in same for end in (join.one, join.other)})
    events = {event.iri: event for event in events_of(explorer.index, ends, explorer.base)}
    return [(j, events[j.one], events[j.other]) for j in same if j.one in events and j.other in events]


def _union(explorer: Explorer, columns: str, block: str, things: Iterable[str]) -> list[tuple[str, ...]]:
    """Rows of a pattern about things of several articles, sorted; each article's graph is asked for its own."""
    graphs: dict[str, list[str]] = {}
    for iri in things:
        doc = iri.removeprefix(f"{explorer.base}doc/").partition("/")[0]
        graphs.setdefault(f"{explorer.base}doc/{doc}", []).append(f"<{iri}>")
    blocks = " UNION ".join(block % (graph, " ".join(some)) for graph, some in sorted(graphs.items()))
    return _rows(explorer.store, f"SELECT {columns} {{ {blocks} }}") if blocks else []


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("ir", "nif"))
    return sorted(tuple(term.value if term else "" for term in row) for row in store.query(prologue + query).rows)
