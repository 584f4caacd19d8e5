"""A limit of processor time, after which something counts as a hang."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Hung", "limited"]


class Hung(BaseException):
    """Raised where something takes longer than its limit; no ``except Exception`` on the way catches it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let what is done within take so many seconds of processor time.

    Raises:
        Hung: It took more.
    """

    def ring(*_: object) -> None:
        raise Hung(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
