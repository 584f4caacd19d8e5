"""What merging read and found before, in a SQLite file, so that a run looks only at what is new and what is near it.

Nothing rests on the file: an article counts only with the fingerprint that it has in the store now, and what was found
only for the same rules. Without it, or with that of another store, a run takes longer and comes to the same.

Longer than 300 lines, since it is one set of tables and all that is asked of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from struct import unpack
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from kg.curate.reported import Report
from kg.merge.records import Chain, Document, Entity, Event, Pair

__all__ = ["Notes", "Things"]

_TABLES = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS waiting (article TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, report BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    article TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, doc TEXT NOT NULL, document BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS thing (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, doc TEXT, value BLOB,
    keys BLOB);
CREATE INDEX IF NOT EXISTS thing_doc ON thing (doc, kind);
CREATE TABLE IF NOT EXISTS key (key INTEGER, thing INTEGER, PRIMARY KEY (key, thing)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS close (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member (id TEXT PRIMARY KEY, first TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_first ON member (first);
CREATE TABLE IF NOT EXISTS copy (other TEXT PRIMARY KEY, one TEXT NOT NULL, score REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chain (
    later TEXT, property TEXT, earlier TEXT, PRIMARY KEY (later, property, earlier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chain_earlier ON chain (earlier);
CREATE TABLE IF NOT EXISTS written (part TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
_SOME = 500
"""Values in one question."""
_FOUND = ("article", "thing", "key", "close", "member", "copy", "chain", "written")

_REPORT, _DOCUMENT = TypeAdapter(Report), TypeAdapter(Document)

T = TypeVar("T", Entity, Event)


class Notes:
    """The notes on one store. What is found is kept at ``keep`` and not before; reports that wait are kept at once.

    Args:
        path: The file, there or not; where none can be made, notes last as long as the object.
        reader: Names all that a report depends on besides its article; with reports of another, all is forgotten.
        rules: Names all that what is found depends on besides reports.
    """

    def __init__(self, path: Path, reader: str, rules: str) -> None:
        self._file = self._opened(path)
        self._numbers: dict[str, int] = {}
        if self.value("reader") != reader:
            tables = [name for (name,) in self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                if not table.startswith("sqlite_"):
                    self._file.execute(f"DROP TABLE {table}")
            self._file.executescript(_TABLES)
            self.set_value("reader", reader)
        if self.value("rules") != rules:
            for table in _FOUND:
                self._file.execute(f"DELETE FROM {table}")
            for name in ("mark", "quads", "verdicts"):
                self._file.execute("DELETE FROM note WHERE name = ?", (name,))
            self.set_value("rules", rules)
        self._file.commit()

    @staticmethod
    def _opened(path: Path) -> sqlite3.Connection:
        for place in (path, path, ":memory:"):
            try:
                file = sqlite3.connect(place, timeout=60)
                file.executescript("PRAGMA cache_size = -200000; PRAGMA synchronous = NORMAL;" + _TABLES)
                return file
            except sqlite3.OperationalError:  # no such folder, read-only, in use by another run
                continue
            except sqlite3.DatabaseError:  # no database, or a broken one
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        raise AssertionError("a database in memory can always be made")

    def value(self, name: str) -> str:
        """A word kept from run to run; blank where there is none."""
        row = self._file.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_value(self, name: str, value: str) -> None:
        """Note a word."""
        self._file.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def _in(self, query: str, values: Iterable[object]) -> Iterator[Any]:
        """Rows of a query that has ``IN ()`` at its end, for some values after the other."""
        rest = iter(values)
        while some := tuple(islice(rest, _SOME)):
            yield from self._file.execute(query.replace("IN ()", f"IN ({', '.join('?' * len(some))})"), some).fetchall()

    # -------------------------------------------------------------------------------------------------------- articles

    def waiting(self) -> dict[str, str]:
        """Of which articles there is a report that was not merged yet, with the fingerprint that they had."""
        return dict(self._file.execute("SELECT article, fingerprint FROM waiting"))

    def wait(self, read: Iterable[tuple[str, str, Report]]) -> None:
        """Keep reports at once: id, fingerprint and report of each article."""
        rows = [(article, fingerprint, _REPORT.dump_json(report)) for article, fingerprint, report in read]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?)", rows)

    def waited(self, articles: Iterable[str]) -> Iterator[tuple[str, Report]]:
        """Reports that wait, of these articles."""
        for article, report in self._in("SELECT article, report FROM waiting WHERE article IN ()", articles):
            yield article, _REPORT.validate_json(report)

    def merged(self) -> dict[str, str]:
        """What was merged: the fingerprint of each article."""
        return dict(self._file.execute("SELECT article, fingerprint FROM article"))

    def documents(self) -> dict[str, Document]:
        """The articles that were merged, by IRI."""
        rows = self._file.execute("SELECT doc, document FROM article")
        return {doc: _DOCUMENT.validate_json(document) for doc, document in rows}

    def take_in(self, articles: Iterable[tuple[str, str, Document]]) -> None:
        """Count articles as merged: id, fingerprint, and what is told of them as texts."""
        rows = ((id_, print_, document.id, _DOCUMENT.dump_json(document)) for id_, print_, document in articles)
        self._file.executemany("INSERT INTO article VALUES (?, ?, ?, ?)", rows)

    def forget(self, articles: Iterable[str]) -> None:
        """Count articles as merged no longer."""
        self._file.executemany("DELETE FROM article WHERE article = ?", [(article,) for article in articles])

    # ---------------------------------------------------------------------------------------------------------- things

    def count(self, kind: str) -> int:
        """How many things of a kind there are."""
        found: int = self._file.execute("SELECT COUNT(*) FROM thing WHERE kind = ?", (kind,)).fetchone()[0]
        return found

    def of_kind(self, kind: str, ids: Iterable[str]) -> set[str]:
        """Those of these that are things of one kind."""
        return {id_ for (id_,) in self._in(f"SELECT id FROM thing WHERE kind = '{kind}' AND id IN ()", ids)}

    def of_documents(self, kind: str, documents: Iterable[str]) -> set[str]:
        """Ids of the things of one kind that articles tell of."""
        query = f"SELECT id FROM thing WHERE kind = '{kind}' AND doc IN ()"
        return {id_ for (id_,) in self._in(query, documents)}

    def add(self, kind: str, things: Iterable[tuple[str, str | None, bytes | None]]) -> None:
        """Note things: id, article and value."""
        query = "INSERT INTO thing (id, kind, doc, value) VALUES (?, ?, ?, ?)"
        self._file.executemany(query, ((id_, kind, doc, value) for id_, doc, value in things))

    def values(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The values of things."""
        return self._in("SELECT id, value FROM thing WHERE id IN ()", ids)

    def drop(self, ids: Iterable[str]) -> None:
        """Forget things, their keys, and what they were close to."""
        rows = list(self._in("SELECT number, id, keys FROM thing WHERE id IN ()", ids))
        self._unkeyed(rows)
        self._apart([number for number, _, _ in rows])
        self._file.executemany("DELETE FROM thing WHERE number = ?", [row[:1] for row in rows])
        for _, id_, _ in rows:
            self._numbers.pop(id_, None)

    def _named(self, numbers: Iterable[int]) -> set[str]:
        return {id_ for (id_,) in self._in("SELECT id FROM thing WHERE number IN ()", numbers)}

    def _number(self, ids: Collection[str]) -> dict[str, int]:
        new = [id_ for id_ in ids if id_ not in self._numbers]
        self._numbers.update(self._in("SELECT id, number FROM thing WHERE id IN ()", new))
        return {id_: self._numbers[id_] for id_ in ids if id_ in self._numbers}

    # ------------------------------------------------------------------------------------------------------------ keys

    def keys(self, ids: Iterable[str]) -> set[int]:
        """The keys of things."""
        return {key for (keys,) in self._in("SELECT keys FROM thing WHERE id IN ()", ids) for key in _unpacked(keys)}

    def set_keys(self, keys: Mapping[str, Iterable[str]]) -> set[int]:
        """Note by what keys things are found from now on, and give all of these."""
        self._unkeyed(self._in("SELECT number, id, keys FROM thing WHERE id IN ()", keys))
        numbers = self._number(keys.keys())
        packed = {id_: _packed(some) for id_, some in keys.items()}
        self._file.executemany(
            "UPDATE thing SET keys = ? WHERE number = ?", ((packed[id_], number) for id_, number in numbers.items())
        )
        pairs = sorted((key, number) for id_, number in numbers.items() for key in _unpacked(packed[id_]))
        self._file.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", pairs)
        return {key for key, _ in pairs}

    def _unkeyed(self, rows: Iterable[tuple[int, str, bytes | None]]) -> None:
        pairs = [(key, number) for number, _, keys in rows if keys for key in _unpacked(keys)]
        self._file.executemany("DELETE FROM key WHERE key = ? AND thing = ?", pairs)

    def sharing(self, keys: Iterable[int]) -> set[str]:
        """Ids of the things that some of these keys find."""
        return self._named({n for (n,) in self._in("SELECT DISTINCT thing FROM key WHERE key IN ()", keys)})

    # ---------------------------------------------------------------------------------------------- what hangs together

    def beside(self, ids: Collection[str]) -> set[str]:
        """What may be one with some of these."""
        numbers = self._number(ids).values()
        return self._named({n for (n,) in self._in("SELECT other FROM close WHERE one IN ()", numbers)})

    def set_close(self, ids: Collection[str], pairs: Iterable[Pair]) -> None:
        """Note which of these things may be one; what was noted of them goes."""
        numbers = self._number(ids)
        self._apart(numbers.values())
        both = ((numbers[p.one], numbers[p.other]) for p in pairs)
        rows = sorted(row for one, other in both for row in ((one, other), (other, one)))
        self._file.executemany("INSERT OR IGNORE INTO close VALUES (?, ?)", rows)

    def _apart(self, numbers: Collection[int]) -> None:
        others = list(self._in("SELECT other, one FROM close WHERE one IN ()", numbers))
        self._file.executemany("DELETE FROM close WHERE one = ? AND other = ?", others)
        self._file.executemany("DELETE FROM close WHERE one = ?", ((number,) for number in numbers))

    def firsts(self, ids: Iterable[str]) -> dict[str, str]:
        """For those of these that are in a group its first."""
        return dict(self._in("SELECT id, first FROM member WHERE id IN ()", ids))

    def groups(self, ids: Iterable[str]) -> set[tuple[str, ...]]:
        """The groups in which these are; each sorted."""
        found: dict[str, list[str]] = {}
        firsts = set(self.firsts(ids).values())
        for first, id_ in self._in("SELECT first, id FROM member WHERE first IN ()", firsts):
            found.setdefault(first, []).append(id_)
        return {tuple(sorted(group)) for group in found.values()}

    def set_groups(self, kind: str, before: Iterable[Sequence[str]], after: Iterable[Sequence[str]]) -> None:
        """Note groups in place of others."""
        self._file.executemany("DELETE FROM member WHERE first = ?", ((group[0],) for group in before))
        rows = ((id_, group[0], kind) for group in after for id_ in group)
        self._file.executemany("INSERT INTO member VALUES (?, ?, ?)", rows)

    def grouped(self, kind: str) -> int:
        """How many things of a kind are in groups."""
        found: int = self._file.execute("SELECT COUNT(*) FROM member WHERE kind = ?", (kind,)).fetchone()[0]
        return found

    # -------------------------------------------------------------------------------------------- copies, chains, text

    def copies(self) -> dict[str, tuple[str, float]]:
        """Of each near copy the text that it carries, and how like it is."""
        return {other: (one, score) for other, one, score in self._file.execute("SELECT other, one, score FROM copy")}

    def set_copies(self, pairs: Iterable[Pair]) -> None:
        """Note all near copies."""
        self._file.execute("DELETE FROM copy")
        self._file.executemany("INSERT INTO copy VALUES (?, ?, ?)", ((p.other, p.one, p.score) for p in pairs))

    def chains(self, ids: Collection[str]) -> set[tuple[str, str]]:
        """Which later event is tied to which earlier one, where either is one of these."""
        found = set(self._in("SELECT later, earlier FROM chain WHERE later IN ()", ids))
        return found | set(self._in("SELECT later, earlier FROM chain WHERE earlier IN ()", ids))

    def set_chains(self, later: Iterable[str], chains: Iterable[Chain]) -> None:
        """Note what these later events are tied to."""
        self._file.executemany("DELETE FROM chain WHERE later = ?", ((id_,) for id_ in later))
        rows = ((c.later, c.property, c.earlier) for c in chains)
        self._file.executemany("INSERT OR IGNORE INTO chain VALUES (?, ?, ?)", rows)

    def chained(self) -> int:
        """How many chains there are."""
        found: int = self._file.execute("SELECT COUNT(*) FROM chain").fetchone()[0]
        return found

    def write(self, parts: Mapping[str, str]) -> tuple[set[str], set[str]]:
        """Note the text of parts of graph/curated, blank for those that go.

        Returns:
            The lines that go, and those that are new.
        """
        rows = self._in("SELECT text FROM written WHERE part IN ()", parts)
        before = {line for (text,) in rows for line in _lines(text)}
        after = {line for text in parts.values() for line in _lines(text)}
        self._file.executemany("DELETE FROM written WHERE part = ?", ((part,) for part in parts))
        self._file.executemany("INSERT INTO written VALUES (?, ?)", (row for row in parts.items() if row[1]))
        return before - after, after - before

    def whole(self) -> str:
        """The text of all parts."""
        return "".join(text for (text,) in self._file.execute("SELECT text FROM written ORDER BY part"))

    def parts(self, kind: str) -> int:
        """How many parts there are whose names begin so."""
        query = "SELECT COUNT(*) FROM written WHERE part > ? AND part < ?"
        found: int = self._file.execute(query, (f"{kind} ", f"{kind}!")).fetchone()[0]
        return found

    def keep(self) -> None:
        """Keep what was found, and let the reports go that it was found in."""
        self._file.execute("DELETE FROM waiting")
        self._file.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Things(Generic[T]):
    """Things of one kind, by id; those that were looked at in this run are at hand.

    Args:
        notes: Where they are noted.
        kind: The name of the kind.
        adapter: Reads and writes one.
        shape: Makes of some, as they were told, what is compared.
    """

    def __init__(
        self,
        notes: Notes,
        kind: str,
        adapter: TypeAdapter[T],
        shape: Callable[[list[T]], Iterable[T]] = lambda some: some,
    ) -> None:
        self._notes = notes
        self._adapter: TypeAdapter[T] = adapter
        self._shape: Callable[[list[T]], Iterable[T]] = shape
        self.kind, self.first = kind, not notes.count(kind)
        self._told: dict[str, T] = {}
        self._at_hand: dict[str, T] = {}

    def replace(self, stale: Collection[str], fresh: Iterable[T]) -> None:
        """Note what came, in place of what went."""
        self._notes.drop(stale)
        told = {thing.id: thing for thing in fresh}
        for id_ in stale:
            self._at_hand.pop(id_, None)
        rows = ((thing.id, thing.article, self._adapter.dump_json(thing)) for thing in told.values())
        self._notes.add(self.kind, rows)
        self._told |= told

    def load(self, ids: Iterable[str]) -> dict[str, T]:
        """Those of these that there are, sorted."""
        ordered = sorted(ids)
        new = [id_ for id_ in ordered if id_ not in self._at_hand]
        told = [self._told.pop(id_) for id_ in new if id_ in self._told]
        at_hand = {thing.id for thing in told}
        rows = self._notes.values(id_ for id_ in new if id_ not in at_hand)
        told += [self._adapter.validate_json(value) for _, value in rows]
        self._at_hand |= {thing.id: thing for thing in self._shape(told)}
        return {id_: self._at_hand[id_] for id_ in ordered if id_ in self._at_hand}


def _packed(keys: Iterable[str]) -> bytes:
    """Keys as numbers of 8 bytes; two keys that share one find too much, which is looked at again."""
    return b"".join(sorted(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest() for key in set(keys)))


def _unpacked(keys: bytes | None) -> tuple[int, ...]:
    return unpack(f"<{len(keys) // 8}q", keys) if keys else ()


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
