"""Search: things by their names, articles by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.serve.index.index import Index
from kg.serve.index.lists import Name

__all__ = ["Hit", "matching", "search_articles", "search_names", "terms"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, the other names that match, its events."""

    name: Name
    names: str
    events: int


def terms(text: str) -> list[str]:
    """The words of a search, as they are compared."""
    return re.findall(r"\w+", text)[:16]


def matching(text: str) -> str:
    """A search in the words of FTS5: all words, the last perhaps unfinished. Nothing of the text is syntax."""
    words = [f'"{word}"' for word in terms(text)]
    return " ".join([*words[:-1], f"{words[-1]}*"]) if words else '""'


def search_names(index: Index, text: str, limit: int) -> list[Hit]:
    """Things that bear such a name, the most told of first."""
    rows = index.rows(
        "SELECT iri, label, class, names, events FROM thing WHERE class <> 'AgentGroup' AND n IN "
        "(SELECT CASE WHEN whole THEN whole ELSE n END FROM thing WHERE n IN "
        "(SELECT rowid FROM name_text WHERE name_text MATCH ?)) ORDER BY events DESC, label, iri LIMIT ?",
        [matching(text), limit],
    )
    return [Hit(Name(iri, label or iri, kind), names, events) for iri, label, kind, names, events in rows]


def search_articles(
    index: Index, text: str, limit: int, offset: int = 0
) -> tuple[int, list[tuple[str, str, str, str]]]:
    """Articles with these words, the best first.

    Returns:
        How many there are; of those wanted id, title, day, publisher.
    """
    match = matching(text)
    inner = "FROM article_text JOIN article ON article.n = article_text.rowid WHERE article_text MATCH ?"
    total = index.kept(f"SELECT COUNT(*) {inner}", [match])[0][0]
    rows = index.rows(
        "SELECT id, COALESCE(title, ''), COALESCE(published, ''), COALESCE(label, '') FROM "
        f"(SELECT article.* , bm25(article_text, 4.0, 1.0) AS score {inner} ORDER BY score LIMIT ? OFFSET ?) "
        "LEFT JOIN thing ON thing.n = publisher ORDER BY score, id",
        [match, limit, offset],
    )
    return total, rows
