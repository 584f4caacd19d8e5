"""Turns what a date phrase says into days, from its anchor, by a rule that has a name.

The name of the rule for the stretch (``rules``) has before it what cuts it: ``mid-``, ``week-of-``, ``range-``,
``since-``, ``until-``, ``by-``, ``before-``, ``after-``, ``from-``, ``as-of-``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.dates import calendar as cal
from kg.dates import expressions as ex
from kg.dates.calendar import Period
from kg.dates.rules import Context, Found, apply
from kg.model import EventTime

__all__ = ["default_past", "resolve"]

_DAY = timedelta(1)


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
    context = Context(published, dateline or published, "dateline" if dateline else "publication", event, tense)
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


def _cut(expression: ex.Expression, found: Found, c: Context) -> Found | None:
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
    return Found(period, found.anchor, rule)


def _resolve(x: ex.Expression, c: Context) -> Found | None:
    match x:
        case ex.Part():
            return _part(x, c)
        case ex.Range():
            return _range(x, c)
        case ex.Bound():
            return _bound(x, c)
    return apply(x, c)


def _part(x: ex.Part, c: Context) -> Found | None:
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
    return Found(period, inner.anchor, f"{x.which}-{inner.rule}")


def _explicit(x: ex.Expression) -> bool:
    return (isinstance(x, ex.Calendar) and x.year is not None) or (isinstance(x, ex.Part) and _explicit(x.of))


def _range(x: ex.Range, c: Context) -> Found | None:
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
    return Found(Period(first.period.first, last.period.last, grain), lead.anchor, f"range-{lead.rule}")


def _bound(x: ex.Bound, c: Context) -> Found | None:
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
    return Found(replace(period, choice=choice), found.anchor, f"{x.kind}-{found.rule}")
