"""Events in the graph, with roles, members, states and concerns written out, so that no question has to reason.

The rules are those of "Written out" and "State-level view" in the design of the ontology.
"""

from __future__ import annotations

from kg.errors import InputError
from kg.graph.entities import LANGUAGE, describe, describe_holding
from kg.graph.provenance import Pages
from kg.graph.sheet import Sheet
from kg.graph.states import members_of, represented, state_of, states_of
from kg.graph.terms import day, integer, term, text, typed
from kg.model import Content, Entity, Event, EventTime, LinkedMention, Participant
from kg.vocab.iri import key

__all__ = ["Events"]


class Events:
    """Writes the events of one article.

    Args:
        sheet: The article's graph.
        pages: Where claims and words are written.
        events: The article's events, in any order.
    """

    def __init__(self, sheet: Sheet, pages: Pages, events: tuple[Event, ...]) -> None:
        self._sheet, self._pages, self._ontology = sheet, pages, sheet.ontology
        self._events = {event.id: event for event in sorted(events, key=lambda event: (event.order, event.id))}
        self._agents = {event.id: self._agents_of(event) for event in events}
        self._places = {event.id: self._place_states(event, "atPlace") for event in events}
        sheet.described.update(self._events)  # what names an event as it names an entity shall not describe it

    def write(self) -> None:
        """Write them all, ranked by sentence, depth of clause, place in the text.

        Raises:
            InputError: An event points at one that the article does not have.
        """
        for rank, event in enumerate(self._events.values()):
            self._event(event, rank)

    def _event(self, event: Event, rank: int) -> None:
        sheet, id_ = self._sheet, event.id
        sheet.types(id_, event.type)
        sheet.add(id_, "ir:eventClass", term(f"ir:{event.type}"))
        sheet.add(id_, "ir:eventStatus", term(f"c:{event.status}"))
        sheet.add(id_, "ir:order", integer(rank))
        sheet.add(id_, "ir:reviewStatus", term(f"c:{event.review}") if event.review else None)
        if event.plover:
            sheet.add(id_, "ir:codedAs", term(f"plover:{event.plover}{'-' + event.mode if event.mode else ''}"))
        if event.time:
            self._time(id_, event.time)
        for property_, other in event.related:
            self._known(event, other)
            sheet.relate(id_, property_, other)
        sheet.add(id_, "ir:editionOf", describe(sheet, event.series) if event.series else None)
        sheet.add(id_, "ir:ordinal", integer(event.ordinal) if event.ordinal else None)
        if event.fatalities:
            for name, count in zip(("Min", "Max"), event.fatalities, strict=True):
                sheet.add(id_, f"ir:fatalities{name}", integer(count))
        for participant in event.participants:
            self._participant(event, participant)
        self._states(event)
        for claim in event.claims:
            self._pages.claim(claim)
        for content in event.content:
            self._content(event, content)
        for other, entity in self._concerns(event, set()).items():
            sheet.add(id_, "ir:concerns", describe(sheet, entity) if entity else sheet.thing(other))

    def _known(self, event: Event, other: str) -> None:
        if other not in self._events:
            raise InputError(f"{event.id} points at {other}, which is no event of the article: drop the pointer too")

    def _time(self, id_: str, time: EventTime) -> None:
        add = self._sheet.add
        add(id_, "ir:earliestDate", day(time.earliest) if time.earliest else None)
        add(id_, "ir:latestDate", day(time.latest) if time.latest else None)
        add(id_, "ir:edtf", typed(time.edtf, "edtf:EDTF") if time.edtf else None)
        add(id_, "ir:dateText", text(time.phrase) if time.phrase else None)
        add(id_, "ir:dateAnchor", term(f"c:{time.anchor}"))
        add(id_, "ir:dateRule", text(time.rule))

    # ---------------------------------------------------------------------------------------------------- participants

    def _participant(self, event: Event, participant: Participant) -> None:
        sheet, entity, role = self._sheet, participant.entity, participant.role
        for filler in (entity, *members_of(entity)):
            describe(sheet, filler)
            sheet.relate(event.id, role, filler.id)
        if self._is_agent(role):
            self._participation(event, participant)

    def _participation(self, event: Event, participant: Participant) -> None:
        """Write a participation, where it says more than the role triple beside it."""
        sheet, entity, role = self._sheet, participant.entity, participant.role
        behalf, company = represented(participant), participant.accompanies
        says = (participant.mention, participant.holding, behalf, company)
        if not any(says) and participant.found_by != "default":
            return
        id_ = f"{event.id}/{role}/{key(entity.id, sheet.doc)}"
        if not sheet.first(id_):
            return
        sheet.add(event.id, "ir:hasParticipation", sheet.thing(id_))
        sheet.types(id_, "Participation")
        sheet.add(id_, "ir:participant", sheet.thing(entity.id))
        sheet.add(id_, "ir:participantRole", term(f"c:{self._ontology.role_code(role)}"))
        sheet.add(id_, "ir:foundBy", term(f"c:{participant.found_by}"))
        sheet.add(id_, "ir:path", text(participant.path) if participant.path else None)
        if participant.mention:
            sheet.add(id_, "ir:mentionedAs", self._words(participant))
        if participant.holding:
            sheet.add(id_, "ir:actingAs", describe_holding(sheet, participant.holding))
        for party in participant.on_behalf_of:
            describe(sheet, party)
        for represented_id in behalf:
            sheet.add(id_, "ir:onBehalfOf", sheet.thing(represented_id))
        sheet.add(id_, "ir:accompanies", describe(sheet, company) if company else None)

    def _words(self, participant: Participant) -> str:
        """The mention that fills a role; written here where it stands in no list of mentions."""
        assert participant.mention is not None
        found = LinkedMention(participant.mention, participant.entity, found_by=participant.found_by)
        return self._pages.mention(found)

    # ---------------------------------------------------------------------------------------------------------- states

    def _states(self, event: Event) -> None:
        sides: dict[str, list[str]] = {"initiator": [], "recipient": [], "meetingParty": []}
        for participant in event.participants:
            for side, states in sides.items():
                if side in self._upwards(participant.role):
                    states += state_of(participant)
        initiators, recipients = sides["initiator"], sides["recipient"]
        if self._ontology.symmetric(event.type):
            initiators = recipients = [*initiators, *recipients, *sides["meetingParty"]]
        elif not recipients:  # a visit without a host is directed to the state visited
            recipients = self._place_states(event, "destination")
        for name, states in (
            ("initiatorState", initiators),
            ("recipientState", recipients),
            ("placeState", self._places[event.id]),
        ):
            self._sheet.add(event.id, f"ir:{name}", *map(self._sheet.thing, states))

    def _place_states(self, event: Event, role: str) -> list[str]:
        """States in which the fillers of a role of place lie."""
        places = (p.entity for p in event.participants if role in self._upwards(p.role))
        return [state for place in places for state in states_of(place)]

    # --------------------------------------------------------------------------------------------------------- content

    def _content(self, event: Event, content: Content) -> None:
        sheet, claim = self._sheet, content.claim
        sheet.add(event.id, "ir:hasContent", self._pages.claim(claim))
        if content.situation_label is None:
            self._known(event, claim.about)
        elif sheet.first(claim.about):
            sheet.types(claim.about, "Situation")
            sheet.add(claim.about, "rdfs:label", text(content.situation_label, LANGUAGE))
            sheet.add(claim.about, "ir:concerns", *(describe(sheet, entity) for entity in content.concerns))

    def _concerns(self, event: Event, seen: set[str]) -> dict[str, Entity | None]:
        """What an event concerns, by id: what it names itself, and of a statement its targets and its content.

        A statement about a statement concerns what that one does; ``seen`` are the events already gone through. A state
        that follows from a place has no entity at hand.
        """
        seen.add(event.id)
        found: dict[str, Entity | None] = {entity.id: entity for entity in event.concerns}
        if not self._ontology.is_a(event.type, "Statement"):
            return found
        for participant in event.participants:
            if "target" in self._upwards(participant.role):
                found |= _with_members(participant.entity)
        for content in event.content:
            found |= {entity.id: entity for entity in content.concerns}
            if content.situation_label is None and content.claim.about not in seen:
                about = self._events[content.claim.about]
                found |= {state: found.get(state) for state in self._places[about.id]}
                found |= self._agents[about.id] | self._concerns(about, seen)
        return found

    def _agents_of(self, event: Event) -> dict[str, Entity | None]:
        agents: dict[str, Entity | None] = {}
        for participant in event.participants:
            if self._is_agent(participant.role):
                agents |= _with_members(participant.entity)
        return agents

    def _is_agent(self, role: str) -> bool:
        return "hasParticipant" in self._upwards(role)

    def _upwards(self, role: str) -> tuple[str, ...]:
        return (role, *self._ontology.superproperties(role))


def _with_members(entity: Entity) -> dict[str, Entity | None]:
    return {one.id: one for one in (entity, *members_of(entity))}
