"""``/``: what the store holds, a search box, events a day, the newest articles, what waits for review."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.explorer import explorer_of
from kg.serve.view import render

__all__ = ["page"]


def page(request: Request) -> Response:
    """The page."""
    explorer = explorer_of(request)
    return render(request, "home.html", title="Overview", articles=len(explorer.store.fingerprints()))
