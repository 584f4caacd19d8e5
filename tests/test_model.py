"""Spans are the article's own words, in one part of it, and the hash is of what is read."""

from __future__ import annotations

import hashlib
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import model
from kg.errors import UngroundedSpan
from kg.model import TITLE_GAP, Article

texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
titles = st.none() | texts
offsets = st.integers(-3, 70)


def article(title: str | None, text: str, apart: bool) -> Article:
    return Article("a", text, title=title, title_apart=apart)


@given(titles, texts, st.booleans(), offsets, offsets)
def test_a_span_is_words_of_one_part_or_none_at_all(
    title: str | None, text: str, apart: bool, start: int, end: int
) -> None:
    read = article(title, text, apart)
    try:
        span = read.span(start, end)
    except UngroundedSpan as error:
        assert "a" in str(error)
        shift = len(title) + len(TITLE_GAP) if title and apart else 0
        in_text = shift <= start < end <= len(read.reading)
        in_title = bool(title) and apart and 0 <= start < end <= len(title or "")
        assert not in_text and not in_title
        return
    part = {"text": text, "title": title or ""}[span.part]
    assert part[span.start : span.end] == span.text == read.reading[start:end] != ""
    assert span.part == "text" or (apart and title)


@given(texts.filter(bool), texts.filter(bool))
def test_every_stretch_of_title_and_text_can_be_had(title: str, text: str) -> None:
    read = article(title, text, apart=True)
    whole = read.span(0, len(title))
    assert (whole.part, whole.start, whole.end, whole.text) == ("title", 0, len(title), title)
    body = read.span(len(title) + len(TITLE_GAP), len(read.reading))
    assert (body.part, body.start, body.end, body.text) == ("text", 0, len(text), text)


def test_no_span_runs_from_the_title_into_the_text() -> None:
    read = article("Xi in Moscow", "Xi met Putin.", apart=True)
    gap = len("Xi in Moscow")
    for start, end in ((0, gap + 1), (gap, gap + 1), (gap, gap + 2), (gap + 1, gap + 4), (3, len(read.reading))):
        with pytest.raises(UngroundedSpan, match=f"{start}-{end}"):
            read.span(start, end)


def test_a_title_in_the_text_is_counted_as_text() -> None:
    read = article("Xi in Moscow", "Xi in Moscow\n\nXi met Putin.", apart=False)
    assert read.reading == read.text
    assert read.span(0, 2).part == "text"


@given(titles, texts, st.booleans())
def test_the_hash_is_of_what_is_read(title: str | None, text: str, apart: bool) -> None:
    read = article(title, text, apart)
    assert read.hash == "sha256:" + hashlib.sha256(read.reading.encode("utf-8", "surrogatepass")).hexdigest()
    assert article(title, text + "x", apart).hash != read.hash


def test_what_passes_between_stages_cannot_be_changed() -> None:
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]
    assert len(kinds) > 30
    for kind in kinds:
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
        assert "list" not in "".join(str(f.type) for f in fields(kind)), kind
    with pytest.raises(FrozenInstanceError):
        article(None, "text", apart=False).text = "other"  # type: ignore[misc]
