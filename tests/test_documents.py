"""What README shows is what happens, and what there is stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sessions import BLOCK, commands, rerun

import kg
from kg.cli.main import main
from kg.query.catalog import load_catalog

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")


def test_the_sessions_of_the_readme_show_what_happens() -> None:
    shown = [pair for block in BLOCK.findall(README) for pair in commands(block)]
    assert shown
    seen: list[tuple[str, str]] = []
    rerun(README, lambda command, output: seen.append((command, output)))
    for (command, expected), (_, output) in zip(shown, seen, strict=True):
        assert output == expected, command


def test_every_command_stands_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    listed = re.findall(r"^  (\w+)  ", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert {"build", "ask", "sparql", "explain", "validate", "export", "retract", "info", "lexicon", "demo"} <= set(
        listed
    )
    for command in listed:
        assert f"`kg {command}" in README, command


def test_every_question_stands_in_the_page_on_questions() -> None:
    page = (TOP / "docs" / "questions.md").read_text("utf-8")
    assert [name for name in load_catalog() if f"`{name}`" not in page] == []


def test_every_room_is_on_the_map() -> None:
    package = Path(kg.__file__).parent
    rooms = {room.name for room in package.iterdir() if (room / "__init__.py").is_file()}
    assert set(re.findall(r"^    kg/(\w+)/", README, re.MULTILINE)) == rooms | {"data"}


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    text = (TOP / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (TOP / target).exists() or (Path(kg.__file__).parent.parent / target).exists(), target
