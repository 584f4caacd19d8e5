"""A person, state, body, place or series: names, links to Wikidata, offices, events in time, parties it deals with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.curate.joins import Join, Joins
from kg.errors import UnknownName
from kg.protocols import Store
from kg.serve.charts import bars
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.counts import days, partners
from kg.serve.index.filters import Filters
from kg.serve.index.lists import count, listed, names_of
from kg.serve.index.members import Member, members, whole_of
from kg.serve.view import href, render
from kg.vocab.iri import PREFIXES

__all__ = ["page"]

# The graph is a constant wherever it can be: as a variable, a store may go through all that it has.
_FACTS = "{ GRAPH <%s> { VALUES ?thing { %s } ?thing ?p ?o OPTIONAL { ?o rdfs:label ?label } } }"

_NAMES = "SELECT ?thing ?name { VALUES ?thing { %s } GRAPH <%s> { ?thing rdfs:label ?name } }"

_LINKS = "SELECT ?link { VALUES ?thing { %s } GRAPH ?g { ?mention ir:denotes ?thing ; ir:linkedBy ?link } } LIMIT 24"

_CHOICE = """{ VALUES ?link { %s } GRAPH <%s> { ?link ir:linkStatus ?status ; ir:linkMethod ?method
  OPTIONAL { ?link ir:score ?score }
  OPTIONAL { ?link ir:hasCandidate ?one . ?one ir:wikidataItem ?item ; ir:score ?value ; rdfs:label ?name } } }"""

_OFFICES = """{ GRAPH <%s> { VALUES ?thing { %s } %s ?holding ir:office ?post ; ir:holder ?person .
  OPTIONAL { ?holding ir:asOf ?asOf }
  OPTIONAL { ?post rdfs:label ?office } OPTIONAL { ?person rdfs:label ?who }
  OPTIONAL { ?post ir:officeOf ?whose . ?whose rdfs:label ?of }
  OPTIONAL { ?holding ir:startEarliest ?startEarliest ; ir:startLatest ?startLatest }
  OPTIONAL { ?holding ir:endEarliest ?endEarliest } OPTIONAL { ?holding ir:endLatest ?endLatest } } }"""

_WHEN = ("who", "office", "of", "startEarliest", "startLatest", "endEarliest", "endLatest", "asOf")

_EVENTS, _PARTNERS, _MEMBERS = 20, 20, 50


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
    joined, some = members(explorer.index, iri, explorer.base, _MEMBERS)
    described = [iri, *(member.name.iri for member in some)]
    facts = _facts(explorer.store, described, explorer.base)
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
    is_place, is_person = "Place" in classes, "Person" in classes
    filters = Filters(state=iri) if is_state else Filters(place=iri) if is_place else Filters(party=iri)
    total = count(explorer.index, filters, explorer.ontology)
    events = listed(explorer.index, filters, explorer.ontology, explorer.base, 1, _EVENTS) if total else []
    links, candidates = _choices(explorer.store, described)
    whole = whole_of(explorer.index, "thing", iri)
    return render(
        request,
        "entity.html",
        title=names_of(explorer.index, [iri])[iri].label if joined else names[0],
        iri=iri,
        kind=kind,
        aliases=sorted({f.value for f in facts if f.property == "skos:altLabel"} | set(names[1:])),
        items=[f.value for f in facts if f.property == "ir:wikidataItem"],
        facts=[f for f in facts if f.property not in _APART],
        candidates=candidates,
        links=links,
        offices=_offices(explorer.store, explorer.base, described, is_person),
        is_person=is_person,
        total=total,
        filters=filters.query(explorer.base),
        events=events,
        chart=bars(days(explorer.index, iri)),
        partners=partners(explorer.index, iri, _PARTNERS),
        whole=names_of(explorer.index, [whole]).get(whole) if whole else None,
        joined=joined,
        members=some,
        joins=_joins(explorer, iri, some) if joined else [],
    )


_APART = ("rdf:type", "rdfs:label", "skos:altLabel", "ir:wikidataItem", "ir:consolidates", "prov:wasDerivedFrom")


def _graphs(iris: Iterable[str], base: str) -> dict[str, list[str]]:
    """The graphs that may describe things, each with those that it may describe: their articles', or all items'."""
    docs, found = f"{base}doc/", dict[str, list[str]]()
    for iri in iris:
        doc = docs + iri.removeprefix(docs).partition("/")[0]
        for graph in [doc] if iri.startswith(docs) else [f"{base}graph/entities", f"{base}graph/curated"]:
            found.setdefault(graph, []).append(f"<{iri}>")
    return found


def _asked(store: Store, query: str) -> list[tuple[str, ...]]:
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("ir", "rdfs"))
    return [tuple(term.value if term else "" for term in row) for row in store.query(prologue + query).rows]


def _facts(store: Store, iris: Sequence[str], base: str) -> list[_Fact]:
    blocks = (_FACTS % (graph, " ".join(some)) for graph, some in _graphs(iris, base).items())
    rows = _asked(store, f"SELECT DISTINCT ?p ?o ?label {{ {' UNION '.join(blocks)} }}")
    nameless = sorted({value for _, value, label in rows if not label and value.startswith(f"{base}entity/")})
    named = _asked(store, _NAMES % (" ".join(f"<{iri}>" for iri in nameless), f"{base}graph/entities"))
    names = {row[0]: row[1] for row in named}
    found = set()
    for p, value, label in rows:
        name = next((f"{n}:{p[len(ns) :]}" for n, ns in PREFIXES.items() if p.startswith(ns)), p)
        found.add(_Fact(name, value, label or names.get(value, ""), href(value, base)))
    return sorted(found, key=lambda f: (f.property, f.label, f.value))


def _choices(store: Store, iris: Sequence[str]) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, str, str]]]:
    """How some of the names that mean a thing were linked, and the best score of each item that was weighed there."""
    graphs: dict[str, set[str]] = {}
    for (link,) in _asked(store, _LINKS % " ".join(f"<{iri}>" for iri in iris)):
        graphs.setdefault(link.rpartition("/link/")[0].removesuffix("/title"), set()).add(f"<{link}>")
    if not graphs:
        return [], []
    blocks = " UNION ".join(_CHOICE % (" ".join(sorted(some)), graph) for graph, some in sorted(graphs.items()))
    decided: dict[tuple[str, str], dict[str, float]] = {}
    weighed: dict[tuple[str, str], float] = {}
    for row in _asked(store, f"SELECT ?link ?status ?method ?score ?item ?value ?name {{ {blocks} }}"):
        link_, status, method, score, item, value, name = row
        decided.setdefault((status, method), {})[link_] = float(score or 0)
        if item:
            weighed[item, name] = max(weighed.get((item, name), 0), float(value))
    links = [(*how, str(max(of.values()) or ""), str(len(of))) for how, of in sorted(decided.items())]
    best = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:10]
    return links, [(item, str(value), name) for (item, name), value in best]


def _offices(store: Store, base: str, iris: Sequence[str], is_person: bool) -> list[dict[str, str]]:
    """Holdings of a person, or of the offices of a body or state, with their days."""
    pattern = "?holding ir:holder ?thing ." if is_person else "?post ir:officeOf ?thing ."
    blocks = (_OFFICES % (graph, " ".join(some), pattern) for graph, some in _graphs(iris, base).items())
    columns = " ".join(f"?{name}" for name in _WHEN)
    query = f"SELECT DISTINCT {columns} {{ {' UNION '.join(blocks)} }} ORDER BY ?who ?office ?startEarliest LIMIT 200"
    return [dict(zip(_WHEN, row, strict=True)) for row in _asked(store, query)]


def _joins(explorer: Explorer, iri: str, some: Sequence[Member]) -> list[tuple[Join, Member, Member]]:
    """The assertions between those that are shown."""
    by_iri = {member.name.iri: member for member in some}
    found = Joins(explorer.settings, explorer.store).explain(iri).joins
    return [(j, by_iri[j.one], by_iri[j.other]) for j in found if j.one in by_iri and j.other in by_iri]
