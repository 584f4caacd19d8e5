"""The reference engine, pySHACL: pure Python, always there; this module and no other imports it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import ConfigError, InputError
from kg.model import ValidationReport
from kg.validate.report import read_report
from kg.validate.shapes import load_shapes

if TYPE_CHECKING:
    import rdflib

__all__ = ["PyshaclValidator"]

_STRING = "http://www.w3.org/2001/XMLSchema#string"


class PyshaclValidator:
    """Checks one article's data against the shapes; warnings leave it conforming.

    Args:
        shapes: A folder of the user's own shapes, added to the shipped ones.
        audit: Check the SPARQL-based shapes too (slow).

    Raises:
        ConfigError: A shapes file does not parse.
    """

    name = "pyshacl"

    def __init__(self, shapes: Path | None = None, *, audit: bool = False) -> None:
        loaded = load_shapes(shapes, audit=audit)
        self._shapes = _graph()
        _fill(self._shapes, loaded.triples)
        self._facts = _fill(_graph(), loaded.facts)

    def validate(self, nquads: str) -> ValidationReport:
        """Validate a set of quads as one graph (graph names are ignored).

        Args:
            nquads: An article's graph with the entities that it names, as N-Quads or N-Triples.

        Raises:
            ConfigError: pySHACL cannot use the shapes.
            InputError: The quads do not parse.
        """
        import pyshacl
        import rdflib
        from pyshacl.errors import ReportableRuntimeError

        data = _graph()
        data.addN((*triple, data) for triple in self._facts)
        try:
            _fill(data, (q.triple for q in ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS)))
        except SyntaxError as error:
            raise InputError(f"RDF data: {error}; give N-Quads or N-Triples") from error
        normalise = rdflib.NORMALIZE_LITERALS
        try:
            # The shapes come parsed and the facts lie in the data, so that nothing is loaded, inferred or copied.
            _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, inplace=True, inference="none")
        except ReportableRuntimeError as error:
            raise ConfigError(f"shapes: {error}; mend the shape") from error
        finally:
            rdflib.NORMALIZE_LITERALS = normalise  # pySHACL turns it off, and leaves it off when it fails
        if not isinstance(report, rdflib.Graph):  # pySHACL hands a failure back in place of the report
            raise ConfigError(f"shapes: {report}; mend the shape")
        return read_report(report)


def _graph() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph(bind_namespaces="none")  # pySHACL copies every prefix into every report


def _fill(graph: rdflib.Graph, triples: Iterable[Iterable[object]]) -> rdflib.Graph:
    """Put triples of pyoxigraph into a graph of rdflib: twenty times as fast as rdflib's own parser."""
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

    with _silence():
        graph.addN((*(term(node) for node in triple), graph) for triple in triples)  # type: ignore[misc]
    return graph


@contextmanager
def _silence() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: the shapes say it better."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
