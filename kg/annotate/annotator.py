"""The annotator: mentions, chains and quotes of one article, by the gazetteer and rules."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.coref import resolve
from kg.annotate.mentions import Found, find_mentions
from kg.annotate.quotes import Passage, find_passages
from kg.annotate.text import Text
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
        text = Text.of(document, self.gazetteer)
        passages, found = find_passages(text), find_mentions(text)
        found = sorted([*found, *_unseen_speakers(text, passages, found)], key=lambda f: (f.first, -f.last))
        chains, speakers = resolve(text, found, passages)
        quotes = tuple(Quote(p.first, p.last, speakers.get(n), p.verb, p.turn) for n, p in enumerate(passages))
        return Annotated(document, tuple(chains), quotes)


def _unseen_speakers(text: Text, passages: Sequence[Passage], found: Sequence[Found]) -> list[Found]:
    """Names at the head of turns ("MR. HALLORAN:") that the tagger took for something else."""
    heads = {p.speaker for p in passages if p.turn and p.speaker is not None}
    if not heads:
        return []
    named = []
    for i in sorted(heads.difference(*(range(f.first, f.last) for f in found))):
        courtesy = text.words[i - 1].title() if i else ""
        name, gender = text.words[i].title(), text.nominals.gender({courtesy})
        named.append(Found(i, i + 1, i, "Person", "name", name, (i, i + 1), gender=gender))
    return named
