"""Answers as SPARQL's own JSON, or N-Triples, and back: the form in which they go from one process to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.model import Answer, Term

__all__ = ["GRAPH", "RESULTS", "from_text", "to_lines", "to_text"]

RESULTS = "application/sparql-results+json"
"""Media type of what SELECT and ASK give."""
GRAPH = "application/n-triples"
"""Media type of what CONSTRUCT and DESCRIBE give."""


def to_text(answer: Answer) -> str:
    """An answer as text, of type ``GRAPH`` where ``kind`` is ``graph``, else of type ``RESULTS``."""
    if answer.triples is not None:
        return answer.triples
    if answer.truth is not None:
        document: dict[str, Any] = {"head": {}, "boolean": answer.truth}
    else:
        head, *bindings = to_lines(answer)
        return f'{{"head":{head},"results":{{"bindings":[{",".join(bindings)}]}}}}'
    return _json(document)


def to_lines(answer: Answer) -> Iterator[str]:
    """The head of SPARQL's JSON, and then each row's binding, of an answer that has rows."""
    yield _json({"vars": answer.columns})
    for row in answer.rows:
        named = zip(answer.columns, row, strict=True)
        yield _json({column: _cell(term) for column, term in named if term is not None})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cell(term: Term) -> dict[str, str]:
    if term.kind != "literal":
        return {"type": "uri" if term.kind == "iri" else term.kind, "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype in (None, _STRING):
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": str(term.datatype)}


def from_text(text: str, media_type: str) -> Answer:
    """The answer that ``to_text`` wrote.

    Args:
        text: What it wrote.
        media_type: ``RESULTS`` or ``GRAPH``.

    Raises:
        ValueError: The text is something else.
    """
    if media_type == GRAPH:
        return Answer("graph", triples=text)
    document = json.loads(text)
    try:
        if "boolean" in document:
            return Answer("ask", truth=document["boolean"])
        columns = tuple(document["head"]["vars"])
        bindings = document["results"]["bindings"]
        rows = tuple(tuple(_term(row[column]) if column in row else None for column in columns) for row in bindings)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no SPARQL results: {error}") from error
    return Answer("select", columns, rows)


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _term(cell: dict[str, str]) -> Term:
    kind = cell["type"]
    if kind != "literal":
        return Term(cell["value"], "iri" if kind == "uri" else kind)
    if language := cell.get("xml:lang"):
        return Term(cell["value"], "literal", None, language)
    return Term(cell["value"], "literal", cell.get("datatype", _STRING))
