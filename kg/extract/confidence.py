"""How sure a reading is: what makes it doubtful, counted in points, and the share of such readings that were right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.frames import Match
from kg.resources import data_dir
from kg.vocab.ontology import Ontology

__all__ = ["Scale", "doubts", "load_scale"]

_STANDS_FOR = ("pronoun", "role")
"""Kinds of mention that name nobody themselves."""
_WHERE = "atPlace"


@dataclass(frozen=True, slots=True)
class Scale:
    """Points of each doubt, and the share in [0, 1] of right readings by number of points, falling."""

    points: Mapping[str, int]
    shares: tuple[float, ...]

    def confidence(self, found: Iterator[str]) -> float:
        """The share of readings with such doubts that are right.

        Args:
            found: The doubts, by name.

        Returns:
            A number in [0, 1].
        """
        return self.shares[min(sum(self.points[doubt] for doubt in found), len(self.shares) - 1)]


@cache
def load_scale() -> Scale:
    """The scale of ``data/confidence.toml``, which also tells what it was fitted on."""
    data = tomllib.loads(data_dir("confidence.toml").read_text("utf-8"))
    return Scale(data["doubts"], tuple(data["table"]["shares"]))


def doubts(match: Match, status: str, depth: int, ontology: Ontology) -> Iterator[str]:
    """What makes a reading doubtful.

    Args:
        match: The frame with its fillers.
        status: Of the event.
        depth: Clauses above its own.
        ontology: Knows acts in words, and the sides of an event.
    """
    parties = [filler for filler in match.fillers if filler.role != _WHERE]
    if not ontology.is_a(match.frame.event, "CommunicativeAct"):
        yield "deed"
        if len({filler.chain for filler in parties}) < 2:
            yield "one-sided"
    if not any(ontology.side(f.role) == "initiator" or f.role == "meetingParty" for f in parties):
        yield "nobody-acts"
    if any(filler.mention is not None and filler.mention.kind in _STANDS_FOR for filler in match.fillers):
        yield "stands-for"
    if match.frame.pos == "noun" and match.support is None:
        yield "bare-noun"
    if status not in ("occurred", "ongoing"):
        yield "open"
    if depth:
        yield "within" if depth == 1 else "deep-within"
    if match.like:
        yield "guessed"
