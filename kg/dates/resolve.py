"""Turns what a date phrase says into days, from its anchor, by a rule that has a name.

Names: the stretch ("weekday", "month-day", "month", "season", "year") with its side: ``-past``, ``-future`` (days) or
``-next`` (longer), ``-nearest``, ``-last``; nothing where the year stands in the phrase (``full-date``, ``month``).
Before it stands what cuts it: ``mid-``, ``week-of-``, ``since-``, ``until-``, ``by-``, ``before-``, ``after-``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates import calendar as cal
from kg.dates import expressions as ex
from kg.dates.calendar import Period
from kg.model import EventTime

__all__ = ["default_past", "resolve"]

_DAY = timedelta(1)
_LEAP = 8
"""The longest wait for a 29 February, in years."""


@dataclass(frozen=True, slots=True)
class _Found:
    period: Period
    anchor: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What a phrase can be reckoned from. ``day`` is the day told from: of the dateline if known, else publication."""

    published: date | None
    day: date | None
    day_anchor: str
    event: EventTime | None
    tense: str | None


def default_past(published: date) -> EventTime:
    """The time of an event that is told as past, without a date of its own: by the day of publication."""
    return EventTime(None, published, Period(None, published).edtf, None, "publication", "by-publication")


def resolve(
    phrase: ex.DatePhrase,
    *,
    published: date | None,
    dateline: date | None = None,
    event: EventTime | None = None,
    tense: str | None = None,
) -> EventTime | None:
    """Resolve a date phrase to days.

    Args:
        phrase: A phrase that ``find_dates`` found.
        published: The day of publication, where it is known.
        dateline: The day of the dateline, where there is one: weekdays and "today" are reckoned from it.
        event: The time of the event told before, from which "the following day" is reckoned.
        tense: ``past``, ``present`` or ``future``, of the event that is dated; None where unknown.

    Returns:
        Bounds, EDTF, anchor and rule; None where the anchor is not known (never a guessed year), where there is no such
        day, or where tense and phrase contradict each other ("tomorrow" of something past).
    """
    context = _Context(published, dateline or published, "dateline" if dateline else "publication", event, tense)
    try:
        found = _resolve(phrase.expression, context)
        found = found and _cut(phrase.expression, found, context)
    except (ValueError, OverflowError):  # beyond the years 1 to 9999
        return None
    if found is None:
        return None
    first, last = found.period.first, found.period.last
    if isinstance(phrase.expression, ex.Bound) and last is None and tense != "future":
        last = published if published and (first is None or first <= published) else None
    return EventTime(first, last, found.period.edtf, phrase.phrase, found.anchor, found.rule)


def _cut(expression: ex.Expression, found: _Found, c: _Context) -> _Found | None:
    """Cut what runs over the day told from: what is past ends by it, what is to come begins with it."""
    today = c.day if found.anchor == "dateline" else c.published
    if today is None or c.tense not in ("past", "future"):
        return found
    first, last = found.period.first, found.period.last
    if c.tense == "past" and first and first > today:
        return None
    if c.tense == "future" and last and last < today:
        return found if found.anchor == "explicit" else None  # "was due to be signed on June 1, 2022"
    if isinstance(expression, ex.Range | ex.Bound) or not (first and last) or not first <= today <= last:
        return found
    period = Period(first, today, choice=True) if c.tense == "past" else Period(today, last, choice=True)
    if period.first == first and period.last == last:
        return found
    rule = found.rule
    if isinstance(expression, ex.Unit) and rule.startswith("this-"):
        rule = f"{expression.unit}-so-far" if c.tense == "past" else f"rest-of-{expression.unit}"
    return _Found(period, found.anchor, rule)


