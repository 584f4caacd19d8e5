"""Parquet: one article a row, a batch of rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import ALIASES
from kg.read.open import FREE, RATIO, naming, open_bytes, read_all
from kg.read.records import article_of

__all__ = ["ParquetReader", "plain"]

ROWS = 256
"""Rows that are taken from a file in one go."""

MAX_PACKED = 256_000_000
"""Bytes of a Parquet file that is packed once more, by gzip or zstd: it is unpacked in memory."""


class ParquetReader:
    """Reads ``.parquet``: the columns that are fields of an article, whatever other columns there are."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

        with naming(path):
            packed = path.suffix.lower() in (".gz", ".zst")
            try:
                with BytesIO(read_all(path, MAX_PACKED)) if packed else open_bytes(path) as source:
                    yield from _rows(ParquetFile(source), path)
            except (ArrowException, OSError, ValueError) as error:
                raise InputError(f"is no Parquet file that can be read: {str(error).splitlines()[0]}") from error


def _rows(file: Any, path: Path) -> Iterator[Article | Dropped]:
    fields = {alias for aliases in ALIASES.values() for alias in aliases}
    columns = [name for name in file.schema_arrow.names if name.lower() in fields]
    if not {name.lower() for name in columns} & set(ALIASES["text"]):
        raise InputError(f"has no column for the text; call one so (known: {', '.join(ALIASES['text'])})")
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        parts = [group.column(n) for n in range(group.num_columns)]
        packed, whole = (
            sum(getattr(p, f"total_{kind}_size") for p in parts) for kind in ("compressed", "uncompressed")
        )
        if whole > FREE and whole > RATIO * packed:
            raise InputError(f"unpacks to more than {RATIO} times its size; unpack it yourself if that is right")
    number = 0
    for batch in file.iter_batches(batch_size=ROWS, columns=columns, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield from article_of({k.lower(): plain(v) for k, v in row.items()}, f"{path}, row {number}")


def plain(value: object) -> object:
    """Days and moments as ISO 8601 writes them, as the other formats have them."""
    return value.isoformat() if isinstance(value, date | datetime) else value
