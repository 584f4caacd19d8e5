"""The page on reliability names tests that exist, and each guard stands where the list of guards says."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import guards
import pytest

import kg

TOP = Path(__file__).parent.parent
CODE = Path(kg.__file__).parent.parent
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (TOP / "docs" / "reliability.md").read_text("utf-8"))))


@cache
def collected(path: str) -> set[str]:
    """The tests of a file that pytest collects."""
    tree = ast.parse((TOP / path).read_text("utf-8"))
    return {item.name for item in tree.body if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_the_page_names_is_there(path: str, name: str) -> None:
    assert name in collected(path)


def test_every_promise_has_its_test() -> None:
    page = (TOP / "docs" / "reliability.md").read_text("utf-8")
    tables = re.findall(r"^\| promise .*\n\|[ -|]+\n((?:\|.*\n)+)", page, re.MULTILINE)
    promises = [row for table in tables for row in table.splitlines()]
    assert len(promises) >= 25
    assert [row for row in promises if "test_" not in row] == []


@pytest.mark.parametrize("guard", guards.guards(), ids=lambda guard: guard.name)
def test_a_guard_stands_once_where_the_list_says_and_its_test_is_there(guard: guards.Guard) -> None:
    assert (CODE / guard.file).read_text("utf-8").count(guard.take) == 1
    path, _, name = guard.test.partition("::")
    assert name in collected(path)
