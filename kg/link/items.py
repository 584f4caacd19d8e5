"""Items of a Wikibase as plain values, read off what its API and its query service answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.link.wikibase import Wikibase

__all__ = ["Facts", "Hit", "Item", "Position", "Row", "item_of", "positions_of"]

_PRECISIONS = {9: 4, 10: 7, 11: 10}  # Wikibase's precision of a time to digits of an ISO date

Row = Mapping[str, str]
"""A row of a query's answer: values by column, what is unbound left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that a search found."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """An office held: ``of`` the state or body, ``iso3`` its code, if it has one; days as ``2014`` or ``2014-05``."""

    holder: str
    office: str
    label: str
    of: str = ""
    iso3: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its facts: ``kinds`` are classes of ours, ``states`` ISO codes, ``links`` how many wikis have it."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    born: str = ""
    died: str = ""
    lat: float | None = None
    lon: float | None = None
    links: int = 0
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the query service says of some items, by QID."""

    kinds: Mapping[str, set[str]]
    states: Mapping[str, set[str]]
    positions: Mapping[str, list[Position]]


def item_of(data: Mapping[str, Any], facts: Facts, wikibase: Wikibase) -> Item:
    """The item that the API's data and the query service's facts describe."""
    language, number, claims = wikibase.language, wikibase.properties, data.get("claims") or {}
    label = _text(data.get("labels"), language)
    aliases = (data.get("aliases") or {}).get(language, ())
    place = _value(claims, number["coordinates"]) or {}
    id_ = str(data["id"])
    return Item(
        id_,
        label,
        _text(data.get("descriptions"), language),
        tuple(dict.fromkeys(a["value"] for a in aliases)),
        tuple(sorted(facts.kinds.get(id_, ()))),
        tuple(sorted(facts.states.get(id_, ()))),
        _time(_value(claims, number["born"])),
        _time(_value(claims, number["died"])),
        place.get("latitude"),
        place.get("longitude"),
        len(data.get("sitelinks") or ()),
        tuple(facts.positions.get(id_, ())),
    )


def _text(terms: Any, language: str) -> str:
    return str(((terms or {}).get(language) or {}).get("value", "")).strip()


def _value(claims: Mapping[str, Any], number: str) -> Any:
    """The value of the best statement of a property, or None."""
    ranked = sorted(claims.get(number, ()), key=lambda c: c.get("rank") != "preferred")
    known = (c["mainsnak"].get("datavalue", {}).get("value") for c in ranked if c.get("rank") != "deprecated")
    return next((value for value in known if value), None)


def _time(value: Any) -> str:
    """A Wikibase time as ``2014``, ``2014-05`` or ``2014-05-20``; empty for what is vaguer, or before the year 1."""
    if not isinstance(value, dict):
        return ""
    return _day(str(value.get("time", "")).removeprefix("+"), str(value.get("precision", "")))


def _day(moment: str, precision: str) -> str:
    digits = _PRECISIONS.get(int(precision) if precision.isdigit() else 0)
    return moment[:digits] if digits and re.match(r"\d{4}-\d\d-\d\d", moment) else ""


def positions_of(rows: Iterable[Row]) -> tuple[Position, ...]:
    """Rows of ``Queries.positions`` or ``Queries.holders`` as positions, by holder and start."""
    found = {
        Position(
            row["item"], row["office"], row.get("label", ""), row.get("of", ""), row.get("iso3", ""),
            *(_day(row.get(name, ""), row.get(f"{name}Precision", "")) for name in ("start", "end")),
        )
        for row in rows
    }  # fmt: skip
    return tuple(sorted(found, key=lambda p: (p.holder, p.start, p.office, p.end, p.of, p.iso3, p.label)))
