"""Stores that hold the worked example, for whatever asks questions."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from ontology_samples import BASE, EXAMPLE, example_store

from kg.model import Answer, Term
from kg.store.answers import answer
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import ontology_nquads


class Asked:
    """The example in Oxigraph, asked as the embedded store asks; remembers what it was asked."""

    def __init__(self, *more: str) -> None:
        self.store = example_store(ontology=True)
        for quads in more:
            self.store.load(quads.encode(), format=ox.RdfFormat.N_QUADS)
        self.queries: list[str] = []

    def query(self, text: str) -> Answer:
        """As ``Store.query``."""
        self.queries.append(text)
        return answer(self.store, text)


def example_dataset() -> rdflib.Dataset:
    """The example with the ontology in rdflib; the default graph is the union of all graphs."""
    data = rdflib.Dataset(default_union=True)
    data.parse(EXAMPLE)
    data.parse(data=ontology_nquads(BASE + "graph/ontology"), format="nquads")
    return data


def shown(term: Term | None) -> str:
    """A term as the tables of expected rows have it: IRIs shortened, an unbound column empty."""
    if term is None:
        return ""
    for prefix, iri in (("", BASE), *((f"{p}:", i) for p, i in PREFIXES.items())):
        if term.value.startswith(iri):
            return prefix + term.value[len(iri) :]
    return term.value
