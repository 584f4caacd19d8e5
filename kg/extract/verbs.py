"""The arguments of verbs, the same in every voice."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon
from kg.extract.phrases import RELATIVE, Argument, Arguments, Phrases, is_infinitive, is_passive, twin
from kg.extract.subjects import Subjects
from kg.extract.words import VERBAL, Word

__all__ = ["VerbReader"]

_RECEIVERS = ("GPE", "NORP", "ORG", "PERSON")
"""Types of name that may receive something."""


class VerbReader:
    """Reads the arguments of verbs in one article.

    Args:
        phrases: Reads what stands under a label.
        subjects: Finds subjects that a clause leaves out.
        lexicon: For the verbs of giving and of letting.
    """

    def __init__(self, phrases: Phrases, subjects: Subjects, lexicon: Lexicon) -> None:
        self.phrases, self.subjects = phrases, subjects
        self._giving = lexicon.listed("giving")
        self._letting = lexicon.listed("letting")

    def read(self, word: Word) -> Arguments:
        """The arguments of a verb (or of a predicative adjective or noun through its copula)."""
        args = self._voiced(word)
        self._datives(word, args)
        self.phrases.prepositions(word, args)
        self._clauses(word, args)
        self._mended(word, args)
        for argument in list(args.get("object", ())):  # "imposed sanctions on X": the parser hangs "on" on either word
            self.phrases.prepositions(self.phrases.words[argument.head], args, "object's ", missing_only=True)
        for child in word.kids("attr", "oprd"):
            args.setdefault("predicate", []).extend(self.phrases.arguments([child], "predicate"))
        return args

    # ---------------------------------------------------------------------------------------------- subject and object

    def _voiced(self, word: Word) -> Arguments:
        """Subject and object, whatever the voice."""
        surface = self.subjects.own(word)
        objects = self.phrases.arguments(word.kids("dobj"), "object")
        if is_passive(word):
            return self._passive(word, surface, objects)
        if word.dep == "relcl" and _has_gap(word, surface):
            objects = [Argument(word.head.i, "object, relative clause")]
        args = {}
        if subject := surface or self.subjects.missing(word):
            args["subject"] = subject
        if objects:
            args["object"] = objects
        return args

    def _passive(self, word: Word, surface: list[Argument], objects: list[Argument]) -> Arguments:
        about = surface or self.subjects.patient(word)
        patients = [Argument(a.head, a.path.replace("subject", "passive subject")) for a in about]
        args = {}
        if agents := self._agents(word):
            args["subject"] = agents
        if objects:
            args["object"], args["indirect"] = objects, patients
        elif patients:
            args["object"] = patients
        return args

    def _agents(self, word: Word) -> list[Argument]:
        """Who does what a passive says; in "was refused a visa by X" the parser hangs "by" on the object."""
        hung = [b for c in word.kids("dobj", "oprd", "attr", "prep") for b in c.kids("prep") if b.lower == "by"]
        own = word.kids("agent")
        joined = [b for c in word.kids("agent", "prep") for b in c.kids("conj") if own and b.lower == "by"]
        for prepositions in ([*own, *joined], hung):
            agents = [a for p in prepositions for a in self.phrases.arguments(p.kids("pobj"), "passive agent")]
            if agents:
                return agents
        second = twin(word)
        return self._agents(second) if second is not None else []

    def _datives(self, word: Word, args: Arguments) -> None:
        for child in word.kids("dative"):
            if child.tag in ("IN", "TO"):
                args.setdefault(child.lower, []).extend(self.phrases.arguments(child.kids("pobj"), child.lower))
            else:
                args.setdefault("indirect", []).extend(self.phrases.arguments([child], "indirect object"))

    # --------------------------------------------------------------------------------------------------------- clauses

    def _clauses(self, word: Word, args: Arguments) -> None:
        if word.dep == "parataxis" and word.head.pos in VERBAL:  # "the price, X said, was too low"
            args.setdefault("clause", []).append(Argument(word.head.i, "clause around it"))
        for child in word.kids("oprd", "ccomp"):
            self._small_clause(child, args)
        complements = word.kids("oprd")
        if "object" not in args and len(complements) == 2:
            args["object"] = self.phrases.arguments(complements[:1], "object")
        for child in word.kids("ccomp", "xcomp", "advcl", "oprd"):
            self._clause(word, child, args)

    def _small_clause(self, child: Word, args: Arguments) -> None:
        """Object and predicate out of a clause without a verb: "holds X responsible", "called X an aggressor"."""
        inner = child.kids("nsubj")
        bare = child.pos in ("ADJ", "NOUN", "PROPN") and not child.kids("cop", "aux", "mark")
        if inner and bare and "object" not in args:
            args["object"] = self.phrases.arguments(inner, "object, subject of the small clause")
            args.setdefault("predicate", []).append(Argument(child.i, "predicate"))

    def _clause(self, word: Word, child: Word, args: Arguments) -> None:
        """One complement: an infinitive, a gerund or a finite clause."""
        if any(c.lower == "for" for c in child.kids("mark")) and (actors := child.kids("nsubj")):
            args.setdefault("for", []).extend(self.phrases.arguments(actors, "for, subject of the infinitive"))
        if is_infinitive(child) or (word.lemma in self._letting and _is_bare(child)):
            if child.dep == "advcl" and child.i < word.i:
                return
            args.setdefault("infinitive", []).append(Argument(child.i, "infinitive"))
            if child.dep == "ccomp" and child.i > word.i and "object" not in args:
                # "urged X to stop": X stands inside the clause
                inner = child.kids("nsubj", "nsubjpass")
                if found := self.phrases.arguments(inner, "object, subject of the infinitive"):
                    args["object"] = found
        elif child.dep == "xcomp" and child.tag == "VBG":
            args.setdefault("gerund", []).append(Argument(child.i, "gerund"))
        elif child.dep in ("ccomp", "xcomp"):
            args.setdefault("clause", []).append(Argument(child.i, "clause"))

    # --------------------------------------------------------------------------------- what the parser gets wrong

    def _mended(self, word: Word, args: Arguments) -> None:
        if "object" in args and (stranded := _stranded_before(word)):  # "call on X to stop": X is taken for the object
            args.setdefault(stranded, args.pop("object"))
        if "indirect" not in args and word.lemma in self._giving:
            for thing in word.kids("dobj"):
                if receivers := _receivers_before(thing, word):
                    args["indirect"] = self.phrases.arguments(receivers, "indirect object")
        if "clause" not in args:  # "noted with satisfaction that …": the clause hangs on the noun
            for noun in (n for c in word.kids("prep") for n in c.kids("pobj")):
                for clause in noun.kids("acl", "ccomp", "relcl"):
                    if clause.pos in VERBAL and any(m.lower == "that" for m in clause.kids("mark")):
                        args.setdefault("clause", []).append(Argument(clause.i, f"clause of {noun.base}"))


def _has_gap(word: Word, surface: list[Argument]) -> bool:
    """Whether the noun on which a relative clause hangs is its object: "the treaty that X signed"."""
    if not surface or word.kids("dobj") or any(a.head == word.head.i for a in surface):
        return False
    below = (c for preposition in word.kids("prep") for c in preposition.children)
    return not any(c.lower in RELATIVE for c in (*word.kids("nsubj"), *below))


def _stranded_before(verb: Word) -> str | None:
    """The preposition right after a verb that has nothing after it but what is taken for the verb's object."""
    for thing in verb.kids("dobj"):
        leftmost = min(word.i for word in thing.subtree())
        for preposition in verb.kids("prep"):
            if not preposition.children and verb.i < preposition.i == leftmost - 1:
                return preposition.lower
    return None


def _is_bare(clause: Word) -> bool:
    """Whether a clause is an infinitive without "to": "let X go"."""
    return clause.dep in ("ccomp", "xcomp") and clause.tag in ("VB", "VBP") and not clause.kids("aux", "mark")


def _receivers_before(thing: Word, verb: Word) -> list[Word]:
    """Who is given a thing, in "granted Turkey permission", where the name is taken for part of the thing."""
    leftmost = min(word.i for word in thing.subtree())
    if leftmost != verb.i + 1:
        return []
    return [c for c in thing.kids("compound", "nmod") if c.i == leftmost and c.entity in _RECEIVERS]
