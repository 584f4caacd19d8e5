"""RDF out of a store: whole, or chosen articles with the items they need; streamed graph by graph, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.graph.facts import articles_of
from kg.graph.jsonld import write_jsonld
from kg.graph.ordered import in_order
from kg.graph.recast import EXACT, VIEWS
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["FORMATS", "SAME_AS", "write_rdf"]

FORMATS: dict[str, ox.RdfFormat] = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""What can be written; Turtle, N-Triples and RDF/XML have no graphs and give the statements of all as one."""

_SCHEMA = "https://schema.org/"
_ITEM, _CODE = f"{PREFIXES['ir']}wikidataItem", f"{PREFIXES['ir']}iso3"

SAME_AS: dict[str, dict[str, ox.NamedNode]] = {
    "owl": {_ITEM: ox.NamedNode(f"{PREFIXES['owl']}sameAs"), _CODE: ox.NamedNode(f"{PREFIXES['dct']}identifier")},
    "schema": {_ITEM: ox.NamedNode(f"{_SCHEMA}sameAs"), _CODE: ox.NamedNode(f"{_SCHEMA}identifier")},
}
"""In whose words an entity is also joined to its Wikidata item, and a state to its ISO 3166 alpha-3 code."""

_FLAT = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML)
_NIF = PREFIXES["nif"]
_WORDS = frozenset({f"{_NIF}isString", f"{_NIF}anchorOf", EXACT})
_SHARED = ("graph/curated", "graph/ontology")
_TOGETHER, _PARSED = 500, 10_000
"""Things that are asked for, and statements that are parsed, at once."""


def write_rdf(
    store: Store,
    out: BinaryIO,
    format_: str,
    base: str,
    articles: Iterable[str] | None = None,
    *,
    words: bool = True,
    view: str = "graph",
    same_as: str | None = None,
) -> int:
    """Write RDF.

    Args:
        store: The store.
        out: Where to, as UTF-8.
        format_: A key of ``FORMATS``.
        base: What IRIs of data begin with.
        articles: Ids; by default the whole store, all graphs of it.
        words: Whether the articles' words go along (their texts, and the stretches quoted).
        view: ``graph`` for the graph as it is, or a key of ``recast.VIEWS``: what an article says, in another form.
        same_as: A key of ``SAME_AS``; by default nothing is added to what the store holds.

    Returns:
        The number of statements written.

    Raises:
        UnknownName: There is no such format, view or ``same_as``.
    """
    if format_ not in FORMATS:
        raise UnknownName("RDF format", format_, list(FORMATS))
    if view != "graph" and view not in VIEWS:
        raise UnknownName("view", view, ["graph", *VIEWS])
    if same_as is not None and same_as not in SAME_AS:
        raise UnknownName("vocabulary of same_as", same_as, list(SAME_AS))
    count, format_used = 0, FORMATS[format_]

    def quads() -> Iterator[ox.Quad]:
        nonlocal count
        found = _quads(store, base, articles) if view == "graph" else _recast(store, base, articles, view)
        for quad in _joined(found, SAME_AS[same_as], f"{base}graph/entities") if same_as else found:
            if words or quad.predicate.value not in _WORDS:
                count += 1
                yield quad

    prefixes = PREFIXES | {"schema": _SCHEMA} if same_as == "schema" else PREFIXES
    if format_used in _FLAT:
        ox.serialize((quad.triple for quad in quads()), out, format_used, prefixes=prefixes)
    elif format_used == ox.RdfFormat.JSON_LD:
        write_jsonld(quads(), out)
    else:
        ox.serialize(quads(), out, format_used, prefixes=prefixes)
    return count


def _quads(store: Store, base: str, articles: Iterable[str] | None) -> Iterator[ox.Quad]:
    """Catalog, items, articles one by one, and of a whole store the rest."""
    chosen = articles_of(store, base, articles)
    catalog, entities = f"{base}graph/catalog", f"{base}graph/entities"
    if articles is None:
        yield from _parsed(store.quads(catalog))
        yield from _parsed(store.quads(entities))
    else:
        needed: set[str] = set()
        records = (f"<{base}record/{document_id(id_).removeprefix('doc/')}>" for id_ in chosen)
        yield from _parsed(_requiring(_described(store, catalog, records), needed))
        yield from _parsed(_described(store, entities, sorted(needed)))
    for id_ in chosen:
        yield from _parsed(store.quads(base + document_id(id_)))
    if articles is None:
        for name in _SHARED:
            yield from _parsed(store.quads(base + name))


def _described(store: Store, graph: str, things: Iterable[str]) -> Iterator[str]:
    """What a graph says of some things, as N-Quads: the graph may be as large as the store."""
    rest = iter(things)
    while some := list(islice(rest, _TOGETHER)):
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {' '.join(some)} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        for triple in (store.query(query).triples or "").split("\n")[:-1]:  # a literal may hold other line ends
            yield f"{triple.rstrip().removesuffix('.')}<{graph}> ."


def _requiring(records: Iterable[str], needed: set[str]) -> Iterator[str]:
    """Lines of records; ``needed`` takes in the items (as terms) that they require."""
    for line in records:
        _, predicate, thing, _ = line.split(" ", 3)
        if predicate == f"<{PREFIXES['dct']}requires>":
            needed.add(thing)
        yield line


def _joined(quads: Iterable[ox.Quad], words: Mapping[str, ox.NamedNode], entities: str) -> Iterator[ox.Quad]:
    """Quads, and beside each that gives an item of graph/entities its Wikidata item or ISO code, the same in words."""
    for quad in quads:
        yield quad
        if (name := words.get(quad.predicate.value)) and quad.graph_name == ox.NamedNode(entities):
            yield ox.Quad(quad.subject, name, quad.object, quad.graph_name)


def _recast(store: Store, base: str, articles: Iterable[str] | None, view: str) -> Iterator[ox.Quad]:
    for id_ in articles_of(store, base, articles):
        yield from sorted(VIEWS[view](_parsed(store.quads(base + document_id(id_)))), key=str)


def _parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of N-Quads lines, sorted."""
    rest = in_order(f"{line.rstrip()}\n" for line in lines)
    while some := "".join(islice(rest, _PARSED)):
        yield from ox.parse(some, ox.RdfFormat.N_QUADS)
