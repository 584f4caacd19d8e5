"""Pairs into clusters, the same whatever the order: best pairs first, none whose members speak against each other.

Average linkage (Sokal and Michener 1958) with cannot-links (Wagstaff and Cardie 2000). Of pairs with one score first
comes that with which most third things could be one, then that whose IRIs sort first. What is too vague to be known
joins last, and only where there is one cluster alone that it could belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from kg.merge.records import Pair

__all__ = ["clusters"]

_MARGIN = 0.05
"""How much a pair of which one is vague must be better than what else that one could be."""


def clusters(
    pairs: Iterable[Pair], compare: Callable[[str, str], Pair | None], threshold: float, vague: float = 1.0
) -> list[tuple[str, ...]]:
    """Groups of two and more, each sorted, in order of their first member.

    Args:
        pairs: Pairs that may be one.
        compare: The pair of any two, None where something keeps them apart.
        threshold: The mean score below which two groups stay two.
        vague: The same for pairs of which one is vague.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for pair in (found := list(pairs)):
        beside[pair.one].add(pair.other)
        beside[pair.other].add(pair.one)
    shared = {(p.one, p.other): len(beside[p.one] & beside[p.other]) for p in found}
    ordered = sorted(found, key=lambda p: (not p.decided, -p.score, -shared[p.one, p.other], p.one, p.other))
    grown = _Groups(compare)
    for pair in ordered:
        if pair.decided or (pair.score >= threshold and not pair.vague):
            grown.join(pair.one, pair.other, 0.0 if pair.decided else threshold)
    last = [pair for pair in ordered if pair.vague and not pair.decided and pair.score >= vague]
    others: dict[str, list[Pair]] = defaultdict(list)
    for pair in last:
        others[pair.one].append(pair)
        others[pair.other].append(pair)
    for pair in last:
        if all(grown.clear(pair, others[one]) for one in pair.vague):
            grown.join(pair.one, pair.other, vague)
    return grown.all()


class _Groups:
    """Groups while they grow."""

    def __init__(self, compare: Callable[[str, str], Pair | None]) -> None:
        self._compare, self._whole = compare, dict[str, list[str]]()

    def of(self, member: str) -> list[str]:
        return self._whole.get(member, [member])

    def join(self, a: str, b: str, threshold: float) -> None:
        """Make two groups one, unless two members are kept apart or the mean score is too low."""
        one, other = self.of(a), self.of(b)
        if one is other or not self._fit(one, other, threshold):
            return
        both = one + other
        self._whole.update(dict.fromkeys(both, both))

    def _fit(self, one: Sequence[str], other: Sequence[str], threshold: float) -> bool:
        total = 0.0
        for a, b in product(one, other):
            found = self._compare(min(a, b), max(a, b))
            if found is None:
                return False
            total += found.score
        return total / (len(one) * len(other)) >= threshold

    def clear(self, pair: Pair, others: Iterable[Pair]) -> bool:
        """Whether none of the others comes near a pair, but those that lead to what may be one with it."""
        here = self.of(pair.one) + self.of(pair.other)
        for rival in others:
            if rival.score > pair.score - _MARGIN:
                away = [end for end in (rival.one, rival.other) if end not in here]
                if any(self._compare(min(a, b), max(a, b)) is None for a in away for b in here):
                    return False
        return True

    def all(self) -> list[tuple[str, ...]]:
        return sorted({tuple(sorted(group)) for group in self._whole.values()})
