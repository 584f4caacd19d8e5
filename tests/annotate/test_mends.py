"""What the parser gets wrong is put right: guests are met, and verbs go with the verbs beside which they are told."""

from __future__ import annotations

import pytest
from reading import fillers, only


@pytest.mark.parametrize(
    "text",
    [
        "Wang Yi met with visiting Russian Foreign Minister Sergei Lavrov in Beijing on Tuesday.",
        "Wang Yi received visiting Russian Foreign Minister Sergei Lavrov at his residence.",
    ],
)
def test_who_is_visiting_is_met(text: str) -> None:
    assert fillers(only(text, "Meeting"), "meetingParty") == {"Wang Yi", "Sergey Lavrov"}


def test_talks_between_a_host_and_a_visiting_guest_have_both() -> None:
    text = "Talks between Sergei Lavrov and visiting Chinese Foreign Minister Wang Yi lasted an hour."
    assert fillers(only(text, "TalksRound"), "meetingParty") == {"Wang Yi", "Sergey Lavrov"}


def test_a_finite_verb_goes_with_a_finite_verb() -> None:
    text = "Wang Yi urged them to fight extremism and accused Iran of lying."
    assert fillers(only(text, "Accusation"), "speaker") == {"Wang Yi"}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "Canada has designated Burmese traders Kyaw Hlaing Moe, Naing Win Aung, and Sit Naing Lin, as well as "
            "Burmese generals Zaw Min and Ko Ko Lwin.",
            {"Sit Naing Lin", "Zaw Min", "Ko Ko Lwin"},
        ),
        (
            "Britain has blacklisted Burmese army officers Thura Min Lwin, Maung Htut Oo, and Sit Kyaw Lwin.",
            {"Sit Kyaw Lwin"},
        ),
    ],
)
def test_names_taken_for_clauses_stand_in_their_list(text: str, last: set[str]) -> None:
    assert last <= fillers(only(text, "SanctionsImposition"), "sanctioned")
