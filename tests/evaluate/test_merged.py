"""Merging is scored by hand-made results whose figures are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg.evaluate.merged import MergeScore, score_merged
from kg.evaluate.stories import Cluster, Individual, Link, Story, Told
from kg.evaluate.tellings import Merged
from kg.model import Article

ARTICLES = "abcd"


def told(article: str, start: int, part: str = "text") -> Told:
    return Told(article, part, start, start + 3, "met")


def cluster(name: str, *places: Told, type_: str = "Meeting", status: Iterable[str] = ("occurred",)) -> Cluster:
    return Cluster(name, type_, frozenset({type_}), frozenset(status), places)


STORY = Story(
    id="story",
    articles=tuple(Article(a, "text", published=date(2019, 3, 13)) for a in ARTICLES),
    clusters=(
        cluster("one", *(told(a, 0) for a in ARTICLES)),
        cluster("two", told("a", 10), told("b", 10), status=["cancelled"]),
    ),
    individuals=(Individual("li", {"a": "Li Wei", "b": "Li Wei"}), Individual("other", {"c": "Li Wei"})),
    copies={"d": "c"},
    links=(Link("fulfils", "one", "two"),),
)


def row(article: str, start: int, type_: str = "Meeting", part: str | None = None) -> dict[str, Any]:
    place = {"start": start, "end": start + 3, **({"part": part} if part else {})}
    iri = f"x/doc/{article}/event/{start}"
    return {
        "article": article,
        "event": iri,
        "type": type_,
        "types": [type_, "DiplomaticEvent", "Event"],
        "trigger": place,
        "evidence": [{**place, "end": start + 6, "quote": "they met"}],
    }


EVENTS: dict[str, list[dict[str, Any]]] = {a: [row(a, 0)] for a in ARTICLES}
EVENTS["a"].append(row("a", 10))
EVENTS["b"].append(row("b", 10))
MENTIONS = {a: [{"iri": f"x/doc/{a}/li", "text": "Li Wei", "label": "Li Wei"}] for a in "abc"}


def scored(
    groups: Mapping[str, Iterable[str]] | None = None, story: Story = STORY, **more: Any
) -> tuple[dict[str, float | None], MergeScore]:
    whole = {f"x/doc/{part}": name for name, parts in (groups or {}).items() for part in parts}
    given: dict[str, Any] = {"events": EVENTS, "mentions": MENTIONS, "status": {}, "copies": frozenset()}
    score = score_merged([story], Merged(**{**given, "whole": whole, "links": frozenset(), **more}))
    return {figure.name: figure.value for figure in score.figures()}, score


ONE = [f"{a}/event/0" for a in ARTICLES]
TWO = ["a/event/10", "b/event/10"]


def test_all_right_is_one_everywhere() -> None:
    whole, score = scored(
        {"e1": ONE, "e2": TWO, "p": ["a/li", "b/li"]},
        status={"e1": "occurred", "e2": "cancelled"},
        copies=frozenset({("d", "c")}),
        links=frozenset({("fulfils", "x/doc/a/event/0", "e2")}),
    )
    assert set(whole.values()) == {1.0}
    assert score.misses == ()


def test_nothing_merged_has_no_precision_of_pairs_and_no_recall() -> None:
    figures, score = scored()
    assert figures["event_b3_precision"] == 1.0
    assert figures["event_b3_recall"] == pytest.approx((4 * 1 / 4 + 2 * 1 / 2) / 6)
    assert (figures["event_pair_precision"], figures["event_pair_recall"]) == (None, 0.0)
    assert figures["copy_recall"] == figures["chain_recall"] == 0.0
    # five pairs of the first event, since one joins an article with its copy, and one of the second
    assert sum(miss.kind == "split" and miss.event in ("one", "two") for miss in score.misses) == 6


def test_everything_merged_has_no_precision() -> None:
    figures, score = scored({"e": [*ONE, *TWO], "p": ["a/li", "b/li", "c/li"]})
    assert figures["event_b3_precision"] == pytest.approx((4 * 4 / 6 + 2 * 2 / 6) / 6)
    assert figures["event_b3_recall"] == 1.0
    assert figures["event_pair_recall"] == 1.0
    assert figures["event_pair_precision"] == pytest.approx(6 / 12)
    assert figures["entity_pair_precision"] == pytest.approx(1 / 3)
    assert {miss.kind for miss in score.misses} == {"joined", "copy", "chain"}


def test_what_was_not_read_is_told_apart_from_what_was_not_joined() -> None:
    events = {**EVENTS, "a": [row("a", 0)], "d": [row("d", 0, "Visit")]}
    figures, score = scored({"e1": ONE}, events=events)
    assert figures["events_read"] == pytest.approx(4 / 6)
    assert figures["event_pair_recall"] == 1.0
    assert [(m.article, m.event) for m in score.misses if m.kind == "missed"] == [("d", "one"), ("a", "two")]


def test_words_in_the_title_are_not_those_in_the_text() -> None:
    story = replace(STORY, clusters=(cluster("one", told("a", 0, "title")),), links=())
    assert scored(events={"a": [row("a", 0)]}, story=story)[0]["events_read"] == 0.0
    assert scored(events={"a": [row("a", 0, part="title")]}, story=story)[0]["events_read"] == 1.0


def test_words_within_the_evidence_are_enough_where_no_trigger_has_them() -> None:
    story = replace(STORY, clusters=(cluster("one", told("a", 4)),), links=())
    assert scored(events={"a": [row("a", 0)]}, story=story)[0]["events_read"] == 1.0


def test_status_is_that_of_the_canonical_event_that_holds_most() -> None:
    figures, score = scored({"e1": ONE, "e2": TWO}, status={"e1": "planned", "e2": "cancelled"})
    assert figures["status_accuracy"] == 0.5
    (miss,) = (miss for miss in score.misses if miss.kind == "status")
    assert (miss.event, miss.told) == ("one", "want occurred, got planned")


def test_copies_of_a_copy_are_copies_and_a_chain_that_is_none_is_told() -> None:
    figures, score = scored(
        {"e1": ONE, "e2": TWO},
        copies=frozenset({("d", "c"), ("c", "b")}),
        links=frozenset({("fulfils", "e1", "e2"), ("reverses", "e1", "e2"), ("respondsTo", "e9", "e2")}),
    )
    assert figures["copy_recall"] == 1.0
    assert figures["copy_precision"] == pytest.approx(1 / 3)
    assert (figures["chain_precision"], figures["chain_recall"]) == (0.5, 1.0)
    assert {miss.told for miss in score.misses if miss.kind == "chain"} == {"no such: two"}
