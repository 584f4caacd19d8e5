"""Decisions of a person on events and role fillers, applied to what was read of an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.decisions import CONFIRMED, NIL, REJECTED, Decision, same_words, span_name
from kg.gazetteer import Gazetteer
from kg.model import Dropped, Entity, Event, Participant, Reading, SetAside, Span
from kg.vocab.ontology import Ontology

__all__ = ["decided"]


def decided(reading: Reading, decisions: Sequence[Decision], ontology: Ontology, gazetteer: Gazetteer) -> Reading:
    """Apply decisions on events and fillers to a reading.

    A decision on an event holds for what is told by that word: a rejected class takes those below it along, what was
    confirmed stays confirmed where it is now read as a class above. So it survives an edit of the lexicon that does not
    gainsay it.

    Args:
        reading: What was read of the article.
        decisions: Those on this article; those on links are passed over.
        ontology: The classes.
        gazetteer: Where the fillers that were decided are looked up.

    Returns:
        The reading with fillers as decided and events confirmed. Rejected ones are noted in ``aside``, and still among
        the events; decisions that have no place any longer are told in ``dropped``.
    """
    by_kind = {kind: [d for d in decisions if d.kind == kind] for kind in ("event", "role")}
    if not any(by_kind.values()):
        return reading
    of = _Decided(by_kind["event"], by_kind["role"], ontology, gazetteer)
    events = tuple(of.event(event) for event in reading.events)
    spans = {
        p.mention: p.entity for event in events for p in event.participants if p.mention and p.found_by == "review"
    }
    mentions = tuple(
        replace(m, entity=spans[m.span], link=None, found_by="review") if m.span in spans else m
        for m in reading.mentions
    )
    used = {p.holding.id for event in events for p in event.participants if p.holding}
    holdings = tuple(holding for holding in reading.holdings if holding.id in used)
    lost = tuple(d.without(of.missing(d)) for kind in by_kind.values() for d in kind if d not in of.placed)
    return replace(
        reading,
        events=events,
        mentions=mentions,
        holdings=holdings,
        aside=(*reading.aside, *of.rejected),
        dropped=(*reading.dropped, *(_told(one) for one in of.rejected), *lost),
    )


class _Decided:
    """Goes through events and notes which decisions found their place, and which events were rejected."""

    def __init__(
        self, events: Sequence[Decision], roles: Sequence[Decision], ontology: Ontology, gazetteer: Gazetteer
    ) -> None:
        self._events, self._roles, self._ontology, self._gazetteer = events, roles, ontology, gazetteer
        self.placed: set[Decision] = set()
        self.rejected: list[SetAside] = []

    def missing(self, decision: Decision) -> str:
        """What a decision without a place lacks."""
        if decision.kind == "event":
            return "place: these words tell no such event"
        if decision.value != NIL and self._gazetteer.get(decision.value) is None:
            return "item"
        return "place: these words fill no such role"

    def event(self, event: Event) -> Event:
        """The event as decided."""
        claims = event.claims
        for decision in self._events:
            told = next((claim for claim in claims if _stands(decision, claim.trigger)), None)
            if told is None or not self._same(decision, event.type):
                continue
            self.placed.add(decision)
            if decision.value == REJECTED:
                aside = SetAside(event.id, event.type, told.trigger, told.evidence[0], (), REJECTED)
                self.rejected.append(aside)
                return event
            event = replace(event, review=CONFIRMED)
        return replace(event, participants=tuple(self._participants(event))) if self._roles else event

    def _same(self, decision: Decision, read: str) -> bool:
        below, above = (read, decision.role) if decision.value == REJECTED else (decision.role, read)
        return self._ontology.is_a(below, above)

    def _participants(self, event: Event) -> Iterator[Participant]:
        """The participants as decided; one without words of its own is decided at the word that tells the event."""
        for participant in event.participants:
            spans = [participant.mention] if participant.mention else [claim.trigger for claim in event.claims]
            fitting = (d for d in self._roles if d.role == participant.role and any(_stands(d, s) for s in spans))
            decision = next(fitting, None)
            if decision is None:
                yield participant
            elif decision.value == NIL:
                self.placed.add(decision)
            elif entity := self._entity(decision, participant):
                self.placed.add(decision)
                yield replace(participant, entity=entity, found_by="review", path="", holding=None, on_behalf_of=())
            else:
                yield participant

    def _entity(self, decision: Decision, participant: Participant) -> Entity | None:
        """The item decided; in the place of a place a state is its territory."""
        entry = self._gazetteer.get(decision.value)
        if entry is None:
            return None
        if entry.is_state and participant.entity.type == "Place":
            return self._gazetteer.territory(entry)
        return self._gazetteer.entity(entry)


def _told(one: SetAside) -> Dropped:
    return Dropped("review", "rejected by a person", one.trigger, one.type)


def _stands(decision: Decision, span: Span) -> bool:
    return decision.span == span_name(span) and same_words(decision.text, span.text)
