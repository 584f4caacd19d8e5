"""Event mentions of one article to its events: joined, answered, coded, each telling a claim."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

from kg.events.claims import Claims
from kg.events.codes import plover_code, status
from kg.events.entities import Entities
from kg.events.exact import exact_acts
from kg.events.join import Joiner
from kg.events.linked import linked_mentions
from kg.events.numbering import Numbering
from kg.events.occasions import add_occasions, with_answers
from kg.events.participants import Participants
from kg.events.parties import Parties
from kg.events.places import Places
from kg.events.together import told_together
from kg.gazetteer import Gazetteer
from kg.model import Annotated, Document, Dropped, Entity, Event, EventMention, Link, OfficeHolding, Reading
from kg.vocab.iri import document_id
from kg.vocab.ontology import Ontology

__all__ = ["build_events"]

_ENDS_SENTENCE = (".", "!", "?", "”", '"')
"""A first paragraph that ends otherwise is a title."""

_T = TypeVar("_T", Entity, OfficeHolding)


def build_events(
    annotated: Annotated,
    mentions: tuple[EventMention, ...],
    links: tuple[Link, ...],
    ontology: Ontology,
    gazetteer: Gazetteer,
    dropped: tuple[Dropped, ...] = (),
) -> Reading:
    """Join one article's event mentions into events.

    Args:
        annotated: The article with its chains.
        mentions: What the extractor read.
        links: One a chain, in order.
        ontology: Classes, roles, codes.
        gazetteer: Territories and offices.
        dropped: What stages before refused, handed on.

    Returns:
        The article's events in the order in which it tells them, its linked mentions and the offices acted in.
    """
    entities = Entities(annotated, links, gazetteer)
    events, refused = _Joined(annotated, entities, ontology).events(mentions)
    events.sort(key=lambda e: (e.order, e.id))
    participants = [p for e in events for p in e.participants]
    used = {p.mention for p in participants if p.mention is not None}
    return Reading(
        annotated.article,
        tuple(events),
        tuple(linked_mentions(annotated, entities, used)),
        links,
        _by_id([p.holding for p in participants if p.holding is not None]),
        (*dropped, *refused),
    )


class _Joined:
    """The events of one article, while they are made."""

    def __init__(self, annotated: Annotated, entities: Entities, ontology: Ontology) -> None:
        self.annotated, self.entities, self.ontology = annotated, entities, ontology
        self.parties, self.places = Parties(annotated, entities), Places(entities)
        self.participants = Participants(entities, ontology)
        self.numbering = Numbering(document_id(annotated.article.id))
        self.ids: dict[int, str] = {}
        self.claims = Claims(annotated, entities, ontology, self.numbering, self.ids)
        self._sentences = [sentence.start for sentence in annotated.document.parse.sents]

    def events(self, mentions: Sequence[EventMention]) -> tuple[list[Event], list[Dropped]]:
        """The events, and the fillers that were refused."""
        home = [m for m in mentions if self.ontology.is_a(m.type, "Visit") and self.places.leads_home(m)]
        told, groups = self._grouped([m for m in mentions if m not in home])
        for group in groups:
            id_ = self.numbering.next("event", group[0].trigger)
            self.ids |= dict.fromkeys((m.anchor for m in group), id_)
        for mention in told:
            self.claims.add(mention)
        events = [self._event(group) for group in groups]
        events = add_occasions(self.annotated, self.entities, self.numbering, self._order, told, self.ids, events)
        ways_home = [Dropped("events", "a journey home", m.trigger, f"{m.type} by {m.frame}") for m in home]
        return with_answers(events, self.ontology), [*ways_home, *self.participants.dropped]

    def _grouped(self, mentions: Sequence[EventMention]) -> tuple[list[EventMention], list[list[EventMention]]]:
        """The mentions as they are told, and those of each event."""
        exact = exact_acts(self.annotated, self.entities, self.ontology, mentions)
        sides = [self.parties.sides(m) for m in exact]
        states = [self.parties.sides(m, headline=True) for m in exact]
        told = told_together(exact, sides, self.ontology)
        headline = _headline_end(self.annotated.document)
        groups = Joiner(self.ontology, sides, states, told, headline, self.places).groups()
        return told, [[told[i] for i in group] for group in groups]

    def _event(self, group: Sequence[EventMention]) -> Event:
        most = max(group, key=lambda m: (not m.weak, len(self.ontology.superclasses(m.type)), m.confidence))
        id_, status_ = self.ids[group[0].anchor], status(group)
        participants = self.participants.of(group)
        plover, mode = plover_code(self.ontology, most, status_, participants)
        times = [m.time for m in group if m.time is not None]
        dated = [time for time in times if time.phrase]
        related = [(role, self.ids[anchor]) for m in group for role, anchor in m.related if anchor in self.ids]
        return Event(
            id=id_,
            type=most.type,
            status=status_,
            participants=participants,
            claims=tuple(self.claims.of(m) for m in group),
            plover=plover,
            mode=mode,
            time=next(iter((*dated, *times)), None),
            related=tuple(dict.fromkeys((role, other) for role, other in related if other != id_)),
            ordinal=next((m.ordinal for m in group if m.ordinal), None),
            fatalities=next((m.fatalities for m in group if m.fatalities), None),
            concerns=_by_id([self.entities.of(chain) for m in group for chain in m.concerns]),
            content=tuple(content for m in group for content in self.claims.contents(m)),
            order=self._order(group[0]),
        )

    def _order(self, mention: EventMention) -> tuple[int, int, int]:
        """Where a mention stands: number of its sentence, depth of its clause, token."""
        return bisect_right(self._sentences, mention.anchor), mention.depth, mention.anchor


def _headline_end(document: Document) -> int:
    """The token after the title: the title given apart, or a first paragraph that ends without a full stop."""
    if not document.paragraphs:
        return 0
    first, last = document.paragraphs[0]
    is_title = document.article.title_apart or document.parse[last - 1].text not in _ENDS_SENTENCE
    return last if is_title else first


def _by_id(things: Sequence[_T]) -> tuple[_T, ...]:
    """Each thing once, by id."""
    found = {thing.id: thing for thing in things}
    return tuple(found[id_] for id_ in sorted(found))
