"""Any IRI of ours that has no page of its own: what is said of it, as rows that lead on."""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.describe import VOCABULARY
from kg.serve.explorer import explorer_of
from kg.serve.view import render
from kg.vocab.iri import PREFIXES

__all__ = ["page"]


def page(request: Request, iri: str, triples: str) -> Response:
    """The page.

    Args:
        request: What is answered.
        iri: The thing.
        triples: What is said of it, as N-Triples.
    """
    base = explorer_of(request).base
    found = [quad.triple for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES)]
    rows = [[_cell(term, base) for term in (triple.subject, triple.predicate, triple.object)] for triple in found]
    return render(request, "thing.html", title=_short(iri, base), iri=iri, rows=sorted(rows))


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
