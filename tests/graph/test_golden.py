"""The worked example of the design, read by hand and written by the builder, is the example to the last statement."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_samples import BASE, builder, syn_a, syn_b

from kg.model import Reading

EXAMPLE = Path(__file__).parents[1] / "ontology" / "example.trig"
IR = "https://w3id.org/irkg/def#"


@pytest.fixture(scope="module")
def example() -> ox.Store:
    store = ox.Store()
    store.load(path=str(EXAMPLE), format=ox.RdfFormat.TRIG)
    return store


def lines(quads: object) -> set[str]:
    return set(ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode().splitlines(keepends=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("reading", [syn_a(), syn_b()], ids=["syn-a", "syn-b"])
def test_article_graph(example: ox.Store, reading: Reading) -> None:
    doc = ox.NamedNode(f"{BASE}doc/{reading.article.id}")
    wanted = example.quads_for_pattern(None, None, None, doc)
    # a reading has no word on what an instrument concerns
    wanted = [q for q in wanted if not (q.predicate.value == IR + "concerns" and "/instrument/" in str(q.subject))]
    assert set(builder().build(reading).graph.splitlines(keepends=True)) == lines(wanted)
