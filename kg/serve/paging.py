"""Which page of a list is shown, and the way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from kg.errors import UsageError

__all__ = ["Pages", "number_of"]

_MOST = 100_000


def number_of(request: Request) -> int:
    """The page that a request asks for, the first by default.

    Raises:
        UsageError: It is no number, or out of range.
    """
    text = request.query_params.get("page", "1")
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= _MOST:
        raise UsageError(f"page: {text[:20]!r} is no page; write a number from 1 to {_MOST}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Pages:
    """A list of ``total`` rows, cut into pages of ``size``; ``query`` are the other parameters of its address."""

    path: str
    query: str
    number: int
    total: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The number of the first row shown."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.total, self.number * self.size)

    def to(self, number: int) -> str:
        """The address of a page."""
        said = [pair for pair in parse_qsl(self.query) if pair[0] != "page"]
        return f"{self.path}?{urlencode([*said, ('page', str(number))], safe='/:')}"
