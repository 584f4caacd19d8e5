"""One event for one happening, and two for two: sentences, headline, sayings and acts, answers, occasions."""

from __future__ import annotations

import pytest
from reading import events, fillers, only, reading, roles


def test_two_meetings_on_two_days_are_two() -> None:
    found = events("Japan met Poland on Monday. Japan met Poland again on Tuesday.", "Meeting")
    assert [event.time.edtf for event in found if event.time] == ["2019-03-11", "2019-03-12"]


def test_what_two_sentences_tell_of_one_day_is_one() -> None:
    event = only("Japan condemned Poland on Monday. On Monday Japan condemned Poland again.")
    assert len(event.claims) == 2
    assert {claim.about for claim in event.claims} == {event.id}


def test_title_and_body_tell_one_event() -> None:
    found = events("Japan met Poland in Oslo on Monday.", "Meeting", title="Japan meets Poland")
    assert len(found) == 1
    assert {claim.evidence[0].part for claim in found[0].claims} == {"title", "text"}
    assert fillers(found[0], "atPlace") == {"Oslo"}


def test_a_headline_within_the_text_and_the_body_tell_one_event() -> None:
    event = only(
        "Japan attacks Poland\n\nJapan attacked Poland on Monday, its ministry of defence said.", "MilitaryAttack"
    )
    assert len(event.claims) == 2
    assert event.time is not None
    assert event.time.phrase == "on Monday"


@pytest.mark.parametrize(
    "text",
    [
        "Japan condemned Poland on Monday, and Brazil condemned Poland on Tuesday.",
        "Japan did not attack Poland. Japan attacked Brazil.",
        "Japan attacked Poland. Poland attacked Japan.",
        "Japan signed a treaty with Poland. Japan signed an agreement with Brazil.",
        "Japan will meet Poland. Japan met Brazil.",
    ],
)
def test_other_parties_polarity_or_documents_are_another_event(text: str) -> None:
    assert len(reading(text).events) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Paul Kagame visited Paris. Paul Kagame visited Rome.",
        "Russia attacked Kharkiv. Russia attacked Odesa.",
        "Japan met Poland in Oslo. Japan met Poland in Lima.",
    ],
)
def test_what_is_told_of_two_places_is_two_events(text: str) -> None:
    assert len(reading(text).events) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Xi Jinping visited France. Xi Jinping visited Paris.",
        "Paul Kagame visited Marseille. Paul Kagame visited Paris.",
        "Japan met Poland in Norway. Japan met Poland in Oslo.",
        "Japan met Poland in Massachusetts. Japan met Poland in Boston.",
    ],
)
def test_a_state_and_its_towns_are_one_place_and_a_journey_through_them_one_visit(text: str) -> None:
    assert len(reading(text).events) == 1


def test_a_journey_to_the_own_capital_is_no_visit_and_is_told_as_dropped() -> None:
    read = reading("Xi Jinping visited Hanoi. On Friday he flew to Beijing.")
    assert [fillers(event, "destination") for event in read.events] == [{"Hanoi"}]
    assert "a journey home" in [one.reason for one in read.dropped]


def test_a_headline_names_the_states_for_which_the_text_names_people() -> None:
    text = "The Canadian minister Maria Lunn summoned the Russian ambassador to Ottawa on Monday."
    assert len(events(text, "Summoning", title="Canada summons Russian envoy")) == 1
    assert len(events(text, "Summoning", title="Brazil summons Russian envoy")) == 2


def test_rounds_of_talks_are_told_apart_by_their_number() -> None:
    text = (
        "Japan and Poland held the second round of talks in Oslo. "
        "The third round of talks between Japan and Poland will take place in Geneva."
    )
    assert [(event.ordinal, event.status) for event in events(text)] == [(2, "occurred"), (3, "planned")]


def test_a_saying_and_the_exact_act_in_it_are_one_event() -> None:
    event = only("Brazil said it condemned Japan.")
    assert event.type == "Criticism"
    assert roles(event) == {"speaker": {"Brazil"}, "target": {"Japan"}}


def test_a_saying_about_another_act_is_beside_it() -> None:
    found = {event.type: event for event in events("Brazil said Japan attacked Poland.")}
    assert set(found) == {"Statement", "MilitaryAttack"}


def test_two_sources_of_one_event_are_two_claims() -> None:
    text = "Japan attacked Poland on Monday, Brazil said. Japan attacked Poland on Monday, Chile said."
    event = only(text, "MilitaryAttack")
    assert [[who.label for who in claim.attributed_to] for claim in event.claims] == [["Brazil"], ["Chile"]]


def test_an_answer_finds_the_invitation_and_whose_it_was() -> None:
    text = "Japan invited Poland to a summit. Poland accepted the invitation on Monday."
    answer, invitation = only(text, "InvitationAcceptance"), only(text, "Invitation")
    assert answer.related == (("respondsTo", invitation.id),)
    assert roles(answer) == {"recipient": {"Japan"}, "responder": {"Poland"}}
    assert {p.found_by for p in answer.participants if p.role == "recipient"} == {"default"}


def test_an_answer_by_somebody_who_was_not_invited_answers_nothing() -> None:
    answer = only("Japan invited Poland to a summit. Brazil accepted the offer of Chile.", "Invitation")
    assert not any(name == "respondsTo" for event in reading("Brazil accepted.").events for name, _ in event.related)
    assert answer.related == ()


def test_a_named_series_that_somebody_is_invited_to_is_an_edition_of_it() -> None:
    text = "Japan invited Poland to the third Belt and Road Forum."
    invitation, occasion = only(text, "Invitation"), only(text, "InternationalConference")
    assert ("invitedTo", occasion.id) in invitation.related
    assert occasion.status == "planned"
    assert occasion.series is not None
    assert occasion.series.label == "Belt and Road Forum"
    assert occasion.participants == ()


def test_events_stand_in_the_order_of_the_text_with_ids_of_their_words() -> None:
    text = "Japan met Poland. Brazil attacked Chile. Mali condemned Togo."
    found = events(text)
    assert [event.id for event in found] == ["doc/a/event/6-9", "doc/a/event/25-33", "doc/a/event/46-55"]
    for event in found:
        start, _, end = event.id.rpartition("/")[2].partition("-")
        assert text[int(start) : int(end)] == event.claims[0].trigger.text


def test_reading_twice_gives_the_same_to_the_last_part() -> None:
    text = "“Japan attacked Poland,” Lars Berg said. He condemned the attack. Japan and Poland will meet in Oslo."
    assert reading.__wrapped__(text) == reading.__wrapped__(text)
