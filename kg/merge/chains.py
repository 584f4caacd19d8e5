"""What followed from what: answers, visits invited to, papers ratified, sanctions lifted, parts of a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from kg.merge.records import Chain, Event, Rules

__all__ = ["Following", "chains"]


class Following:
    """Gives the keys by which a later event finds the earlier ones that a rule could tie it to.

    Args:
        rules: The rules of ``[[chain]]``.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules.chains

    def earlier(self, event: Event) -> set[str]:
        """Keys of what something may follow from."""
        return {
            f"{number} {key}"
            for number, rule in enumerate(self._rules)
            if _is(event, rule["earlier"])
            for key in _of_earlier(rule["sides"], event)
        }

    def later(self, event: Event) -> set[str]:
        """Keys of what it may follow from."""
        return {key for number in range(len(self._rules)) for key in self.by_rule(number, event)}

    def by_rule(self, number: int, event: Event) -> set[str]:
        """The same by one rule; none where the event is not of its later ones, or is denied."""
        rule = self._rules[number]
        if event.status == "denied" or not _is(event, rule["later"]):
            return set()
        return {f"{number} {key}" for key in _of_later(rule["sides"], event)}


def chains(events: Sequence[Event], rules: Rules, later: Collection[str] | None = None) -> list[Chain]:
    """For each later event the nearest earlier one that a rule ties it to.

    Args:
        events: One event a cluster, with all that its members know; single events as they are.
        rules: The rules of ``[[chain]]``.
        later: Ids of the later events that are asked for; all where None.
    """
    following, by_key = Following(rules), defaultdict[str, list[Event]](list)
    ordered = sorted(events, key=lambda e: e.id)
    for event in ordered:
        for key in following.earlier(event):
            by_key[key].append(event)
    found = []
    for number, rule in enumerate(rules.chains):
        for event in ordered:
            if later is not None and event.id not in later:
                continue
            keys = following.by_rule(number, event)
            others = {other.id: other for key in keys for other in by_key.get(key, ())}
            said = not event.words.isdisjoint(rules.words["answer"])
            fits = [(*_nearness(event, o), o.id) for o in others.values() if _fits(rule, event, o, said)]
            if fits:
                score = 1.0 if len(fits) == 1 else round(1 / len(fits), 4)
                found.append(Chain(rule["property"], event.id, min(fits)[-1], score))
    return found


def _of_earlier(sides: str, event: Event) -> Iterator[str]:
    """What ``_fits`` cannot do without, as the earlier event has it."""
    left, right = _sides(event)
    if sides == "cross":
        yield from right
    elif sides == "answer":
        yield from _both(right - left, left - right)
    elif sides == "same":
        yield from _both(left, right - left)
    elif sides == "guest":
        yield from left
    elif sides == "both":
        states = sorted(event.states[0] | event.states[1])
        if len(states) > 1:
            yield f"{states[0]} {states[1]}"
    else:
        yield from _both(left, right) if right else left


def _of_later(sides: str, event: Event) -> Iterator[str]:
    """The same, as the later event has it."""
    left, right = _sides(event)
    everybody = _parties(event)
    if sides == "cross":
        yield from left
    elif sides == "answer":
        yield from _both(left - right, right - left)
    elif sides == "same":
        yield from _both(left, everybody)
    elif sides == "guest":
        yield from everybody
    elif sides == "both":
        yield from (" ".join(pair) for pair in combinations(sorted(event.states[0] | event.states[1]), 2))
    else:
        yield from everybody
        yield from _both(everybody, everybody)


def _both(ones: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    return (f"{one} {other}" for one, other in product(ones, others))


def _sides(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    """Agents and their states on each side."""
    return event.states[0] | event.sides[0], event.states[1] | event.sides[1]


def _listed(kinds: str | Sequence[str]) -> Sequence[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _is(event: Event, kinds: str | Sequence[str]) -> bool:
    return any(kind in event.kinds for kind in _listed(kinds))


def _parties(event: Event) -> frozenset[str]:
    return event.states[0] | event.states[1] | event.sides[0] | event.sides[1] | event.parties


def _stretch(event: Event) -> tuple[int, int]:
    """First and last day, as far as they are told; else the day on which it is reported; 0 where nothing is."""
    first, last = event.first or event.last or event.published or 0, event.last or event.first or event.published or 0
    return first, last


def _nearness(later: Event, earlier: Event) -> tuple[bool, int, int]:
    """What of several is taken: of the same document, then with most of the same agents, then the nearest in time."""
    agents = (later.sides[0] | later.sides[1] | later.parties) & (earlier.sides[0] | earlier.sides[1] | earlier.parties)
    return not later.instruments & earlier.instruments, -len(agents), _gap(later, earlier)


def _gap(later: Event, earlier: Event) -> int:
    """Days from the earlier to the later; 0 where they overlap."""
    mine, theirs = _stretch(later), _stretch(earlier)
    return 0 if mine[0] <= theirs[1] and theirs[0] <= mine[1] else abs(mine[0] - theirs[1])


def _fits(rule: Mapping[str, Any], later: Event, earlier: Event, said: bool) -> bool:
    """Whether a rule ties two events; ``said``: the later is told as an answer, so that no day must show it."""
    mine, theirs = _stretch(later), _stretch(earlier)
    # what never was answers nothing, and nothing is a part of it
    never = rule["property"] != "fulfils" and not {later.status, earlier.status}.isdisjoint(("denied", "cancelled"))
    if never or later.id == earlier.id or not mine[0] or not theirs[0] or _gap(later, earlier) > rule["days"]:
        return False
    if mine[1] < theirs[0] - ("within" in rule) or (
        "after" in rule and not said and not (later.first or 0) > theirs[1]
    ):
        return False
    (l0, l1), (e0, e1) = _sides(later), _sides(earlier)
    all_ = _parties(later)
    if rule["sides"] == "cross":
        return bool(l0 & e1) and bool(not l1 or not e0 or l1 & e0 or later.place_states & e0)
    if rule["sides"] == "answer":
        return bool((l0 - l1) & (e1 - e0)) and bool((l1 - l0) & (e0 - e1))
    if rule["sides"] == "same":
        return bool(l0 & e0) and bool(all_ & (e1 - e0))
    if rule["sides"] == "both":
        states = earlier.states[0] | earlier.states[1]
        return len(states) > 1 and states <= later.states[0] | later.states[1]
    if rule["sides"] == "guest":
        return bool(all_ & e0) and bool(later.place_states & earlier.place_states or later.parties & earlier.sides[0])
    return bool(all_ & e0) and bool(not e1 or all_ & e1)
