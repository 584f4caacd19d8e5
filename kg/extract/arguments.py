"""The arguments of verbs and nouns, normalised: who and what, whatever the voice, control or coordination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.lexicon import Lexicon
from kg.extract.nouns import Governor, NounReader
from kg.extract.phrases import Argument, Arguments, Phrases
from kg.extract.subjects import Subjects
from kg.extract.verbs import VerbReader
from kg.extract.words import Word

__all__ = ["Argument", "Arguments", "Governor", "Grammar"]

_UNDERGOERS = ("object", "to", "with", "against", "on", "at", "from", "for")
"""Arguments of an infinitive or gerund that name on whom the act would fall, likeliest first."""


class Grammar:
    """Reads arguments off one parse; results are kept, since frames ask for the same word many times.

    Args:
        words: The words of an article.
        lexicon: For the word lists of English grammar (``[words]``).
    """

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.phrases = Phrases(words, lexicon)
        self.subjects = Subjects(self.phrases, lexicon)
        self._verb_reader = VerbReader(self.phrases, self.subjects, lexicon)
        self._noun_reader = NounReader(self.phrases)
        self._verbs: dict[int, Arguments] = {}
        self._nouns: dict[int, Arguments] = {}

    def verb(self, word: Word) -> Arguments:
        """The arguments of a verb (or of a predicative adjective or noun through its copula); not to be changed."""
        known = self._verbs.get(word.i)
        if known is None:
            known = self._verbs[word.i] = self._verb_reader.read(word)
        return known

    def noun(self, word: Word) -> Arguments:
        """The arguments that a noun has of itself; not to be changed."""
        known = self._nouns.get(word.i)
        if known is None:
            known = self._nouns[word.i] = self._noun_reader.read(word)
        return known

    def governors(self, word: Word) -> Iterator[Governor]:
        """The verbs that carry a noun as subject, object or after a preposition, nearest first."""
        return self._noun_reader.governors(word)

    def conjuncts(self, word: Word) -> list[Word]:
        """The word and what is coordinated with it, in text order."""
        return self.phrases.conjuncts(word)

    def surface_subject(self, word: Word) -> list[Argument]:
        """Whoever a clause is about on the surface: its subject, be it agent or patient."""
        return self.subjects.surface(word)

    def within(self, found: Iterable[Argument]) -> list[Argument]:
        """On whom acts told by infinitives or gerunds would fall: the first object, or what a preposition names."""
        for argument in found:
            word = self.words[argument.head]
            inner = self.verb(word)
            for name in _UNDERGOERS:
                if inner.get(name):
                    return [Argument(a.head, f"{a.path} of {word.base}") for a in inner[name]]
        return []

    def clause_subject(self, found: Iterable[Argument]) -> list[Argument]:
        """The subjects of clauses: who is said to do, or told to."""
        clauses = (self.verb(self.words[argument.head]) for argument in found)
        return [Argument(a.head, f"{a.path} of the clause") for args in clauses for a in args.get("subject", ())]
