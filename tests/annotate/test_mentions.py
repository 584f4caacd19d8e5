"""Who and what a text names: names with their titles, demonyms, roles, groups; in which office of which state."""

from __future__ import annotations

import pytest
from reading import annotated, chain, words


@pytest.mark.parametrize(
    ("mention", "name", "title", "state"),
    [
        ("Chinese Foreign Minister Wang Yi", "Wang Yi", "Foreign Minister", "CHN"),
        ("French President Emmanuel Macron", "Emmanuel Macron", "President", "FRA"),
        ("Norwegian Prime Minister Erna Solberg", "Erna Solberg", "Prime Minister", "NOR"),
        ("Chad's president, Idriss Déby", "Idriss Déby", "president", "TCD"),
    ],
)
def test_a_title_beside_a_name_gives_office_and_state(mention: str, name: str, title: str, state: str) -> None:
    found = chain(annotated(f"On Monday, after the talks had ended, {mention}, left for the airport."), mention)
    assert (found.type, found.name) == ("Person", name)
    assert [(one.text.lower(), one.state, one.former) for one in found.titles] == [(title.lower(), state, False)]
    assert found.state == state


def test_a_former_office_is_told_as_former() -> None:
    found = chain(
        annotated("Former U.S. president Bill Clinton met Kim Jong Il."), "Former U.S. president Bill Clinton"
    )
    assert [one.former for one in found.titles] == [True]


def test_a_body_in_a_title_is_named_too() -> None:
    found = annotated("Foreign Ministry spokesperson Wang Wenbin spoke.")
    assert chain(found, "Foreign Ministry").type == "GovernmentBody"
    assert [t.body for c in found.chains if c.name == "Wang Wenbin" for t in c.titles] == ["Foreign Ministry"]


def test_an_adjective_of_a_state_is_the_state_and_its_troops_are_a_group_of_it() -> None:
    found = annotated("Russian troops attacked Ukrainian villages.")
    assert (chain(found, "Russian").name, chain(found, "Russian").type) == ("Russia", "State")
    troops = chain(found, "Russian troops")
    assert (troops.type, troops.state, troops.complete) == ("AgentGroup", "RUS", False)


def test_where_a_state_stands_as_a_place_it_is_locative() -> None:
    found = annotated("Japan trained soldiers in Ukraine.")
    assert [m.locative for m in chain(found, "Ukraine").mentions] == [True]
    assert [m.locative for m in chain(found, "Japan").mentions] == [False]


def test_the_seat_of_a_union_that_acts_is_the_union() -> None:
    found = annotated("The European Union and Chad signed a treaty. Brussels thanked Chad.")
    assert [m.span.text for m in chain(found, "Brussels").mentions] == ["European Union", "Brussels"]


@pytest.mark.parametrize("text", ["Ada Lund met Georgia Smith.", "Michael Jordan played.", "Chelsea Chad sang."])
def test_a_state_within_a_persons_name_is_no_state(text: str) -> None:
    assert not [c.name for c in annotated(text).chains if c.type == "State"]


def test_mentions_are_the_articles_own_words_at_their_offsets() -> None:
    text = "Foreign\u00a0Minister  Sergey\u00a0Lavrov met\nWang Yi."
    found = annotated(text)
    for mention in (m for c in found.chains for m in c.mentions):
        assert text[mention.span.start : mention.span.end] == mention.span.text
    assert any("Sergey\u00a0Lavrov" in mention for mentions in words(found.chains) for mention in mentions)


def test_a_title_given_apart_is_read_too() -> None:
    found = annotated("He signed a treaty.", title="Macron meets Merkel")
    assert {m.span.part for m in chain(found, "Macron").mentions} == {"title"} | (
        {"text"} if len(chain(found, "Macron").mentions) > 1 else set()
    )


@pytest.mark.parametrize(
    ("title", "text", "apart"),
    [
        ("Talks of Russian President", "Putin met Xi Jinping in Moscow.", {"Putin"}),
        ("Talks with South", "Korea invited Japan.", {"Korea", "Japan"}),
        ("Foreign Minister", "Wang Yi left.", {"Wang Yi"}),
    ],
)
def test_no_mention_runs_from_a_title_into_the_text(title: str, text: str, apart: set[str]) -> None:
    for found in (annotated(text, title), annotated(f"{title}\n\n{text}")):
        assert apart <= {mention for mentions in words(found.chains) for mention in mentions}
