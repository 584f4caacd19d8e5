"""Mails, alone or in a mailbox: newsletters and agencies' wires, one article a message."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.html import decode_html
from kg.read.markup import MAX_MARKUP, in_words
from kg.read.open import naming, open_bytes, read_all, stem
from kg.read.records import article_of

__all__ = ["EmlReader", "MboxReader"]

MAX_HEADER = 10_000
"""Characters of one header that is looked at; Python's parser of them takes time by their square."""

_HEADERS = HeaderRegistry()


def _header_of(name: str, value: str) -> Any:
    if len(value) > MAX_HEADER:
        raise InputError(f"has a header {name} of more than {MAX_HEADER:,} characters; take it out")
    return _HEADERS(name, value)


_POLICY = policy.EmailPolicy(header_factory=_header_of)


class EmlReader:
    """Reads ``.eml``: one message; its plain text, or the words of its HTML."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            data = read_all(path, MAX_MARKUP)
            if not data.strip():
                raise InputError("is empty")
        yield from _article(data, str(path), stem(path))


class MboxReader:
    """Reads ``.mbox``: messages that each begin with a line ``From …`` after an empty one."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            number = 0
            for number, data in enumerate(_messages(path), 1):
                place = f"{path}, message {number}"
                if data is None:
                    yield Dropped("read", f"is over {MAX_MARKUP // 1_000_000} MB", what=place)
                else:
                    yield from _article(data, place, None)
            if not number:
                raise InputError("holds no message (none begins with a line 'From …')")


def _messages(path: Path) -> Iterator[bytes | None]:
    """The messages of a mailbox, one in memory at a time; None for one that is too long."""
    message: list[bytes] | None = None
    size, blank = 0, True
    with open_bytes(path) as file:
        while line := file.readline(1 << 20):
            if blank and line.startswith(b"From "):
                if message is not None:
                    yield b"".join(message) if size <= MAX_MARKUP else None
                message, size = [], 0
            elif message is not None:
                size += len(line)
                if size <= MAX_MARKUP:
                    message.append(line[1:] if line.lstrip(b">").startswith(b"From ") and line[:1] == b">" else line)
                else:
                    message.clear()
            blank = not line.strip()
    if message is not None:
        yield b"".join(message) if size <= MAX_MARKUP else None


def _article(data: bytes, place: str, name: str | None) -> Iterator[Article | Dropped]:
    try:
        message = message_from_bytes(data, policy=_POLICY)
        assert isinstance(message, EmailMessage)
        sender, address = parseaddr(_header(message, "From") or "")
        record = {
            "id": (_header(message, "Message-ID") or "").strip("<> ") or None,
            "text": _words(message),
            "title": _header(message, "Subject"),
            "published": _header(message, "Date"),
            "publisher": sender or address,
            "url": (_header(message, "Archived-At") or "").strip("<> ") or None,
            "language": (_header(message, "Content-Language") or "").partition(",")[0].strip() or None,
        }
    except InputError as error:
        yield Dropped("read", str(error), what=place)
        return
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError, AssertionError) as error:
        yield Dropped("read", f"is no mail that can be taken apart: {type(error).__name__}", what=place)
        return
    yield from article_of(record, place, name)


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return " ".join(str(value).split()) if value else None


def _words(message: EmailMessage) -> str | None:
    """The words of a message: of its plain text, unless that is empty, else of its HTML."""
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        payload = part.get_payload(decode=True) if part is not None else None
        if isinstance(payload, bytes) and payload.strip():
            assert part is not None
            text = decode_html(payload, part.get_content_charset()).text
            words = text.replace("\r\n", "\n").strip() if kind == "plain" else in_words(text)
            if words:
                return words
    return None
