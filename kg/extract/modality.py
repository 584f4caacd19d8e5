"""What a clause says of its event: status, polarity, certainty; or that it asserts nothing at all.

Read from the verb's form, and upwards through what governs it: operators ("plan to", "refuse to", "deny that"),
conditions, negation. An infinitive that no operator governs asserts nothing.
"""

from __future__ import annotations

from dataclasses import replace

from kg.extract.context import Context
from kg.extract.nouns import first_conjunct
from kg.extract.occasions import MARGINS
from kg.extract.operators import Operators
from kg.extract.phrases import is_passive
from kg.extract.predicates import Predicates
from kg.extract.status import PLANNED, Modality, under
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["Modality", "ModalityReader"]

_HEADS_OF_TOPICS = ("for", "on", "of", "to", "about")
"""Prepositions that make a noun part of what another noun says: "plans for talks", "a call for a truce"."""
_OPEN = ("planned", "proposed", "cancelled", "denied")
"""Statuses that such a noun hands on."""
_OCCASIONS = ("at", "in", "during", "after", "subject", "ahead of")
"""Relations in which an event is yet to come where its verb tells the future."""


class ModalityReader:
    """Reads modality in one article."""

    def __init__(self, context: Context) -> None:
        self.words = context.words
        self.operators = Operators(context.lexicon)
        self.predicates = Predicates(self.operators, context.lexicon)

    def read(self, word: Word, support: int | None, effect: str | None) -> Modality:
        """The modality of a predicate.

        Args:
            word: The trigger.
            support: Index of the verb that carries a noun, or None.
            effect: What that verb itself says ("cancel talks").
        """
        if self._is_asked(word):
            return Modality("unknown", nothing="a question")
        verb = self._verb_of(word, support)
        if support is not None:
            found = self.predicates.verb(verb)
        elif word.pos in NOMINAL:
            found = self._noun(word)
        else:
            found = self.predicates.verb(verb if verb.pos in VERBAL else word)
        if effect:
            found = under(effect, found)
        if not found.nothing and verb.pos in VERBAL and self._is_conditional(word, verb, found):
            found = replace(found, status="proposed", certainty="possible")
        if word.pos in NOMINAL and found.polarity == "affirmed" and self.operators.negates_noun(word):
            return found.negated()
        return found

    def _is_asked(self, word: Word) -> bool:
        """Whether a sentence ends with a question mark, with or without a quotation mark after it."""
        return any(at.text == "?" for at in self.words[max(word.first, word.last - 2) : word.last])

    def _verb_of(self, word: Word, support: int | None) -> Word:
        if support is not None:
            return self.words[support]
        return word.head if word.pos == "ADJ" else word

    def _is_conditional(self, word: Word, verb: Word, found: Modality) -> bool:
        if word.pos == "ADJ" and any(w.dep == "mark" and w.lower in ("if", "unless") for w in verb.subtree()):
            return True
        happened = found.status == "occurred" and found.tense == "past"
        return self.operators.has_condition(
            verb, ("if",) if happened else ("if", "unless")
        )  # "threatened to …, unless"

    # ----------------------------------------------------------------------------------------------------------- nouns

    def _noun(self, word: Word) -> Modality:
        """A noun that no support verb carries: taken as given, unless what governs it says otherwise."""
        at = first_conjunct(word)
        head, relation = _governor(at)
        if relation == "of" and head.lemma in MARGINS and head.dep == "pobj":
            head, relation = head.head.head, "at"  # "will meet on the margins of the summit"
        if relation == "without":
            return Modality().negated()
        if head is at:
            return Modality()
        if relation == "oprd":
            return Modality(nothing="what something is called")
        owned = bool(word.kids("poss"))  # "if it ends its raids" takes the raids as given
        if not owned:  # "even if there is a truce"
            verb = next((w for w in (head, *head.ancestors()) if w.pos in VERBAL), None)
            if verb is not None and (reason := self.operators.condition_above(verb)):
                return Modality(nothing=reason)
        if (operator := self.operators.governing(head, relation)) is not None:
            return under(operator.effect, self.predicates.verb(head, 1) if head.pos in VERBAL else Modality())
        if head.pos in NOMINAL:
            return self._below_noun(head, relation)
        if head.pos in VERBAL:
            return self._below_verb(head, relation, owned)
        return Modality()

    def _below_noun(self, head: Word, relation: str) -> Modality:
        """A noun below another: the noun above is what is said to be."""
        if relation in _HEADS_OF_TOPICS and head.dep in ("dobj", "pobj", "nsubj", "nsubjpass"):
            above = self._noun(head)
            if above.nothing or above.status in _OPEN:
                return above
        return Modality()

    def _below_verb(self, head: Word, relation: str, owned: bool) -> Modality:
        above = self.predicates.verb(head, 1)
        conditional = above.nothing and (above.nothing.startswith("after ") or above.nothing == "a condition")
        if conditional and not owned:
            return above
        if above.tense == "future" and relation in _OCCASIONS:
            return PLANNED
        return Modality()


def _governor(noun: Word) -> tuple[Word, str]:
    """What governs a noun, and as what: ``object``, ``subject``, a preposition, or a label as it stands."""
    head = noun.head
    match noun.dep:
        case "pobj":
            return head.head, head.lower
        case "dobj" | "nsubjpass":
            return head, "object"
        case "nsubj":
            return head, "object" if is_passive(head) else "subject"
    return head, noun.dep
