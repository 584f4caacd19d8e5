"""CSV and TSV: one article a row, fields by the names of the first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import ALIASES
from kg.read.open import MAX_TEXT, lines, naming
from kg.read.records import article_of

__all__ = ["CsvReader", "TsvReader"]


class CsvReader:
    """Reads ``.csv``: commas, or semicolons where the first row has no comma; quoted as spreadsheets and pandas do."""

    delimiters: tuple[str, ...] = (",", ";")

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        csv.field_size_limit(MAX_TEXT + 1)  # of the whole process: the module has no other way
        aside: list[Dropped] = []
        with naming(path):
            source = _texts(path, aside)
            first = next(source, None)
            if first is None:
                raise InputError("is empty")
            delimiter = next((each for each in self.delimiters if each in first), self.delimiters[0])
            try:
                names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
            except csv.Error as error:
                raise InputError(f"has no first row that names its columns: {error}") from error
            if not set(names) & set(ALIASES["text"]):
                known = ", ".join(ALIASES["text"])
                raise InputError(f"has no column for the text; call one so in its first row (known: {known})")
            for number, row in _rows(csv.reader(source, delimiter=delimiter)):
                place = f"{path}, line {number}"
                yield from aside
                aside.clear()
                if isinstance(row, csv.Error):
                    yield Dropped("read", f"is no row of this table: {row}", what=place)
                elif len(row) > len(names):
                    yield Dropped("read", f"has {len(row)} fields where the first row names {len(names)}", what=place)
                elif any(row):
                    yield from article_of(dict(zip(names, row, strict=False)), place)
            yield from aside


class TsvReader(CsvReader):
    """Reads ``.tsv``: tabs, quoted where a field holds one."""

    delimiters = ("\t",)


def _texts(path: Path, aside: list[Dropped]) -> Iterator[str]:
    """The lines of a file with their ends, since a quoted field may run over several; ``aside`` gets what is amiss."""
    for line in lines(path, blank=True):
        if isinstance(line, Dropped):
            aside.append(line)
        elif line.fault:
            aside.append(Dropped("read", line.fault, what=f"{path}, line {line.number}"))
        else:
            yield line.text


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Rows below the first, each with the line on which it begins; after a broken one the next is read."""
    while True:
        number = int(getattr(reader, "line_num", 0)) + 2
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error
