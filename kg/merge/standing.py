"""What the reports of one event come to: its status, and those that speak for or against it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.merge.records import Event

__all__ = ["contradicted", "days", "exact_days", "heard", "status"]

_BEFORE = ("planned", "proposed")
_OPEN = (*_BEFORE, "unknown")
_TRUE = ("occurred", "ongoing")
_ORDER = ("cancelled", "denied", "occurred", "ongoing", "planned", "proposed", "unknown")


def status(members: Sequence[Event]) -> str:
    """What most reports of the last day say; of as many, the first of those that end an event.

    What came true is planned no longer: who still tells of the plan then says nothing new.
    """
    true = any(member.status in _TRUE for member in members)
    telling = [member for member in members if not (true and member.status in _OPEN)]
    latest = max(member.published or 0 for member in telling)
    now = [member.status for member in telling if (member.published or 0) == latest]
    return min(now, key=lambda told: (-now.count(told), _ORDER.index(told)))


def heard(members: Sequence[Event]) -> list[Event]:
    """The reports whose voices count: who told of a plan does not say that it came true."""
    told = [member for member in members if member.status not in _BEFORE]
    return told or list(members)


def exact_days(members: Sequence[Event]) -> list[int]:
    """The days on which it is said to lie, where single days are told: that of a calling off is not one of them."""
    return sorted({m.first for m in _placing(members) if m.first is not None and m.first == m.last})


def days(members: Sequence[Event]) -> tuple[int | None, int | None]:
    """First and last day: the earliest single day told, else what all stretches have in common, else their whole."""
    if exact := exact_days(members):
        return exact[0], exact[0]
    firsts = [m.first for m in _placing(members) if m.first is not None]
    lasts = [m.last for m in _placing(members) if m.last is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first is not None and last is not None and first > last:
        return min(firsts), max(lasts)
    return first, last


def _placing(members: Sequence[Event]) -> Sequence[Event]:
    return [member for member in members if member.status != "cancelled"] or members


def contradicted(members: Sequence[Event]) -> bool:
    """Whether some deny what others tell, or call off what others saw; a plan that is called off contradicts nobody."""
    told = {member.status for member in members}
    return ("denied" in told and len(told) > 1) or ("cancelled" in told and not told.isdisjoint(_TRUE))
