"""SPARQL JSON results as pyoxigraph's terms; its own reader stops at 16 MB of escapes, and a long article has more."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.vocab.iri import PREFIXES

__all__ = ["rows"]

_BOOLEAN = PREFIXES["xsd"] + "boolean"
_TRUTH = {"1": "true", "0": "false"}


def rows(results: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows.

    Args:
        results: A JSON document of the form application/sparql-results+json.

    Raises:
        KeyError: It is of another form.
        ValueError: A term in it is none.
    """
    columns = list(results["head"]["vars"])
    return columns, [
        [_term(row[name]) if name in row else None for name in columns] for row in results["results"]["bindings"]
    ]


def _term(cell: dict[str, str]) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return ox.BlankNode(value.removeprefix("nodeID://"))
    if language := cell.get("xml:lang"):
        return ox.Literal(value, language=language)
    if datatype := cell.get("datatype"):
        if datatype == _BOOLEAN:  # Virtuoso has 1 and 0
            value = _TRUTH.get(value, value)
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
    return ox.Literal(value)
