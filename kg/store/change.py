"""What a put or a removal changes: the quads that come and those that go, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import ArticleQuads
from kg.vocab.iri import PREFIXES

__all__ = ["Change", "Names", "iri", "parsed", "plan", "resting", "standing", "undoing", "update", "value"]

FINGERPRINT = ox.NamedNode(PREFIXES["ir"] + "fingerprint")
EXTRACTOR = ox.NamedNode(PREFIXES["ir"] + "extractor")
REQUIRES = ox.NamedNode(PREFIXES["dct"] + "requires")
DERIVED = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
RECORD = ox.NamedNode(PREFIXES["dcat"] + "record")
TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
AGENT = ox.NamedNode(PREFIXES["prov"] + "SoftwareAgent")


@dataclass(frozen=True)
class Names:
    """The graphs that articles share, below one base."""

    base: str

    @property
    def entities(self) -> ox.NamedNode:
        """Where gazetteer items are described."""
        return ox.NamedNode(f"{self.base}graph/entities")

    @property
    def catalog(self) -> ox.NamedNode:
        """Where every article has its record."""
        return ox.NamedNode(f"{self.base}graph/catalog")

    @property
    def curated(self) -> ox.NamedNode:
        """Where what several articles tell is merged."""
        return ox.NamedNode(f"{self.base}graph/curated")

    def record(self, doc: ox.NamedNode) -> ox.NamedNode:
        """The record of a document."""
        return ox.NamedNode(f"{self.base}record/{doc.value.removeprefix(f'{self.base}doc/')}")


@dataclass
class Change:
    """One change of a store.

    ``new`` and ``gone`` are the quads to add and to take away, ``emptied`` the graphs in which nothing is left.
    ``fresh`` says that nothing which stands is described otherwise after it: then taking the same articles out undoes
    it. ``known`` has the digest of each item description looked at, None for an item that goes. ``whole`` are graphs of
    which nothing stands, as N-Quads that are to be added as they are; only where nothing goes.
    """

    new: set[ox.Quad] = field(default_factory=set)
    gone: set[ox.Quad] = field(default_factory=set)
    emptied: list[ox.NamedNode] = field(default_factory=list)
    fresh: bool = True
    known: dict[str, bytes | None] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)

    def describe(self, before: set[ox.Quad], after: set[ox.Quad]) -> None:
        """What is said in ``before`` is now said as in ``after``; kept whole until all is described."""
        self.gone |= before
        self.new |= after
        self.fresh = self.fresh and (not before or before == after)


def plan(
    store: ox.Store,
    names: Names,
    put: Sequence[ArticleQuads],
    remove: Sequence[str],
    known: Mapping[str, bytes],
    whole: bool = False,
) -> Change:
    """Work out one change.

    Args:
        store: What stands now.
        names: The shared graphs.
        put: Articles that come, each at most once.
        remove: Documents (IRIs) that go.
        known: Digests of item descriptions that are known to stand, so that they need no look.
        whole: Leave graphs of which nothing stands as text where that can be, which saves a sixth of a put. Then their
            syntax is not looked at here.

    Raises:
        StoreError: The quads of an article do not hold together.
    """
    change = Change()
    documents = [iri(doc) for doc in (*(article.doc for article in put), *remove)]
    for doc in remove:
        change.describe(standing(store, names, iri(doc)), set())
    for article in put:
        _describe_article(store, names, article, change, whole)
    change.describe(resting(store, names, documents), set())
    for item, (text, article_id) in {i: (t, a.article) for a in put for i, t in a.entities.items()}.items():
        digest = sha256(text.encode("utf-8")).digest()
        if known.get(item) != digest:
            subject, quads = iri(item), parsed(text, names.entities, article_id)
            if any(quad.subject != subject for quad in quads):
                raise StoreError(f"article {article_id}: quads of {item} describe something else; nothing was written")
            change.describe(set(store.quads_for_pattern(subject, None, None, names.entities)), quads)
            change.known[item] = digest
    if change.gone and change.whole:
        return plan(store, names, put, remove, known)
    for predicate, graph in ((REQUIRES, names.entities), (EXTRACTOR, names.catalog)):
        for thing in _unneeded(store, predicate, change):
            change.describe(set(store.quads_for_pattern(thing, None, None, graph)), set())
            change.known[thing.value] = None
    if not put and not _stays(store.quads_for_pattern(None, TOPIC, None, names.catalog), change):
        change.describe(set(store.quads_for_pattern(None, None, None, names.catalog)), set())
    change.new, change.gone = change.new - change.gone, change.gone - change.new
    if change.gone:
        filled = {quad.graph_name for quad in change.new}
        for graph in (*documents, names.entities, names.catalog, names.curated):
            if graph not in filled and not _stays(store.quads_for_pattern(None, None, None, graph), change):
                change.emptied.append(graph)
    return change


def standing(store: ox.Store, names: Names, doc: ox.NamedNode) -> set[ox.Quad]:
    """All quads that are one article's own: its graph, its record, and the mention of the record in the dataset."""
    found = set(store.quads_for_pattern(None, None, None, doc))
    record = names.record(doc)
    found.update(store.quads_for_pattern(record, None, None, names.catalog))
    found.update(store.quads_for_pattern(None, RECORD, record, names.catalog))
    return found


