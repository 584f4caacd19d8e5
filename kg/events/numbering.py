"""Ids of what an article tells, each made of the words that tell it and told apart where the same words tell twice."""

from __future__ import annotations

from kg.model import Span
from kg.vocab.iri import numbered, text_id

__all__ = ["Numbering"]


class Numbering:
    """Gives out the ids of one article.

    Args:
        doc: The id of its document.
    """

    def __init__(self, doc: str) -> None:
        self.doc = doc
        self._taken: dict[str, int] = {}

    def next(self, kind: str, span: Span) -> str:
        """An id that was not given out before.

        Args:
            kind: ``event``, ``claim`` or ``situation``.
            span: The words that tell it.
        """
        first = text_id(self.doc, kind, span)
        self._taken[first] = self._taken.get(first, 0) + 1
        return numbered(first, self._taken[first])
