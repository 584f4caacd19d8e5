"""The tree of errors: the one drawn is the one that is, and each ends the command line as it says."""

from __future__ import annotations

import re

from kg import errors
from kg.errors import KgError, UnknownName

INDENT = 4


def drawn() -> dict[str, tuple[str | None, int | None]]:
    """Name to (parent, exit code as drawn) from the docstring of the module."""
    parents: list[str] = []
    tree: dict[str, tuple[str | None, int | None]] = {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"([│├└─ ]*)([A-Z][a-z]+[A-Z]\w+)(.*)", line):
            depth = len(match[1]) // INDENT
            code = re.search(r"exit (\d)", match[3])
            del parents[depth:]
            tree[match[2]] = (parents[-1] if parents else None, int(code[1]) if code else None)
            parents.append(match[2])
    return tree


def real(kind: type[KgError] = KgError, parent: str | None = None) -> dict[str, tuple[str | None, type[KgError]]]:
    tree: dict[str, tuple[str | None, type[KgError]]] = {kind.__name__: (parent, kind)}
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            tree |= real(child, kind.__name__)
    return tree


def test_the_tree_drawn_is_the_tree() -> None:
    assert {name: parent for name, (parent, _) in drawn().items()} == {
        name: parent for name, (parent, _) in real().items()
    }
    assert sorted(real()) == sorted(errors.__all__)


def test_each_error_ends_the_command_line_as_drawn() -> None:
    classes = {name: kind for name, (_, kind) in real().items()}
    for name, (parent, code) in drawn().items():
        expected = code or (classes[parent].exit_code if parent else 3)
        assert classes[name].exit_code == expected, name


def test_every_error_says_when_it_is_raised() -> None:
    for name, (_, kind) in real().items():
        assert (kind.__doc__ or "").strip(), name


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    error = UnknownName("question", "who-meet", ["who-met-whom", "visits"])
    assert str(error) == "no question is called 'who-meet'; known: visits, who-met-whom"
    assert error.known == ["visits", "who-met-whom"]
    assert str(UnknownName("store", "x", [])) == "no store is called 'x'; known: none"
