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
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, Any, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

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

_ROOM, _BLOCK = 64 << 20, 1 << 18
"""Bytes of an answer that are kept in memory, and of those that are sent together."""


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

    async def fingerprints(request: Request) -> Response:
        return await _called(store.fingerprints)

    async def count(request: Request) -> Response:
        return await _called(store.count, await request.json())

    async def query(request: Request) -> Response:
        reply = await asking.ask(request, Question(await request.json()))
        assert reply.form is not None
        return Response(reply.body, media_type=reply.form.media_type)

    async def quads(request: Request) -> Response:
        file = await run_in_threadpool(_written, partial(store.quads, await request.json()))
        return StreamingResponse(iter(partial(file.read, _BLOCK), b""), media_type="application/n-quads")

    calls = (hello, put, remove, put_graph, fingerprints, count, query, quads)
    routes = [Route(f"/{call.__name__.replace('_', '-')}", call, methods=["POST"]) for call in calls]
    return Starlette(routes=routes, exception_handlers={KgError: _told, ClientDisconnect: _told, Exception: _told})


async def _called(call: Callable[..., object], *arguments: Any, **named: Any) -> Response:
    return JSONResponse(await run_in_threadpool(call, *arguments, **named))


def _told(request: Request, error: Exception) -> Response:
    """An error, for the other side to raise."""
    kind = type(error).__name__ if isinstance(error, KgError) else StoreError.__name__
    return JSONResponse({"error": kind, "message": str(error) or type(error).__name__}, 500)


def _written(lines: Callable[[], Iterable[str]]) -> IO[bytes]:
    """A file of lines, on disk if it is long; made in one thread, which pyoxigraph's iterators must not leave."""
    file = SpooledTemporaryFile(max_size=_ROOM)  # noqa: SIM115 - goes with the answer
    file.writelines(f"{line}\n".encode() for line in lines())
    file.seek(0)
    return cast(IO[bytes], file)


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
