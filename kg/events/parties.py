"""The parties of a telling by role, in the form in which tellings are held against each other."""

from __future__ import annotations

from kg.events.entities import Entities
from kg.model import Annotated, Entity, EventMention

__all__ = ["PLACES", "Parties", "Sides"]

PLACES = ("atPlace", "destination")
"""Roles that a place fills, and no party."""

Sides = dict[str, frozenset[str]]
"""By role the signatures of its fillers, the members of a group in its place."""


class Parties:
    """The parties of one article's event mentions."""

    def __init__(self, annotated: Annotated, entities: Entities) -> None:
        self.entities = entities
        self._named = [any(m.kind == "name" for m in chain.mentions) for chain in annotated.chains]

    def sides(self, mention: EventMention, headline: bool = False) -> Sides:
        """The parties of a mention by role.

        Args:
            mention: An event mention.
            headline: Take the state for whoever acts for it, as a headline names it; of the others only those that are
                named.
        """
        found: dict[str, set[str]] = {}
        for filler in mention.fillers:
            if filler.role not in PLACES:
                entity = self.entities.agent(filler.chain)
                for member in entity.members or (entity,):
                    if headline and not member.state and not self._named[filler.chain]:
                        continue
                    signature = (headline and member.state) or self._signature(member, filler.chain)
                    found.setdefault(filler.role, set()).add(signature)
        return {role: frozenset(signatures) for role, signatures in found.items()}

    def _signature(self, entity: Entity, chain: int) -> str:
        """What makes two fillers the same party: the entity, or of words that name nobody their class and state."""
        if entity.shared or self._named[chain] or not entity.state:
            return entity.id
        return f"{entity.type} of {entity.state}"
