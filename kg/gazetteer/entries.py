"""What the gazetteer hands out: entries, offices, holdings and matches, all frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.model import Entity, Office, OfficeHolding

__all__ = ["STATES", "Entry", "Holding", "Match", "Post"]

STATES = frozenset({"State", "PartiallyRecognizedState"})
_QID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the gazetteer.

    ``key`` is a QID, or ``class/slug`` where none is known; ``type`` a class of the ontology. ``iso3`` is the code of
    the state that it is or belongs to (of a person: the first of ``states``, which also hold codes of bodies such as
    ``EU``). ``contextual`` are names that count only with support in the article; ``needs_country`` says that no name
    counts unless the article names the country. ``rule`` is ``yes``, ``with-title`` or ``no``: whether a bare surname
    may stand for the person, within ``years`` (first, last or None for open). ``tier`` is 1 for leaders, 2 for other
    officials, 0 for all else. ``within`` is the key of the place that it lies in. ``start`` and ``end`` are the first
    and the last day that a state existed, a conflict lasted or a person lived. ``description`` is a short note of what
    it is, where one is known. Territories with a code of their own are Places.
    """

    key: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    iso3: str | None = None
    contextual: frozenset[str] = frozenset()
    needs_country: bool = False
    start: date | None = None
    end: date | None = None
    adjectives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    capital: str | None = None
    surnames: tuple[str, ...] = ()
    rule: str = ""
    years: tuple[int, int | None] | None = None
    gender: str | None = None
    states: tuple[str, ...] = ()
    tier: int = 0
    lat: float | None = None
    lon: float | None = None
    feature: str | None = None
    population: int = 0
    within: str | None = None
    description: str = ""

    @property
    def qid(self) -> str | None:
        """The Wikidata item, where one is known."""
        return self.key if _QID.fullmatch(self.key) else None

    @property
    def id(self) -> str:
        """What follows the base in the entry's IRI: ``entity/Q159``, ``entity/person/wang-wenbin``."""
        return f"entity/{self.key}"

    @property
    def is_state(self) -> bool:
        """Whether it stands where a state may stand."""
        return self.type in STATES

    @property
    def ambiguous_word(self) -> bool:
        """Whether even the label counts only with support."""
        return self.label in self.contextual

    def alive(self, on: date) -> bool:
        """Whether the state (or conflict) existed on a day; open bounds count as so."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def alone(self, on: date | None) -> bool:
        """Whether the bare surname is this person in an article of that day: one year's slack on each side."""
        if self.rule != "yes" or self.years is None:
            return False
        first, last = self.years
        return on is None or (first - 1 <= on.year and (last is None or on.year <= last + 1))


@dataclass(frozen=True, slots=True)
class Post:
    """An office: ``key`` is a QID or ``office/{key of body}/{slug}``; ``of`` the key of its state or body, if known."""

    key: str
    label: str
    kind: str | None = None
    of: str | None = None
    iso3: str | None = None

    @property
    def qid(self) -> str | None:
        """The Wikidata item, where one is known."""
        return self.key if _QID.fullmatch(self.key) else None

    @property
    def id(self) -> str:
        """What follows the base in the office's IRI."""
        return f"entity/{self.key}" if self.qid else self.key

    def model(self, of: Entity | None) -> Office:
        """The office as it is passed between stages."""
        return Office(self.id, self.label, of, self.qid, shared=True)


@dataclass(frozen=True, slots=True)
class Holding:
    """One person in one office, with bounds of start and end.

    No end means: in office on ``as_of``, the day of the data; later days are open.

    ``stale`` marks an answer about a day after ``as_of`` that rests on an open end.
    """

    person: str
    post: Post
    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    as_of: date
    stale: bool = False

    @property
    def id(self) -> str:
        """``holding/{key of person}/{key of office}/{startEarliest or unknown}``, after the base."""
        person, post = self.person.replace("/", "-"), self.post.key.removeprefix("office/").replace("/", "-")
        return f"holding/{person}/{post}/{self.start_earliest or 'unknown'}"

    def covers(self, on: date) -> bool:
        """Whether the person can have held the office on a day, by the bounds alone."""
        if self.start_earliest is None and self.end_latest is None:
            return False  # nothing is known of when
        return (self.start_earliest is None or self.start_earliest <= on) and (
            self.end_latest is None or on <= self.end_latest
        )

    def model(self, holder: Entity, office: Office) -> OfficeHolding:
        """The holding as it is passed between stages."""
        return OfficeHolding(
            self.id,
            holder,
            office,
            self.start_earliest,
            self.start_latest,
            self.end_earliest,
            self.end_latest,
            self.as_of,
            shared=True,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a run of tokens: ``tokens[first:last]``.

    ``kind`` is ``name``, ``demonym``, ``metonym``, ``surname`` or ``shield``; ``entries`` bear the name in that way,
    ``also`` are second readings: the state for which a capital can stand, the person whose bare surname it is. A shield
    without entries is a thing that the gazetteer does not know: nothing inside it may match. ``needs_context``: no
    entry bears the name freely.
    """

    first: int
    last: int
    name: str
    kind: str
    entries: tuple[Entry, ...] = ()
    also: tuple[Entry, ...] = ()
    needs_context: bool = False
