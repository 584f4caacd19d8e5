"""What all tests share: this folder is on the path, so that they can import the sample makers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how fast a machine is proves nothing
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the long runs are; ``make soak`` asks for more than ``make test``."""
    parser.addoption("--moments", type=int, default=2, help="random moments at which each fault strikes")
    parser.addoption("--soaked", type=Path, metavar="FILE", help="go on where the run stopped that kept this file")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what long runs came to."""
    from soaked import Soaked

    if path := config.getoption("--soaked"):
        config.pluginmanager.register(Soaked(path, writes=not hasattr(config, "workerinput")))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a ``moment`` runs once for each."""
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", range(metafunc.config.getoption("--moments")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why."""
    from store_servers import ABSENT, has_virtuoso

    if not has_virtuoso() and not os.environ.get("CI"):
        terminalreporter.write_line(ABSENT, yellow=True)
