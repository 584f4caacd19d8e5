"""A real ``kg serve`` for tests, in a process of its own on a free port, or a store held as it does; ended after."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store_samples import BASE

from kg.serve.hold import shared
from kg.serve.limits import Limits
from kg.store.oxigraph import OxigraphStore

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
KG = [sys.executable, "-m", "kg"]


@dataclass(frozen=True)
class Serving:
    """A server that runs: its address, its process, and the folder that its commands are given in."""

    url: str
    process: subprocess.Popen[bytes]
    place: Path

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"


def readers(process: int) -> set[int]:
    """The reading processes of a process (Linux)."""
    found: set[int] = set()
    for task in Path(f"/proc/{process}/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@contextmanager
def serving(store: Path, *options: str, base: str = BASE) -> Iterator[Serving]:
    """Serve a store, whose data begin with ``base``.

    Args:
        store: Its folder; beside it stands a kg.toml that names the base.
        options: More options of ``kg serve``.
        base: What the IRIs of its data begin with.
    """
    place = store.parent
    (place / "kg.toml").write_text(f'base = "{base}"\n')
    log = place / "serve.log"
    command = [*KG, "serve", "--store", str(store), "--port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=place, env=ENVIRONMENT)
    try:
        yield Serving(_address(log, process), process, place)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


@contextmanager
def served(folder: Path, base: str) -> Iterator[None]:
    """A store in a folder that this process holds as ``kg serve`` does: whoever opens it goes through the socket."""
    with OxigraphStore(folder, base) as store, shared(store, folder, base, Limits()):
        yield


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if found := re.search(r"http://\S+", log.read_text()):
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"kg serve did not start: {log.read_text()}")
