"""How far reading has come, in bytes of the files named, so that a long run can tell how long it has to go."""

from __future__ import annotations

import io
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

__all__ = ["METER", "Meter", "open_metered"]


@dataclass
class Meter:
    """Bytes of the inputs as they lie on disk, packed or not: of all that were found, and of what is read so far.

    A file counts for no more than its size, though some formats are read in jumps, and for no less, though some are
    not read to the end.
    """

    total: int = 0
    done: int = 0
    end: int = 0

    def begin(self, size: int) -> None:
        """The next file, of so many bytes, is read."""
        self.end = self.done + size

    def advance(self, count: int) -> None:
        """So many of its bytes were read."""
        self.done = min(self.done + count, self.end)

    def finish(self) -> None:
        """No more of it is read."""
        self.done = self.end


METER: ContextVar[Meter | None] = ContextVar("METER", default=None)
"""What counts the bytes that are read, where anybody wants to know; readers are given a path alone."""


class _Metered(io.FileIO):
    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path, "rb")
        self._meter = meter

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._meter.advance(count or 0)
        return count

    def readall(self) -> bytes:
        data = super().readall()
        self._meter.advance(len(data))
        return data


def open_metered(path: Path) -> BinaryIO:
    """Open a file for reading bytes, counted where there is a meter.

    Raises:
        OSError: It cannot be opened.
    """
    meter = METER.get()
    return cast(BinaryIO, io.BufferedReader(_Metered(path, meter))) if meter else path.open("rb")
