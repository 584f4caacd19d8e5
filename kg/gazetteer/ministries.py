"""Ministries by what they do: "Turkish Ministry of Foreign Affairs" and "Foreign Ministry" of Turkey are one body.

A ministry's name becomes its minister's title ("Foreign Ministry", "foreign minister"), whose kind is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.gazetteer.entries import Entry
from kg.gazetteer.names import clean

__all__ = ["Ministries"]

_MINISTER = {"ministry": "minister", "department": "secretary"}
_MINISTRY = re.compile(r"\b(?:ministry|department)\b", re.IGNORECASE)


class Ministries:
    """The bodies among entries that are ministries of states.

    Args:
        entries: Bodies, in the order in which the first of two of a kind counts.
        kind: The kind of office that a title names, and the state (code) that it names or that is given.
    """

    def __init__(
        self, entries: Iterable[Entry], kind: Callable[[str, str | None], tuple[str | None, str | None]]
    ) -> None:
        self._kind = kind
        self._found: dict[tuple[str | None, str | None], Entry] = {}
        for entry in entries:
            if entry.type == "GovernmentBody" and entry.iso3 and (title := self._title(entry.label)):
                self._found.setdefault(kind(title, entry.iso3), entry)

    @staticmethod
    def _title(name: str) -> str | None:
        title, n = _MINISTRY.subn(lambda hit: _MINISTER[hit.group().lower()], clean(name), count=1)
        return title if n else None

    def get(self, name: str, iso3: str | None) -> Entry | None:
        """The ministry that a name describes, or None."""
        title = self._title(name)
        kind, of = self._kind(title, iso3) if title else (None, None)
        return self._found.get((kind, of)) if kind and of else None
