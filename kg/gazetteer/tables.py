"""The gazetteer's files: tab-separated tables with a header, alternatives with ``|``; a user's folder adds rows."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.errors import ConfigError

__all__ = ["COLUMNS", "Row", "bounds", "fingerprint", "parts", "read_table"]

Row = list[str]
"""The cells of one line, in the order of ``COLUMNS``."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "states": (
        "key", "type", "label", "aliases", "needs_context", "iso3", "adjectives", "nouns", "capital", "metonyms",
        "start", "end", "other", "source",
    ),
    "organizations": ("key", "type", "label", "aliases", "needs_context", "iso3", "source", "description", "instead"),
    "people": (
        "key", "label", "aliases", "surnames", "rule", "years", "gender", "states", "tier", "source", "start", "end",
        "description", "instead",
    ),
    "places": (
        "key", "label", "aliases", "ambiguous", "iso3", "within", "lat", "lon", "feature", "population", "source",
        "description", "instead",
    ),
    "series": ("key", "type", "label", "aliases", "needs_context", "start", "end", "source", "description", "instead"),
    "parties": ("key", "label", "aliases", "iso3", "source"),
    "shield": ("name", "key", "what", "source"),
    "metonyms": ("name", "key", "source"),
    "offices": ("key", "label", "kind", "of", "source"),
    "holdings": ("person", "office", "start", "end", "as_of"),
}  # fmt: skip


def parts(cell: str) -> list[str]:
    """The alternatives in a cell."""
    return cell.split("|") if cell else []


def bounds(text: str) -> tuple[date | None, date | None]:
    """The first and the last day that a date can mean.

    Args:
        text: ``2014``, ``2014-05``, ``2014-05-20`` or empty.

    Returns:
        Both None where it is empty.

    Raises:
        ValueError: It is no such date.
    """
    if not text:
        return None, None
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        day = date(*numbers)
        return day, day
    year, first, last = numbers[0], (numbers[1] if len(numbers) > 1 else 1), (numbers[1] if len(numbers) > 1 else 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def fingerprint(folders: tuple[Path, ...]) -> str:
    """The first digits of a hash of all tables in some folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((*folder.glob("*.tsv"), *folder.glob("*.toml"))):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def read_table(name: str, folders: tuple[Path, ...]) -> Iterator[Row]:
    """Stream the rows of one table: the shipped file's, then the user's.

    Args:
        name: A key of ``COLUMNS``.
        folders: Where ``NAME.tsv`` is looked for; a folder without it adds nothing.

    Raises:
        ConfigError: A column that does not exist, a line with too many cells, or a file that is no UTF-8.
    """
    columns = COLUMNS[name]
    for folder in folders:
        path = folder / f"{name}.tsv"
        if not path.is_file():
            continue
        try:
            lines = path.read_text("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
        head = tuple(lines[0].rstrip("\r").split("\t"))
        if unknown := [column for column in head if column not in columns]:
            raise ConfigError(f"{path}:1: no column is called {unknown[0]!r}; known: {', '.join(columns)}")
        known = head == columns[: len(head)]
        blank = [""] * (len(columns) - len(head))
        order = None if known else [head.index(column) if column in head else -1 for column in columns]
        width = len(head)
        for number, line in enumerate(lines[1:], 2):
            if not line or line == "\r":
                continue
            cells = line.rstrip("\r").split("\t")
            if len(cells) != width:
                raise ConfigError(
                    f"{path}:{number}: {len(cells)} cells, but {width} columns; put a tab between all cells"
                )
            yield [*cells, *blank] if order is None else [cells[i] if i >= 0 else "" for i in order]
