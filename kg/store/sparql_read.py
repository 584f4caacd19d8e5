"""What is asked of a store on a server: articles, graphs, counts, and any query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.model import Answer, Term
from kg.store.answers import graph_name, has_dataset, sentence, term
from kg.store.change import FINGERPRINT, TOPIC, Names
from kg.store.excerpt import values
from kg.store.http import Connection

__all__ = ["SparqlReading"]


class SparqlReading:
    """The reading half of ``SparqlStore``.

    Args:
        server: Where it is.
        names: Its shared graphs.
    """

    def __init__(self, server: Connection, names: Names) -> None:
        self._server, self._names = server, names

    def fingerprints(self) -> dict[str, str]:
        """See ``protocols.Store.fingerprints``."""
        start = f"{self._names.base}doc/"
        found = self._fingerprints(None)
        return dict(
            sorted((unquote(doc.removeprefix(start), errors="surrogatepass"), mark) for doc, mark in found.items())
        )

    def _fingerprints(self, documents: list[str] | None) -> dict[str, str]:
        """Fingerprints by document, of some (as terms) or of all."""
        pattern = f"GRAPH {self._names.catalog} {{ ?r {TOPIC} ?d ; {FINGERPRINT} ?f }}"
        chosen = [""] if documents is None else [f"VALUES ?d {{ {some} }}" for some in values(documents)]
        rows = (row for some in chosen for row in self._server.select(f"SELECT ?d ?f {{ {some} {pattern} }}"))
        return {d.value: f.value for d, f in rows}

    def _documents(self, documents: list[str]) -> set[str]:
        """Those of which anything stands: a graph, or a record."""
        names = self._names
        records = {str(names.record(ox.NamedNode(doc[1:-1]))): doc[1:-1] for doc in documents}
        found: set[str] = set()
        for some in values(documents):
            query = f"SELECT DISTINCT ?g {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            found.update(g.value for (g,) in self._server.select(query))
        for some in values(records):
            query = f"SELECT DISTINCT ?r {{ VALUES ?r {{ {some} }} GRAPH {names.catalog} {{ ?r ?p ?o }} }}"
            found.update(records[str(r)] for (r,) in self._server.select(query))
        return found

    def query(self, text: str) -> Answer:
        """See ``protocols.Store.query``; the union of all graphs is everything on the server, also what is not ours."""
        kind = _kind(text)
        union = not has_dataset(text)
        if kind == "graph":
            triples = self._server.triples(text, union=union)
            return Answer("graph", triples="".join(sorted({f"{triple} .\n" for triple in triples})))
        if kind == "ask":
            return Answer("ask", truth=self._server.ask(text, union=union))
        columns, found = self._server.table(text, union=union)
        return Answer("select", tuple(columns), tuple(tuple(_term(value) for value in row) for row in found))

    def graphs(self) -> list[str]:
        """The IRIs of the graphs that are the store's own, sorted."""
        query = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{self._names.base}")) }}'
        return sorted(g.value for (g,) in self._server.select(query))

    def quads(self, graph: str | None = None) -> Iterator[str]:
        """See ``protocols.Store.quads``: graph by graph, in the canonical form of the embedded store.

        Raises:
            StoreError: The server cannot be reached, or sends fewer than it counts.
        """
        for name in self.graphs() if graph is None else [graph]:
            term_, sent, before = graph_name(name), 0, self.count(name)
            for triple in self._triples(term_):
                sent += 1
                yield f"{triple} {term_} ."
            # what a killed client had sent may be written meanwhile: the graph as it was, or as it is, is whole
            if sent != before and sent != (held := self.count(name)):
                raise StoreError(
                    f"the store {self._server.profile.name} sent {sent} of {held} statements of {name}: it changed "
                    "meanwhile, or the server cuts off; raise its limit (Virtuoso: ResultSetMaxRows)"
                )

    def _triples(self, graph: ox.NamedNode) -> Iterator[ox.Triple]:
        if self._server.profile.graph_store is not None:
            return self._server.get_graph(graph.value)
        return self._server.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def count(self, graph: str | None = None) -> int:
        """See ``protocols.Store.count``."""
        if graph is None:
            pattern = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{self._names.base}"))'
        else:
            pattern = f"GRAPH {graph_name(graph)} {{ ?s ?p ?o }}"
        ((number,),) = self._server.select(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(number.value)


def _kind(text: str) -> str:
    """What a query gives; it is parsed here, so that every store refuses the same with the same words.

    Raises:
        UsageError: It does not parse, or is an update.
    """
    try:
        result = ox.Store().query(text)  # nothing is there, and nothing is taken from it
    except SyntaxError as error:
        raise UsageError(sentence(str(error))) from error
    return {ox.QueryTriples: "graph", ox.QueryBoolean: "ask"}.get(type(result), "select")


def _term(value: Any) -> Term | None:
    return None if value is None else term(value)
