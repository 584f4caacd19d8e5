"""Rows to entries: one function a table."""

from __future__ import annotations

from collections.abc import Callable

from kg.gazetteer.entries import Entry
from kg.gazetteer.tables import Row, bounds, parts

__all__ = ["BUILD", "years_of"]


def years_of(text: str) -> tuple[int, int | None] | None:
    """``2006-2020`` or ``2012-`` as years, the last None where it is open."""
    first, _, last = text.partition("-")
    return (int(first), int(last) if last else None) if first else None


def _state(row: Row) -> Entry:
    key, type_, label, aliases, context, iso3, adjectives, nouns, capital, metonyms, start, end, _, _ = row
    return Entry(
        key, type_, label, tuple(parts(aliases)), iso3 or None, frozenset(parts(context)),
        start=bounds(start)[0], end=bounds(end)[1], adjectives=tuple(parts(adjectives)), nouns=tuple(parts(nouns)),
        metonyms=tuple(parts(metonyms)), capital=capital or None,
        feature="territory" if type_ == "Place" else None,
    )  # fmt: skip


def _organization(row: Row) -> Entry:
    key, type_, label, aliases, context, iso3, _, about, _ = row
    return Entry(key, type_, label, tuple(parts(aliases)), iso3 or None, frozenset(parts(context)), description=about)


def _person(row: Row) -> Entry:
    key, label, aliases, surnames, rule, years, gender, states, tier, _, born, died, about, _ = row
    codes = tuple(parts(states))
    return Entry(
        key, "Person", label, tuple(parts(aliases)), codes[0] if codes and codes[0].isalpha() else None,
        surnames=tuple(parts(surnames)),
        rule=rule, years=years_of(years), gender=gender or None, states=codes, tier=int(tier or 2),
        start=bounds(born)[0], end=bounds(died)[1], description=about,
    )  # fmt: skip


def _place(row: Row) -> Entry:
    key, label, aliases, ambiguous, iso3, within, lat, lon, feature, population, _, about, _ = row
    names = tuple(parts(aliases))
    return Entry(
        key, "Place", label, names, iso3 or None,
        frozenset(n for n in (label, *names) if "," not in n) if ambiguous else frozenset(),
        lat=float(lat) if lat else None, lon=float(lon) if lon else None,
        feature=feature or None, population=int(population or 0),
        within=within or None, description=about,
    )  # fmt: skip


def _series(row: Row) -> Entry:
    key, type_, label, aliases, context, start, end, _, about, _ = row
    return Entry(
        key,
        type_,
        label,
        tuple(parts(aliases)),
        None,
        frozenset(parts(context)),
        start=bounds(start)[0],
        end=bounds(end)[1],
        description=about,
    )


def _party(row: Row) -> Entry:
    key, label, aliases, iso3, _ = row
    return Entry(key, "PoliticalParty", label, tuple(parts(aliases)), iso3 or None, needs_country=True)


BUILD: dict[str, Callable[[Row], Entry]] = {
    "states": _state, "organizations": _organization, "people": _person, "places": _place, "series": _series,
    "parties": _party,
}  # fmt: skip
