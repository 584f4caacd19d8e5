"""One thing is one chain, however it is named: short names, pronouns, bare roles, groups; and two things are two."""

from __future__ import annotations

import pytest
from reading import annotated, chain

from kg.model import Annotated


def together(found: Annotated, *words: str) -> bool:
    """Whether all these words stand for one thing."""
    return all(word in {m.span.text for m in chain(found, words[0]).mentions} for word in words)


def members(found: Annotated, words: str) -> list[str]:
    return [found.chains[i].name for i in chain(found, words).members]


WANGS = "Chinese Foreign Minister Wang Yi met Foreign Ministry spokesperson Wang Wenbin. "


def test_two_wangs_are_two_and_a_bare_wang_is_the_one_named_last() -> None:
    found = annotated(WANGS + "Wang left.")
    assert together(found, "Foreign Ministry spokesperson Wang Wenbin", "Wang")
    assert not together(found, "Chinese Foreign Minister Wang Yi", "Wang")


def test_bare_roles_go_to_whoever_holds_them() -> None:
    found = annotated(WANGS + "The foreign minister left. The spokesperson stayed.")
    assert together(found, "Chinese Foreign Minister Wang Yi", "The foreign minister")
    assert together(found, "Foreign Ministry spokesperson Wang Wenbin", "The spokesperson")


def test_a_bare_role_of_a_state_is_not_just_anybody() -> None:
    found = annotated("Russian Prime Minister Mikhail Mishustin met Vladimir Putin. The Russian prime minister left.")
    assert together(found, "Russian Prime Minister Mikhail Mishustin", "The Russian prime minister")


def test_a_role_that_the_text_does_not_name_is_its_holder_on_the_day() -> None:
    found = annotated("Turkey's foreign minister signed a treaty.")
    assert chain(found, "Turkey's foreign minister").name == "Mevlüt Çavuşoğlu"


def test_nobody_holds_an_office_on_no_day() -> None:
    found = annotated("Turkey's foreign minister signed a treaty.", None, None)
    assert chain(found, "Turkey's foreign minister").candidates == ()


PAIR = "French President Emmanuel Macron met German Chancellor Angela Merkel in Paris. "


@pytest.mark.parametrize(
    ("text", "pronoun", "who"),
    [
        (PAIR + "He left.", "He", "French President Emmanuel Macron"),
        (PAIR + "She left.", "She", "German Chancellor Angela Merkel"),
        (PAIR + "He thanked her.", "her", "German Chancellor Angela Merkel"),
        ("Lars Berg said he would meet Ana Gomez.", "he", "Lars Berg"),
        ("Chad denied that it had attacked Niger.", "it", "Chad"),
    ],
)
def test_a_pronoun_stands_for_whom_it_fits(text: str, pronoun: str, who: str) -> None:
    found = annotated(text)
    assert together(found, who, pronoun)
    mention = next(m for m in chain(found, who).mentions if m.span.text == pronoun)
    assert mention.kind == "pronoun"
    assert mention.confidence < 1


def test_a_pronoun_without_anybody_stands_for_nobody() -> None:
    assert all(m.kind != "pronoun" for c in annotated("It rained. They left.").chains for m in c.mentions)


@pytest.mark.parametrize("group", ["The two leaders", "Both leaders"])
def test_a_group_of_two_is_the_two_persons_named(group: str) -> None:
    found = annotated(PAIR + f"{group} signed a treaty.")
    assert members(found, group) == ["Emmanuel Macron", "Angela Merkel"]
    assert chain(found, group).complete is True


@pytest.mark.parametrize("group", ["Both countries", "The two sides"])
def test_a_group_of_two_is_the_two_states_named(group: str) -> None:
    found = annotated(f"Chad and Niger signed a treaty. {group} thanked Mali.")
    assert members(found, group) == ["Chad", "Niger"]


def test_a_group_whose_members_nobody_named_has_none() -> None:
    assert members(annotated("Both sides agreed."), "Both sides") == []


def test_a_plural_pronoun_goes_on_with_the_group() -> None:
    found = annotated(PAIR + "The two leaders signed a treaty. They then dined.")
    assert together(found, "The two leaders", "They")


