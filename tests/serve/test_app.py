"""What holds for every answer of the explorer."""

from __future__ import annotations

import json

from starlette.applications import Starlette

from kg.serve.fetch import fetch


def test_health_tells_a_supervisor_that_the_store_answers(empty: Starlette) -> None:
    answer = fetch(empty, "/health")
    assert answer.status == 200
    assert json.loads(answer.text)["status"] == "ok"


def test_nothing_inline_and_nothing_foreign_may_be_loaded(empty: Starlette) -> None:
    for path in ("/", "/health", "/nowhere", "/static/explorer.css"):
        policy = fetch(empty, path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_what_is_not_there_is_said_in_the_form_that_is_wanted(empty: Starlette) -> None:
    assert "/nowhere" in json.loads(fetch(empty, "/nowhere", {"accept": "application/json"}).text)["error"]
    page = fetch(empty, "/nowhere", {"accept": "text/html"})
    assert page.status == 404
    assert "<h1>Not here</h1>" in page.text
