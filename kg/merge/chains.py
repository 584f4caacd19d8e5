"""What followed from what: answers, visits invited to, papers ratified, sanctions lifted, parts of a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kg.merge.records import Chain, Event, Rules

__all__ = ["chains"]


def chains(events: Sequence[Event], rules: Rules) -> list[Chain]:
    """For each later event the nearest earlier one that a rule ties it to.

    Args:
        events: One event a cluster, with all that its members know; single events as they are.
        rules: The rules of ``[[chain]]``.
    """
    by_state: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.id):
        for kind in event.kinds:
            for state in sorted(_parties(event)):
                by_state[kind, state].append(event)
    found = []
    for rule in rules.chains:
        later = {e.id: e for e in events if _is(e, rule["later"]) and e.status != "denied"}
        for _, event in sorted(later.items()):
            kinds, states = _listed(rule["earlier"]), _parties(event)
            others = {o.id: o for kind in kinds for state in states for o in by_state.get((kind, state), ())}
            said = not event.words.isdisjoint(rules.words["answer"])
            fits = [(*_nearness(event, o), o.id) for o in others.values() if _fits(rule, event, o, said)]
            if fits:
                score = 1.0 if len(fits) == 1 else round(1 / len(fits), 4)
                found.append(Chain(rule["property"], event.id, min(fits)[-1], score))
    return found


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
    (l0, l1), (e0, e1) = (tuple(s | a for s, a in zip(e.states, e.sides, strict=True)) for e in (later, earlier))
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
