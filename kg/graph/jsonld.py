"""JSON-LD with a context of ours: names as in the ontology; streamed, a large graph in several objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.vocab.iri import PREFIXES

__all__ = ["CONTEXT", "write_jsonld"]

_RENAMED = {"geo": "wgs84"}  # geo: is a scheme of IRIs, too
_MORE = {"np": "http://www.nanopub.org/nschema#", "oa": "http://www.w3.org/ns/oa#"}  # of the other views
CONTEXT = {_RENAMED.get(prefix, prefix): iri for prefix, iri in sorted((PREFIXES | _MORE).items())}
"""Prefix to namespace, as it stands in what is written."""

_SHORT = sorted(((iri, prefix) for prefix, iri in CONTEXT.items()), reverse=True)
_TOGETHER = 10_000
"""Things of a graph that stand in one object."""

_TYPE, _STRING = PREFIXES["rdf"] + "type", PREFIXES["xsd"] + "string"


def write_jsonld(quads: Iterable[ox.Quad], out: BinaryIO) -> None:
    """Write quads as one JSON-LD 1.1 document.

    Args:
        quads: Quads, those of a graph in a row, and there those of a subject; some subjects at a time are in memory.
        out: Where to, as UTF-8.
    """
    out.write(b'{"@context": ' + json.dumps(CONTEXT).encode() + b',\n"@graph": [')
    comma = b"\n"
    for graph in _graphs(quads):
        out.write(comma + json.dumps(graph, ensure_ascii=False).encode())
        comma = b",\n"
    out.write(b"\n]}\n")


def _graphs(quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for name, of_graph in groupby(quads, key=lambda quad: quad.graph_name):
        of_subjects = groupby(of_graph, key=lambda quad: quad.subject)
        while nodes := [_node(_id(subject), said) for subject, said in islice(of_subjects, _TOGETHER)]:
            if isinstance(name, ox.DefaultGraph):
                yield from nodes
            else:
                yield {"@id": _id(name), "@graph": nodes}


def _node(subject: str, said: Iterable[ox.Quad]) -> dict[str, Any]:
    """A thing with all that is said of it; of a property with one value, the value alone."""
    found: dict[str, list[Any]] = {}
    for quad in said:
        if quad.predicate.value == _TYPE:
            found.setdefault("@type", []).append(_name(_id(quad.object)))
        else:
            found.setdefault(_name(quad.predicate.value), []).append(_value(quad.object))
    return {"@id": subject} | {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _id(term: Any) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(term.value)


def _name(iri: str) -> str:
    """A prefixed name; the IRI where there is none."""
    return next((f"{prefix}:{iri[len(space) :]}" for space, prefix in _SHORT if iri.startswith(space)), iri)


def _value(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _name(term.datatype.value)}
