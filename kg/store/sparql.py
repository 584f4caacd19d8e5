"""A store on a server, through SPARQL 1.1 Query, Update and the Graph Store protocol; one program writes at a time.

No transaction spans several requests, so the order of the steps keeps articles whole: the catalog record of an article
is removed first and written last, and what has none is unfinished. The next change takes unfinished articles out. What
was sent is counted again on the server before the record says that it is there.

What a change means is worked out by ``change.plan``, as for the embedded store: on a small copy of that part of the
store which the change touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from threading import RLock
from typing import Any, Self

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import ArticleQuads
from kg.store.change import (
    AGENT,
    EXTRACTOR,
    RECORD,
    REQUIRES,
    TOPIC,
    TYPE,
    Change,
    Names,
    iri,
    parsed,
    plan,
)
from kg.store.excerpt import Excerpts
from kg.store.http import Connection
from kg.store.profile import Profile
from kg.store.sparql_read import SparqlReading
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["SparqlStore"]

_LINES = 1000
"""Statements in one update: Virtuoso refuses some thousands."""
_PART = 50_000
"""Statements in one request to the Graph Store."""
_ARTICLE = ox.NamedNode(PREFIXES["ir"] + "NewsArticle")


class SparqlStore(SparqlReading):
    """A ``protocols.Store`` on a server: the graphs below the base are its own, others there are left alone."""

    def __init__(self, profile: Profile, base: str, *, read_only: bool = False) -> None:
        """Reach a store.

        Args:
            profile: Where and as whom.
            base: What the IRIs of data begin with.
            read_only: Refuse to change it.

        Raises:
            StoreError: It cannot be reached.
        """
        super().__init__(Connection(profile), Names(base))
        self._read_only = read_only
        self._excerpts = Excerpts(self._server, self._names)
        self._writing = RLock()
        self._tidy = False

    # -------------------------------------------------------------------------------------------------------- writing

    def put(self, articles: Sequence[ArticleQuads]) -> None:
        """See ``protocols.Store.put``; after a failure in the middle, articles of this call may be missing, whole."""
        with self._writing:
            last = {article.doc: article for article in articles}
            standing = self._fingerprints([str(iri(doc)) for doc in last]) if last else {}
            changed = [article for doc, article in last.items() if standing.get(doc) != article.fingerprint]
            if changed:
                self._change(changed, [])

    def remove(self, articles: Sequence[str]) -> tuple[str, ...]:
        """See ``protocols.Store.remove``."""
        with self._writing:
            docs = {article: self._names.base + document_id(article) for article in articles}
            there = self._documents([str(iri(doc)) for doc in docs.values()]) if docs else set()
            gone = {article: doc for article, doc in docs.items() if doc in there}
            if gone:
                self._change([], list(gone.values()))
            return tuple(gone)

    def put_graph(self, graph: str, nquads: str) -> None:
        """See ``protocols.Store.put_graph``."""
        name = iri(graph)
        lines = sorted(f"{quad.triple} .\n" for quad in parsed(nquads, name, graph))
        with self._writing:
            self._check_writable()
            self._replace(name, lines)

    def change_graph(self, graph: str, gone: str, new: str) -> None:
        """See ``protocols.Store.change_graph``; a failure in the middle leaves a part."""
        name = iri(graph)
        with self._writing:
            self._check_writable()
            self._delete(parsed(gone, name, graph))
            self._insert(parsed(new, name, graph))

    def _check_writable(self) -> None:
        if self._read_only:
            raise StoreError(f"the store {self._server.profile.name} is open for reading only; open it for writing")

    def _change(self, put: list[ArticleQuads], remove: list[str]) -> None:
        self._check_writable()
        documents = [iri(doc) for doc in (*(article.doc for article in put), *remove)]
        if not self._tidy:
            self._take_out_unfinished()
        touched = self._excerpts.touched(documents, put)
        change = plan(touched, self._names, put, remove, {})
        self._tidy = False
        try:
            self._apply(change, touched, documents, put, remove)
        except BaseException:
            with suppress(StoreError):
                self._take_out_unfinished()
            raise
        self._tidy = True

    def _apply(
        self,
        change: Change,
        touched: ox.Store,
        documents: list[ox.NamedNode],
        put: list[ArticleQuads],
        remove: list[str],
    ) -> None:
        names = self._names
        records = {names.record(doc) for doc in documents}

        def of_record(quad: ox.Quad) -> bool:
            return quad.graph_name == names.catalog and (quad.subject in records or quad.object in records)

        shared = {names.catalog, names.entities, names.curated}
        gone = [quad for quad in change.gone if quad.graph_name in shared]
        new = [quad for quad in change.new if quad.graph_name in shared]
        # a record goes whole, even where a part comes again: only so is its article unfinished while its graph changes
        self._delete(quad for quad in touched if of_record(quad))
        self._delete(quad for quad in gone if not of_record(quad))
        self._insert(quad for quad in new if not of_record(quad))
        for doc in remove:
            self._drop(iri(doc))
        for article in put:
            own = parsed(article.graph, iri(article.doc), article.article)
            first = ox.Quad(iri(article.doc), TYPE, _ARTICLE, iri(article.doc))  # says whose graph it is, come what may
            lines = sorted((quad != first, f"{quad.triple} .\n") for quad in own)
            self._replace(iri(article.doc), [line for _, line in lines])
        self._insert(self._records(put))
        self._check_shared(touched, change)
        if not put:
            for graph in shared:
                if not self._ask(f"GRAPH {graph} {{ ?s ?p ?o }}"):
                    self._drop(graph)

    def _records(self, put: Iterable[ArticleQuads]) -> Iterator[ox.Quad]:
        for article in put:
            record = self._names.record(iri(article.doc))
            quads = parsed(article.catalog, self._names.catalog, article.article)
            yield from (quad for quad in quads if record in (quad.subject, quad.object))

    def _check_shared(self, touched: ox.Store, change: Change) -> None:
        """Count what the shared graphs now say of all that the change was about."""
        for graph in (self._names.catalog, self._names.entities):
            changed = {q for q in change.new | change.gone if q.graph_name == graph and q.predicate != RECORD}
            subjects = {q.subject for q in changed}
            stays = {q for q in touched if q.graph_name == graph and q.subject in subjects} - change.gone
            expected = {q for q in stays | (change.new & changed) if q.predicate != RECORD}
            found = sum(1 for _ in self._excerpts.described(subjects, graph))
            if found != len(expected):
                raise self._dropped(f"a part of the graph {graph.value}", len(expected), found)

    def _dropped(self, what: str, sent: int, found: int) -> StoreError:
        return StoreError(
            f"the store {self._server.profile.name} took {what} and holds {found} of {sent} statements of it; "
            "its articles were taken out again: see the server's log, then do it again"
        )

    def _take_out_unfinished(self) -> None:
        """Take out articles without a record, and items and software that no record needs: a change that broke off."""
        names = self._names
        catalog, entities = names.catalog, names.entities
        unfinished = (
            f"SELECT ?g {{ GRAPH ?g {{ ?g a {_ARTICLE} }} "
            f"FILTER NOT EXISTS {{ GRAPH {catalog} {{ ?r {TOPIC} ?g }} }} }}"
        )
        for (graph,) in list(self._server.select(unfinished)):
            if graph.value.startswith(f"{names.base}doc/"):
                self._drop(graph)
        unneeded = (
            f"SELECT DISTINCT ?x {{ GRAPH {entities} {{ ?x ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH {catalog} {{ ?r {REQUIRES} ?x }} }} }}"
        )
        self._delete(self._excerpts.described([x for (x,) in self._server.select(unneeded)], entities))
        idle = (
            f"SELECT DISTINCT ?x {{ GRAPH {catalog} {{ ?x a {AGENT} }} "
            f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?run {EXTRACTOR} ?x }} }} }}"
        )
        self._delete(self._excerpts.described([x for (x,) in self._server.select(idle)], catalog))
        if not self._ask(f"GRAPH {catalog} {{ ?r {TOPIC} ?d }}"):
            self._drop(catalog)
        self._tidy = True

    # ------------------------------------------------------------------------------------------------------- requests

    def _insert(self, quads: Iterable[ox.Quad]) -> None:
        for graph, lines in _parts(quads):
            self._server.update(f"INSERT DATA {{ GRAPH {graph} {{\n{lines}}} }}")

    def _delete(self, quads: Iterable[ox.Quad]) -> None:
        for graph, lines in _parts(quads):
            self._server.update(f"DELETE DATA {{ GRAPH {graph} {{\n{lines}}} }}")

    def _drop(self, graph: ox.NamedNode) -> None:
        self._server.update(f"DROP SILENT GRAPH {graph}", lambda: self.count(graph.value) == 0)

    def _replace(self, graph: ox.NamedNode, lines: list[str]) -> None:
        """Make a graph hold these triples and count them; a large one is made beside its place, then moved there."""
        if not lines:
            self._drop(graph)
            return
        if self._server.profile.graph_store is None:
            self._drop(graph)
            for start in range(0, len(lines), _LINES):
                block = "".join(lines[start : start + _LINES])
                self._server.update(f"INSERT DATA {{ GRAPH {graph} {{\n{block}}} }}")
        elif len(lines) <= _PART:
            self._server.put_graph(graph.value, "".join(lines), self._has(graph, len(lines)))
        else:
            aside = iri(f"{self._names.base}graph/loading")
            for start in range(0, len(lines), _PART):
                write = self._server.add_to_graph if start else self._server.put_graph
                done = self._has(aside, min(start + _PART, len(lines)))
                write(aside.value, "".join(lines[start : start + _PART]), done)
            self._server.update(f"MOVE SILENT GRAPH {aside} TO GRAPH {graph}", self._has(graph, len(lines)))
        found = self.count(graph.value)
        if found != len(lines):
            raise self._dropped(f"the graph {graph.value}", len(lines), found)

    def _has(self, graph: ox.NamedNode, number: int) -> Callable[[], bool]:
        return lambda: self.count(graph.value) == number

    def _ask(self, pattern: str) -> bool:
        return self._server.ask(f"ASK {{ {pattern} }}")

    def close(self) -> None:
        """See ``protocols.Store.close``."""
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _parts(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.NamedNode, str]]:
    """Statements for one request each: some, of one graph, no subject's parted.

    With several graphs in one DELETE DATA, Virtuoso 7.2 leaves strings with a language where they are, and says done.
    """
    graph: Any = None
    subject: Any = None
    lines: list[str] = []
    for quad in sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad))):
        if lines and (quad.graph_name != graph or (len(lines) >= _LINES and quad.subject != subject)):
            yield graph, "".join(lines)
            lines = []
        graph, subject = quad.graph_name, quad.subject
        lines.append(f"{quad.triple} .\n")
    if lines:
        yield graph, "".join(lines)
