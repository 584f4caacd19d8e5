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

    def pairs(self, events: Mapping[str, Event]) -> list[tuple[str, str]]:
        """Pairs worth a comparison, each once and sorted: of one block, at times that could be one."""
        blocks: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
        for event in events.values():
            span = self._like.reach(event)
            if span:
                for key, place in self._keyed(event):
                    blocks[key].append((*span, place, event.id))
        near, found = self._rules.days["near"], set[tuple[str, str]]()
        for block in blocks.values():
            active: list[tuple[int, int, int, str]] = []
            for row in sorted(block):
                active = [other for other in active if other[1] + near >= row[0]]
                found.update(
                    (min(row[3], other[3]), max(row[3], other[3]))
                    for other in active
                    if (row[2] != other[2] or row[2] == _EITHER) and self._two(events[row[3]], events[other[3]])
                )
                active.append(row)
        return sorted(found)

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
