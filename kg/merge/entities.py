"""People and bodies that several articles name and no item stands for: who is one, and who only shares a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import chain, combinations

from kg.merge.clusters import clusters
from kg.merge.records import Apart, Entity, Pair, Rules, Verdicts

__all__ = ["EntityMerge"]


class EntityMerge:
    """Compares entities of different articles that bear one name (folded to plain letters)."""

    def __init__(self, entities: Sequence[Entity], rules: Rules, verdicts: Verdicts) -> None:
        self._entities: Mapping[str, Entity] = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        self._rules, self._verdicts = rules, verdicts
        self._close: dict[tuple[str, str], Pair] = {}
        self.compared = 0

    @property
    def close(self) -> tuple[Pair, ...]:
        """The pairs found that may be one: a cluster never reaches beyond what hangs together by these."""
        return tuple(self._close.values())

    def clusters(self) -> list[tuple[str, ...]]:
        """Entities named more than once: the ids of what names each."""
        self.find(self._entities.keys())
        least = self._rules.threshold["entity"]
        return clusters(self._close.values(), self.compare, least, least)

    def find(self, new: Set[str]) -> None:
        """Find the pairs that may be one, of which one at least is among the new."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for entity in self._entities.values():
            if entity.named and (" " in entity.name or "Person" not in entity.kinds):  # a surname alone is nobody
                blocks[entity.name].append(entity.id)
        there = [key for key, one in self._verdicts.items() if one and set(key) <= self._entities.keys()]
        threshold = self._rules.threshold["entity"]
        for key in chain(there, *(combinations(block, 2) for block in blocks.values())):
            pair = None if new.isdisjoint(key) else self._compare(*key)
            if pair and (pair.decided or pair.score >= threshold):
                self._close[key] = pair

    def compare(self, one: str, other: str) -> Pair | None:
        """Two entities (the lower id first); None where something keeps them apart."""
        return self._close.get((one, other)) or self._compare(one, other)

    def _compare(self, one: str, other: str) -> Pair | None:
        self.compared += 1
        verdict = self._verdicts.get((one, other))
        a, b = self._entities[one], self._entities[other]
        features = {"name": float(a.name == b.name), "type": float(a.kinds[0] == b.kinds[0])}
        for name, mine, theirs in (
            ("state", a.states, b.states),
            ("office", a.offices, b.offices),
            ("context", a.context, b.context),
        ):
            if mine and theirs:
                features[name] = round(len(mine & theirs) / min(len(mine), len(theirs)), 4)
        support = max(features.get(name, 0.0) for name in ("state", "office", "context"))
        if verdict is False or (verdict is None and (self.apart(a, b) or support < self._rules.threshold["support"])):
            return None
        vague = (one, other) if support == features.get("context") and verdict is None else ()
        weights = self._rules.entity
        score = sum(weights[n] * v for n, v in features.items()) / sum(weights[n] for n in features)
        return Pair(one, other, round(score, 4), tuple(sorted(features.items())), verdict is True, vague)

    def apart(self, a: Entity, b: Entity) -> Apart:
        """What keeps two namesakes apart, in words; blank for nothing."""
        if a.article == b.article:
            return "one article names them as two"
        if a.kinds[0] not in b.kinds and b.kinds[0] not in a.kinds:
            return "their classes differ"
        if a.states and b.states and not a.states & b.states:
            return "their states differ"
        if any(kind in a.kinds for kind in self._rules.words["of_state"]) and not a.states & b.states:
            return "their states are not told, and each has one"
        if a.offices and b.offices and not a.offices & b.offices:
            return "their offices differ"
        return ""
