"""Data files are data: nothing of the package runs what it reads, and it opens nothing to others by itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import kg
from kg.cli.serve import serve

RUNNING = {"eval", "exec", "compile", "__import__"}
PICKLING = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "jsonpickle"}


def _sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def test_nothing_in_the_package_runs_what_it_reads() -> None:
    found = []
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNNING:
                found.append((path.name, node.func.id))
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [(path.name, name) for name in names if name.split(".")[0] in PICKLING]
            if isinstance(node, ast.keyword) and node.arg == "shell":
                found.append((path.name, "shell"))
    assert found == []


def test_a_server_listens_on_this_machine_alone_unless_told_otherwise() -> None:
    assert inspect.signature(serve).parameters["host"].default == "127.0.0.1"
