"""Of things that were compared before, those that what is new touches: they alone are compared and grouped again.

Two things hang together where the pair may be one. A cluster never reaches beyond what hangs together, so what hangs
together with nothing that came, changed or went is grouped as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.curate.noted import Notes, Things
from kg.merge.blocks import Blocks
from kg.merge.entities import EntityMerge
from kg.merge.events import EventMerge
from kg.merge.records import Entity, Event, Pair, Rules, Verdicts

__all__ = ["Entities", "Events", "Kind", "Regrouped", "regroup"]

T = TypeVar("T", Entity, Event)
T_contra = TypeVar("T_contra", Entity, Event, contravariant=True)


class _Merge(Protocol):
    """What compares things."""

    compared: int

    @property
    def close(self) -> tuple[Pair, ...]: ...

    def find(self, new: Set[str]) -> None: ...

    def clusters(self) -> list[tuple[str, ...]]: ...

    def compare(self, one: str, other: str) -> Pair | None: ...


class Kind(Protocol[T_contra]):
    """How things of one kind are merged."""

    def keys(self, thing: T_contra) -> Iterable[str]:
        """By what it is found; two that share none are never one."""
        ...

    def merge(self, things: Sequence[T_contra], verdicts: Verdicts) -> _Merge:
        """What compares them."""
        ...


class Entities:
    """People and bodies are found by their names.

    Args:
        rules: Weights and thresholds.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def keys(self, thing: Entity) -> Iterable[str]:
        """Its name."""
        return [f"name {thing.name}"]

    def merge(self, things: Sequence[Entity], verdicts: Verdicts) -> EntityMerge:
        """What compares them."""
        return EntityMerge(things, self._rules, verdicts)


class Events:
    """Events are found by class, parties and time.

    Args:
        rules: Weights, windows, thresholds.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules, self._blocks = rules, Blocks(rules)

    def keys(self, thing: Event) -> Iterable[str]:
        """The blocks that it lies in."""
        return self._blocks.keys(thing)

    def merge(self, things: Sequence[Event], verdicts: Verdicts) -> EventMerge:
        """What compares them."""
        return EventMerge(things, self._rules, verdicts)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Groups that are no more as they were, those in their place, and what any two were found to be.

    A group stands in both where a member of it came anew. ``things`` are all that were looked at.
    """

    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    things: frozenset[str]
    compare: Callable[[str, str], Pair | None]
    compared: int


def regroup(
    notes: Notes,
    things: Things[T],
    kind: Kind[T],
    stale: set[str],
    fresh: Sequence[T],
    again: set[str],
    verdicts: Verdicts,
) -> Regrouped:
    """Group again what is touched, and note it.

    Args:
        notes: What an earlier run found.
        things: The things of this kind.
        kind: How they are merged.
        stale: Ids of those that went, or that others came for.
        fresh: Those that came.
        again: Ids of more that count as new: something was decided on them, or who takes part is somebody else.
        verdicts: What a person decided.
    """
    first = things.first
    ends = set() if first else notes.beside(stale | again)
    before = notes.groups(stale)
    things.replace(stale, fresh)
    new = things.load({thing.id for thing in fresh} | again)
    keys = notes.set_keys({id_: kind.keys(thing) for id_, thing in new.items()})
    compared = 0
    if not first:
        near = kind.merge(list((things.load(notes.sharing(keys)) | new).values()), verdicts)
        near.find(new.keys())
        compared += near.compared
        ends |= {id_ for pair in near.close for id_ in (pair.one, pair.other)}
        ends |= {id_ for pair in verdicts if not new.keys().isdisjoint(pair) for id_ in pair}
    ends |= new.keys()
    touched = set[str]()
    while ends:
        touched |= ends
        ends = set() if first else notes.beside(ends) - touched
    at_hand = things.load(touched)
    merge = kind.merge(list(at_hand.values()), verdicts)
    after = set(merge.clusters())
    before |= notes.groups(touched)
    same = {group for group in before & after if new.keys().isdisjoint(group)}
    notes.set_close(at_hand.keys(), merge.close)
    notes.set_groups(things.kind, before - same, after - same)
    return Regrouped(
        frozenset(before - same),
        frozenset(after - same),
        frozenset(new.keys() | stale),
        merge.compare,
        merge.compared + compared,
    )
