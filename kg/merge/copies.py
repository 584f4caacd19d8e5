"""Texts carried twice: which articles have nearly the same words as an earlier one, by MinHash (Broder 1997)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH

from kg.merge.records import Pair, Rules

__all__ = ["copies", "sketch"]

_HASH = np.dtype("<u4")


def sketch(text: str, rules: Rules) -> str:
    """What of a text is compared, as small as it may be: the least hashes of its runs of words, as hexadecimal digits.

    Args:
        text: The text; of one with too few words the sketch is blank.
        rules: Length of a run of words, number of permutations.
    """
    size, words = rules.copies["words"], text.lower().split()
    runs = {" ".join(words[n : n + size]).encode("utf-8", "surrogatepass") for n in range(len(words) - size + 1)}
    if not runs:
        return ""
    print_ = _blank(rules.copies["permutations"]).copy()
    print_.update_batch(sorted(runs))
    return bytes(print_.hashvalues.astype(_HASH)).hex()


def copies(articles: Iterable[tuple[str, tuple[str, ...], str]], rules: Rules) -> list[Pair]:
    """Each near copy (``other``) with the earliest text that it is like (``one``).

    Args:
        articles: Id, what the order of publication goes by, and the sketch of the text.
        rules: Number of permutations, similarity at which a text is a copy.
    """
    number, similar = rules.copies["permutations"], rules.copies["similarity"]
    ordered = sorted((row for row in articles if row[2]), key=lambda row: (row[1], row[0]))
    prints = np.frombuffer(bytes.fromhex("".join(row[2] for row in ordered)), _HASH).reshape(-1, number)
    buckets: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, bucket in _collisions(prints, similar):
        buckets[row].append(bucket)
    originals: dict[tuple[int, int], list[int]] = defaultdict(list)
    found: list[Pair] = []
    for row in sorted(buckets):
        near = {other for bucket in buckets[row] for other in originals[bucket]}
        scores = ((round(float(np.mean(prints[row] == prints[other])), 4), ordered[other][0]) for other in near)
        like = [(score, id_) for score, id_ in scores if score >= similar]
        if like:
            score, first = max(like)
            found.append(Pair(first, ordered[row][0], score, (("text", score),)))
        else:  # only originals are looked up, so that each copy names the first of its kind
            for bucket in buckets[row]:
                originals[bucket].append(row)
    return found


def _collisions(prints: np.ndarray, similar: float) -> Iterator[tuple[int, tuple[int, int]]]:
    """Locality-sensitive hashing: of each band of the sketches, the rows that are not alone in it, and with whom."""
    bands, rows = _bands(prints.shape[1], similar)
    for band in range(bands):
        part = np.ascontiguousarray(prints[:, band * rows : (band + 1) * rows]).view(np.dtype((np.void, 4 * rows)))
        _, which, sizes = np.unique(part.ravel(), return_inverse=True, return_counts=True)
        for row in np.flatnonzero(sizes[which] > 1):
            yield int(row), (band, int(which[row]))


@cache
def _bands(permutations: int, similar: float) -> tuple[int, int]:
    """Into how many bands a sketch is cut, and of how many hashes, to find what is so similar."""
    index = MinHashLSH(threshold=similar, num_perm=permutations)
    return index.b, index.r


@cache
def _blank(permutations: int) -> MinHash:
    """The sketch of nothing, to be copied: making the permutations takes longer than sketching a text."""
    return MinHash(num_perm=permutations, seed=1)
