"""On whom an act falls where no state is named: people of a place, each other, the party below a thing of a thing."""

from __future__ import annotations

import pytest
from reading import events, fillers, only


def test_a_place_in_no_known_state_stands_for_its_people() -> None:
    event = only("Kenyan troops stayed on alert in Mandera county on Monday.", "MilitaryMobilization")
    assert fillers(event, "recipient") == {"people of Mandera county"}


def test_who_agrees_to_what_is_shared_agrees_with_each_other() -> None:
    event = only("Serbia and Kosovo agreed to a truce on Monday.", "Commitment")
    assert fillers(event, "addressee") == {"Serbia", "Kosovo"}


def test_the_party_below_a_thing_of_a_thing_is_found() -> None:
    event = only("France eased restrictions on imports of Tunisian oil.", "SanctionsLifting")
    assert fillers(event, "recipient") == {"Tunisia"}


@pytest.mark.parametrize("what", ["a series of attacks", "a wave of strikes"])
def test_a_counted_act_is_carried_by_the_verb_of_the_word_that_counts(what: str) -> None:
    event = only(f"Israel launched {what} on Lebanon.", "MilitaryAttack")
    assert fillers(event, "attacker") == {"Israel"}
    assert fillers(event, "attacked") == {"Lebanon"}


def test_war_games_are_joint_where_two_hold_them() -> None:
    assert only("Poland and Lithuania held war games in May.", "JointMilitaryExercise")
    assert not events("Poland held war games in May.", "JointMilitaryExercise")


def test_a_particle_taken_for_a_preposition_is_part_of_the_verb() -> None:
    assert only("Ukraine and Moldova stepped up cooperation on energy.", "MaterialCooperation")
    assert only("Malta voted down the treaty with Albania.", "Rejection")


def test_a_protest_announced_is_a_threat() -> None:
    event = only("Opposition parties in Togo said they would boycott the vote.", "Protest")
    assert event.plover == "THREATEN"
