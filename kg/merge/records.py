"""What is compared: events, entities and articles as they are reported, and what comes of comparing them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.resources import data_dir

__all__ = ["Apart", "Chain", "Entity", "Event", "Pair", "Rules", "Verdicts", "Voice"]

Apart = str
"""Why two things are not one; blank where nothing speaks against it."""

Verdicts = Mapping[tuple[str, str], bool]
"""What a person decided on pairs (the lower IRI first): that they are one, or that they are not."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim: who makes it (a publisher, or the source cited), whether in its own voice, and its polarity."""

    claim: str
    who: str
    own: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One event as one article reports it.

    Days are ordinals (``date.toordinal``); ``first`` and ``last`` bound it, None where open. ``kinds`` are its class
    and those above, most specific first. ``sides`` are the agents of the initiator and of the recipient, ``states``
    the states of these; ``persons`` are those agents that are people. ``words`` are the words of its evidence.
    """

    id: str
    article: str
    kinds: tuple[str, ...]
    status: str
    first: int | None = None
    last: int | None = None
    published: int | None = None
    sides: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    states: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    parties: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    symmetric: bool = False
    places: frozenset[str] = frozenset()
    place_states: frozenset[str] = frozenset()
    instruments: frozenset[str] = frozenset()
    ordinal: str = ""
    words: frozenset[str] = frozenset()
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body or series that one article names and no item stands for; ``context`` is who else it names."""

    id: str
    article: str
    name: str
    kinds: tuple[str, ...]
    states: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things held to be one (``one`` sorts before ``other``): the score in [0, 1] and the value of each feature."""

    one: str
    other: str
    score: float
    features: tuple[tuple[str, float], ...]
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A later event that has ``property`` with an earlier one; both are named by a member of theirs."""

    property: str
    later: str
    earlier: str
    score: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Weights, windows in days and thresholds, from ``kg/data/merging.toml``."""

    event: Mapping[str, float]
    entity: Mapping[str, float]
    days: Mapping[str, int]
    type: Mapping[str, float]
    party: Mapping[str, float]
    time: Mapping[str, float]
    voice: Mapping[str, float]
    threshold: Mapping[str, float]
    copies: Mapping[str, Any]
    words: Mapping[str, Any]
    chains: tuple[Mapping[str, Any], ...]

    @classmethod
    def load(cls, threshold: float | None = None) -> Rules:
        """The shipped rules, with another threshold for events where one is given."""
        data = tomllib.loads(data_dir("merging.toml").read_text("utf-8"))
        chains = tuple(data.pop("chain"))
        if threshold is not None:
            data["threshold"]["event"] = threshold
        return cls(chains=chains, **data)
