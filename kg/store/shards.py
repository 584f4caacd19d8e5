"""Reads RDF files of any form, plain or compressed, into a store on disk that lasts as long as a load."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.store.folder import is_store

__all__ = ["find", "stage"]

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nquads": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_FLAT = (".ttl", ".nt", ".rdf")
_PACKED = (".gz", ".zst")


def find(inputs: Iterable[Path]) -> list[Path]:
    """The files that are meant: those named, and of folders all RDF below, sorted.

    Raises:
        UsageError: One does not exist or is a store, or there is none.
        InputError: A file named is of no form that can be read.
    """
    found: list[Path] = []
    for path in inputs:
        if is_store(path):
            raise UsageError(f"{path} is a store, and no RDF; name it with --store {path}, and no file")
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and _suffix(p) in _FORMATS)
        elif not path.exists():
            raise UsageError(f"{path}: no such file or folder; mend the path")
        elif _suffix(path) not in _FORMATS:
            raise InputError(f"{path}: its suffix says no RDF; known: {', '.join(_FORMATS)}, each with .gz or .zst too")
        else:
            found.append(path)
    if not found:
        raise UsageError("no RDF file is there to load; name files, or a folder that has some")
    return list(dict.fromkeys(found))


def stage(files: Iterable[Path], place: Path, graph: str | None = None) -> ox.Store:
    """Read files into one store; what stands in several stands once.

    Args:
        files: The files.
        place: An empty folder for it.
        graph: The graph for statements that name none, as in Turtle.

    Raises:
        InputError: A file does not parse or breaks off: it is named, with the place.
        UsageError: Statements without a graph, and none is given for them.
    """
    store = ox.Store(place)
    target = None if graph is None else _named(graph)
    for path in files:
        suffix = _suffix(path)
        if suffix in _FLAT and target is None:
            raise UsageError(f"{path}: {suffix} names no graphs; say with --graph IRI where its statements belong")
        try:
            with _open(path) as source:
                to = target if suffix in _FLAT else None
                store.bulk_load(source, _FORMATS[suffix], to_graph=to)
        except (SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise _unreadable(path, str(error)) from error
        except (OSError, RuntimeError) as error:
            raise _unreadable(path, getattr(error, "strerror", None) or str(error)) from error
        if target is None and next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None:
            raise UsageError(f"{path}: it has statements in no graph; say with --graph IRI where they belong")
    if target is not None:
        for quad in list(store.quads_for_pattern(None, None, None, ox.DefaultGraph())):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, target))
            store.remove(quad)
    return store


def _named(graph: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(graph)
    except ValueError as error:
        raise UsageError(f"--graph {graph!r} is no IRI ({error})") from error


def _suffix(path: Path) -> str:
    name = Path(path.stem) if path.suffix.lower() in _PACKED else path
    return name.suffix.lower()


def _open(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(path))
    if path.suffix.lower() == ".zst":
        return io.BufferedReader(_Zstandard(path))
    return path.open("rb")


class _Zstandard(io.RawIOBase):
    """A zstd file undone frame by frame; the library's own reader takes a file that breaks off for whole."""

    def __init__(self, path: Path) -> None:
        import zstandard

        self._new: Callable[[], Any] = lambda: zstandard.ZstdDecompressor().decompressobj()
        self._frame = self._new()
        self._file, self._begun = path.open("rb"), False
        self._block = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer."""
        import zstandard

        packed = b""
        while not self._block:
            packed = packed or self._file.read(1 << 16)
            if not packed:
                if self._begun:
                    raise EOFError("it breaks off")
                return 0
            try:
                self._block, self._begun = self._frame.decompress(packed), True
            except zstandard.ZstdError as error:
                raise ValueError(str(error)) from error
            packed = b""
            if self._frame.eof:
                self._file.seek(-len(self._frame.unused_data), io.SEEK_CUR)
                self._frame, self._begun = self._new(), False
        size = min(len(buffer), len(self._block))
        buffer[:size], self._block = self._block[:size], self._block[size:]
        return size


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(f"{path}: cannot be read ({why}); nothing was loaded: mend the file, or leave it out")
