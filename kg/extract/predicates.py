"""The modality of verbs: from their form, and upwards through what governs a form that is not finite."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.generic import Generic
from kg.extract.lexicon import Lexicon
from kg.extract.operators import Operators, has_no
from kg.extract.phrases import is_passive
from kg.extract.status import PLANNED, PLANS, Modality, under
from kg.extract.words import VERBAL, Word

__all__ = ["Predicates"]

_DEEPEST = 8
"""Clauses that are climbed to learn what governs a verb, at most."""
_REPORTED = 5
"""Clauses between "would" and the verb of saying, at most."""
_ABLE = ("can", "could", "ca")
"""Auxiliaries that refuse what they deny: "could not accept"."""
_FINITE = ("VBD", "VBZ", "VBP")
_PRESENT = ("VBZ", "VBP")
_FIRST = ("i", "we")
_WITH_ITS_VERB = ("by", "while", "in", "on")
"""Prepositions before a gerund that is as real as the verb on which it hangs."""
_POSSIBLE = Modality("unknown", certainty="possible", nothing="only possible", tense="future")
_OBLIGED = Modality("unknown", nothing="an obligation or wish", tense="future")
_SUPPOSED = Modality("proposed", certainty="possible", tense="future")
_IMAGINED = Modality("unknown", certainty="possible", nothing="only supposed", tense="future")
_ADVISED = Modality("unknown", nothing="an order or advice", tense="future")
_COUNTERFACTUAL = Modality("unknown", nothing="would have been so, and was not", tense="past")


class Predicates:
    """Reads the modality of verbs in one article.

    Args:
        operators: Finds what governs a word.
        lexicon: For the auxiliaries, and the verbs of reporting.
    """

    def __init__(self, operators: Operators, lexicon: Lexicon) -> None:
        self.operators, self._generic = operators, Generic(lexicon)
        self._documents = lexicon.documents
        self._future = lexicon.listed("future_auxiliaries")
        self._obliging = lexicon.listed("obliging_auxiliaries")
        self._possible = lexicon.listed("possible_auxiliaries")
        self._possible_adverbs = lexicon.listed("possible_adverbs")
        self._probable_adverbs = lexicon.listed("probable_adverbs")
        self._ahead = lexicon.listed("ahead")
        self._believing = lexicon.listed("believing")
        self._reporting = lexicon.listed("reporting")

    def verb(self, word: Word, depth: int = 0) -> Modality:
        """The modality of a verb."""
        if depth > _DEEPEST:
            return Modality()
        found = self._form(word, depth)
        if found.nothing:
            return found
        if found.polarity == "affirmed" and self.operators.is_negated(word):
            found = found.negated()
        if (certainty := self._doubt(word)) and found.certainty == "certain":
            found = replace(found, certainty=certainty)
        if reason := self.operators.condition(word) or self._generic.reason(word) or self._imagined(word):
            return replace(found, nothing=reason)
        head = word.head
        if word.dep in ("ccomp", "acl") and head is not word:
            if (operator := self.operators.governing(head, "clause")) is not None:
                found = under(operator.effect, found)
            if word.dep == "acl" or head.pos not in VERBAL or found.nothing:
                return found
        elif word.dep != "conj":
            return found
        above = self.operators.condition_above(head)
        return replace(found, nothing=above) if above else found

    def _imagined(self, word: Word) -> str | None:
        """Why a clause tells of what is only wished for or imagined ("imagine a spring in which …"), or None."""
        while word.dep == "conj" and word.head.pos in VERBAL:
            word = word.head
        noun = word.head
        if word.dep != "relcl" or noun.dep != "dobj" or not any(c.lower in ("a", "an") for c in noun.kids("det")):
            return None
        operator = self.operators.governing(noun.head, "object")
        return "a clause of what is only wished for" if operator is not None and operator.effect == "wish" else None

    def _doubt(self, word: Word) -> str | None:
        """The certainty that an adverb at a verb leaves, or None."""
        adverbs = {child.lower for child in word.kids("advmod")}
        if adverbs & self._possible_adverbs:
            return "possible"
        return "probable" if adverbs & self._probable_adverbs else None

    # ------------------------------------------------------------------------------------------------------------ forms

    def _form(self, word: Word, depth: int) -> Modality:
        """What the form of a verb says, with what governs a form that is not finite."""
        auxiliaries = word.kids("aux", "auxpass")
        lowers = {c.lower for c in auxiliaries}
        if lowers & self._future:
            return PLANNED
        if lowers & self._obliging:
            return _OBLIGED
        if "would" in lowers or "'d" in lowers:
            return self._would(word)
        if lowers & self._possible:
            return PLANNED if word.kids("neg") and not lowers.isdisjoint(_ABLE) else _POSSIBLE  # "cannot accept"
        if any(c.tag == "TO" for c in auxiliaries):
            return self._infinitive(word, depth)
        going = next((c for c in auxiliaries if c.lemma == "be"), None)
        if going is not None and word.tag == "VBG":
            return Modality("ongoing", tense="present")
        if word.tag in _FINITE or any(c.tag in (*_FINITE, "MD") for c in auxiliaries):
            perfect = any(c.lemma == "have" for c in auxiliaries)
            passive = going is not None and going.tag in _PRESENT and word.tag == "VBN" and not perfect
            return Modality(tense="present" if passive or word.tag in _PRESENT else "past")
        return self._unfinished(word, depth)

    def _would(self, word: Word) -> Modality:
        """A verb under "would": yet to come in reported speech ("said it would send"), else supposed."""
        at = word
        for _ in range(_REPORTED):
            if at.dep in ("ccomp", "relcl") and at.head.lemma in self._reporting - self._believing:
                return PLANNED
            if at.head is at:
                break
            at = at.head
        if _is_perfect(word):
            return _COUNTERFACTUAL
        polite = any(c.lower in _FIRST for c in word.kids("nsubj"))  # "we would urge"
        return _SUPPOSED if polite or self._is_ahead(word) or self._is_of_plan(word) else _IMAGINED

    def _is_ahead(self, word: Word) -> bool:
        """Whether a verb has a day to come of its own: "would meet next week" reports what was let known."""
        days = (w for w in word.subtree() if w.lower in self._ahead and w.entity in ("DATE", "TIME"))
        return any(next(a for a in day.ancestors() if a.pos in VERBAL) is word for day in days)

    def _is_of_plan(self, word: Word) -> bool:
        """Whether a verb tells what a plan or document says: "a plan under which they would withdraw"."""
        at = word
        while at.dep == "conj":
            at = at.head
        if at.dep not in ("relcl", "acl"):
            return False
        operator = self.operators.governing(at.head, "infinitive")
        return at.head.lemma in self._documents or (operator is not None and operator.effect in PLANS)

    def _infinitive(self, word: Word, depth: int) -> Modality:
        head = word.head
        if word.dep == "conj":
            return self.verb(head, depth + 1)
        if word.dep == "ROOT":  # a headline: "X to visit Y"
            return PLANNED
        if (operator := self.operators.governing(head, "infinitive")) is not None:
            if operator.effect == "probable" and not _is_perfect(word):
                return Modality("unknown", nothing="only seems so", tense="future")
            above = self.verb(head, depth + 1) if head.pos in VERBAL else self._predicative(head, depth)
            return under(operator.effect, above)
        if head.lemma == "be" and word.dep in ("xcomp", "ccomp"):
            return PLANNED
        if word.dep == "relcl" or (word.dep == "acl" and is_passive(word)):  # "talks to be held in May"
            return PLANNED
        kind = "a purpose" if word.dep == "advcl" else f"the infinitive of “{head.base}”"
        return Modality("unknown", nothing=kind, tense="future")

    def _predicative(self, word: Word, depth: int) -> Modality:
        """The modality of an adjective or noun as the predicate it belongs to ("no plans to …" denies)."""
        if word.pos == "NOUN" and has_no(word):
            return Modality().negated()
        at = word
        for _ in range(3):
            if at.pos in VERBAL:
                above = self.verb(at, depth + 1)
                operator = self.operators.governing(at, "plan") if word.dep == "dobj" and word.head is at else None
                return above if operator is None else under(operator.effect, above)  # "examined a plan to …"
            if at.head is at:
                break
            at = at.head
        return Modality(tense="present")

    def _unfinished(self, word: Word, depth: int) -> Modality:
        """A participle or gerund: with the clause it belongs to."""
        head = word.head
        match word.dep:
            case "conj" | "advcl" if head.pos in VERBAL:
                found = self.verb(head, depth + 1)
                return Modality() if found.nothing and word.dep == "advcl" else found
            case "xcomp" | "ccomp" | "dobj" if head.pos in VERBAL:
                operator = self.operators.governing(head, "gerund")
                return Modality() if operator is None else under(operator.effect, self.verb(head, depth + 1))
            case "pcomp":
                return self._gerund(head, depth)
            case "csubj" if word.tag == "VBG":
                return Modality("unknown", nothing="an act that is only named")
            case "ROOT" if word.tag == "VBG":
                return Modality("ongoing", tense="present")
        if word.tag == "VB" and not word.kids("nsubj", "nsubjpass"):
            return self._bare(word, depth)
        return Modality()

    def _bare(self, word: Word, depth: int) -> Modality:
        """A bare infinitive that continues another, which the parser may have hung on a noun; else an order."""
        above = next((w for w in word.ancestors() if w.pos in VERBAL), None)
        return _ADVISED if above is None else self.verb(above, depth + 1)

    def _gerund(self, preposition: Word, depth: int) -> Modality:
        """A gerund after a preposition."""
        name, outer = preposition.lower, preposition.head
        if name == "without":
            return Modality().negated()
        operator = self.operators.governing(outer, name) or self.operators.governing(outer, "gerund")
        if operator is not None:
            return under(operator.effect, self._above(outer, depth))
        if outer.pos in VERBAL and name in _WITH_ITS_VERB:
            return self.verb(outer, depth + 1)
        if name == "before" and self.verb(outer, depth + 1).tense == "future":
            return Modality("planned")
        return Modality()

    def _above(self, word: Word, depth: int) -> Modality:
        """The modality of a verb, or of a noun that is denied by "no" alone."""
        if word.pos in VERBAL:
            return self.verb(word, depth + 1)
        return Modality().negated() if has_no(word) else Modality()


def _is_perfect(word: Word) -> bool:
    """Whether a verb stands with an infinitive "have": "to have attacked", "would have attacked"."""
    return word.tag == "VBN" and any(c.lemma == "have" and c.tag == "VB" for c in word.kids("aux"))
