"""Who speaks: quotes before and after the verb, over paragraphs, turns of a transcript, the first person in them."""

from __future__ import annotations

import pytest
from reading import annotated, chain


def spoken(text: str) -> list[tuple[str, str | None, bool]]:
    """The words of each quote, who speaks them, and whether they are a turn."""
    found = annotated(text)
    return [
        (
            found.document.span(quote.first, quote.last).text,
            None if quote.speaker is None else found.chains[quote.speaker].name,
            quote.turn,
        )
        for quote in found.quotes
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We want peace,” Lars Berg said.",
        "“We want peace,” said Lars Berg.",
        "Lars Berg said: “We want peace”.",
        '"We want peace," Lars Berg told reporters.',
        "“We want peace,” said the minister, Lars Berg.",
    ],
)
def test_a_quote_is_spoken_by_the_subject_of_its_verb(text: str) -> None:
    assert [(words.rstrip(",."), who) for words, who, _ in spoken(text)] == [("We want peace", "Lars Berg")]


def test_a_quote_in_two_halves_has_one_speaker() -> None:
    assert [who for _, who, _ in spoken("“We want peace,” Lars Berg said, “and we want it now.”")] == ["Lars Berg"] * 2


def test_a_pronoun_that_speaks_is_whoever_spoke_before() -> None:
    text = "“We attacked nobody,” Chad's president, Idriss Déby, said.\n\n“We want peace,” he added."
    assert [who for _, who, _ in spoken(text)] == ["Idriss Déby", "Idriss Déby"]


def test_words_in_marks_that_nobody_speaks_have_no_speaker() -> None:
    assert all(who is None for _, who, _ in spoken("The film “We want peace at last” opened in Paris."))


TRANSCRIPT = (
    "QUESTION: Did Chad attack Niger?\n\n"
    "MR. OLSEN: We condemn the attack. We call on Chad to leave.\n\n"
    "MS. GOMEZ: I have nothing to add."
)


def test_turns_of_a_transcript_are_their_speakers_words() -> None:
    assert spoken(TRANSCRIPT) == [
        ("Did Chad attack Niger?", None, True),
        ("We condemn the attack. We call on Chad to leave.", "Olsen", True),
        ("I have nothing to add.", "Gomez", True),
    ]


def test_the_first_person_is_whoever_speaks() -> None:
    found = annotated(TRANSCRIPT)
    assert [m.span.text for m in chain(found, "OLSEN").mentions] == ["OLSEN", "We", "We"]
    found = annotated("Lars Berg met Ana Gomez. “I met her on Monday,” Berg said.")
    assert "I" in [m.span.text for m in chain(found, "Lars Berg").mentions]


def test_a_first_person_that_nobody_speaks_is_nobody() -> None:
    assert all("We" not in [m.span.text for m in c.mentions] for c in annotated("We came to Paris.").chains)
