"""What the parser gets wrong time and again, put right once for all that reads the words: where a word hangs."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["mend"]

_GUEST = "visiting"
"""The participle that stands before a guest's title and is taken for a gerund with the guest as its object."""
_FINITE = ("VBD", "VBZ")
"""Penn's tags of forms that are finite for certain."""
_HIGHEST = 6
"""Clauses that are climbed for the verb with which one is coordinated, at most."""


def mend(words: Sequence[Word]) -> None:
    """Hang words where they belong, in place.

    Args:
        words: The words of an article, in order.
    """
    for word in words:
        if word.lower == _GUEST and word.tag == "VBG":
            _mend_guest(word, words[word.i - 1] if word.i else None)
        elif word.dep == "conj" and word.tag in _FINITE and word.head.tag == "VB":
            _mend_coordinated(word)


def _mend_guest(participle: Word, before: Word | None) -> None:
    """Read "met with visiting Premier X", "received visiting Premier X", "between X and visiting Premier Y"."""
    guest = next(iter(participle.kids("dobj")), None)
    head = participle.head
    if guest is None or guest.pos not in NOMINAL or guest.entity != "PERSON" or guest.kids("det", "poss"):
        return
    if participle.kids("aux", "auxpass", "nsubj", "mark"):
        return
    above, dep, rest = head, "dobj", head
    if participle.dep == "pcomp":
        dep, rest = "pobj", head.head
    elif participle.dep == "acl":  # "between X and visiting Y"
        if before is None or before.dep != "cc":
            return
        above, dep = before.head, "conj"
    elif participle.dep == "conj":
        dep = "conj"
    elif participle.dep not in ("xcomp", "ccomp", "dobj") or head.pos not in VERBAL:
        return
    for child in participle.children:
        if child is not guest:
            _hang(child, rest, child.dep)
    _hang(guest, above, dep)
    _hang(participle, guest, "amod")


def _mend_coordinated(verb: Word) -> None:
    """Read "urged them to fight X and accused Y": what is accused is told beside the urging, not beside the fight."""
    at = verb.head
    for _ in range(_HIGHEST):
        if at.head is at:
            return
        at = at.head
        if at.tag in _FINITE and at.pos in VERBAL:
            if at.tag == verb.tag and not verb.kids("nsubj", "nsubjpass"):
                _hang(verb, at, "conj")
            return


def _hang(word: Word, head: Word, dep: str) -> None:
    old = word.head
    old.children = tuple(child for child in old.children if child is not word)
    word.head, word.dep = head, dep
    head.children = tuple(sorted((*head.children, word), key=lambda w: w.i))
