"""From pyoxigraph's results to ``model.Answer``, and queries made ready for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyoxigraph as ox

from kg.errors import OverLimit, StoreError, UsageError
from kg.model import Answer, Term
from kg.vocab.iri import PREFIXES

__all__ = ["Dataset", "answer", "dataset_of", "graph_name", "has_dataset", "sentence", "term"]

# Comments, IRIs and strings are jumped over, so that FROM counts only as the keyword.
_TOKENS = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$:]\w+|\w[\w.-]*:[\w.-]*)|(?P<from>\bFROM\b(?:\s+NAMED\b)?(?:\s*<(?P<graph>[^<>\s]*)>)?)""",
    re.IGNORECASE | re.DOTALL,
)
_made: Callable[[tuple[str, str, str | None, str | None]], Term] = partial(tuple.__new__, Term)
"""A term of its fields, in half the time that its own constructor takes: an answer may have millions."""
_XSD = PREFIXES["xsd"]
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r"}
_SHORT = re.compile(
    r"(?P<boolean>true|false)|(?P<integer>[+-]?\d+)|(?P<decimal>[+-]?\d*\.\d+)|(?P<double>[+-]?[\d.]+[eE][+-]?\d+)"
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs (IRIs) that a query is asked of: those that make the default graph, and those that GRAPH finds."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def has_dataset(text: str) -> bool:
    """Whether a query names its own dataset by FROM."""
    return any(match["from"] for match in _TOKENS.finditer(text))


def term(value: Any) -> Term:
    """One RDF term of pyoxigraph's as ours."""
    kind = type(value)
    if kind is ox.NamedNode:
        return _made((value.value, "iri", None, None))
    if kind is ox.Literal:
        language = value.language
        return _made((value.value, "literal", None if language else value.datatype.value, language))
    if kind is ox.BlankNode:
        return Term(value.value, "bnode")
    return Term(str(value), "literal")  # a triple term, which our data never hold


def answer(store: ox.Store, text: str, dataset: Dataset | None = None, rows: int | None = None) -> Answer:
    """Run a query; its own FROM decides the default graph, else it is the union of all graphs.

    Args:
        store: What is asked.
        text: The query.
        dataset: The graphs that are asked instead, whatever the query says.
        rows: So many rows or triples the answer may have.

    Raises:
        UsageError: The query does not parse, or a graph's name is none.
        OverLimit: The answer has more rows.
        StoreError: It parses, and cannot be answered.
    """
    try:
        if dataset is None:
            result = store.query(text, use_default_graph_as_union=not has_dataset(text))
        else:
            result = store.query(
                text,
                default_graph=[graph_name(name) for name in dataset.default],
                named_graphs=[graph_name(name) for name in dataset.named],
            )
        if isinstance(result, ox.QueryBoolean):
            return Answer("ask", truth=bool(result))
        if isinstance(result, ox.QueryTriples):
            lines: set[str] = set()
            for triple in result:
                lines.add(f"{triple} .\n")
                _check(len(lines), rows)
            return Answer("graph", triples="".join(sorted(lines)))
        columns = tuple(variable.value for variable in result.variables)
        if rows is None and columns:
            return Answer("select", columns, _table(result))
        found: list[tuple[Term | None, ...]] = []
        for row in result:
            found.append(tuple([None if value is None else term(value) for value in row]))
            _check(len(found), rows)
        return Answer("select", columns, tuple(found))
    except SyntaxError as error:
        raise UsageError(sentence(str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the store cannot answer this query: {error}") from error


def _table(result: ox.QuerySolutions) -> tuple[tuple[Term | None, ...], ...]:
    """All rows, by way of text: a third of the time that it takes to ask pyoxigraph for each term of each row."""
    cells = _Cells({"": None})
    text = result.serialize(format=ox.QueryResultsFormat.TSV) or b""
    return tuple([tuple(map(cells.__getitem__, line.split("\t"))) for line in text.decode().split("\n")[1:-1]])


class _Cells(dict[str, Term | None]):
    """Terms by their text in tab-separated results, each read once."""

    def __missing__(self, text: str) -> Term | None:
        if text[0] == "<" and text[1] != "<":
            made = _made((text[1:-1], "iri", None, None))
        elif text[0] == '"':
            end = text.rindex('"')
            said, kind = text[1:end], text[end + 1 :]
            value = _ESCAPE.sub(_unescaped, said) if "\\" in said else said
            language = kind[1:] if kind[:1] == "@" else None
            datatype = None if language else kind[3:-1] or _XSD + "string"
            made = _made((value, "literal", datatype, language))
        elif text.startswith("_:"):
            made = Term(text[2:], "bnode")
        elif found := _SHORT.fullmatch(text):
            made = Term(text, "literal", f"{_XSD}{found.lastgroup}")
        else:
            made = Term(text, "literal")  # a triple term, which our data never hold
        self[text] = made
        return made


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[1]) or found[1]


def _check(number: int, rows: int | None) -> None:
    if rows is not None and number > rows:
        raise OverLimit("rows", f"the answer has more than {rows} rows; ask for a part, with LIMIT and OFFSET")


def dataset_of(text: str) -> list[str]:
    """The graphs that a query names by FROM and FROM NAMED, as far as it has full IRIs for them."""
    return [match["graph"] for match in _TOKENS.finditer(text) if match["graph"]]


def graph_name(name: str) -> ox.NamedNode:
    """The name of a graph as a term.

    Raises:
        UsageError: It is no IRI.
    """
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise UsageError(f"{name!r} names no graph ({error}); give a full IRI") from error


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
