"""What all tests share: this folder is on the path, so that they can import the sample makers."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how fast a machine is proves nothing
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why."""
    from store_servers import ABSENT, has_virtuoso

    if not has_virtuoso() and not os.environ.get("CI"):
        terminalreporter.write_line(ABSENT, yellow=True)
