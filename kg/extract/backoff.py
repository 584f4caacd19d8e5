"""Unknown verbs: the frames of the known verbs that lie nearest by word vector."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.lexicon import Frame, Lexicon
from kg.extract.words import Word

if TYPE_CHECKING:
    from spacy.vocab import Vocab

__all__ = ["SIMILAR", "BackOff"]

SIMILAR = 0.62
"""Cosine at which two verbs count as near (chosen on examples of our own: synonyms lie above, mere topics below)."""
_NEIGHBOURS = 3
"""Known verbs that are tried, at most."""
_KEPT = 20_000
"""Unknown verbs whose neighbours are kept in memory."""
_TINY = 1e-9
"""Stands in for the length of a vector of zeros."""


class BackOff:
    """Finds frames for verbs that the lexicon does not have.

    Args:
        lexicon: Whose verbs are the neighbours.
        vocab: The parser's, with its word vectors; without vectors there are no neighbours.
    """

    def __init__(self, lexicon: Lexicon, vocab: Vocab) -> None:
        self.lexicon, self.vocab = lexicon, vocab
        self._too_common = lexicon.listed("common_verbs") | lexicon.listed("accompanying")
        single = {
            words[0]
            for (pos, _), entries in lexicon.by_head.items()
            if pos == "verb"
            for words, _ in entries
            if len(words) == 1
        }
        self.words = [word for word in sorted(single - self._too_common) if vocab.has_vector(word)]
        rows = [vocab.get_vector(word) for word in self.words]
        matrix = np.array(rows) if rows else np.zeros((0, 1), dtype="f")
        self.matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), _TINY)
        self._near = lru_cache(maxsize=_KEPT)(self._nearest)

    def frames(self, word: Word) -> list[tuple[Frame, float]]:
        """The frames of the nearest known verbs, with the cosine, best first; none for a verb too common to tell."""
        if not self.words or word.lemma in self._too_common or ("verb", word.lemma) in self.lexicon.by_head:
            return []
        return [
            (frame, cosine)
            for neighbour, cosine in self._near(word.lemma)
            for words, frame in self.lexicon.by_head[("verb", neighbour)]
            if len(words) == 1
        ]

    def _nearest(self, lemma: str) -> tuple[tuple[str, float], ...]:
        if not self.vocab.has_vector(lemma):
            return ()
        vector = self.vocab.get_vector(lemma)
        norm = float(np.linalg.norm(np.asarray(vector)))
        if not norm:
            return ()
        cosines = self.matrix @ (vector / norm)
        near = [(-float(cosines[i]), self.words[i]) for i in np.flatnonzero(cosines >= SIMILAR)]
        return tuple((word, round(-cosine, 3)) for cosine, word in sorted(near)[:_NEIGHBOURS])
