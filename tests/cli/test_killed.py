"""A build that is killed at any moment leaves whole articles, and the next run does only what is left to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.build import run_build
from kg.config import Settings
from kg.store import dump, open_store

Kg = Callable[..., "tuple[int, str, str]"]

ARTICLES, TOGETHER = 24, 6
PROGRAM = f"""
import kg.cli.build
from kg.cli.main import main
from kg.store.oxigraph import OxigraphStore
kg.cli.build._TOGETHER = {TOGETHER}
put = OxigraphStore.put
def told(self, articles):
    print("putting", flush=True)
    put(self, articles)
    print("put", flush=True)
OxigraphStore.put = told
main(["build", "news", "--jobs", "1", "--quiet"])
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "news"
    folder.mkdir()
    for n in range(ARTICLES):
        (folder / f"a{n:02}-2023-03-21.txt").write_text(f"Norway invited Chile to talks {n}.\n")
    return folder


@pytest.fixture(scope="module")
def undisturbed(news: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build that nobody kills leaves."""
    settings = Settings(store=str(tmp_path_factory.mktemp("whole") / "store"), jobs=1)
    run_build(settings, [str(news)], None, quiet=True)
    store = open_store(settings, write=False)
    try:
        return dump(store)
    finally:
        store.close()


@pytest.mark.parametrize("lines", [1, 2, 3], ids=["at the first write", "after it", "at the second write"])
def test_a_killed_build_goes_on_where_it_stopped(
    lines: int, kg: Kg, news: Path, undisturbed: str, tmp_path: Path
) -> None:
    (tmp_path / "news").symlink_to(news)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, cwd=tmp_path, env=env, text=True
    ) as building:
        assert building.stdout is not None
        said = [building.stdout.readline().strip() for _ in range(lines)]
        building.kill()
        rest = building.stdout.read().split()
    assert building.returncode == -signal.SIGKILL
    done = [*said, *rest].count("put")
    code, _, err = kg("build", "news", "--jobs", 1)
    counts = {row.rsplit(maxsplit=1)[0].strip(): int(row.split()[-1]) for row in err.splitlines() if row[-1:].isdigit()}
    assert code == 0
    assert counts["built and stored"] + counts["unchanged"] == ARTICLES
    assert done * TOGETHER <= counts["unchanged"] < ARTICLES, "what was stored is built again, or was never stored"
    assert counts["unchanged"] % TOGETHER == 0, "a write was taken in half"
    store = open_store(Settings(), write=False)
    try:
        assert dump(store) == undisturbed
    finally:
        store.close()
