"""The stretch of words that tells an event: the clause of its predicate, cut to a length that can be quoted."""

from __future__ import annotations

from kg.extract.words import VERBAL, Word
from kg.model import Document

__all__ = ["LONGEST", "Clauses"]

LONGEST = 390
"""Code points of evidence, at most: what fits on a line or two of a report."""
_CLOSING = ("”", '"', ")")
_OPENING = ("“", '"', "(")


class Clauses:
    """Finds the clauses of one article."""

    def __init__(self, document: Document, words: list[Word]) -> None:
        self.document, self.words = document, words

    def of(self, word: Word) -> tuple[int, int]:
        """The token range of the clause that a predicate heads, without coordinated clauses after it."""
        first, last = word.i, word.i
        queue = [word]
        for at in queue:  # grows while it is walked
            for child in at.children:
                if child.dep == "parataxis" or (at is word and _begins_another(word, child)):
                    continue
                first, last = min(first, child.i), max(last, child.i)
                queue.append(child)
        first, last = max(first, word.first), min(last + 1, word.last)
        while last - 1 > word.i and self.words[last - 1].punct and self.words[last - 1].text not in _CLOSING:
            last -= 1
        while first < word.i and self.words[first].punct and self.words[first].text not in _OPENING:
            first += 1
        return self.bounded(first, last, word.i)

    def bounded(self, first: int, last: int, anchor: int) -> tuple[int, int]:
        """A range of tokens cut to at most ``LONGEST`` code points around a token."""
        starts, ends = self.document.starts, self.document.ends
        while (
            last - 1 > anchor
            and ends[last - 1] - starts[first] > LONGEST
            and ends[last - 1] - starts[anchor] > LONGEST // 3
        ):
            last -= 1
        while first < anchor and ends[last - 1] - starts[first] > LONGEST:
            first += 1
        while last - 1 > anchor and ends[last - 1] - starts[first] > LONGEST:
            last -= 1
        return first, last


def _begins_another(word: Word, child: Word) -> bool:
    """Whether a child of the predicate is a coordinated clause, or the "and" before one."""
    if child.dep == "conj":
        return child.pos in VERBAL
    return child.dep == "cc" and any(c.pos in VERBAL for c in word.kids("conj"))
