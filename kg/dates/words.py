"""The English words that dates are told with, and the tokens that a sentence falls into."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "BARE_WEEKDAY_AFTER",
    "BARE_WEEKDAY_BEFORE",
    "BOUNDS",
    "COUNTED",
    "COUNTING",
    "DAY_PARTS",
    "EXTREME",
    "HIJACKINGS",
    "LOWER_MONTHS",
    "MONTHS",
    "MONTH_GOVERNORS",
    "NUMBERS",
    "OCCASIONS",
    "ORDINALS",
    "PARTS",
    "PERSON_MONTHS",
    "SEASONS",
    "STARTS",
    "UNITS",
    "WEEKDAYS",
    "WEEKDAY_ABBREVIATIONS",
    "YEAR_GOVERNORS",
    "Token",
    "may_hold_date",
    "tokens",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name: n for n, name in enumerate(_FULL_MONTHS, 1)} | {name[:3]: n for n, name in enumerate(_FULL_MONTHS, 1)}
MONTHS["sept"] = 9
LOWER_MONTHS = frozenset(_FULL_MONTHS) - {"march", "may", "august"}
"""Months that no other word is spelt like, so that "since december 1991" is read; with a number beside them only."""
PERSON_MONTHS = _set("may april june august")
"""Months that are people's names as well."""

WEEKDAYS = {
    name: n for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
WEEKDAY_ABBREVIATIONS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
BARE_WEEKDAY_BEFORE = _set(
    """
    good black bloody ash palm easter super fat cyber holy every each whit maundy
    """
)
"""Words that make a weekday a feast, a name or a habit when they stand before it."""
BARE_WEEKDAY_AFTER = _set(
    """
    times telegraph mirror mail express agreement independent post herald tribune club
    """
)
"""Words that make a weekday a newspaper or treaty when they stand after it with a capital."""

SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBERS = {name: n for n, name in enumerate(_NUMBERS, 1)} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "year": "year", "years": "year", "decade": "decade", "decades": "decade", "quarter": "quarter",
    "quarters": "quarter", "weekend": "weekend", "fortnight": "fortnight", "hour": "hour", "hours": "hour",
    "minute": "hour", "minutes": "hour",
}  # fmt: skip
DAY_PARTS = _set("morning afternoon evening night midnight noon midday dawn lunchtime")
PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late", "close": "late",
}  # fmt: skip
BOUNDS = {
    "since": "since", "until": "until", "till": "until", "through": "until", "by": "by", "before": "before",
    "after": "after", "from": "from", "starting": "from", "beginning": "from",
}  # fmt: skip

YEAR_GOVERNORS = _set("in of during throughout early mid late between than year") | BOUNDS.keys()
"""Words before a bare "2014" that make it a year."""
MONTH_GOVERNORS = (YEAR_GOVERNORS - {"of", "year"}) | {"for"}
"""Words before a bare "December" that make it a date."""
STARTS = (
    _set(
        """
    the that same earlier later today yesterday tomorrow tonight overnight recent afterwards afterward shortly
    no prior soon as between within few several couple q1 q2 q3 q4 hours minutes midnight noon midday week month year on
    in at during over throughout last past previous next coming this current
    """
    )
    | BOUNDS.keys()
    | PARTS.keys()
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | WEEKDAY_ABBREVIATIONS.keys()
    | NUMBERS.keys()
    | ORDINALS.keys()
    | SEASONS.keys()
)
"""The words that a date phrase can begin with."""

OCCASIONS = _set(
    """
    prayers prayer talks meeting meetings summit election elections vote votes poll polls attack attacks bombing
    bombings strike strikes protest protests deadline clashes raid raids shooting explosion session mass service riots
    coup statement announcement decision killing killings violence massacre agreement deal accord ceasefire truce
    """
)
"""What a day before them dates: "after Friday prayers" is not after Friday."""
HIJACKINGS = _set("attack attacks terror terrorist hijackings")
"""After "September 11" these make it the name of one day of one year, not a date of this one."""

COUNTED = _set(
    """
    percent per people persons troops soldiers men women children refugees migrants civilians prisoners villages
    homes houses families cases deaths dollars euros pounds rubles roubles yuan rupees km kilometres kilometers
    miles metres meters tons tonnes barrels hectares others police policemen officers fighters members
    protesters demonstrators companies firms schools million billion trillion thousand hundred degrees pm am
    tanks missiles drones aircraft rockets ships vehicles workers students voters seats countries states votes
    times points years months weeks days hours minutes militants rebels inmates patients residents households
    """
)
"""What is counted: a number before one of these is no day and no year."""
COUNTING = _set(
    """
    total force number group army crowd population record average minimum maximum garrison contingent bounty
    fine
    """
)
"""What counts: "a total of 2000" holds no year."""
EXTREME = re.compile(
    r"\b(?:first|last|only|best|worst|most|least|second|third|fourth|fifth|time|lowest|highest|biggest|largest|longest"
    r"|deadliest|bloodiest|heaviest|strongest|fiercest|sharpest|fastest|greatest|steepest|twice|once|times)\b[^.;:]*$"
)
"""Before "in seven years" this makes a duration of it: "the first talks in seven years"."""

_MONTH_OR_FIGURE = re.compile(  # one set of first letters, then a test: the engine skips fast to the few that fit
    r"[0-9JFMASOND](?:(?<=[0-9])|an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|U|EP|CT|OV|EC)"
)
_HINTS = (
    "day", "week", "month", "year", "quarter", "decade", "night", "morning", "evening", "morrow", "afternoon", "hour",
    "minute", "afterward", "soon after", "shortly after", "spring", "summer", "autumn", "fall", "winter",
    "mon.", "tue.", "tues.", "wed.", "thu.", "thur.", "thurs.", "fri.", "sat.", "sun.",
)  # fmt: skip


_TOKEN = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d(?![\w-])|\d{1,4}/\d{1,2}/\d{1,4}|\d{1,3}(?:,\d{3}(?!\d))+|\d+(?:\.\d+)+|\w+|\n\s*\n|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: as written, in lower case, and where it stands."""

    text: str
    lower: str
    start: int
    end: int


def may_hold_date(text: str) -> bool:
    """Whether a text holds any of the words that a date needs: what keeps the common case cheap."""
    if _MONTH_OR_FIGURE.search(text):
        return True
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a sentence; a blank line is a mark."""
    return [Token(m[0], m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
