"""Whether an argument is what a frame asks for: a party, a place, a word of a class."""

from __future__ import annotations

from kg.extract.arguments import Argument
from kg.extract.candidates import names_event
from kg.extract.fillers import Fillers
from kg.extract.lexicon import Condition, Lexicon
from kg.extract.named import AGENTS, STATES, Named
from kg.extract.phrases import is_infinitive
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["Conditions"]

_ASKING = ("WP", "WP$", "WDT", "WRB")
"""Tags of the words with which a question begins."""
_WHETHER = ("whether", "if")
_BODIES = ("IntergovernmentalOrganization", "GovernmentBody")
"""Classes of bodies whose people act for them."""
_BASE = ("VB", "VBP")
_UNNAMED = ("role", "group")
"""Kinds of mention that name people by what they are: "a teenager", "three villagers"."""
_COMPLEMENTS = ("acomp", "attr", "prep", "xcomp")
"""Labels of what a copula says of its subject."""


class Conditions:
    """Holds the conditions of frames against the arguments of one article."""

    def __init__(self, fillers: Fillers, named: Named, lexicon: Lexicon) -> None:
        self.fillers, self.named, self.lexicon, self.words = fillers, named, lexicon, fillers.words
        self._private = lexicon.classes.get("private", frozenset())
        self._kinds: dict[int, frozenset[str]] = {}
        self._terms: dict[int, frozenset[str]] = {}

    def fits(self, argument: Argument, asked: Condition) -> bool:
        """Whether an argument meets one of the conditions, and none of those that are barred."""
        head = argument.head
        terms = self.terms(head)
        barred = asked.barred_words & terms
        if barred and not (barred <= self._private and self._serves(self.words[head])):
            return False
        if asked.barred_kinds and not asked.barred_kinds.isdisjoint(self.kinds(head)):
            return False
        if not asked.words.isdisjoint(terms):
            return True
        if not asked.kinds:
            return not asked.words
        return not asked.kinds.isdisjoint(self.kinds(head))

    def kinds(self, head: int) -> frozenset[str]:
        """What the argument at a head is: ``party``, ``person``, ``place``, ``document``, ``thing`` … or its class."""
        if head not in self._kinds:
            self._kinds[head] = frozenset(self._find_kinds(self.words[head]))
        return self._kinds[head]

    def terms(self, head: int) -> frozenset[str]:
        """The words by which the argument at a head is known: its own, with a modifier, a clause's auxiliaries."""
        if head not in self._terms:
            self._terms[head] = frozenset(self._find_terms(self.words[head]))
        return self._terms[head]

    def _find_kinds(self, word: Word) -> set[str]:
        kinds = {"clause"} if word.pos in VERBAL else self._who(word)
        if names_event(self.words, word, self.lexicon):
            kinds.add("event")
        if word.lemma in self.lexicon.documents:
            kinds.add("document")
        return kinds

    def _who(self, word: Word) -> set[str]:
        found = self.named.at(word.i)
        if found is None:
            owned = word.pos in NOMINAL and bool(self.fillers.behind(word))
            return {"thing", "owned"} if owned else {"thing"}
        mention, chain = found
        type_ = self.named.chains[chain].type
        kinds = {type_}
        if type_ in AGENTS:
            kinds.add("party")
        if type_ == "Person" or (type_ == "AgentGroup" and mention.kind != "nominal"):
            kinds.add("person")
        if type_ in ("Person", "AgentGroup") and mention.kind in _UNNAMED:
            kinds.add("people")
        if type_ in STATES:
            kinds |= {"state", "place"}
        if type_ == "Place":
            kinds.add("place")
        return kinds

    def _serves(self, word: Word) -> bool:
        """Whether a noun is of a body that its compound names: "UN experts" are no private people."""
        return any(self.named.type_at(child.i) in _BODIES for child in word.kids("compound", "nmod"))

    def _find_terms(self, word: Word) -> set[str]:
        terms = {word.lemma, word.lower}
        if word.pos == "PROPN" and (named := self.named.at(word.i)) is not None and named[0].kind == "name":
            terms = {named[0].span.text.lower()}  # a word within a name is not the common word
        if word.lemma == "be":  # "said that X was behind the attack"
            terms |= {child.lemma for child in word.kids(*_COMPLEMENTS)}
        if word.pos in (*VERBAL, "ADJ"):  # "should go", "has to go"
            terms |= {child.lower for child in word.kids("aux", "auxpass", "neg")}
            if any(child.tag in _ASKING or child.lower in _WHETHER for child in word.children if child.i < word.i):
                terms.add("question")  # "asked who had won"
            if any(is_infinitive(child) for child in word.kids("xcomp")):
                terms.add(f"{word.lemma} to")
            if _is_subjunctive(word):
                terms.add("subjunctive")
        return terms | {f"{child.lower} {word.lemma}" for child in word.kids("compound", "amod", "nmod")}


def _is_subjunctive(word: Word) -> bool:
    """Whether a clause asks for what it says: "that Rwanda leave", "that he be freed"."""
    one = [child for child in word.kids("nsubj", "nsubjpass") if child.tag in ("NN", "NNP") and not child.kids("conj")]
    form = next((child for child in word.kids("auxpass") if child.lower == "be"), word)
    return bool(one) and bool(word.kids("mark")) and form.tag in _BASE and not word.kids("aux")
