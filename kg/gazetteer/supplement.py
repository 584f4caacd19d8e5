"""The gazetteer's own supplement: rows learned from a Wikibase, in tables of the same form as the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import ConfigError
from kg.gazetteer.tables import COLUMNS, read_table

__all__ = ["Cells", "Supplement"]

Cells = Mapping[str, str]
"""A row by column; columns left out are blank."""

_KEYS = {"holdings": 3, "shield": 1, "metonyms": 2}  # leading columns that tell a row from another; 1 for the others


class Supplement:
    """Tables of learned rows; nothing is written before ``save``.

    Args:
        folder: Where they lie, there or not.

    Raises:
        ConfigError: A table does not hold together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
        for table, columns in COLUMNS.items():
            for row in read_table(table, (folder,)):
                self.put(table, dict(zip(columns, row, strict=True)))

    def put(self, table: str, row: Cells) -> None:
        """Add a row, or replace the one of the same key; tabs and line ends in a cell become spaces."""
        plain = {column: " ".join(row.get(column, "").split()) for column in COLUMNS[table]}
        self._tables.setdefault(table, {})[self._key(table, plain)] = plain

    def drop(self, keys: Iterable[str]) -> None:
        """Take out the rows of items and the holdings of persons, with offices that nobody then holds."""
        gone = set(keys)
        for rows in self._tables.values():
            for key in [k for k in rows if k[0] in gone]:
                del rows[key]
        held = {key[1] for key in self._tables.get("holdings", {})}
        offices = self._tables.get("offices", {})
        for key in [k for k in offices if k[0] not in held]:
            del offices[key]

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table, by key."""
        return (row for _, row in sorted(self._tables.get(table, {}).items()))

    def keys(self) -> frozenset[str]:
        """Keys of the items that have a row."""
        return frozenset(key[0] for table, rows in self._tables.items() if table not in _KEYS for key in rows)

    def changes(self, before: Supplement) -> Iterator[tuple[str, str, str, str]]:
        """What is other than in another state of it: (``+``, ``-`` or ``~``, table, key, what changed in words)."""
        for table in COLUMNS:
            old, new = before._tables.get(table, {}), self._tables.get(table, {})
            for key in sorted(old.keys() | new.keys()):
                mine, theirs = new.get(key), old.get(key)
                if mine == theirs:
                    continue
                name = " ".join(part for part in key if part)
                if mine is None or theirs is None:
                    said = mine or theirs or {}
                    told = ", ".join(f"{c} {v}" for c, v in said.items() if v and c not in ("key", "source"))
                    yield "+" if theirs is None else "-", table, name, told
                else:
                    told = ", ".join(f"{c} {theirs[c]!r} → {mine[c]!r}" for c in mine if mine[c] != theirs[c])
                    yield "~", table, name, told

    def save(self) -> None:
        """Write all tables, each whole or not at all; a table without rows has no file, none at all has no folder.

        Raises:
            ConfigError: The folder cannot be written.
        """
        try:
            for table, columns in COLUMNS.items():
                path, rows = self.folder / f"{table}.tsv", list(self.rows(table))
                if not rows:
                    path.unlink(missing_ok=True)
                    continue
                used = [c for c in columns if c in columns[: _KEYS.get(table, 1) + 1] or any(row[c] for row in rows)]
                lines = ["\t".join(used), *("\t".join(row[c] for c in used) for row in rows)]
                self.folder.mkdir(parents=True, exist_ok=True)
                part = path.with_suffix(".part")
                part.write_text("".join(f"{line}\n" for line in lines), "utf-8")
                part.replace(path)
            if self.folder.is_dir() and not any(self.folder.iterdir()):
                self.folder.rmdir()
        except OSError as error:
            raise ConfigError(
                f"{self.folder}: cannot be written ({error.strerror}); set supplement in kg.toml"
            ) from error

    @staticmethod
    def _key(table: str, row: Cells) -> tuple[str, ...]:
        return tuple(row[column] for column in COLUMNS[table][: _KEYS.get(table, 1)])
