"""A proxy on loopback before a real server, that does one thing wrong at one request, or at every one from there on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

FAULTS = ("hang", "half", "500", "503", "nonsense", "close")
HANG = 3.0
"""Seconds of silence of a server that hangs."""


@dataclass
class Fault:
    """What goes wrong.

    Attributes:
        kind: One of ``FAULTS``.
        at: The request that it strikes, counted from 0.
        done: The server does the work all the same.
        lasting: It strikes every request from there on.
        struck: How many it struck.
    """

    kind: str
    at: int
    done: bool
    lasting: bool
    struck: int = 0


@contextmanager
def proxy(upstream: str, fault: Fault) -> Iterator[str]:
    """Stand before the server at ``host:port``; gives the URL to use in its place."""
    counted, lock = iter(range(1 << 30)), Lock()

    class Between(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with lock:
                number = next(counted)
                strikes = number == fault.at or (fault.lasting and number > fault.at)
                fault.struck += strikes
            if not strikes:
                self._answer(*self._asked(body))
                return
            answer = self._asked(body) if fault.done or fault.kind == "half" else (200, {}, b"")
            if fault.kind == "hang":
                time.sleep(HANG)
            elif fault.kind == "half":
                self._answer(*answer, half=True)
            elif fault.kind in {"500", "503"}:
                self._answer(int(fault.kind), {"Content-Type": "text/plain"}, b"something went wrong")
            elif fault.kind == "nonsense":
                self._answer(200, {"Content-Type": "text/html"}, b"<html><h1>Welcome to nginx!</h1></html>")
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _do

        def _asked(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
            connection = HTTPConnection(upstream, timeout=60)
            connection.request(self.command, self.path, body or None, {**self.headers, "Host": upstream})
            response = connection.getresponse()
            data = response.read()
            connection.close()
            kept = {
                k: v for k, v in response.getheaders() if k.lower() in {"content-type", "location", "www-authenticate"}
            }
            return response.status, kept, data

        def _answer(self, status: int, headers: dict[str, str], data: bytes, half: bool = False) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data) + half)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if half else data)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # who asked has gone
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
