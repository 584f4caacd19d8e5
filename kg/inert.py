"""Words from outside where they are shown: no formula in a spreadsheet, no command to a terminal."""

from __future__ import annotations

import re
from typing import TypeVar

__all__ = ["for_line", "for_spreadsheet", "for_terminal"]

_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d+(\.\d+)?\Z)")
"""What a cell begins with that a spreadsheet runs: https://owasp.org/www-community/attacks/CSV_Injection."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_OR_BREAK = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

_T = TypeVar("_T")


def for_spreadsheet(cell: _T) -> _T | str:
    """A cell of CSV: text that would be taken for a formula is led by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def for_terminal(text: str) -> str:
    """Text with control characters and halves of a pair written out, as Python does: it moves no cursor."""
    return _CONTROL.sub(_written, text)


def for_line(text: str) -> str:
    """The same as one line, so that no name can look like a message of its own."""
    return _CONTROL_OR_BREAK.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
