"""What a build of the samples leaves, as two hashes, in whatever circumstances it is made."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.resources import data_dir

__all__ = ["PINNED", "Circumstances", "Hashes", "changelog_line"]

PINNED = Path(__file__).with_name("samples.sha256")
"""The hash of what is read of the samples."""

_RUN = re.compile(r"(/run/[^/>]+/)[0-9a-f]{16}>")
_PROGRAM = """
import sys
from contextlib import closing
from functools import partial
import kg.scale.local
from kg.cli.main import main
from kg.config import Settings
from kg.store import dump, open_store
if __name__ == "__main__":
    store, jobs, *inputs = sys.argv[1:]
    kg.scale.local.build_all = partial(kg.scale.local.build_all, batch=3, few=0)  # so that ten articles keep two busy
    if main(["build", *inputs, "--store", store, "--jobs", jobs, "--quiet"]) not in (0, 1):
        raise SystemExit("not built")
    with closing(open_store(Settings(store=store), write=False)) as opened:
        sys.stdout.buffer.write(dump(opened).encode())
"""


class Hashes(NamedTuple):
    """Of all lines of the store; and of the articles' and items' graphs alone, with the name of the run left open.

    That name changes with every edit of a data file, and the catalog with it, whether it changes the reading or not.
    """

    store: str
    reading: str


@dataclass(frozen=True)
class Circumstances:
    """What must not matter."""

    jobs: int = 1
    shuffled: int | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def hashes(self, folder: Path) -> Hashes:
        """Build the samples into a new store in a folder, and work there."""
        inputs = sorted(str(path) for path in data_dir("samples").iterdir())
        if self.shuffled is not None:
            random.Random(self.shuffled).shuffle(inputs)
        path = os.pathsep.join(str(Path(p).resolve()) for p in sys.path if p)
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", **self.environment}
        program = folder / "program.py"
        program.write_text(_PROGRAM)
        told = subprocess.run(
            [sys.executable, "-W", "ignore", str(program), str(folder / "store"), str(self.jobs), *inputs],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        lines = told.stdout.decode().splitlines()
        read = [_RUN.sub(r"\1RUN>", line) for line in lines if re.search(r"/(doc/[^/>]*|graph/entities)> \.$", line)]
        assert len(read) > len(lines) // 2
        return Hashes(_hash(lines), _hash(read))


def _hash(lines: list[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def changelog_line(reading: str) -> str:
    """What CHANGELOG.md has to say of the hash; the reason is for a person to add."""
    return f"- What is read of the samples has the hash `{reading[:16]}`"
