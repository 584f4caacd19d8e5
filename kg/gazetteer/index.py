"""The tables of the gazetteer read into indexes: rows by key, names, surnames, codes, capitals."""

from __future__ import annotations

from pathlib import Path

from kg.gazetteer.names import NameIndex, fold
from kg.gazetteer.tables import COLUMNS, Row, parts, read_table

__all__ = ["Index"]


class Index:
    """What a gazetteer looks things up in.

    ``rows`` has table and row of each key, the last that was read; ``instead`` the key that stands for an older one,
    whose rows are then its own. ``codes`` and ``capitals`` lead to states, ``other`` from a state's second item to it.

    Args:
        folders: Where the tables lie; what a later one says of a key counts.

    Raises:
        ConfigError: A table does not hold together.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.rows: dict[str, tuple[str, Row]] = {}
        self.names = NameIndex()
        self.surnames: dict[str, list[Row]] = {}
        self.codes: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.other: dict[str, str] = {}
        self.instead: dict[str, str] = {}
        for table in ("states", "organizations", "people", "places", "series", "parties"):
            self._read(table, folders)
        for old, new in self.instead.items():
            self.rows[old] = self.rows[new]
        for row in read_table("metonyms", folders):
            self.names.add(row[0], "m", *self.rows[row[1]])
        for row in read_table("shield", folders):
            self.names.add(row[0], "x", "shield", row)

    def _read(self, table: str, folders: tuple[Path, ...]) -> None:
        add, rows, surnames = self.names.add, self.rows, self.surnames
        at = {column: i for i, column in enumerate(COLUMNS[table])}
        label, aliases = at["label"], at["aliases"]
        context, ambiguous = at.get("needs_context", -1), at.get("ambiguous", -1)
        instead = at.get("instead", -1)
        free = "p" if table == "parties" else "n"
        for row in read_table(table, folders):
            rows[row[0]] = table, row
            if instead >= 0 and row[instead]:
                self.instead[row[instead]] = row[0]
            names = [row[label], *row[aliases].split("|")] if row[aliases] else [row[label]]
            if context >= 0 and row[context]:
                bound = row[context].split("|")
                for name in names:
                    if name not in bound:
                        add(name, free, table, row)
                for name in bound:
                    add(name, "c", table, row)
            elif ambiguous >= 0 and row[ambiguous]:
                for name in names:  # "Paris, Texas" is a full form: free
                    add(name, "n" if "," in name else "c", table, row)
            else:
                for name in names:
                    add(name, free, table, row)
            if table == "people" and row[3]:
                for surname in row[3].split("|"):
                    surnames.setdefault(fold(surname), []).append(row)
                    if row[4] == "yes":
                        add(surname, "s", table, row)
            elif table == "states":
                self._read_state(row)

    def _read_state(self, row: Row) -> None:
        key, iso3, adjectives, nouns, capital, metonyms = row[0], row[5], row[6], row[7], row[8], row[9]
        bound = row[4].split("|")
        for name in dict.fromkeys(parts(adjectives) + parts(nouns)):
            self.names.add(name, "D" if name in bound else "d", "states", row)
        for name in parts(metonyms):
            self.names.add(name, "m", "states", row)
        lasting = row[1] != "Place" and not row[11]
        if iso3 and (iso3 not in self.codes or lasting):
            self.codes[iso3] = key
        if capital and (capital not in self.capitals or lasting):
            self.capitals[capital] = key
        for other in parts(row[12]):
            self.other.setdefault(other, key)
