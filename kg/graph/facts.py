"""Graphs read back: what a store says of an article and of the items it names, as plain values by IRI."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["ArticleFacts", "Entities", "Facts", "articles_of"]

_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), reverse=True)  # the longer one first

_TOGETHER = 500
"""Articles that are asked for at once."""

_THERE = f"""SELECT ?doc {{ GRAPH <%sgraph/catalog> {{ VALUES ?doc {{ %s }}
  ?record <{PREFIXES["foaf"]}primaryTopic> ?doc ; <{PREFIXES["ir"]}fingerprint> ?mark }} }}"""


class Facts:
    """Statements by subject and property: properties as prefixed names (``ir:about``), things and values as text."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, list[str]]] = {}
        self._names: dict[str, str] = {}

    def read(self, lines: str) -> set[str]:
        """Take in N-Quads or N-Triples.

        Returns:
            The things (never the literals) that the statements point at.
        """
        things, touched = set[str](), set[str]()
        for quad in ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS):
            subject, object_, predicate = _value(quad.subject), _value(quad.object), quad.predicate.value
            name = self._names.get(predicate) or self._names.setdefault(predicate, _short(predicate))
            self.said.setdefault(subject, {}).setdefault(name, []).append(object_)
            touched.add(subject)
            if isinstance(quad.object, ox.NamedNode):
                things.add(object_)
        for subject in touched:
            for values in self.said[subject].values():
                values.sort()  # a store has no order
        return things

    def all(self, iri: str, name: str) -> list[str]:
        """All values of a property, sorted."""
        return self.said.get(iri, {}).get(name, [])


class Entities:
    """What graph/entities says, asked for article by article and kept for the run.

    Args:
        store: The store.
        base: What IRIs of data begin with.
    """

    def __init__(self, store: Store, base: str) -> None:
        self._store, self._base, self._graph = store, base, f"{base}graph/entities"
        self._asked: set[str] = set()
        self.facts = Facts()

    def need(self, things: Iterable[str]) -> None:
        """Make sure that items are there, and what they point at."""
        while todo := sorted({iri for iri in things if iri.startswith(self._base)} - self._asked):
            self._asked.update(todo)
            values = " ".join(str(ox.NamedNode(iri)) for iri in todo)
            answer = self._store.query(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} GRAPH <{self._graph}> {{ ?s ?p ?o }} }}"
            )
            things = self.facts.read(answer.triples or "")


class ArticleFacts:
    """One article's graph, with the items it names at hand: a lookup goes to the graph first, then to the items.

    Args:
        store: The store.
        entities: The items.
        base: What IRIs of data begin with.
        article: The article's id.
    """

    def __init__(self, store: Store, entities: Entities, base: str, article: str) -> None:
        self.article, self.doc = article, base + document_id(article)
        self._own, self._items = Facts(), entities.facts
        things = self._own.read("".join(f"{line.rstrip()}\n" for line in store.quads(self.doc)))
        entities.need(iri for iri in things if iri not in self._own.said)

    def all(self, iri: str, name: str) -> list[str]:
        """All values of a property, sorted."""
        return self._own.all(iri, name) or self._items.all(iri, name)

    def one(self, iri: str | None, name: str) -> str | None:
        """The value of a property, the first where there are several; None where there is none."""
        values = self.all(iri, name) if iri else []
        return values[0] if values else None

    def things(self, type_: str) -> list[str]:
        """What the article's own graph types with a class of the ontology (``Event``), by IRI."""
        wanted = PREFIXES["ir"] + type_
        return sorted(s for s, said in self._own.said.items() if wanted in said.get("rdf:type", ()))

    def roles(self, iri: str) -> dict[str, list[str]]:
        """Everything that the article's own graph says of a thing in properties of the ontology, by local name."""
        return {name[3:]: values for name, values in self._own.said.get(iri, {}).items() if name.startswith("ir:")}


def articles_of(store: Store, base: str, articles: Iterable[str] | None = None) -> list[str]:
    """The articles to go through.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        articles: Ids, in the order wanted (that of the input, say); by default all of the store, by id: a store is a
            set and keeps no order of input.

    Returns:
        Those that the store has.
    """
    if articles is None:
        return sorted(store.fingerprints())
    wanted, known = list(dict.fromkeys(articles)), set[str]()
    for at in range(0, len(wanted), _TOGETHER):
        docs = " ".join(str(ox.NamedNode(base + document_id(id_))) for id_ in wanted[at : at + _TOGETHER])
        known |= {doc.value for (doc,) in store.query(_THERE % (base, docs)).rows if doc}
    return [id_ for id_ in wanted if base + document_id(id_) in known]


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri[len(ns) :]}" for ns, prefix in _NAMESPACES if iri.startswith(ns)), iri)


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
