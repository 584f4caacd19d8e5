"""The static site: every link leads to a file, nothing needs a server, and its search finds what there is."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from explorer_samples import HOSTILE

from kg.cli.main import main
from kg.config import Settings
from kg.model import Article
from kg.pipeline import Builder
from kg.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLAIN = Article("plain", "Emmanuel Macron visited Berlin on Monday and met Olaf Scholz.", None, date(2024, 3, 5))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(store=str(folder / "store"))
    with closing(open_store(settings, write=True)) as store:
        store.put([result.quads for result in Builder(settings).build([PLAIN, *HOSTILE]) if result.quads])
    assert main(["export", "site", str(folder / "pages"), "--store", settings.store, "--quiet"]) == 0
    return folder / "pages"


def test_every_link_leads_to_a_file_within(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text("utf-8")
        assert "<!--live-->" not in text
        for target in re.findall(r'\b(?:href|src|action)="([^"]*)"', text):
            if target.startswith(("https://", "http://", "#")):
                continue
            file = (page.parent / unquote(unescape(target).partition("#")[0].partition("?")[0])).resolve()
            assert file.is_file(), (page, target)
            assert file.is_relative_to(site)


def test_the_site_is_made_anew_only_into_an_empty_folder(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "site", str(site), "--store", str(site.parent / "store")]) == 2
    assert "has something in it" in capsys.readouterr().err


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(params=["on a host", "from a disk"])
def hosted(site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The site below a path, as on a host of pages; or as files that are opened, without any server."""
    if request.param == "from a disk":
        yield site.as_uri()
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=site.parent)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()
        thread.join()


def test_it_is_read_and_searched_in_a_browser(browser: Browser, hosted: str) -> None:
    tab, faults = browser.new_page(), list[str]()
    tab.on("console", lambda message: faults.append(message.text))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(f"{hosted}/index.html")
    tab.fill("#q", "macron")
    tab.press("#q", "Enter")
    tab.wait_for_url("**/search.html?q=macron")
    tab.get_by_role("link", name="Emmanuel Macron").first.click()
    assert tab.locator("h1").inner_text() == "Emmanuel Macron"
    tab.get_by_role("link", name="visit", exact=True).first.click()
    assert tab.locator(".said").inner_text().startswith("Emmanuel Macron visited Berlin")
    tab.goto(f"{hosted}/search.html?q=%3Cscript%3E")
    tab.get_by_role("heading", name=re.compile("article")).wait_for()
    tab.goto(f"{hosted}/search.html?q=zzz")
    tab.get_by_text("Nothing found").wait_for()
    tab.close()
    assert not faults
