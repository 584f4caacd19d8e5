"""Which events are worth a comparison: blocking by class, parties and time, with keys that one event alone gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from kg.merge.likeness import Likeness
from kg.merge.records import Event, Rules

__all__ = ["Blocks"]

_STRETCH = 32
"""Days that one key of a block stands for."""

_HOST, _GUEST, _EITHER = range(3)
"""Hosts and guests of a block are held against each other, not among themselves; what is either, against all."""


class Blocks:
    """Gives the keys of an event, and the pairs of those that share one.

    Args:
        rules: Windows, and which classes are of one family.
        like: What is known of events already.
    """

    def __init__(self, rules: Rules, like: Likeness | None = None) -> None:
        self._rules, self._like = rules, like or Likeness(rules)

    def keys(self, event: Event) -> frozenset[str]:
        """Blocks that an event lies in: two events that share none are never compared. The event alone gives them."""
        return frozenset(key for key, _ in self._keyed(event))

    def pairs(self, events: Mapping[str, Event]) -> Iterator[tuple[str, str]]:
        """Pairs worth a comparison, each once, one family after the other: of one block, at times that could be one.

        Args:
            events: The events by id.
        """
        ids = sorted(events)
        ordered = [events[id_] for id_ in ids]
        families: dict[str, dict[str, list[tuple[int, int, int, int]]]] = defaultdict(lambda: defaultdict(list))
        for number, event in enumerate(ordered):
            span = self._like.reach(event)
            if span:
                blocks = families[self._rules.family(event.kinds)]
                for key, place in self._keyed(event):
                    blocks[key].append((*span, place, number))
        for blocks in families.values():
            found = set[tuple[int, int]]()  # of one family at a time, which is what takes the most room
            for block in blocks.values():
                if len(block) > 1:
                    found.update(self._within(sorted(block)))
            for a, b in sorted(found):
                if self._two(ordered[a], ordered[b]):
                    yield ids[a], ids[b]

    def _within(self, block: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int]]:
        """Those of a block, by their first day, that could be one; as the numbers of both, the lower first."""
        near = self._rules.days["near"]
        active: list[tuple[int, int, int, int]] = []
        for row in block:
            first, _, place, a = row
            active = [other for other in active if other[1] + near >= first]
            for other in active:
                if place != other[2] or place == _EITHER:
                    b = other[3]
                    yield (a, b) if a < b else (b, a)
            active.append(row)

    @staticmethod
    def _two(a: Event, b: Event) -> bool:
        """Two articles tell, or a title and the text below it."""
        return a.article != b.article or a.title != b.title

    def _keyed(self, event: Event) -> Iterator[tuple[str, int]]:
        """Keys, and whether the event is held against all that has a key, or as host against guests only."""
        span = self._like.reach(event)
        if span is None:
            return
        family = self._rules.family(event.kinds)
        first, last = span[0] - self._rules.days["near"], span[1] + self._rules.days["near"]
        left, right = self._like.sides(event)
        if event.symmetric:
            both = set(combinations(sorted(left | right), 2))
        else:
            both = {(min(a, b), max(a, b)) for a in left for b in right if a != b}
        for stretch in range(first // _STRETCH, last // _STRETCH + 1):
            for a, b in both:
                yield f"{family} {a} {b} {stretch}", _EITHER
            for one in left | right:
                yield f"{family} {one} {stretch}", _HOST if both else _EITHER
            for one in event.parties - event.known:  # a name without a state is one of several articles, or nobody
                yield f"{family} {one} {stretch}", _EITHER
            if left or right:
                yield f"{family} with {min(left | right)} {stretch}", _HOST
            else:  # who names no party is held against those whose first party its article names
                for one in event.context:
                    yield f"{family} with {one} {stretch}", _GUEST
