"""The seams between rooms: what a reader, annotator, extractor, linker, validator and store take, give and raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from kg.model import Annotated, Answer, Article, ArticleQuads, Document, Dropped, EventMention, Link, ValidationReport

__all__ = ["Annotator", "Extractor", "Linker", "Parses", "Reader", "Store", "Validator"]


@runtime_checkable
class Reader(Protocol):
    """One input format."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """Stream the articles of a file.

        Args:
            path: A file of this format; ``kg.read.open`` opens it with compression undone by suffix (.gz, .zst).

        Yields:
            Articles in file order; a ``Dropped`` for each record that cannot be read, naming its place.

        Raises:
            InputError: The file as a whole cannot be read.
        """
        ...


@runtime_checkable
class Parses(Protocol):
    """Parses articles."""

    def parse(self, articles: Iterable[Article]) -> Iterator[Document]:
        """One document an article, in order, in constant memory."""
        ...


@runtime_checkable
class Annotator(Protocol):
    """Finds what is named: mentions, joined into chains, and quotes."""

    def annotate(self, document: Document) -> Annotated:
        """Annotate one parsed article. Never raises on odd text; what it refuses is in ``Annotated.dropped``."""
        ...


@runtime_checkable
class Extractor(Protocol):
    """Reads event mentions off an annotated article."""

    name: str
    version: str

    def extract(self, annotated: Annotated) -> tuple[tuple[EventMention, ...], tuple[Dropped, ...]]:
        """Read one article.

        Returns:
            Event mentions in text order, and what was refused with its reason.
        """
        ...


@runtime_checkable
class Linker(Protocol):
    """Decides what names stand for."""

    def link(self, annotated: Annotated) -> tuple[Link, ...]:
        """Link every chain of an article.

        Returns:
            One link a chain, in the order of ``annotated.chains`` (groups get a ``nil`` link with a group entity).
        """
        ...


@runtime_checkable
class Validator(Protocol):
    """Checks RDF data against the shapes."""

    def validate(self, nquads: str) -> ValidationReport:
        """Validate a set of quads as one graph (graph names are ignored).

        Args:
            nquads: An article's graph with the entities that it names, as N-Quads or N-Triples.

        Raises:
            ConfigError: The shapes do not parse.
        """
        ...


@runtime_checkable
class Store(Protocol):
    """A triplestore that holds whole articles.

    Every method is atomic: after a failure or a kill the store is as before the call, or as after it.
    """

    def put(self, articles: Sequence[ArticleQuads]) -> None:
        """Put articles in, each replacing an older version of itself; items that none names any longer go.

        Raises:
            StoreError: Nothing was written.
        """
        ...

    def remove(self, articles: Sequence[str]) -> tuple[str, ...]:
        """Take articles out, whole, by id.

        Returns:
            The ids that were there.
        """
        ...

    def put_graph(self, graph: str, nquads: str) -> None:
        """Make a graph that is no article's (the ontology, what a person decided) hold exactly these quads.

        Args:
            graph: Its full IRI.
            nquads: N-Quads, all of this graph, without blank nodes.

        Raises:
            StoreError: The quads are others, or nothing was written.
        """
        ...

    def change_graph(self, graph: str, gone: str, new: str) -> None:
        """Take quads out of a graph that is no article's, and put others in.

        Args:
            graph: Its full IRI.
            gone: N-Quads of this graph; those that are not there count as taken.
            new: N-Quads of this graph, without blank nodes.

        Raises:
            StoreError: The quads are others, or nothing was written.
        """
        ...

    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every article in the store, by article id."""
        ...

    def query(self, text: str) -> Answer:
        """Run a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE). The default graph is the union of all graphs.

        Raises:
            UsageError: The query does not parse; the message has the place.
            StoreError: The store cannot answer.
        """
        ...

    def quads(self, graph: str | None = None) -> Iterable[str]:
        """Stream the quads of one graph (full IRI), or of the whole store, as N-Quads lines, in no order."""
        ...

    def count(self, graph: str | None = None) -> int:
        """Number of quads in one graph, or in the whole store."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
