"""A timeline's page in a real Chromium, from a file: whole, wide and on a phone, with no request to anybody."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from ontology_samples import BASE
from query_samples import Asked

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.protocols import Store
from kg.query.names import find_entity
from kg.store.oxigraph import OxigraphStore
from kg.timeline.entries import Timeline
from kg.timeline.page import write_page
from kg.vocab.ontology import Ontology

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOTS = Path(os.environ.get("KG_SCREENSHOTS", "build/screenshots"))
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark", "has_touch": True},
}
TOLD = [  # publisher, day of May 2025, text
    ("Ember Daily", 10, "Polish Prime Minister Donald Tusk will visit Ukraine on May 13."),
    ("Amber Wire", 14, "Polish Prime Minister Donald Tusk visited Ukraine on Tuesday."),
    ("Dune Daily", 14, "Donald Tusk did not visit Ukraine on Tuesday, the Polish government said."),
    ("Amber Wire", 20, "Ukraine on Monday condemned Poland over a ban on grain."),
]


@cache
def merged() -> Store:
    """A visit that is planned, told and denied, and a quarrel."""
    store = OxigraphStore(None, BASE)
    articles = [
        Article(f"told-{n}", text, published=date(2025, 5, day), published_by="field", publisher=publisher)
        for n, (publisher, day, text) in enumerate(TOLD)
    ]
    store.put([result.quads for result in Builder.default().build(articles) if result.quads])
    Consolidation(Settings(decisions=Path("/no/such/folder/decisions.tsv")), store).merge()
    return store


@cache
def example() -> Store:
    return Asked()  # type: ignore[return-value]


PAGES = {  # what a page is of, where that is told, its heading
    "states": (("Poland", "Ukraine"), merged, "Between Poland and Ukraine"),
    "person": (("Donald Tusk",), merged, "Donald Tusk"),
    "series": (("Amber Harbour Forum",), example, "Amber Harbour Forum"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_from_a_file_shows_each_event_once_and_asks_nobody(
    browser: Browser, tmp_path: Path, name: str, look: str
) -> None:
    parties, store, heading = PAGES[name]
    found = Timeline(store(), Ontology.load(), BASE, [find_entity(store(), party, BASE) for party in parties])
    file = tmp_path / "timeline.html"
    with file.open("w", encoding="utf-8", newline="\n") as out:
        write_page(found, out)
    context = browser.new_context(**LOOKS[look])  # type: ignore[arg-type]
    tab, faults, asked = context.new_page(), list[str](), list[str]()
    tab.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert not faults
    assert tab.locator("h1").inner_text() == heading
    assert tab.locator(".event").count() == len(found) > 0
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for entry in found:
        (shown,) = (one for one in tab.locator(".event").all() if entry.label.capitalize() in one.inner_text())
        for summary in shown.locator("summary").all():
            summary.click()
        for telling in entry.tellings:
            assert telling.words in shown.inner_text()
            assert (telling.publisher or telling.article) in shown.inner_text()
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SHOTS / f"timeline-{name}-{look}.png", full_page=True)
    violations = Axe().run(tab).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
    assert asked == [file.as_uri()]
    context.close()


def test_a_visit_planned_told_and_denied_stands_once_with_who_denies_it(browser: Browser, tmp_path: Path) -> None:
    found = Timeline(merged(), Ontology.load(), BASE, [find_entity(merged(), "Donald Tusk", BASE)])
    file = tmp_path / "timeline.html"
    with file.open("w", encoding="utf-8", newline="\n") as out:
        write_page(found, out)
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(file.as_uri())
    visit = tab.locator(".event").filter(has_text="13 May 2025")
    assert visit.count() == 1
    assert "3 publishers" in visit.inner_text()
    visit.locator("summary").first.click()  # opens without a script
    assert visit.locator(".differs", has_text="denies it").count() == 1
    context.close()
