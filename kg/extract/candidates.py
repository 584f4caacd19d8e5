"""Which frames a word may tell: those of its lemma whose other words stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.lexicon import Frame, Lexicon
from kg.extract.words import NOMINAL, Word

__all__ = ["Candidates"]

_PREDICATIVE = ("acomp", "attr", "oprd", "conj", "ROOT", "ccomp", "advcl", "prep", "relcl", "acl", "xcomp")
"""Labels under which an adjective is a predicate."""
_PHRASAL = ("dobj", "prep", "acomp", "advmod", "prt", "xcomp", "attr", "pobj", "agent", "nsubjpass", "dative")
"""Labels below which the further words of a verb may stand ("take part in", "call off")."""
_WITHIN_PHRASE = ("prep", "amod", "compound", "det")
_NO_PART = ("nsubj", "aux", "mark")
"""Labels of words that are never part of a verb of several words."""


class Candidates:
    """Finds candidate frames in one article."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self._pools: dict[int, dict[str, list[int]]] = {}

    def of(self, word: Word) -> Iterator[tuple[Frame, tuple[int, ...]]]:
        """The frames of a word, longest lemma first, each with the tokens of its lemma."""
        heads = self.lexicon.by_head
        if word.tag.startswith("VB"):
            for lemma, frame in heads.get(("verb", word.lemma), ()):
                if (found := self.verb_words(word, lemma)) is not None:
                    yield frame, found
        elif word.pos in NOMINAL and not (word.dep in ("compound", "nmod") and word.head.pos in NOMINAL):
            for lemma, frame in heads.get(("noun", word.lemma), heads.get(("noun", word.lower), ())):
                if (found := self._noun_words(word, lemma)) is not None:
                    yield frame, found
        if word.pos in ("ADJ", "VERB", "ADV") and word.dep in _PREDICATIVE:
            for lemma, frame in heads.get(("adjective", word.lower), ()):
                if (found := self.verb_words(word, lemma)) is not None:
                    yield frame, found

    def verb_words(self, word: Word, lemma: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a verb of one or several words, or None where they are not there.

        Args:
            word: The verb itself.
            lemma: Its words ("call", "off").
        """
        if len(lemma) == 1:
            return (word.i,)
        found = [word.i]
        pool = self._pool(word)
        for part in lemma[1:]:
            hit = next((token for token in pool.get(part, ()) if token not in found), None)
            if hit is None:
                return None
            found.append(hit)
        return tuple(sorted(found))

    def _pool(self, word: Word) -> dict[str, list[int]]:
        """The words that may belong to a verb, by form and lemma: the tokens that hang on it, nearest first."""
        if word.i not in self._pools:
            below = [g for child in word.children if child.dep in _PHRASAL for g in child.children]
            near = [*word.children, *below]
            deep = [h for g in near if g.dep == "pobj" for h in g.children if h.dep in _WITHIN_PHRASE]
            pool = self._pools[word.i] = {}
            for one in (*near, *deep):
                if one.dep not in _NO_PART:
                    for form in {one.lower, one.lemma}:
                        pool.setdefault(form, []).append(one.i)
        return self._pools[word.i]

    def _noun_words(self, word: Word, lemma: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a noun of one or several words, hyphens between them left out."""
        found = [word.i]
        at = word.i - 1
        for part in reversed(lemma[:-1]):
            if at >= 0 and self.words[at].text in ("-", "–"):
                at -= 1
            if at < 0 or part not in (self.words[at].lower, self.words[at].lemma):
                return None
            found.append(at)
            at -= 1
        return tuple(sorted(found))
