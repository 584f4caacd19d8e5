"""Any IRI of ours: articles, events and entities have pages of their own, the rest is rows that lead on."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import UnknownName
from kg.serve.describe import VOCABULARY
from kg.serve.explorer import explorer_of
from kg.serve.pages import article, entity, event, merged
from kg.serve.view import render
from kg.vocab.iri import PREFIXES

__all__ = ["ENTITY", "EVENT", "MERGED", "moved", "page"]

MOST = 500
"""Statements on a page."""

EVENT = r"doc/[^/]+(?:/title)?/event/[^/]+"
MERGED = r"event/[^/]+"
ENTITY = r"(?:doc/[^/]+(?:/title)?/)?(?:entity|group)/.+"
"""Paths below the base that have pages of their own."""

_KINDS = (
    (re.compile(r"doc/[^/]+"), article.page),
    (re.compile(EVENT), event.page),
    (re.compile(MERGED), merged.page),
    (re.compile(ENTITY), entity.page),
)


def page(request: Request, iri: str, triples: str) -> Response:
    """The page.

    Args:
        request: What is answered.
        iri: The thing.
        triples: What is said of it, as N-Triples.
    """
    base = explorer_of(request).base
    for pattern, shown in _KINDS:
        if iri.startswith(base) and pattern.fullmatch(iri.removeprefix(base)):
            with suppress(UnknownName):  # it is named like one, and described like none
                return shown(request, iri)
    found = [quad.triple for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES)]
    rows = [[_cell(term, base) for term in (triple.subject, triple.predicate, triple.object)] for triple in found]
    return render(request, "thing.html", title=_short(iri, base), iri=iri, rows=sorted(rows)[:MOST], total=len(rows))


def moved(request: Request) -> Response:
    """``/article/ID`` and ``/event/ID/12-19``: the addresses that people guess lead to the IRI's own."""
    sent = (request.scope.get("raw_path") or quote(request.scope["path"]).encode()).decode("latin-1").partition("?")[0]
    kind, _, rest = sent.removeprefix("/").partition("/")
    rest = rest.removeprefix("doc/")
    if kind == "event" and "/event/" not in rest:
        doc, _, place = rest.rpartition("/")
        rest = f"{doc}/event/{place}"
    return RedirectResponse(f"/doc/{rest}", 308)


def _cell(term: object, base: str) -> tuple[str, str]:
    """What is shown, and where it leads; nowhere if that is empty."""
    if not isinstance(term, ox.NamedNode):
        return (term.value if isinstance(term, ox.Literal) else str(term)), ""
    for root in (base, VOCABULARY):
        if term.value.startswith(root):
            return _short(term.value, base), f"/{term.value.removeprefix(root)}"
    web = term.value.startswith(("http://", "https://"))
    return _short(term.value, base), quote(term.value, safe=":/?#[]@!$&'()*+,;=%~") if web else ""


def _short(iri: str, base: str) -> str:
    if iri.startswith(base):
        return iri.removeprefix(base)
    for prefix, name in PREFIXES.items():
        if iri.startswith(name):
            return f"{prefix}:{iri.removeprefix(name)}"
    return iri
