"""Put a saved question to a store: values become RDF terms, and no text of the user's is spliced into SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product

import pyoxigraph as ox

from kg.errors import UnknownName, UsageError
from kg.model import Answer, SavedQuery
from kg.protocols import Store
from kg.query.catalog import PARAMS
from kg.query.names import find_document, find_entity, find_event
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["ask", "bind", "counts", "first_rows", "resolve"]

_CHOOSING = re.compile(
    r"[ \t]*FILTER\(!BOUND\(\?\w+\) \|\| EXISTS \{ GRAPH (\?\w+) \{ (\?\w+ [^{}]+ \?(\w+)) \} \}\)\n?"
)
"""A filter that keeps what has a triple with a parameter, where that is given: graph, triple, parameter."""

_SAME = re.compile(r"[ \t]*FILTER\(!BOUND\(\?(\w+)\) \|\| sameTerm\(\?(\w+), \?\1\)\)\n?")
"""A filter that keeps where a variable, which every row has, is a parameter, if that is given: parameter, variable."""

_IF = re.compile(r"^[^\n]* # if ([\w ]+)\n", re.MULTILINE)
"""A line that says nothing unless one of these parameters is given."""

_TABLE = re.compile(r"\{ SELECT [?\w ]+ WHERE \{ (GRAPH \?\w+ \{ [^{}]+ \}) \} \}")
"""A sub-select of one pattern."""

_FIRST = re.compile(r" \} # first(?: unless (\w+))?$", re.MULTILINE)
"""The end of a sub-select each of whose rows gives a row of the answer, or more; unless a parameter is given."""

_ORDER = re.compile(r" ORDER BY [^\n]*\s*\Z")

_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")

_THINGS = ("entity", "event", "document")
"""Types of parameters that leave few events to look at."""

Term = ox.NamedNode | ox.Literal


def ask(store: Store, question: SavedQuery, values: Mapping[str, str], base: str, first: int | None = None) -> Answer:
    """Ask a saved question.

    Args:
        store: Where to ask; any kind of store.
        question: The question.
        values: Values by parameter name, as the user gave them; a parameter left out asks for all.
        base: What IRIs of data begin with.
        first: Only so many rows, see ``first_rows``; None for all.

    Raises:
        UnknownName: A parameter that the question does not have, or a value that names nothing in the store.
        UsageError: A value of the wrong form, or a name that several things bear (they are listed).
        StoreError: The store cannot answer.
    """
    text = bind(question, resolve(store, question, values, base))
    return store.query(text if first is None else first_rows(text, first))


def resolve(store: Store, question: SavedQuery, values: Mapping[str, str], base: str) -> dict[str, tuple[Term, ...]]:
    """Turn values into RDF terms: one each, or several for an entity that several nodes describe as one.

    Args and raised errors are those of ``ask``.
    """
    types = {p.name: p.type for p in question.parameters}
    if unknown := sorted(set(values) - set(types)):
        raise UnknownName(f"parameter of {question.name}", unknown[0], list(types))
    return {name: _terms(store, name, types[name], value, base) for name, value in values.items()}


def bind(question: SavedQuery, terms: Mapping[str, Iterable[Term]]) -> str:
    """The question's SPARQL with terms in place of UNDEF, a row for every combination.

    It says the same as the file with these terms in its params line, and is quicker:

    - A parameter that is not given leaves the line, for UNDEF binds nothing. Virtuoso 7.2 gets joins with UNDEF wrong,
      and no rows or too many come back. A line that ends in ``# if NAME`` leaves where none of these is given.
    - Where a filter asks for a triple of what is given, or that a variable be it, that stands in the line instead: so
      the store begins with the events of one party, and does not look through all.
    - Where somebody or something is given, sub-selects of one pattern are taken apart: Oxigraph makes a table of such
      a one, which is by far the quickest where all events are asked for, and looks a bare pattern up row by row.

    Args:
        question: The question.
        terms: Terms by parameter name.
    """
    given = [p.name for p in question.parameters if terms.get(p.name)]
    text = _IF.sub(lambda line: line[0] if set(line[1].split()) & set(given) else "", question.text)
    if not given:
        return PARAMS.sub("# params", text)
    columns, lead = list(given), list[str]()

    def same(found: re.Match[str]) -> str:
        if found[1] not in given:
            return found[0]
        columns.append(found[2])
        return ""

    def triple(found: re.Match[str]) -> str:
        graph, pattern, name = found.groups()
        if name not in given:
            return found[0]
        lead.append(f"{pattern} ." if graph == "?g" else f"GRAPH {graph} {{ {pattern} }}")
        return ""

    of = {found[2]: found[1] for found in _SAME.finditer(text)}
    text = _CHOOSING.sub(triple, _SAME.sub(same, text))
    text = _FIRST.sub(lambda end: " }" if end[1] in given else end[0], text)
    if any(p.name in given and p.type in _THINGS for p in question.parameters):
        text = _TABLE.sub(r"\1", text)
    combined = (dict(zip(given, row, strict=True)) for row in product(*(list(terms[name]) for name in given)))
    rows = " ".join(f"({' '.join(str(row[of.get(name, name)]) for name in columns)})" for row in combined)
    line = f"VALUES ({' '.join(f'?{name}' for name in columns)}) {{ {rows} }}"
    line = " ".join([line, *lead])
    return PARAMS.sub(lambda _: f"{line} # params", text)


def counts(question: SavedQuery) -> bool:
    """Whether a question has to look at everything before its first row is known."""
    return "GROUP BY" in question.text and not _FIRST.search(question.text)


def first_rows(text: str, count: int) -> str:
    """SPARQL that ends with the first rows found: an order would make them wait for all the others.

    What counts or sums has looked at all before its first row is known, so its rows keep their order; unless what it
    counts for is chosen in a sub-select marked ``# first``: then it counts for so many, and in full.

    Args:
        text: A question's SPARQL, as from ``bind``.
        count: How many rows.
    """
    text = text.rstrip()
    if "GROUP BY" not in text:
        text = _ORDER.sub("", text)
    return f"{_FIRST.sub(f' LIMIT {count} }}', text)}\nLIMIT {count}\n"


def _terms(store: Store, name: str, kind: str, value: str, base: str) -> tuple[Term, ...]:
    try:
        value.encode()
    except UnicodeEncodeError as error:  # bytes of the command line that are no UTF-8 come as surrogates
        raise UsageError(f"{name}: {value!r} is no UTF-8 text; type the name, or give an IRI") from error
    if kind == "flag":
        return _flag(name, value)
    if kind == "date":
        return (_day(name, value),)
    if kind == "class":
        return (_class(value),)
    if kind == "code":
        return (_code(value),)
    find = {"entity": find_entity, "event": find_event, "document": find_document}[kind]
    return tuple(find(store, value, base))


def _flag(name: str, value: str) -> tuple[ox.Literal, ...]:
    """A flag that is set, or nothing: engines differ in what they take for true, but not in what is bound."""
    if value not in ("true", "false", ""):
        raise UsageError(f"{name}: {value!r} is neither true nor false; write true, or leave it out")
    return (ox.Literal(True),) if value == "true" else ()


def _day(name: str, value: str) -> ox.Literal:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{name}: {value!r} is no day; write it as 2023-03-21") from error
    return ox.Literal(day.isoformat(), datatype=_DATE)


def _class(value: str) -> ox.NamedNode:
    name = value.removeprefix(PREFIXES["ir"]).removeprefix("ir:")
    known = Ontology.load().classes
    if name not in known:
        raise UnknownName("class", value, list(known))
    return ox.NamedNode(PREFIXES["ir"] + name)


def _code(value: str) -> ox.NamedNode:
    """A code by its name, prefixed name or IRI; PLOVER's as ``CONSULT/visit`` too."""
    codes = Ontology.load().codes
    for scheme, names in codes.items():
        prefix = "plover" if scheme == "plover" else "c"
        name = value.removeprefix(PREFIXES[prefix]).removeprefix(f"{prefix}:")
        for code in names:
            if name in (code, code.replace("/", "-")):
                return ox.NamedNode(PREFIXES[prefix] + code.replace("/", "-"))
    raise UnknownName("code", value, [name for scheme, names in codes.items() if scheme != "plover" for name in names])
