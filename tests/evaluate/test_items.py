"""An entity is right where its mentions are linked to its item, and wrong where they are not, or are none."""

from __future__ import annotations

from kg.evaluate.gold import Filler, Gold
from kg.evaluate.items import items


def linked(*mentions: tuple[str, str | None]) -> list[tuple[str | None, bool]]:
    gold = Gold("a", (), entities=(Filler(("United States", "US"), "Q30"),))
    labels = {"Q30": "United States", "Q298": "Chile"}
    rows = [{"text": text, "label": labels.get(item or "", text), "wikidata": item} for text, item in mentions]
    return [(one.linked, one.right) for one in items([gold], {"a": rows})]


def test_an_entity_is_found_by_any_of_its_names() -> None:
    assert linked(("the  United States", "Q30"), ("Chile", "Q298")) == [("Q30", True)]
    assert linked(("US", None)) == [(None, False)]
    assert linked() == [(None, False)]


def test_most_mentions_decide_and_words_around_a_name_count_only_without_it() -> None:
    assert linked(("US", "Q30"), ("US", "Q30"), ("United States", "Q99")) == [("Q30", True)]
    assert linked(("US", "Q30"), ("the United States government", None)) == [("Q30", True)]
    assert linked(("the United States government", "Q48525")) == [("Q48525", False)]
    assert linked(("American", "Q30")) == [("Q30", True)]
    assert linked(("American", "Q99")) == [(None, False)]
