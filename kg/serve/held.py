"""The store that a server holds: written in this process, asked in reading processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.model import Answer, ArticleQuads
from kg.serve.readers import Question, Readers, Reply, plain
from kg.serve.snapshots import Snapshots
from kg.store.oxigraph import OxigraphStore

__all__ = ["HeldStore"]


class HeldStore:
    """A ``protocols.Store`` for many who ask and some who write at once; several may share store and snapshots.

    Args:
        store: The store, open for writing.
        snapshots: Its snapshots.
        readers: They run the queries, within their limits; they are closed with this one.
    """

    def __init__(self, store: OxigraphStore, snapshots: Snapshots, readers: Readers) -> None:
        self._store, self._snapshots, self._readers = store, snapshots, readers

    @property
    def state(self) -> int:
        """A number that is another whenever the store has changed."""
        return self._snapshots.made

    def put(self, articles: Sequence[ArticleQuads]) -> None:
        """See ``protocols.Store.put``."""
        with self._snapshots.changing():
            self._store.put(articles)

    def remove(self, articles: Sequence[str]) -> tuple[str, ...]:
        """See ``protocols.Store.remove``."""
        with self._snapshots.changing():
            return self._store.remove(articles)

    def put_graph(self, graph: str, nquads: str) -> None:
        """See ``protocols.Store.put_graph``."""
        with self._snapshots.changing():
            self._store.put_graph(graph, nquads)

    def change_graph(self, graph: str, gone: str, new: str) -> None:
        """See ``protocols.Store.change_graph``."""
        with self._snapshots.changing():
            self._store.change_graph(graph, gone, new)

    def ask(self, question: Question, gone: Callable[[], bool] = lambda: False) -> Reply:
        """Ask a query; see ``Readers.ask``."""
        with self._snapshots.reading() as database:
            return self._readers.ask(database, question, gone)

    def query(self, text: str) -> Answer:
        """See ``protocols.Store.query``.

        Raises:
            OverLimit: It needs more than the readers may take.
        """
        return plain(self.ask(Question(text)))

    def fingerprints(self) -> dict[str, str]:
        """See ``protocols.Store.fingerprints``."""
        return self._store.fingerprints()

    def quads(self, graph: str | None = None) -> Iterable[str]:
        """See ``protocols.Store.quads``."""
        return self._store.quads(graph)

    def count(self, graph: str | None = None) -> int:
        """See ``protocols.Store.count``."""
        return self._store.count(graph)

    def stop(self) -> None:
        """End all queries, and those to come; what is being written is written."""
        self._readers.stop()

    def close(self) -> None:
        """Let go of the readers; store and snapshots are others' as well."""
        self._readers.close()
