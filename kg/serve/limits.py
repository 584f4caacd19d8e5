"""How much a query may ask for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RETRY", "STATUS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one endpoint.

    ``seconds`` is the time of one query, waiting apart; ``rows`` the rows or triples of its answer; ``size`` the bytes
    of its text; ``memory`` the bytes that a process may take for it; ``readers`` how many run at once.
    """

    seconds: float = 30.0
    rows: int = 100_000
    size: int = 1_000_000
    memory: int = 2 << 30
    readers: int = 4


STATUS = {"time": 504, "readers": 503, "rows": 422, "memory": 422}
"""The HTTP status for what a query needs too much of (``OverLimit.what``): to ask for less, or later."""

RETRY = {"readers": {"retry-after": "10"}}
"""The header that says when."""
