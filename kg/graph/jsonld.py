"""JSON-LD with a context of ours: names as in the ontology, one graph object for each run of a graph; streamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.vocab.iri import PREFIXES

__all__ = ["CONTEXT", "write_jsonld"]

_RENAMED = {"geo": "wgs84"}  # geo: is a scheme of IRIs, too
_MORE = {"np": "http://www.nanopub.org/nschema#", "oa": "http://www.w3.org/ns/oa#"}  # of the other views
CONTEXT = {_RENAMED.get(prefix, prefix): iri for prefix, iri in sorted((PREFIXES | _MORE).items())}
"""Prefix to namespace, as it stands in what is written."""

_SHORT = sorted(((iri, prefix) for prefix, iri in CONTEXT.items()), reverse=True)
_TYPE, _STRING = PREFIXES["rdf"] + "type", PREFIXES["xsd"] + "string"


def write_jsonld(quads: Iterable[ox.Quad], out: BinaryIO) -> None:
    """Write quads as one JSON-LD 1.1 document.

    Args:
        quads: Quads, those of a graph in a row; a graph at a time is in memory.
        out: Where to, as UTF-8.
    """
    out.write(b'{"@context": ' + json.dumps(CONTEXT).encode() + b',\n"@graph": [')
    comma = b"\n"
    for graph in _graphs(quads):
        out.write(comma + json.dumps(graph, ensure_ascii=False).encode())
        comma = b",\n"
    out.write(b"\n]}\n")


def _graphs(quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        nodes: dict[str, dict[str, Any]] = {}
        for quad in group:
            subject = _id(quad.subject)
            node = nodes.setdefault(subject, {"@id": subject})
            if quad.predicate.value == _TYPE:
                node.setdefault("@type", []).append(_name(_id(quad.object)))
            else:
                node.setdefault(_name(quad.predicate.value), []).append(_value(quad.object))
        for node in nodes.values():
            for key, values in node.items():
                if isinstance(values, list) and len(values) == 1:
                    node[key] = values[0]
        found = list(nodes.values())
        if isinstance(name, ox.DefaultGraph):
            yield from found
        else:
            yield {"@id": _id(name), "@graph": found}


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
