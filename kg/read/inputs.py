"""INPUT…, as the user gives it, to a stream of articles: ids unique, days given, other languages set aside.

Whatever cannot be read is set aside and named, and ends nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.plugins import load, names
from kg.protocols import Reader
from kg.read.fields import fault, with_day, without_credentials
from kg.read.find import STDIN, Address, File, called, find
from kg.read.language import foreign
from kg.read.meter import METER, Meter
from kg.read.open import NOTICE, stem
from kg.vocab.iri import short_hash

__all__ = ["digest", "read_inputs", "taken", "unfit"]


def read_inputs(
    inputs: Iterable[str | Path],
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
    private: bool = False,
    meter: Meter | None = None,
) -> Iterator[Article | Dropped]:
    """Read whatever the user names.

    Args:
        inputs: Files, folders, globs, http(s) addresses, ``-`` for standard input.
        published: The day of articles whose own fields give none.
        stdin: What ``-`` reads; standard input by default.
        private: Addresses may lead to this machine and to private networks.
        meter: Told how many bytes there are and how many are read.

    Yields:
        Articles, in the order of the inputs; a ``Dropped`` for whatever was set aside, with its place in ``what``. One
        whose stage is ``notice`` drops nothing: it says that something was read otherwise than might be expected.
    """
    with TemporaryDirectory(prefix="kg-") as spool:
        found = list(find(inputs, Path(spool), stdin or sys.stdin.buffer))
        meter = meter or Meter()
        meter.total = sum(_size(place) for place in found)
        METER.set(meter)
        ids = called([file for file in found if isinstance(file, File)])
        seen: dict[str, str] = {}
        for place in found:
            file = _fetched(place, Path(spool), private) if isinstance(place, Address) else place
            if isinstance(file, Dropped):
                yield file
                continue
            meter.begin(_size(file))
            for item in _read(file, published):
                if isinstance(item, Dropped):
                    yield item
                elif checked := _checked(_named(item, file, ids), seen):
                    yield checked
            meter.finish()
            if isinstance(place, Address):
                meter.total += _size(file)
                file.path.unlink(missing_ok=True)


def _size(place: File | Address | Dropped) -> int:
    try:
        return place.path.stat().st_size if isinstance(place, File) else 0
    except OSError:  # it went away meanwhile; its reader says so
        return 0


def _fetched(address: Address, spool: Path, private: bool) -> File | Dropped:
    from kg.read.fetch import fetch

    try:
        got = fetch(address.url, spool, names("reader"), private=private)
    except InputError as error:
        return Dropped("read", str(error), what=without_credentials(address.url))
    return File(got.path, got.path.suffixes[0].removeprefix("."), spool, address.url, got.url)


def _named(article: Article, file: File, ids: dict[Path, str]) -> Article:
    """The article under the name that its file has in this run, where it is named by its file."""
    if article.id != stem(file.path):
        return article
    if file.url:
        return replace(article, id=file.shown, url=article.url or file.url)
    return replace(article, id=short_hash(article.reading) if file.shown == STDIN else ids[file.path])


def _checked(article: Article, seen: dict[str, str]) -> Article | Dropped | None:
    """The article itself, or why it is set aside; None for one that was there before with the same text."""
    if reason := unfit(article):
        return Dropped("read", reason, what=article.source or article.id)
    found = digest(article)
    if article.id not in seen:
        seen[article.id] = found
        return article
    return None if seen[article.id] == found else taken(article)


def unfit(article: Article) -> str | None:
    """Why an article cannot be taken, as the end of a sentence: a fault, or its language; None where it can."""
    if reason := fault(article):
        return reason
    return f"is in {language}; only English can be read so far" if (language := foreign(article)) else None


def digest(article: Article) -> str:
    """A hash of text and fields: of two articles with one id and one digest, one is passed over."""
    return short_hash(repr((article.hash, article.title, article.published, article.publisher, article.url)))


def taken(article: Article) -> Dropped:
    """What is said of an article whose id another text of the run has."""
    reason = f"has the id {article.id!r}, which another text of this run has; give it one of its own"
    return Dropped("read", reason, what=article.source or article.id)


def _public(article: Article) -> Article:
    """The article without the names and passwords that its address, or an id that is one, may hold."""
    url = without_credentials(article.url) if article.url else article.url
    return replace(article, id=without_credentials(article.id), url=url)


def _read(file: File, published: date | None) -> Iterator[Article | Dropped]:
    own = None if file.shown == STDIN else file.url.rpartition("/")[2] if file.url else file.path.name
    anything = False
    try:
        reader: Reader = load("reader", file.format)()
        for item in reader.read(file.path):
            anything = True
            place = (item.source if isinstance(item, Article) else item.what) or ""
            shown = without_credentials(place.replace(str(file.path), file.shown) or file.shown)
            if isinstance(item, Dropped):
                yield replace(item, what=shown)
                continue
            article = replace(with_day(item, published, own), source=shown)
            if (public := _public(article)) != article:
                yield Dropped(NOTICE, "its address has a name or password in it, which is left out", what=shown)
            yield public
        if not anything:
            yield Dropped("read", "holds no article", what=file.shown)
    except InputError as error:
        yield Dropped("read", str(error).removeprefix(f"{file.path} "), what=file.shown)
    except Exception as error:  # a reader's own slip, or that of a library which it calls, ends no run
        yield Dropped("read", f"cannot be read: {type(error).__name__}: {error}", what=file.shown)
