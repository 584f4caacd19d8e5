"""Where tellings of events are: whether two may be of one place, and whether a journey only leads home."""

from __future__ import annotations

from kg.events.entities import Entities
from kg.events.parties import PLACES
from kg.gazetteer import Entry
from kg.model import EventMention

__all__ = ["Places"]

_SETTLED = ("city", "capital")
"""Features of places that lie beside each other, not within."""
_DEEPEST = 4
"""Places that lie within each other, at most."""


class Places:
    """The places of one article's event mentions, as far as the gazetteer has them."""

    def __init__(self, entities: Entities) -> None:
        self.entities, self.gazetteer = entities, entities.gazetteer

    def of(self, mention: EventMention) -> tuple[Entry, ...]:
        """Where a mention is said to be: its destination, else its places."""
        for role in reversed(PLACES):
            linked = (self.entities.of(f.chain).wikidata for f in mention.fillers if f.role == role)
            if found := tuple(entry for qid in linked if qid and (entry := self.gazetteer.get(qid)) is not None):
                return found
        return ()

    def agree(self, one: tuple[Entry, ...], two: tuple[Entry, ...], journey: bool) -> bool:
        """Whether two events may be in one place: no place is known of one, or some of them agree.

        Args:
            one: Places of an event.
            two: Places of another.
            journey: Several places in one state are of one event.
        """
        return not one or not two or any(self._agree(a, b, journey) for a in one for b in two)

    def leads_home(self, mention: EventMention) -> bool:
        """Whether all who travel go to the capital of the state for which they act."""
        capitals = {self._state_of_capital(place) for place in self.of(mention)}
        travellers = [filler.chain for filler in mention.fillers if filler.role == "visitor"]
        homes = {self._home(chain) for chain in travellers}
        return bool(homes) and None not in homes and homes == capitals

    def _state_of_capital(self, place: Entry) -> str | None:
        state = self.gazetteer.capital_of(place.key)
        return None if state is None else state.iso3

    def _home(self, chain: int) -> str | None:
        entity, holding = self.entities.of(chain), self.entities.holding(chain)
        if entity.type not in ("Person", "AgentGroup"):
            return None
        of = holding.office.of if holding is not None else None
        return (of.state if of is not None else None) or entity.state

    def _agree(self, a: Entry, b: Entry, journey: bool) -> bool:
        if a.key == b.key or not a.iso3 or not b.iso3:
            return True
        if a.iso3 != b.iso3:
            return False
        if journey or a.is_state or b.is_state or self._within(a, b) or self._within(b, a):
            return True
        return a.feature not in _SETTLED or b.feature not in _SETTLED

    def _within(self, inner: Entry, outer: Entry) -> bool:
        at: Entry | None = inner
        for _ in range(_DEEPEST):
            if at is None or at.within is None:
                return False
            if at.within == outer.key:
                return True
            at = self.gazetteer.get(at.within)
        return False
