"""One store of the samples, built by the command itself, for all tests of the command line; and a way to run it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.cli.main import main
from kg.resources import data_dir


class Ran(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the shipped samples; tests must not change it."""
    folder = tmp_path_factory.mktemp("samples") / "store"
    assert main(["build", str(data_dir("samples")), "--store", str(folder), "--jobs", "1"]) in (0, 1)
    return str(folder)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run ``kg`` with these arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return Ran(code, *capsys.readouterr())

    return run
