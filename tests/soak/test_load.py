"""Weeks of use on one store: builds and retractions over and over, and sixteen clients that read meanwhile."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from serving import Serving, readers, serving
from slow_builds import whole

import kg.annotate.nlp
from kg.cli.main import main
from kg.config import Settings

BASE = Settings().base
CLIENTS = 16
Record = Callable[[str, object], None]
STAYING, PASSING = 6, 6
"""Articles that stand all the time, and those that a round builds and takes out again."""
ROUNDS = [2, pytest.param(60, marks=pytest.mark.soak)]
PATIENCE = 600
"""Seconds that a query and its client wait: how fast a machine is proves nothing."""
SETTLED = 20
"""Rounds after which whatever fills with use (caches, files that are put in order now and then) is full."""
ADDRESSES = (
    "",
    "events",
    "states",
    "overview.json",
    "search?q=Norway",
    "questions/who-met-whom.json",
    "doc/stays-0",
    "openapi.json",
)
COUNTING = """SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(DISTINCT ?r) AS ?records) {
    { GRAPH ?g { ?g a ?class } FILTER(CONTAINS(STR(?g), "/doc/")) }
    UNION { GRAPH ?c { ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d } } }"""
ASKED = ("who-met-whom", "statements-by", "who-invited-whom", "single-source-events")


@pytest.fixture(scope="module")
def parser() -> kg.annotate.nlp.Parser:
    return kg.annotate.nlp.Parser(Settings())


@pytest.fixture
def kgs(parser: kg.annotate.nlp.Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs a command on the store, with a parser that is loaded already."""
    monkeypatch.setattr("kg.annotate.nlp.Parser", lambda settings: parser)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> None:
        assert main([*map(str, arguments), "--store", str(tmp_path / "store")]) == 0, arguments

    return run


def write(folder: Path, names: Iterator[str] | list[str], week: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    ids = [f"{name}-2023-03-{1 + week % 28:02}" if week else name for name in names]
    for number, name in enumerate(ids):
        (folder / f"{name}.txt").write_text(
            f"Norwegian Foreign Minister Anniken Huitfeldt met Chinese Foreign Minister Wang Yi in Oslo on Monday. "
            f"It was meeting {week}. "
            f"Norway invited Chile to talks {number}. “We welcome it”, Huitfeldt said.\n"
        )
    return ids


@pytest.fixture
def running(kgs: Callable[..., None], tmp_path: Path) -> Iterator[Serving]:
    """A server of a store in which some articles stand, all merged."""
    write(tmp_path / "staying", [f"stays-{n}" for n in range(STAYING)], 0)
    kgs("build", "staying", "--jobs", 1, "--quiet")
    kgs("merge", "--quiet")
    with serving(tmp_path / "store", "--timeout", str(PATIENCE), base=BASE) as server:
        yield server


def weeks(kgs: Callable[..., None], place: Path, rounds: int) -> Iterator[int]:
    """Each round builds new articles, merges, takes them out, and merges again."""
    for week in range(1, rounds + 1):
        ids = write(place / f"week-{week}", [f"goes-{week}-{n}" for n in range(PASSING)], week)
        kgs("build", f"week-{week}", "--jobs", 1, "--quiet")
        kgs("merge", "--quiet")
        kgs("retract", *ids)
        kgs("merge", "--quiet")
        yield week


def resident(process: int) -> int:
    """Kilobytes that a process and those that read for it hold."""
    status = (Path(f"/proc/{pid}/status").read_text() for pid in (process, *readers(process)))
    return sum(int(found[1]) for text in status if (found := re.search(r"VmRSS:\s+(\d+)", text)))


def on_disk(folder: Path) -> int:
    """Kilobytes of a folder; a file that goes meanwhile counts nothing."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return size >> 10


@pytest.mark.parametrize("rounds", ROUNDS)
def test_after_weeks_of_use_size_memory_and_answers_are_what_they_were(
    rounds: int, running: Serving, kgs: Callable[..., None], tmp_path: Path, record_property: Record
) -> None:
    def answers() -> list[bytes]:
        return [requests.get(f"{running.url}questions/{name}.json", timeout=PATIENCE).content for name in ASKED]

    before, graph = answers(), whole(tmp_path / "store")
    curve: list[tuple[int, int]] = []
    for week in weeks(kgs, tmp_path, rounds):
        assert answers() == before, f"week {week}"
        assert whole(tmp_path / "store") == graph, f"week {week}"
        curve.append((on_disk(tmp_path / "store"), resident(running.process.pid)))
    record_property("rounds", rounds)
    record_property("curve", " ".join(f"{size}/{memory}" for size, memory in curve))
    early, late = curve[:SETTLED], curve[SETTLED:] or curve[-1:]
    for what, first, after in zip(("size", "memory"), zip(*early, strict=True), zip(*late, strict=True), strict=True):
        assert max(after) <= 1.3 * max(first), (what, curve)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_sixteen_clients_are_answered_while_builds_write(
    rounds: int, running: Serving, kgs: Callable[..., None], tmp_path: Path, record_property: Record
) -> None:
    done = threading.Event()

    def client(number: int) -> int:
        answered = 0
        with requests.Session() as session:
            while not done.is_set():
                answer = session.get(running.sparql, params={"query": COUNTING}, timeout=PATIENCE)
                assert answer.status_code == 200, (answer.status_code, answer.text)
                row = answer.json()["results"]["bindings"][0]
                assert row["graphs"]["value"] == row["records"]["value"], "half a change was seen"
                page = session.get(running.url + ADDRESSES[(number + answered) % len(ADDRESSES)], timeout=PATIENCE)
                assert page.status_code == 200, (page.status_code, page.url, page.text)
                answered += 1
        return 2 * answered

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, n) for n in range(CLIENTS)]
        try:
            for _ in weeks(kgs, tmp_path, rounds):
                for one in clients:
                    assert not one.done() or one.result(), "a client stopped"  # what stopped it is raised
        finally:
            done.set()
        served = [one.result() for one in clients]
    assert all(served), "a client had no answer"
    record_property("requests", sum(served))
    assert "Traceback" not in (tmp_path / "serve.log").read_text()
