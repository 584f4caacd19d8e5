"""For whom somebody acts, and in whose company."""

from __future__ import annotations

import pytest
from reading import events, fillers, only

from kg.model import Event


def behalf(event: Event, role: str) -> dict[str, set[str]]:
    """For each filler of a role the parties that it represents."""
    return {p.entity.label: {party.label for party in p.on_behalf_of} for p in event.participants if p.role == role}


@pytest.mark.parametrize(
    "text",
    [
        "Tomas Reyes accused Norway of murder on behalf of Chile.",
        "On behalf of Chile, Tomas Reyes accused Norway of murder.",
        "Tomas Reyes, on behalf of Chile, accused Norway of murder.",
        "Tomas Reyes accused Norway of murder on Chile's behalf.",
        "Speaking for Chile, Tomas Reyes accused Norway of murder.",
        "Tomas Reyes, acting on behalf of Chile, accused Norway of murder.",
        "On behalf of Chile, Tomas Reyes thanked Peru and accused Norway of murder.",
        "In the name of the Chilean government, Tomas Reyes accused Norway of murder.",
        "On behalf of himself and Chile, Tomas Reyes accused Norway of murder.",
    ],
)
def test_whoever_speaks_on_behalf_of_a_party_represents_it_and_nobody_else_is_accused(text: str) -> None:
    (event,) = events(text, "Accusation")
    assert behalf(event, "speaker") == {"Tomas Reyes": {"Chile"}}
    assert fillers(event, "target") == {"Norway"}


def test_ministers_of_several_states_act_for_each_of_them() -> None:
    who = "The foreign ministers of Chile, Norway and Peru"
    event = only(f"{who} met in Oslo on Monday.", "Meeting")
    assert behalf(event, "meetingParty") == {who: {"Chile", "Norway", "Peru"}}
    assert behalf(only("The foreign ministers of Chile met in Oslo on Monday."), "meetingParty") == {
        "The foreign ministers of Chile": set()
    }


def test_a_phrase_of_a_second_verb_says_nothing_of_the_first() -> None:
    text = "Tomas Reyes accused Norway of murder, and he thanked Peru on behalf of Chile."
    assert behalf(events(text, "Accusation")[0], "speaker") == {"Tomas Reyes": set()}


def test_each_of_several_who_sign_represents_a_party_of_his_own() -> None:
    told = "The accord was signed by Ana Horvat on behalf of Croatia and by Ama Mensah on behalf of Ghana."
    in_turn = "Ana Horvat and Ama Mensah signed the accord on behalf of Croatia and Ghana, respectively."
    for text in (told, in_turn):
        assert behalf(only(text, "Signing"), "signatory") == {"Ana Horvat": {"Croatia"}, "Ama Mensah": {"Ghana"}}


def test_a_document_has_as_parties_those_represented_and_its_title_ends_before_them() -> None:
    event = only("Ana Horvat signed the accord on behalf of Croatia and Ghana.", "Signing")
    (document,) = (p.entity for p in event.participants if p.role == "instrument")
    assert document.label == "accord"
    assert {party.label for party in document.parties} == {"Croatia", "Ghana"}


def test_company_is_told_of_whom_it_accompanies_and_of_nobody_who_only_speaks() -> None:
    text = "Zoran Ilic, accompanied by Defence Minister Ana Horvat, {} Petros Ioannou."
    event = only(text.format("met"), "Meeting")
    found = [p for p in event.participants if p.role == "accompanyingAgent"]
    assert [(p.entity.label, p.accompanies and p.accompanies.label) for p in found] == [("Ana Horvat", "Zoran Ilic")]
    assert fillers(event, "meetingParty") == {"Zoran Ilic", "Petros Ioannou"}
    assert not fillers(only(text.format("accused"), "Accusation"), "accompanyingAgent")


def test_names_with_offices_between_them_are_all_agents() -> None:
    event = only("The treaty was signed by Lars Berg, minister of trade, and Jan Nowak, minister of health.", "Signing")
    assert fillers(event, "signatory") == {"Lars Berg", "Jan Nowak"}
