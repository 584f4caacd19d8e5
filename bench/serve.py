"""How long the explorer's pages take on a store of many articles: server time, no network, the median of five.

python bench/serve.py /tmp/store            # a store that bench/graphs.py made
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from starlette.applications import Starlette

from kg.config import Settings
from kg.serve.app import create_app
from kg.serve.fetch import fetch
from kg.serve.hold import holding
from kg.serve.limits import Limits

__all__ = ["measure", "pages", "pages_table"]

_TIMES = 5
_TARGETS = {"/states": "< 1,000", "/states, a year": "< 1,000"}
"""Milliseconds on 10,000 articles, where they are others than for most pages."""


def pages(app: Starlette) -> Iterator[tuple[str, str]]:
    """Name and address of the pages measured: of things, those that most events tell of."""
    index, base = app.state.explorer.index, app.state.explorer.base
    (state, other), (person,) = (
        [row[0].removeprefix(base) for row in index.rows(_BUSIEST, [kind, number])]
        for kind, number in (("State", 2), ("Person", 1))
    )
    event = index.rows(
        "SELECT iri FROM event WHERE reports = 1 ORDER BY n LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM event)"
    )[0][0].removeprefix(base)
    yield "/", "/"
    yield "/events", "/events"
    yield "/events, the last page", f"/events?page={index.rows('SELECT COUNT(*) FROM event')[0][0] // 50}"
    yield "/events, a class and all below it", "/events?type=CommunicativeAct"
    yield "/events, busiest state", f"/events?state={state}"
    yield "/events, between the two busiest states", f"/events?state={state}&with={other}&counted=1"
    yield (
        "/events, state, status, attribution and year",
        (f"/events?state={state}&status=occurred&attribution=directQuote&since=2018-01-01&until=2018-12-31"),
    )
    yield "an event", f"/{event}"
    yield "an article", "/" + event.partition("/event/")[0].removesuffix("/title")
    yield "busiest state", f"/{state}"
    yield "busiest person", f"/{person}"
    yield "/states", "/states"
    yield "/states, a year", "/states?since=2018-01-01&until=2018-12-31"
    yield "/questions", "/questions"
    yield "/questions/who-met-whom, busiest person", f"/questions/who-met-whom?party={person}"
    yield "/search, a common word", "/search?q=minister"
    yield "/search, a name", "/search?q=germ"
    yield "/review", "/review"


_BUSIEST = "SELECT iri FROM thing WHERE class = ? ORDER BY events DESC, iri LIMIT ?"


def measure(store: str) -> dict[str, object]:
    """Serve a store and ask for each page.

    Args:
        store: Its folder; the index is made first where it is not there.

    Returns:
        Articles and events, seconds to bring the index up to date, and for each page seconds: the first time, and the
        median of five.
    """
    settings = Settings(store=store)
    found: dict[str, object] = {}
    with holding(settings, Limits()) as (held, visitors):
        app = create_app(held, settings, visitors=visitors, folder=Path(store))
        with closing(app.state.explorer.index) as index:
            began = perf_counter()
            index.refresh()
            found["index"] = round(perf_counter() - began, 1)
            for name in ("article", "event", "thing"):
                found[name] = index.rows(f"SELECT COUNT(*) FROM {name}")[0][0]
            found["pages"] = {name: _timed(app, address) for name, address in pages(app)}
    found["sqlite"] = sqlite3.sqlite_version
    return found


def _timed(app: Starlette, address: str) -> dict[str, object]:
    times = []
    for _ in range(_TIMES + 1):
        began = perf_counter()
        answer = fetch(app, address, {"accept": "text/html"})
        times.append(perf_counter() - began)
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}, {answer.text[:500]}")
    return {"first": round(times[0], 3), "median": round(median(times[1:]), 3)}


def pages_table(store: str) -> list[str]:
    """What ``measure`` found, as a table.

    Args:
        store: The store's folder.
    """
    found = measure(store)
    pages_: Any = found["pages"]
    return [
        f"{found['event']:,} events; the index of lists and search took {found['index']} s to make. Server time, no "
        f"network: the first request after a change of the store, and the median of {_TIMES} more.",
        "",
        "| page | first, ms | then, ms | target |",
        "|---|---:|---:|---|",
        *(
            f"| {name} | {1000 * took['first']:.0f} | {1000 * took['median']:.0f} | {_TARGETS.get(name, '< 300')} |"
            for name, took in pages_.items()
        ),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", help="the store's folder")
    print(json.dumps(measure(parser.parse_args().store), indent=1))
