"""``kg diff``: an edit of the lexicon shows the events that it changed, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Kg = Callable[..., "tuple[int, str, str]"]

FRAME = """
[[frame]]
id = "pilfer-v-1"
verb = ["pilfer"]
event = "Meeting"
args = { subject = "meetingParty", with = "meetingParty" }
example = "Chad pilfered with Niger."
expect = { meetingParty = "Niger" }
"""


@pytest.fixture
def stores(kg: Kg, tmp_path: Path) -> None:
    """Two stores of one text and another that only the first has: without and with a frame of the user's own."""
    (tmp_path / "a.txt").write_text("Chad pilfered with Niger. Mali condemned Togo.")
    (tmp_path / "only.txt").write_text("Mali condemned Togo.")
    assert kg("build", "a.txt", "only.txt", "--store", "one", "--jobs", "1", "-q")[0] == 0
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "own.toml").write_text(FRAME)
    (tmp_path / "kg.toml").write_text("")
    assert kg("build", "a.txt", "--store", "two", "--jobs", "1", "-q")[0] == 0


def test_an_edit_of_the_lexicon_shows_the_events_it_changed(kg: Kg, stores: None) -> None:
    code, out, err = kg("diff", "one", "two", "--format", "table")
    assert code == 0
    assert out.splitlines() == [
        "a",
        "+ event/5-13 Meeting (occurred, affirmed, pilfer-v-1): meetingParty Chad (Q657), Niger (Q1032)",
        "    “Chad pilfered with Niger”",
        "only",
        "- the article",
    ]
    assert err == "1 added, 1 removed, 0 changed\n"


def test_the_other_way_round_what_was_added_is_removed(kg: Kg, stores: None) -> None:
    _, out, _ = kg("diff", "two", "one", "--format", "json", "--quiet")
    rows = json.loads(out)
    assert [(row["change"], row["article"], row["event"]) for row in rows] == [
        ("removed", "a", "event/5-13"),
        ("added", "only", None),
    ]
    assert rows[0]["before"].startswith("Meeting (")
    assert rows[0]["after"] is None


def test_a_store_differs_in_nothing_from_itself(kg: Kg, store: str) -> None:
    assert kg("diff", store, store, "--format", "table") == (0, "", "0 added, 0 removed, 0 changed\n")


def test_a_store_that_is_not_there_is_named(kg: Kg, store: str) -> None:
    code, out, err = kg("diff", store, "nowhere")
    assert (code, out) == (3, "")
    assert "nowhere" in err
