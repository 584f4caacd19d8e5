"""A build that is killed at any moment leaves whole articles, and the next run does only what is left to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import slow_builds
from slow_builds import ARTICLES, TOGETHER, whole

from kg.config import Settings

Kg = Callable[..., "tuple[int, str, str]"]

PROGRAM = slow_builds.program("kg.store.oxigraph:OxigraphStore")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return slow_builds.write_news(tmp_path_factory.mktemp("killed") / "news")


@pytest.fixture(scope="module")
def undisturbed(news: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build that nobody kills leaves."""
    return slow_builds.undisturbed(news, tmp_path_factory.mktemp("whole") / "store")


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
    assert whole(tmp_path / Settings().store) == undisturbed
