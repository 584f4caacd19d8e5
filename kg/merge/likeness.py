"""How like two events are in one respect: class, parties, time, place, document, words; None where one says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kg.merge.records import Event, Rules

__all__ = ["Likeness", "overlap"]

_AHEAD = ("planned", "proposed", "cancelled")


T = TypeVar("T")


def _once(method: Callable[[Likeness, Event], T]) -> Callable[[Likeness, Event], T]:
    """What one event alone gives is worked out once, however many it is held against."""

    def known(self: Likeness, event: Event) -> T:
        key = method, event.id
        if key not in self.known:
            self.known[key] = method(self, event)
        found: T = self.known[key]
        return found

    known.__doc__ = method.__doc__
    return known


class Likeness:
    """The features of two events.

    Args:
        rules: Values, windows in days.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.known: dict[tuple[object, str], Any] = {}

    def kind(self, a: Event, b: Event) -> float:
        """How near their classes lie."""
        near = self._rules.type
        if a.kinds[0] == b.kinds[0]:
            return near["same"]
        if a.kinds[0] in b.kinds or b.kinds[0] in a.kinds:
            return near["above"]
        return near["beside"] if self._rules.alike(a.kinds[0], b.kinds[0]) else 0.0

    # --------------------------------------------------------------------------------------------------------- parties

    @_once
    def sides(self, event: Event) -> tuple[frozenset[str], frozenset[str]]:
        """Who could be another on each side: states, else items. Whom a state deals with in itself is no second.

        Who travels and names no host is with the states of the place.
        """
        left, right = (s or a & event.known for s, a in zip(event.states, event.sides, strict=True))
        if event.symmetric:
            return left, right
        if "Visit" in event.kinds and not right - left:
            right = event.place_states
        return left, right - left

    def party(self, a: Event, b: Event) -> float | None:
        """How far their parties agree; 0.0 where those of one side are others."""
        if a.symmetric or b.symmetric:
            return self._together(a, b)
        (a0, a1), (b0, b1) = self.sides(a), self.sides(b)
        if (a0 - a1) & (b1 - b0) or (b0 - b1) & (a1 - a0):
            return 0.0
        found = [self._side(a, b, n) for n in (0, 1)]
        told = [value for value in found if value is not None]
        if not told:
            return None
        return 0.0 if 0.0 in told else sum(told) / len(told)

    def _together(self, a: Event, b: Event) -> float | None:
        mine, theirs = (frozenset().union(*self.sides(event)) for event in (a, b))
        shared, agents = len(mine & theirs), len(a.parties & b.parties)
        most, fewest = max(len(mine), len(theirs)), min(len(mine), len(theirs))
        if shared < min(2, fewest) and most > 1:
            return 0.0
        if not shared and not agents:  # one party of two tells nothing of the other
            return None
        return self._rules.party["agent"] if agents > 1 or agents >= fewest else self._rules.party["state"]

    def _side(self, a: Event, b: Event, n: int) -> float | None:
        mine, theirs = self.sides(a)[n], self.sides(b)[n]
        if a.sides[n] & b.sides[n]:
            value = self._rules.party["agent"]
        elif mine and theirs:
            value = self._rules.party["state"]
        else:
            return None
        if not mine or not theirs:
            return value
        shared, all_ = len(mine & theirs), max(len(mine), len(theirs))
        return value * shared / all_ if shared < min(len(mine), len(theirs)) else value * (1 + shared / all_) / 2

    # ------------------------------------------------------------------------------------------------------------ time

    @staticmethod
    def exact(event: Event) -> bool:
        """Whether its day is told."""
        return event.first is not None and event.first == event.last

    @staticmethod
    def dated(event: Event) -> bool:
        """Whether a stretch of time is told, and not only that it is reported."""
        return event.first is not None and event.last is not None and event.status != "cancelled"

    def once(self, event: Event) -> bool:
        """Whether such an event seldom comes twice between the same two: by its class, or as what several agree on."""
        words = self._rules.words
        joint = len(self.sides(event)[0]) > 1 and any(kind in event.kinds for kind in words["joint"])
        return joint or any(kind in event.kinds for kind in words["once"])

    @_once
    def span(self, event: Event) -> tuple[int, int] | None:
        """First and last day on which an event lies: as told, else shortly before or long after it is reported."""
        if self.dated(event):
            assert event.first is not None and event.last is not None
            return event.first, event.last
        days, known = self._rules.days, event.published or event.last or event.first
        if known is None:
            return None
        if event.status in _AHEAD:
            return event.first or known, max(known, event.first or 0) + days["back"]
        if event.last is None:
            return (event.first or known - days["back"]), max(known, event.first or 0)
        return event.last - days["back"], event.last

    @_once
    def reach(self, event: Event) -> tuple[int, int] | None:
        """The same, as far as it is looked for: an undated one may lie further back, if it seldom happens twice."""
        span = self.span(event)
        if span is None or self.dated(event):
            return span
        if event.status in _AHEAD:
            return span[0], max(span[1], (event.published or span[0]) + self._rules.days["ahead"])
        if event.title or not self.once(event):
            return span
        ahead = self._rules.days["back"] if event.status == "denied" else 0
        return span[1] - self._rules.days["reach"], span[1] + ahead

    def time(self, a: Event, b: Event) -> float | None:
        """How far their days agree; 0.0 where they lie apart."""
        mine, theirs = self.span(a), self.span(b)
        if mine is None or theirs is None:
            return None
        values = self._rules.time
        gap = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
        if self.exact(a) and self.exact(b) and gap == 0:
            return values["same"]
        if gap <= 0:
            return values["overlap"]
        if gap <= self._rules.days["near"] and self.dated(a) and self.dated(b):
            return values["next"]
        mine, theirs = self.reach(a), self.reach(b)
        assert mine is not None and theirs is not None
        return values["reach"] if max(mine[0], theirs[0]) <= min(mine[1], theirs[1]) else 0.0

    # ------------------------------------------------------------------------------------------------ place and words

    @staticmethod
    def place(a: Event, b: Event) -> float | None:
        """Whether their places are one, or lie in one state."""
        if a.places & b.places:
            return 1.0
        if a.place_states and b.place_states:
            return 0.8 if a.place_states & b.place_states else 0.0
        return None

    @staticmethod
    def elsewhere(a: Event, b: Event) -> bool:
        """Whether both name places that items stand for, besides states, and none of them is one."""
        mine, theirs = (
            {place for place in event.places - event.place_states if not place.startswith(event.article)}
            for event in (a, b)
        )
        return bool(mine and theirs) and not mine & theirs

    @staticmethod
    def instrument(a: Event, b: Event) -> float | None:
        """Words shared by the names of their documents; a word or two are no names that could not be one's."""
        shared = overlap(a.instruments, b.instruments)
        return None if not shared and max(len(a.instruments), len(b.instruments)) < 2 else shared


def overlap(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Words shared, as a part of the fewer (overlap coefficient); None where one has none."""
    return round(len(a & b) / min(len(a), len(b)), 4) if a and b else None
