"""What a date phrase says, before any day is known: the small tree that ``find`` makes and ``resolve`` reads."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Bound",
    "Calendar",
    "DatePhrase",
    "Expression",
    "Overnight",
    "Part",
    "Range",
    "Side",
    "Span",
    "Unit",
    "Vague",
    "Weekday",
]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named stretch of the calendar: "2014", "May", "March 21, 2023", "the third quarter", "last spring".

    ``kind`` is ``day``, ``month``, ``season``, ``quarter``, ``half``, ``year`` or ``decade``; ``number`` the month,
    season (1 is spring), quarter or half; ``day`` the day of a ``day``. ``year`` stands in the phrase, ``shift`` is a
    year reckoned from that of publication ("May last year": -1), ``which`` is ``last``, ``this``, ``next`` or empty.
    """

    kind: str
    number: int = 0
    day: int = 0
    year: int | None = None
    shift: int | None = None
    which: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 is Monday; ``week`` is given in "Tuesday last week" (-1), ``which`` in "last Tuesday".

    ``previous``, ``same`` and ``following`` reckon from another event ("the following Tuesday").
    """

    day: int
    which: str = ""
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A calendar unit so many units off: "today", "last week", "two years ago", "the following day".

    ``unit`` is ``day``, ``week``, ``weekend``, ``month``, ``quarter``, ``year`` or ``decade``. ``of_event`` reckons
    from another event, not from publication. ``ahead`` marks "in two weeks", a duration unless the tense is future.
    """

    unit: str
    shift: int
    of_event: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a longer stretch.

    ``which`` is ``early``, ``mid`` or ``late``; ``half-1``, ``quarter-3``, ``week-2``, ``week-last``; or
    ``week-of``, ``week-from`` and ``week-to``, the week that holds, begins or ends with a day.
    """

    which: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Side:
    """What is over, or still to come, of a unit: "earlier this month", "later this year"."""

    later: bool
    of: Unit


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of so many units that ends or begins on the day: "the past two weeks", "within ten days"."""

    unit: str
    count: int
    forward: bool
    within: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From one stretch to another, both included."""

    first: Expression
    last: Expression


@dataclass(frozen=True, slots=True)
class Bound:
    """One end is named; ``kind`` is ``since``, ``from``, ``until``, ``by``, ``before``, ``after`` or ``as-of``."""

    kind: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Vague:
    """An indefinite stretch next to publication: "in recent weeks", "in the coming days"."""

    forward: bool


@dataclass(frozen=True, slots=True)
class Overnight:
    """The night before publication, or "hours ago": that day or the day before."""


Expression = Calendar | Weekday | Unit | Part | Side | Span | Range | Bound | Vague | Overnight


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date phrase in a sentence: ``phrase == text[start:end]``, offsets in code points, and what it says."""

    start: int
    end: int
    phrase: str
    expression: Expression
