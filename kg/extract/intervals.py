"""Days counted off from another event: "a week after X", "two days before the vote", "on the eve of the talks"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.dates import DatePhrase, Unit, resolve
from kg.dates.words import NUMBERS
from kg.extract.words import VERBAL, Word
from kg.model import EventTime

__all__ = ["counted_off"]

_SIDE = {"after": 1, "before": -1}
"""Words between an event and the one that it is counted off from, and on which side of it that event lies."""
_DAYS = {"hour": 0, "minute": 0, "day": 1, "week": 7}
"""Units of the count, in days."""


def counted_off(word: Word, times: Mapping[int, EventTime]) -> EventTime | None:
    """The day of an event that is told as so many days from another, or from which another is counted.

    Args:
        word: The word that tells the event, or the verb that carries it.
        times: Days that other events have of their own, by the tokens of their triggers.

    Returns:
        The day; None where nothing is counted, or the other event has no single day.
    """
    for other, days, phrase in _counts(word):
        time = times.get(other.i)
        if time is not None and time.phrase and time.earliest is not None and time.earliest == time.latest:
            counted = DatePhrase(0, len(phrase), phrase, Unit("day", days, of_event=True))
            return resolve(counted, published=None, event=time)
    return None


def _counts(word: Word) -> Iterator[tuple[Word, int, str]]:
    """Other events with the days from them to this one and the words that count them."""
    for side, late in _sides_of(word):  # this is what another is counted off from
        early = side.head if side.dep == "prep" else late.head
        if (count := _count(side)) is not None:
            at = early if early.pos in VERBAL else early.head
            yield at, -count * _SIDE[side.lower], _phrase(side)
    for eve in _objects(word):
        if eve.lemma == "eve":
            yield from ((day, -1, "on the eve of") for of in eve.kids("prep") for day in of.kids("pobj"))
    for below in (*word.kids("advcl"), *_objects(word)):
        for side, _ in _sides_of(below):
            if (count := _count(side)) is not None:
                yield below, count * _SIDE[side.lower], _phrase(side)


def _objects(word: Word) -> Iterator[Word]:
    prepositions = [*word.kids("prep"), *(p for days in word.kids("npadvmod") for p in days.kids("prep"))]
    yield from (noun for preposition in prepositions for noun in preposition.kids("pobj"))


def _sides_of(word: Word) -> Iterator[tuple[Word, Word]]:
    """The "after" or "before" through which a clause or noun hangs on what is counted off from it."""
    if word.dep == "advcl":
        yield from ((mark, word) for mark in word.kids("mark") if mark.lower in _SIDE)
    elif word.dep == "pobj" and word.head.lower in _SIDE:
        yield word.head, word


def _unit(side: Word) -> Word | None:
    """The unit that stands right before an "after" or "before"."""
    near = (*side.children, *side.head.children, side.head)
    return next((w for w in near if w.i == side.i - 1 and w.lemma in _DAYS), None)


def _count(side: Word) -> int | None:
    """How many days are counted, or None: "two days", "a week", "hours" (of the same day)."""
    unit = _unit(side)
    if unit is None:
        return None
    if _DAYS[unit.lemma] == 0:
        return 0
    numbers = unit.kids("nummod", "det")
    if len(numbers) != 1:
        return None
    number = NUMBERS.get(numbers[0].lower, int(numbers[0].text) if numbers[0].text.isdecimal() else 0)
    if numbers[0].lower == "the":
        number = 1
    return number * _DAYS[unit.lemma] or None


def _phrase(side: Word) -> str:
    unit = _unit(side)
    words = [*unit.kids("nummod", "det"), unit, side] if unit is not None else [side]
    return " ".join(w.text for w in words)
