"""Words above a predicate that say whether it is so: operators ("plan to"), negation, conditions."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon, Operator
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["Operators", "has_no"]

_MARKS = ("mark", "advmod")
_SUBORDINATE = ("advcl", "ccomp", "pcomp", "acl")
"""Labels of a clause that a conjunction puts under a condition; the same above another clause."""
_UNDER_CONDITION = (*_SUBORDINATE, "ROOT", "conj", "xcomp")
_CLIMBED = ("ccomp", "conj", "xcomp", "advcl")
"""Labels of clauses to which the condition of the clause above applies."""
_HIGHEST = 6
"""Clauses that are climbed in search of a condition, at most."""
_PRESENT = ("VBZ", "VBP")
_NOBODY = ("nobody", "none", "nothing")
_NO = ("no", "neither")


class Operators:
    """Finds what governs the words of one article.

    Args:
        lexicon: Its operators, and the word lists ``conditions``, ``awaited`` and ``negatives``.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._operators = lexicon.operators
        self._conditions = lexicon.listed("conditions")
        self._awaited = lexicon.listed("awaited")
        self._negatives = lexicon.listed("negatives")

    def governing(self, word: Word, relation: str) -> Operator | None:
        """The operator that a governing word is, the longest where it is several.

        Args:
            word: The governing word.
            relation: What stands to it in which relation (``infinitive``, ``clause``, ``object``, a preposition …).
        """
        found = [*self._operators.get(word.lemma, ())]
        if word.lower != word.lemma:
            found += self._operators.get(word.lower, ())
        fitting = (operator for operator in found if _governs(operator, word, relation))
        return max(fitting, key=lambda operator: operator.lemma.count(" "), default=None)

    # -------------------------------------------------------------------------------------------------------- negation

    def is_negated(self, word: Word) -> bool:
        """Whether a clause is negated, by a word of its own or of the clause that it continues."""
        if any(self._denies(child) for child in word.children):
            return True
        head = word.head
        if word.dep == "xcomp" and head.pos in VERBAL and self.governing(head, "infinitive") is None:
            return self.is_negated(head)
        if word.dep != "conj":
            return False
        return any(c.lower in ("nor", "neither") and c.i > head.i for c in head.kids("cc", "preconj", "neg"))

    def negates_noun(self, noun: Word) -> bool:
        """Whether a noun is denied: "no talks", "never any talks"."""
        words = {child.lower for child in noun.kids("det", "neg")}
        return not words.isdisjoint(_NO) or ("any" in words and not words.isdisjoint(self._negatives))

    def _denies(self, child: Word) -> bool:
        match child.dep:
            case "neg":
                return True
            case "advmod":
                return child.lower in self._negatives
            case "preconj":
                return child.lower == "neither"
            case "nsubj" | "nsubjpass" | "dobj":
                return child.lower in _NOBODY or any(c.lower in _NO for c in child.kids("det", "neg"))
        return False

    # ------------------------------------------------------------------------------------------------------ conditions

    def condition(self, word: Word) -> str | None:
        """Why a clause is left open by the conjunction with which it begins, or None."""
        mark = self._mark(word)
        if mark is not None and word.dep in _UNDER_CONDITION:
            return f"after {mark.lower}"
        if _is_inverted(word):
            return "a condition contrary to fact"
        if word.dep != "advcl":
            return None
        present = word.tag in _PRESENT or any(c.tag in _PRESENT for c in word.kids("aux", "auxpass"))
        awaited = any(c.lower in self._awaited for c in word.kids(*_MARKS))
        return "a condition" if present and awaited else None

    def condition_above(self, word: Word) -> str | None:
        """Why a clause, or one that it stands in, is left open, or None."""
        at = word
        for _ in range(_HIGHEST):
            if at.dep in _SUBORDINATE and (mark := self._mark(at)) is not None:
                return f"after {mark.lower}"
            if at.head is at or at.dep not in _CLIMBED:
                return None
            at = at.head
        return None

    def has_condition(self, word: Word, conjunctions: tuple[str, ...]) -> bool:
        """Whether a clause holds only under a condition that begins so ("… if Russia stops")."""
        adjectives = word.kids("acomp")
        inner = [word, *word.kids("acomp", "xcomp"), *(x for a in adjectives for x in a.kids("xcomp"))]
        clauses = (clause for at in inner for clause in at.kids("advcl"))
        return any(mark.lower in conjunctions for clause in clauses for mark in clause.kids("mark"))

    def _mark(self, word: Word) -> Word | None:
        """The conjunction that puts a clause under a condition."""
        return next((c for c in word.kids(*_MARKS) if c.lower in self._conditions and c.i < word.i), None)


def has_no(noun: Word) -> bool:
    """Whether a noun stands under "no" itself."""
    return any(child.lower == "no" for child in noun.kids("det", "neg"))


def _governs(operator: Operator, word: Word, relation: str) -> bool:
    if operator.pos and operator.pos != ("noun" if word.pos in NOMINAL else "verb"):
        return False
    if operator.governs and relation not in operator.governs:
        return False
    return all(
        part == relation or any(part in (c.lower, c.lemma) for c in word.children)
        for part in operator.lemma.split()[1:]
    )


def _is_inverted(word: Word) -> bool:
    """Whether a clause begins with "had" before its subject: "Had X invited Y, …" tells what was not."""
    had = next((c for c in word.kids("aux") if c.lower == "had"), None)
    subject = next(iter(word.kids("nsubj", "nsubjpass")), None)
    return had is not None and subject is not None and had.i < subject.i and word.dep in _SUBORDINATE
