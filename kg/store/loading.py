"""Brings articles and other graphs from files, or from another store, into a store; again and again to the same end.

Files are first staged in a store on disk, as an article's statements may stand in several. Then articles go in, some at
a time, each whole; those whose fingerprint stands in the target are passed over, so that a load which broke off goes
on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.model import ArticleQuads
from kg.protocols import Store
from kg.store.change import AGENT, EXTRACTOR, FINGERPRINT, RECORD, REQUIRES, TOPIC, TYPE, Names, value
from kg.store.shards import find, stage
from kg.vocab.iri import PREFIXES

__all__ = ["Loaded", "load_files", "load_store"]

_TOGETHER, _ROOM = 64, 200_000
"""Articles, and lines, that go in at once."""


@dataclass
class Loaded:
    """What a load did so far: ``total`` articles are there to load, ``aside`` names what could not be, and why."""

    total: int = 0
    articles: int = 0
    unchanged: int = 0
    quads: int = 0
    graphs: int = 0
    aside: list[str] = field(default_factory=list)


_TRIPLES = ox.NamedNode(PREFIXES["void"] + "triples")


class _Source(Protocol):
    def quads(self, graph: str | None = None) -> Iterable[str]: ...


class _Staged:
    """A staged store read as a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def quads(self, graph: str | None = None) -> Iterator[str]:
        name = None if graph is None else ox.NamedNode(graph)
        return (f"{quad} ." for quad in self._store.quads_for_pattern(None, None, None, name))


def load_files(
    target: Store,
    inputs: Sequence[Path],
    base: str,
    *,
    graph: str | None = None,
    tell: Callable[[Loaded], None] = lambda loaded: None,
) -> Loaded:
    """Load RDF files, and folders of them.

    Args:
        target: Where to.
        inputs: Files (TriG, N-Quads, JSON-LD, Turtle, N-Triples, RDF/XML; .gz and .zst), or folders.
        base: What IRIs of the data begin with, there and here.
        graph: The graph for statements that name none.
        tell: Called after each step with what was done so far.

    Raises:
        InputError: A file cannot be read; nothing was loaded, as the rest of its articles may stand in others.
        UsageError: There is nothing to load, or statements without a graph.
        StoreError: The target refuses; what went in before stands, and the next load goes on there.
    """
    with _place() as place:
        staged = stage(find(inputs), place, graph)
        names = sorted(value(name) for name in staged.named_graphs())
        loaded = _load(target, _Staged(staged), staged, names, base, tell)
        del staged  # lets go of its files before they are taken away
        return loaded


def load_store(
    target: Store, source: Store, base: str, *, tell: Callable[[Loaded], None] = lambda loaded: None
) -> Loaded:
    """Load all of another store. Args and raised errors as in ``load_files``; articles are read one by one."""
    names = Names(base)
    rows = source.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    graphs = sorted(row[0].value for row in rows if row[0] and row[0].value.startswith(base))
    with _place() as place:
        staged = ox.Store(place)
        for name in (names.catalog, names.entities):
            staged.bulk_extend(q for line in source.quads(name.value) for q in ox.parse(line, ox.RdfFormat.N_QUADS))
        loaded = _load(target, source, staged, graphs, base, tell)
        del staged
        return loaded


@contextmanager
def _place() -> Iterator[Path]:
    with TemporaryDirectory(prefix="kg-load-", ignore_cleanup_errors=True) as place:
        yield Path(place)


