"""Takes out each guard of guards.toml in a copy of the checkout, and sees that the test which it is there for fails.

    python tools/guards.py [--write] [WORD]

prints a table of the guards (those whose name holds WORD), and ends with 1 where a test passes without its guard.
``--write`` puts the table into docs/reliability.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reliability.md"
TABLE = re.compile(r"(?<=<!-- guards -->\n).*?(?=<!-- /guards -->)", re.DOTALL)
COPIED = ("kg", "ontology", "shapes", "queries", "tests", "tools", "bench", "pyproject.toml")
FAILED = 1
"""What pytest ends with when tests ran and some failed; anything else is no proof."""


@dataclass(frozen=True)
class Guard:
    """One guard: its name, its file, the words that are taken out (they stand there once), those put in, its test."""

    name: str
    file: str
    take: str
    test: str
    put: str = ""


def guards() -> list[Guard]:
    """All guards, as the file has them."""
    return [Guard(**table) for table in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["guard"]]


def outcomes(chosen: list[Guard], place: Path) -> Iterator[tuple[Guard, bool]]:
    """Each guard, and whether its test failed without it.

    Args:
        chosen: The guards.
        place: An empty folder for the copy.
    """
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", "golden"))
        else:
            shutil.copy(source, place / name)
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", ""]
    for guard in chosen:
        file = place / guard.file
        whole = file.read_text("utf-8")
        file.write_text(whole.replace(guard.take, guard.put), "utf-8")
        try:
            ran = subprocess.run([*command, guard.test], cwd=place, env=environment, capture_output=True, timeout=600)
            yield guard, ran.returncode == FAILED
        except subprocess.TimeoutExpired:  # what the guard bounds has no bound any more
            yield guard, True
        finally:
            file.write_text(whole, "utf-8")


def main(arguments: list[str]) -> int:
    """Run, print, and perhaps write."""
    words = [argument for argument in arguments if argument != "--write"]
    chosen = [guard for guard in guards() if not words or words[0] in guard.name]
    lines = ["| taken out | file | the test that fails |", "| --- | --- | --- |"]
    passed = 0
    with TemporaryDirectory(prefix="guards-") as place:
        for guard, proven in outcomes(chosen, Path(place)):
            path, _, name = guard.test.partition("::")
            mark = "" if proven else "**does not fail** "
            lines.append(f"| {guard.name} | `{guard.file}` | {mark}`{Path(path).name}::{name}` |")
            passed += not proven
            print(lines[-1], flush=True)
    print(f"{len(chosen) - passed} of {len(chosen)} guards are missed when they are gone")
    if "--write" in arguments:
        table = "\n".join(lines) + f"\n\n{len(chosen) - passed} of {len(chosen)} tests fail without their guard.\n"
        PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text("utf-8")), "utf-8")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
