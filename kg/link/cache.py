"""Answers of a web service kept on disk: plain text in SQLite, by question, with the day they came."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kg.errors import ConfigError

__all__ = ["Cache", "default_place"]

_DAY = 86_400
_TABLE = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL)"


def default_place() -> Path:
    """``$XDG_CACHE_HOME/irkg/wikibase.sqlite``, or the same below ``~/.cache``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "irkg" / "wikibase.sqlite"


class Cache:
    """Keeps answers.

    Args:
        path: The file; made where it is not there, made anew where it is damaged.
        days: How long an answer counts.
        now: Seconds since 1970; for tests.

    Raises:
        ConfigError: The file cannot be made.
    """

    def __init__(self, path: Path, days: float, now: Callable[[], float] = time.time) -> None:
        self._path, self._days, self._now = path, days, now
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._make()
            except sqlite3.DatabaseError:
                path.unlink(missing_ok=True)  # what it held can be asked for again
                self._make()
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(f"{path}: cannot be written ({error}); set cache under [wikibase] in kg.toml") from error

    def _make(self) -> None:
        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute(_TABLE)
            db.execute("SELECT text, at FROM answers LIMIT 1").fetchone()

    def get(self, question: str) -> str | None:
        """The answer, unless it is too old."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._path)) as db:
            row = db.execute("SELECT text, at FROM answers WHERE question = ?", (_key(question),)).fetchone()
            if row is not None and self._now() - row[1] < self._days * _DAY:
                return str(row[0])
        return None

    def put(self, question: str, text: str) -> None:
        """Keep an answer; a disk that is full or busy keeps nothing, and nothing breaks."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._path)) as db, db:
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (_key(question), text, self._now()))


def _key(question: str) -> str:
    return hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
