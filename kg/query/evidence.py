"""In which words of which article an event is told: what stands behind each row of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["Evidence", "evidence_of"]

_QUERY = f"""PREFIX ir: <{PREFIXES["ir"]}> PREFIX nif: <{PREFIXES["nif"]}> PREFIX dct: <{PREFIXES["dct"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX c: <{PREFIXES["c"]}>
SELECT DISTINCT ?event ?article ?title ?url ?published ?publisher ?begin ?words ?polarity ?confidence ?source WHERE {{
  {{ VALUES ?event {{ %s }} BIND(?event AS ?told) }}
  UNION {{ VALUES ?event {{ %s }} GRAPH ?gc {{ ?event ir:consolidates ?told }} }}
  GRAPH ?g {{
    ?claim ir:about ?told ; ir:reportedIn ?article ; ir:evidence ?span ; ir:polarity ?polarity .
    ?span nif:beginIndex ?begin ; nif:anchorOf ?words .
    OPTIONAL {{ ?claim ir:confidence ?confidence }}
    OPTIONAL {{ ?article dct:issued ?published }} OPTIONAL {{ ?article dct:title ?title }}
    OPTIONAL {{ ?article dct:identifier ?url }}
  }}
  OPTIONAL {{ GRAPH ?g {{ ?article dct:publisher ?p }} GRAPH ?g1 {{ ?p rdfs:label ?publisher }} }}
  OPTIONAL {{ GRAPH ?g {{ ?claim ir:attributedTo ?s }} GRAPH ?g2 {{ ?s rdfs:label ?source }} }}
}}"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stretch of words that tells an event.

    ``article`` is the IRI, ``begin`` the code point at which the words start, ``sources`` whom the article names for
    it, empty where it speaks in its own voice. ``title`` and ``url`` are the article's. ``confidence``, in [0, 1], is
    that of the claim.
    """

    article: str
    begin: int
    words: str
    polarity: str
    published: str | None = None
    publisher: str | None = None
    sources: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    confidence: float = 0.0


def evidence_of(store: Store, events: Iterable[str]) -> dict[str, tuple[Evidence, ...]]:
    """The words that tell events.

    Args:
        store: Where the events are.
        events: Their IRIs.

    Returns:
        For each event its evidence by article and place, for a merged event that of all that it consolidates; an event
        of which nothing is told is left out.
    """
    wanted = " ".join(str(ox.NamedNode(event)) for event in sorted(set(events)))
    found: dict[tuple[str, Evidence], set[str]] = {}
    for row in store.query(_QUERY % (wanted, wanted)).rows if wanted else ():
        event, article, title, url, published, publisher, begin, words, polarity, confidence, source = (
            t.value if t else None for t in row
        )
        told, sure = (polarity or "").rpartition("#")[2], float(confidence or 0)
        one = Evidence(article or "", int(begin or 0), words or "", told, published, publisher, (), title, url, sure)
        found.setdefault((event or "", one), set()).update([source] if source else [])
    by_event: dict[str, list[Evidence]] = {}
    for (event, one), sources in found.items():
        by_event.setdefault(event, []).append(replace(one, sources=tuple(sorted(sources))))
    return {event: tuple(sorted(told, key=_place)) for event, told in by_event.items()}


def _place(one: Evidence) -> tuple[str, int, str]:
    return one.article, one.begin, one.words
