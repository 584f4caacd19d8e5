"""Names that a store holds unlinked or ambiguous, with the candidates weighed and the events that hang on them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox

from kg.model import Candidate
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id
from kg.vocab.ontology import Ontology

__all__ = ["PROLOGUE", "SOUGHT", "OpenName", "article_and_span", "open_names", "within"]

PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ir", "c", "nif", "rdfs", "dct"))

SOUGHT = ("Person", "Organization", "Place", "EventSeries", "Initiative")
"""Kinds of things that live Wikidata may know and the gazetteer not: the states are all in it."""
_BELOW = re.compile(r"^(?P<doc>.*?)(?P<title>/title)?/(?:link|event|aside|span)/(?P<span>\d+-\d+)(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that a store holds unlinked (``nil``) or ``ambiguous``; ``events`` is how many events hang on it.

    ``span`` is that of its first mention, as decisions name it; ``candidates`` are the items weighed so far, best
    first; ``mentions`` how often the article has the name.
    """

    article: str
    span: str
    name: str
    type: str
    status: str
    events: int
    candidates: tuple[Candidate, ...] = ()
    mentions: int = 1


def article_and_span(iri: str, base: str) -> tuple[str, str] | None:
    """The article and the span, as decisions name it, of what a stretch of text gives; None for another IRI.

    Args:
        iri: The IRI of a link, an event, a span or what was set aside.
        base: What IRIs of data begin with.
    """
    match = _BELOW.match(iri.removeprefix(f"{base}doc/"))
    if match is None:
        return None
    article = unquote(match["doc"], errors="surrogatepass")
    return article, f"{'title/' if match['title'] else ''}{match['span']}"


def within(base: str, articles: Iterable[str] | None) -> str:
    """The dataset clause by which a query goes through some articles, the items and the ontology alone.

    Args:
        base: What IRIs of data begin with.
        articles: Their ids; None for a query that goes through the whole store.
    """
    if articles is None:
        return ""
    graphs = [*map(document_id, articles), "graph/entities", "graph/ontology"]
    return " ".join(f"FROM NAMED {ox.NamedNode(base + graph)}" for graph in graphs)


def open_names(
    store: Store, ontology: Ontology, base: str, sought: Sequence[str] = SOUGHT, articles: Sequence[str] | None = None
) -> tuple[OpenName, ...]:
    """The names that a store holds unlinked or ambiguous, most events first.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        sought: Classes of what is asked for.
        articles: Ids of those that are gone through; by default all.
    """
    source = within(base, articles)
    rows = store.query(
        f"{PROLOGUE} SELECT ?link ?name ?status (COUNT(DISTINCT ?event) AS ?events) "
        "(COUNT(DISTINCT ?mention) AS ?mentions) "
        '(GROUP_CONCAT(DISTINCT STR(?class); separator=" ") AS ?classes) '
        f"{source} WHERE {{ VALUES ?status {{ c:nil c:ambiguous }} "
        "GRAPH ?g { ?link ir:linkStatus ?status ; ir:surfaceForm ?name ; ir:linkMethod ?method . "
        "?mention ir:linkedBy ?link ; ir:denotes ?entity . OPTIONAL { ?mention ir:foundBy ?how } "
        "FILTER(!BOUND(?how) && ?method != c:review) OPTIONAL { ?event ir:hasParticipant ?entity } } "
        "GRAPH ?g2 { ?entity a ?class } } GROUP BY ?link ?name ?status"
    ).rows
    weighed = _candidates(store, source)
    found = []
    for row in rows:
        link, name, status, events, mentions, classes = (cell.value if cell else "" for cell in row)
        kinds = {c.removeprefix(PREFIXES["ir"]) for c in classes.split()}
        kind = next((k for k in kinds if all(ontology.is_a(k, other) for other in kinds)), "")
        where = article_and_span(link, base)
        if where and any(ontology.is_a(kind, k) for k in sought):
            article, span = where
            local = status.rpartition("#")[2]
            found.append(OpenName(article, span, name, kind, local, int(events), tuple(weighed[link]), int(mentions)))
    return tuple(sorted(found, key=lambda n: (-n.events, n.name, n.article, n.span)))


def _candidates(store: Store, source: str) -> dict[str, list[Candidate]]:
    """What was weighed for each open link (full IRI), best first."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for row in store.query(
        f"{PROLOGUE} SELECT ?link ?item ?label ?score {source} WHERE {{ VALUES ?status {{ c:nil c:ambiguous }} "
        "GRAPH ?g { ?link ir:linkStatus ?status ; ir:hasCandidate ?one . "
        "?one ir:wikidataItem ?item ; rdfs:label ?label ; ir:score ?score ; ir:rank ?rank } } ORDER BY ?link ?rank"
    ).rows:
        link, item, label, score = (cell.value if cell else "" for cell in row)
        found[link].append(Candidate(item.removeprefix(PREFIXES["wd"]), label, float(score)))
    return found
