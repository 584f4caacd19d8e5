"""A person, state, body, place or series: names, links to Wikidata, offices, events in time, parties it deals with."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownName
from kg.protocols import Store
from kg.serve.charts import bars
from kg.serve.explorer import explorer_of
from kg.serve.index.counts import days, partners
from kg.serve.index.filters import Filters
from kg.serve.index.lists import count, listed
from kg.serve.view import href, render
from kg.vocab.iri import PREFIXES

__all__ = ["page"]

# The graph is a constant wherever it can be: as a variable, a store may go through all that it has.
_FACTS = "SELECT DISTINCT ?p ?o ?label { GRAPH <%s> { <%s> ?p ?o OPTIONAL { ?o <%s> ?label } } }"

_LINKS = "SELECT ?link { GRAPH ?g { ?mention <%s> <%s> ; <%s> ?link } } LIMIT 60"

_CHOICE = """{ VALUES ?link { %s } GRAPH <%s> { ?link ir:linkStatus ?status ; ir:linkMethod ?method
  OPTIONAL { ?link ir:score ?score }
  OPTIONAL { ?link ir:hasCandidate ?one . ?one ir:wikidataItem ?item ; ir:score ?value ; rdfs:label ?name } } }"""

_OFFICES = """PREFIX ir: <%s> PREFIX rdfs: <%s>
SELECT ?who ?office ?of ?startEarliest ?startLatest ?endEarliest ?endLatest ?asOf { GRAPH <%s> {
  %s ?holding ir:office ?post ; ir:holder ?person ; ir:asOf ?asOf .
  OPTIONAL { ?post rdfs:label ?office } OPTIONAL { ?person rdfs:label ?who }
  OPTIONAL { ?post ir:officeOf ?whose . ?whose rdfs:label ?of }
  OPTIONAL { ?holding ir:startEarliest ?startEarliest ; ir:startLatest ?startLatest }
  OPTIONAL { ?holding ir:endEarliest ?endEarliest } OPTIONAL { ?holding ir:endLatest ?endLatest }
} } ORDER BY ?who ?office ?startEarliest LIMIT 200"""

_EVENTS, _PARTNERS = 20, 20


@dataclass(frozen=True, slots=True)
class _Fact:
    property: str
    value: str
    label: str
    link: str


def page(request: Request, iri: str) -> Response:
    """The page.

    Args:
        request: What is answered.
        iri: The IRI of the thing.

    Raises:
        UnknownName: The store says nothing of it.
    """
    explorer = explorer_of(request)
    facts = _facts(explorer.store, iri, explorer.base)
    if not facts:
        raise UnknownName("thing", iri.removeprefix(explorer.base), [])
    names = sorted({f.value for f in facts if f.property == "rdfs:label"}) or [iri.removeprefix(explorer.base)]
    classes = [
        f.value.removeprefix(PREFIXES["ir"])
        for f in facts
        if f.property == "rdf:type" and f.value.startswith(PREFIXES["ir"])
    ]
    kind = max(classes, key=lambda name: (len(explorer.ontology.superclasses(name)), name), default="")
    is_state = kind in ("State", "PartiallyRecognizedState")
    is_place = "Place" in classes
    filters = Filters(state=iri) if is_state else Filters(place=iri) if is_place else Filters(party=iri)
    total = count(explorer.index, filters, explorer.ontology)
    events = listed(explorer.index, filters, explorer.ontology, explorer.base, 1, _EVENTS) if total else []
    links, candidates = _choices(explorer.store, iri)
    return render(
        request,
        "entity.html",
        title=names[0],
        iri=iri,
        kind=kind,
        aliases=sorted({f.value for f in facts if f.property == "skos:altLabel"}),
        items=[f.value for f in facts if f.property == "ir:wikidataItem"],
        facts=[f for f in facts if f.property not in _APART],
        candidates=candidates,
        links=links,
        offices=_offices(
            explorer.store,
            explorer.base,
            f"?holding ir:holder <{iri}> ." if "Person" in classes else f"?post ir:officeOf <{iri}> .",
        ),
        is_person="Person" in classes,
        total=total,
        filters=filters.query(explorer.base),
        events=events,
        chart=bars(days(explorer.index, iri)),
        partners=partners(explorer.index, iri, _PARTNERS),
    )


_APART = ("rdf:type", "rdfs:label", "skos:altLabel", "ir:wikidataItem")


def _facts(store: Store, iri: str, base: str) -> list[_Fact]:
    found = set()
    docs = f"{base}doc/"
    graph = docs + iri.removeprefix(docs).partition("/")[0] if iri.startswith(docs) else f"{base}graph/entities"
    for p, o, label in store.query(_FACTS % (graph, iri, PREFIXES["rdfs"] + "label")).rows:
        if p and o:
            prefixed = next(
                (f"{n}:{p.value[len(ns) :]}" for n, ns in PREFIXES.items() if p.value.startswith(ns)), p.value
            )
            link = href(o.value, base) if o.kind == "iri" else ""
            found.add(_Fact(prefixed, o.value, label.value if label else "", link))
    return sorted(found, key=lambda f: (f.property, f.label, f.value))


def _choices(store: Store, iri: str) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, str, str]]]:
    """How some of the names that mean a thing were linked, and the best score of each item that was weighed there."""
    ir = PREFIXES["ir"]
    found = store.query(_LINKS % (f"{ir}denotes", iri, f"{ir}linkedBy")).rows
    graphs: dict[str, set[str]] = {}
    for (link,) in found:
        if link:
            graphs.setdefault(link.value.rpartition("/link/")[0].removesuffix("/title"), set()).add(f"<{link.value}>")
    if not graphs:
        return [], []
    blocks = " UNION ".join(_CHOICE % (" ".join(sorted(some)), graph) for graph, some in sorted(graphs.items()))
    prologue = f"PREFIX ir: <{ir}> PREFIX rdfs: <{PREFIXES['rdfs']}>"
    rows = store.query(f"{prologue} SELECT ?link ?status ?method ?score ?item ?value ?name {{ {blocks} }}").rows
    decided: dict[tuple[str, str], dict[str, float]] = {}
    weighed: dict[tuple[str, str], float] = {}
    for row in rows:
        link_, status, method, score, item, value, name = (term.value if term else "" for term in row)
        decided.setdefault((status, method), {})[link_] = float(score or 0)
        if item:
            weighed[item, name] = max(weighed.get((item, name), 0), float(value))
    links = [(*how, str(max(of.values()) or ""), str(len(of))) for how, of in sorted(decided.items())]
    best = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:10]
    return links, [(item, str(value), name) for (item, name), value in best]


def _offices(store: Store, base: str, pattern: str) -> list[dict[str, str]]:
    """Holdings of a person, or of the offices of a body or state, with their days."""
    answer = store.query(_OFFICES % (PREFIXES["ir"], PREFIXES["rdfs"], f"{base}graph/entities", pattern))
    rows = (zip(answer.columns, row, strict=True) for row in answer.rows)
    return [{name: term.value if term else "" for name, term in row} for row in rows]
