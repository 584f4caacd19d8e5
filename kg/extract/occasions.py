"""What an event happened at or while: the words around it that may tell where and when it was, too."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.words import VERBAL, Word

__all__ = ["MARGINS", "OCCASION", "is_beside", "occasions"]

OCCASION = ("at", "during", "in", "after")
"""Prepositions before what somebody acts at."""
_WITHIN = ("at", "during", "in", "by")
"""Prepositions before a noun whose event is where and when the verb's is ("died in clashes", "killed by a blast")."""
MARGINS = ("margin", "sideline", "fringe", "occasion")
"""Nouns after "on" whose "of" names at what an event happened."""
_WHILE = ("when", "while", "as", "during")


def occasions(word: Word, after: bool = True) -> Iterator[Word]:
    """The words that may tell what an event happened at or while.

    Args:
        word: The word that tells the event, or the verb that carries it.
        after: With what it happened soon after.
    """
    fellows = (c for c in word.kids("conj") if c.tag == word.tag == "VBN")  # "two were killed and five hurt in …"
    for preposition in (p for verb in (word, *fellows) for p in verb.kids("prep", "agent")):
        if preposition.lower in (*OCCASION, "by") and (after or preposition.lower != "after"):
            yield from preposition.kids("pobj")
        elif preposition.lower == "on":  # "on the margins of the summit"
            margins = (noun for noun in preposition.kids("pobj") if noun.lemma in MARGINS)
            yield from (c for noun in margins for of in noun.kids("prep") for c in of.kids("pobj"))
    for clause in word.kids("advcl"):
        if any(child.lower in _WHILE for child in clause.children) or is_beside(clause):
            yield clause
    if word.dep == "conj" and word.pos == "VERB" and not word.kids("nsubj", "nsubjpass"):
        yield word.head
    if word.dep == "pobj" and word.head.lower in _WITHIN:
        verb = word.head.head
        yield verb
        if verb.dep == "conj":
            yield verb.head
    if word.dep == "pobj" and word.head.lower == "of" and word.head.head.lemma in MARGINS:
        yield word.head.head.head.head
    if is_beside(word):
        yield word.head
    if word.dep == "relcl" and any(child.lower == "where" for child in word.kids("advmod")):
        yield from (above for above in word.ancestors() if above.pos in VERBAL)


def is_beside(clause: Word) -> bool:
    """Whether a participle clause tells what happens along with the clause above: "speaking in X, he accused …"."""
    return clause.dep == "advcl" and clause.tag == "VBG" and not clause.kids("nsubj", "nsubjpass", "mark", "aux")
