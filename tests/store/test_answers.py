"""Rows of an answer are the terms that the store holds, whatever stands in them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.model import Term
from kg.store.answers import answer, term
from kg.vocab.iri import PREFIXES

WORDS = ('a\tb\nc\rd"e\\f', "", " ", "ü \u2028 \x0b \x0c x", "\\n", '"@en', "x@en", "<urn:b>", "_:b", "12", "true", "'")
TYPED = (
    *(("12", "integer"), ("-3", "integer"), ("+5", "integer"), ("abc", "integer"), ("7", "nonNegativeInteger")),
    *(("1.50", "decimal"), (".5", "decimal"), ("1.", "decimal"), ("1", "decimal"), ("1e3", "double"), ("3", "double")),
    *(("INF", "double"), ("1e1", "float"), ("true", "boolean"), ("1", "boolean"), ("2020-01-01", "date")),
)


def objects() -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
    return [
        *(ox.Literal(words) for words in WORDS),
        *(ox.Literal(words, language="en") for words in WORDS),
        *(ox.Literal(words, datatype=ox.NamedNode(PREFIXES["xsd"] + kind)) for words, kind in TYPED),
        ox.NamedNode("https://example.org/ü#%20x"),
        ox.BlankNode("b1"),
    ]


@pytest.mark.parametrize("thing", objects(), ids=str)
def test_a_term_is_read_as_it_stands(thing: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
    store, name = ox.Store(), ox.NamedNode("urn:s")
    store.add(ox.Quad(name, name, thing, name))
    (held,) = store.quads_for_pattern(None, None, None)
    found = answer(store, "SELECT ?s ?none ?o { GRAPH ?g { ?s ?p ?o } }")
    assert found.rows == ((Term("urn:s"), None, term(held.object)),)


def test_an_answer_without_columns_still_has_its_rows() -> None:
    assert answer(ox.Store(), "SELECT * {}").rows == ((),)
    assert answer(ox.Store(), "SELECT ?s { ?s ?p ?o }").rows == ()
