"""Web pages: the article without what surrounds it; title, day, publisher and address from the page's own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import parse_published, without_credentials
from kg.read.markup import refuse_endless_tags
from kg.read.open import Decoded, decode, naming, read_all, stem

__all__ = ["MAX_PAGE", "HtmlReader", "decode_html", "page"]

MAX_PAGE = 20_000_000
"""Bytes of one web page."""

_CHARSET = re.compile(rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_PAST_ALL = "2200-01-01"
"""The last day that is believed; htmldate would take today, and a page would read otherwise on another day."""


class HtmlReader:
    """Reads ``.html``: one article a page, its body found by trafilatura."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            decoded = decode_html(read_all(path, MAX_PAGE))
            article = page(decoded.text, stem(path), str(path))
        yield from decoded.notice(str(path))
        yield article


def decode_html(data: bytes, declared: str | None = None) -> Decoded:
    """A page as text: by byte order mark, in the encoding that its transport or itself declares, else as found out.

    Args:
        data: The page.
        declared: The ``charset`` of its HTTP header.

    Raises:
        InputError: It is no text.
    """
    match = _CHARSET.search(data[:4096])
    for name in (declared, match[1].decode("ascii") if match else None):
        if name and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in data:
            try:
                return Decoded(data.decode(name), name.lower())
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(data)


def page(text: str, name: str | None, place: str, url: str | None = None) -> Article:
    """The article on a page.

    Args:
        text: Its HTML.
        name: The article's id; its address by default.
        place: File and place in it, for messages.
        url: Where it came from, where that is known.

    Raises:
        InputError: No article can be found on it.
    """
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    if not text.strip():
        raise InputError("is empty")
    refuse_endless_tags(text)
    try:
        found = bare_extraction(
            text,
            url=without_credentials(url) if url else None,  # it comes to stand in the library's log
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _PAST_ALL},
        )
    except (
        LxmlError,
        ValueError,
        RecursionError,
        AttributeError,
        TypeError,
    ) as error:  # pages are worse than parsers expect
        raise InputError(f"cannot be taken apart as HTML: {type(error).__name__}") from error
    values = found.as_dict() if found is not None and not isinstance(found, dict) else found or {}
    words = _text(values.get("text"))
    if words is None:
        raise InputError("has no article that can be told from the rest of the page; save its text as .txt")
    body = "\n\n".join(line.strip() for line in words.split("\n") if line.strip())
    title = _text(values.get("title"))
    address = url or _text(values.get("url"))
    day = parse_published(_text(values.get("date")) or "")
    return Article(
        id=name or address or place,
        text=body,
        title=title,
        published=day.day if day else None,
        published_by="html" if day and day.day else None,
        publisher=_text(values.get("sitename")) or _text(values.get("hostname")),
        url=address,
        title_apart=title is not None and not body.startswith(title),
        source=place,
    )


def _text(value: object) -> str | None:
    """A string with something in it, without the NULs that HTML may write as references."""
    return value.replace("\0", "").strip() or None if isinstance(value, str) else None
