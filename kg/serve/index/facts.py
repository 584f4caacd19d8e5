"""What the index copies from a store: a query for each article, and one for the names of things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["ROLES", "joined", "said", "things"]

ROLES = {
    "hasParticipant": "a",
    "initiator": "i",
    "recipient": "r",
    "initiatorState": "f",
    "recipientState": "t",
    "atPlace": "l",
    "placeState": "p",
}
"""The letter under which the index has each."""

_PROLOGUE = " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("ir", "nif", "dct", "rdf", "rdfs", "skos"))

_WANTED = (
    "nif:isString dct:title dct:issued dct:publisher ir:eventClass ir:eventStatus ir:codedAs ir:earliestDate "
    "ir:latestDate ir:about ir:attributionType ir:attributedTo ir:evidence ir:firstReport ir:reportCount "
    + " ".join(f"ir:{name}" for name in ROLES)
)

# The graph is a constant: where VALUES binds it, a store may go through all that it has first.
_SAID = f"SELECT ?s ?p ?o {{ VALUES ?p {{ {_WANTED} }} GRAPH <%s> {{ ?s ?p ?o }} }}"

_THINGS = """{ VALUES ?thing { %s } GRAPH <%s> { ?thing ?p ?value }
  FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel)) }"""

_JOINED = "SELECT ?member ?whole { GRAPH <%s> { ?whole ir:consolidates ?member } }"

Said = dict[str, dict[str, list[str]]]
"""Subject to property (local name) to values, sorted."""


def said(store: Store, graph: str) -> Said:
    """What a graph says of its article, of its events and of the claims about these."""
    found: Said = {}
    for s, p, o in _asked(store, _SAID % graph):
        found.setdefault(s, {}).setdefault(_local(p), []).append(o)
    for values in found.values():
        for some in values.values():
            some.sort()  # a store has no order
    return found


def things(store: Store, graphs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Thing, property (local name) and value: classes and names of things, by the graph that describes them."""
    if graphs:
        blocks = (_THINGS % (" ".join(f"<{iri}>" for iri in iris), graph) for graph, iris in graphs.items())
        for thing, p, value in _asked(store, f"SELECT ?thing ?p ?value {{ {' UNION '.join(blocks)} }}"):
            yield thing, _local(p), value


def joined(store: Store, graph: str) -> Iterator[list[str]]:
    """Events and things, each with the canonical one that stands for it in a graph."""
    return _asked(store, _JOINED % graph)


def _asked(store: Store, query: str) -> Iterator[list[str]]:
    for row in store.query(f"{_PROLOGUE}\n{query}").rows:
        yield [term.value if term else "" for term in row]


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
