"""Lines in order, however many: sorted some at a time, in files that are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby, islice
from tempfile import TemporaryFile

__all__ = ["in_order"]

_RUN = 100_000
"""Lines that are sorted in memory, some 30 MB."""


def in_order(lines: Iterable[str]) -> Iterator[str]:
    """Each line once, sorted by code points; more than a run of them take room on disk (``$TMPDIR``), not in memory.

    Args:
        lines: Lines, each with its end.
    """
    rest = iter(lines)
    runs: list[Iterable[str]] = [sorted(set(islice(rest, _RUN)))]
    with ExitStack() as files:
        while run := sorted(set(islice(rest, _RUN))):
            file = files.enter_context(TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n"))
            file.writelines(run)
            file.seek(0)
            runs.append(file)
        yield from (line for line, _ in groupby(merge(*runs))) if len(runs) > 1 else runs[0]
