"""Reads one stretch of days from the words: a date, weekday, month, year, season, quarter or calendar unit.

Every form reads from the token at ``i`` and gives what it read with the index after it, or None.
"""

from __future__ import annotations

from datetime import date

from kg.dates import expressions as ex
from kg.dates import words as w
from kg.dates.reader import Read, Reader, month_day, year

__all__ = ["Stretches"]

_WHICH = {"last": "last", "past": "last", "next": "next", "coming": "coming", "this": "this"}
_SHIFT = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0, "current": 0}
_SHIFT_OF_EVENT = {"previous": -1, "preceding": -1, "following": 1, "next": 1, "same": 0}
_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_WEEKS = frozenset({"week", "weekend", "month", "quarter", "year", "decade"})
_MONTH_AFTER_DETERMINER = frozenset({"the", "a", "an", "its", "their", "that", "this"})
_PART_OF = w.PARTS.keys() | {"month", "half", "week", "quarter"}


class Stretches(Reader):
    """The forms of a single stretch."""

    # ---------------------------------------------------------------------------------------------------- named days

    def numeric(self, i: int) -> Read:
        """Read "2023-03-21", "21/3/2023", "21.03.2023"; nothing where day and month could change places."""
        text = self.at(i).text
        for mark in "-/.":
            pieces = text.split(mark)
            if len(pieces) == 3 and text.isascii() and all(p.isdigit() for p in pieces):
                break
        else:
            return None
        if len(pieces[0]) == 4:
            y, m, d = (int(p) for p in pieces)
        elif len(pieces[2]) == 4:
            d, m, y = (int(p) for p in pieces)
            if mark == "/" and m > 12:
                d, m = m, d
            elif mark == "/" and d <= 12 and d != m:
                return None
        else:
            return None
        try:
            return (ex.Calendar("day", m, date(y, m, d).day, y), i + 1) if 1500 <= y <= 2199 else None
        except ValueError:
            return None

    def year_after(self, i: int) -> tuple[int | None, int | None, int]:
        """A year that follows: the year, or how many years off ("of last year"), and the index after it."""
        j = i + (self.lower(i) in (",", "of", "in"))
        if (found := year(self.at(j))) and not self.counted(j + 1):
            return found, None, j + 1
        j = i + (self.lower(i) in ("of", ","))
        if self.lower(j) in ("this", "last", "next") and self.lower(j + 1) == "year":
            return None, _SHIFT[self.lower(j)], j + 2
        return None, None, i

    def month_name(self, i: int) -> int | None:
        """The month that stands at ``i``; in lower case only beside a number and where it is no other word."""
        token = self.at(i)
        found = w.MONTHS.get(token.lower)
        if found and token.text.islower():
            beside = self.at(i + 1).text[:1].isdigit() or self.at(i - 1).text[:1].isdigit()
            return found if token.lower in w.LOWER_MONTHS and beside else None
        return found

    def month(self, i: int, governed: bool = False) -> Read:
        """Read "March 21, 2023", "21 March", "the 21st of March", "Mar. 21", "November 2019", "last May", "in May".

        Args:
            i: Where to read.
            governed: Whether the words before make a bare month name a date.
        """
        if which := _WHICH.get(self.lower(i)):
            found = self.month_name(i + 1)
            if found and month_day(self.at(i + 2 + self._stop(i + 1))) is None:
                return ex.Calendar("month", found, which=which), i + 2
        if (day := month_day(self.at(i + (self.lower(i) == "the")))) is not None:
            j = i + 1 + (self.lower(i) == "the")
            j += self.lower(j) == "of"
            found = self.month_name(j) if not self.joined(j) else None
            if not found or (self.lower(i) == "the" and self.lower(j - 1) != "of"):
                return None
            return self._day(found, day, j + 1 + self._stop(j))
        found = self.month_name(i)
        if not found:
            return None
        j = i + 1 + self._stop(i)
        day = month_day(self.at(j))
        if day is not None and not self.counted(j + 1):
            if self.joined(j):
                return None
            return self._day(found, day, j + 1)
        y, shift, k = self.year_after(j)
        if y or shift is not None:
            return ex.Calendar("month", found, year=y, shift=shift), k
        if len(self.lower(i)) <= 4 and self.lower(i) not in ("may", "june", "july"):
            return None
        if governed or self._governs_month(i):
            return ex.Calendar("month", found), i + 1
        return None

    def _stop(self, i: int) -> bool:
        """Whether a full stop that shortens the month at ``i`` follows it."""
        short = len(self.at(i).text) <= 4 and self.lower(i) not in ("may", "june", "july")
        return short and self.lower(i + 1) == "." and self.joined(i + 1)

    def _day(self, month: int, day: int, i: int) -> Read:
        try:
            date(2000, month, day)
        except ValueError:
            return None
        y, shift, k = self.year_after(i) if self.lower(i) != "in" else (None, None, i)
        if (month, day, y) == (9, 11, None) and self.lower(i) in w.HIJACKINGS:
            return None
        return ex.Calendar("day", month, day, y, shift), k

    def _governs_month(self, i: int) -> bool:
        """Whether the words around a bare month name at ``i`` make it a date, and no verb or person."""
        word, before = self.lower(i), self.lower(i - 1)
        after = self.at(i + 1)
        if self.possessive(i + 1):
            return word not in w.PERSON_MONTHS and word != "march"
        if before == "of":
            return self.lower(i - 2) in _PART_OF
        if after.lower == "day":
            return False  # "by May Day"
        if self.dash(i - 1):
            return self.lower(i - 2) == "mid"
        if before in _MONTH_AFTER_DETERMINER and word != "may":
            return (
                after.text.islower()
                and after.text.isalpha()
                and after.lower not in ("of", "to", "on", "for", "and", "in")
            )
        if word in w.PERSON_MONTHS and before in ("after", "before", "for"):
            return False
        return before in w.MONTH_GOVERNORS and (word != "may" or before != "from")

    def weekday(self, i: int) -> Read:
        """Read "Tuesday", "last Tuesday", "Tuesday morning", "Tuesday, June 19, 2002", "Tuesday last week"."""
        i += self.lower(i) == "this" and self.lower(i + 1) in ("past", "coming")
        which = _WHICH.get(self.lower(i), "")
        if self.lower(i) == "the" and self.lower(i + 1) in _SHIFT_OF_EVENT:
            which, i = ("previous", "same", "following")[_SHIFT_OF_EVENT[self.lower(i + 1)] + 1], i + 1
        j = i + bool(which)
        token, after = self.at(j), self.at(j + 1)
        day = w.WEEKDAYS.get(token.lower)
        if day is None or token.text[0].islower():
            return None if which else self._short_weekday(i)
        if self.lower(j - 1) in w.BARE_WEEKDAY_BEFORE or (
            after.text[:1].isupper() and after.lower in w.BARE_WEEKDAY_AFTER
        ):
            return None
        j += 1 + (self.lower(j + 1) in w.DAY_PARTS)
        if which:
            return ex.Weekday(day, which), j
        if read := self._full_day(j + (self.lower(j) == ",")):
            return read
        week = self.unit(j + (self.lower(j) in ("of", "in")))
        if week and isinstance(week[0], ex.Unit) and week[0].unit == "week" and not week[0].of_event:
            return ex.Weekday(day, week=week[0].shift), week[1]
        return ex.Weekday(day), j

    def _short_weekday(self, i: int) -> Read:
        """Read "Tues.", "Sat., March 25": only with a full stop after "on", or before a month and day."""
        token = self.at(i)
        day = w.WEEKDAY_ABBREVIATIONS.get(token.lower)
        if day is None or not token.text[0].isupper():
            return None
        stop = i + 1 + (self.lower(i + 1) == "." and self.joined(i + 1))
        comma = stop + (self.lower(stop) == ",")
        if comma > i + 1 and (read := self._full_day(comma)):
            return read
        return (ex.Weekday(day), stop) if stop > i + 1 and self.lower(i - 1) == "on" else None

    def _full_day(self, i: int) -> Read:
        read = self.first(i, self.numeric, self.month)
        return read if read and isinstance(read[0], ex.Calendar) and read[0].kind == "day" else None

    # ------------------------------------------------------------------------------------------ years, seasons, units

    def lone_year(self, i: int, governed: bool = False) -> Read:
        """Read "2014" after a word such as "in" or "since"; never a count ("in 2000 homes", "a total of 2000")."""
        found = year(self.at(i))
        before, after = self.lower(i - 1), self.lower(i + 1)
        if not found or self.counted(i + 1) or (before == "of" and self.lower(i - 2) in w.COUNTING):
            return None
        if (
            after in ("to", "and")
            and self.at(i + 2).text[:1].isdigit()
            and (not year(self.at(i + 2)) or self.counted(i + 3))
        ):
            return None
        if self.dash(i + 1) and self.joined(i + 1) and self.joined(i + 2):  # "2014-built", "2015-16"
            return None
        governed = governed or before in w.YEAR_GOVERNORS or (before == "to" and self.lower(i - 2) == "prior")
        if governed or (self.dash(i - 1) and self.lower(i - 2) == "mid"):
            return ex.Calendar("year", year=found), i + 1
        return None

    def named(self, i: int) -> Read:
        """Read "the 1990s", "last spring", "in the autumn", "summer 2022", "Q3 2022", "the third quarter"."""
        which = _WHICH.get(self.lower(i), "")
        j = i + (bool(which) or self.lower(i) == "the")
        word = self.lower(j)
        if (
            len(word) == 5
            and word.endswith("0s")
            and word[:4].isascii()
            and word[:4].isdigit()
            and "1500" <= word <= "2199"
        ):
            return None if which else (ex.Calendar("decade", year=int(word[:4])), j + 1)
        if word in ("q1", "q2", "q3", "q4") and not which:
            y, shift, k = self.year_after(j + 1)
            return ex.Calendar("quarter", int(word[1]), year=y, shift=shift), k
        if word in w.ORDINALS and self.lower(j + 1) == "quarter" and not which and self.lower(i) == "the":
            y, shift, k = self.year_after(j + 2)
            if y is None and shift is None and (self.lower(j + 2) == "of" or self.lower(i - 1) not in w.YEAR_GOVERNORS):
                return None
            return ex.Calendar("quarter", w.ORDINALS[word], year=y, shift=shift), k
        if word not in w.SEASONS:
            return None
        season = w.SEASONS[word]
        if which:
            return ex.Calendar("season", season, which=which), j + 1
        y, shift, k = self.year_after(j + 1)
        if y is not None or shift is not None:
            return ex.Calendar("season", season, year=y, shift=shift), k
        governed = self.lower(i - 1) in ("in", "during", "by", "until", "since") and self.at(j).text.islower()
        if not governed or self.lower(j + 1) in ("of", "in") or (word == "fall" and j == i):
            return None
        return ex.Calendar("season", season), j + 1

    def today(self, i: int) -> Read:
        """Read "today", "yesterday evening", "tonight", "last night", "this morning", "overnight"."""
        word, before = self.lower(i), self.at(i - 1)
        if word in _TODAY:
            if self.at(i).text[0].isupper() and before.text[:1].isupper() and before.text.isalpha():  # USA Today
                return None
            if word == "today" and self.possessive(i + 1) and self.lower(i + 3) in ("world", "society", "generation"):
                return None
            return ex.Unit("day", _TODAY[word]), i + 1 + (self.lower(i + 1) in w.DAY_PARTS)
        if word == "last" and self.lower(i + 1) in ("night", "evening"):
            return ex.Unit("day", -1), i + 2
        if word == "this" and self.lower(i + 1) in ("morning", "afternoon", "evening"):
            return ex.Unit("day", 0), i + 2
        return (ex.Overnight(), i + 1) if word == "overnight" and before.lower not in ("a", "an") else None

    def unit(self, i: int) -> Read:
        """Read "today", "last week", "this year", "the weekend", "the following day", "the day before"."""
        if read := self.today(i):
            return read
        i += self.lower(i) == "this" and self.lower(i + 1) in ("past", "coming")
        word, after = self.lower(i), self.lower(i + 1)
        if word in _SHIFT and w.UNITS.get(after) in _WEEKS and after == w.UNITS.get(after):
            return ex.Unit(after, _SHIFT[word] if (word, after) != ("coming", "weekend") else 0), i + 2
        if word == "next" and after in ("day", "morning"):
            return ex.Unit("day", 1, of_event=True), i + 2
        if word not in ("the", "that") or not after:
            return None
        what = self.lower(i + 2)
        if word == "the" and after == "weekend" and self.lower(i - 1) in ("at", "over", "on", "during"):
            return ex.Unit("weekend", 0), i + 2
        if (
            word == "the"
            and after in ("day", "week", "month", "year")
            and what in ("before", "after")
            and self.ends(i + 3)
        ):
            return ex.Unit(after, -1 if what == "before" else 1, of_event=True), i + 3
        if word == "that" and after in ("day", "week", "month", "year", "morning", "evening", "night", "afternoon"):
            return ex.Unit("day" if after in w.DAY_PARTS else after, 0, of_event=True), i + 2
        unit = "day" if what in w.DAY_PARTS else what
        known = w.UNITS.get(unit) == unit and unit not in ("hour", "fortnight")
        if known and after in _SHIFT_OF_EVENT and (word == "the" or after == "same"):
            return ex.Unit(unit, _SHIFT_OF_EVENT[after], of_event=True), i + 3
        return None
