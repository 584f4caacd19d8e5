"""What is said of one thing of ours: by a query for things in the data, from the shipped files for the vocabulary."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.errors import UsageError
from kg.resources import share_dir
from kg.vocab.iri import PREFIXES

__all__ = ["VOCABULARY", "description", "vocabulary"]

VOCABULARY = "https://w3id.org/irkg/"
"""What the IRIs of ontology, codes and shapes begin with."""

_RECORD = f"<{PREFIXES['dcat']}record>"  # the dataset has one for each article


def description(iri: str, base: str) -> str:
    """A query for what is said of a thing.

    Of a graph, that is all of it, and an article is its graph. Of a thing in an article: what it is the subject of, its
    parts, and what points at it there. Of anything else: what it is the subject of, in any graph.

    Args:
        iri: What is asked about.
        base: What the IRIs of the data begin with; ``iri`` does.

    Returns:
        A CONSTRUCT query; its answer has no triple where nothing is known.

    Raises:
        UsageError: It is no IRI.
    """
    try:
        thing = ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} is no IRI ({error})") from error
    kind, _, rest = iri.removeprefix(base).partition("/")
    if kind == "graph" or (kind == "doc" and "/" not in rest):
        return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {thing} {{ ?s ?p ?o }} }}"
    if kind == "doc":
        graph, below = ox.NamedNode(f"{base}doc/{rest.partition('/')[0]}"), ox.Literal(f"{iri}/")
        return (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o "
            f"FILTER(?s = {thing} || ?o = {thing} || STRSTARTS(STR(?s), {below})) }} }}"
        )
    return f"CONSTRUCT {{ {thing} ?p ?o }} WHERE {{ GRAPH ?g {{ {thing} ?p ?o FILTER(?p != {_RECORD}) }} }}"


def vocabulary(iri: str) -> str:
    """What the shipped files say of a part of the vocabulary, and of the terms in it.

    Args:
        iri: The document of terms (``https://w3id.org/irkg/def``), or a thing without a fragment.

    Returns:
        N-Triples; empty where there is no such part.
    """
    store = _shipped()
    found = {quad for quad in store if isinstance(quad.subject, ox.NamedNode) and _part(quad.subject.value) == iri}
    waiting = list(found)
    while waiting:  # blank nodes are described with what they stand in
        node = waiting.pop().object
        more = set(store.quads_for_pattern(node, None, None)) - found if isinstance(node, ox.BlankNode) else set()
        found |= more
        waiting += more
    return "".join(sorted(f"{quad.triple} .\n" for quad in found))


def _part(iri: str) -> str:
    return iri.partition("#")[0]


@cache
def _shipped() -> ox.Store:
    store = ox.Store()
    for folder in ("ontology", "shapes"):
        for file in sorted(share_dir(folder).glob("*.ttl")):
            store.bulk_load(path=file)
    return store
