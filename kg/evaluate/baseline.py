"""Floors: figures that may not fall, kept with the hash of each file of annotations that they were measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import ConfigError
from kg.evaluate.result import Figure

__all__ = ["Baseline", "Scored"]

_CEILINGS = frozenset({"false_rate"})
"""Figures for which less is better."""


class Scored(Protocol):
    """What has figures."""

    def figures(self) -> tuple[Figure, ...]:
        """All of them."""
        ...


@dataclass(frozen=True, slots=True)
class Baseline:
    """Hashes of the annotations by name of file, and a floor for each figure (a ceiling for ``false_rate``)."""

    gold: Mapping[str, str]
    floors: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file of floors.

        Raises:
            ConfigError: It cannot be read, or has another form.
        """
        try:
            data = json.loads(path.read_text("utf-8"))
            return cls(dict(data["gold"]), {name: float(value) for name, value in data["floors"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                f"{path}: no floors can be read ({error}); write it as tests/gold/baseline.json is"
            ) from error

    @classmethod
    def measured(cls, files: Iterable[Path], score: Scored, slack: float = 0.02) -> Baseline:
        """Floors a little below (ceilings above) what was measured.

        Args:
            files: The files of annotations.
            score: What was measured on them.
            slack: How far a figure may fall before it counts.
        """
        floors = {}
        for figure in score.figures():
            if figure.value is not None:
                away = slack if figure.name in _CEILINGS else -slack
                floors[figure.name] = round(min(max(figure.value + away, 0), 1), 3)
        return cls({path.name: _hash(path) for path in sorted(files)}, floors)

    def text(self) -> str:
        """The file's text."""
        return json.dumps({"gold": dict(self.gold), "floors": dict(self.floors)}, indent=1) + "\n"

    def changed(self, files: Iterable[Path]) -> Iterator[str]:
        """A sentence for each file that is not what the floors were measured on."""
        there = {path.name: path for path in files}
        for name in sorted(self.gold.keys() | there.keys()):
            if name not in there:
                yield f"{name} is gone; measure the floors anew"
            elif name not in self.gold:
                yield f"{name} is new; measure the floors anew"
            elif _hash(there[name]) != self.gold[name]:
                yield f"{name} has changed; measure the floors anew"

    def fallen(self, score: Scored) -> Iterator[str]:
        """A sentence for each figure below its floor."""
        values = {figure.name: figure.value for figure in score.figures()}
        for name, floor in self.floors.items():
            value = values.get(name)
            if value is None or (value > floor if name in _CEILINGS else value < floor):
                side = "above" if name in _CEILINGS else "below"
                yield f"{name} is {'nothing' if value is None else f'{value:.3f}'}, {side} {floor:.3f}"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
