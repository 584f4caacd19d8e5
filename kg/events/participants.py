"""Who takes part in an event: the fillers of its tellings as entities, and the documents that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.events.entities import Entities
from kg.events.parties import PLACES
from kg.model import Dropped, Entity, EventMention, Participant, RoleFiller, Span
from kg.vocab.iri import entity_id, text_id
from kg.vocab.ontology import Ontology

__all__ = ["Participants"]

_Found = dict[tuple[str, str], Participant]
"""Participants by role and entity id."""


class Participants:
    """Finds the participants of one article's events.

    ``dropped`` are fillers that were refused, since what they are linked to is neither party nor place.
    """

    def __init__(self, entities: Entities, ontology: Ontology) -> None:
        self.entities, self.ontology = entities, ontology
        self.dropped: list[Dropped] = []

    def of(self, group: Sequence[EventMention]) -> tuple[Participant, ...]:
        """The participants of an event, each once a role, in the order in which its tellings name them."""
        found: _Found = {}
        for mention in group:
            for filler in mention.fillers:
                participant = self._participant(filler, mention)
                if participant is not None:
                    key = filler.role, participant.entity.id
                    found[key] = _fuller(found[key], participant) if key in found else participant
            for document in self._instruments(mention):
                found.setdefault((document.role, document.entity.id), document)
        return tuple(p for p in found.values() if not _is_named_singly(p, found))

    def _participant(self, filler: RoleFiller, mention: EventMention) -> Participant | None:
        place = filler.role in PLACES
        entity = self.entities.place(filler.chain) if place else self.entities.agent(filler.chain)
        words = filler.mention
        if not self.ontology.is_a(entity.type, "Place" if place else "Agent"):
            reason = f"{entity.label}, linked as {entity.type}, is no {'place' if place else 'agent'}"
            span = words.span if words is not None else None
            self.dropped.append(Dropped("events", reason, span, f"{filler.role} of {mention.type}"))
            return None
        in_person = not place and entity.id == self.entities.of(filler.chain).id
        return Participant(
            filler.role,
            entity,
            mention=None if words is None or (place and words.kind == "demonym") else words.span,
            found_by=filler.found_by,
            path=filler.path,
            holding=self.entities.holding(filler.chain) if in_person else None,
            on_behalf_of=tuple(map(self.entities.agent, filler.on_behalf_of)),
            accompanies=None if filler.accompanies is None else self.entities.agent(filler.accompanies),
        )

    def _instruments(self, mention: EventMention) -> Iterator[Participant]:
        for kind, title, span in mention.instruments:
            entity = self._instrument(kind, title, span, mention)
            yield Participant("instrument", entity, span, "argument", "object")

    def _instrument(self, kind: str, title: str, span: Span, mention: EventMention) -> Entity:
        """A document, known by its title where it has one of its own, else by the words; with those who sign it."""
        named = title[:1].isupper() and sum(word[:1].isupper() for word in title.split()) >= 2
        id_ = entity_id(kind, title, self.entities.doc) if named else text_id(self.entities.doc, "instrument", span)
        signing = [f for f in mention.fillers if f.role == "signatory"]
        signatories = [self.entities.agent(chain) for f in signing for chain in f.on_behalf_of or (f.chain,)]
        parties = {party.id: party for entity in signatories for party in (entity.members or (entity,))}
        return Entity(id_, kind, title, parties=tuple(parties[key] for key in sorted(parties)))


def _fuller(told: Participant, again: Participant) -> Participant:
    """A participant as it was told first, with parties represented and company where a later telling has them."""
    return replace(
        told,
        on_behalf_of=told.on_behalf_of or again.on_behalf_of,
        accompanies=told.accompanies or again.accompanies,
    )


def _is_named_singly(participant: Participant, found: _Found) -> bool:
    """Whether a participant is a group whose members all stand in the same role themselves."""
    members = participant.entity.members
    return bool(members) and all((participant.role, member.id) in found for member in members)
