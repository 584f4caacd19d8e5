"""NewsML-G2, the news agencies' XML (IPTC), and which reader a file called .xml is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.feeds import FeedReader
from kg.read.markup import MAX_MARKUP, in_words, parse_xml
from kg.read.open import naming, open_bytes, read_all, stem
from kg.read.records import article_of

__all__ = ["NewsmlReader", "XmlReader"]

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")


class XmlReader:
    """Reads ``.xml``: a feed, or NewsML-G2, as its first element tells."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path), open_bytes(path) as file:
            head = file.read(1 << 16).replace(b"\0", b"")
        yield from (FeedReader() if _FEED.search(head) else NewsmlReader()).read(path)


class NewsmlReader:
    """Reads ``.newsml``: news items, alone or in a message; those without text (pictures, packages) are set aside."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            root = parse_xml(read_all(path, MAX_MARKUP))
            items = list(root.iter("{*}newsItem"))
            if not items:
                raise InputError("is XML, but no NewsML-G2 (no newsItem) and no feed; convert it to JSON")
        for number, item in enumerate(items, 1):
            place = str(path) if len(items) == 1 else f"{path}, item {number}"
            yield from article_of(_record(item), place, stem(path) if len(items) == 1 else None)


def _record(item: Any) -> dict[str, object]:
    """One news item under our names."""
    bodies = [*item.iterfind("{*}contentSet/{*}inlineXML"), *item.iterfind("{*}contentSet/{*}inlineData")]
    language = item.find("{*}contentMeta/{*}language")
    creator = item.find("{*}itemMeta/{*}provider")
    return {
        "id": item.get("guid"),
        "text": next((words for body in bodies if (words := in_words(_body(body)))), None),
        "title": _words(item, "{*}contentMeta/{*}headline") or _words(item, "{*}itemMeta/{*}title"),
        "published": _words(item, "{*}itemMeta/{*}versionCreated"),
        "publisher": _words(creator, "{*}name") if creator is not None and creator.find("{*}name") is not None
        else (creator.get("literal") if creator is not None else None) or _words(item, "{*}contentMeta/{*}creditline"),
        "url": next((link.get("href") for link in item.iterfind("{*}itemMeta/{*}link") if link.get("href")), None),
        "language": language.get("tag") if language is not None else None,
    }  # fmt: skip


def _body(content: Any) -> Any:
    """What is to be read of inline content: the body of NITF or XHTML, or a plain text as it stands."""
    if not len(content):
        return (content.text or "").strip()
    return next(
        (found for name in ("body.content", "body") if (found := content.find(f".//{{*}}{name}")) is not None), content
    )


def _words(item: Any, path: str) -> str | None:
    found = item.find(path)
    return (in_words(found) or None) if found is not None else None
