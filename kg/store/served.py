"""The embedded store while a server holds it: every call goes to that server, over a socket in the store's folder.

The server takes a call when all of it has come, and does it whole; a process that is killed while it calls has changed
nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import httpcore

import kg.errors
from kg.errors import KgError, StoreError
from kg.model import Answer, ArticleQuads
from kg.store import folder as layout
from kg.store.results import from_text

__all__ = ["PROTOCOL", "ServedStore"]

PROTOCOL = "2026-2"
"""Of which kind the calls are; both ends must be of the same."""

_PATIENCE = {"connect": 5.0, "pool": None, "read": None, "write": 60.0}
"""Seconds; an answer may take as long as it takes: others write first, or the question is a long one."""


class ServedStore:
    """A ``protocols.Store`` that another process of this machine holds."""

    def __init__(self, folder: Path, base: str, *, read_only: bool = False) -> None:
        """Find the server.

        Args:
            folder: The store's folder.
            base: What the IRIs of data begin with.
            read_only: Refuse to write.

        Raises:
            StoreError: No server answers there, or it is of another version or serves another base.
        """
        self._folder, self._read_only = folder, read_only
        # a socket's path is short, and a link leads to one that lies elsewhere
        # and a connection is made anew for each call, so that none is used that the server is just closing
        place = os.path.realpath(layout.socket(folder))
        self._calls = httpcore.ConnectionPool(uds=place, max_connections=100, max_keepalive_connections=0)
        try:
            found = self._call("hello")
            if (found.get("protocol"), found.get("base")) != (PROTOCOL, base):
                raise StoreError(
                    f"the store {folder} is held by a server of another version ({found.get('software')}); stop it, or "
                    "use that version here"
                )
        except BaseException:
            self.close()
            raise

    def put(self, articles: Sequence[ArticleQuads]) -> None:
        """See ``protocols.Store.put``."""
        self._check_writable()
        self._call("put", [asdict(article) for article in articles])

    def remove(self, articles: Sequence[str]) -> tuple[str, ...]:
        """See ``protocols.Store.remove``."""
        self._check_writable()
        return tuple(self._call("remove", list(articles)))

    def put_graph(self, graph: str, nquads: str) -> None:
        """See ``protocols.Store.put_graph``."""
        self._check_writable()
        self._call("put-graph", {"graph": graph, "nquads": nquads})

    def change_graph(self, graph: str, gone: str, new: str) -> None:
        """See ``protocols.Store.change_graph``."""
        self._check_writable()
        self._call("change-graph", {"graph": graph, "gone": gone, "new": new})

    def fingerprints(self) -> dict[str, str]:
        """See ``protocols.Store.fingerprints``."""
        return dict(self._call("fingerprints"))

    def query(self, text: str) -> Answer:
        """See ``protocols.Store.query``."""
        with self._open("query", text) as response:
            body = response.read().decode()
            return from_text(body, dict(response.headers)[b"content-type"].decode())

    def quads(self, graph: str | None = None) -> Iterator[str]:
        """See ``protocols.Store.quads``; lines without the line's end."""
        with self._open("quads", graph) as response:
            begun = b""
            for block in response.iter_stream():
                *lines, begun = (begun + block).split(b"\n")
                yield from (line.decode() for line in lines)
        if begun:
            raise self._lost("its answer breaks off")

    def count(self, graph: str | None = None) -> int:
        """See ``protocols.Store.count``."""
        return int(self._call("count", graph))

    def close(self) -> None:
        """See ``protocols.Store.close``."""
        self._calls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_writable(self) -> None:
        if self._read_only:
            raise StoreError(f"the store {self._folder} is open for reading only; open it for writing")

    def _call(self, name: str, content: Any = None) -> Any:
        with self._open(name, content) as response:
            return json.loads(response.read())

    @contextmanager
    def _open(self, name: str, content: Any) -> Iterator[httpcore.Response]:
        """Call; an error that the server tells of is raised here as what it was there."""
        body = json.dumps(content).encode()
        more: dict[str, Any] = {"timeout": _PATIENCE}
        try:
            with self._calls.stream("POST", f"http://store/{name}", content=body, extensions=more) as response:
                if response.status != 200:
                    raise _told(json.loads(response.read()))
                yield response
        except (OSError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, ValueError) as error:
            raise self._lost(str(error) or type(error).__name__) from error

    def _lost(self, why: str) -> StoreError:
        return StoreError(
            f"the server that holds the store {self._folder} ended, or does not answer ({why}); what it took is whole: "
            "do this again"
        )


def _told(error: Mapping[str, str]) -> KgError:
    """The error that the server raised."""
    kind = getattr(kg.errors, error["error"], StoreError)
    try:
        made = kind(error["message"])
    except TypeError:  # an error made of parts
        made = StoreError(error["message"])
    assert isinstance(made, KgError)
    return made
