"""What long runs came to: a file to which each test that passes is added, so that one that broke off goes on there.

A line is the test's name and the figures that it recorded (``record_property``), tabs between. ``make soak`` keeps it
in ``build/soaked.tsv``; take the file away to begin anew. ``python tests/soaked.py build/soaked.tsv`` adds up.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

__all__ = ["Soaked", "totals"]


class Soaked:
    """A plug-in of pytest that leaves out what a file says has passed, and adds what passes now.

    Args:
        path: The file.
        writes: Whether this process writes it; of several that share the tests, one does.
    """

    def __init__(self, path: Path, writes: bool) -> None:
        self._path, self._writes = path, writes

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what has passed."""
        lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        passed = {line.split("\t")[0] for line in lines}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in passed])
        items[:] = [item for item in items if item.nodeid not in passed]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what passed."""
        if self._writes and report.when == "call" and report.passed:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            figures = (f"{name}={value}" for name, value in report.user_properties)
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\t".join((report.nodeid, *figures)) + "\n")


def totals(path: Path) -> Counter[str]:
    """Tests that passed by function, and the sums of the figures that they recorded."""
    found: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        name, *figures = line.split("\t")
        function = name.partition("[")[0]
        found[function] += 1
        for figure, _, value in (each.partition("=") for each in figures):
            if value.isdecimal():
                found[f"{function} {figure}"] += int(value)
    return found


if __name__ == "__main__":
    for name, number in sorted(totals(Path(sys.argv[1])).items()):
        sys.stdout.write(f"{number:8,}  {name}\n")
