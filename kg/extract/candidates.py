"""Which frames a word may tell: those of its lemma whose other words stand beside it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.lexicon import Frame, Lexicon
from kg.extract.phrases import is_infinitive
from kg.extract.words import NOMINAL, Word

__all__ = ["Candidate", "Candidates", "names_event"]

_PREDICATIVE = ("acomp", "attr", "oprd", "conj", "ROOT", "ccomp", "advcl", "prep", "relcl", "acl", "xcomp")
"""Labels under which an adjective is a predicate."""
_PHRASAL = ("dobj", "prep", "acomp", "advmod", "prt", "xcomp", "attr", "pobj", "agent", "nsubjpass", "dative")
"""Labels below which the further words of a verb may stand ("take part in", "call off")."""
_WITHIN_PHRASE = ("prep", "amod", "compound", "det")
_NO_PART = ("nsubj", "aux", "mark")
"""Labels of words that are never part of a verb of several words."""


Candidate = tuple[Frame, tuple[int, ...]]
"""A frame with the tokens of its lemma."""


class Candidates:
    """Finds candidate frames in one article."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self._calendar = lexicon.listed("calendar")
        self._pools: dict[int, dict[str, list[int]]] = {}

    def of(self, word: Word) -> list[Candidate]:
        """The frames of a word, longest lemma first, each with the tokens of its lemma."""
        heads = self.lexicon.by_head
        found: list[Candidate] = []
        if word.tag.startswith("VB"):
            found = self._predicates(word, heads.get(("verb", word.lemma), ()))
        elif word.pos in NOMINAL and not (word.dep in ("compound", "nmod") and word.head.pos in NOMINAL):
            found = self._nouns(word, heads.get(("noun", word.lemma), heads.get(("noun", word.lower), ())))
        if word.pos in ("ADJ", "VERB", "ADV") and word.dep in _PREDICATIVE:
            found += self._predicates(word, heads.get(("adjective", word.lower), ()))
        return found

    def verb_words(self, word: Word, lemma: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a verb of one or several words, or None where they are not there.

        Args:
            word: The verb itself.
            lemma: Its words ("call", "off").
        """
        found = [word.i]
        pool = self._pool(word)
        for part in lemma[1:]:
            hit = next((token for token in pool.get(part, ()) if token not in found), None)
            if hit is None:
                return None
            found.append(hit)
        return tuple(sorted(found))

    def _predicates(self, word: Word, entries: Iterable[tuple[tuple[str, ...], Frame]]) -> list[Candidate]:
        found: list[Candidate] = []
        for lemma, frame in entries:
            if len(lemma) == 1:
                found.append((frame, (word.i,)))
            elif lemma[1] in self._pool(word) and (tokens := self.verb_words(word, lemma)) is not None:
                found.append((frame, tokens))
        return found

    def _nouns(self, word: Word, entries: Iterable[tuple[tuple[str, ...], Frame]]) -> list[Candidate]:
        return [
            (frame, tokens) for lemma, frame in entries if (tokens := _noun_words(self.words, word, lemma)) is not None
        ]

    def _pool(self, word: Word) -> dict[str, list[int]]:
        """The words that may belong to a verb, by form and lemma: the tokens that hang on it, nearest first."""
        known = self._pools.get(word.i)
        if known is None:
            known = self._pools[word.i] = {}
            below = [g for child in word.children if child.dep in _PHRASAL for g in child.children]
            aside = [g for child in word.kids("dobj", "nsubjpass") for g in child.kids("prep")]
            within = [h for g in aside for h in g.kids("pobj")]  # "placed X under house arrest"
            within += [c for h in within for c in h.kids("compound")]
            wished = [m for c in word.kids("advcl", "ccomp", "xcomp") if is_infinitive(c) for m in c.kids("mark")]
            near = [*word.children, *below]
            deep = [h for g in near if g.dep == "pobj" for h in g.children if h.dep in _WITHIN_PHRASE]
            for one in (*near, *deep, *within):
                if one.dep not in _NO_PART and not self._is_when(one):
                    for form in {one.lower, one.lemma}:
                        known.setdefault(form, []).append(one.i)
            for one in wished:  # "called for X to resign"
                known.setdefault(one.lower, []).append(one.i)
        return known

    def _is_when(self, word: Word) -> bool:
        """Whether a preposition only says when: "marched through Minsk on Sunday" is no march on it."""
        below = word.kids("pobj") if word.dep == "prep" else []
        return bool(below) and all(w.entity in ("DATE", "TIME") and w.lemma in self._calendar for w in below)


def names_event(words: list[Word], word: Word, lexicon: Lexicon) -> bool:
    """Whether a noun, with the words before it, is one that a frame has: "camp" alone is no "protest camp"."""
    entries = lexicon.by_head.get(("noun", word.lemma), ())
    return any(len(lemma) == 1 or _noun_words(words, word, lemma) is not None for lemma, _ in entries)


def _noun_words(words: list[Word], word: Word, lemma: tuple[str, ...]) -> tuple[int, ...] | None:
    """The tokens of a noun of one or several words, hyphens between them left out."""
    found = [word.i]
    at = word.i - 1
    for part in reversed(lemma[:-1]):
        if at >= 0 and words[at].text in ("-", "–"):
            at -= 1
        if at < 0 or part not in (words[at].lower, words[at].lemma):
            return None
        found.append(at)
        at -= 1
    return tuple(sorted(found))
