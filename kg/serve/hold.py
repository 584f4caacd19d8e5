"""Holds a store as long as a server runs: open for writing, asked by many, and given to other processes by a socket."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from kg.config import Settings
from kg.errors import ServiceError, StoreError, StoreInUse
from kg.protocols import Store
from kg.serve.handover import OWN, handover, listening
from kg.serve.held import HeldStore
from kg.serve.limits import Limits
from kg.serve.readers import Readers
from kg.serve.snapshots import Snapshots
from kg.store import open_store, store_folder
from kg.store.folder import check_folder
from kg.store.oxigraph import OxigraphStore

__all__ = ["answering", "holding", "names_of", "port_of", "shared"]

_PATIENCE = 5
"""Seconds that requests have to end when the server is told to."""


@contextmanager
def holding(settings: Settings, limits: Limits) -> Iterator[tuple[Store, Store]]:
    """The store that the settings name, for a server; other processes reach it meanwhile.

    Args:
        settings: ``store`` is a folder; or a server, whose own work goes on when nobody waits for it any longer.
        limits: What a query of a request may need.

    Yields:
        The store for what the server's own pages ask, and the store for queries that requests bring: however long these
        take, a page does not wait for them.

    Raises:
        StoreInUse: Another process holds it.
        StoreError: There is none, or it cannot be opened.
    """
    folder = store_folder(settings)
    if folder is None:
        with closing(open_store(settings, write=False, timeout=limits.seconds)) as remote:
            yield remote, remote
        return
    if not check_folder(folder, settings.base):
        raise StoreError(f"{folder} holds no store; build one with `kg build`, or name another with --store")
    with closing(open_store(settings, write=True)) as store:
        if not isinstance(store, OxigraphStore):
            raise StoreInUse(f"the store {folder} is served already; stop that server, or use it")
        with shared(store, folder, settings.base, limits) as held:
            yield held


@contextmanager
def shared(store: OxigraphStore, folder: Path, base: str, limits: Limits) -> Iterator[tuple[HeldStore, HeldStore]]:
    """A store that is open here, shared with the requests of anybody and with other processes.

    Args:
        store: The store, open for writing; the caller closes it.
        folder: Where it lies.
        base: What the IRIs of its data begin with.
        limits: What a query of a request may need.

    Yields:
        The store for pages, and for queries that requests bring, each with readers of its own; see ``holding``.

    Raises:
        StoreError: No socket or no snapshot can be made.
    """
    with (
        closing(Snapshots(store, folder)) as snapshots,
        closing(HeldStore(store, snapshots, Readers(limits))) as pages,
        closing(HeldStore(store, snapshots, Readers(limits))) as visitors,
        closing(HeldStore(store, snapshots, Readers(OWN))) as owners,
        listening(folder) as listener,
        _in_background(handover(owners, base), listener, owners),
    ):
        yield pages, visitors


@contextmanager
def _in_background(app: Starlette, listener: socket.socket, store: Store) -> Iterator[None]:
    """Answer in a thread of its own; what is being done at the end is done to its end."""
    server = _Server(app, store)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="handover")
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def port_of(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens, as long as within.

    Args:
        host: A name or an address of this machine.
        port: The port; 0 takes a free one.

    Raises:
        ServiceError: It is taken, or not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ServiceError(f"nothing can listen on {host}:{port} ({why}); name another --port or --host") from error
    with listener:
        yield listener


def names_of(listener: socket.socket, *more: str) -> list[str]:
    """The names under which a server may be asked for.

    One that listens for this machine alone has this machine's names: else a page anywhere, whose name is made to lead
    here (DNS rebinding), could read it in a browser that runs here. One that listens for others has any.

    Args:
        listener: Where it listens.
        more: Further names.
    """
    address = listener.getsockname()[0]
    if not ip_address(address).is_loopback:
        return ["*"]
    return ["localhost", "127.0.0.1", "[::1]", address, *more]


def answering(app: ASGIApp, listener: socket.socket, *stores: Store) -> None:
    """Answer until SIGINT or SIGTERM; requests that are being answered then have a few seconds to end.

    Args:
        app: The application.
        listener: The socket.
        stores: What it answers from.
    """
    # uvicorn raises the signal again when it has ended: then what is around this is still to be closed
    before = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        _Server(app, *stores).run(sockets=[listener])
    finally:
        for number, action in before.items():
            signal.signal(number, action)


def _nothing(*_: object) -> None:
    pass


class _Server(uvicorn.Server):
    """uvicorn, strict and silent, that ends long queries when it is to end itself."""

    def __init__(self, app: ASGIApp, *stores: Store) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",  # refuses what could be read in two ways
                ws="none",
                log_level="warning",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=2 * _PATIENCE,
            )
        )
        self._stores = stores

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait for requests; after a while, for the answers of their queries no longer."""
        for store in self._stores:
            if isinstance(store, HeldStore):
                asyncio.get_running_loop().call_later(_PATIENCE, store.stop)
        await super().shutdown(sockets)
