"""Events of different articles: which may be one, what speaks for it and what against, and the clusters they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from kg.merge.blocks import Blocks
from kg.merge.clusters import clusters
from kg.merge.likeness import Likeness, overlap
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
        self._rules, self._verdicts, self._like = rules, verdicts, Likeness(rules)
        self._close: dict[tuple[str, str], Pair] = {}
        self.compared = 0

    @property
    def close(self) -> tuple[Pair, ...]:
        """The pairs found that may be one: a cluster never reaches beyond what hangs together by these."""
        return tuple(self._close.values())

    def clusters(self) -> list[tuple[str, ...]]:
        """Events told more than once: the ids of what tells each."""
        self.find(self._events.keys())
        threshold = self._rules.threshold
        return clusters(self._close.values(), self.compare, threshold["event"], threshold["vague"])

    def find(self, new: Set[str]) -> None:
        """Find the pairs that may be one, of which one at least is among the new."""
        least = min(self._rules.threshold["event"], self._rules.threshold["vague"])
        there = [key for key, one in self._verdicts.items() if one and set(key) <= self._events.keys()]
        for key in chain(self.candidates(), there):
            pair = None if new.isdisjoint(key) else self._compare(*key)
            if pair and (pair.decided or pair.score >= least):
                self._close[key] = pair

    def candidates(self) -> Iterator[tuple[str, str]]:
        """Pairs worth a comparison."""
        return Blocks(self._rules, self._like).pairs(self._events)

    def compare(self, one: str, other: str) -> Pair | None:
        """Two events (the lower id first); None where something keeps them apart."""
        return self._close.get((one, other)) or self._compare(one, other)

    def _compare(self, one: str, other: str) -> Pair | None:
        self.compared += 1
        verdict = self._verdicts.get((one, other))
        a, b = self._events[one], self._events[other]
        if verdict is False or (verdict is None and self.apart(a, b)):
            return None
        features = self.features(a, b)
        weights = self._rules.event
        score = sum(weights[n] * v for n, v in features.items()) / sum(weights[n] for n in features)
        weak = score < self._rules.threshold["event"]
        vague = () if verdict else (one, other) if weak else tuple(self._vague(a, b, features))
        return Pair(one, other, round(score, 4), tuple(sorted(features.items())), verdict is True, vague)

    def features(self, a: Event, b: Event) -> dict[str, float]:
        """The value of each feature on which both say something."""
        told = (
            ("type", self._like.kind(a, b)),
            ("party", self._like.party(a, b)),
            ("time", self._like.time(a, b)),
            ("place", self._like.place(a, b)),
            ("instrument", self._like.instrument(a, b)),
            ("number", 1.0 if a.ordinal and a.ordinal == b.ordinal else None),
            ("quote", self._quote(a, b)),
        )
        return {name: value for name, value in told if value is not None}

    def _quote(self, a: Event, b: Event) -> float | None:
        """Words shared, where an act of speech is told, or nothing else tells what it is about."""
        bare = self._like.party(a, b) is None and self._like.instrument(a, b) is None
        return overlap(a.words, b.words) if bare or _TOLD in a.kinds else None

    def _vague(self, a: Event, b: Event, features: Mapping[str, float]) -> Iterator[str]:
        """Those of the two of which too little is told to be this event, if they could be another as well."""
        far, partyless = features["time"] == self._rules.time["reach"], "party" not in features
        again = any(kind in a.kinds for kind in self._rules.words["repeat"])
        anybody = again and bool(a.persons and b.persons) and features.get("party") == self._rules.party["state"]
        said = "Statement" in a.kinds and features.get("quote", 0.0) < self._rules.threshold["quote"]
        for event in (a, b):
            bare = partyless and len(frozenset().union(*self._like.sides(event))) < 2
            if bare or said or anybody or (not self._like.dated(event) and (far or again)):
                yield event.id

    def apart(self, a: Event, b: Event) -> Apart:
        """What keeps two events apart, in words; blank for nothing."""
        if not self._like.kind(a, b):
            return "their classes have nothing in common"
        if self._like.time(a, b) in (None, 0.0):
            return "they lie on different days"
        if self._like.party(a, b) == 0.0:
            return "their parties are others"
        if a.article == b.article and a.title == b.title and not self._again(a, b):
            return "one article tells them as two"
        if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
            return "their numbers are others"
        if self._like.exact(a) and self._like.exact(b) and self._like.place(a, b) == 0.0:
            return "they take place in different states"
        if self._like.elsewhere(a, b) and any(kind in a.kinds for kind in self._rules.words["local"]):
            return "they take place elsewhere"
        return self._persons(a, b) or self._often(a, b)

    def _again(self, a: Event, b: Event) -> bool:
        """Whether one article can tell an event a second time so: what is said again is said anew."""
        return _TOLD not in a.kinds and self._like.kind(a, b) == self._rules.type["same"]

    @staticmethod
    def _persons(a: Event, b: Event) -> Apart:
        for n in (0, 1) if not a.symmetric else ():
            mine, theirs = a.sides[n] & a.persons, b.sides[n] & b.persons
            if mine and theirs and not mine & theirs:
                return "other persons act"
        if a.symmetric and len(a.persons) > 1 and len(b.persons) > 1 and len(a.persons & b.persons) < 2:
            return "other persons take part"
        for state in sorted(a.states[0] & b.states[0]) if a.symmetric else ():
            mine, theirs = (frozenset(who for who, of in event.citizens if of == state) for event in (a, b))
            if mine and theirs and not mine & theirs:
                return "other persons of one state take part"
        return ""

    def _often(self, a: Event, b: Event) -> Apart:
        """Of what comes again and again between the same two: the day must be told, or both be news of one day."""
        days = [e.first if self._like.exact(e) else None for e in (a, b)]
        told = [e.published or e.last or 0 for e in (a, b)]
        apart = abs(told[0] - told[1]) > self._rules.days["said"]
        called_off = a.status == b.status == "cancelled"
        if any(kind in a.kinds for kind in self._rules.words["repeat"]) and not any(days) and apart and not called_off:
            return "such events come again, and their days are not told"
        if "Statement" not in a.kinds or "Statement" not in b.kinds:
            return ""
        if apart and not any(self._like.dated(e) or self._like.once(e) for e in (a, b)):
            return "they are said on different days"
        if a.article == b.article:  # a title says in other words what the text says
            return ""
        shared, most = overlap(a.words, b.words), self._rules.threshold["quote"]
        doubtful = self._like.party(a, b) is None or self._like.kind(a, b) == self._rules.type["beside"]
        other = shared == 0.0 or (doubtful and shared is not None and shared < most)
        return "they say other things" if other else ""
