"""What merging read and found before, kept in a SQLite file so that a run reads and compares only what is new.

Nothing rests on the file: a report counts only with the fingerprint that its article has in the store now, and what was
found only for the same rules. Without it, or with that of another store, a run takes longer and comes to the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kg.curate.reported import Report
from kg.merge.records import Pair

__all__ = ["Found", "Notes", "Outcome"]

_TABLES = """
CREATE TABLE IF NOT EXISTS report (article TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, report BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Groups of things that are one, and each pair of things that may be one; what has no such pair stands alone."""

    groups: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: ``articles`` are the fingerprints (by id) of what it saw, ``verdicts`` what was decided."""

    articles: dict[str, str]
    verdicts: tuple[tuple[str, str, bool], ...]
    entities: Found
    events: Found


_REPORT, _OUTCOME = TypeAdapter(Report), TypeAdapter(Outcome)


class Notes:
    """The notes on one store.

    Args:
        path: The file, there or not; where none can be made, notes last as long as the object.
        reader: Names all that a report depends on besides its article; reports of another are forgotten.
    """

    def __init__(self, path: Path, reader: str) -> None:
        self._file = self._opened(path)
        if self._value("reader") != reader.encode():
            self._file.executescript("DELETE FROM report; DELETE FROM note;")
            self._set("reader", reader.encode())
            self._file.commit()

    @staticmethod
    def _opened(path: Path) -> sqlite3.Connection:
        for place in (path, path, ":memory:"):
            try:
                file = sqlite3.connect(place, timeout=60)
                file.executescript(_TABLES)
                return file
            except sqlite3.OperationalError:  # no such folder, read-only, in use by another run
                continue
            except sqlite3.DatabaseError:  # no database, or a broken one
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        raise AssertionError("a database in memory can always be made")

    def _value(self, name: str) -> bytes | None:
        row = self._file.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _set(self, name: str, value: bytes) -> None:
        self._file.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def fingerprints(self) -> dict[str, str]:
        """Of which articles there is a report, with the fingerprint that they had."""
        return dict(self._file.execute("SELECT article, fingerprint FROM report"))

    def reports(self) -> Iterator[Report]:
        """The reports, by article."""
        for (report,) in self._file.execute("SELECT report FROM report ORDER BY article"):
            yield _REPORT.validate_json(report)

    def note(self, read: Iterable[tuple[str, str, Report]]) -> None:
        """Keep reports: id, fingerprint and report of each article."""
        rows = [(article, fingerprint, _REPORT.dump_json(report)) for article, fingerprint, report in read]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO report VALUES (?, ?, ?)", rows)

    def forget(self, articles: Iterable[str]) -> None:
        """Drop the reports of articles."""
        with self._file:
            self._file.executemany("DELETE FROM report WHERE article = ?", [(article,) for article in articles])

    def outcome(self, rules: str) -> Outcome | None:
        """What the last run came to, if it went by the same rules."""
        found = self._value("outcome") if self._value("rules") == rules.encode() else None
        if found is None:
            return None
        try:
            return _OUTCOME.validate_json(found)
        except ValidationError:
            return None

    def keep(self, rules: str, outcome: Outcome) -> None:
        """Keep what a run came to."""
        with self._file:
            self._set("rules", rules.encode())
            self._set("outcome", _OUTCOME.dump_json(outcome))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
