"""Commands in processes of their own that can be killed at any moment, forked from one that has all loaded.

A fork server imports this module once, and with it the parser; each command is a fork of it. So fifty kills cost fifty
commands, not fifty times the loading of a model, and most moments fall where something is written.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import connection, get_context
from pathlib import Path
from time import monotonic

import kg.annotate.nlp
import kg.cli.build
import kg.store
import kg.store.loading
from kg.cli.main import main
from kg.config import Settings
from kg.store import dump, open_store

__all__ = ["Ended", "State", "run", "state"]

TOGETHER = 6
"""Articles that are written in one go: so few that a small corpus takes several writes."""

_PARSER = kg.annotate.nlp.Parser(Settings())
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+\d:]*")
_GRAPH = re.compile(r"<([^>]*)> \.$")


@dataclass(frozen=True)
class Ended:
    """How a command ended: the code of its process, and the seconds from the opening of the store."""

    code: int | None
    seconds: float


def _command(folder: str, arguments: tuple[str, ...], opened: connection.Connection) -> None:
    os.chdir(folder)
    sys.stdout = sys.stderr = Path("said.txt").open("a", buffering=1)  # noqa: SIM115 (open until the process ends)
    kg.cli.build._TOGETHER = kg.store.loading._TOGETHER = TOGETHER
    kg.annotate.nlp.Parser = lambda settings: _PARSER  # type: ignore[assignment, misc]

    def opening(settings: Settings, *, write: bool) -> object:
        if write:
            opened.send_bytes(b"opening")
        return open_store(settings, write=write)

    kg.store.open_store = opening  # type: ignore[assignment]
    raise SystemExit(main(list(arguments)))


def run(folder: Path, *arguments: str, kill_after: float | None = None) -> Ended:
    """Run ``kg`` with these arguments in a folder.

    Args:
        folder: Where; what it says is added to ``said.txt`` there.
        arguments: The command line.
        kill_after: Seconds after the opening of the store at which it is killed (SIGKILL); None to let it end.
    """
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)  # by which the fork server finds this module
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_command, args=(str(folder), arguments, there))
    process.start()
    there.close()
    try:
        here.recv_bytes()
    except EOFError:  # it ended before
        process.join()
        return Ended(process.exitcode, 0)
    began = monotonic()
    process.join(kill_after)
    if kill_after is not None:
        process.kill()
    process.join()
    return Ended(process.exitcode, monotonic() - began)


@dataclass(frozen=True)
class State:
    """What stands in a folder: the lines of each graph, and the files beside the store, without moments."""

    graphs: dict[str, frozenset[str]]
    files: dict[str, str]

    @property
    def articles(self) -> set[str]:
        """The graphs of articles."""
        return {name for name in self.graphs if "/doc/" in name}


def state(folder: Path) -> State:
    """What stands in a folder now; a store that is not there holds nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    if (folder / "kg-store").exists():
        with closing(open_store(Settings(store=str(folder / "kg-store")), write=False)) as store:
            for line in dump(store).splitlines():
                match = _GRAPH.search(line)
                assert match, line
                found[match[1]].add(line)
            assert store.count() == sum(map(len, found.values()))
    beside = sorted(path for path in folder.rglob("*.tsv") if "kg-store" not in path.parts)
    files = {str(path.relative_to(folder)): _STAMP.sub("MOMENT", path.read_text("utf-8")) for path in beside}
    return State({name: frozenset(lines) for name, lines in found.items()}, files)
