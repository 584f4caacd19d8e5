"""What a request says of the forms that it takes, and which pages of others may read the answer."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request

from kg.serve.forms import Form, choose

__all__ = ["readable_from", "wanted"]


def wanted(request: Request, forms: Sequence[Form], named: str | None = None) -> Form | None:
    """The form that a request wants.

    Args:
        request: Its Accept header counts.
        forms: What there is, the best first.
        named: What it names by ``format`` counts instead, if there is such a form; a media type does as well.

    Returns:
        The form; None where none is welcome.
    """
    accept = ", ".join(request.headers.getlist("accept"))
    for form in forms:
        if named == form.name:
            return form
    return choose(named if named and "/" in named else accept, forms)


def readable_from(origins: Sequence[str], methods: Sequence[str]) -> Middleware:
    """CORS: scripts of pages from these origins (``*``: any) may read the answers; no credentials go along."""
    return Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=list(methods),
        allow_headers=["*"],
        expose_headers=["Link"],
    )
