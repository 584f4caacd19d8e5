"""Real servers for tests: Oxigraph and Virtuoso, each on loopback, in a folder of its own, stopped after."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.store.profile import Profile

ON_DISK, IN_MEMORY = "on disk", "in memory"
EMBEDDED = [("oxigraph", ON_DISK), ("oxigraph", IN_MEMORY)]
SERVED = ("served", ON_DISK)
SERVERS = [("sparql", "oxigraph_server"), ("sparql", "virtuoso_server")]
"""Kinds of stores: the name of the plug-in, and where it lies or which fixture runs its server."""
SECRET = "dba"  # what a new Virtuoso has
ABSENT = (
    "Virtuoso is not installed, so the tests against it were left out: "
    "apt-get install -y --no-install-recommends virtuoso-opensource-7"
)


@dataclass(frozen=True)
class Server:
    """A server that runs: what it is, the URL of its root, its profile, and that profile as a table of kg.toml."""

    name: str
    root: str
    profile: Profile
    table: dict[str, object] = field(default_factory=dict)


def has_virtuoso() -> bool:
    """Whether Virtuoso is there; where tests run by themselves (CI), it has to be."""
    return shutil.which("virtuoso-t") is not None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"no server at {url}: {log.read_text()[-2000:] if log.exists() else 'no log'}")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Oxigraph's own server, as PyPI has it."""
    folder.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), folder / "log"
    program = Path(sys.executable).with_name("oxigraph")
    command = [program, "serve", "--location", folder / "data", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=out)
    root = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{root}/query", process, log)
        table = {"query": f"{root}/query", "update": f"{root}/update", "graph_store": f"{root}/store"}
        yield Server("oxigraph server", root, Profile.from_table("oxigraph", table), dict(table))
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Server]:
    """Virtuoso, with a limit on the rows of an answer."""
    folder.mkdir(parents=True, exist_ok=True)
    sql, web = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"""[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = {rows}
"""
    )
    command = ["virtuoso-t", "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    root = f"http://127.0.0.1:{web}"
    try:
        _wait(f"{root}/sparql", process, folder / "log")
        table = {
            "query": f"{root}/sparql",
            "update": f"{root}/sparql-auth",
            "graph_store": f"{root}/sparql-graph-crud-auth",
            "auth": "digest",
            "user": "dba",
            "password_env": "KG_TEST_PASSWORD",
        }
        profile = Profile.from_table("virtuoso", table, {**os.environ, "KG_TEST_PASSWORD": SECRET})
        yield Server("virtuoso", root, profile, dict(table))
    finally:
        process.terminate()
        process.wait(60)
