"""A table of sentences and the days that their phrases mean, and sentences that hold no date."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from kg.dates import default_past, find_dates, resolve
from kg.model import EventTime

DATA = Path(__file__).parents[1] / "data"
TABLE = list(csv.DictReader((DATA / "dates.tsv").open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
NO_DATES = (DATA / "no_dates.txt").read_text("utf-8").splitlines()
TUESDAY = date(2023, 3, 21)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def told(text: str) -> EventTime | None:
    """An event time from "2023-03-10" or "2023-03-10/2023-03-12"."""
    return EventTime(day(text[:10]), day(text[-10:]), text, None, "explicit", "full-date") if text else None


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['text']} {row['published']} {row['tense']}")
def test_phrase_means_these_days_by_this_rule(row: dict[str, str]) -> None:
    (found,) = find_dates(row["text"])
    assert found.phrase == row["phrase"]
    time = resolve(
        found,
        published=day(row["published"]),
        dateline=day(row["dateline"]),
        event=told(row["event"]),
        tense=row["tense"] or None,
    )
    if not row["rule"]:
        assert time is None
        return
    assert time == EventTime(
        day(row["earliest"]), day(row["latest"]), row["edtf"], row["phrase"], row["anchor"], row["rule"]
    )


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_found_where_none_is_told(text: str) -> None:
    assert find_dates(text) == []


def test_the_tables_are_as_large_as_they_were() -> None:
    assert len(TABLE) >= 350
    assert len(NO_DATES) >= 100


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Last week, on August 6th, the envoys met.", ["Last week", "on August 6th"]),
        ("He said on Monday that the summit will open on Friday.", ["on Monday", "on Friday"]),
        ("It lost 12 in January and 27 in February.", ["in January", "in February"]),
        ("They met on March 3 and 9 in the city.", ["on March 3"]),
        ("They met on Monday and Thursday.", ["on Monday", "Thursday"]),
        ("In 2014 and in 2019 they met.", ["In 2014", "in 2019"]),
        ("They met on Tuesday.\n\nMarch 21 was cold.", ["on Tuesday", "March 21"]),
        ("It was two months from December 25 until today.", ["from December 25", "until today"]),
    ],
)
def test_every_phrase_of_a_sentence_is_found_in_order(text: str, phrases: list[str]) -> None:
    assert [found.phrase for found in find_dates(text)] == phrases


def test_no_break_spaces_and_dashes_of_all_kinds_are_read() -> None:
    for text in ("on March\u00a021,\u00a02023", "on 21\u202fMarch\u202f2023", "on  March  21,  2023"):
        (found,) = find_dates(text)
        time = resolve(found, published=None, tense="past")
        assert time is not None
        assert time.earliest == time.latest == TUESDAY
    for dash in "-–—‐‑":
        (found,) = find_dates(f"from 9{dash}10 January 2022")
        time = resolve(found, published=None, tense="past")
        assert time is not None
        assert (time.earliest, time.latest) == (date(2022, 1, 9), date(2022, 1, 10))


def test_a_full_date_needs_no_anchor_and_a_weekday_the_nearest_one() -> None:
    (full,) = find_dates("signed on March 10, 2022")
    (weekday,) = find_dates("signed on Friday")
    for published in (None, TUESDAY):
        for dateline in (None, date(2023, 3, 20)):
            time = resolve(full, published=published, dateline=dateline, tense="past")
            assert time is not None
            assert time.anchor == "explicit"
    time = resolve(weekday, published=TUESDAY, dateline=date(2023, 3, 10), tense="past")
    assert time == EventTime(
        date(2023, 3, 10), date(2023, 3, 10), "2023-03-10", "on Friday", "dateline", "weekday-past"
    )


def test_what_is_told_as_past_is_past_by_publication() -> None:
    assert default_past(TUESDAY) == EventTime(None, TUESDAY, "../2023-03-21", None, "publication", "by-publication")


def test_an_event_whose_days_are_open_anchors_nothing() -> None:
    for text in ("The following day, he left.", "He left two weeks later.", "He left the previous Friday."):
        (found,) = find_dates(text)
        assert resolve(found, published=TUESDAY, event=default_past(TUESDAY), tense="past") is None
