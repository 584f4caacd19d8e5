"""From pyoxigraph's results to ``model.Answer``, and queries made ready for it."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.model import Answer, Term

__all__ = ["answer", "has_dataset", "sentence", "term"]

# Comments, IRIs and strings are jumped over, so that FROM counts only as the keyword.
_TOKENS = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$:]\w+|\w[\w.-]*:[\w.-]*)|(?P<from>\bFROM\b)""",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def has_dataset(text: str) -> bool:
    """Whether a query names its own dataset by FROM."""
    return any(match.lastgroup == "from" for match in _TOKENS.finditer(text))


def term(value: Any) -> Term:
    """One RDF term of pyoxigraph's as ours."""
    if isinstance(value, ox.NamedNode):
        return Term(value.value)
    if isinstance(value, ox.BlankNode):
        return Term(value.value, "bnode")
    if isinstance(value, ox.Literal):
        if value.language:
            return Term(value.value, "literal", None, value.language)
        return Term(value.value, "literal", value.datatype.value)
    return Term(str(value), "literal")  # a triple term, which our data never hold


def answer(store: ox.Store, text: str) -> Answer:
    """Run a query; its own FROM decides the default graph, else it is the union of all graphs.

    Raises:
        UsageError: The query does not parse.
        StoreError: It parses, and cannot be answered.
    """
    try:
        result = store.query(text, use_default_graph_as_union=not has_dataset(text))
        if isinstance(result, ox.QueryBoolean):
            return Answer("ask", truth=bool(result))
        if isinstance(result, ox.QueryTriples):
            lines = sorted({f"{triple} .\n" for triple in result})
            return Answer("graph", triples="".join(lines))
        columns = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(None if value is None else term(value) for value in row) for row in result)
        return Answer("select", columns, rows)
    except SyntaxError as error:
        raise UsageError(sentence(str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the store cannot answer this query: {error}") from error


def sentence(message: str) -> str:
    """What pyoxigraph says of a query that does not parse, as one sentence of ours with the place."""
    found = _PLACE.match(message)
    if not found:
        return f"the query does not parse: {message}; mend it there"
    line, column, rest = found.groups()
    if "Prefix not found" in rest:
        rest = "a prefix is used that no PREFIX line declares"
    elif len(rest) > 160:
        rest = rest[:160].rsplit(",", 1)[0] + " …"
    return f"the query does not parse at line {line}, column {column}: {rest}; mend it there"