def _resolve(x: ex.Expression, c: _Context) -> _Found | None:
    match x:
        case ex.Calendar():
            return _calendar(x, c)
        case ex.Weekday():
            return _weekday(x, c)
        case ex.Unit():
            return _unit(x, c)
        case ex.Part():
            return _part(x, c)
        case ex.Side():
            return _side(x, c)
        case ex.Span():
            return _span(x, c)
        case ex.Range():
            return _range(x, c)
        case ex.Bound():
            return _bound(x, c)
        case ex.Vague() if c.published and not (x.forward and c.tense == "past"):
            period = Period(c.published, None) if x.forward else Period(None, c.published)
            return _Found(period, "publication", "coming" if x.forward else "recent")
        case ex.Overnight() if c.day:
            return _Found(Period(c.day - _DAY, c.day), c.day_anchor, "overnight")
    return None


def _calendar(x: ex.Calendar, c: _Context) -> _Found | None:
    name = {"day": "month-day"}.get(x.kind, x.kind)
    if x.year is not None:
        return _Found(cal.named(x.kind, x.number, x.day, x.year), "explicit", "full-date" if x.kind == "day" else name)
    if c.published is None:
        return None
    day = c.published
    if x.shift is not None:
        return _Found(cal.named(x.kind, x.number, x.day, day.year + x.shift), "publication", f"{name}-of-year")
    around = [p for y in range(day.year - _LEAP, day.year + _LEAP + 1) if (p := _try(x, y))]
    if x.which == "last":
        chosen, side = [p for p in around if p.last and p.last < day][-1:], "last"
    elif x.which == "next":
        chosen, side = [p for p in around if p.first and p.first > day][:1], "following"
    elif c.tense == "past":
        chosen, side = [p for p in around if p.first and p.first <= day][-1:], "past"
    elif c.tense == "future":
        chosen, side = [p for p in around if p.last and p.last >= day][:1], "future" if x.kind == "day" else "next"
    elif x.which == "this":
        chosen, side = [cal.named(x.kind, x.number, x.day, day.year)], "this"
    else:
        chosen, side = sorted(around, key=lambda p: _distance(p, day))[:1], "nearest"
    return _Found(chosen[0], "publication", f"{name}-{side}") if chosen else None


def _try(x: ex.Calendar, year: int) -> Period | None:
    try:
        return cal.named(x.kind, x.number, x.day, year)
    except ValueError:  # a 29 February, or a year that no calendar has
        return None


def _distance(p: Period, day: date) -> int:
    assert p.first and p.last
    return max((p.first - day).days, (day - p.last).days, 0)


def _weekday(x: ex.Weekday, c: _Context) -> _Found | None:
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
    if c.tense == "future" or (x.which == "this" and c.tense != "past"):
        return _weekday_on(c.day + forth, c, "future")
    if c.tense == "present" and forth < back:
        return _weekday_on(c.day + forth, c, "nearest")
    return _weekday_on(c.day - back, c, "nearest" if c.tense == "present" else "past")


def _weekday_on(day: date, c: _Context, side: str) -> _Found:
    return _Found(Period(day, day), c.day_anchor, f"weekday-{side}")


def _unit(x: ex.Unit, c: _Context) -> _Found | None:
    if x.of_event:
        if c.event is None or c.event.earliest is None or c.event.latest is None:
            return None
        first, last = cal.shifted(c.event.earliest, x.unit, x.shift), cal.shifted(c.event.latest, x.unit, x.shift)
        rule = {0: f"same-{x.unit}", 1: f"following-{x.unit}", -1: f"previous-{x.unit}"}.get(x.shift, "")
        rule = rule or f"{x.unit}s-{'earlier' if x.shift < 0 else 'later'}"
        return _Found(Period(first.first, last.last, first.grain), "event", rule)
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
    return _Found(cal.shifted(day, x.unit, shift), anchor, rule or f"{x.unit}s-{'ago' if shift < 0 else 'ahead'}")


