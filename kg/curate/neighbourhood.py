"""Of things that were compared before, those that what is new touches: they alone are compared and grouped again.

Two things belong together where nothing keeps the pair apart. A cluster never reaches beyond what hangs together by
such pairs, so what hangs together with nothing that came, changed or went is grouped as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from kg.curate.noted import Found
from kg.merge.blocks import Blocks
from kg.merge.records import Entity, Event, Pair, Rules, Verdicts

__all__ = ["Neighbourhood", "partners", "same_name"]


class _Thing(Protocol):
    @property
    def article(self) -> str: ...


T = TypeVar("T", bound=_Thing)


class _Merge(Protocol):
    """What compares things."""

    @property
    def found(self) -> tuple[Pair, ...]: ...

    @property
    def compared(self) -> int: ...

    def clusters(self) -> list[tuple[str, ...]]: ...


class Neighbourhood(Generic[T]):
    """Things of a store, as they stand to what an earlier run found.

    Args:
        before: What that run found.
        things: All there are now, by id.
        articles: The articles (IRIs) that came or changed since.
        new: Ids of more things that count as new: something was decided on them, or who takes part is somebody else.
        verdicts: What a person decided.
    """

    compared = 0
    """Pairs that were compared."""

    def __init__(
        self, before: Found, things: Mapping[str, T], articles: set[str], new: set[str], verdicts: Verdicts
    ) -> None:
        self._before, self._things, self._verdicts = before, things, verdicts
        self._new = {id_ for id_, thing in things.items() if thing.article in articles or id_ in new}

    def regroup(
        self,
        rules: Rules,
        merge: Callable[[Sequence[T], Rules, Verdicts], _Merge],
        near: Callable[[Mapping[str, T], set[str], Rules], Iterable[str]],
    ) -> Found:
        """Group again what is touched.

        Args:
            rules: The rules.
            merge: Compares things and groups them.
            near: Of all things, those that may be one with some of the new.
        """
        things, new = self._things, self._new
        beside: dict[str, set[str]] = defaultdict(set)
        for pair in self._before.pairs:
            beside[pair.one].add(pair.other)
            beside[pair.other].add(pair.one)
        stale = new | (beside.keys() - things.keys())
        ends = new | {other for id_ in stale for other in beside.get(id_, ())}
        ends |= {other for pair in self._verdicts if new & set(pair) for other in pair}
        if new:
            ends |= set(near(things, new, rules))
        touched = set[str]()
        while ends:
            touched |= ends
            ends = {other for id_ in ends - stale for other in beside.get(id_, ())} - touched
        again = merge([things[id_] for id_ in sorted(touched & things.keys())], rules, self._verdicts)
        grouped = again.clusters()
        self.compared = again.compared
        gone = touched | stale
        groups = sorted([*grouped, *(group for group in self._before.groups if gone.isdisjoint(group))])
        pairs = [*again.found, *(p for p in self._before.pairs if p.one not in gone and p.other not in gone)]
        return Found(tuple(groups), tuple(sorted(pairs, key=lambda pair: (pair.one, pair.other))))


def same_name(entities: Mapping[str, Entity], new: set[str], rules: Rules) -> Iterable[str]:
    """Those that bear the name of one of the new."""
    names = {entities[id_].name for id_ in new}
    return (id_ for id_, entity in entities.items() if entity.name in names)


def partners(events: Mapping[str, Event], new: set[str], rules: Rules) -> Iterable[str]:
    """Those that are worth a comparison with one of the new."""
    blocks = Blocks(rules)
    keys = {key for id_ in new for key in blocks.keys(events[id_])}
    near = {id_: event for id_, event in events.items() if not keys.isdisjoint(blocks.keys(event))}
    for pair in blocks.pairs(near):
        if not new.isdisjoint(pair):
            yield from pair
