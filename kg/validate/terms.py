"""From pyoxigraph's terms to rdflib's, which pySHACL works on: twenty times as fast as rdflib's own parsers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from warnings import catch_warnings

import pyoxigraph as ox

from kg.errors import InputError

if TYPE_CHECKING:
    import rdflib

__all__ = ["as_written", "empty_graph", "fill", "silenced"]

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def empty_graph() -> rdflib.Graph:
    """A graph without prefixes: pySHACL copies every prefix into every report."""
    import rdflib

    return rdflib.Graph(bind_namespaces="none")


def fill(graph: rdflib.Graph, triples: Iterable[Iterable[object]]) -> rdflib.Graph:
    """Put triples of pyoxigraph into a graph of rdflib, literals as they are written.

    Args:
        graph: Where they go.
        triples: Subject, predicate and object of each.

    Returns:
        The graph.

    Raises:
        InputError: A triple speaks of a triple.
    """
    import rdflib

    made: dict[object, rdflib.term.Node] = {}

    def term(node: object) -> rdflib.term.Node:
        if node not in made:
            if isinstance(node, ox.NamedNode):
                made[node] = rdflib.URIRef(node.value)
            elif isinstance(node, ox.BlankNode):
                made[node] = rdflib.BNode(node.value)
            elif isinstance(node, ox.Literal):
                kind = None if node.language or node.datatype.value == _STRING else rdflib.URIRef(node.datatype.value)
                made[node] = rdflib.Literal(node.value, lang=node.language, datatype=kind, normalize=False)
            else:
                raise InputError(f"RDF data: {node} is neither IRI, blank node nor literal; leave quoted triples out")
        return made[node]

    with silenced("rdflib.term"):  # it logs or warns of each ill-typed literal; the shapes say it better
        graph.addN((*(term(node) for node in triple), graph) for triple in triples)  # type: ignore[misc]
    return graph


@contextmanager
def silenced(name: str) -> Iterator[None]:
    """Keep a logger, and warnings, quiet for a while."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        with catch_warnings(action="ignore"):
            yield
    finally:
        logger.disabled = before


@contextmanager
def as_written() -> Iterator[None]:
    """Let rdflib keep literals as they are written; else a report says ``false`` of an ill-typed ``872``.

    What rdflib did before comes back even where an engine changes it and fails, as pySHACL does.
    """
    import rdflib

    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with silenced("rdflib.term"):
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
