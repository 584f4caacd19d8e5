"""Templates to pages: what all pages share, how terms look, how tables leave as CSV, and how an error looks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.inert import for_spreadsheet
from kg.serve.charts import ORDER
from kg.serve.explorer import explorer_of
from kg.serve.index.filters import QUADS
from kg.vocab.iri import PREFIXES, document_id
from kg.vocab.ontology import Ontology

__all__ = ["csv_response", "error_page", "href", "render", "wants_html"]

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


def href(iri: str, base: str) -> str:
    """Where an IRI is looked at: here, for one of this store's; an http address itself; nowhere for anything else."""
    if iri.startswith(base):
        return "/" + iri.removeprefix(base)
    return iri if urlsplit(iri).scheme in ("http", "https") else ""


def _article_href(id_: str) -> str:
    return "/" + document_id(id_)


@lru_cache(maxsize=4096)
def _label(name: str | None) -> str:
    """A class, role or code as people read it."""
    try:
        return Ontology.load().label(name or "")
    except KeyError:
        return name or ""


@lru_cache(maxsize=4096)
def _definition(name: str | None) -> str:
    try:
        return Ontology.load().definition(name or "")
    except KeyError:
        return ""


def _number(value: int) -> str:
    """A number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def _days(first: str | None, last: str | None) -> Markup:
    """The days between which something was; a line may end between them, and not within one."""
    one, other = (Markup('<span class="one">{}</span>').format(day) for day in (first, last))
    if first and last:
        return one if first == last else one + " – " + other
    return "by " + other if last else "from " + one if first else Markup()


def _short(iri: str, base: str) -> str:
    """An IRI for the eye."""
    if iri.startswith(base):
        return unquote(iri.removeprefix(base).removeprefix("doc/"))
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _highlighted(query: str) -> Markup:
    """SPARQL with its words marked."""
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter  # by their own modules: those above are filled in while they are
    from pygments.lexers.rdf import SparqlLexer  # used, and a second request at that moment finds no such name

    return Markup(highlight(query, SparqlLexer(), HtmlFormatter(nowrap=True)))


_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters.update(
    label=_label,
    definition=_definition,
    number=_number,
    days=_days,
    article_href=_article_href,
    sparql=_highlighted,
    quoted=lambda text: quote(text, safe=""),
)
_PAGES.globals.update(quads=QUADS, quad_order=ORDER)

_MENU = (
    ("/", "Overview"),
    ("/events", "Events"),
    ("/states", "States"),
    ("/questions", "Questions"),
    ("/sparql", "SPARQL"),
    ("/review", "Review"),
)


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page.

    Args:
        request: What is answered.
        template: The template's name.
        status: The HTTP status.
        values: What the template shows; ``title`` is always wanted.
    """
    explorer = explorer_of(request)
    base = explorer.base
    text = _PAGES.get_template(template).render(
        path=request.url.path,
        menu=_MENU,
        progress=explorer.index.progress,
        base=base,
        href=lambda iri: href(iri, base),
        short=lambda iri: _short(iri, base),
        searched=request.query_params.get("q", "") if request.url.path == "/search" else "",
        **values,
    )
    return HTMLResponse(text, status)


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table as CSV, to be kept under a name.

    A cell that a spreadsheet would take for a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([for_spreadsheet(cell) for cell in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), headers=headers, media_type="text/csv")


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
