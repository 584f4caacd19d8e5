"""Loading the same articles into each kind of store, by `kg load` and by the server's own loader.

    python bench/loading.py --articles 300

Servers are those that the tests start. Beside the rate by the clock stands that by processor time of client and server
together (their start and stop included), which means more on a machine that does other work.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pyoxigraph as ox
from graphs import TOGETHER, Graphs, templates

from kg.config import Settings
from kg.protocols import Store
from kg.store import open_store
from kg.store.loading import load_files
from kg.store.oxigraph import OxigraphStore
from kg.store.sparql import SparqlStore

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from store_servers import Server, oxigraph, virtuoso

BASE = Settings().base


def measured(
    name: str, quads: int, work: Callable[[Server], object], server: AbstractContextManager[Any] | None = None
) -> None:
    """Do it, with a server running if one is given, and print a row of the table."""
    before = sum(os.times()[:4])
    with server or nullcontext() as running:
        began = perf_counter()
        work(running)
        taken = perf_counter() - began
    print(f"| {name} | {quads / taken:,.0f} | {quads / (sum(os.times()[:4]) - before):,.0f} |", flush=True)


def loaded(store: Store, file: Path) -> None:
    """By ``kg load``, with all of it there after."""
    with closing(store):
        assert load_files(store, [file], BASE).aside == []


@contextmanager
def made(count: int, folder: Path) -> Iterator[tuple[Path, int]]:
    """A file of N-Quads, and how many."""
    settings = Settings()
    with OxigraphStore(folder / "made", BASE) as store:
        stream = Graphs(templates(settings), settings).articles(count)
        while batch := list(islice(stream, TOGETHER)):
            store.put(batch)
        with (folder / "kg.nq").open("w", encoding="utf-8") as out:
            out.writelines(f"{quad}\n" for quad in store.quads())
        quads = store.count()
    yield folder / "kg.nq", quads


def bulk_virtuoso(server: Server, folder: Path, file: Path, quads: int) -> None:
    """By ``ld_dir``, with all of it there after."""
    port = re.search(r"ServerPort = 127\.0\.0\.1:(\d+)", (folder / "virtuoso.ini").read_text())
    assert port
    shutil.copy(file, folder / "kg.nq")
    steps = f"ld_dir('{folder}', 'kg.nq', 'urn:unused'); rdf_loader_run(); checkpoint;"
    subprocess.run(["isql-vt", port[1], "dba", "dba", f"exec={steps}"], check=True, capture_output=True)
    with SparqlStore(server.profile, BASE) as store:
        assert store.count() == quads


def main() -> None:
    """Measure and print."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--articles", type=int, default=300)
    count = parse.parse_args().articles
    with TemporaryDirectory() as place, made(count, Path(place)) as (file, quads):
        folder = Path(place)
        print(f"{count:,} articles, {quads:,} quads, {file.stat().st_size / 1e6:,.0f} MB of N-Quads\n")
        print("| into | quads a second | a second of processor time |\n|---|---:|---:|", flush=True)
        raw, offline = folder / "raw", folder / "offline"
        form = ox.RdfFormat.N_QUADS
        measured("Oxigraph's bulk loader, embedded", quads, lambda _: ox.Store(raw).bulk_load(path=file, format=form))
        embedded = Settings(store=str(folder / "embedded"))
        measured("`kg load`, embedded", quads, lambda _: loaded(open_store(embedded, write=True), file))
        program = [
            str(Path(sys.executable).with_name("oxigraph")),
            "load",
            "--location",
            str(offline),
            "--file",
            str(file),
        ]
        measured("`oxigraph load`", quads, lambda _: subprocess.run(program, check=True, capture_output=True))

        def by_http(server: Server) -> None:
            loaded(SparqlStore(server.profile, BASE), file)

        measured("`kg load`, Oxigraph server", quads, by_http, oxigraph(folder / "oxigraph"))
        measured("`kg load`, Virtuoso", quads, by_http, virtuoso(folder / "virtuoso"))
        bulk = folder / "bulk"
        measured("Virtuoso's `ld_dir`", quads, lambda server: bulk_virtuoso(server, bulk, file, quads), virtuoso(bulk))


if __name__ == "__main__":
    main()
