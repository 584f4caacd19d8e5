"""One writer or several readers: a lock on the store's folder that knows which processes hold it.

The operating system drops the lock when a process ends, however it ends; the file only tells who holds it.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError, StoreInUse

__all__ = ["FolderLock"]

_ROOM = 4096  # bytes of process ids after which readers that have ended are forgotten


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's process
        return True
    return True


class FolderLock:
    """A held lock: made by opening, let go by ``release`` or by the end of the process."""

    def __init__(self, folder: Path, *, shared: bool) -> None:
        """Take the lock.

        Args:
            folder: The store's folder.
            shared: Several may hold it at once (readers), as long as nobody holds it alone (a writer).

        Raises:
            StoreInUse: Somebody else holds it; the message has the process.
            StoreError: The folder cannot be written, and the lock is not to be shared.
        """
        self._path = folder / "lock"
        self._file: int | None = None
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            if not shared:
                raise StoreError(f"the store {folder} cannot be opened for writing: {error.strerror}") from error
            with suppress(OSError):  # a medium that nobody can write needs no lock
                self._file = os.open(self._path, os.O_RDONLY)
            return
        try:
            fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            holders = self._holders()
            self.release()
            by = f"process {', '.join(map(str, holders))}" if holders else "another process"
            raise StoreInUse(f"the store {folder} is in use by {by}; wait until it ends, or stop it") from error
        self._sign(alone=not shared)

    def _holders(self) -> list[int]:
        """Processes that signed and live; read before this one signs."""
        with suppress(OSError, ValueError):
            return sorted({pid for pid in map(int, self._path.read_text("ascii").split()) if _alive(pid)})
        return []

    def _sign(self, *, alone: bool) -> None:
        assert self._file is not None
        with suppress(OSError):  # on a full disk the lock holds all the same
            if alone or os.fstat(self._file).st_size > _ROOM:
                kept = [] if alone else self._holders()
                os.ftruncate(self._file, 0)
                os.write(self._file, "".join(f"{pid}\n" for pid in kept).encode("ascii"))
            os.write(self._file, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
