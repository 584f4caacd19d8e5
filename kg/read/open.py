"""From a file to text: compression undone by suffix, the encoding found and said, size bounded.

A reader gets no more bytes than it asks for, so that a file of any size can be streamed; what is packed a hundred
times smaller than it is stops at ``FREE`` bytes.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.model import Dropped
from kg.read.meter import open_metered

__all__ = [
    "MAX_LINE",
    "MAX_TEXT",
    "NOTICE",
    "Decoded",
    "Line",
    "decode",
    "lines",
    "naming",
    "open_bytes",
    "read_all",
    "stem",
    "suffix",
]

MAX_TEXT = 5_000_000
"""Characters of one article; longer ones are set aside."""

MAX_LINE = 8 * MAX_TEXT
"""Bytes of one line of JSON, which may write a character as ``\\u0000``."""

FREE, RATIO = 64 << 20, 100
"""Unpacked bytes after which a packed file may not be more than so many times smaller."""

NOTICE = "notice"
"""The ``stage`` of a ``Dropped`` that drops nothing: something was read otherwise than it might be expected."""

_PACKED = (".gz", ".zst")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = {chr(code) for code in (*range(0x20), 0x7F)} - set("\t\n\r\f\v\x1a\x85")


def suffix(path: PurePath) -> str:
    """The suffix that tells the format, small and without its dot; that of packing is passed over."""
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return PurePath(name).suffix.removeprefix(".")


def stem(path: Path) -> str:
    """The file's name without these suffixes; bytes that are no UTF-8 are written as hexadecimal escapes."""
    name = Path(path.name[: -len(path.suffix)]) if path.suffix.lower() in _PACKED else path
    return os.fsencode(name.stem).decode("utf-8", "backslashreplace")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Whatever ``InputError`` is raised within begins with the file's path."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path} {error}") from error


class _Bounded(io.RawIOBase):
    """A packed file, unpacked as it is read, that ends in an ``InputError`` where it unpacks beyond all measure."""

    def __init__(self, packed: BinaryIO, unpacked: BinaryIO) -> None:
        self._packed, self._unpacked, self._count = packed, cast(io.BufferedReader, unpacked), 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._count

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._unpacked.read1(min(len(buffer), 1 << 16))
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise InputError(f"is damaged or cut short: {error}") from error
        except Exception as error:
            if type(error).__name__ == "ZstdError":
                raise InputError(f"is damaged or cut short: {error}") from error
            raise
        self._count += len(data)
        if self._count > FREE and self._count > RATIO * self._packed.tell():
            raise InputError(f"unpacks to more than {RATIO} times its size; unpack it yourself if that is right")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unpacked.close()
            self._packed.close()
        super().close()


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading bytes; gzip and zstd are undone by suffix. Messages of errors go on from its name.

    Raises:
        InputError: It cannot be opened; while reading, that it is damaged or a bomb.
    """
    try:
        file = open_metered(path)
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}") from error
    if path.suffix.lower() == ".gz":
        unpacked: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    elif path.suffix.lower() == ".zst":
        import zstandard

        unpacked = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    else:
        return file
    return io.BufferedReader(_Bounded(file, unpacked), 1 << 16)


def read_all(path: Path, limit: int) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: It has more than ``limit`` bytes, or see ``open_bytes``.
    """
    with open_bytes(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"is over {limit // 1_000_000} MB; cut it into articles")
    return data


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in; ``guessed`` where nothing said so but the bytes themselves."""

    text: str
    encoding: str
    guessed: bool = False

    def notice(self, what: str) -> Iterator[Dropped]:
        """What is to be said of it: nothing, or that the encoding was guessed."""
        if self.guessed:
            yield Dropped(NOTICE, f"is not UTF-8; it was read as {self.encoding}", what=what)


def decode(data: bytes) -> Decoded:
    """Bytes as text: by byte order mark (taken away), as UTF-8, or in the encoding that charset-normalizer finds.

    Raises:
        InputError: They are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(_plain(data.decode(encoding)), encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                raise InputError(f"is no {encoding}, as its first bytes promise, at byte {error.start}") from error
    if b"\0" in data:
        raise InputError("is no text: it has NUL bytes")
    try:
        return Decoded(_plain(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or best.encoding is None:
        raise InputError("is no text in an encoding that can be told; save it as UTF-8")
    # Of the encodings that give this very text, the one that people know.
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return Decoded(_plain(str(best)), encoding, guessed=True)


def _plain(text: str) -> str:
    strange = sum(text.count(control) for control in _CONTROLS)
    if strange > 8 and strange * 100 > len(text):
        raise InputError("is no text: too many control characters")
    return text


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its number from 1, and its text; ``fault`` says why it has none."""

    number: int
    text: str = ""
    fault: str = ""


def lines(path: Path, blank: bool = False) -> Iterator[Line | Dropped]:
    """Stream the lines of a file, one in memory at a time; blank ones are passed over, unless they are asked for.

    Where a line is no UTF-8, the encoding is found from the bytes at hand, said, and kept for the lines like it.

    Raises:
        InputError: The file cannot be opened, or is damaged further down.
    """
    with open_bytes(path) as file:
        head = file.peek(4)[:4] if isinstance(file, io.BufferedReader) else b""
        wide = next((encoding for mark, encoding in _BOMS if head.startswith(mark) and encoding != "utf-8-sig"), None)
        if wide:
            yield from _wide_lines(file, wide, blank)
            return
        guessed: str | None = None
        for number, raw, whole in _raw_lines(file):
            data = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if not whole:
                yield Line(number, fault=f"is over {MAX_LINE // 1_000_000} MB")
                continue
            try:
                text = data.decode("utf-8") if guessed is None or data.isascii() else data.decode(guessed)
            except UnicodeDecodeError:
                try:
                    found = decode(data)
                except InputError as error:
                    yield Line(number, fault=str(error))
                    continue
                guessed, text = found.encoding, found.text
                yield from found.notice(str(path))
            if blank or text.strip():
                yield Line(number, text)


def _raw_lines(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    number = 0
    while raw := file.readline(MAX_LINE):
        number += 1
        whole = len(raw) < MAX_LINE or raw.endswith(b"\n")
        yield number, raw, whole
        while not whole and (rest := file.readline(MAX_LINE)):
            whole = rest.endswith(b"\n")


def _wide_lines(file: BinaryIO, encoding: str, blank: bool) -> Iterator[Line]:
    with io.TextIOWrapper(file, encoding, newline="\n") as texts:
        number = 0
        try:
            while text := texts.readline(MAX_LINE):
                number += 1
                if blank or text.strip():
                    yield Line(number, text)
        except UnicodeDecodeError as error:
            raise InputError(f"is no {encoding}, as its first bytes promise, after line {number}") from error
