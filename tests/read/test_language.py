"""Other languages are set aside by name; short texts, and texts with many foreign names, are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Article, Dropped
from kg.read.inputs import read_inputs
from kg.read.language import foreign
from kg.resources import data_dir

GERMAN = (
    "Der Bundeskanzler hat am Dienstag in Berlin den Präsidenten von Frankreich empfangen. Beide sprachen über die "
    "Lage in der Ukraine und über die Wirtschaft. Am Abend reiste der Präsident nach Paris zurück, sagte sein Sprecher."
)
RUSSIAN = (
    "Президент России во вторник принял в Москве премьер-министра Индии. Стороны обсудили торговлю и энергетику, а "
    "также положение в регионе. После переговоров были подписаны документы о сотрудничестве между двумя странами, "
    "сообщил Кремль. Премьер-министр пригласил президента посетить Дели в следующем году, и тот принял приглашение."
)
SHORT = "Le président français a reçu vendredi à Paris le premier ministre indien, ont annoncé les deux gouvernements."
CHINESE = "国家主席周二在北京会见了法国总统。双方就贸易、气候变化和国际局势交换了意见，并签署了多项合作协议。" * 4
ENGLISH = (
    "Norway and Chile signed a treaty on fisheries in Oslo on Tuesday, the Norwegian foreign ministry said after two "
    "years of talks between the two governments that had begun in Santiago."
)


@pytest.mark.parametrize(
    ("text", "named"), [(GERMAN, "German"), (RUSSIAN, "Russian"), (CHINESE, "Chinese"), (SHORT, "French")]
)
def test_a_text_in_another_language_is_named(text: str, named: str) -> None:
    assert foreign(Article("a", text)) == named


@pytest.mark.parametrize("text", [ENGLISH, "Xi visits", "Ankara, Baku sign gas deal", "Norway invited Chile.", "会见"])
def test_english_and_short_texts_pass(text: str) -> None:
    assert foreign(Article("a", text)) is None


def test_the_words_go_before_what_a_page_says_of_itself() -> None:
    assert foreign(Article("a", ENGLISH, language="de-DE")) is None
    assert foreign(Article("a", GERMAN, language="en")) == "German"
    assert foreign(Article("a", "Norway invited Chile.", language="de")) == "German"
    assert foreign(Article("a", "Norway invited Chile.", language="en_US")) is None


def test_every_sample_passes() -> None:
    items = list(read_inputs([data_dir("samples")]))
    assert len(items) >= 10 and all(isinstance(item, Article) for item in items)


def test_it_is_set_aside_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GERMAN)
    (item,) = read_inputs([path])
    assert isinstance(item, Dropped) and "German" in item.reason and item.what == str(path)
