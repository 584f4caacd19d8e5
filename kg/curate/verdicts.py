"""What a person decided on pairs across articles, kept in a file beside the store: one line a pair, the last counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import ConfigError
from kg.merge.records import Verdicts

__all__ = ["VerdictFile"]

_HEAD = "one\tother\tverdict\tby\ton\n"


class VerdictFile:
    """The journal: nothing in it is rewritten; ``same`` joins a pair, ``apart`` parts it, ``-`` takes either back."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, decisions: Path) -> VerdictFile:
        """The one that belongs to a file of decisions."""
        return cls(decisions.with_name("merges.tsv"))

    def pairs(self) -> Verdicts:
        """What stands, by pair (the IRI that sorts first, first).

        Raises:
            ConfigError: A line has no verdict that is known.
        """
        found: dict[tuple[str, str], bool] = {}
        if not self._path.is_file():
            return found
        for number, line in enumerate(self._path.read_text("utf-8").splitlines()[1:], 2):
            cells = line.split("\t")
            if len(cells) < 3 or cells[2] not in ("same", "apart", "-"):
                raise ConfigError(f"{self._path}:{number}: no verdict; write two IRIs, then same, apart or -")
            key = min(cells[:2]), max(cells[:2])
            found.pop(key, None)
            if cells[2] != "-":
                found[key] = cells[2] == "same"
        return found

    def add(self, pairs: Iterable[tuple[str, str]], same: bool, by: str, at: str) -> None:
        """Decide on pairs.

        Raises:
            ConfigError: The file cannot be written; then nothing was decided.
        """
        try:
            there = self._path.read_text("utf-8") if self._path.is_file() else _HEAD
            verdict = "same" if same else "apart"
            lines = "".join(f"{one}\t{other}\t{verdict}\t{by}\t{at}\n" for one, other in sorted(pairs))
            part = self._path.with_name(self._path.name + ".part")
            part.write_text(there + lines, "utf-8")
            part.replace(self._path)
        except OSError as error:
            raise ConfigError(
                f"{self._path}: cannot be written ({error.strerror}); set decisions in kg.toml"
            ) from error
