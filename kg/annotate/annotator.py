"""The annotator: mentions, chains and quotes of one article, by the gazetteer and rules."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.coref import resolve
from kg.annotate.mentions import Found, find_mentions
from kg.annotate.nominals import load_nominals
from kg.annotate.quotes import Passage, find_passages
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
        passages = find_passages(document.parse, document.paragraphs)
        found = find_mentions(document, self.gazetteer)
        found = sorted([*found, *_unseen_speakers(document, passages, found)], key=lambda f: (f.first, -f.last))
        chains, speakers = resolve(document, found, passages, self.gazetteer)
        quotes = tuple(Quote(p.first, p.last, speakers.get(n), p.verb, p.turn) for n, p in enumerate(passages))
        return Annotated(document, tuple(chains), quotes)


def _unseen_speakers(document: Document, passages: Sequence[Passage], found: Sequence[Found]) -> list[Found]:
    """Names at the head of turns ("MR. HALLORAN:") that the tagger took for something else."""
    heads = {p.speaker for p in passages if p.turn and p.speaker is not None}
    if not heads:
        return []
    words, nominals = [t.text.title() for t in document.parse], load_nominals()
    unseen = sorted(heads.difference(*(range(f.first, f.last) for f in found)))
    return [
        Found(i, i + 1, i, "Person", "name", words[i], (i, i + 1), gender=nominals.gender(set(words[:i][-1:])))
        for i in unseen
    ]
