"""For which state an agent acts, and in which state a place lies: the state-level view of an event."""

from __future__ import annotations

from kg.model import Entity, Participant

__all__ = ["STATES", "members_of", "represented", "state_of", "states_of"]

STATES = frozenset({"State", "PartiallyRecognizedState"})
"""Classes whose members stand in initiatorState, recipientState and placeState."""


def members_of(entity: Entity) -> tuple[Entity, ...]:
    """All members of a group, those of groups within it too, each once; () for what is no group."""
    found: dict[str, Entity] = {}
    for member in entity.members:
        for one in (member, *members_of(member)):
            found.setdefault(one.id, one)
    return tuple(found.values())


def states_of(entity: Entity) -> tuple[str, ...]:
    """Ids of the states that an entity is or belongs to by its own facts: one at most, for a group one a member."""
    if entity.type in STATES:
        return (entity.id,)
    of_members = tuple(dict.fromkeys(state for member in entity.members for state in states_of(member)))
    return of_members or ((entity.state_id,) if entity.state_id else ())


def represented(participant: Participant) -> tuple[str, ...]:
    """Ids of the parties for which a participant acts, where they are others.

    "Russian troops" are a group whose members nobody names: they act for the state that the text gives them.
    """
    if participant.on_behalf_of:
        return tuple(party.id for party in participant.on_behalf_of)
    entity = participant.entity
    nameless = entity.type == "AgentGroup" and not any(map(states_of, entity.members))
    return (entity.state_id,) if nameless and entity.state_id else ()


def state_of(participant: Participant) -> tuple[str, ...]:
    """Ids of the states for which a participant acts, by the first rule that applies.

    The agent itself, if a state; the parties represented; the office acted in; the state of the body or of the citizen;
    for a group, its members' states. Who acts for another party or in an office acts for that one's state or for none:
    the secretary-general of an organisation does not act for the country whose citizen he is.
    """
    entity = participant.entity
    if entity.type in STATES:
        return (entity.id,)
    if participant.on_behalf_of:
        return tuple(dict.fromkeys(state for party in participant.on_behalf_of for state in states_of(party)))
    if participant.holding is not None:
        body = participant.holding.office.of
        return states_of(body) if body is not None else ()
    return states_of(entity)
