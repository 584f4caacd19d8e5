"""How much a query may ask for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


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
