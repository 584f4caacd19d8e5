"""The gazetteer as the graph sees it: each entry, territory, office and holding as an item with an id."""

from __future__ import annotations

from kg.gazetteer import Entry, Gazetteer, Holding, Post
from kg.graph.entities import Item
from kg.vocab.ontology import Ontology

__all__ = ["GazetteerItems"]

_TERRITORY = "-territory"


class GazetteerItems:
    """Looks gazetteer items up by id.

    What is a state's own stands on the state, what is the land's on its territory: places lie in territories, bodies
    are part of states.

    Args:
        gazetteer: The gazetteer.
        ontology: Says what kind of thing a class is.
    """

    def __init__(self, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._gazetteer, self._ontology = gazetteer, ontology

    @property
    def version(self) -> str:
        """The gazetteer's version."""
        return self._gazetteer.version

    def item(self, id_: str) -> Item | None:
        """The item of an id, or None."""
        kind, _, key = id_.partition("/")
        if kind == "holding":
            return self._holding(id_)
        if kind == "office":
            return self._office(id_, self._gazetteer.office(id_))
        if key.endswith(_TERRITORY):
            state = self._entry(key.removesuffix(_TERRITORY))
            return self._territory(id_, state) if state and state.is_state else None
        if entry := self._entry(key):
            return self._described(entry)
        return self._office(id_, self._gazetteer.office(key))

    def _entry(self, key: str) -> Entry | None:
        entry = self._gazetteer.get(key)
        return entry if entry is not None and entry.key == key else None  # another item of a state is not its id

    @staticmethod
    def _territory(id_: str, state: Entry) -> Item:
        return Item(id_, "Place", state.label, relations=(("territoryOf", state.id),))

    def _described(self, entry: Entry) -> Item:
        is_a = self._ontology.is_a
        # A conflict that the gazetteer knows by name is what texts are about; an Event is what an article reports.
        type_ = "Situation" if is_a(entry.type, "Event") else entry.type
        is_person = is_a(type_, "Person")
        return Item(
            entry.id,
            type_,
            entry.label,
            aliases=entry.aliases,
            wikidata=entry.qid,
            iso3=entry.iso3 if entry.is_state else None,
            lat=entry.lat,
            lon=entry.lon,
            relations=self._relations(entry),
            needs=tuple(sorted({h.id for h in self._gazetteer.holdings(entry.key)})) if is_person else (),
        )

    def _relations(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        is_a = self._ontology.is_a
        state = None if entry.is_state or not entry.iso3 else self._gazetteer.state(entry.iso3)
        state = state if state and state.is_state else None
        if is_a(entry.type, "Place"):
            within = self._entry(entry.within) if entry.within else None
            if within and is_a(within.type, "Place"):
                return (("locatedIn", within.id),)
            state = within if within and within.is_state else state
            return (("locatedIn", state.id + _TERRITORY),) if state else ()
        if state and is_a(entry.type, "Person"):
            return (("citizenOf", state.id),)
        return (("partOfState", state.id),) if state and is_a(entry.type, "Organization") else ()

    def _office(self, id_: str, post: Post | None) -> Item | None:
        if post is None:
            return None
        body = self._entry(post.of) if post.of else None
        relations = (("officeOf", body.id),) if body and self._ontology.is_a(body.type, "Organization") else ()
        return Item(id_, "Office", post.label, wikidata=post.qid, relations=relations)

    def _holding(self, id_: str) -> Item | None:
        person = id_.split("/")[1]
        kind, dash, name = person.partition("-")  # Q7747, or person-wang-wenbin for person/wang-wenbin
        key = f"{kind}/{name}" if dash else person
        held = next((h for h in self._gazetteer.holdings(key) if h.id == id_), None)
        return _held(held) if held else None


def _held(holding: Holding) -> Item:
    days = (
        ("startEarliest", holding.start_earliest),
        ("startLatest", holding.start_latest),
        ("endEarliest", holding.end_earliest),
        ("endLatest", holding.end_latest),
        ("asOf", holding.as_of),
    )
    return Item(
        holding.id,
        "OfficeHolding",
        relations=(("holder", f"entity/{holding.person}"), ("office", holding.post.id)),
        days=tuple((name, value) for name, value in days if value is not None),
    )
