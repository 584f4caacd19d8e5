"""Rows as CSV or Parquet, streamed; what is no plain value stands as JSON in its cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO, TextIO

from kg.graph.fillers import Row
from kg.inert import for_spreadsheet

__all__ = ["write_csv", "write_parquet"]

_GROUP = 5000
"""Rows in one row group: what is in memory."""
_KINDS = {
    "schema": "int64", "start": "int64", "end": "int64", "ordinal": "int64", "source_gw": "int64", "target_gw": "int64",
    "events": "int64", "verbal_cooperation": "int64", "material_cooperation": "int64", "verbal_conflict": "int64",
    "material_conflict": "int64", "confidence": "double", "score": "double", "symmetric": "bool",
}  # fmt: skip
"""Types of columns that are no text, said beforehand: the first rows may have no value."""


def write_csv(rows: Iterable[Row], out: TextIO, columns: Sequence[str] = ()) -> None:
    """Write CSV (RFC 4180) with a header; text that a spreadsheet would take for a formula is led by an apostrophe.

    Args:
        rows: The rows.
        out: Where to.
        columns: The columns; by default the keys of the first row.
    """
    names, rows = _named(rows, columns)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([for_spreadsheet(_cell(row.get(name))) for name in names] for row in rows)


def write_parquet(rows: Iterable[Row], out: BinaryIO, columns: Sequence[str] = ()) -> None:
    """Write Parquet. Args as in ``write_csv``; without rows and columns the table has none."""
    import pyarrow as pa
    from pyarrow import parquet

    names, rows = _named(rows, columns)
    schema = pa.schema([(name, _KINDS.get(name, "string")) for name in names])
    found = iter(rows)
    with parquet.ParquetWriter(out, schema) as writer:
        while group := list(islice(found, _GROUP)):
            cells = {name: [_cell(row.get(name)) for row in group] for name in names}
            writer.write_table(pa.table(cells, schema=schema))


def _named(rows: Iterable[Row], columns: Sequence[str]) -> tuple[list[str], Iterator[Row]]:
    found = iter(rows)
    first = next(found, None)
    return list(columns or first or ()), chain([] if first is None else [first], found)


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
