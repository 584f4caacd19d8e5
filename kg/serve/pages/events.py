"""``/events``: a list of events by type, party, status, period, publisher, attribution; as a page, CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.build import ATTRIBUTIONS
from kg.serve.index.counts import publishers, states
from kg.serve.index.filters import Filters, read_filters, sparql
from kg.serve.index.lists import PAGE, Listed, Name, count, listed
from kg.serve.paging import Pages, number_of
from kg.serve.view import csv_response, render

__all__ = ["COLUMNS", "as_csv", "as_json", "page"]

COLUMNS = (
    "event", "type", "quad", "status", "first", "last", "initiators", "recipients", "parties", "places", "attribution",
    "words", "article", "title", "published", "publisher", "reports",
)  # fmt: skip
"""Of the CSV."""


_CHOICES = 300
"""Publishers that are offered for a choice; the name of one of more is typed."""


@dataclass(frozen=True)
class _List:
    filters: Filters
    number: int
    total: int
    rows: list[Listed]


def _list(request: Request) -> _List:
    explorer = explorer_of(request)
    filters = read_filters(request.query_params, explorer.index, explorer.base, explorer.ontology)
    number = number_of(request)
    total = count(explorer.index, filters, explorer.ontology)
    rows = listed(explorer.index, filters, explorer.ontology, explorer.base, number) if total else []
    return _List(filters, number, total, rows)


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
        publishers=named if len(named := publishers(explorer.index)) <= _CHOICES else None,
        statuses=explorer.ontology.codes["status"],
        attributions=tuple(ATTRIBUTIONS),
        sparql=sparql(found.filters, explorer.index),
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
    return csv_response("events", COLUMNS, (_row(row) for row in found.rows))


def _row(row: Listed) -> list[str]:
    sides = [
        ", ".join(name.label for name in names) for names in (row.initiators, row.recipients, row.parties, row.places)
    ]
    words = " ".join(row.words.split())
    publisher = row.publisher.label if row.publisher else ""
    return [
        row.iri, row.type, row.quad, row.status, row.first, row.last, *sides, ", ".join(row.told), words, row.article,
        row.title, row.published, publisher, str(row.reports),
    ]  # fmt: skip


def as_json(request: Request) -> Response:
    """The same rows as JSON, with the number of all of them."""
    found = _list(request)
    return JSONResponse({"total": found.total, "page": found.number, "events": [_object(row) for row in found.rows]})


def _object(row: Listed) -> dict[str, object]:
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
        "words": row.words or None,
        "article": row.article,
        "title": row.title or None,
        "published": row.published or None,
        "publisher": row.publisher.label if row.publisher else None,
        "reports": row.reports,
    }
