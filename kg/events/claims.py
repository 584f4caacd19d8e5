"""What is put forward, and by whom: the claim that each telling makes, and the content of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.events.entities import Entities
from kg.events.numbering import Numbering
from kg.model import Annotated, Claim, Content, Entity, EventMention, Span
from kg.vocab.ontology import Ontology

__all__ = ["Claims"]


class Claims:
    """The claims of one article.

    Args:
        annotated: The article with its chains and quotes.
        entities: What its chains denote.
        ontology: Which classes are agents, and statements.
        numbering: Gives out ids.
        ids: The id of the event of each mention, by the mention's anchor; events found later may be added.
    """

    def __init__(
        self,
        annotated: Annotated,
        entities: Entities,
        ontology: Ontology,
        numbering: Numbering,
        ids: Mapping[int, str],
    ) -> None:
        self.annotated, self.entities, self.ontology = annotated, entities, ontology
        self.numbering, self.ids = numbering, ids
        self._made: dict[int, Claim] = {}

    def add(self, mention: EventMention) -> None:
        """Make the claim of a mention."""
        sources = self._agents(mention.attribution.sources)
        self._made[mention.anchor] = Claim(
            id=self.numbering.next("claim", mention.trigger),
            about=self.ids[mention.anchor],
            polarity=mention.polarity,
            certainty=mention.certainty,
            attribution_type=mention.attribution.type if sources else "authorial",
            attributed_to=sources,
            evidence=(mention.evidence,),
            trigger=mention.trigger,
            frame=mention.frame,
            confidence=mention.confidence,
        )

    def of(self, mention: EventMention) -> Claim:
        """The claim that a mention makes."""
        return self._made[mention.anchor]

    # --------------------------------------------------------------------------------------------------------- content

    def contents(self, mention: EventMention) -> Iterator[Content]:
        """What a statement says: claims of the speaker's, about events of the article or situations told in words."""
        speakers = self._agents(f.chain for f in mention.fillers if f.role == "speaker")
        if not speakers or not self.ontology.is_a(mention.type, "Statement"):
            return
        for span, polarity, inner in mention.content:
            about = self.ids.get(inner) if inner is not None else None
            if about == self.ids[mention.anchor]:
                about = None
            told = self._made.get(inner) if inner is not None and about else None
            if told is not None and _is_of(told, speakers, polarity):
                yield Content(told)  # the event's own claim is the speaker's
                continue
            claim = self._content_claim(mention, span, polarity, about, speakers)
            label = None if about else " ".join(span.text.split())
            yield Content(claim, label, self._named_in(span, speakers))

    def _content_claim(
        self, mention: EventMention, span: Span, polarity: str, about: str | None, speakers: tuple[Entity, ...]
    ) -> Claim:
        document = self.annotated.document
        quotes = [q for q in self.annotated.quotes if q.verb == mention.anchor]
        quoted = any(document.span(q.first, q.last).start <= span.start for q in quotes)
        return Claim(
            id=self.numbering.next("claim", span),
            about=about or self.numbering.next("situation", span),
            polarity=polarity,
            certainty="certain",
            attribution_type="directQuote" if quoted else "indirectSpeech",
            attributed_to=speakers,
            evidence=(span,),
            trigger=span,
            frame=None,
            confidence=mention.confidence,
        )

    def _agents(self, chains: Iterable[int]) -> tuple[Entity, ...]:
        """Who chains are, each once, without those who cannot act."""
        found = map(self.entities.agent, chains)
        return tuple({e.id: e for e in found if self.ontology.is_a(e.type, "Agent")}.values())

    def _named_in(self, span: Span, speakers: tuple[Entity, ...]) -> tuple[Entity, ...]:
        """Whom words name, speakers aside, by id."""
        found: dict[str, Entity] = {}
        for chain in self.annotated.chains:
            for mention in chain.mentions:
                if mention.kind == "name" and _lies_in(mention.span, span):
                    entity = self.entities.place(chain.index) if mention.locative else self.entities.of(chain.index)
                    if entity not in speakers:
                        found.setdefault(entity.id, entity)
        return tuple(found[key] for key in sorted(found))


def _is_of(claim: Claim, speakers: tuple[Entity, ...], polarity: str) -> bool:
    return claim.polarity == polarity and {e.id for e in claim.attributed_to} == {e.id for e in speakers}


def _lies_in(inner: Span, outer: Span) -> bool:
    return inner.part == outer.part and outer.start <= inner.start and inner.end <= outer.end
