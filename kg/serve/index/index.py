"""The index that a running explorer asks: read by any thread, brought up to date by one in the background."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread, local
from time import monotonic
from typing import Any

from kg.errors import KgError
from kg.protocols import Store
from kg.serve.index.build import Update, make
from kg.vocab.ontology import Ontology

__all__ = ["FILE", "Index"]

FILE = "explorer.sqlite"
"""The index's name in the folder of an embedded store."""

_LOOK, _SOON, _SHARE = 30.0, 0.5, 10
"""Seconds until a store is looked at again, for one that does not tell of changes and for one that does; and how many
times as long as bringing up to date took is waited at least, so that a long build leaves the server free."""

Row = tuple[Any, ...]


class Index:
    """The index of one store.

    ``progress`` is (done, of) while articles are taken in, None when it is up to date; ``generation`` rises whenever
    something has changed.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        folder: Where the index is kept; None, or a folder that cannot be written: in a temporary one.
    """

    def __init__(self, store: Store, base: str, folder: Path | None = None) -> None:
        self._store, self._base = store, base
        self._temporary: TemporaryDirectory[str] | None = None
        self._writer, self._path = self._open(folder)
        self._threads, self._writing = local(), Lock()
        self._closing = Event()
        self._watcher: Thread | None = None
        self._then: Callable[[], object] = lambda: None
        self._counts: dict[tuple[str, Row], tuple[int, list[Row]]] = {}
        self.progress: tuple[int, int] | None = None
        self.generation = 0

    def _open(self, folder: Path | None) -> tuple[sqlite3.Connection, str]:
        if folder is not None:
            with suppress(sqlite3.Error, OSError):
                path = str(folder / FILE)
                return make(path), path
        self._temporary = TemporaryDirectory(prefix="kg-explorer-")
        path = str(Path(self._temporary.name) / FILE)
        return make(path), path

    def refresh(self) -> None:
        """Bring it up to date, and wait until it is.

        Raises:
            KgError: The store cannot be read.
        """
        with self._writing:
            for done in Update(self._writer, self._store, self._base, Ontology.load()).run():
                self.progress = done
                self.generation += 1
                if self._closing.is_set():
                    return
            if self.progress is not None:
                self.progress = None
                self.generation += 1

    def watch(self, then: Callable[[], object] = lambda: None) -> None:
        """Keep it up to date from now on, in a thread of its own, until it is closed.

        Args:
            then: Done in that thread whenever something has changed.
        """
        self._then = then
        self._watcher = Thread(target=self._keep, name="index", daemon=True)
        self._watcher.start()

    def _keep(self) -> None:
        """The state that the store tells of (see ``HeldStore``) is looked at often; one that tells of none, rarely."""
        seen: object = None
        while not self._closing.is_set():
            state = getattr(self._store, "state", None)
            began = monotonic()
            if state is None or state != seen:
                with suppress(KgError, sqlite3.Error):  # a store that does not answer now is asked again
                    before = self.generation
                    self.refresh()
                    seen = state
                    if self.generation != before or not self._counts:
                        self._then()
            self._closing.wait(max(_LOOK if state is None else _SOON, _SHARE * (monotonic() - began)))

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """Ask the index, in SQL."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None)
            connection.execute("PRAGMA mmap_size = 268435456")
            self._threads.connection = connection
        return connection.execute(query, values).fetchall()

    def kept(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """As ``rows``, of what takes long to count: remembered until something changes."""
        key, generation = (query, tuple(values)), self.generation
        found = self._counts.get(key)
        if found is None or found[0] != generation:
            if len(self._counts) > 512:
                self._counts.clear()
            found = self._counts[key] = (generation, self.rows(query, values))
        return found[1]

    def close(self) -> None:
        """End the watching, and let go of the file."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join()
        self._writer.close()
        if self._temporary is not None:
            self._temporary.cleanup()
