"""Templates to pages: what all pages share, and how an error looks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

__all__ = ["error_page", "render", "wants_html"]

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_REASONS = {
    400: "That cannot be asked like this",
    403: "Not allowed",
    404: "Not here",
    405: "Not this way",
    406: "Not in that form",
    413: "Too much at a time",
    415: "Not in this form",
    422: "Too much is asked",
    500: "A mistake of ours",
    503: "The store does not answer",
    504: "It takes too long",
}


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page.

    Args:
        request: What is answered.
        template: The template's name.
        status: The HTTP status.
        values: What the template shows; ``title`` is always wanted.
    """
    text = _PAGES.get_template(template).render(path=request.url.path, **values)
    return HTMLResponse(text, status)


def wants_html(request: Request) -> bool:
    """Whether a person with a browser asks, and not a program."""
    return "text/html" in request.headers.get("accept", "")


def error_page(request: Request, status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """What went wrong: a page for a person, JSON for a program.

    Args:
        request: What is answered.
        status: The HTTP status.
        reason: One sentence.
        headers: Further headers of the answer.
    """
    if not wants_html(request):
        return JSONResponse({"error": reason}, status, headers)
    page = render(request, "error.html", status, title=_REASONS.get(status, f"Error {status}"), reason=reason)
    page.headers.update(headers or {})
    return page
