"""From what the user names to files: folders and globs opened, formats told by suffix, addresses told from names.

A folder is searched to its depths, in the order of names; hidden files are passed over. A file that is given twice is
read once.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Dropped
from kg.plugins import names
from kg.read.open import open_bytes, stem, suffix

__all__ = ["STDIN", "Address", "File", "called", "find"]

STDIN = "standard input"


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its format, and the folder below which its path tells it from others of its name.

    ``shown`` is what messages call it; ``url`` is where it was fetched from in the end.
    """

    path: Path
    format: str
    below: Path
    shown: str
    url: str | None = None

    def ids(self) -> Iterator[str]:
        """What it may be called, shorter first: its stem, its path below the folder, the same with the suffix."""
        below = self.path.relative_to(self.below) if self.path.is_relative_to(self.below) else self.path
        yield stem(self.path)
        yield (below.parent / stem(self.path)).as_posix()
        yield below.as_posix()
        yield (Path(self.below.name) / below).as_posix()


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, fetched only when its turn comes."""

    url: str


def called(files: list[File]) -> dict[Path, str]:
    """An id for each file: the shortest of its names that it alone has, where stems repeat the next longer one."""
    chosen = {file.path: next(file.ids()) for file in files}
    waiting = {file.path: list(file.ids()) for file in files}
    for length in range(1, 4):
        counts = Counter(chosen.values())
        for path, candidates in waiting.items():
            if counts[chosen[path]] > 1:
                chosen[path] = candidates[length]
    return chosen


def find(inputs: Iterable[str | Path], spool: Path, stdin: BinaryIO) -> Iterator[File | Address | Dropped]:
    """What the inputs stand for, in order.

    Args:
        inputs: Files, folders, globs, addresses, ``-`` for standard input.
        spool: A folder for what comes by standard input.
        stdin: What ``-`` reads.

    Yields:
        Files, addresses, and a ``Dropped`` for whatever is neither.
    """
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
        if name.lower().startswith(("http://", "https://")) and not Path(name).exists():
            yield Address(name)
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
                yield File(path.absolute(), kind, (below or common).absolute(), _shown(path))
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
        yield (
            Dropped(
                "read",
                "is an address of a kind that is not fetched (only http and https are); save it to a file first",
                what=name,
            ),
            None,
        )
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


def _spooled(spool: Path, stdin: BinaryIO) -> File:
    """Standard input, kept in a file, since readers read files; what it is, its first character tells."""
    path = spool / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    kind = _sniff(path)
    path = path.rename(path.with_suffix(f".{kind}"))
    return File(path, kind, spool, STDIN)


def _sniff(path: Path) -> str:
    """The format of a file without suffix, as it begins: JSON, JSON Lines, HTML, XML, WARC, Parquet, else text."""
    try:
        with open_bytes(path) as file:
            head = file.read(1 << 16).removeprefix(b"\xef\xbb\xbf").lstrip()
    except InputError:
        return "txt"
    if head.startswith(b"<"):
        return "xml" if head.startswith((b"<?xml", b"<rss", b"<feed")) and b"<html" not in head else "html"
    if head.startswith((b"WARC/1.", b"PAR1")):
        return "warc" if head.startswith(b"WARC") else "parquet"
    if head.startswith(b"["):
        return "json"
    if head.startswith(b"{"):
        return "jsonl" if head.split(b"\n", 1)[0].rstrip().endswith(b"}") else "json"
    return "txt"


def _shown(path: Path) -> str:
    """A path as it can be printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
