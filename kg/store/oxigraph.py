"""The embedded store: pyoxigraph in a folder, or in memory; articles come and go whole, even at a kill.

Two ways lead in. A change that takes something away is one SPARQL update, which pyoxigraph makes one transaction. A
change that only adds what is new, as a first build does, goes through the bulk loader: four times as fast and half
the size, yet atomic only as far as its making, not by its promise. So the documents are noted beforehand in
``pending``, and what a kill leaves of them is taken out when the store is next opened.

Longer than 300 lines, since it is one protocol on one database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Self
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError, StoreInUse
from kg.model import Answer, ArticleQuads
from kg.store import folder as layout
from kg.store.answers import answer, graph_name
from kg.store.change import FINGERPRINT, TOPIC, Change, Names, iri, parsed, plan, standing, undoing, update, value
from kg.store.kept import Kept
from kg.store.lock import FolderLock
from kg.vocab.iri import document_id

__all__ = ["MUCH", "OxigraphStore"]

MUCH = 1_000_000
"""Quads loaded (some 450 articles) that leave enough small files for putting them in order to be worth its seconds."""


class OxigraphStore:
    """A ``protocols.Store`` in this process; reading threads see whole articles while one thread writes."""

    def __init__(self, folder: Path | None, base: str, *, read_only: bool = False) -> None:
        """Open a store, or make one.

        Args:
            folder: Where it lies; None for one in memory, gone with the object.
            base: What the IRIs of data begin with.
            read_only: Open for reading: several processes may, as long as none has it open for writing.

        Raises:
            StoreInUse: Another process holds it.
            StoreFormat: The folder is something else, or a store of another format version or base.
            StoreError: There is none to read, or it cannot be opened.
        """
        self._folder, self._names, self._read_only = folder, Names(base), read_only
        self._writing = RLock()
        self._known: dict[str, bytes] = {}
        self._loaded = 0
        self._lock: FolderLock | None = None
        self._kept: Kept | None = None
        self._open: ox.Store | None = None
        if folder is None:
            self._open = ox.Store()
            return
        if not layout.check_folder(folder, base):
            if read_only:
                raise StoreError(f"{folder} holds no store; build one with `kg build`, or name another with --store")
            layout.make(folder)
        if read_only and layout.pending(folder) is not None:
            OxigraphStore(folder, base).close()  # a load broke off: opening for writing undoes it
        self._lock = FolderLock(folder, shared=read_only)
        try:
            if not layout.check_folder(folder, base):  # looked at again: now nobody else changes it
                layout.mark(folder, base)
            self._open = self._database(folder)
            self._undo_pending()
            self._kept = Kept(folder) if read_only else None
        except BaseException:
            self.close()
            raise

    def _database(self, folder: Path) -> ox.Store:
        path = layout.database(folder)
        try:
            if not self._read_only:
                layout.sweep(folder)
                layout.forget_server(folder)
                if not path.exists():  # it comes whole or not at all: one half made cannot be read
                    begun = layout.begun(folder)
                    ox.Store(begun).flush()
                    begun.rename(path)
                return ox.Store(path)
            # A folder marked but never written to has no database yet.
            return ox.Store.read_only(str(path)) if path.exists() else ox.Store()
        except (OSError, RuntimeError) as error:
            if "lock hold by current process" in str(error):
                raise StoreInUse(f"the store {folder} is in use by this process, {os.getpid()}; close it") from error
            raise StoreError(f"the store {folder} cannot be opened: {error}") from error

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise StoreError(f"the store {self._folder or 'in memory'} is closed; open it again")
        return self._open

    # -------------------------------------------------------------------------------------------------------- writing

    def put(self, articles: Sequence[ArticleQuads]) -> None:
        """See ``protocols.Store.put``; an article whose fingerprint stands is left as it is."""
        with self._writing:
            last = {article.doc: article for article in articles}
            changed = [article for doc, article in last.items() if article.fingerprint not in self._fingerprint(doc)]
            if changed:
                self._change(changed, [])

    def remove(self, articles: Sequence[str]) -> tuple[str, ...]:
        """See ``protocols.Store.remove``."""
        with self._writing:
            docs = {article: self._names.base + document_id(article) for article in articles}
            there = {a: doc for a, doc in docs.items() if standing(self._store, self._names, ox.NamedNode(doc))}
            if there:
                self._change([], list(there.values()))
            return tuple(there)

    def put_graph(self, graph: str, nquads: str) -> None:
        """See ``protocols.Store.put_graph``."""
        name = iri(graph)
        with self._writing:
            self._check_writable()
            before, after = set(self._store.quads_for_pattern(None, None, None, name)), parsed(nquads, name, graph)
            change = Change(new=after - before, gone=before - after, emptied=[] if after else [name])
            with self._telling():
                if change.new and not before:
                    self._load(change, [graph])
                elif change.new or change.gone:
                    self._store.update(update(change))

    def change_graph(self, graph: str, gone: str, new: str) -> None:
        """See ``protocols.Store.change_graph``."""
        name = iri(graph)
        with self._writing:
            self._check_writable()
            change = Change(new=parsed(new, name, graph), gone=parsed(gone, name, graph))
            with self._telling():
                self._store.update(update(change))

    def _fingerprint(self, doc: str) -> set[str]:
        """The fingerprint of a document, as a set of one; empty where it does not stand."""
        catalog = self._names.catalog
        record = self._names.record(iri(doc))
        return {value(quad.object) for quad in self._store.quads_for_pattern(record, FINGERPRINT, None, catalog)}

    def _change(self, put: list[ArticleQuads], remove: list[str]) -> None:
        self._check_writable()
        with self._telling():
            change = plan(self._store, self._names, put, remove, self._known, whole=True)
            if change.fresh and not change.gone and change.new:
                try:
                    self._load(change, [article.doc for article in put])
                except (SyntaxError, ValueError, MemoryError):
                    plan(self._store, self._names, put, remove, self._known)  # says whose quads do not parse
                    raise
            elif change.new or change.gone:
                self._store.update(update(change))
        for item, digest in change.known.items():
            if digest is None:
                self._known.pop(item, None)
            else:
                self._known[item] = digest

    def _check_writable(self) -> None:
        if self._read_only:
            raise StoreError(f"the store {self._folder} is open for reading only; open it for writing")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What goes wrong while writing becomes one sentence."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"the store {self._folder or 'in memory'} cannot be written ({error}); nothing of this was kept: "
                "make room, then do it again"
            ) from error

    def _load(self, change: Change, documents: list[str]) -> None:
        quads = chain(change.new, *(ox.parse(text, ox.RdfFormat.N_QUADS) for text in change.whole))
        if self._folder is None:
            self._store.extend(quads)
            return
        layout.set_pending(self._folder, documents)
        try:
            self._store.bulk_extend(quads)
        except BaseException:
            with suppress(OSError, RuntimeError, StoreError):  # else when it is next opened
                layout.sweep(self._folder)
                self._undo_pending()
            raise
        layout.forget_pending(self._folder)
        self._loaded += len(change.new) + sum(text.count("\n") for text in change.whole)

    def _undo_pending(self) -> None:
        """Take out what a broken load left: its articles, and items that no record requires."""
        if self._folder is None or self._read_only or (documents := layout.pending(self._folder)) is None:
            return
        change = undoing(self._store, self._names, documents)
        if change.gone:
            self._store.update(update(change))
        layout.forget_pending(self._folder)

    # -------------------------------------------------------------------------------------------------------- reading

    def fingerprints(self) -> dict[str, str]:
        """See ``protocols.Store.fingerprints``."""
        catalog, start = self._names.catalog, f"{self._names.base}doc/"
        prints = {q.subject: value(q.object) for q in self._store.quads_for_pattern(None, FINGERPRINT, None, catalog)}
        topics = self._store.quads_for_pattern(None, TOPIC, None, catalog)
        found = {
            unquote(value(quad.object).removeprefix(start), errors="surrogatepass"): prints[quad.subject]
            for quad in topics
            if quad.subject in prints
        }
        return dict(sorted(found.items()))

    def query(self, text: str) -> Answer:
        """See ``protocols.Store.query``; a query with FROM has the default graph that it names."""
        ask = partial(answer, self._store, text)
        return self._kept.answer(text, ask) if self._kept else ask()

    def quads(self, graph: str | None = None) -> Iterator[str]:
        """See ``protocols.Store.quads``; lines without the line's end, of the state at the first one taken."""
        name = None if graph is None else graph_name(graph)
        with self._reading():
            for quad in self._store.quads_for_pattern(None, None, None, name):
                yield f"{quad} ."

    def count(self, graph: str | None = None) -> int:
        """See ``protocols.Store.count``."""
        with self._reading():
            if graph is None:
                return len(self._store)
            return sum(1 for _ in self._store.quads_for_pattern(None, None, None, graph_name(graph)))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the store {self._folder or 'in memory'} cannot be read: {error}") from error

    # -------------------------------------------------------------------------------------------------------- keeping

    def optimize(self) -> None:
        """Put the files in the order that reading likes; worth its seconds after a large build.

        Raises:
            StoreError: The disk is full or fails; the store is as before.
        """
        try:
            self._store.optimize()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the store {self._folder} cannot be optimized: {error}") from error

    def settle(self) -> bool:
        """Optimize where much was loaded since the store was opened: then a scan takes a third of its time.

        Returns:
            Whether it was.

        Raises:
            StoreError: See ``optimize``.
        """
        if much := self._loaded >= MUCH:
            self.optimize()
            self._loaded = 0
        return much

    def snapshot(self, place: Path) -> None:
        """Make a database of what stands now, for other processes to read; its files are shared, so it is quickly made.

        Args:
            place: A folder that is not there yet, on the store's own disk.

        Raises:
            StoreError: It cannot be made.
        """
        with self._writing:
            try:
                self._store.backup(place)
            except (OSError, RuntimeError) as error:
                raise StoreError(f"no snapshot of the store {self._folder} can be made: {error}") from error

    def close(self) -> None:
        """See ``protocols.Store.close``; a second call does nothing."""
        if self._open is not None and not self._read_only:
            with suppress(OSError, RuntimeError):  # what is not flushed stands in the log
                self._open.flush()
        self._open = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
