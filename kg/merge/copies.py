"""Texts carried twice: which articles have nearly the same words as an earlier one, by MinHash (Broder 1997)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH

from kg.merge.records import Pair, Rules

__all__ = ["copies", "sketch"]


def sketch(text: str, rules: Rules) -> tuple[int, ...]:
    """What of a text is compared, as small as it may be: the least hashes of its runs of words; () where it has none.

    Args:
        text: The text.
        rules: Length of a run of words, number of permutations.
    """
    size, words = rules.copies["words"], text.lower().split()
    runs = {" ".join(words[n : n + size]).encode("utf-8", "surrogatepass") for n in range(len(words) - size + 1)}
    if not runs:
        return ()
    print_ = _blank(rules.copies["permutations"]).copy()
    print_.update_batch(sorted(runs))
    return tuple(int(value) for value in print_.hashvalues)


def copies(articles: Iterable[tuple[str, tuple[str, ...], tuple[int, ...]]], rules: Rules) -> list[Pair]:
    """Each near copy (``other``) with the earliest text that it is like (``one``).

    Args:
        articles: Id, what the order of publication goes by, and the sketch of the text.
        rules: Number of permutations, similarity at which a text is a copy.
    """
    number, similar = rules.copies["permutations"], rules.copies["similarity"]
    index = MinHashLSH(threshold=similar, num_perm=number)
    kept: dict[str, MinHash] = {}
    blank = _blank(number)
    found: list[Pair] = []
    for id_, _, hashes in sorted(articles, key=lambda row: (row[1], row[0])):
        if not hashes:
            continue
        print_ = blank.copy()
        print_.hashvalues = np.array(hashes, dtype=blank.hashvalues.dtype)
        like = [(round(float(kept[other].jaccard(print_)), 4), other) for other in index.query(print_)]
        like = [(score, other) for score, other in like if score >= similar]
        if like:
            score, first = max(like, key=lambda row: (row[0], row[1]))
            found.append(Pair(first, id_, score, (("text", score),)))
        else:  # only originals are looked up, so that each copy names the first of its kind
            kept[id_] = print_
            index.insert(id_, print_)
    return found


@cache
def _blank(permutations: int) -> MinHash:
    """The sketch of nothing, to be copied: making the permutations takes longer than sketching a text."""
    return MinHash(num_perm=permutations, seed=1)
