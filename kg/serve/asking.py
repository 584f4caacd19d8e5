"""Queries that requests bring: each is run in a thread, and ended when its client goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Event

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from kg.errors import OverLimit, UsageError
from kg.protocols import Store
from kg.serve.held import HeldStore
from kg.serve.limits import Limits
from kg.serve.readers import Question, Reply, replied

__all__ = ["Asking"]

_PAUSE = 0.2
"""Seconds after which it is looked again whether the client is still there."""


class Asking:
    """Asks a store on behalf of requests.

    Args:
        store: What is asked. A ``HeldStore`` keeps to the limits of its readers; any other cannot be stopped, and only
            the length of its answers is looked at.
        limits: What a query may need.
    """

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._room: CapacityLimiter | None = None

    async def ask(self, request: Request, question: Question) -> Reply:
        """Ask one query, which the request brought.

        Raises:
            UsageError: It does not parse.
            OverLimit: It needs too much.
            StoreError: It cannot be answered, or the client is gone.
        """
        self._room = self._room or CapacityLimiter(16 * self._limits.readers)  # so that pages have threads of their own
        gone = Event()
        watching = asyncio.create_task(_watch(request, gone))
        try:
            ask = partial(self._ask, question, gone.is_set)
            return await to_thread.run_sync(ask, limiter=self._room, abandon_on_cancel=True)
        finally:
            gone.set()  # for a query that is left behind
            watching.cancel()

    def _ask(self, question: Question, gone: Callable[[], bool]) -> Reply:
        if isinstance(self._store, HeldStore):
            return self._store.ask(question, gone)
        if question.dataset:
            raise UsageError("this store takes no default-graph-uri or named-graph-uri; write FROM into the query")
        found = self._store.query(question.text)
        if max(len(found.rows), (found.triples or "").count("\n")) > self._limits.rows:
            raise OverLimit("rows", f"the answer has more than {self._limits.rows} rows; ask for less")
        return replied(found, question)


async def _watch(request: Request, gone: Event) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(_PAUSE)
    gone.set()
