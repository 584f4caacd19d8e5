"""A reading followed: which frames were tried on which word, what was dropped where, and why nothing came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.config import Settings
from kg.errors import UsageError
from kg.evaluate.trace import Trace, locate, trace
from kg.extract.lexicon import Lexicon
from kg.extract.rules import RuleExtractor
from kg.model import Article
from kg.pipeline import Builder
from kg.stages import Knowledge, load_stages
from kg.vocab.ontology import Ontology

Follow = Callable[[str], list[Trace]]


@pytest.fixture(scope="module")
def follow() -> Follow:
    settings = Settings()
    known = Knowledge.load(settings)
    builder = Builder(settings, load_stages(settings, known))
    return lambda text: list(trace(Article("a", text, published=date(2019, 3, 13)), builder, known.lexicon))


def outcomes(one: Trace, word: str) -> dict[str, str]:
    return {step.frame: step.outcome for step in one.steps if step.word.text == word}


def test_a_frame_that_was_read_stands_with_its_event(follow: Follow) -> None:
    [one] = follow("Ukraine was attacked by Russia.")
    assert [event.type for event in one.events] == ["MilitaryAttack"]
    frame = one.events[0].claims[0].frame
    assert frame is not None
    assert outcomes(one, "attacked")[frame] == "read"
    assert {(n.words, n.type) for n in one.named} == {("Ukraine", "State"), ("Russia", "State")}


def test_a_missing_argument_is_named(follow: Follow) -> None:
    [one] = follow("Somebody signed.")
    assert not one.events
    reasons = [step.reason for step in one.steps if step.word.text == "signed" and step.outcome == "tried"]
    assert any("no object" in reason for reason in reasons)


def test_a_condition_that_fails_names_the_word_and_the_condition(follow: Follow) -> None:
    [one] = follow("Estonia summoned its courage.")
    assert not one.events
    assert any("courage" in step.reason for step in one.steps if step.outcome == "tried")


def test_what_a_stage_drops_is_told_with_the_stage(follow: Follow) -> None:
    [one] = follow("If Chad attacks Niger, the pact will end.")
    dropped = [step for step in one.steps if step.outcome == "dropped" and step.event == "MilitaryAttack"]
    assert [step.word.text for step in dropped] == ["attacks"]
    assert dropped[0].reason.startswith("extract: ")


def test_verbs_without_a_frame_are_listed(follow: Follow) -> None:
    [one] = follow("Chad flummoxed Niger.")
    assert one.without == ("flummox",)
    assert not one.events
    assert not one.steps


def test_what_is_told_twice_is_told_as_joined(follow: Follow) -> None:
    first, second = follow("Chad condemned Niger on Monday. On Monday Chad condemned Niger again.")
    assert first.events == second.events
    assert len(first.events[0].claims) == 2
    for one in (first, second):
        assert "joined" in outcomes(one, "condemned").values()


def test_only_the_sentences_asked_for_are_followed() -> None:
    settings = Settings()
    known = Knowledge.load(settings)
    builder = Builder(settings, load_stages(settings, known))
    article = Article("a", "Chad is large. Niger met Mali. Togo slept.", published=date(2019, 3, 13))
    found = list(trace(article, builder, known.lexicon, locate(article, words="met  Mali")))
    assert [one.sentence.text for one in found] == ["Niger met Mali."]
    title = Article("b", "Togo slept.", title="Niger meets Mali", title_apart=True, published=date(2019, 3, 13))
    [headline] = trace(title, builder, known.lexicon, locate(title, words="Niger meets"))
    assert headline.sentence.part == "title"
    assert [event.type for event in headline.events] == ["Meeting"]
    [text] = trace(title, builder, known.lexicon, locate(title, at=(0, 4)))
    assert text.sentence.text == "Togo slept."


@given(st.text(alphabet="ab \n.", min_size=1), st.data())
def test_offsets_are_those_of_the_text_whether_the_title_stands_apart_or_not(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    for article in (Article("a", text), Article("a", text, title="T", title_apart=True)):
        start, end = locate(article, at=(first, last))
        assert article.reading[start:end] == text[first:last]


@pytest.mark.parametrize("at", [(3, 3), (-1, 2), (0, 12), (4, 2)])
def test_offsets_outside_the_text_are_refused(at: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="from 0 to 11"):
        locate(Article("a", "Togo slept."), at=at)


@pytest.mark.parametrize("words", ["Chad", "", "  "])
def test_words_that_are_not_there_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match="does not have the words"):
        locate(Article("a", "Togo slept."), words=words)


def test_a_frame_lent_by_near_words_is_told_as_such(tmp_path: Path) -> None:
    frame = (
        '[[frame]]\nid = "{0}-v-1"\nverb = ["{0}"]\nevent = "Criticism"\nexample = "Chad {0}s Niger."\n'
        'args = {{ subject = "speaker", object = "target" }}\n'
    )
    (tmp_path / "own.toml").write_text(frame.format("infuriate") + frame.format("rile"))
    lexicon, stages = Lexicon(Ontology.load(), (tmp_path,)), load_stages(Settings())
    builder = Builder(Settings(), replace(stages, extractor=RuleExtractor(lexicon)))
    [one] = trace(Article("a", "Japan frightened Poland.", published=date(2019, 3, 13)), builder, lexicon)
    [step] = [step for step in one.steps if step.outcome == "read"]
    assert step.reason.startswith("back-off: the lexicon does not have the verb; read like “infuriate”")
    assert one.events[0].claims[0].confidence < 0.2
