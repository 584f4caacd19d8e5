"""The events with which an event has to do, by any property between them."""

from __future__ import annotations

from kg.serve.explorer import Explorer
from kg.serve.index.lists import Listed, events_of
from kg.vocab.iri import PREFIXES

__all__ = ["RELATED", "related"]

RELATED = """PREFIX ir: <https://w3id.org/irkg/def#>
SELECT DISTINCT ?p ?inverse ?other {
  { GRAPH ?g { <%s> ?p ?other } BIND(false AS ?inverse) }
  UNION { GRAPH ?g { ?other ?p <%s> } BIND(true AS ?inverse) }
  FILTER(?p != ir:consolidates)
  GRAPH ?g2 { ?other ir:eventClass ?class } }"""
"""Events that an event, twice given, has to do with; merging apart, of which pages tell more."""


def related(explorer: Explorer, iri: str) -> list[tuple[str, bool, Listed]]:
    """Property, whether it points here, and the event at its other end; of properties one above another the lowest."""
    found: dict[tuple[str, bool], set[str]] = {}
    for p, inverse, other in explorer.store.query(RELATED % (iri, iri)).rows:
        if p and inverse and other and other.value != iri:
            found.setdefault((other.value, inverse.value == "true"), set()).add(p.value.removeprefix(PREFIXES["ir"]))
    others = sorted({other for other, _ in found})
    events = {event.iri: event for event in events_of(explorer.index, others, explorer.base)}
    rows = []
    for (at, backwards), names in sorted(found.items()):
        known = {name for name in names if name in explorer.ontology.properties}
        above = {up for name in known for up in explorer.ontology.superproperties(name)}
        rows += [(name, backwards, events[at]) for name in sorted(known - above) if at in events]
    return rows
