"""While a server holds the store, every other command works on it as before, and a kill of either leaves it whole."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests
import slow_builds
from serving import ENVIRONMENT, KG, Serving, readers, serving
from slow_builds import ARTICLES, TOGETHER, whole

from kg.config import Settings
from kg.store import folder as layout
from kg.store import open_store
from kg.store.served import ServedStore

BASE = Settings().base
CLIENTS = 16

BUILD = slow_builds.program("kg.store.served:ServedStore", "--store", "store")


@pytest.fixture
def copy(store: str, tmp_path: Path) -> Path:
    """A copy of the samples' store, in a folder of its own."""
    shutil.copytree(store, tmp_path / "served" / "store")
    return tmp_path / "served" / "store"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return slow_builds.write_news(tmp_path_factory.mktemp("served") / "news")


@pytest.fixture(scope="module")
def undisturbed(news: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build that nobody disturbs leaves."""
    return slow_builds.undisturbed(news, tmp_path_factory.mktemp("undisturbed") / "store")


@pytest.fixture
def running(news: Path, tmp_path: Path) -> Iterator[Serving]:
    """A server of a store with nothing but the ontology in it, with the news beside it."""
    (tmp_path / "news").symlink_to(news)
    open_store(Settings(store=str(tmp_path / "store")), write=True).close()
    with serving(tmp_path / "store", base=BASE) as server:
        yield server


def building(place: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [KG[0], "-c", BUILD], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=place, env=ENVIRONMENT, text=True
    )


READ = [
    ["ask", "who-met-whom", "--format", "tsv"],
    ["ask", "visits", "--format", "json"],
    ["sparql", "SELECT ?s ?d { ?s dct:issued ?d } ORDER BY ?s", "--format", "csv"],
    ["sparql", "CONSTRUCT WHERE { ?s dct:issued ?d }"],
    ["explain", "agency-visit-2018-05-14/event/149-160"],
    ["export", "events"],
    ["export", "rdf", "--format", "nquads"],
    ["export", "dyads"],
    ["info"],
    ["validate"],
]


def test_reading_commands_say_the_same_through_the_server(copy: Path, kg: Callable[..., tuple[int, str, str]]) -> None:
    direct = [kg(*command, "--store", copy) for command in READ]
    with serving(copy, base=BASE):
        served = [kg(*command, "--store", copy) for command in READ]
    for command, one, other in zip(READ, direct, served, strict=True):
        assert one == other, command
    assert {code for code, *_ in direct} <= {0, 1}, direct


def test_writing_commands_go_through_the_server_and_are_seen_at_once(
    copy: Path, news: Path, kg: Callable[..., tuple[int, str, str]]
) -> None:
    with serving(copy, base=BASE) as server:

        def there(article: str) -> bool:
            query = f"ASK {{ GRAPH <{BASE}doc/{article}> {{ ?s ?p ?o }} }}"
            return bool(requests.get(server.sparql, {"query": query}, timeout=60).json()["boolean"])

        assert there("roundup-2006-07-05")
        assert kg("retract", "roundup-2006-07-05", "--store", copy)[0] == 0
        assert not there("roundup-2006-07-05")
        assert kg("build", news / "a00-2023-03-21.txt", "--store", copy)[0] == 0
        assert there("a00-2023-03-21")
        more = copy.parent / "more.nt"
        more.write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")
        assert kg("load", more, "--graph", "https://example.org/more", "--to", copy)[0] == 0
        query = "ASK { GRAPH <https://example.org/more> { ?s ?p ?o } }"
        assert requests.get(server.sparql, {"query": query}, timeout=60).json()["boolean"] is True
    assert "https://example.org/more" in whole(copy)
    code, _, error = kg("retract", "nothing", "--store", copy)
    assert (code, "no article is called" in error) == (2, True)


def test_a_build_through_the_server_disturbs_nobody(running: Serving, undisturbed: str) -> None:
    """Clients count articles and their records, which come together: a state in between would show them apart."""
    counting = """SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(DISTINCT ?r) AS ?records) {
        { GRAPH ?g { ?g a ?class } FILTER(CONTAINS(STR(?g), "/doc/")) }
        UNION { GRAPH ?c { ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d } } }"""
    done, seen = threading.Event(), set[int]()

    def client(_: int) -> int:
        answered = 0
        with requests.Session() as session:
            last = False
            while not last:
                last = done.is_set()
                answer = session.get(running.sparql, params={"query": counting}, timeout=60)
                assert answer.status_code == 200, answer.text
                row = answer.json()["results"]["bindings"][0]
                graphs, records = (int(row[name]["value"]) for name in ("graphs", "records"))
                assert graphs == records and graphs % TOGETHER == 0, "half a change was seen"
                seen.add(graphs)
                answered += 1
        return answered

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, n) for n in range(CLIENTS)]
        with building(running.place) as build:
            _, error = build.communicate(timeout=300)
        done.set()
        assert all(one.result() for one in clients), "a client had no answer"
    assert (build.returncode, error) == (0, "")
    assert max(seen) == ARTICLES
    assert whole(running.place / "store") == undisturbed, "asked through the server"
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(60) == 0
    assert whole(running.place / "store") == undisturbed, "asked directly"


@pytest.mark.parametrize("lines", [1, 2, 3], ids=["at the first write", "after it", "at the second write"])
def test_a_build_that_is_killed_leaves_whole_articles(running: Serving, undisturbed: str, lines: int) -> None:
    with building(running.place) as build:
        assert build.stdout is not None
        said = [build.stdout.readline().strip() for _ in range(lines)]
        build.kill()
    assert build.returncode == -signal.SIGKILL
    with closing(open_store(Settings(store=str(running.place / "store")), write=False)) as store:
        assert isinstance(store, ServedStore)
        count = len(store.fingerprints())
    assert count % TOGETHER == 0, "a write was taken in half"
    assert count >= said.count("put") * TOGETHER
    with building(running.place) as again:
        again.communicate(timeout=300)
    assert again.returncode == 0
    assert whole(running.place / "store") == undisturbed


@pytest.mark.parametrize("lines", [2, 3], ids=["between two writes", "at a write"])
def test_a_server_that_is_killed_leaves_whole_articles(
    running: Serving, undisturbed: str, lines: int, kg: Callable[..., tuple[int, str, str]]
) -> None:
    with building(running.place) as build:
        assert build.stdout is not None
        for _ in range(lines):
            build.stdout.readline()
        running.process.kill()
        _, error = build.communicate(timeout=300)
    assert build.returncode == 3
    assert error.count("\n") == 1 and "do this again" in error, error
    folder = running.place / "store"
    assert layout.socket(folder).exists(), "the kill left the socket, and that is what is tried here"
    assert kg("info", "--store", folder)[0] == 0
    with building(running.place) as again:
        _, error = again.communicate(timeout=300)
    assert (again.returncode, error) == (0, "")
    assert whole(folder) == undisturbed
    assert not layout.socket(folder).exists()


def test_calls_that_break_off_disturb_neither_the_server_nor_its_end(copy: Path) -> None:
    with serving(copy, base=BASE) as server:
        before = whole(copy)
        for body in (b"", b'[{"article": "half"', b"null"):
            with socket.socket(socket.AF_UNIX) as caller:
                caller.connect(str(layout.socket(copy)))
                caller.sendall(b"POST /put HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + body)
        with closing(open_store(Settings(store=str(copy)), write=False)) as store, ThreadPoolExecutor(8) as pool:
            streams = [iter(store.quads()) for _ in range(8)]
            assert all(pool.map(next, streams))  # eight at once, each begun and not ended
            assert len(list(streams[0])) == before.count("\n") - 1
            del streams
        assert whole(copy) == before
        server.process.terminate()
        assert server.process.wait(60) == 0
    assert "Traceback" not in (copy.parent / "serve.log").read_text()


def test_a_store_that_is_held_otherwise_is_not_looked_for_at_a_dead_socket(
    copy: Path, kg: Callable[..., tuple[int, str, str]]
) -> None:
    with serving(copy, base=BASE) as server:
        server.process.kill()
        server.process.wait()
    with closing(open_store(Settings(store=str(copy)), write=False)):
        code, _, error = kg("retract", "roundup-2006-07-05", "--store", copy)
    assert code == 3
    assert f"in use by process {os.getpid()}" in error


def test_two_servers_do_not_hold_one_store(copy: Path, kg: Callable[..., tuple[int, str, str]]) -> None:
    with serving(copy, base=BASE):
        code, _, error = kg("serve", "--store", copy, "--port", 0)
        assert code == 3
        assert "served already" in error
        assert error.count("\n") == 1


def test_there_must_be_a_store_and_a_free_port(copy: Path, kg: Callable[..., tuple[int, str, str]]) -> None:
    code, _, error = kg("serve", "--store", "nothing", "--port", 0)
    assert (code, "holds no store" in error) == (3, True)
    assert not Path("nothing").exists()
    with serving(copy, base=BASE) as server:
        port = server.url.rstrip("/").rpartition(":")[2]
        other = copy.parent / "other"
        open_store(Settings(store=str(other)), write=True).close()
        code, _, error = kg("serve", "--store", other, "--port", port)
        assert (code, f":{port}" in error) == (3, True)


def test_the_socket_is_its_owners_alone(copy: Path) -> None:
    with serving(copy, base=BASE):
        assert layout.socket(copy).stat().st_mode & 0o777 == 0o600
    assert not layout.socket(copy).exists()


def test_a_path_too_long_for_a_socket_is_none_too_long_for_a_store(
    copy: Path, tmp_path: Path, kg: Callable[..., tuple[int, str, str]]
) -> None:
    folder = tmp_path / ("long" * 30) / "store"
    folder.parent.mkdir()
    copy.rename(folder)
    with serving(folder, base=BASE):
        assert layout.socket(folder).is_symlink()
        assert layout.socket(folder).stat().st_mode & 0o777 == 0o600
        assert kg("retract", "roundup-2006-07-05", "--store", folder)[0] == 0
    assert not layout.socket(folder).is_symlink()


def test_the_server_ends_when_it_is_told_also_while_a_long_query_runs(copy: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(copy, "--timeout", "600", base=BASE) as server, ThreadPoolExecutor() as pool:
        heavy = pool.submit(requests.get, server.sparql, {"query": endless}, timeout=120)
        own = pool.submit(
            subprocess.run,
            [*KG, "sparql", endless, "--store", str(copy)],
            cwd=server.place,
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        while len(readers(server.process.pid)) < 2:
            assert not heavy.done() and not own.done()
            time.sleep(0.05)
        server.process.terminate()
        assert server.process.wait(60) == 0
        assert own.result().returncode == 3
        assert (heavy.result().status_code, heavy.result().json()["error"][:15]) == (503, "the server ends")
    assert not layout.snapshots(copy).exists()
    assert "Traceback" not in (copy.parent / "serve.log").read_text()
