"""What does not hold together in the gazetteer's tables: keys, names, days, what points at nothing, overlaps."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from kg.errors import ConfigError
from kg.gazetteer.gazetteer import Gazetteer
from kg.gazetteer.tables import COLUMNS, bounds, parts, read_table

__all__ = ["Fault", "check_tables"]

_KEY = re.compile(r"Q[1-9]\d*|[a-z]+/[a-z0-9-]+|office/\S+")
_MARKUP = re.compile(r"&[A-Za-z#0-9]+;|[\[\]{}<>*;]|''|\ufffd|’")
_NAMES = ("aliases", "needs_context", "surnames", "adjectives", "nouns", "metonyms")
_RULES = ("", "yes", "with-title", "no")
_DAYS = {
    "states": ("start", "end"),
    "people": ("start", "end"),
    "series": ("start", "end"),
    "holdings": ("start", "end"),
}
_ONE = frozenset(
    {"head_of_state", "president", "king", "chancellor", "prime_minister", "foreign_minister", "defence_minister"}
)
"""Kinds of office that one person holds at a time."""
_HANDOVER = timedelta(days=31)  # two holders' days may overlap by so much: sources date a change differently


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: ``table`` and ``key`` say where. A ``note`` is worth a look, and nothing that must be mended."""

    table: str
    key: str
    what: str
    note: bool = False


def check_tables(folders: Iterable[Path]) -> Iterator[Fault]:
    """Check tables that are read together.

    Args:
        folders: The shipped folder, and those added to it, in the order in which they are read.

    Yields:
        What is wrong, table by table; the days of offices last.
    """
    folders = tuple(folders)
    rows: dict[str, list[dict[str, str]]] = {}
    for table, columns in COLUMNS.items():
        rows[table] = []
        for folder in folders:
            seen: set[str] = set()
            try:
                mine = [dict(zip(columns, row, strict=True)) for row in read_table(table, (folder,))]
            except ConfigError as error:
                yield Fault(table, folder.name, str(error))
                continue
            for row in mine:
                yield from _row(table, row, seen)
            rows[table] += mine
    yield from _dangling(rows)
    try:
        gazetteer = Gazetteer(folders, date.max)
        yield from _overlaps(gazetteer, {row["person"] for row in rows["holdings"]})
    except (ConfigError, KeyError, ValueError) as error:
        yield Fault("holdings", "", f"the tables cannot be read together: {error}")


def _row(table: str, row: dict[str, str], seen: set[str]) -> Iterator[Fault]:
    key = row.get("key") or row.get("name") or row.get("person", "")

    def fault(what: str) -> Fault:
        return Fault(table, key, what)

    if "key" in row and table not in ("shield", "metonyms"):
        if not _KEY.fullmatch(row["key"]):
            yield fault(f"{row['key']!r} is neither a QID nor class/slug")
        if row["key"] in seen:
            yield fault("stands twice in one file")
        seen.add(row["key"])
        if not row["label"]:
            yield fault("has no label")
    for name in _names(row):
        yield from (fault(what) for what in _name(name))
    if table == "people":
        yield from (
            fault(f"the alias {a!r} is one word; write it among surnames")
            for a in parts(row["aliases"])
            if " " not in a
        )
        if row["rule"] not in _RULES:
            yield fault(f"rule is {row['rule']!r}; write one of yes, with-title, no")
        if row["rule"] == "yes" and not re.fullmatch(r"\d{4}-(\d{4})?", row["years"]):
            yield fault("the surname stands alone, but years are not given as 2006-2020 or 2012-")
    first, last = (row[column] for column in _DAYS[table]) if table in _DAYS else ("", "")
    try:
        begins, ends = bounds(first)[0], bounds(last)[1]
        if begins and ends and ends < begins:
            yield fault(f"ends ({last}) before it begins ({first})")
    except ValueError:
        yield fault(f"{first!r} or {last!r} is no day; write 2014, 2014-05 or 2014-05-20")
    for column, most in (("lat", 90), ("lon", 180)):
        if row.get(column) and not (_number(row[column]) and abs(float(row[column])) <= most):
            yield fault(f"{column} is {row[column]!r}; write degrees from -{most} to {most}")


def _names(row: dict[str, str]) -> list[str]:
    return [n for n in (row.get("label", ""), *(n for column in _NAMES for n in parts(row.get(column, "")))) if n]


def _name(name: str) -> Iterator[str]:
    if name != " ".join(name.split()):
        yield f"stray space in {name!r}"
    if _MARKUP.search(name):
        yield f"markup, or a curly apostrophe, in {name!r}"
    if name.lower() in ("none", "n/a", "null") or re.fullmatch(r"Q\d+", name):
        yield f"{name!r} is no name"
    if any(c.isalpha() and "LATIN" not in unicodedata.name(c, "") and c not in "ʻʼʿʾ’ʹʺ" for c in name):
        yield f"{name!r} is not in Latin script, which English text never has"


def _number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d*)?", text) is not None


def _dangling(rows: dict[str, list[dict[str, str]]]) -> Iterator[Fault]:
    """What names a key that no table has."""
    apart = ("shield", "metonyms", "offices")
    keys = {row["key"] for table in rows if table not in apart for row in rows[table] if "key" in row}
    keys |= {other for row in rows["states"] for other in parts(row["other"])}
    people, offices = {row["key"] for row in rows["people"]}, {row["key"] for row in rows["offices"]}
    points = (
        ("holdings", "person", people, "person"), ("holdings", "office", offices, "office"),
        ("offices", "of", keys, "body"), ("places", "within", keys, "place"),
        ("metonyms", "key", keys, "entry"), ("people", "instead", people, "person"),
    )  # fmt: skip
    for table, column, known, what in points:
        for row in rows[table]:
            if row[column] and row[column] not in known:
                where = row.get("key") or row.get("name") or row["person"]
                yield Fault(table, where, f"no {what} has the key {row[column]}")


def _overlaps(gazetteer: Gazetteer, people: set[str]) -> Iterator[Fault]:
    """Two in an office of one at a time. An open end of old data overlaps nothing: it says nothing of later days."""
    terms: dict[str, list[tuple[date, date | None, str]]] = defaultdict(list)
    for person in sorted(people):
        for held in gazetteer.holdings(person):
            if held.post.kind in _ONE and held.start_latest:
                terms[held.post.key].append((held.start_latest, held.end_earliest, held.person))
    for office, held_by in sorted(terms.items()):
        held_by.sort(key=lambda term: (term[0], term[2]))
        for (_, end, before), (start, _, after) in pairwise(held_by):
            if before != after and end and end - start > _HANDOVER:
                post = gazetteer.office(office)
                label = post.label if post else office
                yield Fault("holdings", office, f"{label}: {before} until {end}, but {after} from {start}", note=True)
