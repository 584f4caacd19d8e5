"""``/openapi.json``: the JSON interface, described for programs."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg._version import __version__
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.build import ATTRIBUTIONS
from kg.serve.index.filters import QUADS

__all__ = ["description"]


def description(request: Request) -> Response:
    """The description, in OpenAPI 3.1."""
    return JSONResponse(_document(explorer_of(request)))


def _document(explorer: Explorer) -> dict[str, Any]:
    day, text = {"type": "string", "format": "date"}, {"type": "string"}
    ontology = explorer.ontology
    filters: dict[str, tuple[dict[str, Any], str]] = {
        "type": ({"enum": list(ontology.subclasses("Event"))}, "events of this class, or of one below it"),
        "quad": ({"enum": list(QUADS)}, "PLOVER quad class"),
        **{name: (text, told) for name, told in _PARTIES.items()},
        "status": ({"enum": list(ontology.codes["status"])}, "status of the event"),
        "since": (day, "not over before this day"),
        "until": (day, "not begun after this day"),
        "attribution": ({"enum": list(ATTRIBUTIONS)}, "with a claim of this kind of attribution"),
        "several": ({"enum": ["1"]}, "told by several articles: merged events"),
        "page": ({"type": "integer", "minimum": 1}, "page of the list"),
    }
    period = {name: filters[name] for name in ("since", "until")}
    paths = {
        "/overview.json": _path("What the store holds", {}),
        "/search.json": _path("Things by name, articles by words", {"q": (text, "words"), "page": filters["page"]}),
        "/events.json": _path("Events, newest first", filters),
        "/events.csv": _path("The same as CSV", filters, "text/csv"),
        "/states.json": _path("Events between states, by PLOVER quad class", period),
        "/questions.json": _path("The saved questions", {}),
        "/health": _path("Whether the store answers", {}),
    }
    for question in explorer.questions.values():
        own: dict[str, tuple[dict[str, Any], str]] = {
            p.name: (day if p.type == "date" else text, p.help) for p in question.parameters
        }
        for form, media in (("json", "application/json"), ("csv", "text/csv")):
            paths[f"/questions/{question.name}.{form}"] = _path(question.title, own, media)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "irkg explorer",
            "version": __version__,
            "description": "Events read from the news. SPARQL is at /sparql; every IRI under "
            f"{explorer.base} is answered at its path in Turtle, JSON-LD and N-Triples by Accept.",
        },
        "paths": paths,
    }


_PARTIES = {
    "state": "state on either side: label, QID path (entity/Q159) or IRI",
    "from": "state that acts",
    "to": "state acted on",
    "party": "person, body or state that takes part",
    "place": "place, or the state in which it lies",
    "source": "whom a claim is attributed to",
    "publisher": "name of the publisher",
}


def _path(summary: str, parameters: dict[str, tuple[dict[str, Any], str]], media: str = "application/json") -> Any:
    failures = {
        "400": {"description": "a value of the wrong form"},
        "404": {"description": "a name that nothing bears"},
    }
    return {
        "get": {
            "summary": summary,
            "parameters": [
                {"name": name, "in": "query", "schema": schema, "description": help_}
                for name, (schema, help_) in parameters.items()
            ],
            "responses": {"200": {"description": "done", "content": {media: {}}}, **failures},
        }
    }
