"""Addresses: a page or file fetched to disk, within limits of size, time and hops, and never from a private network.

Every address that a name stands for is looked at before a connection is made, and the connection goes to that very
address, so that a name which changes its mind between the two gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from kg._version import __version__
from kg.errors import InputError

__all__ = ["MAX_BYTES", "Fetched", "fetch"]

MAX_BYTES, MAX_SECONDS, MAX_HOPS = 256_000_000, 60.0, 5
"""What one address may cost: bytes, seconds in all, redirects."""

_MOVED = (301, 302, 303, 307, 308)
_PACKED = {"gzip": ".gz", "x-gzip": ".gz", "zstd": ".zst"}
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/warc": "warc",
    "application/vnd.apache.parquet": "parquet",
    "message/rfc822": "eml",
    "application/mbox": "mbox",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file fetched: where it lies (its suffix tells the format), and the address that gave it in the end."""

    path: Path
    url: str


def fetch(
    url: str,
    folder: Path,
    formats: Iterable[str],
    *,
    private: bool = False,
    size: int = MAX_BYTES,
    seconds: float = MAX_SECONDS,
) -> Fetched:
    """Fetch an address into a folder.

    Args:
        url: An http or https address.
        folder: Where the file is put, under a name of ours.
        formats: Suffixes that tell a format where the address ends in one; else the server's word counts.
        private: Addresses of this machine and of private networks are allowed.
        size: Bytes after which it is given up.
        seconds: Seconds after which it is given up, redirects included.

    Raises:
        InputError: It was refused or given up; the message goes on from the address.
    """
    end = monotonic() + seconds
    backend = _Guarded(private, end)
    with closing(httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=backend, retries=0)) as pool:
        for _ in range(MAX_HOPS + 1):
            _checked(url)
            headers: dict[bytes | str, bytes | str] = {
                "User-Agent": f"irkg/{__version__}",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
            }
            try:
                with pool.stream("GET", url, headers=headers) as response:
                    told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                    if response.status in _MOVED and "location" in told:
                        url = urljoin(url, told["location"])
                        continue
                    if response.status != 200:
                        raise InputError(f"was answered with code {response.status}; see whether it opens in a browser")
                    path = folder / f"fetched{_suffix(url, told, set(formats))}"
                    _save(response, path, size)
                    return Fetched(path, url)
            except (httpcore.TimeoutException, TimeoutError) as error:
                raise InputError(
                    f"did not answer within {seconds:.0f} seconds; try again, or save it to a file"
                ) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
                raise InputError(f"cannot be fetched: {error or type(error).__name__}") from error
    raise InputError(f"was redirected more than {MAX_HOPS} times; give the address that it ends at")


def _checked(url: str) -> None:
    """Refuse what is no plain http(s) address.

    Raises:
        InputError: It has another scheme, no host, a name and password, or characters that no address has.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(f"is no address: {error}") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0:
        raise InputError("is no http or https address; save it to a file first")
    if parts.username is not None or parts.password is not None:
        raise InputError("has a name or password in it, which would end up in the graph; take them out")
    if not url.isascii() or any(char <= " " or char == "\x7f" for char in url):
        raise InputError("has characters that no address has; write them percent-encoded")


def _suffix(url: str, told: dict[str, str], formats: set[str]) -> str:
    """The suffix for a file: that of the address where it tells a format, else from the server's Content-Type."""
    message = Message()
    message["Content-Type"] = told.get("content-type", "")
    name = Path(urlsplit(url).path.lower())
    packed = name.suffix if name.suffix in (".gz", ".zst") else ""
    kind = Path(name.stem if packed else name.name).suffix.removeprefix(".")
    if kind not in formats:
        kind, packed = _KINDS.get(message.get_content_type(), "html"), ""
    return f".{kind}{packed or _PACKED.get(told.get('content-encoding', '').strip().lower(), '')}"


def _save(response: httpcore.Response, path: Path, size: int) -> None:
    count = 0
    with path.open("wb") as file:
        for part in response.iter_stream():
            count += len(part)
            if count > size:
                raise InputError(f"is over {size / 1_000_000:g} MB; save it to a file")
            file.write(part)


def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Guarded(httpcore.SyncBackend):
    """Connects only to addresses of the public internet, unless told otherwise; nothing lasts beyond ``end``."""

    def __init__(self, private: bool, end: float) -> None:
        self._private, self._end = private, end

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise InputError(f"cannot be fetched: no host is called {host!r}") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self._private and (bad := [each for each in addresses if not _public(each)]):
            raise InputError(f"leads to {bad[0]}, an address of a private network; --allow-private lets it")
        stream = super().connect_tcp(addresses[0], port, _left(self._end), local_address, socket_options)
        return _Timed(stream, self._end)


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends in time, so that a server which trickles cannot hold us."""

    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self._inner, self._end = inner, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._end))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._end))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, _left(self._end)), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(end: float) -> float:
    """Seconds that are left.

    Raises:
        TimeoutError: None are.
    """
    if (left := end - monotonic()) <= 0:
        raise TimeoutError
    return left


def _public(address: str) -> bool:
    """Whether an address is one of the public internet, whichever way it is written."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return _public(str(inner))
        if ip in _NAT64:
            return _public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
