"""A timeline as data: rows for CSV, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kg.timeline.entries import Entry

__all__ = ["COLUMNS", "json_lines", "rows"]

COLUMNS = (
    "earliest", "latest", "type", "status", "quad", "initiators", "recipients", "participants", "places", "sources",
    "reports", "corroboration", "contradictions", "first_published", "first_publisher", "first_article", "words",
    "event",
)  # fmt: skip
"""Columns of a row; several names in one cell are parted by semicolons."""


def rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """One row an event, with the first report of it and the words there.

    Args:
        entries: The events.
    """
    for entry in entries:
        first = entry.tellings[0] if entry.tellings else None
        yield {
            **{name: _cell(getattr(entry, name)) for name in COLUMNS if hasattr(entry, name)},
            "first_published": first and first.published,
            "first_publisher": first and first.publisher,
            "first_article": first and first.article,
            "words": first and first.words,
        }


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A JSON array of all events, each with all its tellings, one a line.

    Args:
        entries: The events.
    """
    head = "[\n"
    for entry in entries:
        yield head + json.dumps(asdict(entry), ensure_ascii=False)
        head = ",\n"
    yield "\n]\n" if head == ",\n" else "[]\n"


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value
