"""What is compared: events, entities and articles as they are reported, and what comes of comparing them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.resources import data_dir

__all__ = ["Apart", "Chain", "Document", "Entity", "Event", "Pair", "Rules", "Verdicts", "Voice"]

Apart = str
"""Why two things are not one; blank where nothing speaks against it."""

Verdicts = Mapping[tuple[str, str], bool]
"""What a person decided on pairs (the lower IRI first): that they are one, or that they are not."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its IRI, the sketch of its text, its day (ISO 8601), and its publisher by name or IRI.

    ``issued`` is what the order of articles goes by: the moment of issue in UTC, of a day alone its end.
    """

    id: str
    sketch: str
    day: str | None
    issued: str | None
    publisher: str


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
    the states of these; ``persons`` are those agents that are people, ``known`` those that an item stands for.
    ``words`` are the words of its evidence, ``context`` the states and items that the events of its article name;
    ``title`` says that the title tells it; ``citizens`` are its people, each with a state; ``facts`` its roles, states
    and code, as properties and IRIs.
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
    known: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    title: bool = False
    citizens: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body or series of which one article tells and for which no item stands.

    ``name`` is its ``label`` in plain letters; ``context`` is who else the article names; ``named`` says that this one
    has a name, and is not "the envoy".
    """

    id: str
    article: str
    name: str
    kinds: tuple[str, ...]
    states: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    named: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things held to be one (``one`` sorts before ``other``): the score in [0, 1] and the value of each feature.

    ``vague`` are those of the two that are the other only if there is nothing else that they could be.
    """

    one: str
    other: str
    score: float
    features: tuple[tuple[str, float], ...]
    decided: bool = False
    vague: tuple[str, ...] = ()


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
    groups: Mapping[str, frozenset[str]]
    families: Mapping[str, str]

    @classmethod
    def load(cls, threshold: float | None = None) -> Rules:
        """The shipped rules, with another threshold for events where one is given."""
        data = tomllib.loads(data_dir("merging.toml").read_text("utf-8"))
        chains, groups, families = tuple(data.pop("chain")), defaultdict[str, set[str]](set), dict[str, str]()
        for group in data.pop("alike"):
            for kind in group["classes"]:
                groups[kind].update(group["classes"])
                families[kind] = group["family"]
        if threshold is not None:
            data["threshold"]["event"] = threshold
        alike = {kind: frozenset(others) for kind, others in groups.items()}
        return cls(chains=chains, groups=alike, families=families, **data)

    def alike(self, one: str, other: str) -> bool:
        """Whether two classes, neither above the other, can be read from reports of one event."""
        return other in self.groups.get(one, ())

    def family(self, kinds: Sequence[str]) -> str:
        """What events must have in common to be compared: the class below ``Event``, or the name of several."""
        top = kinds[-2] if len(kinds) > 1 else kinds[-1]
        return next((self.families[kind] for kind in kinds if kind in self.families), top)
