"""What the graph says of entities: those of one article, and gazetteer items with what these need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kg.errors import InputError
from kg.graph.sheet import Sheet, full
from kg.graph.states import members_of
from kg.graph.terms import boolean, day, decimal, term, text
from kg.model import Entity, Office, OfficeHolding
from kg.vocab.ontology import Ontology

__all__ = ["LANGUAGE", "Item", "Items", "Registry", "describe", "describe_holding"]

LANGUAGE = "en"
"""Labels are English: the language of the lexicon and of the gazetteer."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the gazetteer says of one item, by ids.

    ``relations`` are pairs (property, id of another item): ``partOfState``, ``locatedIn``, ``territoryOf``,
    ``officeOf``, ``holder`` … ``days`` pairs (property, day). ``needs`` are items to be described beside this one that
    it does not point at: the holdings of a person. ``label`` is None for a holding.
    """

    id: str
    type: str
    label: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    iso3: str | None = None
    lat: float | None = None
    lon: float | None = None
    relations: tuple[tuple[str, str], ...] = ()
    days: tuple[tuple[str, date], ...] = ()
    needs: tuple[str, ...] = ()


class Items(Protocol):
    """Where gazetteer items are looked up by id (``entity/Q159``, ``holding/Q7747/Q218295/2012-05-07``)."""

    @property
    def version(self) -> str:
        """The version of the gazetteer."""
        ...

    def item(self, id_: str) -> Item | None:
        """The item, or None where there is none of that id."""
        ...


class Registry:
    """Writes gazetteer items into graph/entities; what an item says depends on the gazetteer alone.

    Args:
        items: The gazetteer's items.
        ontology: For the classes above an item's.
        base: What IRIs of data begin with.
    """

    def __init__(self, items: Items, ontology: Ontology, base: str) -> None:
        self._items, self._ontology, self._base = items, ontology, base
        self._tail = f" {full(base, 'graph/entities')} .\n"
        self._written: dict[str, tuple[str, tuple[str, ...]]] = {}  # grows to the size of the gazetteer at most

    def closure(self, named: Iterable[str]) -> dict[str, str]:
        """Describe items and all that they need.

        Args:
            named: Ids of the items that an article names.

        Returns:
            Full IRI of each item to its quads, sorted.

        Raises:
            InputError: The gazetteer has no such item.
        """
        todo = sorted(named)
        found: dict[str, str] = {}
        while todo:
            id_ = todo.pop()
            iri = full(self._base, id_)[1:-1]
            if iri not in found:
                found[iri], needed = self._describe(id_)
                todo += needed
        return dict(sorted(found.items()))

    def _describe(self, id_: str) -> tuple[str, tuple[str, ...]]:
        if id_ not in self._written:
            item = self._items.item(id_)
            if item is None:
                raise InputError(f"the gazetteer has no item {id_}: link the name to one that it has, or to none")
            self._written[id_] = self._lines(item), (*(o for _, o in item.relations), *item.needs)
        return self._written[id_]

    def _lines(self, item: Item) -> str:
        pairs: list[tuple[str, str]] = [("rdf:type", term(f"ir:{c}")) for c in self._ontology.types(item.type)]
        if item.label is not None:
            pairs.append(("rdfs:label", text(item.label, LANGUAGE)))
        pairs += [("skos:altLabel", text(alias, LANGUAGE)) for alias in item.aliases if alias != item.label]
        pairs += _facts(item.wikidata, item.lat, item.lon)
        if item.iso3 is not None:
            pairs.append(("ir:iso3", text(item.iso3)))
        pairs += [(f"ir:{name}", full(self._base, other)) for name, other in item.relations]
        pairs += [(f"ir:{name}", day(value)) for name, value in item.days]
        head = full(self._base, item.id)
        return "".join(sorted({f"{head} {term(p)} {o}{self._tail}" for p, o in pairs}))


def describe(sheet: Sheet, entity: Entity) -> str:
    """Describe an entity where it belongs to the article, and name it.

    Args:
        sheet: The article's graph.
        entity: A gazetteer item is only named; an entity of the article gets class, label, state, members, parties.

    Returns:
        The entity's IRI, as an object.
    """
    iri = sheet.thing(entity.id)
    if entity.shared or not sheet.first(entity.id):
        return iri
    id_ = entity.id
    sheet.types(id_, entity.type)
    sheet.add(id_, "rdfs:label", text(entity.label, LANGUAGE))
    for predicate, value in _facts(entity.wikidata, entity.lat, entity.lon):
        sheet.add(id_, predicate, value)
    if relation := _to_state(sheet.ontology, entity):
        sheet.relate(id_, *relation)
    if entity.type == "AgentGroup":
        sheet.add(id_, "ir:hasMember", *(describe(sheet, member) for member in entity.members))
        sheet.add(id_, "ir:membershipComplete", boolean(bool(entity.complete)))
    for party in entity.parties:
        sheet.add(id_, "ir:hasParty", *(describe(sheet, one) for one in (party, *members_of(party))))
    return iri


def describe_holding(sheet: Sheet, holding: OfficeHolding) -> str:
    """Describe a holding, and its office, where the text alone gives them; name it.

    Returns:
        The holding's IRI, as an object.
    """
    iri = sheet.thing(holding.id)
    if holding.shared or not sheet.first(holding.id):
        return iri
    id_ = holding.id
    sheet.types(id_, "OfficeHolding")
    sheet.add(id_, "ir:holder", describe(sheet, holding.holder))
    sheet.add(id_, "ir:office", _office(sheet, holding.office))
    for name, value in (
        ("startEarliest", holding.start_earliest),
        ("startLatest", holding.start_latest),
        ("endEarliest", holding.end_earliest),
        ("endLatest", holding.end_latest),
        ("asOf", holding.as_of),
    ):
        sheet.add(id_, f"ir:{name}", day(value) if value else None)
    return iri


def _office(sheet: Sheet, office: Office) -> str:
    iri = sheet.thing(office.id)
    if not office.shared and sheet.first(office.id):
        sheet.types(office.id, "Office")
        sheet.add(office.id, "rdfs:label", text(office.label, LANGUAGE))
        sheet.add(office.id, "ir:officeOf", describe(sheet, office.of) if office.of else None)
        for predicate, value in _facts(office.wikidata, None, None):
            sheet.add(office.id, predicate, value)
    return iri


def _to_state(ontology: Ontology, entity: Entity) -> tuple[str, str] | None:
    """How an entity of an article hangs together with its state: (property, id)."""
    if not entity.state_id or entity.state_id == entity.id:
        return None
    if ontology.is_a(entity.type, "Place"):
        return "locatedIn", f"{entity.state_id}-territory"
    if ontology.is_a(entity.type, "Organization"):
        return "partOfState", entity.state_id
    if ontology.is_a(entity.type, "Person"):
        return "citizenOf", entity.state_id
    return ("officeOf", entity.state_id) if entity.type == "Office" else None


def _facts(wikidata: str | None, lat: float | None, lon: float | None) -> list[tuple[str, str]]:
    pairs = [("ir:wikidataItem", term(f"wd:{wikidata}"))] if wikidata else []
    if lat is not None and lon is not None:
        pairs += [("geo:lat", decimal(lat)), ("geo:long", decimal(lon))]
    return pairs
