"""Addresses: fetched within limits, and never from this machine or a private network unless that is allowed."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from reader_samples import PARAGRAPHS, TITLE, html, records

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.plugins import names
from kg.read.fetch import MAX_HOPS, _public, fetch
from kg.read.inputs import read_inputs


class Site(BaseHTTPRequestHandler):
    """Pages good and bad."""

    def do_GET(self) -> None:
        page = html().encode()
        name, _, rest = self.path.lstrip("/").partition("/")
        if name == "page":
            self.answer(page, **{"Content-Type": "text/html; charset=utf-8"})
        elif name == "packed":
            self.answer(gzip.compress(page), **{"Content-Type": "text/html", "Content-Encoding": "gzip"})
        elif name == "n.csv":
            row = records()[0]
            self.answer(f'id,text\nc1,"{row["text"]}"\n'.encode(), **{"Content-Type": "text/html"})
        elif name == "hop":
            left = int(rest)
            self.answer(b"", 302, Location="/page" if left == 1 else f"/hop/{left - 1}")
        elif name == "to":
            self.answer(b"", 301, Location=rest)
        elif name == "big":
            self.answer(b"x" * 300_000, **{"Content-Type": "text/plain"})
        elif name == "trickle":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass
        else:
            self.answer(b"no", 404)

    def answer(self, body: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def got(url: str, folder: Path, **options: object) -> bytes:
    return fetch(url, folder, names("reader"), **{"private": True, **options}).path.read_bytes()  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["page", "packed", f"hop/{MAX_HOPS}"])
def test_a_page_is_an_article_that_is_called_by_its_address(site: str, path: str) -> None:
    (article,) = read_inputs([f"{site}/{path}"], private=True)
    assert isinstance(article, Article)
    assert (article.id, article.title) == (f"{site}/{path}", TITLE)
    assert article.text.endswith(PARAGRAPHS[-1])
    assert article.source == f"{site}/{path}"


def test_the_suffix_of_an_address_goes_before_what_the_server_says(site: str) -> None:
    (article,) = read_inputs([f"{site}/n.csv"], private=True)
    assert isinstance(article, Article) and article.id == "c1"


def test_this_machine_is_refused_unless_it_is_allowed(site: str) -> None:
    (dropped,) = read_inputs([f"{site}/page"])
    assert isinstance(dropped, Dropped) and dropped.what == f"{site}/page"
    assert "127.0.0.1" in dropped.reason and "--allow-private" in dropped.reason


def test_a_redirect_to_a_private_address_is_refused_at_its_hop(site: str, tmp_path: Path) -> None:
    """The site itself is let through, as a public one would be; where it sends us is looked at again."""
    seen: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **named: object) -> object:
        seen.append(host)
        return real(host, *rest, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.read.fetch.socket.getaddrinfo", resolve)
        patch.setattr("kg.read.fetch._public", lambda address: address == "127.0.0.1")
        with pytest.raises(InputError, match=r"leads to 127\.9\.9\.9"):
            fetch(f"{site}/to/http://127.9.9.9/secret", tmp_path, names("reader"))
    assert list(dict.fromkeys(seen)) == ["127.0.0.1", "127.9.9.9"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
def test_a_redirect_to_another_scheme_is_refused(site: str, target: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no http or https address"):
        got(f"{site}/to/{target}", tmp_path)


def test_limits_of_hops_size_and_time(site: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"more than {MAX_HOPS} times"):
        got(f"{site}/hop/{MAX_HOPS + 1}", tmp_path)
    assert len(got(f"{site}/big", tmp_path)) == 300_000
    with pytest.raises(InputError, match="MB"):
        got(f"{site}/big", tmp_path, size=299_999)
    with pytest.raises(InputError, match="within"):
        got(f"{site}/trickle", tmp_path, seconds=0.4)
    with pytest.raises(InputError, match="code 404"):
        got(f"{site}/nothing", tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@example.org/",
        "http://",
        "http://exa mple.org/",
        "http://example.org/\r\nX: y",
        "http://[::1",
        "http://example.org:99999/",
        "https://пример.example/",
    ],
)
def test_what_is_no_plain_address_is_refused_before_anything_is_asked(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        got(url, tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:10.0.0.1"),
    ],
)
def test_private_addresses_in_every_writing(address: str) -> None:
    assert not _public(address)


def test_public_addresses() -> None:
    assert all(map(_public, ("1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")))
