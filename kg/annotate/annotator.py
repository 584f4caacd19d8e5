"""The annotator: mentions, chains and quotes of one article, by the gazetteer and rules."""

from __future__ import annotations

from kg.annotate.coref import resolve
from kg.annotate.mentions import find_mentions
from kg.annotate.quotes import find_passages
from kg.gazetteer import Gazetteer
from kg.model import Annotated, Document, Quote

__all__ = ["RuleAnnotator"]


class RuleAnnotator:
    """Annotates with the gazetteer and rules (a ``protocols.Annotator``)."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def annotate(self, document: Document) -> Annotated:
        """Find mentions, join them into chains, give quotes their speakers."""
        if not len(document.parse):
            return Annotated(document, ())
        found = find_mentions(document, self.gazetteer)
        passages = find_passages(document.parse, document.paragraphs)
        chains, speakers = resolve(document, found, passages, self.gazetteer)
        quotes = tuple(Quote(p.first, p.last, speakers.get(n), p.verb, p.turn) for n, p in enumerate(passages))
        return Annotated(document, tuple(chains), quotes)
