"""What merging brought together: the tellings of an event, the descriptions of a thing, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.explain import article_of
from kg.serve.index.index import Index
from kg.serve.index.lists import PAGE, SELECT, Listed, Name, rows_listed

__all__ = ["Member", "members", "tellings", "whole_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """A thing as one article describes it, which merging joined with others; and the article."""

    name: Name
    events: int
    article: str
    title: str
    published: str


def tellings(index: Index, iri: str, base: str, page: int = 1, size: int = PAGE) -> tuple[int, list[Listed]]:
    """How many events a canonical one brings together, and a page of them, in the order of publication."""
    which = "event.whole = (SELECT n FROM event WHERE iri = ?)"
    total = index.rows(f"SELECT COUNT(*) FROM event WHERE {which}", [iri])[0][0]
    found = index.rows(
        f"{SELECT} JOIN article ON article.n = article WHERE {which} "
        "ORDER BY published IS NULL, published, event.iri LIMIT ? OFFSET ?",
        [iri, size, (page - 1) * size],
    )
    return total, rows_listed(index, found, base)


def members(index: Index, iri: str, base: str, limit: int) -> tuple[int, list[Member]]:
    """How many things a joined one brings together, and the first of them, by what is told of them."""
    which = "thing.whole = (SELECT n FROM thing WHERE iri = ?)"
    total = index.rows(f"SELECT COUNT(*) FROM thing WHERE {which}", [iri])[0][0]
    query = f"SELECT iri, label, class, events FROM thing WHERE {which} ORDER BY events DESC, iri LIMIT ?"
    found = [(*row, article_of(row[0], base)) for row in index.rows(query, [iri, limit])]
    marks = ", ".join("?" * len(found))
    rows = index.rows(f"SELECT id, title, published FROM article WHERE id IN ({marks})", [row[-1] for row in found])
    about = {id_: (title or id_, published or "") for id_, title, published in rows}
    return total, [
        Member(Name(thing, label or thing, kind), events, article, *about.get(article, (article, "")))
        for thing, label, kind, events, article in found
    ]


def whole_of(index: Index, table: str, iri: str) -> str | None:
    """What stands for an event (``event``) or a thing (``thing``), if anything does."""
    rows = index.rows(f"SELECT iri FROM {table} WHERE n = (SELECT whole FROM {table} WHERE iri = ?)", [iri])
    return str(rows[0][0]) if rows else None
