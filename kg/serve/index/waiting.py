"""What needs a person, as the index keeps it: by article, so that no page goes through the whole store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.model import Candidate
from kg.revise.review import KINDS, Item

if TYPE_CHECKING:  # the index is built with what stands here
    from kg.serve.index.index import Index

__all__ = ["keep", "rank", "waiting", "waiting_items"]

_SHARED = tuple(KINDS.index(kind) for kind in ("ambiguous", "nil"))
"""Kinds of which one decision serves all articles with the name."""


def keep(db: sqlite3.Connection, items: Iterable[Item], articles: Mapping[str, int]) -> None:
    """Write items down.

    Args:
        db: The index, open for writing.
        items: What ``review.gathered`` gave.
        articles: The numbers of their articles, by id.
    """
    db.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
        (
            (
                articles[item.document],
                KINDS.index(item.kind),
                item.name,
                item.events,
                1.0 if item.confidence is None else item.confidence,
                item.document,
                item.span,
                item.role,
                json.dumps(asdict(item), ensure_ascii=False),
            )
            for item in items
        ),
    )


def rank(db: sqlite3.Connection) -> None:
    """Count the events that hang on each, which rests on all articles."""
    shared = ", ".join(map(str, _SHARED))
    db.execute("CREATE TEMP TABLE hanging (kind, name, events, PRIMARY KEY (kind, name)) WITHOUT ROWID")
    db.execute(
        f"INSERT INTO hanging SELECT kind, name, SUM(events) FROM item WHERE kind IN ({shared}) GROUP BY kind, name"
    )
    db.execute(
        "UPDATE item SET hang = COALESCE("
        "(SELECT events FROM hanging WHERE hanging.kind = item.kind AND hanging.name = item.name), events)"
    )
    db.execute("DROP TABLE hanging")


def waiting(index: Index) -> dict[str, int]:
    """How many items there are of each kind."""
    found: dict[int, int] = dict(index.kept("SELECT kind, COUNT(*) FROM item GROUP BY kind"))
    return {kind: found.get(number, 0) for number, kind in enumerate(KINDS)}


def waiting_items(index: Index, kind: str, limit: int, offset: int) -> list[Item]:
    """Items in the order of ``review.open_items``.

    Args:
        index: The index.
        kind: One of ``KINDS``; empty for all.
        limit: How many at most.
        offset: How many are passed over.
    """
    which = f"WHERE kind = {KINDS.index(kind)}" if kind else ""
    rows = index.rows(
        f"SELECT told, hang FROM item {which} ORDER BY hang DESC, kind, sure, name, document, span, role "
        "LIMIT ? OFFSET ?",
        [limit, offset],
    )
    return [_item(json.loads(told), hang) for told, hang in rows]


def _item(told: dict[str, Any], events: int) -> Item:
    """The item that was written down as JSON."""
    weighed = tuple(Candidate(one["wikidata"], one["label"], one["score"]) for one in told["candidates"])
    return Item(**{**told, "candidates": weighed, "reasons": tuple(told["reasons"]), "events": events})
