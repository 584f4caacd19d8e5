"""Every item of the shipped gazetteer can be described, and says of states what links say of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.gazetteer import Gazetteer
from kg.graph.entities import Registry
from kg.graph.items import GazetteerItems
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

BASE, IR = "http://x/", PREFIXES["ir"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def items(gazetteer: Gazetteer) -> GazetteerItems:
    return GazetteerItems(gazetteer, Ontology.load())


def home(items: GazetteerItems, id_: str | None) -> str | None:
    """The state that the graph gives an item: itself, or where its relations lead."""
    while id_ and (item := items.item(id_)):
        if item.type in ("State", "PartiallyRecognizedState"):
            return id_
        ways = dict(item.relations)
        id_ = next((ways[w] for w in ("partOfState", "citizenOf", "territoryOf", "locatedIn") if w in ways), None)
    return None


def test_states_in_the_graph_are_those_of_links(gazetteer: Gazetteer, items: GazetteerItems) -> None:
    assert [e.id for e in gazetteer if home(items, e.id) != gazetteer.entity(e).state_id] == []


def test_every_item_is_described_with_all_that_it_needs(gazetteer: Gazetteer, items: GazetteerItems) -> None:
    registry = Registry(items, Ontology.load(), BASE)
    named = {e.id for e in gazetteer} | {gazetteer.territory(e).id for e in gazetteer if e.is_state}
    found = registry.closure(named)
    assert {BASE + id_ for id_ in named} <= set(found)
    holdings = {BASE + h.id for e in gazetteer if e.type == "Person" for h in gazetteer.holdings(e.key)}
    assert holdings == {iri for iri in found if iri.startswith(BASE + "holding/")}
    for quad in ox.parse("".join(found.values()).encode(), format=ox.RdfFormat.N_QUADS):
        assert quad.graph_name.value == BASE + "graph/entities"
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE):
            assert quad.object.value in found


def test_a_conflict_known_by_name_is_no_event(gazetteer: Gazetteer, items: GazetteerItems) -> None:
    """An event has a status and a claim behind it; what the gazetteer knows has neither."""
    types = {item.type for e in gazetteer if (item := items.item(e.id))}
    assert not {t for t in types if Ontology.load().is_a(t, "Event")}
    assert "Situation" in types


def test_another_wikidata_item_of_a_state_is_not_its_id(gazetteer: Gazetteer, items: GazetteerItems) -> None:
    state = gazetteer.state("CHN")
    assert state is not None and items.item(state.id) is not None
    assert items.item("entity/Q0") is None and items.item("holding/Q0/Q0/unknown") is None
    assert items.item("office/nobody/nothing") is None and items.item("entity/Q0-territory") is None
