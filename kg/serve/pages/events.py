"""``/events``: a list of events by type, party, status, period, publisher, attribution; as a page, CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.protocols import Store
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.build import ATTRIBUTIONS
from kg.serve.index.counts import publishers, states
from kg.serve.index.filters import Filters, read_filters, sparql
from kg.serve.index.lists import PAGE, Listed, Name, count, listed
from kg.serve.paging import Pages, number_of
from kg.serve.view import csv_response, render
from kg.vocab.iri import PREFIXES

__all__ = ["COLUMNS", "as_csv", "as_json", "page", "quotes"]

COLUMNS = (
    "event", "type", "quad", "status", "first", "last", "initiators", "recipients", "parties", "places", "attribution",
    "words", "article", "title", "published", "publisher",
)  # fmt: skip
"""Of the CSV."""


@dataclass(frozen=True)
class _List:
    filters: Filters
    number: int
    total: int
    rows: list[Listed]
    words: dict[str, str]


# The graph is a constant in each block: as a variable, a store may go through all that it has.
_QUOTES = """{ VALUES ?event { %s } GRAPH <%s> { ?claim ir:about ?event ; ir:evidence ?span .
  ?span nif:beginIndex ?begin ; nif:anchorOf ?words } }"""


def quotes(store: Store, events: list[str]) -> dict[str, str]:
    """The words that tell each event of an article, the first stretch of them."""
    graphs: dict[str, list[str]] = {}
    for event in events:
        doc, found, _ = event.removesuffix("/").rpartition("/event/")
        if found and "/doc/" in doc:
            graphs.setdefault(doc.removesuffix("/title"), []).append(f"<{event}>")
    if not graphs:
        return {}
    blocks = " UNION ".join(_QUOTES % (" ".join(some), graph) for graph, some in graphs.items())
    prologue = f"PREFIX ir: <{PREFIXES['ir']}> PREFIX nif: <{PREFIXES['nif']}>"
    rows = store.query(f"{prologue} SELECT ?event ?begin ?words {{ {blocks} }}").rows
    told = sorted((e.value, int(b.value), w.value) for e, b, w in rows if e and b and w)
    return {event: words for event, _, words in reversed(told)}


def _list(request: Request) -> _List:
    explorer = explorer_of(request)
    filters = read_filters(request.query_params, explorer.index, explorer.base, explorer.ontology)
    number = number_of(request)
    total = count(explorer.index, filters, explorer.ontology)
    rows = listed(explorer.index, filters, explorer.ontology, explorer.base, number) if total else []
    return _List(filters, number, total, rows, quotes(explorer.store, [row.iri for row in rows]))


def page(request: Request) -> Response:
    """The list as a page."""
    explorer, found = explorer_of(request), _list(request)
    query = found.filters.query(explorer.base)
    return render(
        request,
        "events.html",
        title="Events",
        found=found,
        filters=found.filters,
        query=query,
        pages=Pages("/events", query, found.number, found.total, PAGE),
        chosen=_chosen(explorer, found.filters),
        types=[(name, len(explorer.ontology.superclasses(name)) - 1) for name in _types(explorer)],
        states=states(explorer.index),
        publishers=publishers(explorer.index),
        statuses=explorer.ontology.codes["status"],
        attributions=tuple(ATTRIBUTIONS),
        sparql=sparql(found.filters),
    )


def _types(explorer: Explorer) -> list[str]:
    """Classes of events in the store, and those above them."""
    there = {row[0] for row in explorer.index.kept("SELECT DISTINCT class FROM event")}
    above = {up for name in there for up in explorer.ontology.types(name)}
    return sorted(above & set(explorer.ontology.subclasses("Event")) - {"Event"}, key=explorer.ontology.label)


def _chosen(explorer: Explorer, filters: Filters) -> list[tuple[str, str, str]]:
    """Each filter that is set: name, value as people read it, and the address without it."""
    rows = []
    for name, value in filters.given().items():
        label = value
        if found := explorer.index.rows("SELECT label FROM thing WHERE iri = ?", [value]):
            label = found[0][0] or value
        rows.append((name, label, "/events?" + filters.without(name).query(explorer.base)))
    return rows


def as_csv(request: Request) -> Response:
    """Exactly the rows that the page shows, as CSV."""
    found = _list(request)
    return csv_response("events", COLUMNS, (_row(found, row) for row in found.rows))


def _row(found: _List, row: Listed) -> list[str]:
    sides = [
        ", ".join(name.label for name in names) for names in (row.initiators, row.recipients, row.parties, row.places)
    ]
    words = " ".join(found.words.get(row.iri, "").split())
    publisher = row.publisher.label if row.publisher else ""
    return [
        row.iri, row.type, row.quad, row.status, row.first, row.last, *sides, ", ".join(row.told), words, row.article,
        row.title, row.published, publisher,
    ]  # fmt: skip


def as_json(request: Request) -> Response:
    """The same rows as JSON, with the number of all of them."""
    found = _list(request)
    return JSONResponse(
        {"total": found.total, "page": found.number, "events": [_object(found, row) for row in found.rows]}
    )


def _object(found: _List, row: Listed) -> dict[str, object]:
    def names(some: tuple[Name, ...]) -> list[dict[str, str]]:
        return [{"iri": name.iri, "label": name.label, "type": name.kind} for name in some]

    return {
        "event": row.iri,
        "type": row.type,
        "quad": row.quad or None,
        "status": row.status,
        "first": row.first or None,
        "last": row.last or None,
        "initiators": names(row.initiators),
        "recipients": names(row.recipients),
        "parties": names(row.parties),
        "places": names(row.places),
        "attribution": list(row.told),
        "words": found.words.get(row.iri),
        "article": row.article,
        "title": row.title or None,
        "published": row.published or None,
        "publisher": row.publisher.label if row.publisher else None,
    }
