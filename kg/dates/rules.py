"""The rules for what is reckoned straight from an anchor: each takes what a phrase says and gives days, with its name.

Names: the stretch ("weekday", "month-day", "month", "season", "year") with its side: ``-past``, ``-future`` (days) or
``-next`` (longer), ``-nearest``, ``-last``; nothing where the year stands in the phrase (``full-date``, ``month``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates import calendar as cal
from kg.dates import expressions as ex
from kg.dates.calendar import Period
from kg.model import EventTime

__all__ = ["Context", "Found", "apply"]

_DAY = timedelta(1)
_LONG = timedelta(7)
_LEAP = 8
"""The longest wait for a 29 February, in years."""


@dataclass(frozen=True, slots=True)
class Found:
    """Days, what they are reckoned from, and the name of the rule."""

    period: Period
    anchor: str
    rule: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase can be reckoned from. ``day`` is the day told from: of the dateline if known, else publication."""

    published: date | None
    day: date | None
    day_anchor: str
    event: EventTime | None
    tense: str | None


def apply(x: ex.Expression, c: Context) -> Found | None:
    """Reckon one stretch.

    Args:
        x: What the phrase says; a part, range or bound is none of these.
        c: What it can be reckoned from.

    Returns:
        None where the anchor is not known or the tense does not fit.

    Raises:
        ValueError, OverflowError: There is no such day.
    """
    match x:
        case ex.Calendar():
            return _calendar(x, c)
        case ex.Weekday():
            return _weekday(x, c)
        case ex.Unit():
            return _unit(x, c)
        case ex.Side():
            return _side(x, c)
        case ex.Span():
            return _span(x, c)
        case ex.Vague() if c.published and not (x.forward and c.tense == "past"):
            period = Period(c.published, None) if x.forward else Period(None, c.published)
            return Found(period, "publication", "coming" if x.forward else "recent")
        case ex.Overnight() if c.day:
            return Found(Period(c.day - _DAY, c.day), c.day_anchor, "overnight")
    return None


def _calendar(x: ex.Calendar, c: Context) -> Found | None:
    name = {"day": "month-day"}.get(x.kind, x.kind)
    if x.year is not None:
        return Found(cal.named(x.kind, x.number, x.day, x.year), "explicit", "full-date" if x.kind == "day" else name)
    if c.published is None:
        return None
    day = c.published
    if x.shift is not None:
        return Found(cal.named(x.kind, x.number, x.day, day.year + x.shift), "publication", f"{name}-of-year")
    around = [p for y in range(day.year - _LEAP, day.year + _LEAP + 1) if (p := _try(x, y))]
    if x.which == "last":
        chosen, side = [p for p in around if p.last and p.last < day][-1:], "last"
    elif x.which in ("next", "coming"):
        chosen, side = [p for p in around if p.first and p.first > day][:1], "following"
    elif c.tense == "past":
        chosen, side = [p for p in around if p.first and p.first <= day][-1:], "past"
    elif c.tense == "future":
        chosen, side = [p for p in around if p.last and p.last >= day][:1], "future" if x.kind == "day" else "next"
    elif x.which == "this":
        chosen, side = [cal.named(x.kind, x.number, x.day, day.year)], "this"
    else:
        chosen, side = sorted(around, key=lambda p: _distance(p, day))[:1], "nearest"
    return Found(chosen[0], "publication", f"{name}-{side}") if chosen else None


def _try(x: ex.Calendar, year: int) -> Period | None:
    try:
        return cal.named(x.kind, x.number, x.day, year)
    except ValueError:  # a 29 February, or a year that no calendar has
        return None


def _distance(p: Period, day: date) -> int:
    assert p.first and p.last
    return max((p.first - day).days, (day - p.last).days, 0)


