"""Events of different articles: which may be one, what speaks for it and what against, and the clusters they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.merge.clusters import clusters
from kg.merge.records import Apart, Event, Pair, Rules, Verdicts

__all__ = ["EventMerge"]

_TOLD = "CommunicativeAct"


class EventMerge:
    """Compares the events of a set of articles.

    Args:
        events: The events; agents that were joined across articles bear one name.
        rules: Weights, windows, thresholds.
        verdicts: What a person decided.
    """

    def __init__(self, events: Sequence[Event], rules: Rules, verdicts: Verdicts) -> None:
        self._events: Mapping[str, Event] = {event.id: event for event in sorted(events, key=lambda e: e.id)}
        self._rules, self._verdicts = rules, verdicts
        self._seen: dict[tuple[str, str], Pair | None] = {}

    def clusters(self) -> list[tuple[str, ...]]:
        """Events told more than once: the ids of what tells each."""
        there = [key for key, one in self._verdicts.items() if one and set(key) <= self._events.keys()]
        found = (self.compare(one, other) for one, other in sorted({*self.candidates(), *there}))
        return clusters((pair for pair in found if pair), self.compare, self._rules.threshold["event"])

    def candidates(self) -> Iterator[tuple[str, str]]:
        """Pairs worth a comparison: of one family, with the same two parties or one unknown, at times that overlap."""
        blocks: dict[tuple[str, ...], list[tuple[int, int, bool, str]]] = defaultdict(list)
        for event in self._events.values():
            first, last = self._span(event)
            if first is None or last is None:
                continue
            family = event.kinds[-2] if len(event.kinds) > 1 else event.kinds[-1]
            left, right = (s or a for s, a in zip(event.states, event.sides, strict=True))
            both = {tuple(sorted((a, b))) for a in left for b in right if a != b}
            for a, b in both:
                blocks[family, a, b].append((first, last, True, event.id))
            for one in left | right:
                blocks[family, one].append((first, last, not both, event.id))
        near = self._rules.days["near"]
        for _, block in sorted(blocks.items()):
            active: list[tuple[int, int, bool, str]] = []
            for row in sorted(block):
                active = [other for other in active if other[1] + near >= row[0]]
                for other in active:
                    if (row[2] or other[2]) and self._events[row[3]].article != self._events[other[3]].article:
                        yield min(row[3], other[3]), max(row[3], other[3])
                active.append(row)

    def compare(self, one: str, other: str) -> Pair | None:
        """Two events (the lower id first); None where something keeps them apart."""
        if (one, other) not in self._seen:
            self._seen[one, other] = self._compare(one, other)
        return self._seen[one, other]

    def _compare(self, one: str, other: str) -> Pair | None:
        verdict = self._verdicts.get((one, other))
        a, b = self._events[one], self._events[other]
        features = self.features(a, b)
        weights = self._rules.event
        score = sum(weights[n] * v for n, v in features.items()) / sum(weights[n] for n in features)
        if verdict is None and (self.apart(a, b) or not {"party", "time"} <= features.keys()):
            return None
        if verdict is False:
            return None
        return Pair(one, other, round(score, 4), tuple(sorted(features.items())), verdict is True)

    def features(self, a: Event, b: Event) -> dict[str, float]:
        """The value of each feature on which both say something."""
        told = (
            ("type", self._type(a, b)),
            ("party", self._party(a, b)),
            ("time", self._time(a, b)),
            ("place", self._place(a, b)),
            ("instrument", _overlap(a.instruments, b.instruments)),
            ("quote", _overlap(a.words, b.words) if _TOLD in a.kinds else None),
        )
        return {name: value for name, value in told if value is not None}

    def apart(self, a: Event, b: Event) -> Apart:
        """What keeps two events apart, in words; blank for nothing."""
        if not self._type(a, b):
            return "their classes have nothing in common"
        if self._time(a, b) in (None, 0.0):
            return "they lie on different days"
        if any(kind in a.kinds for kind in self._rules.words["repeat"]) and not (self._exact(a) and self._exact(b)):
            return "such events come again, and the day of one is not known"
        if not self._party(a, b):
            return "their parties are others"
        if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
            return "their numbers are others"
        if (
            self._exact(a)
            and self._exact(b)
            and a.place_states
            and b.place_states
            and not a.place_states & b.place_states
        ):
            return "they take place in different states"
        if _overlap(a.instruments, b.instruments) == 0.0:
            return "their documents are others"
        if "Statement" in a.kinds and "Statement" in b.kinds:
            shared = _overlap(a.words, b.words)
            if shared is None or shared < self._rules.threshold["quote"]:
                return "they say other things"
            if abs(self._said(a) - self._said(b)) > self._rules.days["said"]:
                return "they are said on different days"
        for x, y in ((0, 0), (1, 1)) if not a.symmetric else ():
            mine, theirs = a.sides[x] & a.persons, b.sides[y] & b.persons
            if mine and theirs and not mine & theirs:
                return "other persons act"
        if a.symmetric and len(a.persons) > 1 and len(b.persons) > 1 and len(a.persons & b.persons) < 2:
            return "other persons take part"
        return ""

    # -------------------------------------------------------------------------------------------------------- features

    def _type(self, a: Event, b: Event) -> float:
        near = self._rules.type
        if a.kinds[0] == b.kinds[0]:
            return near["same"]
        if a.kinds[0] in b.kinds or b.kinds[0] in a.kinds:
            return near["above"]
        shared = [kind for kind in a.kinds if kind in b.kinds]
        return near["beside"] if len(shared) > 2 else 0.0

    def _party(self, a: Event, b: Event) -> float | None:
        if a.symmetric or b.symmetric:
            agents = len(a.parties & b.parties)
            mine, theirs = a.states[0] | a.states[1], b.states[0] | b.states[1]
            fewest = min(len(mine), len(theirs))
            if len(mine & theirs) < min(2, fewest) or not (agents or fewest):
                return 0.0
            return self._rules.party["agent"] if agents > 1 or agents == fewest else self._rules.party["state"]
        found = [self._side(a, b, n) for n in (0, 1)]
        told = [value for value in found if value is not None]
        if not told:
            return None
        return 0.0 if 0.0 in told else sum(told) / len(told)

    def _side(self, a: Event, b: Event, n: int) -> float | None:
        if a.sides[n] & b.sides[n]:
            return self._rules.party["agent"]
        if a.states[n] and b.states[n]:
            return self._rules.party["state"] if a.states[n] & b.states[n] else 0.0
        return 0.0 if a.sides[n] and b.sides[n] else None

    def _span(self, event: Event) -> tuple[int | None, int | None]:
        days, first, last = self._rules.days, event.first, event.last
        ahead = event.status in ("planned", "proposed", "cancelled")
        if first is None and last is None:
            if event.published is None:
                return None, None
            return (
                (event.published, event.published + days["ahead"])
                if ahead
                else (event.published - days["back"], event.published)
            )
        if first is None:
            first = min(last, event.published) if ahead and event.published and last else (last or 0) - days["back"]
        return first, last if last is not None else first + days["ahead"]

    @staticmethod
    def _exact(event: Event) -> bool:
        return event.first is not None and event.first == event.last

    def _said(self, event: Event) -> int:
        """The day of a statement: its own where that is known, else its article's, which seldom comes days after."""
        return event.first if event.first and self._exact(event) else event.published or event.last or 0

    def _time(self, a: Event, b: Event) -> float | None:
        a0, a1 = self._span(a)
        b0, b1 = self._span(b)
        if a0 is None or a1 is None or b0 is None or b1 is None:
            return None
        gap = max(a0, b0) - min(a1, b1)
        if self._exact(a) and self._exact(b) and gap == 0:
            return self._rules.time["same"]
        if gap <= 0:
            return self._rules.time["overlap"]
        return self._rules.time["next"] if gap <= self._rules.days["near"] else 0.0

    @staticmethod
    def _place(a: Event, b: Event) -> float | None:
        if a.places & b.places:
            return 1.0
        if a.place_states and b.place_states:
            return 0.8 if a.place_states & b.place_states else 0.0
        return None


def _overlap(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Words shared, as a part of the fewer (overlap coefficient); None where one has none."""
    return round(len(a & b) / min(len(a), len(b)), 4) if a and b else None
