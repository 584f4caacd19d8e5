"""``/review``: what needs a person."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.explorer import explorer_of
from kg.serve.view import render

__all__ = ["page"]


def page(request: Request) -> Response:
    """The page."""
    return render(request, "review.html", title="Review", writable=explorer_of(request).token is not None)
