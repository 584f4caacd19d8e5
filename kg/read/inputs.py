"""INPUT…, as the user gives it, to a stream of articles: files found, formats told apart, ids unique, days given.

A folder is searched to its depths, in the order of names; hidden files are passed over. A file that is given twice is
read once. Whatever cannot be read is set aside and named, and ends nothing.
"""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.plugins import load, names
from kg.protocols import Reader
from kg.read.fields import fault, with_day
from kg.read.open import open_bytes, stem, suffix
from kg.vocab.iri import short_hash

__all__ = ["read_inputs"]

STDIN = "standard input"


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: its format, and the folder below which its path tells it from others of its name."""

    path: Path
    format: str
    below: Path
    shown: str

    def ids(self) -> Iterator[str]:
        """What it may be called, shorter first: its stem, its path below the folder, the same with the suffix."""
        below = self.path.relative_to(self.below) if self.path.is_relative_to(self.below) else self.path
        yield stem(self.path)
        yield (below.parent / stem(self.path)).as_posix()
        yield below.as_posix()
        yield (Path(self.below.name) / below).as_posix()


def read_inputs(
    inputs: Iterable[str | Path], *, published: date | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Dropped]:
    """Read whatever the user names.

    Args:
        inputs: Files, folders, globs, ``-`` for standard input.
        published: The day of articles whose own fields give none.
        stdin: What ``-`` reads; standard input by default.

    Yields:
        Articles, in the order of the inputs; a ``Dropped`` for whatever was set aside, with its place in ``what``. One
        whose stage is ``notice`` drops nothing: it says that something was read otherwise than might be expected.
    """
    with TemporaryDirectory(prefix="kg-") as spool:
        found = list(_files(inputs, Path(spool), stdin or sys.stdin.buffer))
        files = [file for file in found if isinstance(file, _File)]
        called = _names(files)
        seen: dict[str, str] = {}
        for file in found:
            if isinstance(file, Dropped):
                yield file
                continue
            for item in _read(file, published):
                if isinstance(item, Dropped):
                    yield item
                elif checked := _checked(_called(item, file, called), seen):
                    yield checked


def _called(article: Article, file: _File, called: dict[Path, str]) -> Article:
    """The article under the name that its file has in this run, where it is named by its file."""
    if article.id != stem(file.path):
        return article
    return replace(article, id=short_hash(article.reading) if file.shown == STDIN else called[file.path])


def _checked(article: Article, seen: dict[str, str]) -> Article | Dropped | None:
    """The article itself, or why it is set aside; None for one that was there before with the same text."""
    where = article.source or article.id
    if reason := fault(article):
        return Dropped("read", reason, what=where)
    digest = short_hash(repr((article.hash, article.title, article.published, article.publisher, article.url)))
    if article.id not in seen:
        seen[article.id] = digest
        return article
    if seen[article.id] == digest:
        return None
    return Dropped(
        "read", f"has the id {article.id!r}, which another text of this run has; give it one of its own", what=where
    )


def _read(file: _File, published: date | None) -> Iterator[Article | Dropped]:
    own = None if file.shown == STDIN else file.path.name
    try:
        reader: Reader = load("reader", file.format)()
        for item in reader.read(file.path):
            if isinstance(item, Article):
                yield replace(
                    with_day(item, published, own),
                    source=(item.source or file.shown).replace(str(file.path), file.shown),
                )
            else:
                yield replace(item, what=item.what.replace(str(file.path), file.shown) or file.shown)
    except InputError as error:
        yield Dropped("read", str(error).removeprefix(f"{file.path} "), what=file.shown)
    except (OSError, ValueError, RecursionError, LookupError) as error:  # a reader's own slip ends no run
        yield Dropped("read", f"cannot be read: {type(error).__name__}: {error}", what=file.shown)


def _names(files: list[_File]) -> dict[Path, str]:
    """An id for each file: the shortest of its names that it alone has, where stems repeat the next longer one."""
    called = {file.path: next(file.ids()) for file in files}
    waiting = {file.path: list(file.ids()) for file in files}
    for length in range(1, 4):
        counts = Counter(called.values())
        for path, candidates in waiting.items():
            if counts[called[path]] > 1:
                called[path] = candidates[length]
    return called


# ---------------------------------------------------------------------------------------------------------- finding


def _files(inputs: Iterable[str | Path], spool: Path, stdin: BinaryIO) -> Iterator[_File | Dropped]:
    known = names("reader")
    listed = ", ".join(f".{each}" for each in sorted(known))
    given = [str(name) for name in inputs]
    direct = [Path(name).absolute().parent for name in given if Path(name).is_file()]
    common = Path(os.path.commonpath(direct)) if direct else Path.cwd()
    seen: set[Path] = set()
    for name in given:
        if name == "-":
            yield _spooled(spool, stdin)
            continue
        for path, below in _expanded(name):
            if isinstance(path, Dropped):
                yield path
                continue
            if (real := path.resolve()) in seen:
                continue
            seen.add(real)
            kind = suffix(path) or (_sniff(path) if below is None and path.is_file() else "")
            if path.is_file() and kind in known:
                yield _File(path.absolute(), kind, (below or common).absolute(), _shown(path))
            else:
                yield Dropped("read", f"is in no format that can be read (known: {listed})", what=_shown(path))


def _expanded(name: str) -> Iterator[tuple[Path | Dropped, Path | None]]:
    """Files that one input stands for, with the folder that they were found in; what is amiss with it."""
    path = Path(name)
    if path.is_dir():
        yield from _walked(path)
    elif path.exists():
        yield path, None
    elif "://" in name:
        yield Dropped("read", "is an address, which this version cannot read; save it to a file first", what=name), None
    elif not glob.has_magic(name):
        yield Dropped("read", "is not there", what=_shown(path)), None
    elif matches := sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        fixed = Path(*takewhile(lambda part: not glob.has_magic(part), path.parts))
        for match in map(Path, matches):
            if match.is_dir():
                yield from _walked(match)
            else:
                yield match, fixed
    else:
        yield Dropped("read", "matches no file", what=_shown(path)), None


def _walked(top: Path) -> Iterator[tuple[Path | Dropped, Path | None]]:
    faults: list[OSError] = []
    empty = True
    for folder, folders, files in os.walk(top, onerror=faults.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in folders:
            if (link := Path(folder, each)).is_symlink():  # it may lead in a circle
                yield (
                    Dropped("read", "is a link to a folder; name it by itself to have it read", what=_shown(link)),
                    None,
                )
        for each in sorted(files):
            if not each.startswith("."):
                empty = False
                yield Path(folder, each), top
    for fault_ in faults:
        yield Dropped("read", f"cannot be read: {fault_.strerror}", what=_shown(Path(fault_.filename))), None
    if empty and not faults:
        yield Dropped("read", "holds no file", what=_shown(top)), None


def _spooled(spool: Path, stdin: BinaryIO) -> _File:
    """Standard input, kept in a file, since readers read files; what it is, its first character tells."""
    path = spool / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    kind = _sniff(path)
    path = path.rename(path.with_suffix(f".{kind}"))
    return _File(path, kind, spool, STDIN)


def _sniff(path: Path) -> str:
    """The format of a file without suffix: JSON Lines, JSON or text."""
    try:
        with open_bytes(path) as file:
            head = file.read(1 << 16).removeprefix(b"\xef\xbb\xbf").lstrip()
    except InputError:
        return "txt"
    if head.startswith(b"["):
        return "json"
    if head.startswith(b"{"):
        return "jsonl" if head.split(b"\n", 1)[0].rstrip().endswith(b"}") else "json"
    return "txt"


def _shown(path: Path) -> str:
    """A path as it can be printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
