"""What clauses share: agents and places of participles, effects told by a participle, sources of a report."""

from __future__ import annotations

from datetime import date

import pytest
from reading import events, fillers, only, reading, roles


def test_a_perfect_participle_has_the_subject_of_its_main_clause() -> None:
    event = only("Having bombed Moldova, Hungary withdrew its troops.", "MilitaryAttack")
    assert roles(event) == {"attacked": {"Moldova"}, "attacker": {"Hungary"}}


def test_whoever_has_a_subject_of_his_own_is_no_patient() -> None:
    (event,) = events(
        "Peru repeated its finding that Chilean soldiers committed genocide against Bolivia.", "MilitaryAttack"
    )
    assert roles(event) == {"attacked": {"Bolivia"}, "attacker": {"Chilean soldiers"}}


def test_two_passives_side_by_side_share_agent_and_place() -> None:
    event = only("The accord was signed and published in Geneva by Ana Horvat and Ama Mensah.", "Signing")
    assert fillers(event, "signatory") == {"Ana Horvat", "Ama Mensah"}
    assert fillers(event, "atPlace") == {"Geneva"}


def test_an_attack_and_whom_it_killed_are_one_event() -> None:
    event = only("Gunmen from Chad attacked a market in Niger on Monday, killing three people.", "MilitaryAttack")
    assert fillers(event, "attacked") == {"Niger", "three people"}


def test_a_second_thing_said_in_a_participle_stays_a_statement() -> None:
    text = "Ana Horvat said that Croatia had paid, adding that Cyprus owed nothing."
    assert len(events(text, "Statement")) == 2


@pytest.mark.parametrize("text", ["Cuba attacked Peru, Reuters reported, citing Ana Horvat."])
def test_a_report_that_cites_somebody_has_two_sources_the_innermost_first(text: str) -> None:
    (claim,) = only(text, "MilitaryAttack").claims
    assert [source.label for source in claim.attributed_to] == ["Ana Horvat", "Reuters"]


def test_the_following_day_is_that_of_the_clause_that_hangs_on_it() -> None:
    found = reading("Brazil attacked Peru on Monday, and the following day Chile met Bolivia.").events
    days = {event.type: event.time and event.time.earliest for event in found}
    assert days == {"MilitaryAttack": date(2019, 3, 11), "Meeting": date(2019, 3, 12)}


def test_an_invitation_is_sent_to_whom_stands_between_verb_and_noun() -> None:
    event = only("Japan sent Poland an invitation to a trade fair.", "Invitation")
    assert roles(event) == {"invitee": {"Poland"}, "inviter": {"Japan"}}


def test_what_a_statement_asks_is_asked_by_whoever_issues_it() -> None:
    (event,) = events("Norway released a statement condemning Poland.", "Criticism")
    assert fillers(event, "speaker") == {"Norway"}
    assert not events("Norway received a statement condemning Poland.", "Criticism")


def test_troops_of_a_state_named_by_whose_act_for_it() -> None:
    (event,) = events("Gabon, whose troops shelled a village, offered an apology.", "MilitaryAttack")
    (attacker,) = (p.entity for p in event.participants if p.role == "attacker")
    assert attacker.state == "GAB"


def test_readiness_to_cooperate_is_a_commitment_and_no_cooperation() -> None:
    found = {
        event.type for event in reading("Ana Horvat said Croatia is ready to expand cooperation with Chile.").events
    }
    assert found == {"Statement", "Commitment"}


def test_one_signing_told_with_and_without_those_who_sign_is_one_event() -> None:
    text = (
        "Ana Horvat and Ama Mensah signed joint statements on Monday. "
        "The Joint Statement of Croatia and Ghana on Fisheries has been signed."
    )
    (event,) = events(text, "Signing")
    assert len(event.claims) == 2
    assert fillers(event, "signatory") == {"Ana Horvat", "Ama Mensah"}


def test_signings_of_two_documents_stay_two() -> None:
    text = "Croatia and Ghana signed a treaty on fisheries on Monday. A memorandum on visas has been signed."
    assert len(events(text, "Signing")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Norway called for respect for the security concerns of Sudan.",
        "Norway demanded the lifting of restrictions on aid to Sudan.",
    ],
)
def test_whoever_stands_behind_a_thing_of_a_thing_is_not_addressed(text: str) -> None:
    (event,) = reading(text).events
    assert fillers(event, "speaker") == {"Norway"}
    assert not fillers(event, "addressee")
