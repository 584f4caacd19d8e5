"""Explanations: what stands behind an event or a link, and what is said where there is neither."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from ontology_samples import BASE, EXAMPLE

from kg.errors import UnknownName
from kg.graph.explain import article_of, explain
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import Ontology

EVENT = "syn-a/event/279-286"


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    """The worked example, in memory."""
    made = OxigraphStore(None, BASE)
    made._store.load(Path(EXAMPLE).read_bytes(), format=ox.RdfFormat.TRIG)
    return made


def test_an_event_is_explained_by_claims_roles_and_links(store: OxigraphStore) -> None:
    row = explain(store, Ontology.load(), BASE, EVENT)
    assert row["event"] == f"{BASE}doc/{EVENT}"
    assert row["type"] == "Invitation"
    why = row["why"]
    found = {(role["role"], role["iri"].rpartition("/")[2]): role for role in why["roles"]}
    assert found["inviter", "Q15031"]["foundBy"] == "coreference"
    assert [claim["frame"] for claim in why["claims"]] == ["invite-v-1"]
    assert why["claims"][0]["trigger"]["text"] == "invited"
    assert {link["wikidata"] for link in why["links"]} == {"Q15031", "Q7747"}


def test_a_name_may_be_an_iri_an_id_or_an_id_with_its_kind(store: OxigraphStore) -> None:
    ontology = Ontology.load()
    rows = [explain(store, ontology, BASE, name) for name in (EVENT, f"doc/{EVENT}", f"{BASE}doc/{EVENT}")]
    assert rows[0] == rows[1] == rows[2]


def test_a_link_is_explained_by_its_choice_and_its_mentions(store: OxigraphStore) -> None:
    row = explain(store, Ontology.load(), BASE, "syn-a/link/18-46")
    assert (row["name"], row["status"], row["wikidata"]) == ("Xi Jinping", "accepted", "Q15031")
    assert [mention["text"] for mention in row["mentions"]] == ["Chinese President Xi Jinping", "Xi"]


def test_what_is_not_there_is_named_with_what_is(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="syn-a/event/279-286"):
        explain(store, Ontology.load(), BASE, "syn-a/event/1-2")
    with pytest.raises(UnknownName, match="no such article"):
        explain(store, Ontology.load(), BASE, "nowhere/event/1-2")
    with pytest.raises(UnknownName, match="event or link"):
        explain(store, Ontology.load(), BASE, "syn-a")


def test_ids_with_slashes_and_signs_come_back_from_the_iri() -> None:
    assert article_of(f"{BASE}doc/news%2Fa%20b/event/1-2", BASE) == "news/a b"