def resting(store: ox.Store, names: Names, documents: Sequence[ox.NamedNode]) -> set[ox.Quad]:
    """What merging made of these documents, and what points to it: it may say what they say no longer."""

    def curated(
        subject: ox.NamedNode | None, predicate: ox.NamedNode | None, thing: ox.NamedNode | None
    ) -> set[ox.Quad]:
        return set(store.quads_for_pattern(subject, predicate, thing, names.curated))

    nodes = {quad.subject for doc in documents for quad in curated(None, DERIVED, doc)}
    mark = [names.curated] if nodes else []  # it says what the whole graph was made of
    named = [node for node in (*nodes, *documents, *mark) if isinstance(node, ox.NamedNode)]
    return {quad for node in named for quad in curated(node, None, None) | curated(None, None, node)}


def undoing(store: ox.Store, names: Names, documents: Sequence[str]) -> Change:
    """What takes out the rest of a load that broke off anywhere: its documents, and what no document needs."""
    change = plan(store, names, (), documents, {})
    for predicate, graph, things in (
        (REQUIRES, names.entities, store.quads_for_pattern(None, None, None, names.entities)),
        (EXTRACTOR, names.catalog, store.quads_for_pattern(None, TYPE, AGENT, names.catalog)),
    ):
        needed = {q.object for q in store.quads_for_pattern(None, predicate, None) if q not in change.gone}
        for thing in {quad.subject for quad in things} - needed:
            change.gone.update(store.quads_for_pattern(thing, None, None, graph))
    return change


def _describe_article(store: ox.Store, names: Names, article: ArticleQuads, change: Change, whole: bool) -> None:
    doc = iri(article.doc)
    catalog = parsed(article.catalog, names.catalog, article.article)
    record = names.record(doc)
    own = {quad for quad in catalog if record in (quad.subject, quad.object)}
    if {TOPIC, FINGERPRINT} - {quad.predicate for quad in own}:
        raise StoreError(f"article {article.article}: it has no record with a fingerprint; nothing was written")
    if {value(quad.object) for quad in own if quad.predicate == REQUIRES} != set(article.entities):
        raise StoreError(f"article {article.article}: its record requires other items than it brings; nothing written")
    before = standing(store, names, doc)
    if whole and not before and _is_of(article.graph, doc):
        change.whole.append(article.graph)
    else:
        own |= parsed(article.graph, doc, article.article)
    change.describe(before, own)
    for subject, predicate in {(quad.subject, quad.predicate) for quad in catalog - own}:  # dataset, extractor …
        said = {quad for quad in catalog if quad.subject == subject and quad.predicate == predicate}
        change.describe(set(store.quads_for_pattern(subject, predicate, None, names.catalog)), said)


def _unneeded(store: ox.Store, predicate: ox.NamedNode, change: Change) -> list[ox.NamedNode]:
    """Objects of a predicate that what goes named, and nothing that stays or comes."""
    asked = {quad.object for quad in change.gone if quad.predicate == predicate}
    still = {quad.object for quad in change.new if quad.predicate == predicate} if asked else set()
    return [
        thing
        for thing in asked - still
        if isinstance(thing, ox.NamedNode) and not _stays(store.quads_for_pattern(None, predicate, thing, None), change)
    ]


def _stays(quads: Iterable[ox.Quad], change: Change) -> bool:
    return any(quad not in change.gone for quad in quads)


def iri(text: str) -> ox.NamedNode:
    """An IRI as a term.

    Raises:
        StoreError: It is none.
    """
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise StoreError(f"{text!r} is no IRI ({error}); nothing was written") from error


def parsed(text: str, graph: ox.NamedNode, article: str) -> set[ox.Quad]:
    """The quads of a text of ours; whatever else might stand there is refused, before anything is written."""
    try:
        quads = set(ox.parse(text, ox.RdfFormat.N_QUADS))
    except (SyntaxError, ValueError, MemoryError) as error:  # the last: a literal of more than 16 MB
        raise StoreError(f"article {article}: its quads do not parse ({error}); nothing was written") from error
    if others := {quad.graph_name for quad in quads} - {graph}:
        other = min(others, key=str)
        raise StoreError(f"article {article}: a quad of {graph} stands in {other}; nothing was written")
    if "_:" in text and any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise StoreError(f"article {article}: {graph} has a blank node; nothing was written")
    return quads


def _is_of(text: str, graph: ox.NamedNode) -> bool:
    """Whether each line of N-Quads names this graph, and none may have a blank node; told without parsing."""
    lines = text.count("\n")
    return text.endswith("\n") and text.count(f" {graph} .\n") == lines and "_:" not in text


def value(term: object) -> str:
    """The text of an IRI or a literal."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def update(change: Change) -> str:
    """A change as one SPARQL update, made of terms as pyoxigraph itself writes them."""
    parts = [f"DROP SILENT GRAPH {graph}" for graph in change.emptied]
    emptied = set(change.emptied)
    for verb, quads in (("DELETE", [q for q in change.gone if q.graph_name not in emptied]), ("INSERT", change.new)):
        if quads:
            parts.append(f"{verb} DATA {{\n{_blocks(quads)}}}")
    return " ;\n".join(parts)


def _blocks(quads: Iterable[ox.Quad]) -> str:
    graphs: dict[object, list[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(f"{quad.triple} .\n")
    return "".join(f"GRAPH {graph} {{\n{''.join(lines)}}}\n" for graph, lines in graphs.items())
