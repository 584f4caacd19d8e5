"""A server that misbehaves, a full disk, a second build and a clock that goes back: told, and nothing lost by it."""

from __future__ import annotations

import datetime as clock
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import slow_builds
from faulty_proxy import FAULTS, HANG, Fault, proxy
from slow_builds import whole
from store_samples import BASE, article
from store_servers import Server, oxigraph

import kg.cli.link
import kg.cli.merge
import kg.cli.review
from kg.cli.main import main
from kg.config import Settings
from kg.errors import StoreError
from kg.model import ArticleQuads
from kg.store import dump, loading, open_store, patience
from kg.store.loading import load_files
from kg.store.oxigraph import OxigraphStore
from kg.store.profile import Profile
from kg.store.sparql import SparqlStore

ARTICLES = [article(f"a{n:02}", items=[f"Q{n % 3}", "Q9"], size=20) for n in range(8)]
KG = [sys.executable, "-m", "kg"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


# ---------------------------------------------------------------------------------------------------- a remote store


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shard") / "x.nq"
    with closing(OxigraphStore(None, BASE)) as store:
        store.put(ARTICLES)
        path.write_text(dump(store))
    return path


def at(url: str, patience: float) -> SparqlStore:
    table = {"query": f"{url}/query", "update": f"{url}/update", "graph_store": f"{url}/store", "timeout": patience}
    return SparqlStore(Profile.from_table("there", table), BASE)


@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_a_server_does_wrong_the_next_load_ends_in_the_same_bytes(
    kind: str,
    moment: int,
    server: Server,
    shard: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(loading, "_TOGETHER", 2)
    with SparqlStore(server.profile, BASE) as store:
        for graph in store.graphs():
            store.put_graph(graph, "")
    chance = random.Random(f"{kind} {moment}")
    fault = Fault(kind, chance.randrange(25), done=chance.random() < 0.5, lasting=chance.random() < 0.5)
    with proxy(server.root.removeprefix("http://"), fault) as url:
        try:
            with at(url, HANG / 2 if kind == "hang" else 60) as store:
                load_files(store, [shard], BASE)
        except StoreError as error:
            assert fault.struck and "\n" not in str(error), fault
        else:
            assert not (fault.struck and fault.lasting and kind != "half"), f"believed: {fault}"
    record_property(f"{kind} struck", fault.struck)
    with SparqlStore(server.profile, BASE) as store:
        load_files(store, [shard], BASE)
        assert dump(store) == shard.read_text()


# ------------------------------------------------------------------------------------------- this machine's own faults


def mounted(place: Path, size: int) -> bool:
    """A disk of so many bytes at a place, where that may be made."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    return bool(shutil.which("mount")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.soak
def test_a_disk_that_fills_up_at_any_moment_loses_nothing(
    moment: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(f"disk {moment}")
    size = chance.randrange(300_000, 6_000_000)
    if not mounted(tmp_path / "disk", size):
        pytest.skip("no small disk may be made here (mount); tests/store bounds the size of a file instead")
    big = [
        article(f"a{n}", literals=[f'"{random.Random(f"{n} {m}").randbytes(20_000).hex()}"' for m in range(4)])
        for n in range(24)
    ]
    folder, full = tmp_path / "disk" / "store", 0
    try:
        written: list[ArticleQuads] = []
        for one in big:
            try:
                with closing(OxigraphStore(folder, BASE)) as store:
                    store.put([one])
                written.append(one)
            except StoreError as error:
                full += 1
                assert "\n" not in str(error)
        assert full, f"{size} bytes were enough"
        record_property("writes refused", full)
        subprocess.run(["mount", "-o", "remount,size=100000000", str(tmp_path / "disk")], check=True)
        with closing(OxigraphStore(folder, BASE)) as store, closing(OxigraphStore(None, BASE)) as memory:
            memory.put(written)
            assert dump(store) == dump(memory), "what was taken is not there, or what was refused is"
            store.put(big)
            memory.put(big)
            assert dump(store) == dump(memory)
    finally:
        subprocess.run(["umount", str(tmp_path / "disk")], check=True)


def test_of_two_builds_at_once_on_one_store_one_is_told_and_nothing_is_mixed(tmp_path: Path) -> None:
    news = slow_builds.write_news(tmp_path / "news")
    command = [*KG, "build", "news", "--jobs", "1", "--quiet"]
    two = [
        subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, text=True, stderr=subprocess.PIPE) for _ in range(2)
    ]
    ended = {process: process.communicate()[1] for process in two}
    codes = sorted(process.returncode for process in two)
    assert codes in ([0, 3], [0, 0]), ended  # both, where the first was through before the second began
    for process, said in ended.items():
        if process.returncode:
            assert re.search(r"is in use by process \d+", said) and said.count("\n") == 1, said
    assert whole(tmp_path / "kg-store") == slow_builds.undisturbed(news, tmp_path / "other")


def test_a_clock_that_goes_back_changes_no_graph_and_no_order_of_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later decision holds, whatever the clock said when it was taken."""
    hours = iter(range(1000))

    class Back(clock.datetime):
        @classmethod
        def now(cls, tz: clock.tzinfo | None = None) -> Back:
            return cls(2023, 3, 21, tzinfo=tz) - clock.timedelta(hours=next(hours))

    for module in (kg.cli.link, kg.cli.merge, kg.cli.review):
        monkeypatch.setattr(module, "datetime", Back)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-2023-03-21.txt").write_text(
        "Norwegian diplomat Dagny Testvold met Wang Yi in Oslo, officials said.\n"
    )
    assert main(["build", "a-2023-03-21.txt", "--jobs", "1", "--quiet"]) == 0
    before = whole(tmp_path / "kg-store")
    assert main(["review", "-o", "todo.tsv", "--format", "tsv"]) == 0
    head, *rows = (tmp_path / "todo.tsv").read_text().splitlines()
    column = head.split("\t").index("value")
    assert rows, "nothing to decide"
    graphs = []
    for value in ("Q7747", "Q15031", "-"):
        lines = [row.split("\t") for row in rows[:1]]
        for cells in lines:
            cells[column] = value
        (tmp_path / "done.tsv").write_text("\n".join([head, *("\t".join(cells) for cells in lines)]) + "\n")
        assert main(["review", "--apply", "done.tsv", "--by", "Ada"]) == 0
        graphs.append(whole(tmp_path / "kg-store"))
    assert "Q7747" in graphs[0] and "Q15031" in graphs[1] and "Q7747" not in graphs[1]
    assert graphs[2] == before


def test_a_store_that_another_process_holds_is_told_with_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-2023-03-21.txt").write_text("Norway invited Chile to talks.\n")
    assert main(["build", "a-2023-03-21.txt", "--jobs", "1", "--quiet"]) == 0
    hold = "import sys; from kg.config import Settings; from kg.store import open_store\n"
    hold += "store = open_store(Settings(), write=True); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        for command in (["build", "a-2023-03-21.txt"], ["merge"], ["retract", "a-2023-03-21"], ["ask", "visits"]):
            capsys.readouterr()
            assert main(command) == 3
            said = capsys.readouterr().err
            assert f"in use by process {holder.pid}" in said and said.count("\n") == 1
        holder.stdin.close()  # type: ignore[union-attr]
    with closing(open_store(Settings(), write=False)) as store:
        assert list(store.fingerprints()) == ["a-2023-03-21"]
