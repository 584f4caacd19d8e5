"""Who does something during talks or a visit took part in it, where the noun names the other side."""

from __future__ import annotations

import pytest
from reading import events, fillers, only


@pytest.mark.parametrize(
    ("text", "type_", "role", "who"),
    [
        ("Wang Yi spoke of it in a meeting with Poland.", "Meeting", "meetingParty", {"Wang Yi", "Poland"}),
        ("Wang Yi, on a visit to Oslo, welcomed the decision.", "Visit", "visitor", {"Wang Yi"}),
        ("Wang Yi made the remarks during a visit to Kabul.", "Visit", "visitor", {"Wang Yi"}),
    ],
)
def test_whoever_acts_during_it_took_part(text: str, type_: str, role: str, who: set[str]) -> None:
    assert fillers(only(text, type_), role) == who


def test_talks_of_others_are_theirs() -> None:
    text = "Wang Yi spoke after Japan's talks with Poland."
    assert [fillers(e, "meetingParty") for e in events(text, "TalksRound")] == [{"Japan", "Poland"}]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The European Union welcomed a pledge by Kenya to send police to Haiti.", {"Kenya"}),
        ("The decision of Canada to send troops to Latvia angered Belarus.", {"Canada"}),
    ],
)
def test_who_promised_or_decided_does_what_was_promised_or_decided(text: str, who: set[str]) -> None:
    assert fillers(only(text, "MilitaryMobilization"), "initiator") == who
