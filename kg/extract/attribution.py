"""Who says so: the sources of what a clause tells, by indirect speech, quotes and "according to", innermost first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.arguments import Argument
from kg.extract.context import Context
from kg.extract.named import AGENTS
from kg.extract.words import VERBAL, Word
from kg.model import Attribution

__all__ = ["AttributionReader"]

_HIGHEST = 12
"""Words that are climbed from a predicate in search of a source, at most."""
_OWNERS = ("possessive", "by", "from", "of", "adjective", "compound")
"""Arguments of a claim that name whose it is, likeliest first."""
_ACCORDING = ("according", "per")


class AttributionReader:
    """Reads attribution in one article."""

    def __init__(self, context: Context) -> None:
        self.context, self.words = context, context.words
        self._reporting = context.lexicon.listed("reporting")
        self._accusing = context.lexicon.listed("accusing")
        self._citing = context.lexicon.listed("citing")
        self._wide: dict[int, tuple[int, ...]] = {}

    def read(self, word: Word, saying: bool) -> Attribution:
        """The sources of what a predicate tells.

        Args:
            word: The trigger (of a noun: the verb that carries it).
            saying: The predicate is itself an act of saying, so that words quoted beside it are no source of it.

        Returns:
            The sources, innermost first, with the type of attribution by which the first was found.
        """
        kind = "authorial"
        sources: dict[int, None] = {}
        for found_by, chains in self._found(word, saying):
            for chain in chains:
                kind = found_by if kind == "authorial" else kind
                sources.setdefault(chain)
        return Attribution(kind, tuple(sources))

    def _found(self, word: Word, saying: bool) -> Iterator[tuple[str, Iterable[int]]]:
        """Sources with how they were found, innermost first."""
        yield "directQuote", self._quoted(word, saying)
        yield "accordingTo", self._sentence_wide(word)
        at = word
        for _ in range(_HIGHEST):
            yield "accordingTo", self._according(at)
            if at.head is at:
                break
            yield "indirectSpeech", self._reported(at)
            at = at.head
        for child in at.kids("parataxis", "conj"):
            if child is not word and child.lemma in self._reporting and _trails(child):
                yield "accordingTo", [*self._cited(child), *self._speakers(child)]

    def _quoted(self, word: Word, saying: bool) -> list[int]:
        """Who speaks the words in which a predicate stands."""
        for quote in self.context.annotated.quotes:
            if quote.first <= word.i < quote.last and quote.speaker is not None:
                return [] if saying and quote.verb == word.i else [quote.speaker]
        return []

    def _reported(self, word: Word) -> list[int]:
        """Who says, or blames somebody for, what a clause tells: the subject of the verb above it."""
        head = word.head
        if word.dep in ("ccomp", "parataxis") and head.pos in VERBAL and head.lemma in self._reporting:
            return [*self._cited(head), *self._speakers(head)]
        if word.dep in ("acl", "ccomp") and head.pos == "NOUN" and any(c.lower == "that" for c in word.kids("mark")):
            return self._told_as(head)
        if word.dep == "pcomp" and head.head.lemma in self._accusing:  # "accused X of …ing"
            return self._speakers(head.head)
        return []

    def _told_as(self, noun: Word) -> list[int]:
        """Whose claim, finding or report a clause is: the noun's own party, else who brings it forward."""
        own = self.context.grammar.noun(noun)
        for name in _OWNERS:
            if found := [chain for a in own.get(name, ()) for chain in self._agents(a)]:
                return found
        verb = noun.head
        brings = noun.dep == "dobj" and verb.pos in VERBAL and verb.lemma in self._reporting
        return self._speakers(verb) if brings else []

    def _sentence_wide(self, word: Word) -> tuple[int, ...]:
        """The sources of an "according to" that opens or closes the sentence: all in it is theirs."""
        if word.first not in self._wide:
            sentence = self.words[word.first : word.last]
            spoken = [w.i for w in sentence if not w.punct]
            found = (
                chain
                for w in sentence
                if w.lower == "according"
                if w.i == spoken[0] or spoken[-1] <= max(below.i for below in w.subtree()) + 1
                for chain in self._according(w.head)
            )
            self._wide[word.first] = tuple(dict.fromkeys(found))
        return self._wide[word.first]

    def _speakers(self, verb: Word) -> list[int]:
        fillers = (f for a in self.context.grammar.verb(verb).get("subject", ()) for f in self._agents(a))
        return [chain for chain in fillers if self.context.chains[chain].type in AGENTS]

    def _cited(self, verb: Word) -> list[int]:
        """Whom a report names as its own source: "X reported, citing Y"."""
        citing = (c for c in verb.kids("advcl") if c.lemma in self._citing and c.tag == "VBG")
        return [
            chain for c in citing for a in self.context.grammar.verb(c).get("object", ()) for chain in self._agents(a)
        ]

    def _according(self, word: Word) -> list[int]:
        """The sources of an "according to" that hangs on a word."""
        return [
            chain
            for child in word.kids("prep", "advmod")
            if child.lower in _ACCORDING
            for preposition in (child, *child.kids("prep"))
            for noun in preposition.kids("pobj")
            for part in self.context.grammar.conjuncts(noun)
            for chain in self._agents(Argument(part.i, "according to"))
        ]

    def _agents(self, argument: Argument) -> list[int]:
        return [filler.chain for filler in self.context.fillers.of(argument, "Agent")]


def _trails(verb: Word) -> bool:
    """Whether a verb of saying only names who tells: "…, Xinhua reported"; some parses call it a conjunct."""
    if verb.dep == "parataxis":
        return True
    joined = any(verb.head.i < word.i < verb.i for word in verb.head.kids("cc"))
    return bool(verb.kids("nsubj")) and not joined and not verb.kids("dobj", "ccomp", "xcomp", "cc")
