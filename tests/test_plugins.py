"""Names to classes: ours all load and keep their seam, third parties' come by entry point, unknown ones are told."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import protocols
from kg.errors import UnknownName
from kg.plugins import BUILTIN, load, names


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, table in BUILTIN.items() for name in table])
def test_every_name_of_ours_loads_and_is_documented(kind: str, name: str) -> None:
    loaded = load(kind, name)
    assert callable(loaded)
    assert inspect.getdoc(loaded)
    seam = getattr(protocols, kind.capitalize())
    if inspect.isclass(loaded):
        wanted = [m for m in vars(seam) if not m.startswith("_") and callable(getattr(seam, m))]
        assert wanted
        assert [m for m in wanted if not callable(getattr(loaded, m, None))] == []


def test_an_unknown_name_is_told_with_those_that_exist() -> None:
    with pytest.raises(UnknownName) as caught:
        load("store", "virtuosa")
    assert "'virtuosa'" in str(caught.value)
    assert "oxigraph" in str(caught.value)
    with pytest.raises(UnknownName):
        load("oracle", "delphi")


def test_a_third_party_adds_and_replaces_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution as pip would leave it: a module, and its entry points beside it."""
    (tmp_path / "their_reader.py").write_text("class Theirs:\n    'Reads theirs.'\n", "utf-8")
    info = tmp_path / "their_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-reader\nVersion: 1.0\n", "utf-8")
    points = "[kg.reader]\ntheirs = their_reader:Theirs\ntxt = their_reader:Theirs\n"
    (info / "entry_points.txt").write_text(points, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert names("reader")["theirs"] == "their_reader:Theirs"
    assert load("reader", "theirs").__name__ == "Theirs"
    assert load("reader", "txt").__name__ == "Theirs"
    monkeypatch.delitem(sys.modules, "their_reader")


def test_looking_names_up_imports_nothing_heavy() -> None:
    """In a process of its own, since this one has imported much already."""
    code = (
        "import sys; from kg.plugins import BUILTIN, names; [names(kind) for kind in BUILTIN]; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'spacy', 'rdflib', 'pyoxigraph', 'pyshacl', 'numpy'}))"
    )
    path = str(Path(kg.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"
