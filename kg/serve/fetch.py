"""Ask the explorer without a network between: for the static site, and for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.types import ASGIApp

__all__ = ["Fetched", "fetch"]


@dataclass(frozen=True)
class Fetched:
    """An answer: status, headers, body."""

    status: int
    headers: Headers
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def fetch(
    app: ASGIApp, target: str, headers: Mapping[str, str] | None = None, method: str = "GET", body: bytes = b""
) -> Fetched:
    """Ask for one page.

    Args:
        app: The application.
        target: Path and query, percent-encoded.
        headers: Headers of the request.
        method: The HTTP method.
        body: The request's body.
    """
    path, _, query = target.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 0),
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in {"host": "localhost", **(headers or {})}.items()],
    }
    parts: list[MutableMapping[str, Any]] = []

    requests = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> MutableMapping[str, Any]:
        return requests.pop() if requests else {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        parts.append(message)

    async def answer() -> None:
        await app(scope, receive, send)

    asyncio.run(answer())
    content = b"".join(part.get("body", b"") for part in parts[1:])
    return Fetched(parts[0]["status"], Headers(raw=parts[0]["headers"]), content)
