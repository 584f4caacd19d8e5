"""One article's graph while it is written: statements as N-Quads lines, and the gazetteer items they name."""

from __future__ import annotations

from functools import lru_cache

from kg.graph.terms import iri, term
from kg.vocab.iri import document_id
from kg.vocab.ontology import Ontology

__all__ = ["Sheet", "full"]

_SHARED = ("entity/", "office/", "holding/")  # what ids of gazetteer items begin with; all else is the article's own


@lru_cache(maxsize=65536)
def full(base: str, id_: str) -> str:
    """The full IRI, in angle brackets, of an id."""
    return iri(base + id_)


class Sheet:
    """Collects the statements of one graph.

    Subjects are given by id (what follows the base); objects as written terms (``kg.graph.terms``), or by id where a
    method says so. ``named`` are the gazetteer items that statements point at, ``described`` what callers have already
    written a description of.

    Args:
        base: What IRIs of data begin with.
        article: The article's id.
        ontology: Says which classes and properties lie above others, so that they are written too.
    """

    def __init__(self, base: str, article: str, ontology: Ontology) -> None:
        self.base, self.doc, self.ontology = base, document_id(article), ontology
        self.lines: set[str] = set()
        self.named: set[str] = set()
        self.described: set[str] = set()
        self._tail = f" {full(base, self.doc)} .\n"

    def thing(self, id_: str) -> str:
        """The IRI of a thing; a gazetteer item is noted as named."""
        if id_.startswith(_SHARED):
            self.named.add(id_)
        return full(self.base, id_)

    def first(self, id_: str) -> bool:
        """Whether a thing is still to be described; from now on it is not."""
        if id_ in self.described:
            return False
        self.described.add(id_)
        return True

    def add(self, subject: str, predicate: str, *objects: str | None) -> None:
        """State ``subject predicate object`` (a prefixed name, written terms) for each object that is not None."""
        head = f"{full(self.base, subject)} {term(predicate)} "
        self.lines.update(head + object_ + self._tail for object_ in objects if object_ is not None)

    def relate(self, subject: str, property_: str, *ids: str) -> None:
        """State a property of the ontology, and every property above it, for each thing given by id."""
        objects = [self.thing(id_) for id_ in ids]
        for name in (property_, *self.ontology.superproperties(property_)):
            self.add(subject, f"ir:{name}", *objects)

    def types(self, subject: str, name: str) -> None:
        """Type a thing with its class and every class above it."""
        self.add(subject, "rdf:type", *(term(f"ir:{c}") for c in self.ontology.types(name)))

    def text(self) -> str:
        """The graph as N-Quads: sorted lines, each once."""
        return "".join(sorted(self.lines))
