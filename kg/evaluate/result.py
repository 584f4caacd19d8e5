"""What came of a comparison with annotations: figures, counts by class and confidence, and every miss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Figure", "Miss", "Score"]

_RATES = {
    "event_recall": "event",
    "whole_event_recall": "whole",
    "must_whole": "must",
    "type_accuracy": "type",
    "exact_type": "exact",
    "role_recall": "role",
    "role_precision": "filler",
    "date_accuracy": "date",
    "place_accuracy": "place",
    "status_accuracy": "status",
    "polarity_accuracy": "polarity",
    "attribution_recall": "attribution",
    "link_accuracy": "link",
    "negatives_silent": "negative",
}
"""Figures that are so many right of so many, and what is counted for each."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value in [0, 1] (None of nothing), and what it is made of where it is right ones of all."""

    name: str
    value: float | None
    right: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing read wrong.

    ``kind`` is ``missed``, ``type``, ``role``, ``date``, ``place``, ``status``, ``polarity``, ``attribution``,
    ``link``, ``false``, ``again`` (false, telling a found one once more) or ``negative``. ``event`` is the id of the
    annotated event, or of the exported one where there is none; ``told`` says what is wrong, ``quote`` has the words.
    """

    kind: str
    article: str
    event: str
    type: str
    told: str
    quote: str


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a comparison: counts by kind, by class (``gold``, ``found``, ``whole``, ``false``), and misses.

    ``reliability`` has for each tenth of confidence, by its lower end, how many exported events are right, and of how
    many (those that count either way).
    """

    articles: int
    right: Mapping[str, int]
    of: Mapping[str, int]
    classes: Mapping[str, Mapping[str, int]]
    misses: tuple[Miss, ...]
    reliability: Mapping[float, tuple[int, int]]

    def rate(self, kind: str) -> float | None:
        """Right ones of all, None where there are none."""
        return self.right.get(kind, 0) / self.of[kind] if self.of.get(kind) else None

    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order in which they are shown."""
        true, false, untrue = self.right.get("true", 0), self.of.get("false", 0), self.of.get("false act", 0)
        precision = true / (true + false) if true + false else None
        recall = self.rate("event")
        f1 = 2 * precision * recall / (precision + recall) if precision and recall else None
        shares = [
            Figure(name, self.rate(kind), self.right.get(kind, 0), self.of.get(kind, 0))
            for name, kind in _RATES.items()
        ]
        return (
            shares[0],
            Figure("event_precision", precision, true, true + false),
            Figure("event_f1", f1),
            *shares[1:],
            Figure("false_rate", untrue / (true + untrue) if true + untrue else None, untrue, true + untrue),
        )
