"""What fillers are: persons in their offices on the day, states for capitals, territories for places, groups."""

from __future__ import annotations

from datetime import date

import pytest
from reading import fillers, only, reading

from kg.model import Participant


def part(text: str, role: str, type_: str | None = None) -> Participant:
    [found] = [p for p in only(text, type_).participants if p.role == role]
    return found


def test_a_person_acts_in_the_office_that_the_text_names() -> None:
    speaker = part("German Chancellor Angela Merkel condemned Poland.", "speaker")
    assert speaker.holding is not None
    assert speaker.entity.wikidata == "Q567"
    assert speaker.holding.office.label == "Chancellor of Germany"
    assert speaker.holding.office.of is not None
    assert speaker.holding.office.of.label == "Germany"


def test_a_person_whose_office_the_text_leaves_out_acts_in_that_of_the_day() -> None:
    speaker = part("On Monday, Angela Merkel condemned Poland in a speech.", "speaker")
    assert speaker.holding is not None
    assert speaker.holding.office.label == "Chancellor of Germany"


@pytest.mark.parametrize(
    ("published", "who"),
    [(date(2015, 3, 13), "Dmitry Medvedev"), (date(2021, 3, 12), "Mikhail Mishustin"), (date(1990, 3, 13), None)],
)
def test_the_holder_of_an_office_is_that_of_the_day(published: date, who: str | None) -> None:
    [event] = reading("On Monday the Russian prime minister condemned Poland.", None, published).events
    [speaker] = [p.entity for p in event.participants if p.role == "speaker"]
    if who is None:
        assert (speaker.shared, speaker.wikidata) == (False, None)
    else:
        assert speaker.label == who
        assert speaker.shared


def test_somebody_whom_the_gazetteer_does_not_know_belongs_to_the_article() -> None:
    speaker = part("On Monday the deputy governor, Ada Lund, condemned Poland.", "speaker")
    assert speaker.entity.label == "Ada Lund"
    assert speaker.entity.id == "doc/a/entity/person/ada-lund"
    assert not speaker.entity.shared


def test_a_capital_that_acts_is_the_state_and_a_state_that_is_a_place_is_its_territory() -> None:
    speaker = part("Moscow condemned Poland.", "speaker")
    assert (speaker.entity.wikidata, speaker.entity.type) == ("Q159", "State")
    place = part("Japan met Brazil in Poland on Monday.", "atPlace")
    assert place.entity.type == "Place"
    assert place.entity.id.endswith("-territory")


def test_troops_of_a_state_are_a_group_of_that_state() -> None:
    attacker = part("On Monday, Russian troops attacked Ukraine.", "attacker")
    assert (attacker.entity.type, attacker.entity.state) == ("AgentGroup", "RUS")


def test_a_group_has_its_members_and_says_that_they_are_all() -> None:
    text = (
        "French President Emmanuel Macron met German Chancellor Angela Merkel in Paris. "
        "The two leaders condemned Poland."
    )
    speaker = part(text, "speaker", "Criticism")
    assert [member.label for member in speaker.entity.members] == ["Emmanuel Macron", "Angela Merkel"]
    assert speaker.entity.complete is True
    assert fillers(only(text, "Criticism"), "speaker") == {"Emmanuel Macron", "Angela Merkel"}


def test_a_pronoun_that_fills_a_role_is_said_to_be_found_by_coreference() -> None:
    speaker = part("Lars Berg met Ana Gomez in Oslo. On Monday he condemned Poland.", "speaker", "Criticism")
    assert (speaker.entity.label, speaker.found_by) == ("Lars Berg", "coreference")
    assert speaker.mention is not None
    assert speaker.mention.text == "he"
