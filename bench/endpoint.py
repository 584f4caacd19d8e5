"""What `kg serve` gives: requests a second and how long each waits, with many clients, alone and during a build.

    python bench/endpoint.py --store /tmp/store     # of a store that bench/graphs.py made

Queries are of the kinds that pages and programs ask: one thing described, a saved question with a parameter, a count.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles
from subprocess import DEVNULL, PIPE, Popen
from threading import Event

import requests

from kg.config import Settings
from kg.store import open_store

__all__ = ["serving_table"]

CLIENTS, SECONDS = 16, 20.0
_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
IR = "https://w3id.org/irkg/def#"
KINDS: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
    "ask": lambda doc: ("sparql", {"query": f"ASK {{ GRAPH <{doc}> {{ ?s ?p ?o }} }}"}),
    "events of an article": lambda doc: (
        "sparql",
        {"query": f"SELECT ?e ?c ?d {{ GRAPH <{doc}> {{ ?e <{IR}eventClass> ?c OPTIONAL {{ ?e <{IR}edtf> ?d }} }} }}"},
    ),
    "an article as Turtle": lambda doc: (doc.removeprefix(Settings().base), {}),
    "events by class": lambda doc: (
        "sparql",
        {"query": f"SELECT ?e ?g {{ GRAPH ?g {{ ?e <{IR}eventClass> <{IR}Meeting> }} }} LIMIT 100"},
    ),
}


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a server of a store, as long as within."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    with Popen(command, stderr=PIPE, text=True, env=_ENVIRONMENT) as process:
        assert process.stderr is not None
        try:
            yield process.stderr.readline().split()[0]
        finally:
            process.terminate()


def waits(address: str, docs: list[str], kind: str | None, during: Event) -> list[float]:
    """Seconds of each answer; clients ask, one question after the other, until ``during`` is set. None: any kind."""

    def client(number: int) -> list[float]:
        chance, found = Random(number), []
        with requests.Session() as session:
            while not during.is_set():
                path, parameters = KINDS[kind or chance.choice(list(KINDS))](chance.choice(docs))
                start = time.perf_counter()
                answer = session.get(address + path, params=parameters, headers={"Accept": "*/*"}, timeout=120)
                found.append(time.perf_counter() - start)
                answer.raise_for_status()
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [wait for waits in pool.map(client, range(CLIENTS)) for wait in waits]


def row(name: str, found: list[float], seconds: float) -> str:
    """One line of the table."""
    cuts = quantiles(found, n=100)
    return f"| {name} | {len(found) / seconds:,.0f} | {1000 * cuts[49]:.0f} ms | {1000 * cuts[94]:.0f} ms |"


def serving_table(store: Path, news: Path | None = None, seconds: float = SECONDS) -> list[str]:
    """Requests a second, and the wait of half of them and of 95 in 100.

    Args:
        store: The folder of a store.
        news: Articles to build into it meanwhile, in the last line.
        seconds: How long each kind is asked for.
    """
    with closing(open_store(Settings(store=str(store)), write=False)) as opened:
        found = opened.query(f"SELECT ?g {{ ?g a <{IR}NewsArticle> }} LIMIT 1000").rows
        docs = [term.value for (term,) in found if term]
        size = opened.count()
    lines = [
        f"{CLIENTS} clients on this machine as well, {size:,} quads.",
        "",
        "| asked | requests a second | p50 | p95 |",
        "|---|---:|---:|---:|",
    ]
    with served(store) as address, ThreadPoolExecutor(1) as pool:

        def asked(name: str, kind: str | None, until: Callable[[], object]) -> None:
            during, start = Event(), time.perf_counter()
            answers = pool.submit(waits, address, docs, kind, during)
            until()
            during.set()
            lines.append(row(name, answers.result(), time.perf_counter() - start))

        for kind in KINDS:
            asked(kind, kind, lambda: time.sleep(seconds))
        asked("all of these in turn", None, lambda: time.sleep(seconds))
        if news:
            build = [sys.executable, "-m", "kg", "build", str(news), "--store", str(store), "--quiet", "--jobs", "1"]
            asked("the same, during a build", None, lambda: Popen(build, stdout=DEVNULL, env=_ENVIRONMENT).wait())
    return lines


if __name__ == "__main__":
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--store", type=Path, required=True)
    parse.add_argument("--news", type=Path)
    parse.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parse.parse_args()
    print("\n".join(serving_table(chosen.store, chosen.news, chosen.seconds)))
