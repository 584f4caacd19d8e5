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
        later = {e.id: e for e in events if rule["later"] in e.kinds and e.status != "denied"}
        for _, event in sorted(later.items()):
            others = {o.id: o for state in _parties(event) for o in by_state.get((rule["earlier"], state), ())}
            fits = [(_day(event) - _day(o), o.id) for o in others.values() if _fits(rule, event, o)]
            if fits:
                _, earlier = min(fits, key=lambda row: (abs(row[0]), row[1]))
                found.append(
                    Chain(rule["property"], event.id, earlier, 1.0 if len(fits) == 1 else round(1 / len(fits), 4))
                )
    return found


def _parties(event: Event) -> frozenset[str]:
    return event.states[0] | event.states[1] | event.sides[0] | event.sides[1] | event.parties


def _day(event: Event) -> int:
    return event.last or event.first or event.published or 0


def _fits(rule: Mapping[str, Any], later: Event, earlier: Event) -> bool:
    gap = _day(later) - _day(earlier)
    if (
        later.id == earlier.id
        or not _day(later)
        or not _day(earlier)
        or not (-1 if "within" in rule else 0) <= gap <= rule["days"]
    ):
        return False
    papers = later.instruments, earlier.instruments
    if "instrument" in rule and all(papers) and not papers[0] & papers[1]:
        return False
    if "within" in rule and not (later.place_states & earlier.place_states or later.parties & earlier.parties):
        return False
    (l0, l1), (e0, e1) = (tuple(s | a for s, a in zip(e.states, e.sides, strict=True)) for e in (later, earlier))
    if rule["sides"] == "cross":
        return bool(l0 & e1) and bool(not l1 or not e0 or l1 & e0 or later.place_states & e0)
    if rule["sides"] == "same":
        return bool(l0 & e0) and bool(l1 & e1)
    return bool((l0 | l1) & e0) and bool(not e1 or (l0 | l1) & e1)
