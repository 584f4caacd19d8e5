"""The tokens of one text and the small looks at them that every form of the date grammar takes."""

from __future__ import annotations

from collections.abc import Callable

from kg.dates import expressions as ex
from kg.dates import words as w

__all__ = ["DASHES", "Read", "Reader", "month_day", "number", "year"]

Read = tuple[ex.Expression, int] | None
"""What a form read, and the index of the token after it; None where it does not fit."""
DASHES = frozenset("-–—‐‑")

_NOTHING = w.Token("", "", -1, -1)


def number(token: w.Token) -> int | None:
    """A count, in figures of up to three digits or in words; "a" is 1."""
    if token.lower in w.NUMBERS:
        return w.NUMBERS[token.lower]
    return int(token.text) if token.text.isascii() and token.text.isdigit() and len(token.text) <= 3 else None


def month_day(token: w.Token) -> int | None:
    """1 to 31, from "21" or "21st"."""
    digits = token.lower[:-2] if token.lower[-2:] in ("st", "nd", "rd", "th") else token.lower
    if digits.isascii() and digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return int(digits)
    return None


def year(token: w.Token) -> int | None:
    """1500 to 2199, from four digits."""
    text = token.text
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and "1500" <= text <= "2199" else None


class Reader:
    """The tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = w.tokens(text)

    def at(self, i: int) -> w.Token:
        """The token at ``i``, an empty one outside the text."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else _NOTHING

    def lower(self, i: int) -> str:
        """The word at ``i`` in lower case."""
        return self.at(i).lower

    def joined(self, i: int) -> bool:
        """Whether the token at ``i`` follows the one before without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def dash(self, i: int) -> bool:
        """Whether a hyphen or dash stands at ``i``."""
        return self.lower(i) in DASHES and bool(self.lower(i))

    def possessive(self, i: int) -> bool:
        """Whether "'s" stands at ``i``."""
        return self.lower(i) in ("'", "’") and self.lower(i + 1) == "s" and self.joined(i) and self.joined(i + 1)

    def counted(self, i: int) -> bool:
        """Whether what stands at ``i`` is counted or measured by the number before it, or goes on with that number."""
        token, after = self.at(i), self.at(i + 1)
        if token.lower in w.COUNTED or token.text in ("%", "°", "$", "€", "£"):
            return True
        if token.lower in ("a", "p") and after.lower == "." and self.lower(i + 2) == "m":
            return True
        return token.text in (":", ".", "/") and self.joined(i) and self.joined(i + 1) and after.text[:1].isdigit()

    def ends(self, i: int) -> bool:
        """Whether a clause ends before ``i``, as after "the day before"."""
        token = self.at(i)
        return not token.text[:1].isalnum() or token.lower in (
            "and",
            "but",
            "in",
            "at",
            "when",
            "by",
            "to",
            "on",
            "with",
        )

    def first(self, i: int, *forms: Callable[[int], Read]) -> Read:
        """What the first form reads that reads anything at ``i``."""
        for form in forms:
            if read := form(i):
                return read
        return None
