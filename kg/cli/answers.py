"""How answers of queries are shown: terms as people read them in a table, as they are everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Timer

from kg.cli.output import Cell, Format, choose, say, write_rows, write_text
from kg.model import Answer, Term
from kg.vocab.iri import PREFIXES

__all__ = ["AnswerFormat", "form_of", "readable", "show", "time_limit", "value"]

_XSD = PREFIXES["xsd"]
_BARE = ("ir", "c", "plover")
"""Prefixes left out in tables: classes and codes read better without."""


class AnswerFormat(StrEnum):
    """The forms that the answer of a query can take: those of rows, and SPARQL 1.1's own in JSON and XML."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    markdown = "markdown"
    srj = "srj"
    srx = "srx"

    @property
    def rows(self) -> Format | None:
        """The form of rows; None for SPARQL's own."""
        return Format(self.value) if self.value in Format.__members__ else None


def form_of(wanted: AnswerFormat | None, path: Path | None) -> AnswerFormat:
    """The form asked for, else the file's suffix, else as ``choose`` decides."""
    if wanted:
        return wanted
    suffix = path.suffix.removeprefix(".").lower() if path else ""
    return AnswerFormat(suffix if suffix in AnswerFormat.__members__ else choose(None, path).value)


def show(answer: Answer, base: str, format: AnswerFormat | None = None, output: Path | None = None) -> None:
    """Write an answer: rows in the format chosen; ASK as true or false; CONSTRUCT and DESCRIBE as N-Triples."""
    if answer.kind == "graph":
        write_text(answer.triples or "", output)
        return
    form = form_of(format, output)
    if form.rows is None:
        write_text(_results(answer, "json" if form is AnswerFormat.srj else "xml"), output)
    elif answer.kind == "ask":
        write_rows(["answer"], [[bool(answer.truth)]], form.rows, output)
    elif form.rows is Format.table:
        write_rows(answer.columns, [[readable(term, base) for term in row] for row in answer.rows], form.rows, output)
    else:
        write_rows(answer.columns, ([value(term) for term in row] for row in answer.rows), form.rows, output)


def _results(answer: Answer, form: str) -> str:
    """An answer as SPARQL 1.1 Query Results, ``json`` or ``xml``."""
    from rdflib import BNode, Literal, URIRef, Variable
    from rdflib.query import Result

    def made(term: Term) -> URIRef | BNode | Literal:
        if term.kind == "literal":
            plain = term.language or (term.datatype or "") == f"{_XSD}string"
            return Literal(term.value, term.language, None if plain else term.datatype, normalize=False)
        return URIRef(term.value) if term.kind == "iri" else BNode(term.value)

    result = Result(answer.kind.upper())
    result.askAnswer = answer.truth
    result.vars = [Variable(column) for column in answer.columns]
    result.bindings = [
        {Variable(column): made(term) for column, term in zip(answer.columns, row, strict=True) if term}
        for row in answer.rows
    ]
    return (result.serialize(format=form) or b"").decode("utf-8")


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """End the process with one sentence, and 3, where what is done within takes longer; stores read only bear it."""

    def end() -> None:
        say(f"no answer within {seconds:g} s; ask for less, or give more time with --timeout")
        os._exit(3)

    timer = Timer(seconds or 0, end)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


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
