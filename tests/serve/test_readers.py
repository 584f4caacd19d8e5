"""A query can be stopped, whatever it does, and takes nothing from those that come after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pyoxigraph as ox
import pytest
from serving import readers as reading

from kg.errors import OverLimit, StoreError, UsageError
from kg.serve.forms import GRAPHS, TABLES
from kg.serve.limits import Limits
from kg.serve.readers import Question, Readers
from kg.store.answers import Dataset

N = 3000
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = {
    "count": f"SELECT (COUNT(*) AS ?n) {PRODUCT}",
    "sort": f"SELECT * {PRODUCT} ORDER BY ?c ?f",
    "distinct": f"SELECT DISTINCT (CONCAT(?c, ?f) AS ?x) {PRODUCT}",
    "ask": 'ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONTAINS(CONCAT(?c, ?f, ?i), "nowhere")) }',
    "construct": f"CONSTRUCT {{ ?a ?b ?c }} WHERE {PRODUCT}",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(99)))} }}" for i in range(9))
    + " }",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("readers") / "database"
    store = ox.Store(place)
    graph = ox.NamedNode("https://example.org/g")
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n % 7}"), graph, ox.Literal(f"value {n}"), graph) for n in range(N)
    )
    store.flush()
    return place


@pytest.fixture
def made() -> Iterator[Callable[..., Readers]]:
    all_: list[Readers] = []

    def make(**limits: float) -> Readers:
        all_.append(Readers(replace(Limits(), **limits)))  # type: ignore[arg-type]
        return all_[-1]

    yield make
    for readers in all_:
        readers.close()


@pytest.mark.parametrize("query", ENDLESS.values(), ids=list(ENDLESS))
def test_an_endless_query_is_ended_with_its_process(query: str, database: Path, made: Callable[..., Readers]) -> None:
    readers, before = made(seconds=1.0, rows=10**9), reading(os.getpid())
    with pytest.raises(OverLimit) as caught:
        readers.ask(database, Question(query))
    assert caught.value.what == "time"
    assert reading(os.getpid()) <= before, "the query goes on"
    assert readers.ask(database, Question("ASK {}")).body == b'{"head":{},"boolean":true}'


def test_a_query_that_takes_all_memory_is_ended(database: Path, made: Callable[..., Readers]) -> None:
    readers = made(seconds=120.0, memory=200 << 20)
    with pytest.raises(OverLimit) as caught:
        readers.ask(database, Question(ENDLESS["sort"]))
    assert caught.value.what == "memory"
    assert "200 megabytes" in str(caught.value)


def test_heavy_queries_do_not_hold_up_the_next(database: Path, made: Callable[..., Readers]) -> None:
    readers, gone = made(seconds=60.0, readers=3), Event()
    with ThreadPoolExecutor() as pool:
        heavy = [pool.submit(readers.ask, database, Question(ENDLESS["count"]), gone.is_set) for _ in range(2)]
        try:
            assert all(readers.ask(database, Question("ASK {}")).body for _ in range(20))
            assert not any(one.done() for one in heavy)
        finally:
            gone.set()
        for one in heavy:
            with pytest.raises(StoreError, match="nobody waits"):
                one.result()


def test_when_all_are_taken_the_next_is_told_to_come_later(database: Path, made: Callable[..., Readers]) -> None:
    readers, gone, asked = made(seconds=60.0, readers=1), Event(), Event()

    def watched() -> bool:
        asked.set()
        return gone.is_set()

    with ThreadPoolExecutor() as pool:
        heavy = pool.submit(readers.ask, database, Question(ENDLESS["count"]), watched)
        assert asked.wait(60)
        readers.limits = replace(readers.limits, seconds=0.2)
        with pytest.raises(OverLimit) as caught:
            readers.ask(database, Question("ASK {}"))
        assert caught.value.what == "readers"
        readers.limits = replace(readers.limits, seconds=60.0)
        gone.set()
        with pytest.raises(StoreError):
            heavy.result()
    assert readers.ask(database, Question("ASK {}")).body


def test_a_client_that_goes_away_takes_its_query_along(database: Path, made: Callable[..., Readers]) -> None:
    readers, end = made(seconds=60.0), monotonic() + 0.5
    with pytest.raises(StoreError, match="nobody waits"):
        readers.ask(database, Question(ENDLESS["count"]), lambda: monotonic() > end)


def test_a_process_whose_server_was_killed_ends_itself(database: Path) -> None:
    """Nobody is left to end it: it does so a few seconds after the time limit, wherever the query is."""
    program = f"""
from pathlib import Path
from kg.serve.limits import Limits
from kg.serve.readers import Question, Readers, _Reader
if __name__ == "__main__":
    limits = Limits(seconds=1.0)
    reader = _Reader(limits)
    reader._pipe.send((Path({str(database)!r}), Question({ENDLESS["count"]!r})))
    print(reader._process.pid, flush=True)
    input()
"""
    script = database.with_name("server.py")
    script.write_text(program)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True
    ) as server:
        assert server.stdout is not None
        reader = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    end = monotonic() + 60
    while monotonic() < end and Path(f"/proc/{reader}").exists():
        state = Path(f"/proc/{reader}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            break
        sleep(0.1)
    else:
        assert not Path(f"/proc/{reader}").exists(), "an endless query outlives its server"


def test_an_answer_of_too_many_rows_is_refused_and_not_cut(database: Path, made: Callable[..., Readers]) -> None:
    readers = made(rows=100)
    for query in ("SELECT * { ?s ?p ?o } LIMIT 100", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 100"):
        readers.ask(database, Question(query))
        with pytest.raises(OverLimit) as caught:
            readers.ask(database, Question(query.replace("100", "101")))
        assert caught.value.what == "rows"


def test_the_form_is_that_of_what_the_query_gives(database: Path, made: Callable[..., Readers]) -> None:
    readers = made()
    table, graph = "SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"
    question = Question(table, TABLES[2], GRAPHS[0])
    assert readers.ask(database, question).form == TABLES[2]
    assert readers.ask(database, replace(question, text=graph)).form == GRAPHS[0]
    assert readers.ask(database, replace(question, text=graph, graph=None)).form is None


def test_graphs_that_are_not_here_are_refused_where_they_must_be_known(
    database: Path, made: Callable[..., Readers]
) -> None:
    readers, far, here = made(), "https://example.org/far", "https://example.org/g"
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    asked = [
        Question(count % "", dataset=Dataset((far,))),
        Question(count % "", dataset=Dataset((), (here, far))),
        Question(count % f"FROM <{far}>"),
        Question(count % f"FROM <{here}> FROM NAMED <{far}>"),
        Question(count % "", dataset=Dataset(("no iri",))),
    ]
    for question in asked:
        with pytest.raises(UsageError):
            readers.ask(database, replace(question, known=True))
    for question in (Question(count % "", dataset=Dataset((here,))), Question(count % f"FROM <{here}>")):
        assert str(N).encode() in readers.ask(database, replace(question, known=True)).body


def test_processes_are_few_and_used_again(database: Path, made: Callable[..., Readers]) -> None:
    readers, before = made(readers=2), reading(os.getpid())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: readers.ask(database, Question("ASK {}")).body, range(40)))
    assert len(reading(os.getpid()) - before) <= 2
    with closing(readers):
        pass
    assert reading(os.getpid()) <= before
