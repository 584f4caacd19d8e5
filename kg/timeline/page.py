"""A timeline as one HTML file that needs nothing else: no script, no other host."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby
from typing import TextIO
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kg.timeline.entries import Entry, Timeline

__all__ = ["write_page"]

_QUADS = {"VC": "words, friendly", "MC": "deeds, friendly", "VX": "words, hostile", "MX": "deeds, hostile"}
"""PLOVER's quad classes in words."""


def write_page(timeline: Timeline, out: TextIO) -> None:
    """Write a timeline as a page, event by event: what is in memory does not grow with it.

    Args:
        timeline: The events.
        out: Where to.
    """
    period = timeline.period and [spoken(day, day) for day in timeline.period]
    parts = _template().generate(names=timeline.names, number=len(timeline), period=period, months=_months(timeline))
    out.writelines(parts)


def spoken(earliest: str | None, latest: str | None) -> str:
    """Days as one reads them: ``21 March 2023``, ``1 to 31 May 2023``, ``by 5 March 2018``.

    Args:
        earliest: The first day, ISO 8601, or None.
        latest: The last day, likewise.
    """
    first, last = (date.fromisoformat(day) if day else None for day in (earliest, latest))
    if first is None or last is None:
        return f"by {_day(last)}" if last else f"from {_day(first)}" if first else "day unknown"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""In English whatever the locale, so that the same store gives the same page."""


def _months(timeline: Timeline) -> Iterator[tuple[str, Iterator[Entry]]]:
    for month, entries in groupby(timeline, lambda entry: (entry.latest or entry.earliest or "")[:7]):
        yield _month(date.fromisoformat(f"{month}-01")) if month else "Day unknown", entries


def _safe(url: str | None) -> str | None:
    """An address that a link may lead to: of the web, or none."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


@cache
def _template() -> Template:
    made = Environment(loader=PackageLoader("kg.timeline", "."), autoescape=True, undefined=StrictUndefined)
    made.trim_blocks = made.lstrip_blocks = True
    made.filters["safe_url"] = _safe
    made.globals |= {"spoken": spoken, "quads": _QUADS}
    return made.get_template("page.html")
