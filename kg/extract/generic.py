"""Clauses that tell of no happening: what is done as a rule, by what kind of party, or only which one is meant."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon
from kg.extract.words import VERBAL, Word

__all__ = ["Generic", "only_identifies"]

_PRESENT = ("VBZ", "VBP")
_INDEFINITE = ("a", "an", "any", "every", "each", "no", "some")
"""Articles of a noun that names any one of a kind."""
_SEEING = ("see", "watch", "leave", "have", "get", "find")
"""Verbs whose object is told with what happens to it: "saw dozens of people arrested"."""
_NAMING = ("det", "poss", "nummod", "predet")
"""Labels of what makes of a plural certain ones."""


class Generic:
    """Knows rules and kinds by the form of a clause in the present tense.

    Args:
        lexicon: For the adverbs of habit, the conjunctions of what recurs, and auxiliaries.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._habitual = lexicon.listed("habitual_adverbs")
        self._possible = lexicon.listed("possible_auxiliaries")
        self._recurring = lexicon.listed("recurring")

    def reason(self, verb: Word) -> str | None:
        """Why a clause tells of no happening, or None.

        Args:
            verb: The verb of the clause.
        """
        at = _carrying(verb)
        lasting = _is_present(at) or any(c.lower in self._possible for c in at.kids("aux"))
        if lasting and any(_is_any(noun, clause) for noun in at.kids("nsubj") for clause in noun.kids("relcl")):
            return "what any of a kind does"
        if not _is_present(at):
            return None
        if any(child.lower in self._habitual for child in at.kids("advmod")):
            return "a habit"
        if any(self._recurs(clause) for clause in at.kids("advcl")) or (at.dep == "advcl" and self._recurs(at)):
            return "what happens whenever something else does"
        if at.dep == "relcl" and _is_any(at.head, at):
            return "what one of a kind does"
        return None

    def _recurs(self, clause: Word) -> bool:
        """Whether a clause in the present begins with "when", below another in the present: both tell of each time."""
        opens = any(c.lower in self._recurring and c.i < clause.i for c in clause.kids("advmod", "mark"))
        return opens and _is_present(clause) and (clause.dep != "advcl" or _is_present(clause.head))


def only_identifies(participle: Word) -> bool:
    """Whether a participle says which ones of a kind are meant, by the way: "rebels fighting the government".

    One that is set off by a comma, that belongs to a name or to a headline's first noun, or that has a day of its own
    tells something, and so does one of what is seen to happen.
    """
    noun = participle.head
    if participle.tag not in ("VBG", "VBN") or participle.dep not in ("acl", "amod") or noun.pos != "NOUN":
        return False
    if participle.kids("nsubj", "nsubjpass", "aux", "mark"):
        return False  # "the news that X had attacked Y"
    if noun.dep == "ROOT" or (noun.dep == "dobj" and noun.head.lemma in _SEEING and participle.i > noun.i):
        return False
    dated = any(word.entity in ("DATE", "TIME") for word in participle.subtree())
    return not dated and not _is_set_off(noun, participle)


def _carrying(verb: Word) -> Word:
    """The verb whose tense, adverbs and subject a coordinated verb shares."""
    at = verb
    while at.dep == "conj" and at.head.pos in VERBAL and not at.kids("nsubj", "nsubjpass", "aux", "auxpass"):
        at = at.head
    return at


def _is_present(verb: Word) -> bool:
    """Whether a verb is in the simple present, active or passive: no perfect, no progressive, no "will"."""
    auxiliaries = verb.kids("aux", "auxpass")
    if verb.tag in _PRESENT:
        return not auxiliaries
    if verb.tag == "VB":
        asked = any(c.lemma == "do" and c.tag in _PRESENT for c in auxiliaries)
        return asked or (not auxiliaries and bool(verb.kids("nsubj")))
    passive = [c for c in auxiliaries if c.dep == "auxpass"]
    return verb.tag == "VBN" and len(passive) == len(auxiliaries) == 1 and passive[0].tag in _PRESENT


def _is_any(noun: Word, clause: Word) -> bool:
    """Whether a noun with a clause of its own names any one of a kind: "a state that …", "states that …"."""
    if clause.dep != "relcl" or not _is_present(clause) or _is_set_off(noun, clause):
        return False
    if any(c.lower in _INDEFINITE for c in noun.kids("det")):
        return True
    return noun.tag == "NNS" and not noun.kids(*_NAMING) and not any(c.pos == "PROPN" for c in noun.kids("compound"))


def _is_set_off(noun: Word, clause: Word) -> bool:
    """Whether a comma stands between a noun and its clause, which then tells more of it, and not which one it is."""
    return any(c.text == "," and noun.i < c.i < clause.i for c in (*noun.children, *clause.children))
