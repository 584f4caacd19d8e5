"""Two readings of one article compared: what came, what went, and which part of an event changed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.compare import Change, changes

TEXT = "Chad met Niger in Oslo. Mali condemned Togo. Benin thanked Ghana."


def filler(label: str, wikidata: str | None = None) -> dict[str, Any]:
    return {"iri": f"x/{label}", "label": label, "wikidata": wikidata, "office": None}


def event(type_: str, word: str, quote: str, base: str = "https://a/", **more: Any) -> dict[str, Any]:
    at, start = TEXT.index(word), TEXT.index(quote)
    row: dict[str, Any] = {
        "event": f"{base}doc/a/event/{at}-{at + len(word)}",
        "type": type_,
        "plover": None,
        "mode": None,
        "status": "occurred",
        "polarity": "affirmed",
        "certainty": "certain",
        "confidence": 0.9,
        "frame": f"{type_.lower()}-v-1",
        "roles": {"meetingParty": [filler("Chad"), filler("Niger")]},
        "time": None,
        "place": [],
        "attributionType": "authorial",
        "attributedTo": [],
        "content": [],
        "concerns": [],
        "inResponseTo": None,
        "partOf": None,
        "series": None,
        "ordinal": None,
        "fatalities": None,
        "trigger": {"start": at, "end": at + len(word), "text": word},
        "evidence": [{"start": start, "end": start + len(quote), "quote": quote}],
    }
    return row | more


MET = event("Meeting", "met", "Chad met Niger in Oslo")
CONDEMNED = event("Criticism", "condemned", "Mali condemned Togo", roles={"speaker": [filler("Mali")]})
THANKED = event("Endorsement", "thanked", "Benin thanked Ghana", roles={"speaker": [filler("Benin")]})


def found(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return [(c.kind, c.event, c.what) for c in changes("a", before, after)]


def test_what_came_and_what_went_is_told_in_the_order_of_the_text() -> None:
    assert found([THANKED, MET], [CONDEMNED, MET]) == [
        ("added", "event/29-38", "event"),
        ("removed", "event/51-58", "event"),
    ]


def test_each_part_that_changed_is_told_with_both_values() -> None:
    now = event(
        "Meeting",
        "met",
        "Chad met Niger in Oslo",
        status="planned",
        place=[filler("Oslo", "Q585")],
        roles={"meetingParty": [filler("Niger"), filler("Chad")], "host": [filler("Norway")]},
    )
    assert list(changes("a", [MET], [now])) == [
        Change("changed", "a", "event/5-8", "Meeting", "status", "occurred", "planned", "Chad met Niger in Oslo"),
        Change("changed", "a", "event/5-8", "Meeting", "host", None, "Norway", "Chad met Niger in Oslo"),
        Change("changed", "a", "event/5-8", "Meeting", "place", None, "Oslo (Q585)", "Chad met Niger in Oslo"),
    ]


def test_an_event_told_by_another_word_of_the_clause_is_the_same_event() -> None:
    by_phrase = event("Meeting", "met Niger", "Chad met Niger in Oslo", frame="meet-v-2")
    assert found([MET], [by_phrase]) == [("changed", "event/5-14", "frame")]


def test_another_event_of_the_same_clause_is_another() -> None:
    other = event("Visit", "Oslo", "Chad met Niger in Oslo", roles={"visitor": [filler("Niger")]})
    assert [kind for kind, _, _ in found([MET], [other])] == ["removed", "added"]


def test_the_base_of_the_store_makes_no_difference() -> None:
    answer = {"inResponseTo": "https://a/doc/a/event/0-4"}
    there = {"inResponseTo": "https://b/c/doc/a/event/0-4"}
    one, two = (
        event("Meeting", "met", "Chad met Niger", **answer),
        event("Meeting", "met", "Chad met Niger", "https://b/c/", **there),
    )
    assert found([one], [two]) == []


@given(st.lists(st.sampled_from([MET, CONDEMNED, THANKED]), unique_by=lambda row: str(row["event"])), st.randoms())
def test_what_is_the_same_in_any_order_differs_in_nothing(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert found(rows, shuffled) == []


@given(
    st.lists(st.sampled_from([MET, CONDEMNED, THANKED]), unique_by=lambda row: str(row["event"])),
    st.lists(st.sampled_from([MET, CONDEMNED, THANKED]), unique_by=lambda row: str(row["event"])),
)
def test_what_one_way_adds_the_other_way_takes(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(turned[k], e, w) for k, e, w in found(one, two)] == found(two, one)
