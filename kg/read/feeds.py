"""RSS and Atom files: one article an entry, with whatever of it the feed carries."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.markup import MAX_MARKUP, in_words, refuse_endless_tags, refuse_entities
from kg.read.open import naming, read_all
from kg.read.records import article_of

__all__ = ["FeedReader"]


class FeedReader:
    """Reads ``.rss`` and ``.atom``; of an entry its whole text counts, else its summary. Nothing is fetched."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        import feedparser

        with naming(path):
            data = read_all(path, MAX_MARKUP)
            refuse_entities(data)
            refuse_endless_tags(data.replace(b"\0", b"").decode("latin-1"))
            found: Any = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
            if not found.entries:
                raise InputError(f"has no entry: {found.get('bozo_exception') or 'an empty feed, or none'}")
        for number, entry in enumerate(found.entries, 1):
            yield from article_of(_record(entry, found.feed), f"{path}, entry {number}")


def _record(entry: Any, feed: Any) -> dict[str, object]:
    """One entry under our names."""
    contents = [part.get("value") for part in entry.get("content", ())] + [entry.get("summary")]
    source = entry.get("source") or {}
    return {
        "id": entry.get("id") or entry.get("link"),
        "text": next((words for part in contents if part and (words := in_words(part))), None),
        "title": in_words(entry.get("title") or ""),
        "published": entry.get("published") or entry.get("updated"),
        "publisher": in_words(source.get("title") or feed.get("title") or ""),
        "url": entry.get("link"),
        "language": entry.get("language") or feed.get("language"),
    }
