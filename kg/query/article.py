"""One article of a store as it was validated: its graph, and the gazetteer items that its record says it needs."""

from __future__ import annotations

from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["article_quads"]


def article_quads(store: Store, base: str, article: str) -> str:
    """The quads of an article's graph with the triples of the items it names, as N-Quads text.

    Args:
        store: Where the article is.
        base: What IRIs of data begin with.
        article: Its id.
    """
    doc = document_id(article)
    needed = store.query(
        f"CONSTRUCT {{ ?item ?p ?o }} WHERE {{ "
        f"GRAPH <{base}graph/catalog> {{ <{base}record/{doc[4:]}> <{PREFIXES['dct']}requires> ?item }} "
        f"GRAPH <{base}graph/entities> {{ ?item ?p ?o }} }}"
    )
    lines = [line.rstrip("\n") for line in store.quads(base + doc)]
    return "".join(f"{line}\n" for line in sorted(lines)) + (needed.triples or "")
