"""Plain text files: one article each, named by the file, titled by its first paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import title_of
from kg.read.open import MAX_TEXT, decode, naming, read_all, stem

__all__ = ["TextReader"]


class TextReader:
    """Reads ``.txt``. The text is the file's, unchanged: line ends and blanks as well, a byte order mark aside."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        with naming(path):
            decoded = decode(read_all(path, 4 * MAX_TEXT))
            if not decoded.text.strip():
                raise InputError("is empty")
        yield from decoded.notice(str(path))
        yield Article(stem(path), decoded.text, title_of(decoded.text), source=str(path))
