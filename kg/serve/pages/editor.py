"""``/sparql`` for a person: a place to write a query."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.view import render

__all__ = ["page"]


def page(request: Request) -> Response:
    """The page, with the query of the address, if it has one."""
    return render(request, "editor.html", title="SPARQL", query=request.query_params.get("query", ""))
