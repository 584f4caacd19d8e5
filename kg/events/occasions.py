"""Events that others point at: the occasion to which somebody is invited, the invitation to which somebody answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.events.entities import Entities
from kg.events.numbering import Numbering
from kg.model import Annotated, Chain, Claim, Event, EventMention, Mention, Participant
from kg.vocab.ontology import Ontology

__all__ = ["add_occasions", "with_answers"]

_INFERRED = 0.8
"""What the confidence of an invitation is multiplied by for the occasion that it names."""
_ANSWERS = "respondsTo"

Order = Callable[[EventMention], tuple[int, int, int]]
"""Where a mention stands among the events of its article."""


def add_occasions(
    annotated: Annotated,
    entities: Entities,
    numbering: Numbering,
    order: Order,
    mentions: Sequence[EventMention],
    ids: dict[int, str],
    events: Sequence[Event],
) -> list[Event]:
    """The events, with those that are only named as what somebody is invited to: editions of a series, planned.

    Args:
        annotated: The article with its chains.
        entities: What its chains denote.
        numbering: Gives out ids.
        order: Places a mention among events.
        mentions: The article's event mentions.
        ids: Event ids by anchor; those of occasions are added.
        events: The events told.
    """
    made: list[Event] = []
    invited: dict[str, list[tuple[str, str]]] = {}
    for mention in mentions:
        for anchor in (anchor for role, anchor in mention.related if role == "invitedTo"):
            named = None if anchor in ids else _series_at(annotated, anchor)
            if named is not None:
                occasion = _occasion(entities, numbering, mention, *named)
                made.append(replace(occasion, order=(*order(mention)[:2], anchor)))
                ids[anchor] = occasion.id
                invited.setdefault(ids[mention.anchor], []).append(("invitedTo", occasion.id))
    told = [replace(e, related=(*e.related, *invited[e.id])) if e.id in invited else e for e in events]
    return [*told, *made]


def _series_at(annotated: Annotated, anchor: int) -> tuple[Chain, Mention] | None:
    """The series of events that a token names."""
    for chain in annotated.chains:
        if chain.type == "EventSeries":
            for mention in chain.mentions:
                if mention.first <= anchor < mention.last:
                    return chain, mention
    return None


def _occasion(
    entities: Entities, numbering: Numbering, invitation: EventMention, chain: Chain, named: Mention
) -> Event:
    id_ = numbering.next("event", named.span)
    claim = Claim(
        id=numbering.next("claim", named.span),
        about=id_,
        polarity="affirmed",
        certainty="certain",
        attribution_type="authorial",
        attributed_to=(),
        evidence=(invitation.evidence,),
        trigger=named.span,
        frame=invitation.frame,
        confidence=round(invitation.confidence * _INFERRED, 2),
    )
    return Event(
        id_, "InternationalConference", "planned", (), (claim,), plover="AGREE", series=entities.of(chain.index)
    )


def with_answers(events: Sequence[Event], ontology: Ontology) -> list[Event]:
    """The events, with answers that have found what they answer, and whoever invited as their recipient."""
    return [
        _answer(event, events)
        if ontology.is_a(event.type, "InvitationResponse")
        else replace(event, related=_without_answers(event))
        for event in events
    ]


def _answer(event: Event, events: Sequence[Event]) -> Event:
    related = _without_answers(event)
    mine = _parties(event, "responder")
    invitation = _invitation(event, events, mine)
    if invitation is None:
        return replace(event, related=related)
    invited = () if mine else (p for p in invitation.participants if p.role == "invitee")
    answering = [
        replace(p, role="responder", mention=None, found_by="default", path="who was invited") for p in invited
    ]
    inviters = [
        replace(p, role="recipient", mention=None, found_by="default", path="who invited")
        for p in invitation.participants
        if p.role == "inviter" and p.entity.id not in mine
    ]
    return replace(
        event,
        related=(*related, (_ANSWERS, invitation.id)),
        participants=(*event.participants, *answering, *inviters),
    )


def _invitation(event: Event, events: Sequence[Event], mine: frozenset[str]) -> Event | None:
    """The invitation that is answered: the one told, else one of who answers before it.

    Of several it is the most explicit, which invites nobody else, and of those the latest.
    """
    answered = next((other for role, other in event.related if role == _ANSWERS), None)
    told = next((e for e in events if e.id == answered), None)
    if told is not None and told.type == "Invitation":
        return told
    before = [e for e in events if e.type == "Invitation" and e.order < event.order]
    fitting = [e for e in before if not mine or mine & _parties(e, "invitee")]
    return max(fitting, key=lambda e: (-len(_fillers(e, "invitee")), e.order), default=None)


def _without_answers(event: Event) -> tuple[tuple[str, str], ...]:
    return tuple((role, other) for role, other in event.related if role != _ANSWERS)


def _fillers(event: Event, role: str) -> frozenset[str]:
    return frozenset(p.entity.id for p in event.participants if p.role == role)


def _parties(event: Event, role: str) -> frozenset[str]:
    """Who fills a role, the members of a group in its place."""
    fillers: list[Participant] = [p for p in event.participants if p.role == role]
    return frozenset(member.id for p in fillers for member in (p.entity.members or (p.entity,)))
