"""The explorer in a real Chromium: each page wide, on a phone, in the dark, by keyboard, without any fault."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer_samples import PROLOGUE, Shown, rows

from kg.vocab.iri import document_id

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOTS = Path(os.environ.get("KG_SCREENSHOTS", "build/screenshots"))
HOSTILE = "/" + document_id("hostile <script>")
QUERY = "SELECT ?event ?latest { GRAPH ?g { ?event a ir:Meeting ; ir:latestDate ?latest } } ORDER BY ?latest LIMIT 5"
PAGES = {
    "overview": "/",
    "events": "/events",
    "events-filtered": "/events?state=entity/Q142&type=Statement",
    "events-none": "/events?type=Meeting&status=denied",
    "event": "/doc/sanctions-2022-07-14/event/1926-1931",
    "article": "/doc/sanctions-2022-07-14",
    "article-hostile": HOSTILE,
    "article-right-to-left": "/" + document_id("../../etc/passwd"),
    "article-long-word": "/doc/long",
    "state": "/entity/Q142",
    "person": "/entity/Q157",
    "states": "/states",
    "states-period": "/states?since=2012-01-01&until=2013-12-31",
    "questions": "/questions",
    "question": "/questions/who-invited-whom",
    "question-wrong": "/questions/who-met-whom?party=Nobody+Known",
    "sparql": "/sparql",
    "sparql-answer": f"/sparql?query={quote(QUERY)}",
    "sparql-wrong": "/sparql?query=SELECT",
    "review": "/review",
    "search": "/search?q=france",
    "search-none": "/search?q=zzzzzz",
    "statements": "/graph/catalog",
    "missing": "/doc/nothing-of-the-kind",
}
EXPECTED = {"question-wrong": 400, "sparql-wrong": 400, "missing": 404}
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 780}, "color_scheme": "light", "has_touch": True},
}


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_is_whole_quiet_and_open_to_all(browser: Browser, address: str, look: str) -> None:
    look_at(browser, address, look, PAGES)


@pytest.mark.parametrize("look", list(LOOKS))
def test_pages_of_what_was_merged_are_so_too(browser: Browser, merged: Shown, merged_address: str, look: str) -> None:
    base, pages = merged.explorer.base, {"merged-overview": "/", "merged-events": "/events?several=1"}
    for name, kind in (("merged-event", "ir:contradictionIn ?k"), ("joined-person", "a ir:Person")):
        query = f"SELECT ?w ?m {{ GRAPH ?g {{ ?w {kind} ; ir:consolidates ?m }} }} ORDER BY ?w ?m LIMIT 1"
        ((whole, member),) = rows(merged, PROLOGUE + query)
        pages |= {name: f"/{whole.removeprefix(base)}", f"{name}-told": f"/{member.removeprefix(base)}"}
    look_at(browser, merged_address, look, pages)


def look_at(browser: Browser, address: str, look: str, pages: Mapping[str, str]) -> None:
    """See that pages are there, fit the screen, ask no other host, and give neither console nor axe-core a reason."""
    context = browser.new_context(base_url=address, **LOOKS[look])  # type: ignore[arg-type]
    tab, faults, foreign = context.new_page(), list[str](), list[str]()
    tab.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(address) else None)
    axe, found = Axe(), {}
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, path in pages.items():
        faults.clear()
        answer = tab.goto(path)
        assert answer and answer.status == EXPECTED.get(name, 200), name
        tab.screenshot(path=SHOTS / f"{name}-{look}.png", full_page=True)
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        noise = [f for f in faults if not (name in EXPECTED and "Failed to load resource" in f)]
        assert not noise, (name, noise)
        if look != "phone" or name in ("overview", "events", "event", "states", "merged-event"):
            results = axe.run(tab).response["violations"]
            serious = [
                (v["id"], v["nodes"][0]["html"][:200]) for v in results if v["impact"] in ("serious", "critical")
            ]
            if serious:
                found[name] = serious
    context.close()
    assert not found
    assert not foreign
    assert tab.is_closed()


def test_hostile_words_do_nothing(tab: Page) -> None:
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for path in (HOSTILE, "/", "/events", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        tab.goto(path)
        assert "taken" not in tab.title() or "<script>" in tab.title()
        assert tab.locator("main script, main img").count() == 0
    assert not asked


def test_the_keyboard_reaches_everything(tab: Page) -> None:
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert tab.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("Tab")  # the first link of the content
    assert tab.evaluate("document.activeElement.closest('main') !== null")
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/events")
    tab.focus("#q")
    tab.keyboard.type("Hollande")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=Hollande")
    tab.get_by_role("link", name="François Hollande", exact=True).first.press("Enter")
    tab.wait_for_url("**/entity/**")
    assert tab.locator("h1").inner_text() == "François Hollande"
    tab.goto("/states")
    node = tab.locator(".network a[aria-label^='France']")
    node.focus()
    node.press("Enter")
    tab.wait_for_url("**/events?state=**")


def test_filters_narrow_the_list_and_are_taken_away_again(tab: Page) -> None:
    tab.goto("/events")
    every = tab.locator("[data-figure=total]").inner_text()
    for field, value in (("type", "Statement"), ("status", "occurred"), ("attribution", "directQuote"), ("quad", "VC")):
        tab.goto("/events")
        tab.select_option(f"#{field}", value)
        tab.get_by_role("button", name="Show").click()
        tab.wait_for_url(f"**{field}={value}**")
        assert int(tab.locator("[data-figure=total]").inner_text()) < int(every)
        assert tab.locator(f"#{field}").input_value() == value
    tab.goto("/events")
    tab.select_option("#state", label="France")
    tab.fill("#since", "2014-01-01")
    tab.fill("#until", "2014-12-31")
    tab.fill("#party", "François Hollande")
    tab.get_by_role("button", name="Show").click()
    assert tab.locator(".chosen li").count() == 5
    tab.get_by_role("link", name=re.compile("Take away: since")).click()
    assert "since=2" not in tab.url
    tab.get_by_role("link", name="Take all away").click()
    assert tab.locator("[data-figure=total]").inner_text() == every
    with tab.expect_download() as download:
        tab.get_by_role("link", name="These rows as CSV").click()
    assert download.value.suggested_filename == "events.csv"
    tab.get_by_role("link", name="older →").click()
    assert "page=2" in tab.url


def test_each_kind_of_link_leads_on(tab: Page) -> None:
    tab.goto("/")
    tab.locator(".chart a").first.press("Enter")
    assert "dated=1" in tab.url
    tab.goto("/")
    tab.get_by_role("link", name="Canada imposes further sanctions").click()
    tab.locator(".text .mark.event").first.click()
    assert "/event/" in tab.url
    tab.goto("/doc/sanctions-2022-07-14/event/1926-1931")
    tab.get_by_role("link", name="Canada", exact=True).first.click()
    assert tab.url.endswith("/entity/Q16")
    tab.get_by_role("link", name="All of them").click()
    assert "/events?" in tab.url
    tab.goto("/states")
    tab.locator(".matrix td a").first.click()
    assert "from=" in tab.url and "to=" in tab.url
    tab.goto("/questions")
    tab.get_by_role("link", name="Who invited whom").first.click()
    tab.fill("#p-inviter", "Italy")
    tab.get_by_role("button", name="Ask").click()
    assert "inviter=Italy" in tab.url
    assert tab.locator("[data-figure=rows]").inner_text()
    tab.get_by_text("Its SPARQL").click()
    tab.get_by_role("link", name="Open it in the editor").click()
    assert "PREFIX" in tab.locator("#query").input_value()
    tab.get_by_role("button", name="Run").click()
    assert tab.locator(".answer").count()
