"""Find what a user means: an entity by label, alias, QID or IRI, an event or article by id or IRI."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from kg.errors import UnknownName, UsageError
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["find_document", "find_entity", "find_event"]

_QID = re.compile(r"^(?:wd:|http://www\.wikidata\.org/entity/)?(Q[1-9][0-9]*)$")
_SHOWN, _LOOKED_AT = 8, 200
_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_TERRITORY = PREFIXES["ir"] + "territoryOf"

_PROLOGUE = f"PREFIX ir: <{PREFIXES['ir']}> PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX skos: <{PREFIXES['skos']}>\n"

_KINDS = ("Agent", "Place", "EventSeries", "Initiative", "OfficialInstrument", "Office", "Event")
"""What can be asked for; terms of the ontology have labels too."""

# Asked in steps, and with nothing optional: in one query, engines begin with all things of a kind, and take minutes.
_FACTS = "SELECT ?x ?p ?o WHERE { VALUES ?x { %s } GRAPH ?g { ?x ?p ?o } }"
_WHOLES = "SELECT ?x ?whole WHERE { VALUES ?x { %s } GRAPH ?g { ?whole ir:consolidates ?x } }"
_NAMED = "?x rdfs:label|skos:altLabel ?name FILTER NOT EXISTS { ?x ir:rank ?rank }"  # candidates of links have a rank


def find_entity(store: Store, value: str, base: str) -> list[ox.NamedNode]:
    """The entity that a value means: its node, and the nodes that are one with it by merging.

    A name means the state rather than its territory. Upper and lower case are told apart first, and then no longer.

    Args:
        store: Where to look.
        value: Label, alias, QID, full IRI, or what follows the base (``entity/Q159``).
        base: What IRIs of data begin with.

    Raises:
        UnknownName: Nothing is called so; lists names that contain the value.
        UsageError: Several things are called so; lists them.
    """
    names = f"{ox.Literal(value, language='en')} {ox.Literal(value)}"
    folded = f"FILTER(LCASE(STR(?name)) = LCASE({ox.Literal(value)}))"
    patterns = [
        f"VALUES ?name {{ {names} }} GRAPH ?g1 {{ {_NAMED} }}",
        f"GRAPH ?g1 {{ {_NAMED} {folded} }}",
    ]
    if node := _node(value, base):
        patterns.insert(0, f"VALUES ?x {{ {node} }}")
    if qid := _QID.match(value):
        patterns = [f"GRAPH ?g1 {{ ?x ir:wikidataItem {ox.NamedNode(PREFIXES['wd'] + qid[1])} }}"]
    hits = next((found for pattern in patterns if (found := _hits(store, pattern))), {})
    if not hits:
        raise UnknownName("entity", value, _like(store, value))
    groups = _groups(hits)
    if len(groups) > 1:
        shown = sorted(f"{hits[group[0]][0]} <{group[0]}>" for group in groups)
        more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
        raise UsageError(
            f"{value!r} names {len(shown)} things: {', '.join(shown[:_SHOWN])}{more}; give one of these IRIs"
        )
    return [ox.NamedNode(iri) for iri in groups[0]]


def find_event(store: Store, value: str, base: str) -> list[ox.NamedNode]:
    """The event of that IRI (full, or what follows the base).

    Raises:
        UnknownName: The store has no such event.
    """
    node = _node(value, base)
    if node is None or not store.query(f"{_PROLOGUE}ASK {{ GRAPH ?g {{ {node} a ir:Event }} }}").truth:
        raise UnknownName("event", value, [])
    return [node]


def find_document(store: Store, value: str, base: str) -> list[ox.NamedNode]:
    """The article of that id or IRI.

    Raises:
        UnknownName: The store has no such article.
    """
    for node in (_node(value, base), ox.NamedNode(base + document_id(value))):
        if node is not None and store.query(f"{_PROLOGUE}ASK {{ GRAPH {node} {{ {node} a ir:NewsArticle }} }}").truth:
            return [node]
    raise UnknownName("article", value, [])


def _node(value: str, base: str) -> ox.NamedNode | None:
    """The value as an IRI: full, in angle brackets, or what follows the base; None where it is none."""
    text = value.removeprefix("<").removesuffix(">")
    if re.match(r"^(entity|event|doc|office|holding)/\S+$", text):
        text = base + text
    try:
        return ox.NamedNode(text) if re.match(r"^[a-z][a-z0-9+.-]*:\S+$", text) else None
    except ValueError:
        return None


_Hit = tuple[str, str | None, str | None]  # label, state whose territory it is, node that consolidates it


def _hits(store: Store, pattern: str, end: str = "") -> dict[str, _Hit]:
    """What can be asked for among the nodes that a pattern finds."""
    nodes = sorted({node for (node,) in _asked(store, f"SELECT DISTINCT ?x WHERE {{ {pattern} }} {end}")})
    if not nodes:
        return {}
    listed = " ".join(str(ox.NamedNode(node)) for node in nodes)
    facts: dict[tuple[str, str], list[str]] = {}
    for node, name, value in _asked(store, _FACTS % listed):
        facts.setdefault((node, name), []).append(value)
    wholes = dict(_asked(store, _WHOLES % listed))
    kinds = {PREFIXES["ir"] + kind for kind in _KINDS}
    found: dict[str, _Hit] = {}
    for node in nodes:
        if kinds.isdisjoint(facts.get((node, _TYPE), ())):
            continue
        label = min(facts.get((node, _LABEL), [node]))
        state = next(iter(facts.get((node, _TERRITORY), ())), None)
        found[node] = (label, state, wholes.get(node))
    return {iri: hit for iri, hit in found.items() if hit[1] not in found}  # a state, not its territory


def _asked(store: Store, query: str) -> list[Any]:
    """Rows all of whose columns are bound, as text."""
    return [tuple(term.value for term in row if term) for row in store.query(_PROLOGUE + query).rows]


def _groups(hits: dict[str, _Hit]) -> list[list[str]]:
    """Nodes that one canonical node brings together, it first; every other node stands alone."""
    groups: dict[str, list[str]] = {}
    for iri, (_, _, whole) in hits.items():
        head = whole if whole is not None and whole in hits else iri
        groups.setdefault(head, []).append(iri)
    return [sorted(members, key=lambda iri: (iri != head, iri)) for head, members in sorted(groups.items())]


def _like(store: Store, value: str) -> list[str]:
    """Some names that contain the value."""
    part = f"FILTER(CONTAINS(LCASE(STR(?name)), LCASE({ox.Literal(value)})))"
    hits = _hits(store, f"GRAPH ?g1 {{ {_NAMED} {part} }}", f"ORDER BY ?x LIMIT {_LOOKED_AT}")
    return sorted({label for label, *_ in hits.values() if value.lower() in label.lower()})[:_SHOWN]
