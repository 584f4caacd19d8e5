"""Every saved question gives the same rows on a server as on the embedded store, with a parameter and without."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from ontology_samples import BASE, example_store
from store_servers import Server

from kg.model import Answer
from kg.protocols import Store
from kg.query.catalog import load_catalog
from kg.query.names import find_entity
from kg.query.run import ask
from kg.store.oxigraph import OxigraphStore
from kg.store.sparql import SparqlStore
from kg.timeline.entries import Entry, Timeline
from kg.vocab.ontology import Ontology

CATALOG = load_catalog()
GIVEN = {
    "who-invited-whom": {"inviter": "Xi Jinping"},
    "agreements-between": {"on": "2023-03-21"},
    "evidence-of": {"eventClass": "Invitation"},
    "offices-held": {"on": "2023-01-15"},
    "state-pair-balance": {"to": "Russia"},
    "events-in": {"place": "Moscow Kremlin"},
    "state-pair-timeline": {"from": "China", "unmerged": "true"},
    "most-active-pairs": {"state": "Russia"},
    "who-mediates": {"unmerged": "true"},
    "invitation-chain": {"inviter": "Xi Jinping", "unmerged": "true"},
    "promises-kept": {"became": "proposed"},
    "single-publisher-events": {"publisher": "Sample Daily"},
    "first-report": {"publisher": "Sample Daily"},
    "contradictions": {"kind": "statusDiffers"},
}


def fill(store: Store) -> Store:
    """Put the worked example and the ontology in, graph by graph."""
    example = example_store(ontology=True)
    for name in example.named_graphs():
        assert isinstance(name, ox.NamedNode)
        quads = example.quads_for_pattern(None, None, None, name)
        store.put_graph(name.value, "".join(f"{quad} .\n" for quad in quads))
    return store


@pytest.fixture(scope="module")
def embedded() -> Store:
    return fill(OxigraphStore(None, BASE))


@pytest.fixture(scope="module", params=["oxigraph_server", "virtuoso_server"])
def remote(request: pytest.FixtureRequest) -> Iterator[Store]:
    server: Server = request.getfixturevalue(request.param)
    with SparqlStore(server.profile, BASE) as store:
        yield fill(store)
        for graph in store.graphs():
            store.put_graph(graph, "")


def rows(answer: Answer) -> list[tuple[str, ...]]:
    """Rows in an order of their own, as ORDER BY leaves some open."""
    return sorted(tuple(term.value if term else "" for term in row) for row in answer.rows)


@pytest.mark.parametrize("name", CATALOG)
def test_a_question_has_the_same_rows(embedded: Store, remote: Store, name: str) -> None:
    for given in ({}, GIVEN[name]) if name in GIVEN else ({},):
        there, here = ask(remote, CATALOG[name], given, BASE), ask(embedded, CATALOG[name], given, BASE)
        assert there.columns == here.columns
        assert rows(there) == rows(here)


@pytest.mark.parametrize("parties", [["China", "Russia"], ["Xi Jinping", "Vladimir Putin"], ["Amber Harbour Forum"]])
def test_a_timeline_has_the_same_entries(embedded: Store, remote: Store, parties: list[str]) -> None:
    def entries(store: Store) -> list[Entry]:
        found = [find_entity(store, name, BASE) for name in parties]
        return list(Timeline(store, Ontology.load(), BASE, found))

    assert entries(remote) == entries(embedded) != []
