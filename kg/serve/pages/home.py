"""``/``: what the store holds, events by day, the newest articles, what waits for review; and ``/search``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.protocols import Store
from kg.serve.charts import bars
from kg.serve.explorer import explorer_of
from kg.serve.index.counts import busiest, days, newest, totals
from kg.serve.index.search import search_articles, search_names, terms
from kg.serve.index.waiting import waiting
from kg.serve.paging import Pages, number_of
from kg.serve.view import render
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["TOTALS", "page", "search", "search_json", "totals_json"]

TOTALS = {
    "articles": "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?s { ?s a ir:NewsArticle } }",
    "events": "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ir:eventClass ?c } "
    "FILTER NOT EXISTS { GRAPH ?gz { ?whole ir:consolidates ?s } } }",
    "several": "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ir:reportCount ?reports FILTER(?reports > 1) } }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { "
    "{ GRAPH ?g { ?e ir:eventClass ?c ; ir:hasParticipant|ir:initiator|ir:recipient|ir:initiatorState"
    "|ir:recipientState|ir:atPlace|ir:placeState ?one } } "
    "UNION { GRAPH ?g { ?claim ir:about ?e ; ir:attributedTo ?one . ?e ir:eventClass ?c } } "
    "FILTER NOT EXISTS { GRAPH ?g2 { ?one a ir:AgentGroup } } "
    "OPTIONAL { GRAPH ?gz { ?whole ir:consolidates ?one } } BIND(COALESCE(?whole, ?one) AS ?s) }",
    "first": "SELECT (MIN(?day) AS ?n) { GRAPH ?s { ?s dct:issued ?day } }",
    "last": "SELECT (MAX(?day) AS ?n) { GRAPH ?s { ?s dct:issued ?day } }",
}
"""SPARQL of each number at the top of the page."""

_NEWEST, _BUSIEST, _NAMES, _FOUND, _AROUND = 10, 8, 24, 10, 140


def page(request: Request) -> Response:
    """The overview."""
    explorer = explorer_of(request)
    return render(
        request,
        "home.html",
        title="Overview",
        store=explorer.settings.store,
        totals=totals(explorer.index),
        chart=bars(days(explorer.index)),
        newest=newest(explorer.index, _NEWEST),
        states=busiest(explorer.index, ("State", "PartiallyRecognizedState"), _BUSIEST),
        people=busiest(explorer.index, ("Person",), _BUSIEST),
        waiting=sum(waiting(explorer.index).values()),
        prologue="".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "ir")),
        queries=TOTALS,
    )


def totals_json(request: Request) -> Response:
    """The numbers of the overview, as JSON."""
    found = totals(explorer_of(request).index)
    return JSONResponse({name: getattr(found, name) for name in TOTALS})


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    title: str
    published: str
    publisher: str
    words: Markup


def _search(request: Request) -> tuple[str, int, int, list[_Found]]:
    explorer, text = explorer_of(request), request.query_params.get("q", "").strip()[:500]
    number = number_of(request)
    total, rows = search_articles(explorer.index, text, _FOUND, (number - 1) * _FOUND) if terms(text) else (0, [])
    texts = _texts(explorer.store, [explorer.base + document_id(row[0]) for row in rows])
    found = [_Found(*row, _excerpt(texts.get(explorer.base + document_id(row[0]), ""), text)) for row in rows]
    return text, number, total, found


def search(request: Request) -> Response:
    """Things and articles that match a search."""
    explorer = explorer_of(request)
    text, number, total, found = _search(request)
    names = search_names(explorer.index, text, _NAMES) if terms(text) and number == 1 else []
    pages = Pages(request.url.path, urlencode({"q": text}), number, total, _FOUND)
    title = f"Search: {text}" if text else "Search"
    return render(request, "search.html", title=title, text=text, names=names, found=found, pages=pages)


def search_json(request: Request) -> Response:
    """What matches a search, as JSON."""
    explorer = explorer_of(request)
    text, number, total, found = _search(request)
    names = search_names(explorer.index, text, _NAMES) if terms(text) else []
    return JSONResponse(
        {
            "things": [
                {"iri": h.name.iri, "label": h.name.label, "type": h.name.kind, "events": h.events} for h in names
            ],
            "articles": {
                "total": total,
                "page": number,
                "rows": [
                    {"id": f.id, "title": f.title, "published": f.published, "publisher": f.publisher} for f in found
                ],
            },
        }
    )


def _texts(store: Store, graphs: list[str]) -> dict[str, str]:
    if not graphs:
        return {}
    of = " ".join(f"<{graph}>" for graph in graphs)
    rows = store.query(
        f"SELECT ?g ?text {{ VALUES ?g {{ {of} }} GRAPH ?g {{ ?g <{PREFIXES['nif']}isString> ?text }} }}"
    ).rows
    return {g.value: text.value for g, text in rows if g and text}


def _excerpt(text: str, search: str) -> Markup:
    """The words around the first match, with what matches marked."""
    words = terms(search)
    wanted = re.compile("|".join(rf"\b{re.escape(word)}" for word in words) or r"(?!)", re.IGNORECASE)
    first = wanted.search(text)
    start = max(0, (first.start() if first else 0) - _AROUND)
    cut = text[start : start + 2 * _AROUND + 60]
    out, at = Markup("…" if start else ""), 0
    for match in wanted.finditer(cut):
        out += escape(cut[at : match.start()]) + Markup("<mark>{}</mark>").format(match.group())
        at = match.end()
    return out + escape(cut[at:]) + ("…" if start + len(cut) < len(text) else "")
