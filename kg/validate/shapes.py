"""The shapes as they are given to an engine: parsed once, named, with what they need to know of the ontology."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ConfigError
from kg.resources import share_dir
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import CONCEPTS, MODULES

__all__ = ["SH", "Shapes", "load_shapes", "shape_name"]

SH = "http://www.w3.org/ns/shacl#"

_PROPERTY = ox.NamedNode(SH + "property")
_HIERARCHY = frozenset(
    {PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf", PREFIXES["skos"] + "inScheme"}
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes, and the triples of the ontology that are put beside the data.

    Property shapes have IRIs, made from that of their node shape, so that a result leads back to it in every engine.
    """

    triples: tuple[ox.Triple, ...]
    facts: tuple[ox.Triple, ...]

    def ntriples(self) -> bytes:
        """Shapes and facts together, as N-Triples."""
        return ox.serialize((*self.triples, *self.facts), format=ox.RdfFormat.N_TRIPLES) or b""


def load_shapes(folder: Path | None = None, *, audit: bool = False) -> Shapes:
    """Read the shipped shapes and a user's.

    Args:
        folder: A folder of the user's own; its ``*.ttl`` (and ``audit/*.ttl``, for an audit) are added.
        audit: Take the SPARQL-based shapes too, and the whole ontology as facts. Without, and without a user's folder,
            the facts are the class hierarchy and which concept is in which scheme: all that the shipped shapes look at.

    Raises:
        ConfigError: A file does not parse (the message names file and line), or has a malformed shape.
    """
    triples = [t for path in _files(share_dir("shapes"), audit) for t in _parse(path)]
    for path in _files(folder, audit) if folder else ():
        from kg.validate.wellformed import check_wellformed

        own = list(_parse(path))
        check_wellformed(path, own)
        triples += own
    whole = audit or folder is not None
    names = (*MODULES, *CONCEPTS)
    facts = (t for name in names for t in _parse(share_dir("ontology") / f"{name}.ttl"))
    kept = tuple(t for t in facts if (whole or t.predicate.value in _HIERARCHY) and not _blank(t))
    return Shapes(_name(triples), kept)


def shape_name(iri: str) -> str:
    """The short name of a shape: ``S03`` for the node shape and for property shapes in it."""
    local = iri.rpartition("#")[2] or iri
    return local.rpartition("/")[2].partition("--")[0]


def _files(folder: Path, audit: bool) -> Iterator[Path]:
    yield from sorted(folder.glob("*.ttl"))
    if audit:
        yield from sorted((folder / "audit").glob("*.ttl"))


def _parse(path: Path) -> Iterator[ox.Triple]:
    try:  # blank nodes of different files must not meet
        for t in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield t.triple
    except (OSError, SyntaxError) as error:
        raise ConfigError(f"{path}: {error}; mend the Turtle, or take the file away") from error


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _name(triples: list[ox.Triple]) -> tuple[ox.Triple, ...]:
    """Give blank property shapes of named node shapes an IRI: ``<shape>--1``, ``--2`` …, in the order of the file."""
    names: dict[object, ox.NamedNode] = {}
    count: dict[str, int] = {}
    for t in triples:
        if t.predicate == _PROPERTY and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.BlankNode):
            n = count[t.subject.value] = count.get(t.subject.value, 0) + 1
            names[t.object] = ox.NamedNode(f"{t.subject.value}--{n}")
    return tuple(
        ox.Triple(names.get(t.subject, t.subject), t.predicate, names.get(t.object, t.object)) for t in triples
    )
