"""The part of a store on a server that a change touches, brought here: ``change.plan`` works on it as on the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.model import ArticleQuads
from kg.store.change import DERIVED, EXTRACTOR, RECORD, REQUIRES, TOPIC, Names, iri, parsed
from kg.store.http import Connection

__all__ = ["Excerpts", "values"]

_VALUES = 400
"""Terms in one VALUES block."""


class Excerpts:
    """Takes excerpts of one store.

    Args:
        server: Where it is.
        names: Its shared graphs.
    """

    def __init__(self, server: Connection, names: Names) -> None:
        self._server, self._names = server, names

    def touched(self, documents: list[ox.NamedNode], put: list[ArticleQuads]) -> ox.Store:
        """The part of the store on which ``plan`` gives what it would give on the whole, without articles' graphs."""
        names, copy = self._names, ox.Store()
        records = [names.record(doc) for doc in documents]
        old = [*self.described(records, names.catalog), *self._pointing(records)]
        copy.extend(old)
        required = {quad.object for quad in old if quad.predicate == REQUIRES}
        items = required | {iri(item) for article in put for item in article.entities}
        copy.extend(self.described(items, names.entities))
        copy.extend(self._elsewhere(required, REQUIRES, names.catalog, "r", records))
        used = list(self._used(documents))
        copy.extend(used)
        agents = {quad.object for quad in used}
        copy.extend(self._elsewhere(agents, EXTRACTOR, None, "g", documents))
        told = {q.subject for a in put for q in parsed(a.catalog, names.catalog, a.article)} - set(records)
        copy.extend(self.described(agents | told, names.catalog))
        copy.extend(self._merged(documents))
        if not put:
            others = f"GRAPH {names.catalog} {{ ?r {TOPIC} ?d }} FILTER(?d NOT IN ({', '.join(map(str, documents))}))"
            rows = list(self._server.select(f"SELECT ?r ?d {{ {others} }} LIMIT 1"))
            copy.extend(ox.Quad(r, TOPIC, d, names.catalog) for r, d in rows)
            if not rows:  # the last articles go, and the catalog with them
                rest = f"SELECT ?s ?p ?o {{ GRAPH {names.catalog} {{ ?s ?p ?o }} }}"
                copy.extend(ox.Quad(s, p, o, names.catalog) for s, p, o in self._server.select(rest))
        return copy

    def described(self, things: Iterable[Any], graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """What a graph says of things; of the dataset without its records, which are as many as the articles."""
        for some in values(things):
            query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {some} }} GRAPH {graph} {{ ?s ?p ?o }} FILTER(?p != {RECORD}) }}"
            for s, p, o in self._server.select(query):
                yield ox.Quad(s, p, o, graph)

    def _pointing(self, records: Iterable[Any]) -> Iterator[ox.Quad]:
        graph = self._names.catalog
        for some in values(records):
            query = f"SELECT ?s ?o {{ VALUES ?o {{ {some} }} GRAPH {graph} {{ ?s {RECORD} ?o }} }}"
            for s, o in self._server.select(query):
                yield ox.Quad(s, RECORD, o, graph)

    def _used(self, documents: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
        for some in values(documents):
            query = f"SELECT ?g ?run ?x {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?run {EXTRACTOR} ?x }} }}"
            for g, run, x in self._server.select(query):
                yield ox.Quad(run, EXTRACTOR, x, g)

    def _merged(self, documents: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
        """What merging made of documents, and what points to it."""
        graph = self._names.curated
        rows = [
            node
            for some in values(documents)
            for (node,) in self._server.select(
                f"SELECT DISTINCT ?n {{ VALUES ?d {{ {some} }} GRAPH {graph} {{ ?n {DERIVED} ?d }} }}"
            )
        ]
        nodes = [*rows, *documents]
        yield from self.described([*nodes, graph], graph)
        for some in values(nodes):
            for s, p, o in self._server.select(
                f"SELECT ?s ?p ?o {{ VALUES ?o {{ {some} }} GRAPH {graph} {{ ?s ?p ?o }} }}"
            ):
                yield ox.Quad(s, p, o, graph)

    def _elsewhere(
        self, things: Iterable[Any], predicate: ox.NamedNode, graph: ox.NamedNode | None, by: str, but: Collection[Any]
    ) -> Iterator[ox.Quad]:
        """For each thing one quad, if there is any, in which something else than ``but`` needs it."""
        apart = ", ".join(map(str, but))
        for some in values(things):
            pattern = f"GRAPH {graph or '?g'} {{ ?r {predicate} ?x }}"
            query = (
                f"SELECT ?x (SAMPLE(?{by}) AS ?one) {{ VALUES ?x {{ {some} }} {pattern} "
                f"FILTER(?{by} NOT IN ({apart})) }} GROUP BY ?x"
            )
            for x, one in self._server.select(query):
                if x is not None and one is not None:
                    yield ox.Quad(one, predicate, x, graph or one)


def values(things: Iterable[Any]) -> Iterator[str]:
    """Terms for VALUES, sorted, some at a time."""
    ordered = iter(sorted({str(thing) for thing in things}))
    while part := list(islice(ordered, _VALUES)):
        yield " ".join(part)
