"""The arguments that nouns have of themselves, and the verbs that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.phrases import RELATIVE, Argument, Arguments, Phrases, is_infinitive, is_passive
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["Governor", "NounReader", "first_conjunct"]

_LEADING = ("lead", "head")
"""Verbs whose participle between a party and a thing says that the thing is done by the party."""
_TOPICS = ("on", "about", "over", "of")
"""Prepositions below whose noun the parser hangs a "with" that belongs above it."""


@dataclass(frozen=True, slots=True)
class Governor:
    """The verb that carries a noun, and as what: ``subject``, ``object`` or a preposition."""

    verb: int
    relation: str


class NounReader:
    """Reads the arguments of nouns in one article."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def read(self, word: Word) -> Arguments:
        """The arguments that a noun has of itself, or the word that counts it.

        These are possessives, compounds, adjectives, prepositions and clauses.
        """
        args: Arguments = {
            "possessive": self.phrases.arguments(word.kids("poss"), "possessive"),
            "compound": [Argument(w.i, "compound") for w in self._modifiers(word, "compound", "nmod")],
            "adjective": [Argument(w.i, "adjective") for w in self._modifiers(word, "amod")],
        }
        self.phrases.prepositions(word, args)
        if "by" not in args and (leading := _leading(word)):
            args["by"] = [Argument(w.i, "by, before the participle") for w in leading]
        for child in word.kids("acl", "ccomp"):
            if is_infinitive(child):
                args.setdefault("infinitive", []).append(Argument(child.i, "infinitive"))
            elif child.dep == "ccomp" or child.kids("mark"):
                args.setdefault("clause", []).append(Argument(child.i, "clause"))
        self._raised(args)
        found = {name: arguments for name, arguments in args.items() if arguments}
        counting = self.phrases.counting(word)
        if counting is word:
            return found
        outer = {name: arguments for name, arguments in self.read(counting).items() if name != "of"}
        return {**outer, **found}  # "Iran's series of strikes", "a wave of attacks against the army"

    def _raised(self, args: Arguments) -> None:
        """Add the parties that hang below a topic: "views on the border with X", "the launch of a missile by X"."""
        for topic in [a for name in _TOPICS for a in args.get(name, ())]:
            below = self.phrases.words[topic.head]
            for child in below.kids("prep"):
                if child.lower in ("with", "between", "by") and child.lower not in args:
                    path = f"{child.lower} below {below.base}"
                    args[child.lower] = self.phrases.arguments(child.kids("pobj"), path)

    def _modifiers(self, word: Word, *deps: str) -> list[Word]:
        """Words before a noun under one of the labels, at whatever depth, with what is coordinated with them."""
        found: set[Word] = set()
        for child in word.kids(*deps):
            found.update(self._modifiers(child, *deps))
            if child.i < word.i:
                found.update(w for w in self.phrases.conjuncts(child) if w.i < word.i)
        return sorted(found, key=lambda w: w.i)

    def governors(self, word: Word) -> Iterator[Governor]:
        """The verbs that carry a noun as subject, object or after a preposition, nearest first."""
        at = first_conjunct(word)
        yield from _above(self.phrases.counting(at))
        for child in at.kids("acl", "relcl"):
            if child.dep == "relcl":
                subjects = child.kids("nsubj", "nsubjpass")
                acts = any(c.lower in RELATIVE for c in subjects) and not is_passive(child)
                yield Governor(child.i, "subject" if acts else "object")
            elif child.tag in ("VBN", "VBG"):
                yield Governor(child.i, "object" if child.tag == "VBN" else "subject")


def _leading(word: Word) -> list[Word]:
    """Who does a thing by a participle before it: "the Saudi-led strikes", "US-brokered talks" are theirs."""
    participles = (c for c in word.kids("amod") if c.tag == "VBN" and c.lemma in _LEADING)
    return [name for participle in participles for name in participle.kids("npadvmod", "nmod", "compound", "nsubj")]


def first_conjunct(word: Word) -> Word:
    """The noun with which a list of nouns begins: what carries the list hangs on it."""
    while word.dep == "conj" and word.head.pos in NOMINAL:
        word = word.head
    return word


def _above(word: Word) -> Iterator[Governor]:
    head = word.head
    yield from _raised(word)
    if word.dep in ("dobj", "nsubjpass"):
        yield Governor(head.i, "object")
    elif word.dep in ("nsubj", "csubj"):
        yield Governor(head.i, "object" if is_passive(head) else "subject")
    elif word.dep == "pobj" and head.head is not head:
        outer = head.head
        if outer.pos in VERBAL:
            yield Governor(outer.i, head.lower)
        elif outer.pos in NOMINAL and outer.dep in ("dobj", "nsubjpass", "nsubj") and outer.i != word.i:
            yield Governor(outer.head.i, f"{outer.base} {head.lower}")


def _raised(word: Word) -> Iterator[Governor]:
    """The infinitive that a subject is raised from: "talks are to be held", "is expected to take place"."""
    head = word.head
    if word.dep in ("nsubj", "nsubjpass") and not head.kids("dobj", "attr"):
        for clause in (c for above in (head, *head.kids("acomp")) for c in above.kids("xcomp")):
            if is_infinitive(clause):
                yield Governor(clause.i, "object" if is_passive(clause) else "subject")
