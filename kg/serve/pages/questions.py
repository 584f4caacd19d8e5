"""``/questions``: the saved questions, each with a form for its parameters, its answer, its SPARQL, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import UsageError
from kg.model import Answer, SavedQuery, Term
from kg.query.run import bind, resolve
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.lists import told_by
from kg.serve.paging import number_of
from kg.serve.view import csv_response, href, render
from kg.vocab.iri import PREFIXES

__all__ = ["ROWS", "Cell", "as_csv", "as_json", "cell", "listed", "listed_json", "page"]

ROWS = 100
"""Rows on a page of an answer."""

_FILE_ROWS = 100_000
_BARE = ("ir", "c", "plover")


def listed(request: Request) -> Response:
    """All questions."""
    questions = list(explorer_of(request).questions.values())
    return render(request, "questions.html", title="Questions", questions=questions)


def listed_json(request: Request) -> Response:
    """All questions, as JSON."""
    return JSONResponse(
        [
            {
                "name": q.name,
                "title": q.title,
                "description": q.description,
                "parameters": [{"name": p.name, "type": p.type, "help": p.help} for p in q.parameters],
            }
            for q in explorer_of(request).questions.values()
        ]
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A term for the eye: its words, where they lead, and whether it is a ``number``, a ``date`` or an ``event``."""

    text: str
    link: str = ""
    kind: str = ""


def _asked(request: Request) -> tuple[Explorer, SavedQuery, dict[str, str]]:
    explorer = explorer_of(request)
    question = explorer.questions[request.path_params["name"]]
    given = {p.name: request.query_params.get(p.name, "").strip() for p in question.parameters}
    return explorer, question, {name: value for name, value in given.items() if value}


def _answer(
    explorer: Explorer, question: SavedQuery, values: Mapping[str, str], limit: int, offset: int = 0
) -> tuple[str, Answer]:
    """The question's SPARQL with these values, and some rows of its answer."""
    text = bind(question, resolve(explorer.visitors, question, values, explorer.base))
    return text, explorer.visitors.query(f"{text.rstrip()}\nLIMIT {limit} OFFSET {offset}")


def page(request: Request) -> Response:
    """One question: form, answer, SPARQL."""
    explorer, question, values = _asked(request)
    number, problem, text = number_of(request), "", question.text
    answer = Answer("select", (), ())
    try:
        text, answer = _answer(explorer, question, values, ROWS + 1, (number - 1) * ROWS)
    except UsageError as error:  # a name that nothing bears: said beside the form, which keeps what was typed
        problem = str(error)
    rows = answer.rows[:ROWS]
    iris = sorted({term.value for row in rows for term in row if term and term.kind == "iri"})
    events = told_by(explorer.index, [iri for iri in iris if iri.startswith(explorer.base) and "event/" in iri])
    return render(
        request,
        "question.html",
        status=400 if problem else 200,
        title=question.title,
        question=question,
        values=values,
        problem=problem,
        columns=answer.columns,
        rows=[([_shown(explorer, term, events) for term in row], _words(row, events)) for row in rows],
        number=number,
        more=len(answer.rows) > ROWS,
        first=(number - 1) * ROWS + 1,
        query=urlencode(values, safe="/:"),
        sparql=text[text.index("PREFIX") :] if "PREFIX" in text else text,
        types=explorer.ontology.subclasses("Event"),
    )


def _shown(explorer: Explorer, term: Term | None, events: Mapping[str, tuple[str, str]]) -> Cell:
    """A term, an event by its class."""
    found = cell(term, explorer.base)
    if term and term.value in events:
        return replace(found, text=explorer.ontology.label(events[term.value][0]), kind="event")
    return found


def _words(row: Sequence[Term | None], events: Mapping[str, tuple[str, str]]) -> str:
    """What tells the event of a row, which stands in its first column."""
    return events.get(row[0].value, ("", ""))[1] if row and row[0] else ""


def cell(term: Term | None, base: str) -> Cell:
    """A term as pages show it: classes and codes bare, ids without the base."""
    if term is None:
        return Cell("")
    if term.kind != "iri":
        kind = (term.datatype or "").removeprefix(PREFIXES["xsd"])
        return Cell(term.value, kind="number" if kind in ("integer", "decimal", "double") else kind * (kind == "date"))
    for prefix in _BARE:
        if term.value.startswith(PREFIXES[prefix]):
            return Cell(term.value.removeprefix(PREFIXES[prefix]))
    shown = term.value.removeprefix(base).removeprefix("doc/") if term.value.startswith(base) else term.value
    return Cell(shown.replace(PREFIXES["wd"], "wd:"), href(term.value, base))


def as_csv(request: Request) -> Response:
    """The whole answer as CSV, with terms as the SPARQL results have them."""
    explorer, question, values = _asked(request)
    _, answer = _answer(explorer, question, values, _FILE_ROWS)
    return csv_response(question.name, answer.columns, ([t.value if t else "" for t in row] for row in answer.rows))


def as_json(request: Request) -> Response:
    """The whole answer as JSON: one object a row."""
    explorer, question, values = _asked(request)
    text, answer = _answer(explorer, question, values, _FILE_ROWS)
    rows = [
        {name: term.value if term else None for name, term in zip(answer.columns, row, strict=True)}
        for row in answer.rows
    ]
    return JSONResponse({"question": question.name, "parameters": values, "sparql": text, "rows": rows})
