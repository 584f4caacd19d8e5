"""Deciding in the browser: only where the server writes, only with its token, and then as ``kg review`` decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from kg.config import Settings
from kg.decisions import Decisions
from kg.model import Article
from kg.pipeline import Builder
from kg.revise.review import KINDS, open_items
from kg.serve.app import create_app
from kg.serve.fetch import Fetched, fetch
from kg.serve.index.waiting import waiting_items
from kg.store import open_store

TOKEN = "a token for tests"
TEXTS = (
    Article(
        "one", "Georgia signed a pact with Jordan, and the envoy Xylo Brandt met Peter Smith.", None, date(2020, 5, 4)
    ),
    Article("two", "Peter Smith visited Georgia on Monday.", None, date(2020, 5, 6)),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


@pytest.fixture
def writable(settings: Settings) -> Iterator[Starlette]:
    with closing(open_store(settings, write=True)) as store:
        store.put([result.quads for result in Builder(settings).build(TEXTS) if result.quads])
        app = create_app(store, settings, token=TOKEN)
        app.state.explorer.index.refresh()
        yield app
        app.state.explorer.index.close()


def post(app: Starlette, fields: dict[str, str], cookie: str = "") -> Fetched:
    headers = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded", "cookie": cookie}
    return fetch(app, "/review", headers, "POST", urlencode(fields).encode())


def test_the_page_lists_what_kg_review_lists(writable: Starlette) -> None:
    explorer = writable.state.explorer
    items = open_items(explorer.store, explorer.ontology, explorer.base)
    assert items
    text = fetch(writable, "/review", {"accept": "text/html"}).text
    for kind in KINDS:
        told = re.search(rf'data-figure="{kind}">(\d+)<', text)
        assert told and int(told[1]) == sum(item.kind == kind for item in items)
    assert 'name="value"' not in text, "nobody decides without the token"
    assert waiting_items(explorer.index, "", 1000, 0) == list(items)
    for kind in KINDS:
        assert waiting_items(explorer.index, kind, 1000, 0) == [item for item in items if item.kind == kind]
    overview = fetch(writable, "/", {"accept": "text/html"}).text
    assert f'data-figure="waiting">{len(items)}<' in overview


def test_nobody_decides_without_the_token(writable: Starlette, empty: Starlette, settings: Settings) -> None:
    item = open_items(writable.state.explorer.store, writable.state.explorer.ontology, settings.base)[0]
    fields = {
        "document": item.document,
        "span": item.span,
        "role": item.role,
        "text": item.text,
        "value": "nil",
        "by": "x",
    }
    assert post(writable, fields).status == 403
    assert post(writable, fields, "kg_review=another").status == 403
    assert post(writable, {"token": "another"}).status == 403
    assert post(empty, {"token": TOKEN}).status == 403
    assert not list(Decisions(settings.decisions_file))


def test_a_decision_is_kept_as_kg_review_keeps_it_and_shows_at_once(writable: Starlette, settings: Settings) -> None:
    explorer = writable.state.explorer
    welcomed = post(writable, {"token": TOKEN})
    assert welcomed.status == 303
    assert "httponly" in welcomed.headers["set-cookie"].lower()
    assert "samesite=strict" in welcomed.headers["set-cookie"].lower()
    cookie = welcomed.headers["set-cookie"].partition(";")[0]
    assert 'name="value"' in fetch(writable, "/review", {"accept": "text/html", "cookie": cookie}).text
    before = open_items(explorer.store, explorer.ontology, explorer.base)
    item = next(item for item in before if item.kind in ("nil", "ambiguous"))
    fields = {"document": item.document, "span": item.span, "role": item.role, "text": item.text, "by": "Ada"}
    assert post(writable, {**fields, "value": "Q999999999999"}, cookie).status == 400
    assert not list(Decisions(settings.decisions_file))
    assert post(writable, {**fields, "value": "nil"}, cookie).status == 303
    (kept,) = Decisions(settings.decisions_file)
    assert (kept.document, kept.span, kept.value, kept.by, kept.method) == (
        item.document,
        item.span,
        "nil",
        "Ada",
        "review",
    )
    after = open_items(explorer.store, explorer.ontology, explorer.base)
    assert (item.document, item.span) not in {(one.document, one.span) for one in after}
    assert waiting_items(explorer.index, "", 1000, 0) == list(after)
