"""What all tests share, a real browser too: this folder is on the path, so that they can import the sample makers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs Virtuoso where it is not installed, and say so at the end; in CI they run, and fail."""
    from store_servers import has_virtuoso

    if has_virtuoso() or os.environ.get("CI"):
        return
    needing = [item for item in items if "virtuoso" in item.name]
    if needing:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why."""
    from store_servers import ABSENT, has_virtuoso

    if not has_virtuoso() and not os.environ.get("CI"):
        terminalreporter.write_line(ABSENT, yellow=True)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "Chromium is not installed: no page is opened in a browser (apt-get install chromium)"


@pytest.fixture(scope="module")  # no longer than it is needed: an event loop runs in this thread as long as it is open
def browser() -> Iterator[Browser]:
    """Chromium; where there is none, its tests are left out, in CI they fail."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip(NO_CHROMIUM)
    assert CHROMIUM, NO_CHROMIUM
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
