"""Finds date phrases: a cheap test, one pass over the words, and a small grammar that reads from each word it can.

The forms build on each other: bound ("since") over range ("from 17 to 19 June") over part ("late") over a stretch.
"""

from __future__ import annotations

from kg.dates import expressions as ex
from kg.dates import words as w
from kg.dates.parts import PREPOSITIONS, Parts
from kg.dates.reader import Read, month_day, year

__all__ = ["find_dates"]


def find_dates(text: str) -> list[ex.DatePhrase]:
    """Find the date phrases of a sentence or clause.

    Args:
        text: One sentence or clause. Longer text works; a phrase never runs over a blank line.

    Returns:
        Phrases in text order, none overlapping another, the preposition that belongs to the date included.
    """
    if not w.may_hold_date(text):
        return []
    grammar = _Grammar(text)
    found: list[ex.DatePhrase] = []
    i = 0
    while i < len(grammar.tokens):
        token = grammar.tokens[i]
        read = grammar.phrase(i) if token.lower in w.STARTS or token.text[0].isdigit() else None
        if read is None:
            i += 1
            continue
        end = grammar.tokens[read[1] - 1].end
        found.append(ex.DatePhrase(token.start, end, text[token.start : end], read[0]))
        i = read[1]
    return found


class _Grammar(Parts):
    """Whole date phrases over the tokens of one text."""

    def phrase(self, i: int) -> Read:
        """A date phrase with its preposition."""
        read = self.first(i, self.bound, self.ahead, self.reckoned)
        if read is None and self.lower(i) in PREPOSITIONS:
            read = self.first(i + 1, self.reckoned, self.range)
        return read or self.range(i)

    def bound(self, i: int) -> Read:
        """Read "since 2014", "by the end of May", "as of Monday", "between A and B", "from A to B"."""
        word, j = self.lower(i), i + 1
        if word == "between":
            read = self.range(j)
            return read if read and isinstance(read[0], ex.Range) else None
        kind = w.BOUNDS.get(word, "")
        if word == "as" and self.lower(j) in ("of", "from"):
            kind, j = "as-of" if self.lower(j) == "of" else "from", j + 1
        elif (word, self.lower(j), self.lower(j + 1)) == ("no", "later", "than"):
            kind, j = "by", j + 2
        elif (word, self.lower(j)) == ("prior", "to"):
            kind, j = "before", j + 1
        elif word in ("starting", "beginning"):
            j += self.lower(j) in ("on", "in", "from")
        if not kind:
            return None
        read = self.first(j, self.reckoned, self.range)
        if read is None:
            return None
        inner, end = read
        if isinstance(inner, ex.Range):
            return read if kind == "from" else None
        if kind in ("before", "after", "since") and self.possessive(end):
            return None  # "after Friday's attack" dates the attack
        if self.lower(end) in w.OCCASIONS and isinstance(inner, ex.Calendar | ex.Weekday):
            return None
        if isinstance(inner, ex.Vague | ex.Span | ex.Overnight):
            return None
        if word == "from" and (
            (isinstance(inner, ex.Calendar) and inner.kind in ("year", "decade"))
            or (isinstance(inner, ex.Unit) and inner.shift < 0)
        ):
            return read  # "a report from 2016" is of that year
        return ex.Bound(kind, inner), end

    # --------------------------------------------------------------------------------------------------------- ranges

    def range(self, i: int) -> Read:
        """A stretch, or two joined: "17 to 19 June", "January 9–10", "Monday and Tuesday", "between 2014 and 2019"."""
        if read := self.first(i, self.days_month, self.years_dash):
            return read
        before = self.lower(i - 1)
        read = self.stretch(i, governed=self._pairs(i))
        if read is None:
            return None
        left, j = read
        word = self.lower(j)
        both = word == "and" and before != "between"
        if not (self.dash(j) or word in ("to", "through", "until", "till", "and")):
            return read
        dated = isinstance(left, ex.Calendar) and (left.kind == "day" or self._pairs(i))
        if word in ("to", "until", "till") and before != "from" and not dated:
            return read
        right = self.day_of(left, j + 1) or self.stretch(
            j + 1 + (self.lower(j + 1) == "on"), governed=isinstance(left, ex.Calendar)
        )
        if right is None or type(right[0]) is not type(left) or (both and not _next_to(left, right[0])):
            return read
        if isinstance(left, ex.Calendar) and isinstance(right[0], ex.Calendar) and left.kind != right[0].kind:
            return read
        return ex.Range(left, right[0]), right[1]

    def _pairs(self, i: int) -> bool:
        """Whether a bare month at ``i`` goes on to another ("from March to May", "March and April 2022")."""
        if self.month_name(i + 2) is None or not (self.dash(i + 1) or self.lower(i + 1) in ("to", "and", "through")):
            return False
        return self.dash(i + 1) or self.lower(i - 1) in ("between", "from", "in") or year(self.at(i + 3)) is not None

    def day_of(self, left: ex.Expression, i: int) -> Read:
        """The "10" of "January 9–10, 2022"."""
        if not isinstance(left, ex.Calendar) or left.kind != "day" or left.year is not None:
            return None
        day = month_day(self.at(i))
        if day is None or day <= left.day or self.month_name(i + 1) or self.counted(i + 1):
            return None
        return self._day(left.number, day, i + 1)

    def days_month(self, i: int) -> Read:
        """Read "17 to 19 June", "6-10 February 2018", "17 and 18 June"."""
        first, last = month_day(self.at(i)), month_day(self.at(i + 2))
        if first is None or last is None or not (self.dash(i + 1) or self.lower(i + 1) in ("to", "and")):
            return None
        right = self.month(i + 2)
        if right is None or not isinstance(right[0], ex.Calendar) or right[0].kind != "day" or last <= first:
            return None
        return ex.Range(ex.Calendar("day", right[0].number, first), right[0]), right[1]

    def years_dash(self, i: int) -> Read:
        """Read "2014–2019", "2015-16"."""
        first = year(self.at(i))
        if not first or not self.dash(i + 1) or self.counted(i + 3) or self.dash(i + 3) or self.dash(i - 1):
            return None
        text = self.at(i + 2).text
        last = year(self.at(i + 2)) or (first + 1 if text == f"{(first + 1) % 100:02}" else 0)
        if last <= first:
            return None
        return ex.Range(ex.Calendar("year", year=first), ex.Calendar("year", year=last)), i + 3


def _next_to(left: ex.Expression, right: ex.Expression) -> bool:
    """Whether two stretches joined by "and" are one: "Monday and Tuesday", "March 20 and 21", not "March 3 and 9"."""
    if isinstance(left, ex.Weekday) and isinstance(right, ex.Weekday):
        return (right.day - left.day) % 7 == 1 and not (left.which or left.week or right.which)
    if not isinstance(left, ex.Calendar) or not isinstance(right, ex.Calendar) or left.kind != right.kind:
        return False
    if left.kind == "day":
        return left.number == right.number and right.day == left.day + 1
    return {"month": right.number - left.number, "year": (right.year or 0) - (left.year or 0)}.get(left.kind) == 1
