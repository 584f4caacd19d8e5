"""How answers of queries are shown: terms as people read them in a table, as they are everywhere else."""

from __future__ import annotations

from pathlib import Path

from kg.cli.output import Cell, Format, choose, write_rows, write_text
from kg.model import Answer, Term
from kg.vocab.iri import PREFIXES

__all__ = ["readable", "show", "value"]

_XSD = PREFIXES["xsd"]
_BARE = ("ir", "c", "plover")
"""Prefixes left out in tables: classes and codes read better without."""


def show(answer: Answer, base: str, format: Format | None = None, output: Path | None = None) -> None:
    """Write an answer: rows in the format chosen; ASK as true or false; CONSTRUCT and DESCRIBE as N-Triples."""
    if answer.kind == "graph":
        write_text(answer.triples or "", output)
        return
    if answer.kind == "ask":
        write_rows(["answer"], [[bool(answer.truth)]], format, output)
        return
    if choose(format, output) is Format.table:
        write_rows(answer.columns, [[readable(term, base) for term in row] for row in answer.rows], format, output)
    else:
        write_rows(answer.columns, ([value(term) for term in row] for row in answer.rows), format, output)


def value(term: Term | None) -> Cell:
    """A term as data: IRIs in full; integers, decimals and booleans as such (they stay numbers in JSON)."""
    if term is None:
        return None
    match (term.datatype or "").removeprefix(_XSD):
        case "integer" | "nonNegativeInteger":
            return int(term.value)
        case "decimal" | "double" | "float":
            return float(term.value)
        case "boolean":
            return term.value in {"true", "1"}
    return term.value


def readable(term: Term | None, base: str, near: Term | None = None) -> Cell:
    """A term for the eye: ids of this store without the base, known namespaces as prefixes, classes and codes bare.

    Args:
        term: The term.
        base: What IRIs of data begin with.
        near: An event in the same row; what lies in its article is shown without the article's id.
    """
    if term is None or term.kind != "iri":
        return value(term)
    if near and "/event/" in near.value and term.value.startswith(article := near.value.partition("/event/")[0] + "/"):
        return term.value.removeprefix(article)
    if term.value.startswith(base):
        return term.value.removeprefix(base).removeprefix("doc/")
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            name = term.value.removeprefix(namespace)
            return name if prefix in _BARE else f"{prefix}:{name}"
    return term.value
