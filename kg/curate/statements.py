"""The statements of articles that merging needs, asked of a store for a few articles at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.graph.terms import iri as node
from kg.graph.terms import term
from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["EVENT", "StatementReader", "Statements"]

_ITEMS = 200
"""Items in one VALUES block."""
EVENT = (
    *("eventClass", "eventStatus", "earliestDate", "latestDate", "initiator", "recipient", "hasParticipant"),
    *("initiatorState", "recipientState", "atPlace", "placeState", "ordinal"),
)
"""What is read of each event."""
_OTHERS = (
    *("dct:publisher", "dct:issued", "ir:issuedAt", "nif:isString", "ir:citizenOf", "ir:partOfState", "ir:holder"),
    *("ir:office", "ir:order", "ir:instrument", "ir:about", "ir:polarity", "ir:attributedTo", "ir:evidence"),
)
_JOINED = {
    "denotes": "{ SELECT DISTINCT ?o { ?s ir:denotes ?o } }",
    "type": "?s a ir:Agent . ?s a ?o",
    "label": " UNION ".join(
        f"{{ {which} . ?s rdfs:label ?o }}"
        for which in ("?s a ir:Agent", "?x ir:instrument ?s", "?x ir:office ?s", "?x dct:publisher ?s")
    ),
    "anchorOf": "?x ir:evidence ?s . ?s nif:anchorOf ?o",
}
"""What is read of a property where not all of it is needed."""


class Statements(defaultdict[str, list[tuple[str, str]]]):
    """Statements of one article that merging needs: subjects and objects, by the local name of the property."""

    def __init__(self) -> None:
        super().__init__(list)

    def by_subject(self, name: str) -> dict[str, set[str]]:
        """The objects of a property by subject."""
        found = defaultdict[str, set[str]](set)
        for s, o in self[name]:
            found[s].add(o)
        return found


class StatementReader:
    """Asks a store for the statements of a few articles: all of one kind at once, joined here.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        facts: Roles and codes, which the canonical event has too.
    """

    def __init__(self, store: Store, base: str, facts: Iterable[str]) -> None:
        self._store, self._items, self._described = store, f"{base}entity/", f"<{base}graph/entities>"
        self._whole = [*_OTHERS, *(f"ir:{name}" for name in sorted({*facts, *EVENT} - {"instrument"}))]
        self._names = [*(name.rpartition(":")[2] for name in self._whole), *_JOINED]
        self._persons: dict[str, frozenset[str] | None] = {}

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        for row in self._store.query(query).rows:
            yield tuple([cell.value if cell else "" for cell in row])

    def told(self, graphs: Sequence[str]) -> dict[str, Statements]:
        """The statements by article (IRI); the graph is a constant wherever a pattern is matched, which bounds it."""
        found = {g: Statements() for g in graphs}
        # a row names article and property by a number, of which a store has no more to tell than the number
        places = [found[g][name] for g in graphs for name in self._names]
        prologue = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ir", "rdf", "rdfs", "nif", "dct"))
        for name in (None, *_JOINED):
            parts = (
                f"{{ GRAPH {node(g)} {{ {self._pattern(name, number * len(self._names))} }} }}"
                for number, g in enumerate(graphs)
            )
            for n, s, o in self._rows(f"{prologue}SELECT ?n ?s ?o WHERE {{ {' UNION '.join(parts)} }}"):
                places[int(n)].append((s, o))
        return found

    def _pattern(self, joined: str | None, first: int) -> str:
        """What is matched in one graph, whose properties are numbered from ``first`` on."""
        if joined:
            return f"{_JOINED[joined]} BIND({first + self._names.index(joined)} AS ?n)"
        numbers = " ".join(f"({name} {number})" for number, name in enumerate(self._whole, first))
        return f"VALUES (?p ?n) {{ {numbers} }} ?s ?p ?o"

    def persons(self, agents: Iterable[str]) -> dict[str, frozenset[str]]:
        """Those of these agents that are people and have an item, which graph/entities describes, with their states."""
        items = {agent for agent in agents if agent.startswith(self._items)}
        new = sorted(items - self._persons.keys())
        for start in range(0, len(new), _ITEMS):
            some = " ".join(map(node, new[start : start + _ITEMS]))
            described = f"?x a {term('ir:Person')} OPTIONAL {{ ?x {term('ir:citizenOf')} ?state }}"
            states = defaultdict[str, set[str]](set)
            for x, state in self._rows(
                f"SELECT ?x ?state WHERE {{ VALUES ?x {{ {some} }} GRAPH {self._described} {{ {described} }} }}"
            ):
                states[x] |= {state} - {""}
            self._persons |= {x: frozenset(states[x]) if x in states else None for x in new[start : start + _ITEMS]}
        return {x: of for x in items if (of := self._persons[x]) is not None}
