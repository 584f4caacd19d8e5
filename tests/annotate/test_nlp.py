"""The parse keeps its way back to the text: every token has its own code points, whatever the white space."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import annotated, stages

from kg.model import Article, Document

WORDS = st.sampled_from(
    ["Russia", "attacked", "the", "U.S.", "Côte d’Ivoire", "“We", "agree”,", "No.", "10,", "said.", "—", "🙂", "Мир"]
)
GAPS = st.sampled_from([" ", "  ", "\u00a0", "\n", "\n\n", " \n \n", "\t", "\u2009", ""])
TEXTS = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=40).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def parse(text: str, title: str | None = None) -> Document:
    return next(iter(stages().parser.parse([Article("a", text, title, title_apart=title is not None)])))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([None, "Russia attacks", "RUSSIA ATTACKS UKRAINE"]))
def test_each_token_is_the_words_at_its_offsets(text: str, title: str | None) -> None:
    document = parse(text, title)
    reading = document.article.reading
    before = 0
    for token, start, end in zip(document.parse, document.starts, document.ends, strict=True):
        assert before <= start < end <= len(reading)
        assert reading[start:end].lower() == token.text.lower()  # a headline is parsed in running case
        assert not reading[start:end].isspace()
        before = end
    covered = "".join(reading[s:e] for s, e in zip(document.starts, document.ends, strict=True))
    assert covered == "".join(reading.split())


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_paragraphs_cover_the_tokens_and_each_begins_a_sentence(text: str) -> None:
    document = parse(text)
    ranges = list(document.paragraphs)
    assert [i for first, last in ranges for i in range(first, last)] == list(range(len(document.parse)))
    assert all(document.parse[first].is_sent_start for first, last in ranges if first < last)


def test_a_no_break_space_within_a_name_and_double_spaces_change_nothing_but_offsets() -> None:
    plain, odd = (
        parse("Sergey Lavrov met Wang Yi in Moscow."),
        parse("Sergey\u00a0Lavrov  met \u00a0Wang Yi in  Moscow."),
    )
    assert [t.text for t in odd.parse] == [t.text for t in plain.parse]
    assert [t.dep_ for t in odd.parse] == [t.dep_ for t in plain.parse]
    assert odd.span(0, 2).text == "Sergey\u00a0Lavrov"


@pytest.mark.parametrize(
    "headline",
    ["RUSSIA ATTACKS UKRAINE", "Russia Attacks Ukraine After Talks In Geneva Fail", "Russia attacks Ukraine"],
)
def test_a_headline_is_read_in_running_case_and_quoted_as_it_stands(headline: str) -> None:
    document = parse(f"{headline}\n\nThe attack began on Monday.")
    verb = next(t for t in document.parse if t.lemma_.lower() == "attack" and t.pos_ == "VERB")
    assert document.span(verb.i, verb.i + 1).text == headline.split()[1]


def test_equal_texts_are_parsed_equally_wherever_they_stand_in_a_batch() -> None:
    texts = ["Chad met Niger.", "Mali met Togo.", "Chad met Niger."]
    found = list(stages().parser.parse([Article(str(n), text) for n, text in enumerate(texts)]))
    assert [d.article.id for d in found] == ["0", "1", "2"]
    assert [t.dep_ for t in found[0].parse] == [t.dep_ for t in found[2].parse]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_a_text_without_a_word_is_a_parse_without_a_token(text: str) -> None:
    assert len(parse(text).parse) == 0
    assert annotated(text).chains == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The talks between Gen. Ivanov and Lt. Col. Petrov failed on Monday. They left the town at once.", 2),
        ("The U.S. signed. Resolution No. 1540 stands.", 2),
        ("Russia left\n\nUkraine stayed", 2),
    ],
)
def test_sentences_do_not_break_after_titles_and_initials(text: str, sentences: int) -> None:
    assert len(list(parse(text).parse.sents)) == sentences


@pytest.mark.parametrize("text", ["", " \n\n\t"])
def test_a_text_without_words_has_no_tokens(text: str) -> None:
    document = parse(text)
    assert (len(document.parse), document.starts, document.paragraphs) == (0, (), ())
