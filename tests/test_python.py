"""The Python API: the guide's examples do what it shows, and its types are those that a program sees."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import kg

TOP = Path(__file__).parent.parent
GUIDE = TOP / "docs" / "python.md"


def test_the_guide_shows_what_happens(tmp_path: Path) -> None:
    ran = doctest.testfile(str(GUIDE), module_relative=False, globs={"folder": tmp_path})
    assert ran.attempted > 15
    assert ran.failed == 0


def test_a_program_sees_the_types(tmp_path: Path) -> None:
    """A right program passes the strict checker, and each wrong use is found."""
    program = Path(__file__).parent / "typed_use.py"
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from kg import Article, Builder\n"
        "Article(1, 'text')\n"
        "for result in Builder.default().build([Article('a', 'b')]):\n"
        "    number: int = result.report.conforms.title\n"
        "Builder.missing()\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--no-incremental"]
    top = Path(kg.__file__).parent.parent  # mypy finds what is installed by itself, and refuses to be led there
    path = {} if top.name == "site-packages" else {"MYPYPATH": str(top)}
    where = {"cwd": str(tmp_path), "env": {**os.environ, **path}, "capture_output": True, "text": True}
    right = subprocess.run([*command, str(program)], check=False, **where)  # type: ignore[call-overload]
    assert right.returncode == 0, right.stdout
    found = subprocess.run([*command, str(wrong)], check=False, **where)  # type: ignore[call-overload]
    lines = {line.split(":")[1] for line in found.stdout.splitlines() if ": error:" in line}
    assert lines == {"2", "4", "5"}, found.stdout
