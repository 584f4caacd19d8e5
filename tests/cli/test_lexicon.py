"""``kg lexicon show`` and ``check``: frames in order of preference, and what is wrong with a lexicon of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.vocab.ontology import Ontology

Kg = Callable[..., "tuple[int, str, str]"]

GOOD = """
[[frame]]
id = "pilfer-v-1"
verb = ["pilfer"]
event = "Meeting"
args = { subject = "meetingParty", with = "meetingParty" }
example = "Chad pilfered with Niger."
expect = { meetingParty = "Niger" }
"""


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], None]:
    """Write a lexicon of the user's own beside ``kg.toml``."""

    def write(text: str) -> None:
        (tmp_path / "kg.toml").write_text("")
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        (tmp_path / "lexicon" / "own.toml").write_text(text)

    return write


def test_frames_of_a_word_stand_in_the_order_of_preference(kg: Kg, own: Callable[[str], None]) -> None:
    other = GOOD.replace("pilfer-v-1", "pilfer-v-2") + "prefer = 2\n"
    own(GOOD + other)
    code, out, _ = kg("lexicon", "show", "pilfer", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [(row["frame"], row["prefer"], row["file"]) for row in rows] == [
        ("pilfer-v-2", 2, "own.toml"),
        ("pilfer-v-1", None, "own.toml"),
    ]
    assert rows[0]["arguments"] == "subject → meetingParty, with → meetingParty"


def test_frames_of_a_class_are_those_of_the_classes_below_it_too(kg: Kg) -> None:
    code, out, _ = kg("lexicon", "show", "--class", "Invitation", "--format", "json")
    assert code == 0
    assert {row["event"] for row in json.loads(out)} == {"Invitation"}
    _, out, _ = kg("lexicon", "show", "--class", "CommunicativeAct", "--format", "json")
    told = {row["event"] for row in json.loads(out)}
    assert {"Invitation", "Threat", "Statement"} <= told
    assert all(Ontology.load().is_a(event, "CommunicativeAct") for event in told)


def test_a_class_or_word_that_does_not_exist_is_told_with_those_that_do(kg: Kg) -> None:
    code, _, err = kg("lexicon", "show", "--class", "Frobnication")
    assert code == 2
    assert "Invitation" in err
    code, _, err = kg("lexicon", "show", "invitatory")
    assert code == 2
    assert "invite" in err


def test_check_names_examples_that_fail_and_frames_that_are_untested_or_hidden(
    kg: Kg, own: Callable[[str], None]
) -> None:
    hidden = GOOD.replace("pilfer-v-1", "pilfer-v-0")
    failing = GOOD.replace("pilfer", "frob").replace('meetingParty = "Niger"', 'meetingParty = "Mali"')
    silent = GOOD.replace("pilfer", "nab").replace('meetingParty = "Niger"', 'status = "occurred"')
    own(GOOD + hidden + failing.replace("pilfered", "frobbed") + silent)
    code, out, err = kg("lexicon", "check", "--format", "json")
    found = {(row["fault"], row["frame"]) for row in json.loads(out) if row["file"] == "own.toml"}
    assert code == 1
    assert {("hidden", "pilfer-v-0"), ("example", "frob-v-1"), ("untested", "nab-v-1")} <= found
    assert ("example", "pilfer-v-1") not in found
    assert "hidden" in err


def test_check_refuses_a_role_that_the_class_does_not_have(kg: Kg, own: Callable[[str], None]) -> None:
    own(GOOD.replace('with = "meetingParty"', 'with = "attacker"'))
    code, out, err = kg("lexicon", "check")
    assert (code, out) == (2, "")
    assert "pilfer-v-1: with fills 'attacker', which Meeting does not have" in err
