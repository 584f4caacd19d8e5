"""An article as its own graph has it: text, title, day, publisher, address."""

from __future__ import annotations

from datetime import date

from kg.errors import UnknownName
from kg.graph.facts import ArticleFacts, Entities
from kg.model import Article
from kg.protocols import Store

__all__ = ["stored_article"]


def stored_article(store: Store, base: str, id_: str) -> Article:
    """Take an article back out of a store, as it was read in.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        id_: The article's id.

    Raises:
        UnknownName: The store has no such article.
    """
    known = store.fingerprints()
    if id_ not in known:
        near = [other for other in known if id_.lower() in other.lower()] or sorted(known)[:20]
        raise UnknownName("article", id_, near)
    facts = ArticleFacts(store, Entities(store, base), base, id_)

    def one(name: str) -> str | None:
        return facts.one(facts.doc, name)

    day = one("dct:issued")
    return Article(
        id=id_,
        text=one("nif:isString") or "",
        title=one("dct:title"),
        published=date.fromisoformat(day) if day else None,
        publisher=facts.one(one("dct:publisher"), "rdfs:label"),
        url=one("dct:identifier"),
        language=one("dct:language") or "en",
        title_apart=facts.one(f"{facts.doc}/title", "nif:isString") is not None,
        issued_at=one("ir:issuedAt"),
    )
