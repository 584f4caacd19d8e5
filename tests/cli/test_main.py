"""Failures are one sentence and an exit code, whatever goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main as cli

Kg = Callable[..., "tuple[int, str, str]"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["build"],
        ["build", "x", "--jobs", "0"],
        ["build", "x", "--published", "21.3."],
        ["ask", "no-such-question"],
        ["ask", "visits", "--no-such-parameter", "x"],
        ["ask", "visits", "--format", "xml"],
        ["sparql", "no-such-file.rq"],
        ["export", "rdf", "--format", "xml"],
        ["explain", "what", "ever"],
        ["validate", "no-such-file.ttl"],
        ["validate", "no-such-kind.xyz"],
        ["lexicon", "show", "frobnicate"],
    ],
)
def test_wrong_usage_is_2(kg: Kg, arguments: list[str]) -> None:
    code, out, err = kg(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [["ask", "visits"], ["sparql", "ASK {}"], ["explain", "a/event/1-2"], ["export", "events"], ["info"]]
)
def test_without_a_store_the_code_is_3_and_the_sentence_names_the_mend(kg: Kg, arguments: list[str]) -> None:
    code, out, err = kg(*arguments, "--store", "nowhere")
    assert (code, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert "nowhere" in err
    assert "kg build" in err


def test_values_of_parameters_are_checked_and_named(kg: Kg, store: str) -> None:
    code, _, err = kg("ask", "visits", "--since", "yesterday", "--store", store)
    assert code == 2
    assert "'yesterday' is no day" in err
    code, _, err = kg("ask", "visits", "--visitor", "Nobody At All", "--store", store)
    assert code == 2
    assert "Nobody At All" in err


def test_what_does_not_exist_is_named_with_what_does(kg: Kg, store: str) -> None:
    code, _, err = kg("explain", "agency-visit-2018-05-14/event/1-2", "--store", store)
    assert code == 2
    assert "agency-visit-2018-05-14/event/" in err.partition("known:")[2]
    code, _, err = kg("sparql", "SELECT * {", "--store", store)
    assert code == 2
    assert "line 1" in err


def test_a_wrong_setting_names_the_file(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("stoer = 'x'\n")
    code, _, err = kg("info")
    assert code == 2
    assert "kg.toml" in err
    assert "stoer" in err


def test_a_fault_of_ours_is_one_sentence_and_debug_shows_where(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(**options: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("kg.cli.info.settings", fault)
    code, _, err = kg("info")
    assert (code, len(err.splitlines())) == (3, 1)
    assert "--debug" in err
    code, _, err = kg("info", "--debug")
    assert code == 3
    assert "Traceback" in err
    assert "ZeroDivisionError" in err


def test_an_interrupt_is_130_with_one_sentence(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.cli.info.settings", interrupt)
    assert kg("info") == (cli.INTERRUPTED, "", "kg: interrupted; what was stored before is whole\n")


def test_a_reader_that_goes_away_is_no_failure(store: str) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = (
        f'"{sys.executable}" -m kg sparql "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 20000" --store "{store}" | head -1'
    )
    ran = subprocess.run(["/bin/sh", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.count("\n") == 1


def test_help_needs_no_heavy_library() -> None:
    code = (
        "import sys; from kg.cli.main import main; main(['--help']);"
        "heavy = {'spacy', 'rdflib', 'pyoxigraph', 'numpy', 'rich', 'pyshacl'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)


def test_importing_kg_costs_nothing_and_its_names_are_there() -> None:
    code = (
        "import sys, kg; assert not {'spacy', 'pyoxigraph', 'typer'} & set(sys.modules);"
        "assert all(getattr(kg, name) is not None for name in kg.__all__)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
