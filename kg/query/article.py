"""One article of a store: as it was validated (its graph, with the items that it needs), and as it was read."""

from __future__ import annotations

from datetime import date

from kg.errors import UnknownName
from kg.model import Article
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id

__all__ = ["article_quads", "stored_article"]

_MOST = 20
"""Articles that a message names, at most."""


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


def stored_article(store: Store, base: str, article: str) -> Article:
    """The article as it was read: building it again with the same configuration gives the same graph.

    Args:
        store: Where the article is.
        base: What IRIs of data begin with.
        article: Its id.

    Raises:
        UnknownName: The store has no such article.
    """
    doc = base + document_id(article)
    rows = store.query(
        f"SELECT ?about ?p ?o WHERE {{ GRAPH <{doc}> {{ VALUES ?about {{ <{doc}> <{doc}/title> }} ?about ?p ?value "
        f"OPTIONAL {{ ?value <{PREFIXES['rdfs']}label> ?name }} BIND(COALESCE(?name, ?value) AS ?o) }} }}"
    ).rows
    said = {(about.value, p.value): o.value for about, p, o in rows if about and p and o}

    def value(prefix: str, name: str, about: str = doc) -> str | None:
        return said.get((about, PREFIXES[prefix] + name))

    text = value("nif", "isString")
    if text is None:
        known = store.fingerprints()
        near = [other for other in known if article.lower() in other.lower()]
        raise UnknownName("article", article, near or sorted(known)[:_MOST])
    day, apart = value("dct", "issued"), value("nif", "isString", f"{doc}/title")
    return Article(
        article,
        text,
        apart or value("dct", "title"),
        date.fromisoformat(day) if day else None,
        value("dct", "publisher"),
        value("dct", "identifier"),
        value("dct", "language") or "en",
        title_apart=apart is not None,
        issued_at=value("ir", "issuedAt"),
    )
