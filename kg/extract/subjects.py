"""Whom a clause is about where it does not say so itself: by control, coordination, relative or participle clause."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Argument, Phrases, is_passive
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = ["Subjects"]

_DEEPEST = 6
"""Clauses that are climbed in search of a subject, at most."""
_LENT = ("acomp", "attr", "dobj", "oprd", "pobj", "nsubjpass", "xcomp", "conj")
"""Labels under which a noun, adjective or adverb is about whatever its head is about."""
_OBJECT_CONTROLS = ("of", "from", "for", "into")
"""Prepositions before a gerund that the object does, not the subject ("accused X of shelling …")."""
_OWNING = ("of", "by")
_PARTIES = ("GPE", "NORP", "ORG", "PERSON")
"""Types of name that may decide something."""


class Subjects:
    """Finds the subjects of clauses in one article."""

    def __init__(self, phrases: Phrases, lexicon: Lexicon) -> None:
        self.phrases = phrases
        self._promising = lexicon.listed("promising")

    def own(self, word: Word) -> list[Argument]:
        """The subjects that a clause has itself, be they agents or patients."""
        return self.phrases.arguments(word.kids("nsubj", "nsubjpass"), "subject")

    def surface(self, word: Word, depth: int = 0) -> list[Argument]:
        """Whoever a clause is about on the surface: its subject, be it agent or patient."""
        own = self.own(word)
        if own or depth > _DEEPEST:
            return own
        if word.pos not in (*NOMINAL, "ADJ", "ADV") or word.kids("cop"):
            return self.missing(word, depth + 1)
        if owner := self.phrases.arguments(word.kids("poss"), "possessive"):
            return owner
        if word.head is word or word.dep not in _LENT:
            return []
        return self.surface(word.head.head if word.head.dep == "prep" else word.head, depth + 1)

    def missing(self, word: Word, depth: int = 0) -> list[Argument]:
        """The subject of a verb that has none of its own."""
        head = word.head
        if depth > _DEEPEST or head is word:
            return []
        match word.dep:
            case "conj":
                return _via(self.surface(head, depth + 1), "coordinated verb")
            case "xcomp" | "ccomp" | "oprd" if head.pos in VERBAL:
                return self._controlled(word, depth)
            case "xcomp" | "advcl":
                return _via(self.surface(head, depth + 1), f"control of {head.base}")
            case "ccomp" if head.pos in ("ADJ", "NOUN"):
                return _via(self.surface(head, depth + 1), f"control of {head.base}")
            case "pcomp":
                return self._of_gerund(head, depth)
            case "acl":
                return self._of_participle(word, depth)
            case "relcl" if not word.kids("nsubj", "nsubjpass"):
                return [Argument(head.i, "subject, relative clause")]
        return []

    def patient(self, word: Word) -> list[Argument]:
        """What a passive form without a subject is about."""
        if word.dep in ("acl", "relcl", "amod"):
            return [Argument(word.head.i, "subject, participle")]
        if word.dep == "conj" and is_passive(word.head):
            return _via(self.surface(word.head), "coordinated verb")
        return self.missing(word)

    def _controlled(self, word: Word, depth: int) -> list[Argument]:
        """Who does what a verb's complement says: the verb's object, or its subject (always so of a promise)."""
        head = word.head
        objects: list[Argument] = []
        if head.lemma not in self._promising:
            objects = self.phrases.arguments(head.kids("dobj"), "object")
        if not objects and word.dep == "ccomp":
            return []
        if not objects and head.lemma not in self._promising:  # "called on X to …"
            called = (child for child in head.kids("prep") if child.lower in ("on", "upon"))
            objects = [a for child in called for a in self.phrases.arguments(child.kids("pobj"), "object")]
        return _via(objects or self.surface(head, depth + 1), f"control of {head.base}")

    def _of_gerund(self, preposition: Word, depth: int) -> list[Argument]:
        """Who does what a gerund after a preposition says."""
        outer = preposition.head
        objects: list[Argument] = []
        if preposition.lower in _OBJECT_CONTROLS:
            objects = self.phrases.arguments(outer.kids("dobj", "nsubjpass"), "object")
        return _via(objects or self.surface(outer, depth + 1), f"gerund after {preposition.lower}")

    def _of_participle(self, word: Word, depth: int) -> list[Argument]:
        """Who does what a verb that hangs on a noun says: the noun (of a present participle), or who is behind it."""
        if word.tag == "VBN":
            return []
        if word.tag == "VBG":
            return [Argument(word.head.i, "subject, participle")]
        owners = self._owners(word.head) or self.surface(word.head, depth + 1)
        return _via(owners, f"infinitive of {word.head.base}")

    def _owners(self, noun: Word) -> list[Argument]:
        """Whose a decision or promise is: "the pledge by X to …", "the decision of X to …", "the Fijian plan to …"."""
        if noun.kids("poss"):
            return []
        behind = [n for p in noun.kids("prep", "agent") if p.lower in _OWNING for n in p.kids("pobj")]
        named = [n for n in (*behind, *noun.kids("amod")) if n.entity in _PARTIES]
        return self.phrases.arguments(named[:1], "owner")


def _via(arguments: list[Argument], route: str) -> list[Argument]:
    return [Argument(a.head, f"{a.path}, {route}") for a in arguments]
