"""Reads what is reckoned from a stretch: a part or side of one, so many units off, a span before or after."""

from __future__ import annotations

from kg.dates import expressions as ex
from kg.dates import words as w
from kg.dates.reader import Read, number
from kg.dates.stretches import Stretches

__all__ = ["PREPOSITIONS", "Parts"]

PREPOSITIONS = frozenset({"on", "in", "at", "during", "over", "throughout", "within"})
_FEW = frozenset({"few", "several", "recent", "couple"})
_SPANS = frozenset({"day", "week", "fortnight", "month", "year", "decade"})
_LOOK = 200
"""How many code points before "in seven years" are looked at for "the first"."""
_AGO = {"ago": (-1, False), "earlier": (-1, True), "later": (1, True), "afterwards": (1, True), "afterward": (1, True)}


class Parts(Stretches):
    """The forms that build on a single stretch."""

    # ---------------------------------------------------------------------------------------------------------- parts

    def stretch(self, i: int, governed: bool = False) -> Read:
        """One day, month, year or unit, or a part of one; ``governed`` as in ``month``."""
        if read := self.first(i, self.part, self.side, self.weekday, self.numeric):
            return read
        return self.month(i, governed) or self.first(i, self.unit, self.named) or self.lone_year(i, governed)

    def part(self, i: int) -> Read:
        """Read "mid-March", "late on Friday", "the end of May", "the first half of 2023", "the week of March 6"."""
        the = i + (self.lower(i) == "the")
        word, after = self.lower(the), self.lower(the + 1)
        if word in ("early", "mid", "late", "later", "earlier", "midnight", "noon", "midday"):
            return self.part_before(word, the + 1 + self.dash(the + 1))
        if word in ("beginning", "start", "middle", "end", "close") and after == "of":
            return self.part_of(w.PARTS[word], the + 2)
        if word in ("year", "month", "week") and self.possessive(the + 1) and self.lower(the + 3) == "end":
            return ex.Part("late", ex.Unit(word, 0)), the + 4
        if word == "year" and self.dash(the + 1) and self.lower(the + 2) == "end":
            return ex.Part("late", ex.Unit("year", 0)), the + 3
        if word == "week" and the > i and after in ("of", "beginning", "starting", "ending"):
            which = {"of": "week-of", "ending": "week-to"}.get(after, "week-from")
            read = self.first(the + 2 + (self.lower(the + 2) == "on"), self.weekday, self.numeric, self.month)
            if read is None or (isinstance(read[0], ex.Calendar) and read[0].kind != "day"):
                return None
            return ex.Part(which, read[0]), read[1]
        if after in ("half", "quarter", "week") and self.lower(the + 2) == "of":
            last = {"half": "2", "quarter": "4", "week": "last"}[after] if word in ("last", "final") else ""
            nth = last or str(w.ORDINALS.get(word, ""))
            return self.part_of(f"{after}-{nth}", the + 3) if nth and (after != "half" or nth in "12") else None
        return None

    def part_before(self, word: str, i: int) -> Read:
        """What follows "early", "mid", "late", "later" or "midnight"."""
        j = i + (self.lower(i) in ("on", "in"))
        if self.lower(j) == "the" and self.lower(j + 1) in ("week", "month", "year", "decade") and word in w.PARTS:
            return ex.Part(word, ex.Unit(self.lower(j + 1), 0)), j + 2
        j += self.lower(j) == "the" and self.lower(j + 1) != "weekend"
        if word != "mid" and (read := self.first(j, self.weekday, self.today)):
            return read
        if word in ("early", "mid", "late"):
            read = self.first(j, self.month, self.unit, self.named, self.lone_year)
            return (ex.Part(word, read[0]), read[1]) if read else None
        looks = self.lower(i) == "in" and word in ("later", "earlier")
        return self.first(j, self.month, self.lone_year) if looks else None

    def part_of(self, which: str, i: int) -> Read:
        """What follows "the end of", "the first half of", "the last week of"."""
        if self.lower(i) == "the" and self.lower(i + 1) in ("day", "week", "month", "year", "decade", "quarter"):
            read: Read = (ex.Unit(self.lower(i + 1), 0), i + 2)
        else:
            read = self.first(i, self.weekday, self.month, self.unit, self.named, self.lone_year)
        if read is None:
            return None
        of, end = read
        kind = of.kind if isinstance(of, ex.Calendar) else of.unit if isinstance(of, ex.Unit) else "day"
        fits = {"half": ("month", "year", "decade"), "quarter": ("year",), "week": ("month",)}.get(which.split("-")[0])
        if fits is None:
            return read if kind == "day" else (ex.Part(which, of), end)
        return (ex.Part(which, of), end) if kind in fits else None

    def side(self, i: int) -> Read:
        """Read "earlier this month", "later in the year", "earlier today", "later that day"."""
        if self.lower(i) not in ("earlier", "later"):
            return None
        if self.lower(i + 1) == "in" and self.lower(i + 2) == "the" and self.lower(i + 3) in _SPANS:
            unit = self.lower(i + 3)
            return (
                ex.Unit("day", 0, of_event=True)
                if unit == "day"
                else ex.Side(self.lower(i) == "later", ex.Unit(unit, 0))
            ), i + 4
        read = self.unit(i + 1)
        if read is None or not isinstance(read[0], ex.Unit):
            return None
        of = read[0]
        if of.of_event:
            return read if of.shift == 0 else None
        return (ex.Side(self.lower(i) == "later", of), read[1]) if of.shift == 0 and of.unit != "day" else read

    # ------------------------------------------------------------------------------------------------------ reckoning

    def amount(self, i: int) -> tuple[int | None, str, int] | None:
        """Read "two weeks", "a few days", "hours": how many (None where vague), of which unit, and the index after."""
        j, count = i, number(self.at(i))
        if count is not None:
            j += 1
            if self.lower(j) == "couple" and self.lower(j + 1) == "of":
                j, count = j + 2, None
        if self.lower(j) in _FEW:
            j, count = j + 1 + (self.lower(j) == "couple" and self.lower(j + 1) == "of"), None
        unit = w.UNITS.get(self.lower(j))
        if unit is None or unit in ("weekend", "quarter") or (self.joined(j) and self.dash(j - 1)):
            return None
        if unit == "fortnight":
            return (2 * count if count else None), "week", j + 1
        return count, unit, j + 1

    def reckoned(self, i: int) -> Read:
        """Read "three weeks ago", "two days later", "the past two weeks", "recent days", "afterwards"."""
        word = self.lower(i)
        if (
            word in ("shortly", "soon")
            and self.lower(i + 1) in ("afterwards", "afterward", "after")
            and self.ends(i + 2)
        ):
            return ex.Unit("day", 0, of_event=True), i + 2
        if word in ("afterwards", "afterward") and self.lower(i - 1) not in w.UNITS.keys() | {"long", "ever"}:
            return ex.Unit("day", 0, of_event=True), i + 1
        the = i + (word == "the")
        which = self.lower(the)
        if which in ("recent", "past", "last", "coming", "next"):
            return self.span(i, the, which)
        amount = self.amount(i)
        if amount is None or self.joined(i):
            return None
        count, unit, j = amount
        after = self.lower(j)
        if after in _AGO:
            sign, of_event = _AGO[after]
            j += 1
        elif after == "before" and self.ends(j + 1):
            sign, of_event, j = -1, True, j + 1
        elif after == "from" and self.lower(j + 1) in ("now", "today"):
            sign, of_event, j = 1, False, j + 2
        else:
            return None
        if unit == "hour":
            return (
                ex.Unit("day", 0, of_event=True) if of_event else ex.Overnight() if sign < 0 else ex.Unit("day", 0)
            ), j
        if count is None:
            return None if of_event else (ex.Vague(sign > 0), j)
        if sign < 0 and not of_event and self.lower(i - 1) in ("than", "over", "least"):
            return ex.Bound("by", ex.Unit(unit, -count)), j
        return ex.Unit(unit, sign * count, of_event), j

    def span(self, i: int, j: int, which: str) -> Read:
        """Read "the past two weeks", "the next ten days", "coming days", "the past few months"; "the last week"."""
        forward = which in ("coming", "next")
        amount = self.amount(j + 1)
        if amount is None or amount[1] == "hour" or (which == "recent" and amount[0] is not None):
            return None
        count, unit, end = amount
        if self.lower(end) == "of":
            return None  # "the last week of May", "the last two years of the war"
        plural = self.lower(end - 1).endswith("s")
        if count is None and not plural:
            over = self.lower(i - 1) in PREPOSITIONS | {"for"} and unit != "day"
            if j == i or which == "recent" or not (over or which in ("past", "last", "coming")) or unit == "day":
                return None
            return ex.Span(unit, 1, forward), end
        if count is None:
            if which in ("last", "next") and end == j + 2:
                return None
            vague = self.lower(i - 1) in PREPOSITIONS | {"for"} and (j > i or which in ("recent", "coming", "past"))
            return (ex.Vague(forward), end) if vague else None
        return (ex.Span(unit, count, forward), end) if j > i or which in ("past", "next") else None

    def ahead(self, i: int) -> Read:
        """Read "in two weeks", "in a week's time", "within ten days"."""
        word = self.lower(i)
        if word not in ("in", "within") or (amount := self.amount(i + 1)) is None:
            return None
        count, unit, j = amount
        if count is None or unit == "hour" or self.lower(j) in _AGO or self.lower(j) == "of":
            return None
        if word == "within":
            return ex.Span(unit, count, forward=True, within=True), j
        k = j + (2 if self.possessive(j) else 1 if self.lower(j) in ("'", "’") else 0)
        if k > j:
            return (ex.Unit(unit, count), k + 1) if self.lower(k) == "time" else None
        if w.EXTREME.search(self.text[max(0, self.at(i).start - _LOOK) : self.at(i).start].lower()):
            return None
        return ex.Unit(unit, count, ahead=True), j