def _load(
    target: Store, source: _Source, shared: ox.Store, graphs: list[str], base: str, tell: Callable[[Loaded], None]
) -> Loaded:
    """Articles by their records, then what other graphs there are; ``shared`` has catalog and entities."""
    names, loaded = Names(base), Loaded()
    _check_base(graphs, base)
    records = {value(quad.object): quad.subject for quad in shared.quads_for_pattern(None, TOPIC, None, names.catalog)}
    common = _common(shared, names)
    standing = target.fingerprints()
    loaded.total = len(records)
    waiting: list[ArticleQuads] = []
    room = 0

    def flush() -> None:
        nonlocal room
        target.put(waiting)
        loaded.articles += len(waiting)
        waiting.clear()
        room = 0
        tell(loaded)

    for doc in sorted(records):
        mark = next((value(q.object) for q in shared.quads_for_pattern(records[doc], FINGERPRINT, None)), None)
        article = unquote(doc.removeprefix(f"{base}doc/"), errors="surrogatepass")
        if mark is not None and standing.get(article) == mark:
            loaded.unchanged += 1
            continue
        made = _article(source, shared, names, common, article, doc, mark)
        if isinstance(made, str):
            loaded.aside.append(made)
            continue
        waiting.append(made)
        lines = made.graph.count("\n")
        loaded.quads, room = loaded.quads + lines, room + lines
        if len(waiting) >= _TOGETHER or room > _ROOM:
            flush()
    flush()
    for name in graphs:
        if name in records or name in (names.catalog.value, names.entities.value):
            continue
        if name.startswith(f"{base}doc/"):
            loaded.aside.append(f"{name}: an article's graph without a record in the catalog; load its catalog with it")
            continue
        text = "".join(sorted(f"{line}\n" for line in source.quads(name)))
        try:
            target.put_graph(name, text)
        except StoreError as error:
            loaded.aside.append(f"{name}: {error}")
            continue
        loaded.graphs, loaded.quads = loaded.graphs + 1, loaded.quads + text.count("\n")
        tell(loaded)
    return loaded


def _common(shared: ox.Store, names: Names) -> set[ox.NamedNode]:
    """What the catalog tells of beside records and software: the dataset and its parts."""
    software = {quad.subject for quad in shared.quads_for_pattern(None, TYPE, AGENT, names.catalog)}
    told = {quad.subject for quad in shared.quads_for_pattern(None, None, None, names.catalog)} - software
    start = f"{names.base}record/"
    return {thing for thing in told if isinstance(thing, ox.NamedNode) and not thing.value.startswith(start)}


def _check_base(graphs: list[str], base: str) -> None:
    for name in graphs:
        if name.endswith("/graph/catalog") and name != f"{base}graph/catalog":
            other = name.removesuffix("graph/catalog")
            raise UsageError(f'the data begin with {other}, not {base}; write base = "{other}" in kg.toml')


def _article(
    source: _Source,
    shared: ox.Store,
    names: Names,
    common: set[ox.NamedNode],
    article: str,
    doc: str,
    mark: str | None,
) -> ArticleQuads | str:
    """One article's quads, put together again; or why they are not whole."""
    record, catalog = names.record(ox.NamedNode(doc)), names.catalog
    if mark is None:
        return f"{article}: its record has no fingerprint; build it again"
    graph = "".join(sorted(f"{line}\n" for line in source.quads(doc)))
    if not graph:
        return f"{article}: it has a record and no graph; load the file with its graph too"
    own = list(shared.quads_for_pattern(record, None, None, catalog))
    wanted = next((int(value(quad.object)) for quad in own if quad.predicate == _TRIPLES), None)
    if wanted is not None and wanted != graph.count("\n"):
        return (
            f"{article}: {graph.count(chr(10))} of its {wanted} statements are there; load the file with the others too"
        )
    pointing = list(shared.quads_for_pattern(None, RECORD, record, catalog))
    extractors = {line.split(" ")[2] for line in graph.split("\n") if line.split(" ", 2)[1:2] == [str(EXTRACTOR)]}
    told = common | {ox.NamedNode(name[1:-1]) for name in extractors}
    for thing in told:
        own += (q for q in shared.quads_for_pattern(thing, None, None, catalog) if q.predicate != RECORD)
    items: dict[str, str] = {}
    for item in {value(quad.object) for quad in own if quad.predicate == REQUIRES and quad.subject == record}:
        said = sorted(
            f"{quad} .\n" for quad in shared.quads_for_pattern(ox.NamedNode(item), None, None, names.entities)
        )
        if not said:
            return f"{article}: nothing describes {item}, which it names; load the file with the entities too"
        items[item] = "".join(said)
    text = "".join(sorted({f"{quad} .\n" for quad in (*own, *pointing)}))
    return ArticleQuads(article, doc, graph, text, items, mark)
