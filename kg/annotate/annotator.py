"""The annotator: mentions, chains and quotes of one article, by the gazetteer and rules."""

from __future__ import annotations

from kg.annotate.coref import resolve
from kg.annotate.mentions import Found, find_mentions
from kg.annotate.nominals import load_nominals
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
        passages = find_passages(document.parse, document.paragraphs)
        found = find_mentions(document, self.gazetteer)
        heads = {p.speaker for p in passages if p.turn and p.speaker is not None}
        unseen = heads - {i for f in found for i in range(f.first, f.last)}
        if unseen:  # "MR. HALLORAN:" at the head of a turn is a name, whatever the tagger took it for
            nominals = load_nominals()
            before = {i: document.parse[i - 1].text.title() if i else "" for i in unseen}
            gender = {i: "female" if b in nominals.female else "male" if b in nominals.male else None for i, b in before.items()}
            named = [Found(i, i + 1, i, "Person", "name", document.parse[i].text.title(), (i, i + 1), gender=gender[i]) for i in sorted(unseen)]
            found = sorted([*found, *named], key=lambda f: (f.first, -f.last))
        chains, speakers = resolve(document, found, passages, self.gazetteer)
        quotes = tuple(Quote(p.first, p.last, speakers.get(n), p.verb, p.turn) for n, p in enumerate(passages))
        return Annotated(document, tuple(chains), quotes)
