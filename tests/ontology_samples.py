"""The worked example of the graph model, whole, by article, and broken in one place for each shape."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import ontology_nquads

HERE = Path(__file__).parent / "ontology"
EXAMPLE = HERE / "example.trig"
BASE = "https://w3id.org/irkg/data/"
IR = PREFIXES["ir"]
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items()))


def example_store(*, ontology: bool = False) -> ox.Store:
    """The example in a store of its own; with the ontology in its graph, as questions expect it."""
    store = ox.Store()
    store.load(path=str(EXAMPLE), format=ox.RdfFormat.TRIG)
    if ontology:
        store.load(ontology_nquads(BASE + "graph/ontology").encode(), format=ox.RdfFormat.N_QUADS)
    return store


@cache
def whole() -> str:
    """All graphs of the example as one, in N-Triples."""
    return _ntriples(example_store())


@cache
def article(name: str) -> str:
    """An article's graph with the entities that it names and that these need, in N-Quads."""
    store, entities = example_store(), ox.NamedNode(BASE + "graph/entities")
    quads = list(store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}doc/{name}")))
    todo, seen = [quad.object for quad in quads], set()
    while todo:
        node = todo.pop()
        if node not in seen and isinstance(node, ox.NamedNode):
            seen.add(node)
            found = list(store.quads_for_pattern(node, None, None, entities))
            quads += found
            todo += [quad.object for quad in found]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode()


def changed(update: str, text: str | None = None) -> str:
    """The example (or other quads) as one graph after a SPARQL update, in N-Triples."""
    store = ox.Store()
    parsed = ox.parse((text or whole()).encode(), format=ox.RdfFormat.N_QUADS)
    store.extend(ox.Quad(*quad.triple) for quad in parsed)
    store.update(PROLOGUE + update)
    return _ntriples(store)


@cache
def updates() -> dict[str, str]:
    """For each shape the update that breaks it."""
    text = (HERE / "broken_examples.ru").read_text("utf-8")
    return dict(re.findall(r"^# (S\d\d)\n(.*?)(?=^# S|\Z)", text, re.M | re.S))


@cache
def broken(shape: str) -> str:
    """The example, broken in one place, in N-Triples."""
    return changed(updates()[shape])


def _ntriples(store: ox.Store) -> str:
    return "".join(sorted({f"{quad.triple} .\n" for quad in store}))
