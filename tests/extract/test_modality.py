"""Whether it happened: status, polarity and certainty of what is told, and what asserts nothing at all."""

from __future__ import annotations

import pytest
from reading import events, mentions, only


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [
        ("Japan attacked Poland.", "occurred", "affirmed"),
        ("Japan has attacked Poland.", "occurred", "affirmed"),
        ("Japan had attacked Poland.", "occurred", "affirmed"),
        ("Japan is bombing Poland.", "ongoing", "affirmed"),
        ("Japan has been bombing Poland since Monday.", "ongoing", "affirmed"),
        ("Japan began attacking Poland.", "ongoing", "affirmed"),
        ("Japan will attack Poland.", "planned", "affirmed"),
        ("Japan plans to attack Poland.", "planned", "affirmed"),
        ("Japan is about to attack Poland.", "planned", "affirmed"),
        ("Japan did not attack Poland.", "denied", "negated"),
        ("Japan has never attacked Poland.", "denied", "negated"),
        ("Japan failed to attack Poland.", "denied", "negated"),
        ("Japan refused to attack Poland.", "denied", "negated"),
        ("Japan denied attacking Poland.", "denied", "negated"),
    ],
)
def test_a_verb(text: str, status: str, polarity: str) -> None:
    event = only(text, "MilitaryAttack")
    assert (event.status, event.claims[0].polarity) == (status, polarity)


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Japan and Poland are to meet on Friday.", "Meeting", "planned"),
        ("Japan is expected to sign the treaty on Friday.", "Signing", "planned"),
        ("Japan will host talks with Poland in May.", "TalksRound", "planned"),
        ("Japan offered to host talks with Poland.", "TalksRound", "proposed"),
        ("Talks between Japan and Poland were postponed.", "TalksRound", "cancelled"),
        ("Japan's planned visit to Poland was called off.", "Visit", "cancelled"),
        ("Japan put off talks with Poland.", "TalksRound", "cancelled"),
        ("No talks were held between Japan and Poland.", "TalksRound", "denied"),
        ("Japan never signed the treaty.", "Signing", "denied"),
    ],
)
def test_other_words_that_tell_it(text: str, type_: str, status: str) -> None:
    assert only(text, type_).status == status


@pytest.mark.parametrize(
    "text",
    [
        "Japan may attack Poland.",
        "Japan could attack Poland.",
        "Japan should attack Poland.",
        "Japan hopes to attack Poland.",
        "Did Japan attack Poland?",
        "If Japan attacks Poland, it will rain.",
        "Unless Japan attacks Poland, it will rain.",
        "Japan threatened to attack Poland.",
    ],
)
def test_what_may_be_is_wished_asked_or_on_condition_is_no_attack(text: str) -> None:
    assert events(text, "MilitaryAttack") == []


def test_what_hangs_on_a_condition_is_proposed_and_only_possible() -> None:
    event = only("If it rains, Japan will sign the treaty with Poland.", "Signing")
    assert (event.status, event.claims[0].certainty) == ("proposed", "possible")


def test_what_is_alleged_is_only_possible() -> None:
    event = only("Japan accused Poland of attacking Brazil.", "MilitaryAttack")
    assert (event.status, event.claims[0].certainty) == ("unknown", "possible")


def test_a_refusal_is_an_act_and_what_is_refused_is_none() -> None:
    found = {event.type: event.claims[0].polarity for event in events("Japan refused to attack Poland.")}
    assert found == {"Rejection": "affirmed", "MilitaryAttack": "negated"}


def test_to_call_off_is_an_act_and_what_is_called_off_does_not_take_place() -> None:
    found = {event.type: event.status for event in events("Japan called off its talks with Poland.")}
    assert found == {"Rejection": "occurred", "TalksRound": "cancelled"}
    assert [event.type for event in events("Japan suspended its aid to Poland.")] == ["CooperationReduction"]


def test_a_plan_has_no_day_of_publication_as_its_last() -> None:
    assert only("Japan plans to attack Poland.").time is None
    assert [m.time.rule for m in mentions("Japan attacked Poland.") if m.time] == ["by-publication"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Chad stopped bombing Niger.", "MilitaryAttack"),
        ("Japan forced Poland to recall its ambassador.", "DowngradeOfRelations"),
        ("Japan persuaded Poland to recall its ambassador.", "DowngradeOfRelations"),
    ],
)
def test_what_was_brought_about_or_came_to_an_end_did_happen(text: str, type_: str) -> None:
    event = only(text, type_)
    assert (event.status, event.claims[0].polarity) == ("occurred", "affirmed")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Chad attacked Niger.", "certain"),
        ("Chad reportedly attacked Niger.", "probable"),
        ("Chad allegedly attacked Niger.", "possible"),
        ("Chad is said to have attacked Niger.", "probable"),
        ("Chad seems to have attacked Niger.", "probable"),
    ],
)
def test_doubt(text: str, certainty: str) -> None:
    event = only(text, "MilitaryAttack")
    assert (event.status, event.claims[0].certainty) == ("occurred", certainty)


@pytest.mark.parametrize(
    "text",
    [
        "Japan would have attacked Poland.",
        "Had Japan attacked Poland, it would have rained.",
        "Japan seems to attack Poland.",
    ],
)
def test_what_was_not_or_only_seems_asserts_nothing(text: str) -> None:
    assert events(text, "MilitaryAttack") == []


def test_an_invitation_was_made_before_the_journey_that_it_leads_to() -> None:
    text = "Norway will send envoys to Oslo at the invitation of Poland."
    assert (only(text, "Invitation").status, only(text, "Visit").status) == ("occurred", "planned")


def test_a_threat_under_a_condition_was_made() -> None:
    assert only("Angola threatened to attack Zambia unless it paid.", "Threat").status == "occurred"
