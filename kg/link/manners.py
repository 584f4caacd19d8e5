"""How a web service is asked: again only when that may help, after the wait that it asks for, within a limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import TypeVar
from urllib.error import HTTPError

from kg.errors import ServiceError

__all__ = ["Busy", "Manners", "read", "retry_after", "trouble"]

_T = TypeVar("_T")
_TRIES = 5  # of one question, whatever goes wrong
_ONCE = 30.0  # seconds that one try may take
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # where the service names no wait
_LARGEST = 64 << 20  # bytes of an answer
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Busy(Exception):
    """A failure that may pass; ``wait`` is the seconds that the service asks for, None where it says nothing."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Manners:
    """Asks one service, one question after the other.

    Args:
        service: What it is called in messages.
        seconds: The limit for everything that is asked through this object, waits included, from the first question on.
        sleep: Waits; for tests.
        now: A clock that only goes forward; for tests.
    """

    def __init__(
        self,
        service: str,
        seconds: float,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service, self._seconds, self._sleep, self._now = service, seconds, sleep, now
        self._end: float | None = None

    def ask(self, attempt: Callable[[float], _T]) -> _T:
        """Try until there is an answer.

        Args:
            attempt: Asks once, within the seconds that it is given; raises ``Busy`` where another try may help.

        Raises:
            ServiceError: No answer came in time, or in five tries.
        """
        if self._end is None:
            self._end = self._now() + self._seconds
        pause = _FIRST_PAUSE
        for tried in range(1, _TRIES + 1):
            left = self._end - self._now()
            if left <= 0:
                raise ServiceError(f"{self._service}: the {self._seconds:g} seconds set for it are over; {_MEND}")
            try:
                return attempt(min(left, _ONCE))
            except Busy as busy:
                wait = pause if busy.wait is None else busy.wait
                pause = min(2 * pause, _LONGEST_PAUSE)
                if tried == _TRIES:
                    raise ServiceError(f"{self._service}: {busy}, five times; try again later") from busy
                if self._now() + wait >= self._end:
                    raise ServiceError(
                        f"{self._service}: {busy}, and asks to wait {wait:.0f} seconds, which is beyond the "
                        f"{self._seconds:g} set for it; {_MEND}"
                    ) from busy
                self._sleep(wait)
        raise AssertionError("the last try answers or raises")


_MEND = "try again later, or raise seconds under [wikibase] in kg.toml"


def retry_after(headers: Mapping[str, str] | None) -> float | None:
    """The seconds to wait that a response names (a number, or a date); None where it names none."""
    text = (headers.get("Retry-After") or "").strip() if headers is not None else ""
    if text.isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def trouble(service: str, error: Exception) -> Exception:
    """What a failed request means: ``Busy`` where another try may help, else a ``ServiceError``."""
    if isinstance(error, HTTPError):
        told = f"it answered {error.code} {error.reason}".rstrip()
        if error.code in _PASSING:
            return Busy(told, retry_after(error.headers))  # type: ignore[arg-type]
        hint = "set contact under [wikibase] to an address that it accepts" if error.code == 403 else "see its address"
        return ServiceError(f"{service}: {told}; {hint} in kg.toml")
    if isinstance(error, OSError | HTTPException):  # refused, reset, too slow, cut off
        return Busy(f"it cannot be reached ({getattr(error, 'reason', None) or error or type(error).__name__})")
    return error


def read(response: HTTPResponse, seconds: float, now: Callable[[], float] = time.monotonic) -> bytes:
    """The whole body of a response, however slowly it drips.

    Raises:
        Busy: It did not end in time.
        ServiceError: It is larger than any answer can be.
    """
    end, parts, size = now() + seconds, [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise ServiceError(f"an answer is larger than {_LARGEST >> 20} MiB; see the address under [wikibase]")
        if now() > end:
            raise Busy("its answer did not end in time")
    return b"".join(parts)