def test_counterparts_are_given_their_states_respectively() -> None:
    found = annotated(
        "Turkey's foreign minister met his Greek and French counterparts, Nikos Dendias and Jean-Yves Le Drian, "
        "respectively."
    )
    assert members(found, "his Greek and French counterparts") == ["Nikos Dendias", "Jean-Yves Le Drian"]
    assert (chain(found, "Nikos Dendias").state, chain(found, "Jean-Yves Le Drian").state) == ("GRC", "FRA")
    assert together(found, "Turkey's foreign minister", "his")


def test_a_full_name_and_its_surname_are_one_and_another_first_name_is_another() -> None:
    found = annotated("Ana Gomez met Peter Olsen. Gomez thanked Olsen. Maria Gomez left.")
    assert together(found, "Ana Gomez", "Gomez")
    assert together(found, "Peter Olsen", "Olsen")
    assert not together(found, "Ana Gomez", "Maria Gomez")


def test_another_office_is_another_person_whatever_words_the_titles_share() -> None:
    text = (
        "Chinese Foreign Minister Wang Yi met Foreign Ministry spokesperson Wang Wenbin in Paris. "
        "Foreign Minister Wang left for Oslo."
    )
    assert chain(annotated(text), "Foreign Minister Wang").name == "Wang Yi"


def test_a_league_of_two_states_lends_its_chairman_neither() -> None:
    found = chain(annotated("Igor Petrov, founding chairman of the Serbian-Cuban Trade League, left."), "Igor Petrov")
    assert [(title.text.split()[:2], title.state) for title in found.titles] == [(["founding", "chairman"], None)]


def test_two_presidents_of_whom_no_office_is_told_are_the_two_persons_named() -> None:
    found = annotated("Peru's Raúl Inti and Ecuador's Marta Sol met. The two presidents signed a treaty.")
    assert members(found, "The two presidents") == ["Raúl Inti", "Marta Sol"]


def test_a_name_begins_with_its_given_name_where_the_recogniser_saw_the_surname_only() -> None:
    found = annotated("Sri Lankan president Nimal Perera addressed parliament. The president left.")
    assert chain(found, "The president").name == "Nimal Perera"


@pytest.mark.parametrize(
    ("text", "words", "states"),
    [
        ("The Japanese and Indian navies met off Kochi.", "The Japanese and Indian navies", ["Japan", "India"]),
        ("Norway urged the governments of Peru and Chile.", "the governments of Peru and Chile", ["Peru", "Chile"]),
        ("Eritrean and Ethiopian soldiers met.", "Eritrean and Ethiopian soldiers", ["Eritrea", "Ethiopia"]),
    ],
)
def test_what_several_states_have_is_a_group_of_these_states(text: str, words: str, states: list[str]) -> None:
    assert sorted(members(annotated(text), words)) == sorted(states)


@pytest.mark.parametrize(
    "text",
    ["Wang Yi met with Sergei Lavrov in Beijing.", "Wang Yi held talks with Sergei Lavrov."],
)
def test_they_are_who_met(text: str) -> None:
    found = annotated(f"{text} They left.")
    assert sorted(members(found, "They")) == ["Sergei Lavrov", "Wang Yi"]


@pytest.mark.parametrize("line", ["LIMA, March 12 (AgenPress) - ", "Lima (AgenPress) - ", "LIMA--"])
def test_a_dateline_tells_a_place_and_no_party(line: str) -> None:
    found = annotated(f"{line}Peru sent two envoys.")
    named = {c.name: c.type for c in found.chains}
    assert named["Lima"] == "Place"
    assert "AgenPress" not in named
    assert not any("LIMA" in name for name in named)


def test_the_two_sides_are_those_spoken_of_and_not_who_acts_between_them() -> None:
    found = annotated("Hamas and Israel agreed to a truce on Sunday. Egypt mediated between the two sides.")
    assert sorted(members(found, "the two sides")) == ["Hamas", "Israel"]
    found = annotated("Japan met Poland in Oslo. Norway urged both countries to sign.")
    assert sorted(members(found, "both countries")) == ["Japan", "Poland"]
