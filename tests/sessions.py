"""Runs the shell sessions that documents show, so that what they show is what happens.

A session is a fenced block of ``console``: lines that begin with ``$ `` are typed, what follows is what a terminal
shows. ``python tests/sessions.py README.md`` writes the output anew.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.resources import data_dir

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
WIDTH = 118


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output shown."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def run(command: str, folder: Path) -> str:
    """What a terminal of ``WIDTH`` columns shows when a command is typed in a folder; ``kg`` is this Python's."""
    env = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": str(WIDTH), "KG_STORE": "", "HOME": str(folder)}
    env["PATH"] = os.pathsep.join((str(folder / "bin"), env["PATH"]))
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    ours, theirs = pty.openpty()
    shell = subprocess.Popen(
        ["/bin/sh", "-c", command], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=env
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how a terminal tells that the other side is gone
        pass
    shell.wait()
    os.close(ours)
    lines = shown.decode().replace("\r\n", "\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def prepare(folder: Path) -> None:
    """Make a folder look like the top of a checkout: the samples, and ``kg`` on the path."""
    (folder / "kg" / "data").mkdir(parents=True)
    (folder / "kg" / "data" / "samples").symlink_to(data_dir("samples"))
    (folder / "bin").mkdir()
    kg = folder / "bin" / "kg"
    kg.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m kg "$@"\n')
    kg.chmod(0o755)


def rerun(text: str, show: Callable[[str, str], None] = lambda command, output: None) -> str:
    """The document with the output of its sessions as it is now; ``show`` is told of each command."""

    def again(block: re.Match[str]) -> str:
        parts = []
        for command, _ in commands(block[0]):
            output = run(command, folder)
            show(command, output)
            parts.append(f"$ {command}\n{output}")
        return "".join(parts)

    with TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        return BLOCK.sub(again, text)


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(rerun(path.read_text("utf-8")), "utf-8")
