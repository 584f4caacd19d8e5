"""What the index copies from a store: a query for each article, one for names of things, and what merging made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import pyoxigraph as ox

from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["ROLES", "merged", "said", "things"]

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

_TOGETHER = 10_000
"""Lines that are parsed at once."""

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


def merged(store: Store, graph: str) -> tuple[Said, dict[str, str]]:
    """What the graph of what merging made says of its events, and what stands for what: member to whole.

    It is streamed: a query's answer has a limit, and this graph grows with the store.
    """
    found: Said = {}
    wholes: dict[str, str] = {}
    names = {f"{PREFIXES[p]}{name}" for p, _, name in (one.partition(":") for one in _WANTED.split())}
    joins = f"{PREFIXES['ir']}consolidates"
    wanted = {f"<{name}>" for name in (*names, joins)}
    lines = (line for line in store.quads(graph) if line.split(" ", 2)[1] in wanted)
    while some := "".join(f"{line.rstrip()}\n" for line in islice(lines, _TOGETHER)):
        for quad in ox.parse(some.encode(), format=ox.RdfFormat.N_QUADS):
            subject, p, value = (_text(term) for term in quad.triple)
            if p == joins:
                wholes[value] = subject
            else:
                found.setdefault(subject, {}).setdefault(_local(p), []).append(value)
    for values in found.values():
        for several in values.values():
            several.sort()
    return found, wholes


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _asked(store: Store, query: str) -> Iterator[list[str]]:
    for row in store.query(f"{_PROLOGUE}\n{query}").rows:
        yield [term.value if term else "" for term in row]


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
