"""Unknown verbs: the frames of the known verbs that lie nearest by word vector, for verbs whose arguments are parties."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.lexicon import Frame, Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token
    from spacy.vocab import Vocab

__all__ = ["SIMILAR", "BackOff"]

SIMILAR = 0.62
"""Cosine at which two verbs count as near (chosen on examples of our own: synonyms lie above, mere topics below)."""
_NEIGHBOURS = 3
_TOO_COMMON = frozenset(
    "be have do make take get go come give see know think want use find tell ask work seem feel try leave call keep let begin show hear play run move live believe bring happen write sit stand lose pay meet include continue set learn "
    "lead understand watch follow stop create speak read allow add spend grow open walk win offer remember love consider appear buy wait serve die send expect build stay fall cut reach remain become turn start put mean hold need like look".split()
)


class BackOff:
    """Finds frames for verbs that the lexicon does not have.

    Args:
        lexicon: Whose verbs are the neighbours.
        vocab: The parser's, with its word vectors; without vectors there are no neighbours.
    """

    def __init__(self, lexicon: Lexicon, vocab: Vocab) -> None:
        self.lexicon = lexicon
        lemmas = sorted(
            {
                words[0]
                for (pos, _), entries in lexicon.by_head.items()
                if pos == "verb"
                for words, _ in entries
                if len(words) == 1
            }
            - _TOO_COMMON
        )
        known = [w for w in lemmas if vocab.has_vector(w)]
        self.words = known
        matrix = np.array([vocab.get_vector(w) for w in known]) if known else np.zeros((0, 1), dtype="f")
        self.matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        self._near = lru_cache(maxsize=20_000)(self._nearest)

    def frames(self, token: Token) -> list[tuple[Frame, float]]:
        """The frames of the nearest known verbs, with the cosine, best first; none for a verb that is too common to tell."""
        lemma = token.lemma_.lower()
        if (
            lemma in _TOO_COMMON
            or ("verb", lemma) in self.lexicon.by_head
            or not token.vocab.has_vector(lemma)
            or not self.words
        ):
            return []
        vector = token.vocab.get_vector(lemma)
        return [
            (frame, cosine)
            for word, cosine in self._near(lemma, vector.tobytes())
            for words, frame in self.lexicon.by_head[("verb", word)]
            if len(words) == 1
        ]

    def _nearest(self, lemma: str, raw: bytes) -> tuple[tuple[str, float], ...]:
        vector = np.frombuffer(raw, dtype="f")
        norm = float(np.linalg.norm(vector))
        if not norm:
            return ()
        cosines = self.matrix @ (vector / norm)
        best = sorted(range(len(self.words)), key=lambda i: (-float(cosines[i]), self.words[i]))[:_NEIGHBOURS]
        return tuple((self.words[i], round(float(cosines[i]), 3)) for i in best if cosines[i] >= SIMILAR)
