"""What the fillers of an article are, as entities: links, territories, and the offices in which people act."""

from __future__ import annotations

from datetime import date

from kg.gazetteer import Gazetteer, Holding
from kg.model import Annotated, Chain, Entity, Link, Office, OfficeHolding
from kg.vocab.iri import document_id, key, slug

__all__ = ["Entities"]

_RANK = (
    "head_of_state",
    "president",
    "king",
    "chancellor",
    "prime_minister",
    "head_of_government",
    "vice_president",
    "secretary_general",
    "foreign_minister",
    "defence_minister",
    "ambassador",
    "spokesperson",
)
"""Of several offices held at once, the one that news names first."""


class Entities:
    """The entities of one article, by chain."""

    def __init__(self, annotated: Annotated, links: tuple[Link, ...], gazetteer: Gazetteer) -> None:
        self.annotated, self.links, self.gazetteer = annotated, links, gazetteer
        self.doc = document_id(annotated.article.id)
        self.on: date | None = annotated.article.published
        self._holdings: dict[int, OfficeHolding | None] = {}
        self._by_key = {c.candidates[0]: c.index for c in annotated.chains if len(c.candidates) == 1}

    def of(self, chain: int) -> Entity:
        """What a chain denotes."""
        return self.links[chain].entity

    def agent(self, chain: int) -> Entity:
        """What a chain denotes where a party is meant; for a place its state, or its people where no state is known."""
        entity = self.of(chain)
        if entity.type != "Place":
            return entity
        if entity.state and (state := self.gazetteer.state(entity.state)):
            return self.gazetteer.entity(state)
        group = f"{self.doc}/group/{key(entity.id, self.doc)}"
        return Entity(group, "AgentGroup", f"people of {entity.label}", complete=False)

    def place(self, chain: int) -> Entity:
        """What a chain denotes where a place is meant: the territory, for a state."""
        entity = self.of(chain)
        if (
            entity.type in ("State", "PartiallyRecognizedState")
            and entity.state
            and (state := self.gazetteer.state(entity.state))
        ):
            return self.gazetteer.territory(state)
        return entity

    # ---------------------------------------------------------------------------------------------------------- offices

    def holding(self, chain: int) -> OfficeHolding | None:
        """The office in which a person acts: the one that the text names beside them, else one held on the day."""
        if chain not in self._holdings:
            self._holdings[chain] = self._find(self.annotated.chains[chain])
        return self._holdings[chain]

    def _find(self, chain: Chain) -> OfficeHolding | None:
        entity = self.of(chain.index)
        if entity.type != "Person" or self.on is None:
            return None
        held = self._held(chain, entity)
        named = [t for t in chain.titles if t.text and not t.former]
        for title in named:
            kind = self.gazetteer.office_kind(title.text, title.state)
            for holding in held:
                if kind and holding.post.kind == kind and title.state in (None, holding.post.iso3):
                    return self._shared(holding, entity)
        if held and not named:
            ranked = [h for h in held if h.post.kind in _RANK]
            if ranked:
                return self._shared(min(ranked, key=lambda h: _RANK.index(h.post.kind or "")), entity)
        for title in named:
            body = self._body(title.state, title.body)
            if body is not None and len(title.text.split()) <= 8:
                office = Office(f"{self.doc}/office/{key(body.id, self.doc)}/{slug(title.text)}", title.text, body)
                id_ = f"{self.doc}/holding/{key(entity.id, self.doc)}/{key(office.id, self.doc)}"
                return OfficeHolding(id_, entity, office, None, None, None, None, self.on)
        return None

    def _held(self, chain: Chain, entity: Entity) -> list[Holding]:
        if not entity.shared or self.on is None:
            return []
        person = entity.wikidata or entity.id.removeprefix("entity/")
        return [
            h
            for h in self.gazetteer.holdings(person)
            if h.covers(self.on) and h.post.kind and not (h.end_latest is None and self.on > h.as_of)
        ]

    def _shared(self, holding: Holding, entity: Entity) -> OfficeHolding:
        of = (
            self.gazetteer.get(holding.post.of)
            if holding.post.of
            else self.gazetteer.state(holding.post.iso3)
            if holding.post.iso3
            else None
        )
        return holding.model(entity, holding.post.model(self.gazetteer.entity(of) if of else None))

    def _body(self, state: str | None, body: str | None) -> Entity | None:
        """The body or state that an office belongs to, as the text names it."""
        if body is not None:
            for chain in self.annotated.chains:
                if body in chain.names and chain.type not in ("Person", "Place", "AgentGroup"):
                    return self.of(chain.index)
        entry = self.gazetteer.state(state) if state else None
        return self.gazetteer.entity(entry) if entry else None
