"""Who says so: the article itself, a speaker quoted or reported, a source named, a source that cites another."""

from __future__ import annotations

import pytest
from reading import events, fillers, only

ATTACK = "MilitaryAttack"


def source(text: str) -> tuple[str, list[str]]:
    claim = only(text, ATTACK).claims[0]
    return claim.attribution_type, [entity.label for entity in claim.attributed_to]


@pytest.mark.parametrize(
    ("text", "type_", "who"),
    [
        ("Japan attacked Poland.", "authorial", []),
        ("Japan attacked Poland, Brazil said.", "indirectSpeech", ["Brazil"]),
        ("Brazil said Japan attacked Poland.", "indirectSpeech", ["Brazil"]),
        ("According to Brazil, Japan attacked Poland.", "accordingTo", ["Brazil"]),
        ("Japan attacked Poland, according to Brazil.", "accordingTo", ["Brazil"]),
        ("“Japan attacked Poland,” Lars Berg said.", "directQuote", ["Lars Berg"]),
        ("Lars Berg said: “Japan attacked Poland on Monday.”", "directQuote", ["Lars Berg"]),
        ("Chad attacked Niger, Turkey's Defense Ministry announced on Monday.", "accordingTo", ["Defense Ministry"]),
        ("Japan attacked Poland and Brazil protested.", "authorial", []),
        ("Japan attacked Poland, witnesses said.", "indirectSpeech", ["witnesses"]),
        ("Brazil accused Japan of attacking Poland.", "indirectSpeech", ["Brazil"]),
        ("Brazil announced its determination that Japan had attacked Poland.", "indirectSpeech", ["Brazil"]),
        ("A report by Brazil that Japan attacked Poland was published.", "indirectSpeech", ["Brazil"]),
    ],
)
def test_the_source_of_what_is_told(text: str, type_: str, who: list[str]) -> None:
    assert source(text) == (type_, who)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Brazil said Chile had told it that Japan attacked Poland.", {"Chile", "Brazil"}),
        ("Japan attacked Poland, Brazil said, according to Reuters.", {"Reuters", "Brazil"}),
    ],
)
def test_everybody_in_a_chain_of_sources_is_one(text: str, chain: set[str]) -> None:
    assert set(source(text)[1]) == chain


def test_a_saying_is_told_by_the_article_and_its_speaker_is_no_source_of_it() -> None:
    event = only("Brazil said Japan attacked Poland.", "Statement")
    assert event.claims[0].attribution_type == "authorial"
    assert fillers(event, "speaker") == {"Brazil"}


def test_a_report_by_a_newspaper_is_no_event_but_a_source() -> None:
    found = events("Japan attacked Poland, Reuters reported.")
    assert [event.type for event in found] == [ATTACK]
    assert [entity.label for entity in found[0].claims[0].attributed_to] == ["Reuters"]


def test_what_is_said_is_the_content_of_the_statement_and_points_at_the_event() -> None:
    text = "Brazil said Japan attacked Poland."
    said, attack = only(text, "Statement"), only(text, ATTACK)
    assert [content.claim.about for content in said.content] == [attack.id]
    assert [content.claim.attributed_to for content in said.content] == [attack.claims[0].attributed_to]


def test_the_right_wang_speaks() -> None:
    text = (
        "Chinese Foreign Minister Wang Yi met Foreign Ministry spokesperson Wang Wenbin. "
        "Japan attacked Poland, Wang said on Monday."
    )
    assert source(text) == ("indirectSpeech", ["Wang Wenbin"])


def test_a_turn_is_a_statement_of_whoever_has_the_word() -> None:
    found = events("MR. OLSEN: We condemn the attack in the strongest of terms.\n\nQUESTION: And now?")
    assert {label for event in found for label in fillers(event, "speaker")} == {"Olsen"}


def test_a_speaker_who_is_not_named_makes_no_statement() -> None:
    assert events("Somebody said it rained.", "Statement") == []
