"""Pairs into clusters, the same whatever the order: best pairs first, none whose members speak against each other.

Average linkage (Sokal and Michener 1958) with cannot-links (Wagstaff and Cardie 2000); ties are broken by IRI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from kg.merge.records import Pair

__all__ = ["clusters"]


def clusters(
    pairs: Iterable[Pair], compare: Callable[[str, str], Pair | None], threshold: float
) -> list[tuple[str, ...]]:
    """Groups of two and more, each sorted, in order of their first member.

    Args:
        pairs: Pairs that may be one.
        compare: The pair of any two, None where something keeps them apart.
        threshold: The mean score below which two groups stay two.
    """
    whole: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda p: (not p.decided, -p.score, p.one, p.other)):
        if pair.score < threshold and not pair.decided:
            continue
        one, other = whole.get(pair.one, [pair.one]), whole.get(pair.other, [pair.other])
        if one is other:
            continue
        total = 0.0
        for a, b in product(one, other):
            found = compare(min(a, b), max(a, b))
            if found is None:
                break
            total += found.score
        else:
            if total / (len(one) * len(other)) >= threshold or pair.decided:
                both = one + other
                whole.update(dict.fromkeys(both, both))
    return sorted({tuple(sorted(group)) for group in whole.values()})
