"""When and where: each day and place goes to the act that it belongs to, with phrase, anchor and rule."""

from __future__ import annotations

from datetime import date

import pytest
from reading import events, fillers, only, reading


@pytest.mark.parametrize(
    ("text", "edtf", "phrase"),
    [
        ("Japan met Poland in Oslo on Monday.", "2019-03-11", "on Monday"),
        ("On March 4, Japan met Poland.", "2019-03-04", "On March 4"),
        ("Japan met Poland last week.", "2019-03-04/2019-03-10", "last week"),
        ("Japan met Poland two days ago.", "2019-03-11", "two days ago"),
        ("Japan met Poland in 2010.", "2010", "in 2010"),
        ("Japan met Poland between March 1 and March 5.", "2019-03-01/2019-03-05", "between March 1 and March 5"),
        ("Japan will meet Poland on Friday.", "2019-03-15", "on Friday"),
        ("Japan will meet Poland next month.", "2019-04", "next month"),
        ("Japan will meet Poland in May.", "2019-05", "in May"),
    ],
)
def test_the_tense_decides_the_side_of_a_day(text: str, edtf: str, phrase: str) -> None:
    time = only(text, "Meeting").time
    assert time is not None
    assert (time.edtf, time.phrase) == (edtf, phrase)


def test_a_day_without_a_phrase_is_open_below_and_ends_with_publication() -> None:
    time = only("Japan met Poland.").time
    assert time is not None
    assert (time.earliest, time.latest, time.phrase, time.rule) == (None, date(2019, 3, 13), None, "by-publication")


def test_no_day_of_publication_no_day_at_all() -> None:
    [event] = reading("Japan met Poland on Monday.", None, None).events
    assert event.time is None


def test_days_of_clauses_are_not_mixed_up() -> None:
    text = "Russia, which attacked Ukraine in 2010, met Poland on Monday."
    found = {event.type: event.time.edtf for event in events(text) if event.time}
    assert found == {"MilitaryAttack": "2010", "Meeting": "2019-03-11"}


def test_the_day_of_the_saying_is_not_that_of_what_is_said() -> None:
    text = "The talks that Japan held with Poland on Monday failed, Brazil said on Tuesday."
    days = {event.type: event.time.edtf for event in events(text) if event.time}
    assert (days["TalksRound"], days["Statement"]) == ("2019-03-11", "2019-03-12")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Japan met Poland in Oslo.", {"Oslo"}),
        ("In Oslo on Monday, Japan met Poland.", {"Oslo"}),
        ("Japan met Poland.", set()),
    ],
)
def test_where_it_was(text: str, place: set[str]) -> None:
    assert fillers(only(text, "Meeting"), "atPlace") == place


def test_a_capital_is_a_place_where_it_stands_as_one_and_a_state_where_it_acts() -> None:
    text = "Talks between Japan and Poland began in Moscow on Monday."
    assert [p.entity.type for p in only(text).participants if p.role == "atPlace"] == ["Place"]
    said = only("Moscow said it was ready.", "Statement")
    assert [(p.entity.label, p.entity.type) for p in said.participants if p.role == "speaker"] == [("Russia", "State")]


def test_a_base_in_a_state_is_where_and_the_state_is_hit() -> None:
    event = only("Japan attacked a base in northern Poland.", "MilitaryAttack")
    assert fillers(event, "attacked") == {"Poland"}
    assert [p.entity.type for p in event.participants if p.role == "atPlace"] == ["Place"]


def test_the_year_of_a_document_is_not_that_of_its_signing() -> None:
    time = only("Chad signed the treaty of 2010 with Niger.", "Signing").time
    assert time is not None and time.phrase is None


def test_what_was_signed_was_not_signed_by_a_year_to_come() -> None:
    time = only("Chad and Niger signed a declaration on trade before 2035.", "Signing").time
    assert time is not None
    assert time.latest == date(2019, 3, 13)