def _weekday(x: ex.Weekday, c: Context) -> Found | None:
    if x.which in ("previous", "same", "following"):
        if c.event is None or c.event.earliest is None or c.event.latest is None or _is_long(c.event):
            return None
        told = c.event.earliest if x.which == "previous" else c.event.latest
        off = (x.day - told.weekday()) % 7
        off = off - 7 if x.which == "previous" else off or (7 if x.which == "following" else 0)
        return Found(Period(told + timedelta(off), told + timedelta(off)), "event", f"weekday-{x.which}")
    if c.day is None:
        return None
    monday = c.day - timedelta(c.day.weekday())
    if x.week is not None:
        return _weekday_on(monday + timedelta(7 * x.week + x.day), c, "of-week")
    back = timedelta((c.day.weekday() - x.day) % 7)
    forth = timedelta((x.day - c.day.weekday()) % 7)
    if x.which == "last":
        return _weekday_on(c.day - (back or timedelta(7)), c, "last")
    if x.which == "next":  # the one of next week: the nearer one is called by its bare name
        return _weekday_on(monday + timedelta(7 + x.day), c, "next")
    if x.which == "coming":
        return _weekday_on(c.day + (forth or timedelta(7)), c, "coming")
    if c.tense == "future" or (x.which == "this" and c.tense != "past"):
        return _weekday_on(c.day + forth, c, "future")
    if c.tense == "present" and forth < back:
        return _weekday_on(c.day + forth, c, "nearest")
    return _weekday_on(c.day - back, c, "nearest" if c.tense == "present" else "past")


def _weekday_on(day: date, c: Context, side: str) -> Found:
    return Found(Period(day, day), c.day_anchor, f"weekday-{side}")


def _unit(x: ex.Unit, c: Context) -> Found | None:
    if x.of_event:
        if c.event is None or c.event.earliest is None or c.event.latest is None:
            return None
        if x.unit == "day" and _is_long(c.event):
            return None  # nothing is on the day of a year
        first, last = cal.shifted(c.event.earliest, x.unit, x.shift), cal.shifted(c.event.latest, x.unit, x.shift)
        rule = {0: f"same-{x.unit}", 1: f"following-{x.unit}", -1: f"previous-{x.unit}"}.get(x.shift, "")
        rule = rule or f"{x.unit}s-{'earlier' if x.shift < 0 else 'later'}"
        return Found(Period(first.first, last.last, first.grain), "event", rule)
    daily = x.unit == "day"
    day, anchor = (c.day, c.day_anchor) if daily else (c.published, "publication")
    if day is None or (x.ahead and c.tense != "future"):
        return None
    shift = x.shift
    if x.unit == "weekend" and shift == 0 and c.tense != "future" and day.weekday() < 5:
        shift = -1
    if daily:
        rule = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(shift, "")
    else:
        rule = {0: f"this-{x.unit}", -1: f"last-{x.unit}", 1: f"next-{x.unit}"}.get(shift, "")
    return Found(cal.shifted(day, x.unit, shift), anchor, rule or f"{x.unit}s-{'ago' if shift < 0 else 'ahead'}")


def _is_long(event: EventTime) -> bool:
    """Whether an event took too long for "that day" to be its day."""
    return bool(event.earliest and event.latest and event.latest - event.earliest > _LONG)


def _side(x: ex.Side, c: Context) -> Found | None:
    if c.published is None:
        return None
    whole = cal.shifted(c.published, x.of.unit, 0)
    first, last = (c.published, whole.last) if x.later else (whole.first, c.published)
    rule = f"rest-of-{x.of.unit}" if x.later else f"{x.of.unit}-so-far"
    return Found(Period(first, last, choice=True), "publication", rule)


def _span(x: ex.Span, c: Context) -> Found | None:
    day, anchor = c.published, "publication"
    if x.within and c.event is not None and c.tense == "past":
        day, anchor = c.event.latest, "event"
    if day is None or (x.forward and c.tense == "past" and anchor != "event"):
        return None
    end = cal.moved(day, x.unit, x.count if x.forward else -x.count)
    period = Period(day, end, choice=True) if x.forward else Period(end, day, choice=True)
    return Found(period, anchor, "within" if x.within else f"{'coming' if x.forward else 'past'}-{x.unit}s")
