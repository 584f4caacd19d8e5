"""The reference engine, pySHACL: pure Python, always there."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import ConfigError, InputError
from kg.model import ValidationReport
from kg.validate.report import read_report
from kg.validate.shapes import load_shapes
from kg.validate.terms import as_written, empty_graph, fill, silenced

__all__ = ["PyshaclValidator"]


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
        self._shapes = empty_graph()
        fill(self._shapes, loaded.triples)
        self._facts = fill(empty_graph(), loaded.facts)

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

        data = empty_graph()
        data.addN((*triple, data) for triple in self._facts)
        try:
            fill(data, (q.triple for q in ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS)))
        except SyntaxError as error:
            raise InputError(f"RDF data: {error}; give N-Quads or N-Triples") from error
        try:
            # The shapes come parsed and the facts lie in the data, so that nothing is loaded, inferred or copied.
            with as_written(), silenced("pyshacl-validate"):
                _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, inplace=True, inference="none")
        except Exception as error:  # a user's shape can fail in pySHACL, in a regular expression, in SPARQL
            raise ConfigError(f"shapes: {' '.join(str(error).split())}; mend the shape") from error
        if not isinstance(report, rdflib.Graph):  # pySHACL hands a failure back in place of the report
            raise ConfigError(f"shapes: {report}; mend the shape")
        return read_report(report)
