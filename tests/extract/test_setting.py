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


def test_a_clause_with_a_day_of_its_own_has_not_that_of_the_main_clause() -> None:
    text = "Grain left Odesa on Monday, ten days after the pact that Ukraine and Russia signed on March 10."
    assert [event.time.edtf for event in events(text) if event.type == "Signing" and event.time] == ["2019-03-10"]


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


def days(text: str) -> dict[str, str]:
    """The days of the events of a text by class, in EDTF."""
    return {event.type: event.time.edtf for event in events(text) if event.time is not None}


@pytest.mark.parametrize(
    ("text", "type_", "edtf"),
    [
        ("On Tuesday Wang Yi travelled to Oslo, where he met Erna Solberg.", "Meeting", "2019-03-12"),
        ("Wang Yi flew to Oslo on Tuesday and met Erna Solberg.", "Meeting", "2019-03-12"),
    ],
)
def test_a_clause_without_a_day_has_that_of_the_clause_in_which_it_stands(text: str, type_: str, edtf: str) -> None:
    assert days(text)[type_] == edtf


def test_that_day_is_the_day_of_the_story_and_not_one_told_by_the_way() -> None:
    text = "Chad, which met Poland on Friday, attacked Niger on Monday. The following day Chad invaded Togo."
    assert [event.time.edtf for event in events(text) if event.time][-1] == "2019-03-12"


def test_nothing_is_on_the_day_of_a_year() -> None:
    text = "Japan has been fighting Poland since last year. On the same day, Chad met Niger."
    time = only(text, "Meeting").time
    assert time is not None and time.phrase is None


def test_a_datelines_day_is_that_from_which_days_are_reckoned() -> None:
    time = only("LIMA, March 12 (Agency) - Peru met Chile today.", "Meeting").time
    assert time is not None
    assert (time.earliest, time.anchor) == (date(2019, 3, 12), "dateline")


@pytest.mark.parametrize(
    ("text", "type_", "place"),
    [
        ("LIMA (Agency) - The president of Peru met here with Heraldo Munoz.", "Meeting", {"Lima"}),
        ("Wang Yi travelled to Oslo on Friday, where he met Erna Solberg.", "Meeting", {"Oslo"}),
        ("Speaking in Oslo, Wang Yi accused Japan of lying.", "Accusation", {"Oslo"}),
        ("Vladimir Putin's talks with Recep Tayyip Erdogan in Sochi lasted six hours.", "TalksRound", {"Sochi"}),
        ("Wang Yi arrived in Oslo and met Erna Solberg.", "Meeting", {"Oslo"}),
        ("Twelve Iraqi soldiers were killed by a car bomb in Kirkuk.", "MilitaryAttack", {"Kirkuk"}),
        ("Wang Yi accused Japan of arming rebels in Oslo.", "Accusation", set()),
        ("Wang Yi accused Washington of lying.", "Accusation", set()),
    ],
)
def test_a_place_told_around_an_event_is_its_place(text: str, type_: str, place: set[str]) -> None:
    assert fillers(only(text, type_), "atPlace") == place
