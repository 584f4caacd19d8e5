"""A text with marks in it, as stretches that follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Mark", "Stretch", "context", "marked"]

_AROUND = 220


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown at ``start`` to ``end`` (code points): its kind, where it leads, what a pointer is told."""

    start: int
    end: int
    kind: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text, with its mark or without."""

    text: str
    mark: Mark | None = None


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Iterator[Stretch]:
    """Cut a text at its marks. Where two overlap, the one that begins first stands, the longer of two that begin alike.

    Args:
        text: The whole text.
        marks: In any order; offsets count in the whole text.
        start: Where the part wanted begins.
        end: Where it ends.
    """
    at, last = start, len(text) if end is None else end
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind)):
        if mark.start < at or mark.end > last or mark.end <= mark.start:
            continue
        if mark.start > at:
            yield Stretch(text[at : mark.start])
        yield Stretch(text[mark.start : mark.end], mark)
        at = mark.end
    if at < last:
        yield Stretch(text[at:last])


def context(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the surroundings of a stretch begin and end: within its paragraph, and not far."""
    low = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - _AROUND)
    after = text.find("\n\n", end)
    high = min(after if after >= 0 else len(text), end + _AROUND)
    while low > 0 and low > start - _AROUND - 20 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and high < end + _AROUND + 20 and not text[high].isspace():
        high += 1
    return low, high
