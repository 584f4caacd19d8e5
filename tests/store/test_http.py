"""A server that is busy, away, slow, refuses, lies or needs a secret: what no real server does when asked to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from store_samples import BASE, article

from kg.config import Settings
from kg.errors import ConfigError, StoreError, UsageError
from kg.store import open_store, patience
from kg.store.http import Connection
from kg.store.profile import Profile
from kg.store.sparql import SparqlStore

JSON = "application/sparql-results+json"
NOTHING = json.dumps({"head": {"vars": ["d", "f"]}, "results": {"bindings": []}})
Reply = tuple[int, dict[str, str], str]


@contextmanager
def serving(answer: Callable[[str, str, str], Reply]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers (method, path, body) with (status, headers, text); gives its URL, and the heads it saw."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            seen.append({"method": self.command, "path": self.path, **dict(self.headers)})
            status, headers, text = answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text.encode())), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = _do

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))


def profile(url: str, **more: Any) -> Profile:
    return Profile("there", f"{url}/q", f"{url}/u", f"{url}/g", union="", **more)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(patience.time, "sleep", waits.append)
    replies = iter([(200, {}, ""), (status, {"Retry-After": "7"}, ""), (200, {"Content-Type": JSON}, NOTHING)])
    with serving(lambda *_: next(replies)) as (url, seen):
        assert list(Connection(profile(url)).select("SELECT ?d ?f {}")) == []
    assert waits == [7.0] and len(seen) == 3


def test_a_server_whose_time_is_up_is_not_asked_the_same_again() -> None:
    """A 504 to an update may come although its work was done: that is looked at, and nothing is done twice."""
    with serving(lambda method, *_: (200, {}, "") if method == "GET" else (504, {}, "")) as (url, seen):
        connection = Connection(profile(url))
        told = r"there answers 504, its time is up; ask for less, or raise its limit of time"
        with pytest.raises(StoreError, match=told):
            connection.select("SELECT * {}")
        with pytest.raises(StoreError, match=told):
            connection.update("DROP ALL", done=lambda: False)
        connection.update("DROP ALL", done=lambda: True)
    assert [one["path"] for one in seen if one["method"] == "POST"] == ["/q", "/u", "/u"]


def test_nobody_waits_for_ever() -> None:
    with (
        serving(lambda *_: (503, {}, "")) as (url, seen),
        pytest.raises(StoreError, match=r"there answers 503 \(busy\)"),
    ):
        Connection(profile(url)).select("SELECT * {}")
    assert len(seen) == 3 + 1 or len(seen) == 3
    with (
        serving(lambda method, *_: (200, {}, "") if method == "GET" else (503, {"Retry-After": "86400"}, "")) as (
            url,
            seen,
        ),
        pytest.raises(StoreError, match="busy"),
    ):
        Connection(profile(url)).update("DROP ALL")
    assert [one["method"] for one in seen] == ["GET", "POST"]


def test_a_server_that_is_not_there_is_told_in_one_sentence() -> None:
    with serving(lambda *_: (200, {}, "")) as (url, _):
        pass
    with pytest.raises(StoreError, match=r"the store there cannot be reached \(Connection refused\); see that it runs"):
        SparqlStore(profile(url), BASE)


def test_after_a_time_out_it_is_looked_whether_the_work_was_done() -> None:
    """The first update is done and not answered; a second one would be a second time."""
    from threading import Event as Gate

    gate = Gate()

    def answer(method: str, path: str, body: str) -> Reply:
        if path == "/u":
            gate.wait(5)
        return 200, {}, ""

    with serving(answer) as (url, seen):
        connection = Connection(profile(url, timeout=0.2))
        connection.update("DROP ALL", done=lambda: True)
        assert [one["path"] for one in seen].count("/u") == 1
        with pytest.raises(StoreError, match=r"did not answer within 0\.2 s"):
            connection.update("DROP ALL", done=lambda: False)
        assert [one["path"] for one in seen].count("/u") == 4
        gate.set()


@pytest.mark.parametrize("method", ["query", "update", "put"])
def test_a_web_page_is_no_success(method: str) -> None:
    page = (200, {"Content-Type": "text/html; charset=UTF-8"}, "<html><body>Welcome</body></html>")
    with serving(lambda *_: page) as (url, _):
        connection = Connection(profile(url))
        call: dict[str, Callable[[], object]] = {
            "query": lambda: connection.select("SELECT * {}"),
            "update": lambda: connection.update("DROP ALL"),
            "put": lambda: connection.put_graph("urn:g", ""),
        }
        with pytest.raises(StoreError, match="200 with a web page"):
            call[method]()


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"head": {"vars": []}}'])
def test_results_that_are_none_are_told(text: str) -> None:
    with (
        serving(lambda *_: (200, {"Content-Type": JSON}, text)) as (url, _),
        pytest.raises(StoreError, match="results"),
    ):
        Connection(profile(url)).select("SELECT * {}")


def test_a_store_that_drops_what_it_took_is_found_out() -> None:
    """It says 200 to all, and holds nothing."""

    def answer(method: str, path: str, body: str) -> Reply:
        if path != "/q":
            return 204, {}, ""
        if "COUNT" in body:
            one = {"n": {"type": "literal", "value": "0", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
            return 200, {"Content-Type": JSON}, json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [one]}})
        if "ASK" in body:
            return 200, {"Content-Type": JSON}, '{"head": {}, "boolean": false}'
        return 200, {"Content-Type": JSON}, NOTHING

    with serving(answer) as (url, _), pytest.raises(StoreError, match="holds 0 of 7 statements"):
        SparqlStore(profile(url), BASE).put([article("one")])


def test_rows_that_the_server_cuts_off_are_an_error() -> None:
    with (
        serving(lambda *_: (200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "10"}, NOTHING)) as (url, _),
        pytest.raises(StoreError, match="after 10 rows"),
    ):
        Connection(profile(url)).select("SELECT * {}")


# ------------------------------------------------------------------------------------------------------------- secrets

TABLE = {"query": "http://h/q", "auth": "basic", "user": "me", "password_env": "KG_SECRET"}


@pytest.mark.parametrize(
    ("auth", "header"),
    [("basic", f"Basic {base64.b64encode(b'me:s3cret').decode()}"), ("bearer", "Bearer s3cret")],
)
def test_who_asks_is_said_in_every_request_and_nowhere_else(auth: str, header: str) -> None:
    with serving(lambda method, *_: (200, {"Content-Type": JSON}, NOTHING)) as (url, seen):
        connection = Connection(profile(url, auth=auth, user="me", secret="s3cret"))
        seen.clear()
        list(connection.select("SELECT * {}"))
        connection.update("DROP ALL")
        connection.put_graph("urn:g", "")
        assert [one["Authorization"] for one in seen] == [header] * 3
        assert "s3cret" not in repr(connection.profile)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_secret_is_not_shown(status: int) -> None:
    with serving(lambda *_: (status, {}, "s3cret is wrong")) as (url, _):
        connection = Connection(profile(url, auth="basic", user="me", secret="s3cret"))
        for call in (lambda: connection.select("SELECT * {}"), lambda: connection.update("DROP ALL")):
            with pytest.raises(StoreError, match="refuses") as told:
                call()
            assert "s3cret" not in str(told.value)


def test_a_profile_is_read_and_its_secret_comes_from_the_environment_alone() -> None:
    made = Profile.from_table("x", {**TABLE, "timeout": 5}, {"KG_SECRET": "s3cret"})
    assert (made.auth, made.user, made.secret, made.timeout) == ("basic", "me", "s3cret", 5.0)
    assert Profile.from_table("x", {"query": "http://h/q", "token_env": "T"}, {"T": "t"}).auth == "bearer"
    assert Profile.from_url("http://h:1/x", {"KG_STORE_USER": "me", "KG_STORE_PASSWORD": "s"}).secret == "s"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "x"}, "password_env"),
        ({"passwort_env": "x"}, "passwort_env"),
        ({"query": 3}, "text in quotes"),
        ({"query": "ftp://h/"}, "http or https"),
        ({"update": "http://me:s3cret@h/"}, "environment"),
        ({"auth": "kerberos"}, "basic, digest"),
        ({"password_env": "ELSEWHERE"}, "has no ELSEWHERE"),
        ({"timeout": "long"}, "number of seconds"),
    ],
)
def test_a_profile_that_does_not_hold_together_says_where(change: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words) as told:
        Profile.from_table("x", {**TABLE, **change}, {"KG_SECRET": "s3cret"})
    assert "s3cret" not in str(told.value)


def test_a_table_without_query_or_user_is_refused() -> None:
    for table in ({"update": "http://h/"}, {"query": "http://h/", "auth": "digest", "password_env": "KG_SECRET"}):
        with pytest.raises(ConfigError, match="x"):
            Profile.from_table("x", table, {"KG_SECRET": "s"})
    with pytest.raises(UsageError, match="no http or https"):
        open_store(Settings(store="ftp://h/"), write=False)


@pytest.mark.parametrize(
    ("server", "url", "query", "update", "graph_store"),
    [
        ("Oxigraph/0.5", "http://h:1", "http://h:1/query", "http://h:1/update", "http://h:1/store"),
        ("Oxigraph/0.5", "http://h:1/query", "http://h:1/query", "http://h:1/update", "http://h:1/store"),
        ("Virtuoso/07.20", "http://h/sparql", "http://h/sparql", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("GraphDB", "http://h/repositories/x", "http://h/repositories/x", "http://h/repositories/x/statements",
         "http://h/repositories/x/rdf-graphs/service"),
        ("other", "http://h/x", "http://h/x", "http://h/x", None),
    ],
)  # fmt: skip
def test_a_url_is_completed_by_what_the_server_calls_itself(
    server: str, url: str, query: str, update: str, graph_store: str | None
) -> None:
    made = Profile.from_url(url, {}).completed(server)
    assert (made.query, made.update, made.graph_store) == (query, update, graph_store)
