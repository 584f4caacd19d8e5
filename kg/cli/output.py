"""How results look: rows as a table, CSV, TSV, JSON or JSON lines, on standard output or in a file."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from kg.errors import UsageError
from kg.inert import for_line, for_spreadsheet, for_terminal

__all__ = ["Cell", "Form", "Format", "choose", "open_out", "say", "write_rows", "write_text"]

_WIDE, _HIGH = 400, 25
"""Columns of a table that no terminal shows, and lines, which do not matter but must be given with them."""

Cell = str | int | float | bool | None
Rows = Iterable[Sequence[Cell]]


class Format(StrEnum):
    """The forms that rows can take."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    markdown = "markdown"


class Form(StrEnum):
    """The forms of an explanation."""

    text = "text"
    json = "json"


def choose(wanted: Format | None, path: Path | None) -> Format:
    """The format asked for, else the file's suffix, else a table on a terminal and TSV in a pipe."""
    if wanted:
        return wanted
    if path:
        suffix = path.suffix.removeprefix(".").lower()
        suffix = "markdown" if suffix == "md" else suffix
        return Format(suffix) if suffix in Format.__members__ else Format.tsv
    return Format.table if sys.stdout.isatty() else Format.tsv


@contextmanager
def open_out(path: Path | None) -> Iterator[TextIO]:
    """Open where results go: the file, written beside it and put in its place when whole, or standard output.

    What is there and no plain file (a device, a pipe) is written to as it is, never replaced.

    Raises:
        UsageError: The file cannot be written.
    """
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    plain = path.is_file() or not path.exists()
    part = path.with_name(path.name + ".part") if plain else path
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        if plain:
            part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error
    finally:
        if plain:
            part.unlink(missing_ok=True)


def write_rows(
    columns: Sequence[str],
    rows: Rows,
    format: Format | None = None,
    path: Path | None = None,
    stream: TextIO | None = None,
) -> None:
    """Write rows in one of the formats.

    Args:
        columns: Names of the columns, in order.
        rows: One value a column; None is an empty cell, and null in JSON.
        format: The form; None lets ``choose`` decide.
        path: A file instead of standard output.
        stream: An open stream instead of either.

    Raises:
        UsageError: The file cannot be written.
    """
    form = choose(format, path)
    with nullcontext(stream) if stream is not None else open_out(path) as out:
        shown = form is Format.table or out.isatty()
        _WRITERS[form](columns, _inert(rows) if shown else rows, out)


def _inert(rows: Rows) -> Iterator[list[Cell]]:
    return ([for_terminal(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def write_text(text: str, path: Path | None = None) -> None:
    """Write a text that is no table (RDF, a report), with a newline at its end."""
    with open_out(path) as out:
        shown = for_terminal(text) if out.isatty() else text
        out.write(shown if shown.endswith("\n") else shown + "\n")


def say(message: str) -> None:
    """One line to the person at the terminal: standard error, so that results stay clean."""
    sys.stderr.write(for_line(message) + "\n")
    sys.stderr.flush()


def _table(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """A table; where the screen is too narrow for its longest words, a block of lines for each row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # in a pipe or a file as wide as the words need: nothing there wraps at a screen's edge
    width = get_terminal_size().columns if out.isatty() else _WIDE
    console = Console(file=out, width=width, height=_HIGH, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [list(row) for row in rows]
    for index, name in enumerate(columns):
        numbers = bool(cells) and all(isinstance(row[index], int | float) or row[index] is None for row in cells)
        table.add_column(Text(name), overflow="fold", justify="right" if numbers else "left")
    for row in cells:
        table.add_row(*(Text(_plain(cell)) for cell in row))
    if console.measure(table, options=console.options.update_width(_WIDE)).minimum <= width:
        console.print(table)
        return
    longest = max(map(len, columns))
    for row in cells:
        filled = [(name, _plain(cell)) for name, cell in zip(columns, row, strict=True) if cell is not None]
        out.write("\n".join(f"{name:<{longest}}  {cell}" for name, cell in filled) + "\n\n")


def _csv(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """For people and their spreadsheets."""
    _separated("excel", columns, ([for_spreadsheet(cell) for cell in row] for row in rows), out)


def _tsv(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    """For the next program: every cell as it is."""
    _separated("excel-tab", columns, rows, out)


def _separated(dialect: str, columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    writer = csv.writer(out, dialect=dialect, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])


def _json(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    listed = [dict(zip(columns, row, strict=True)) for row in rows]
    out.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")


def _jsonl(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    for row in rows:
        out.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")


def _markdown(columns: Sequence[str], rows: Rows, out: TextIO) -> None:
    for row in (columns, ["---"] * len(columns), *rows):
        cells = (" ".join(_plain(cell).split()).replace("|", "\\|") for cell in row)
        out.write(f"| {' | '.join(cells)} |\n")


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


_WRITERS: dict[Format, Callable[[Sequence[str], Rows, TextIO], None]] = {
    Format.table: _table,
    Format.csv: _csv,
    Format.tsv: _tsv,
    Format.json: _json,
    Format.jsonl: _jsonl,
    Format.markdown: _markdown,
}
