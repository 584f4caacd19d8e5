"""``/sparql`` for a person: a place to write a query, its answer, prefixes and examples."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError, OverLimit
from kg.model import Answer
from kg.query.prefixes import with_prefixes
from kg.serve.endpoint import refusal
from kg.serve.explorer import explorer_of
from kg.serve.limits import STATUS
from kg.serve.pages.questions import cell
from kg.serve.view import render
from kg.vocab.iri import PREFIXES

__all__ = ["EXAMPLES", "page"]

_SHOWN = 500
"""Rows of an answer on the page; all are there in the other forms."""

EXAMPLES = tuple(
    (path.read_text("utf-8").partition("\n")[0].removeprefix("# "), path.read_text("utf-8").partition("\n")[2].strip())
    for path in sorted((Path(__file__).parent.parent / "examples").glob("*.rq"))
)
"""Title and query of each example."""


def page(request: Request) -> Response:
    """The page; with a query in the address, its answer too."""
    explorer = explorer_of(request)
    query = request.query_params.get("query", "")
    answer, problem, status, took = None, "", 200, 0.0
    if query.strip():
        began = perf_counter()
        try:
            if reason := refusal(query):
                problem, status = reason, 403
            else:
                answer = explorer.visitors.query(with_prefixes(query))
        except KgError as error:
            problem = str(error)
            status = STATUS[error.what] if isinstance(error, OverLimit) else 400
        took = perf_counter() - began
    return render(
        request,
        "editor.html",
        status=status,
        title="SPARQL",
        query=query,
        answer=answer,
        columns=answer.columns if answer else (),
        rows=[[cell(term, explorer.base) for term in row] for row in answer.rows[:_SHOWN]] if answer else [],
        total=len(answer.rows) if answer else 0,
        triples=_cut(answer),
        problem=problem,
        took=took,
        prefixes=PREFIXES,
        examples=[(title, text, "/sparql?" + urlencode({"query": text})) for title, text in EXAMPLES],
        address=urlencode({"query": query}),
    )


def _cut(answer: Answer | None) -> str:
    lines = (answer.triples or "").splitlines() if answer and answer.kind == "graph" else []
    return "\n".join(lines[:_SHOWN]) + (f"\n# … {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else "")
