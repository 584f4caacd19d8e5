"""Stretches of days and the arithmetic of units: weeks begin on Monday, seasons are the northern meteorological."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Period", "containing", "moved", "named", "part", "shifted"]

_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included; None is open.

    ``grain`` (``day``, ``month``, ``year``) is how exactly EDTF writes the ends. ``choice`` says that it is one of
    these days, since the stretch was cut off at a day that the phrase does not name.
    """

    first: date | None
    last: date | None
    grain: str = "day"
    choice: bool = False

    @property
    def edtf(self) -> str:
        """The period as EDTF: ``2023-03-21``, ``2023-09/2023-11``, ``../2023-03-22``, ``[2023-03-21..2023-12-31]``."""
        first, last = (_stamp(self.first, self.grain), _stamp(self.last, self.grain))
        if first == last:
            return first
        return f"[{first}..{last}]" if self.choice else f"{first}/{last}"


def _stamp(day: date | None, grain: str) -> str:
    return ".." if day is None else day.isoformat()[: {"year": 4, "month": 7, "day": 10}[grain]]


def _months(first: date, count: int, grain: str = "month") -> Period:
    """The period of ``count`` whole months from the month of ``first``."""
    last = _add_months(first, count - 1)
    return Period(first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]), grain)


def _add_months(day: date, count: int) -> date:
    """The first of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def containing(day: date, unit: str) -> Period:
    """The unit that a day lies in.

    Args:
        day: Any day.
        unit: ``day``, ``week``, ``weekend`` (the week's Saturday and Sunday), ``month``, ``quarter``, ``year`` or
            ``decade``.
    """
    if unit == "day":
        return Period(day, day)
    if unit in ("week", "weekend"):
        monday = day - timedelta(day.weekday())
        return Period(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
    if unit == "month":
        return _months(day, 1)
    if unit == "quarter":
        return _months(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3)
    if unit == "year":
        return Period(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    first = day.year // 10 * 10
    return Period(date(first, 1, 1), date(first + 9, 12, 31), "year")


def shifted(day: date, unit: str, count: int) -> Period:
    """The unit that lies ``count`` units after (before, if negative) the one that ``day`` lies in.

    Raises:
        ValueError, OverflowError: That is beyond the years 1 to 9999.
    """
    if unit == "day":
        return containing(day + timedelta(count), unit)
    if unit in ("week", "weekend"):
        return containing(day + timedelta(7 * count), unit)
    if unit in ("month", "quarter"):
        return containing(_add_months(day, count * _MONTHS[unit]), unit)
    return containing(date(day.year + count * (10 if unit == "decade" else 1), 1, 1), unit)


def moved(day: date, unit: str, count: int) -> date:
    """The same day of the month ``count`` units on (back, if negative); the last of the month where there is none."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    first = _add_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def named(kind: str, number: int, day: int, year: int) -> Period:
    """The stretch of a year that has a name.

    Args:
        kind: ``day``, ``month``, ``season``, ``quarter``, ``half``, ``year`` or ``decade``.
        number: The month; the season (1 is March to May, 4 December to February of the next year), quarter or half.
        day: Day of the month, for a ``day``.
        year: The year; for a decade, its first.

    Raises:
        ValueError: There is no such day.
    """
    if kind == "day":
        return containing(date(year, number, day), "day")
    if kind in ("year", "decade"):
        return containing(date(year, 1, 1), kind)
    length = _MONTHS[kind]
    return _months(_add_months(date(year, 1, 1), (number - 1) * length + (2 if kind == "season" else 0)), length)


def part(whole: Period, which: str) -> Period:
    """A part of a stretch.

    Months: ``early`` is the 1st to the 10th, ``mid`` the 10th to the 20th, ``late`` the 21st to the end. Longer
    stretches fall into thirds of whole months (a decade into 4, 3 and 3 years). A week is early until Wednesday, mid
    on Wednesday and Thursday, late from Thursday. A day has no parts.

    Args:
        whole: A stretch with two ends.
        which: See ``Part.which``.
    """
    first, last = whole.first, whole.last
    assert first is not None and last is not None
    name, _, number = which.partition("-")
    if name == "week" and number in ("of", "from", "to"):
        monday = first - timedelta(first.weekday())
        start = {"of": monday, "from": first, "to": last - timedelta(6)}[number]
        return Period(start, start + timedelta(6))
    if name == "week":
        start = last - timedelta(6) if number == "last" else first + timedelta(7 * (int(number) - 1))
        return Period(start, min(start + timedelta(6), last))
    days = (last - first).days + 1
    years = last.year - first.year + 1
    if name == "half" and days <= 31:
        return Period(first, first.replace(day=15)) if number == "1" else Period(first.replace(day=16), last)
    if name == "half" and years == 10:
        start = first.replace(year=first.year + 5 * (int(number) - 1))
        return Period(start, date(start.year + 4, 12, 31), "year")
    if name in ("half", "quarter"):
        months = 6 if name == "half" else 3
        return _months(_add_months(first, months * (int(number) - 1)), months)
    if days <= 1:
        return whole
    if days <= 7:
        head, middle, tail = (0, 2), (2, 3), (3, days - 1)
        low, high = {"early": head, "mid": middle, "late": tail}[name]
        return Period(first + timedelta(min(low, days - 1)), first + timedelta(min(high, days - 1)))
    if days <= 31:
        low_day, high_day = {"early": (1, 10), "mid": (10, 20), "late": (21, last.day)}[name]
        return Period(first.replace(day=low_day), first.replace(day=high_day))
    third = {"early": 0, "mid": 1, "late": 2}[name]
    if years == 10:
        low_year, high_year = [(0, 3), (4, 6), (7, 9)][third]
        return Period(date(first.year + low_year, 1, 1), date(first.year + high_year, 12, 31), "year")
    months = ((last.year - first.year) * 12 + last.month - first.month + 1) // 3
    return _months(_add_months(first, months * third), months)
