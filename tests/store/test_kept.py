"""Answers that took long are given again from beside the store, as long as nobody has written to it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from store_samples import BASE, article

import kg.store.kept
from kg.errors import UsageError
from kg.model import Answer, Term
from kg.store.kept import Kept
from kg.store.oxigraph import OxigraphStore

COUNT = f"""SELECT ?p (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}doc')) }}
GROUP BY ?p ORDER BY ?p"""
MADE_UP = Answer("select", ("p", "n"), ((Term("urn:made-up"), None),) * 3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which every answer takes long enough to be kept."""
    monkeypatch.setattr(kg.store.kept, "LONG", 0)
    with OxigraphStore(tmp_path / "store", BASE) as store:
        store.put([article("one", items=["Q1"]), article("two", literals=['"Си"@ru', '"1"^^<urn:x>', r'"\n\u2028"'])])
    return tmp_path / "store"


def asked(folder: Path, text: str = COUNT) -> Answer:
    with OxigraphStore(folder, BASE, read_only=True) as store:
        return store.query(text)


def forge(folder: Path, text: str = COUNT) -> None:
    """Put another answer in place of what is kept, to see whether it is given."""
    shutil.rmtree(folder / "answers", ignore_errors=True)
    Kept(folder).answer(text, lambda: MADE_UP)


def changed(store: OxigraphStore) -> None:
    store.put([article("three")])


CHANGES: dict[str, Callable[[OxigraphStore], object]] = {
    "put": changed,
    "replace": lambda store: store.put([article("one", version="2", size=9)]),
    "remove": lambda store: store.remove(["two"]),
    "graph": lambda store: store.put_graph(f"{BASE}doc", f"<{BASE}s> <{BASE}p> <{BASE}o> <{BASE}doc> .\n"),
    "optimize": lambda store: store.optimize(),
}


def test_an_answer_that_took_long_is_not_made_again(folder: Path) -> None:
    first = asked(folder)
    assert len(first.rows) > 2
    assert asked(folder) == first
    forge(folder)
    assert asked(folder) == MADE_UP


def test_what_is_kept_comes_back_as_it_was(folder: Path) -> None:
    everything = "SELECT ?s ?none ?o { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s <urn:none> ?none } } ORDER BY ?s ?o"
    first = asked(folder, everything)
    assert {term.language for row in first.rows for term in row if term} >= {None, "ru"}
    assert len(list((folder / "answers").rglob("*.jsonl"))) == 1
    assert asked(folder, everything) == first
    with OxigraphStore(folder, BASE) as store:
        assert store.query(everything) == first


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_nothing_that_was_kept_is_given(folder: Path, name: str) -> None:
    forge(folder)
    with OxigraphStore(folder, BASE) as store:
        assert store.query(COUNT) != MADE_UP
        CHANGES[name](store)
        now = store.query(COUNT)
        assert now != MADE_UP
    assert asked(folder) == now == asked(folder)


def test_a_kill_keeps_nothing_of_the_state_before(folder: Path) -> None:
    """What stands in the log alone, as after a kill, is another state too."""
    forge(folder)
    program = f"""
import os
from pathlib import Path
from store_samples import BASE, article
from kg.store.oxigraph import OxigraphStore
OxigraphStore(Path({str(folder)!r}), BASE).put([article("one", version="2", size=9)])
os.kill(os.getpid(), 9)
"""
    path = os.pathsep.join([*sys.path, str(Path(__file__).parent.parent)])
    ran = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, check=False)
    assert ran.returncode == -signal.SIGKILL
    now = asked(folder)
    with OxigraphStore(folder, BASE) as store:
        assert now == store.query(COUNT) != MADE_UP


def test_the_first_rows_of_what_is_kept_are_kept(folder: Path) -> None:
    forge(folder)
    assert asked(folder, f"{COUNT}\nLIMIT 2\n").rows == MADE_UP.rows[:2]
    assert asked(folder, f"{COUNT}\nLIMIT 9").rows == MADE_UP.rows
    assert asked(folder, f"{COUNT}\n# LIMIT 2").rows != MADE_UP.rows[:2]
    assert asked(folder, COUNT.replace("ORDER BY ?p", "ORDER BY ?n") + "\nLIMIT 2").rows != MADE_UP.rows[:2]


def test_what_is_quick_large_no_table_or_wrong_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(folder, "ASK { GRAPH ?g { ?s ?p ?o } }")
    with pytest.raises(UsageError):
        asked(folder, "SELECT")
    monkeypatch.setattr(kg.store.kept, "_ROWS", 2)
    asked(folder)
    monkeypatch.setattr(kg.store.kept, "_ROWS", 100)
    monkeypatch.setattr(kg.store.kept, "LONG", 1e9)
    asked(folder)
    assert not (folder / "answers").exists()


def test_answers_do_not_pile_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.store.kept, "_MANY", 3)
    for n in range(5):
        asked(folder, f"SELECT ?s {{ ?s ?p {n} }}")
    assert len(list((folder / "answers").rglob("*.jsonl"))) == 3
    with closing(OxigraphStore(folder, BASE)) as store:
        changed(store)
    asked(folder)
    assert len(list((folder / "answers").rglob("*.jsonl"))) == 1


def test_a_damaged_one_is_made_again(folder: Path) -> None:
    first = asked(folder)
    (kept,) = (folder / "answers").rglob("*.jsonl")
    whole = kept.read_text()
    for text in ("", "{", whole[:-9], whole.replace('"p":', '"', 1)):
        kept.write_text(text)
        assert asked(folder) == first


@pytest.mark.parametrize("word", ["NOW()", "rand ()", "UUID()", "STRUUID()"])
def test_what_is_another_each_time_is_never_kept(folder: Path, word: str) -> None:
    text = f"SELECT ({word} AS ?it) {{ }}"
    forge(folder, text)
    assert asked(folder, text).rows != MADE_UP.rows
    assert not list((folder / "answers").rglob("*.jsonl"))
