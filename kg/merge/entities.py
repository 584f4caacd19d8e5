"""People and bodies that several articles name and no item stands for: who is one, and who only shares a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from kg.merge.clusters import clusters
from kg.merge.records import Apart, Entity, Pair, Rules, Verdicts

__all__ = ["EntityMerge"]


class EntityMerge:
    """Compares entities of different articles that bear one name (folded to plain letters)."""

    def __init__(self, entities: Sequence[Entity], rules: Rules, verdicts: Verdicts) -> None:
        self._entities: Mapping[str, Entity] = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        self._rules, self._verdicts = rules, verdicts
        self._seen: dict[tuple[str, str], Pair | None] = {}

    @property
    def found(self) -> tuple[Pair, ...]:
        """The pairs compared so far that nothing keeps apart."""
        return tuple(pair for pair in self._seen.values() if pair)

    @property
    def compared(self) -> int:
        """How many pairs were compared so far."""
        return len(self._seen)

    def clusters(self) -> list[tuple[str, ...]]:
        """Entities named more than once: the ids of what names each."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for entity in self._entities.values():
            if entity.named and (" " in entity.name or "Person" not in entity.kinds):  # a surname alone is nobody
                blocks[entity.name].append(entity.id)
        there = [key for key, one in self._verdicts.items() if one and set(key) <= self._entities.keys()]
        keys = {pair for block in blocks.values() for pair in combinations(block, 2)} | set(there)
        found = (self.compare(*key) for key in sorted(keys))
        least = self._rules.threshold["entity"]
        return clusters((pair for pair in found if pair), self.compare, least, least)

    def compare(self, one: str, other: str) -> Pair | None:
        """Two entities (the lower id first); None where something keeps them apart."""
        if (one, other) not in self._seen:
            self._seen[one, other] = self._compare(one, other)
        return self._seen[one, other]

    def _compare(self, one: str, other: str) -> Pair | None:
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
