"""Tries a request to a server again as long as there is sense in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from kg.errors import StoreError

__all__ = ["Later", "T", "patiently", "seconds"]

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries."""
LONGEST = 120.0
"""Seconds of Retry-After beyond which nobody waits."""

T = TypeVar("T")


class Later(Exception):
    """To be tried again: why, whether the work may be done all the same, and when the server wants it (seconds).

    ``again`` is False where a second try would end as the first: then it is only looked whether the work was done.
    """

    def __init__(self, why: str, *, unsure: bool = False, after: float | None = None, again: bool = True) -> None:
        super().__init__(why)
        self.unsure, self.after, self.again = unsure, after, again


def patiently(call: Callable[[], T], done: Callable[[], bool] | None = None) -> T:
    """Call, and call again after a pause while it raises ``Later``.

    Args:
        call: What to do.
        done: Tells whether it is done all the same; asked where that is possible, before another try. With it, what
            ``call`` returns must be of no interest.

    Raises:
        Later: The last one, when the tries are used up, another would be in vain, or the server wants more time than
            anybody waits.
    """
    for pause in (*PAUSES, None):
        try:
            return call()
        except Later as later:
            if later.unsure and done is not None and _settled(done):
                return None  # type: ignore[return-value]
            wait = later.after if later.after is not None else pause
            if not later.again or pause is None or wait is None or wait > LONGEST:
                raise
            time.sleep(wait)
    raise AssertionError  # the last pause is None


def _settled(done: Callable[[], bool]) -> bool:
    try:
        return done()
    except StoreError:
        return False


def seconds(value: str | None) -> float | None:
    """Retry-After in seconds; a date is not read, as that needs two clocks to agree."""
    return float(value) if value and value.isdecimal() else None
