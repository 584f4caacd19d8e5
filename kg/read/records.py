"""JSON and JSON Lines: one article an object, its fields under our names or the usual others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import ALIASES, dateline, field, parse_published
from kg.read.ninjs import plain
from kg.read.open import NOTICE, Line, decode, lines, naming, read_all, stem
from kg.vocab.iri import short_hash

__all__ = ["JsonLinesReader", "JsonReader", "article_in", "article_of"]

MAX_JSON = 256_000_000
"""Bytes of a JSON file, which is held in memory whole; JSON Lines has no such limit."""


class JsonReader:
    """Reads ``.json`` and ``.ninjs``: an object, or an array of objects, under our names, the usual ones or ninjs's."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            decoded = decode(read_all(path, MAX_JSON))
            if not decoded.text.strip():
                raise InputError("is empty")
            try:
                data = _loads(decoded.text)
            except ValueError as error:
                raise InputError(f"is no JSON: {error}") from error
        yield from decoded.notice(str(path))
        if isinstance(data, list):
            for number, record in enumerate(data, 1):
                yield from article_of(record, f"{path}, record {number}")
        else:
            yield from article_of(data, str(path), stem(path))


class JsonLinesReader:
    """Reads ``.jsonl``: an object a line; a broken line is set aside and the next one read."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            any_line = False
            for line in lines(path):
                any_line = True
                yield from self._line(line, path) if isinstance(line, Line) else (line,)
            if not any_line:
                raise InputError("is empty")

    def _line(self, line: Line, path: Path) -> Iterator[Article | Dropped]:
        place = f"{path}, line {line.number}"
        if line.fault:
            yield Dropped("read", line.fault, what=place)
        else:
            yield from article_in(line.text, place)


def article_in(text: str, place: str) -> Iterator[Article | Dropped]:
    """The article of one line of JSON Lines; see ``article_of``."""
    try:
        record = _loads(text)
    except ValueError as error:
        yield Dropped("read", f"is no JSON: {error}", what=place)
        return
    yield from article_of(record, place)


def _loads(text: str) -> Any:
    """JSON as Python has it.

    Raises:
        ValueError: It is none; the message is short and has the place.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def article_of(record: Any, place: str, default: str | None = None) -> Iterator[Article | Dropped]:
    """Make the article of one record, whatever format it came in.

    Args:
        record: Field names to values.
        place: File and place in it, for messages.
        default: The id where the record has none; a hash of its text by default.

    Yields:
        The article, perhaps after a notice; or only a ``Dropped`` that says what is amiss.
    """
    if not isinstance(record, Mapping):
        yield Dropped("read", f"is {type(record).__name__}, not an object with fields", what=place)
        return
    record = plain(record)
    try:
        given = {name: field(record, name) for name in ALIASES}
    except ValueError as error:
        yield Dropped("read", str(error), what=place)
        return
    text = given["text"]
    if text is None:
        yield Dropped("read", "has no text (also looked for: body, content, body_text)", what=place)
        return
    title = given["title"]
    body = text.lstrip()  # a title with which the text itself begins stands there already
    apart = title is not None and not (body.startswith(title) and body[len(title) :][:1] in ("", "\n", "\r"))
    article = Article(
        id=given["id"] or default or short_hash(f"{title}\n\n{text}" if apart else text),
        text=text,
        title=title,
        publisher=given["publisher"],
        url=given["url"],
        language=given["language"] or "en",
        title_apart=apart,
        source=place,
    )
    yield from _dated(article, given["published"], place)


def _dated(article: Article, value: str | None, place: str) -> Iterator[Article | Dropped]:
    """The article with the day that its field gives, or after a notice that the field gives none."""
    if value is None:
        yield article
        return
    found = parse_published(value)
    if found and found.day:
        yield replace(article, published=found.day, issued_at=found.moment, published_by="field")
    elif found and (day := dateline(article, found.year, found.month)):
        yield replace(article, published=day, published_by="dateline")
    else:
        shown = value if len(value) <= 40 else value[:40] + "…"
        yield Dropped(NOTICE, f"its date {shown!r} tells no day for certain; write it as YYYY-MM-DD", what=place)
        yield article
