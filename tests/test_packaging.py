"""What is installed: everything that the command needs at run time, in the version that it says."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

import kg
from kg import plugins
from kg.resources import data_dir, share_dir

TOP = Path(__file__).parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [
        (share_dir("ontology"), "*.ttl", 8),
        (share_dir("shapes"), "*.ttl", 5),
        (share_dir("shapes") / "audit", "*.ttl", 1),
        (share_dir("queries"), "*.rq", 23),
        (data_dir("lexicon") / "en", "*.toml", 1),
        (data_dir("gazetteer"), "*.tsv", 5),
        (data_dir("samples"), "*-*.*", 10),
    ],
)
def test_data_lie_where_the_package_is_and_the_command_finds_them(folder: Path, pattern: str, least: int) -> None:
    assert len(list(folder.glob(pattern))) >= least
    assert (Path(kg.__file__).parent / "py.typed").is_file()


def test_every_built_in_plugin_can_be_loaded() -> None:
    for kind, names in plugins.BUILTIN.items():
        for name in names:
            assert callable(plugins.load(kind, name)), (kind, name)


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "kg/_version.py"
    changelog = (TOP / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changelog
    assert f"version: {kg.__version__}" in (TOP / "CITATION.cff").read_text("utf-8")


def test_an_installed_distribution_has_the_command_the_version_and_the_licence() -> None:
    try:
        installed = distribution("irkg")
    except PackageNotFoundError:  # run from a checkout; `make test` installs the wheel first
        assert (TOP / "kg").is_dir()
        return
    assert installed.version == kg.__version__
    assert [p.value for p in installed.entry_points if p.name == "kg"] == ["kg.cli.main:run"]
    assert any(str(path).endswith("LICENSE") for path in installed.files or ())


def test_everything_imported_is_declared() -> None:
    """Each top-level import of the package is the standard library's, its own, or of a declared distribution."""
    project = PROJECT["project"]
    declared = {
        _name(d) for part in (project["dependencies"], *project["optional-dependencies"].values()) for d in part
    }
    found = set()
    for path in Path(kg.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    made_by = packages_distributions()
    for name in sorted(found - sys.stdlib_module_names - {"kg"}):
        assert {_name(distribution) for distribution in made_by.get(name, [name])} & declared, name


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[; ]", requirement)[0].lower().replace("_", "-")
