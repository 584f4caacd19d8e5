"""What merging made, laid over the index: which event and which thing stands for which others."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import islice

__all__ = ["keep", "lay_over", "of_things", "rest_on"]

_TOGETHER = 500

_STANDS = """UPDATE {0} SET whole = COALESCE(
  (SELECT w.n FROM joined JOIN {0} w ON w.iri = joined.whole WHERE member = {0}.iri), 0)
  WHERE iri IN (SELECT member FROM joined)"""

_SAID = """UPDATE event SET
  told = (SELECT MAX(m.told & 1) | MAX(m.told & 2) | MAX(m.told & 4) | MAX(m.told & 8) FROM event m
    WHERE m.whole = event.n),
  words = COALESCE(
    (SELECT m.words FROM event m WHERE m.whole = event.n AND m.article = event.place ORDER BY m.iri LIMIT 1),
    (SELECT m.words FROM event m WHERE m.whole = event.n AND m.words IS NOT NULL ORDER BY m.iri LIMIT 1))
  WHERE n IN (SELECT whole FROM event WHERE whole <> 0)"""


def rest_on(db: sqlite3.Connection, articles: Sequence[str]) -> bool:
    """Whether a canonical event stands for one of these articles' (ids) events."""
    ids = iter(articles)
    while some := list(islice(ids, _TOGETHER)):
        of = f"SELECT n FROM article WHERE id IN ({', '.join('?' * len(some))})"
        if db.execute(f"SELECT 1 FROM event WHERE whole <> 0 AND article IN ({of}) LIMIT 1", some).fetchone():
            return True
    return False


def keep(db: sqlite3.Connection, joined: Mapping[str, str]) -> None:
    """Write down what stands for what, in place of what was written.

    Args:
        db: The index, open for writing.
        joined: IRIs of events and things, and the IRI of what stands for each.
    """
    db.execute("DELETE FROM joined")
    db.executemany("INSERT INTO joined VALUES (?, ?)", joined.items())


def of_things(db: sqlite3.Connection) -> set[str]:
    """The people and bodies that were joined, and what stands for them; the canonical events are there already."""
    rows = db.execute("SELECT member, whole FROM joined WHERE whole NOT IN (SELECT iri FROM event)")
    return {iri for row in rows for iri in row}


def lay_over(db: sqlite3.Connection) -> list[int]:
    """Note with each event and thing what stands for it, and give a canonical event what its members say.

    Args:
        db: The index, open for writing.

    Returns:
        The numbers of the events that stand for themselves again, and of which the pairs are to be noted.
    """
    before = {n for (n,) in db.execute("SELECT n FROM event WHERE whole <> 0")}
    for table in ("event", "thing"):
        db.execute(f"UPDATE {table} SET whole = 0 WHERE whole <> 0")
        db.execute(_STANDS.format(table))
    db.execute("DELETE FROM dyad WHERE event IN (SELECT n FROM event WHERE whole <> 0)")
    db.execute(_SAID)
    db.execute(
        "INSERT OR IGNORE INTO part SELECT thing, role, whole FROM event JOIN part ON event = n WHERE whole <> 0"
    )
    return sorted(before - {n for (n,) in db.execute("SELECT n FROM event WHERE whole <> 0")})
