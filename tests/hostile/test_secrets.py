"""Passwords and tokens stand in the environment, and come out nowhere: no error, log, page, export or process."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from reader_samples import html, warc
from serving import ENVIRONMENT, KG, readers, serving

from kg.cli.main import main
from kg.config import Settings, load_settings
from kg.errors import KgError, UsageError
from kg.model import Article, Dropped
from kg.read.inputs import read_inputs
from kg.serve.app import create_app
from kg.serve.fetch import fetch
from kg.store import dump, open_store
from kg.store.http import Connection
from kg.store.profile import Profile

SECRET, TOKEN = "s3cret-Pa55", "t0ken-a1b2c3"
USER = "reader"
BASIC = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
LEAKS = (SECRET, TOKEN, BASIC)
KINDS = {
    "basic": {"auth": "basic", "user": USER, "password_env": "KG_SECRET"},
    "digest": {"auth": "digest", "user": USER, "password_env": "KG_SECRET"},
    "bearer": {"auth": "bearer", "token_env": "KG_TOKEN"},
}
ENV = {"KG_SECRET": SECRET, "KG_TOKEN": TOKEN}


def silent(*texts: object) -> None:
    for text in texts:
        assert not [leak for leak in LEAKS if leak in str(text)], text


@contextmanager
def telltale(status: int, *known: str) -> Iterator[str]:
    """A server that sends back, in headers and body, all that it was told, the secret too."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = f"{' '.join(known)} {self.headers}".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(told)))
            self.send_header("Server", " ".join(known))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = do_PUT = do_DELETE = _do

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def table(url: str, kind: str) -> dict[str, object]:
    return {"query": f"{url}/q", "update": f"{url}/u", "graph_store": f"{url}/g", "timeout": 5, **KINDS[kind]}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_secret_is_shown_by_anything_that_holds_one(kind: str) -> None:
    made = Profile.from_table("office", table("http://127.0.0.1:1", kind), ENV)
    settings = Settings(store="office", stores={"office": table("http://127.0.0.1:1", kind)})
    silent(repr(made), str(made), repr(settings))


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
def test_a_server_that_repeats_the_secret_is_not_repeated(
    kind: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.patience.PAUSES", ())
    with telltale(status, TOKEN if kind == "bearer" else SECRET) as url:
        connection = Connection(Profile.from_table("office", table(url, kind), ENV))
        for call in (
            lambda: list(connection.select("SELECT * {}")),
            lambda: list(connection.triples("DESCRIBE <urn:x>")),
            lambda: connection.update("DROP ALL"),
            lambda: connection.put_graph("urn:g", ""),
            lambda: list(connection.get_graph("urn:g")),
        ):
            try:
                call()
            except KgError as error:
                silent(error, repr(error), error.__cause__)
        connection.close()


@pytest.mark.parametrize(
    "url", [f"http://{USER}:{SECRET}@127.0.0.1:1/q", f"http://{USER}:{SECRET}@[::/q", f"ftp://{USER}:{SECRET}@h/"]
)
def test_a_stores_url_with_a_password_is_refused_without_showing_it(url: str) -> None:
    for settings in (Settings(store=url), Settings(store="office", stores={"office": {"query": url}})):
        with pytest.raises(UsageError) as told:
            open_store(settings, write=False)
        silent(told.value, told.value.__cause__)


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    (item,) = read_inputs([f"http://{USER}:{SECRET}@127.0.0.1:1/news.html"], private=True)
    assert isinstance(item, Dropped)
    assert "name or password" in item.reason
    silent(item)


def test_the_password_in_an_articles_address_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    address = f"https://{USER}:{SECRET}@news.example/a?b=x%40y"
    (tmp_path / "a.json").write_text(json.dumps({"text": "China met Japan on Monday.", "url": address}))
    (tmp_path / "b.warc").write_bytes(warc(pages=[(address, html()), (address, "<p>")]))
    (tmp_path / "c.html").write_text(html(url=address))
    items = list(read_inputs([tmp_path]))
    silent(items)
    articles = [item for item in items if isinstance(item, Article)]
    assert [article.url for article in articles] == ["https://news.example/a?b=x%40y"] * 3
    assert sum("left out" in item.reason for item in items if isinstance(item, Dropped)) == 3


def test_the_command_line_shows_no_secret_and_its_processes_neither(tmp_path: Path) -> None:
    """Each command against a server that repeats everything, said loudly and with a traceback."""
    (tmp_path / "a.txt").write_text("China met Japan on Monday.")
    with telltale(500) as url:
        stores = "".join(
            f"[stores.{kind}]\n"
            + "".join(f"{name} = {json.dumps(value)}\n" for name, value in table(url, kind).items())
            for kind in KINDS
        )
        (tmp_path / "kg.toml").write_text(stores)
        for command in (
            ["info", "--store", "basic"],
            ["sparql", "SELECT * {}", "--store", "bearer"],
            ["--debug", "export", "rdf", "--store", "digest"],
            ["build", f"http://{USER}:{SECRET}@127.0.0.1:1/x", "--store", "out", "--verbose"],
            ["info", "--store", f"http://{USER}:{SECRET}@127.0.0.1:1/"],
        ):
            process = subprocess.Popen(
                [*KG, *command], cwd=tmp_path, env={**os.environ, **ENVIRONMENT, **ENV},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
            said = process.communicate(timeout=120)[0]
            assert process.returncode in (2, 3), said
            silent(said)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            silent(path.read_bytes().decode("latin-1"))


def test_a_secret_where_the_name_of_its_variable_should_be_is_not_shown() -> None:
    """A mistake that is easily made: the password itself as password_env."""
    for kind, key, secret in (("basic", "password_env", SECRET), ("bearer", "token_env", TOKEN)):
        with pytest.raises(KgError) as told:
            Profile.from_table("office", {**table("http://127.0.0.1:1", kind), key: secret}, ENV)
        silent(told.value)
        assert key in str(told.value)


def test_what_follows_in_a_stores_url_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some servers take a key in the address."""
    monkeypatch.setattr("kg.store.patience.PAUSES", ())
    with pytest.raises(KgError) as told:
        open_store(Settings(store=f"http://127.0.0.1:1/q?apikey={SECRET}"), write=False)
    silent(told.value, told.value.__cause__)


EVERY = (
    ["build", "a.txt"],
    ["ask", "who-met-whom"],
    ["ask", "who-met-whom", "--party", "China"],
    ["sparql", "ASK {}"],
    ["sparql", "CONSTRUCT WHERE { ?s ?p ?o }"],
    ["explain", "a/event/6-9"],
    ["validate"],
    ["retract", "a"],
    ["merge"],
    ["link"],
    ["review"],
    ["export", "rdf"],
    ["export", "events"],
    ["export", "mentions"],
    ["export", "dyads"],
    ["export", "network"],
    ["export", "timeline", "China"],
    ["export", "site", "site"],
    ["info"],
)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_command_shows_a_secret_of_the_store_that_it_works_on(
    kind: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every command, whatever the server says, with a traceback and everything told; nor does it write one down."""
    monkeypatch.setattr("kg.store.patience.PAUSES", ())
    monkeypatch.chdir(tmp_path)
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "a.txt").write_text("China met Japan on Monday.")
    with telltale(status, TOKEN if kind == "bearer" else SECRET) as url:
        profile = "".join(f"{name} = {json.dumps(value)}\n" for name, value in table(url, kind).items())
        (tmp_path / "kg.toml").write_text(f"jobs = 1\n[stores.office]\n{profile}")
        for command in (*EVERY, ["load", "a.nq", "--to", "office"], ["diff", "office", "office"]):
            where = [] if "office" in command else ["--store", "office"]
            assert main(["--debug", *command, *where]) in (1, 2, 3), command
    said = capfd.readouterr()
    silent(said.out, said.err)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            silent(path.read_bytes().decode("latin-1"))


DESK = "a-token-with-which-one-may-decide"
PAGES = ("/", "/health", "/events", "/review", "/sparql?query=ASK+%7B%7D", "/doc/a", "/search?q=a")


def test_the_pages_over_a_store_on_a_server_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its own nor the token with which one may decide."""
    monkeypatch.setattr("kg.store.patience.PAUSES", ())
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    for status, kind in itertools.product((200, 500), KINDS):
        with telltale(status, TOKEN if kind == "bearer" else SECRET) as url:
            settings = Settings(store="office", stores={"office": table(url, kind)})
            with closing(open_store(settings, write=False)) as store:
                app = create_app(store, settings, token=DESK)
                for address in PAGES:
                    for accept in ("text/html", "application/json"):
                        answer = fetch(app, address, {"accept": accept})
                        silent(answer.text, answer.headers)
                        assert DESK not in answer.text
                app.state.explorer.index.close()


def test_the_graph_and_the_files_beside_it_hold_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built where secrets are set and named in kg.toml: the run record says with what, and nothing of these."""
    monkeypatch.chdir(tmp_path)
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    profile = "".join(f"{name} = {json.dumps(value)}\n" for name, value in table("http://127.0.0.1:1", "basic").items())
    (tmp_path / "kg.toml").write_text(f"jobs = 1\n[stores.office]\n{profile}")
    (tmp_path / "a.txt").write_text("China met Japan on Monday.")
    assert main(["build", "a.txt"]) == 0
    assert main(["merge"]) == 0
    with closing(open_store(load_settings(), write=False)) as store:
        silent(dump(store))
        assert "KG_SECRET" not in dump(store)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            silent(path.read_bytes().decode("latin-1"))


def test_a_server_and_its_processes_show_no_secret_and_its_token_once(tmp_path: Path) -> None:
    store = tmp_path / "store"
    open_store(Settings(store=str(store)), write=True).close()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENV.items():
            patch.setitem(ENVIRONMENT, name, value)
        with serving(store, "--writable", base=Settings().base) as server:
            said = (tmp_path / "serve.log").read_text()
            (token,) = re.findall(r"token for /review: (\S+)", said)
            assert requests.get(server.sparql, {"query": "ASK {}"}, timeout=60).status_code == 200
            for pid in (server.process.pid, *readers(server.process.pid)):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
                silent(line)
                assert token not in line
            for address in ("", "review", "overview.json", "health", "openapi.json"):
                assert token not in requests.get(server.url + address, timeout=60).text
    said = (tmp_path / "serve.log").read_text()
    silent(said)
    assert said.count(token) == 1
    assert not [path for path in store.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]
