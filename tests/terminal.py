"""Runs ``kg`` on a pseudo terminal of 120 columns, to see what a person sees while it works."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

__all__ = ["on_terminal"]


def on_terminal(store: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and all that the terminal was sent, without what moves the cursor or colours.

    Args:
        store: The store's folder.
        arguments: What is typed after ``kg``.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    env = {**os.environ, "TERM": "xterm", "KG_STORE": str(store)}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen([sys.executable, "-P", "-m", "kg", *arguments], stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # how a terminal tells that the other side is gone
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    return process.wait(), re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
