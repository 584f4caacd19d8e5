"""What other processes of this machine ask of the store that a server holds: the server's side of ``store.served``.

The socket lies in the store's folder and is its owner's alone: who may write there may write here. A call is taken when
all of it has come.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anyio import from_thread, to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from kg._version import __version__
from kg.errors import KgError, StoreError
from kg.model import ArticleQuads
from kg.serve.asking import Asking
from kg.serve.held import HeldStore
from kg.serve.limits import Limits
from kg.serve.readers import Question
from kg.store import folder as layout
from kg.store.served import PROTOCOL

__all__ = ["OWN", "handover", "listening"]

OWN = Limits(seconds=86_400.0, rows=1 << 62, memory=1 << 62, readers=8)
"""What the owner's own queries may need: as much as without a server."""

_LONGEST = 100
"""Bytes of a path that a socket can have anywhere."""

_TOGETHER = 1000
"""Quads that are sent together."""


def handover(store: HeldStore, base: str) -> Starlette:
    """The application that takes the calls.

    Args:
        store: The store, with the owner's limits.
        base: What the IRIs of its data begin with.
    """
    asking = Asking(store, OWN)

    async def hello(request: Request) -> Response:
        return JSONResponse({"protocol": PROTOCOL, "base": base, "software": f"irkg {__version__}"})

    async def put(request: Request) -> Response:
        articles = [ArticleQuads(**article) for article in await request.json()]
        return await _called(store.put, articles)

    async def remove(request: Request) -> Response:
        return await _called(store.remove, await request.json())

    async def put_graph(request: Request) -> Response:
        return await _called(store.put_graph, **await request.json())

    async def change_graph(request: Request) -> Response:
        return await _called(store.change_graph, **await request.json())

    async def fingerprints(request: Request) -> Response:
        return await _called(store.fingerprints)

    async def count(request: Request) -> Response:
        return await _called(store.count, await request.json())

    async def query(request: Request) -> Response:
        reply = await asking.ask(request, Question(await request.json()))
        assert reply.form is not None
        return Response(reply.body, media_type=reply.form.media_type)

    async def quads(request: Request) -> Response:
        return _Poured(partial(store.quads, await request.json()))

    calls = (hello, put, remove, put_graph, change_graph, fingerprints, count, query, quads)
    routes = [Route(f"/{call.__name__.replace('_', '-')}", call, methods=["POST"]) for call in calls]
    return Starlette(routes=routes, exception_handlers={KgError: _told, ClientDisconnect: _told, Exception: _told})


async def _called(call: Callable[..., object], *arguments: Any, **named: Any) -> Response:
    return JSONResponse(await run_in_threadpool(call, *arguments, **named))


def _told(request: Request, error: Exception) -> Response:
    """An error, for the other side to raise."""
    kind = type(error).__name__ if isinstance(error, KgError) else StoreError.__name__
    return JSONResponse({"error": kind, "message": str(error) or type(error).__name__}, 500)


class _Poured(Response):
    """Lines, sent as they are read, in one thread, which pyoxigraph's iterators must not leave.

    Args:
        lines: What is sent. An error before the first is told like any other; one after it breaks the answer off.
    """

    media_type = "application/n-quads"

    def __init__(self, lines: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read in a thread, send from here; a slow client slows the reading down."""
        await to_thread.run_sync(self._pour, send)

    def _pour(self, send: Send) -> None:
        async def sent(message: Message) -> None:
            await send(message)

        def tell(message: Message) -> None:
            from_thread.run(sent, message)

        rest = iter(self._lines())
        some = list(islice(rest, _TOGETHER))
        tell({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while some:
            body = "".join(f"{line}\n" for line in some).encode()
            tell({"type": "http.response.body", "body": body, "more_body": True})
            some = list(islice(rest, _TOGETHER))
        tell({"type": "http.response.body", "body": b"", "more_body": False})


@contextmanager
def listening(folder: Path) -> Iterator[socket.socket]:
    """The socket in the store's folder, as long as within.

    Raises:
        StoreError: None can be made there.
    """
    place = layout.socket(folder)
    with TemporaryDirectory(prefix="kg-") as aside, socket.socket(socket.AF_UNIX) as listener:
        long = len(os.fsencode(place.absolute())) > _LONGEST
        real = Path(aside) / "socket" if long else place
        try:
            place.unlink(missing_ok=True)
            listener.bind(str(real))
            real.chmod(0o600)  # before anybody can call
            if long:
                place.symlink_to(real)
            listener.listen()
        except OSError as error:
            raise StoreError(f"the store {folder} cannot be served: no socket can be made there ({error})") from error
        try:
            yield listener
        finally:
            place.unlink(missing_ok=True)