def _part(x: ex.Part, c: _Context) -> _Found | None:
    inner = _resolve(x.of, c)
    if inner is None or inner.period.first is None or inner.period.last is None:
        return None
    period = cal.part(inner.period, x.which)
    if c.published and period.first and period.last and isinstance(x.of, ex.Calendar) and not (x.of.which or x.of.year):
        # early in March, "in late March" of something past is last year's, though March has begun
        other = inner.period.first - _DAY if c.tense == "past" and period.first > c.published else None
        other = inner.period.last + _DAY if c.tense == "future" and period.last < c.published else other
        if other and x.of.shift is None and (again := _resolve(x.of, replace(c, published=other))):
            period = cal.part(again.period, x.which)
    return _Found(period, inner.anchor, f"{x.which}-{inner.rule}")


def _side(x: ex.Side, c: _Context) -> _Found | None:
    if c.published is None:
        return None
    whole = cal.shifted(c.published, x.of.unit, 0)
    first, last = (c.published, whole.last) if x.later else (whole.first, c.published)
    rule = f"rest-of-{x.of.unit}" if x.later else f"{x.of.unit}-so-far"
    return _Found(Period(first, last, choice=True), "publication", rule)


def _span(x: ex.Span, c: _Context) -> _Found | None:
    day, anchor = c.published, "publication"
    if x.within and c.event is not None and c.tense == "past":
        day, anchor = c.event.latest, "event"
    if day is None or (x.forward and c.tense == "past" and anchor != "event"):
        return None
    end = cal.moved(day, x.unit, x.count if x.forward else -x.count)
    period = Period(day, end, choice=True) if x.forward else Period(end, day, choice=True)
    return _Found(period, anchor, "within" if x.within else f"{'coming' if x.forward else 'past'}-{x.unit}s")


def _explicit(x: ex.Expression) -> bool:
    return (isinstance(x, ex.Calendar) and x.year is not None) or (isinstance(x, ex.Part) and _explicit(x.of))


def _range(x: ex.Range, c: _Context) -> _Found | None:
    """One end is resolved by year or tense, the other is the nearest on its side of it."""
    lead_last = _explicit(x.last) if _explicit(x.first) != _explicit(x.last) else c.tense == "future"
    lead = _resolve(x.last if lead_last else x.first, c)
    if lead is None or lead.period.first is None or lead.period.last is None:
        return None
    if _explicit(x.first) and _explicit(x.last):
        other = _resolve(x.last, c)
    else:
        day = lead.period.last if lead_last else lead.period.first
        near = replace(c, published=day, day=day, tense="past" if lead_last else "future")
        other = _resolve(x.first if lead_last else x.last, near)
    if other is None:
        return None
    first, last = (other, lead) if lead_last else (lead, other)
    if not (first.period.first and last.period.last and first.period.first <= last.period.last):
        return None
    grain = first.period.grain if first.period.grain == last.period.grain else "day"
    return _Found(Period(first.period.first, last.period.last, grain), lead.anchor, f"range-{lead.rule}")


def _bound(x: ex.Bound, c: _Context) -> _Found | None:
    tense = c.tense
    if x.kind == "since":
        tense = "past"
    elif x.kind == "by" and tense != "past":
        tense = "future"
    found = _resolve(x.of, replace(c, tense=tense))
    if found is None:
        return None
    p, today = found.period, c.published
    kind = x.kind if x.kind != "as-of" else "from" if c.tense == "future" else "until"
    if kind in ("since", "from"):
        period = replace(p, last=None)
    elif kind == "after":
        if p.last is None:
            return None
        first = p.last + _DAY
        cut = c.tense == "past" and today is not None and first <= today
        period = Period(first, today, choice=True) if cut else Period(first, None, p.grain)
    else:
        last = p.last
        if kind == "before" and p.first and not (isinstance(x.of, ex.Part) and x.of.which == "late"):
            last = p.first - _DAY
        if last is None:
            return None
        ahead = c.tense == "future" and kind in ("by", "before") and today is not None and today <= last
        period = Period(today, last, choice=True) if ahead else Period(None, last, p.grain)
    choice = period.choice and bool(period.first and period.last)
    return _Found(replace(period, choice=choice), found.anchor, f"{x.kind}-{found.rule}")
