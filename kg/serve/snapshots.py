"""States of a store that reading processes read while it changes: made after a change, gone when no longer read.

Where nobody has read since the last one, none is made after a change but when somebody asks: a build that nobody looks
at pays nothing.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock

from kg.errors import StoreError
from kg.store import folder as layout
from kg.store.oxigraph import OxigraphStore

__all__ = ["Snapshots"]


class Snapshots:
    """The snapshots of one store; files are shared with it, so that one takes a fraction of a second and little room.

    Args:
        store: The store, open for writing, of which nobody else makes snapshots.
        folder: Where it lies.

    Raises:
        StoreError: None can be made there.
    """

    def __init__(self, store: OxigraphStore, folder: Path) -> None:
        self._store, self._place = store, layout.snapshots(folder)
        self._writing, self._lock = RLock(), Lock()
        self._used: Counter[Path] = Counter()
        self._made, self._wanted = 0, True
        self._last: Path | None = None
        self._renew()

    @property
    def made(self) -> int:
        """How many there were so far: another number, another state of the store."""
        return self._made

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the store within: one at a time. What is asked after it sees the change."""
        with self._writing:
            try:
                yield
            finally:
                with suppress(StoreError):  # whoever asks next tries again, and is told
                    self._renew(self._wanted)

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The database of the last snapshot, which stays as long as it is read within.

        Raises:
            StoreError: The last change is in the store, yet no snapshot with it can be made.
        """
        while (database := self._take()) is None:
            with self._writing:
                if self._last is None:
                    self._renew()
        try:
            yield database
        finally:
            with self._lock:
                self._used[database] -= 1
                self._drop(database)

    def _take(self) -> Path | None:
        with self._lock:
            if self._last is not None:
                self._used[self._last] += 1
                self._wanted = True
            return self._last

    def _renew(self, wanted: bool = True) -> None:
        """Make the next one, or only let go of the last one, which is out of date."""
        self._made += 1
        new: Path | None = None
        try:
            if wanted:
                self._place.mkdir(exist_ok=True)
                self._store.snapshot(self._place / str(self._made))
                new = self._place / str(self._made)
        except OSError as error:
            raise StoreError(f"no snapshot of the store can be made: {error}") from error
        finally:  # without a new one, the old one must not be taken for it
            with self._lock:
                old, self._last, self._wanted = self._last, new, False
                if old is not None:
                    self._drop(old)

    def _drop(self, database: Path) -> None:
        """Take a snapshot away that is neither the last nor read; a process that has it open is not disturbed."""
        if database != self._last and not self._used[database]:
            del self._used[database]
            shutil.rmtree(database, ignore_errors=True)

    def close(self) -> None:
        """Wait for the change that is being made, and take all snapshots away."""
        with self._writing:
            self._last = None
            shutil.rmtree(self._place, ignore_errors=True)
