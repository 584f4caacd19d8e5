"""Every hostile file through its reader: nothing crashes or hangs, nothing from outside comes in, all is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_samples import Nasty, corpus, small
from hostile_words import KINDS
from limited import limited

from kg.model import Article, Dropped
from kg.plugins import names
from kg.read.inputs import read_inputs
from kg.read.open import NOTICE

LIMIT = 60
"""Seconds of processor time after which a hostile file counts as a hang."""

ASKED = [pytest.param(n, marks=pytest.mark.soak) if n.heavy else n for n in corpus()]


def test_the_corpus_is_large_and_holds_every_kind_and_format() -> None:
    nasties = corpus()
    assert len(nasties) >= 500
    assert len({each.name for each in nasties}) == len(nasties)
    assert {each.kind for each in nasties} >= {
        *KINDS,
        "bomb",
        "entity",
        "truncated",
        "encoding",
        "date",
        "depth",
        "size",
    }
    read = {suffix for each in nasties for suffix in each.name.split(".")[1:]}
    assert read >= {name for name, place in names("reader").items() if place.startswith("kg.")}


def test_the_corpus_is_the_same_each_time() -> None:
    first, second = ({each.name: hash(each) for each in small()} for _ in range(2))
    assert [name for name, seen in first.items() if second[name] != seen] == []


@pytest.mark.parametrize("nasty", ASKED, ids=lambda nasty: nasty.name)
def test_a_hostile_file_is_read_or_named_and_its_records_counted(nasty: Nasty, tmp_path: Path) -> None:
    path = tmp_path / nasty.name
    path.write_bytes(nasty.data)
    with limited(LIMIT):
        items = list(read_inputs([path]))
    articles = [item for item in items if isinstance(item, Article)]
    aside = [item for item in items if isinstance(item, Dropped) and item.stage != NOTICE]
    assert items, "it vanished"
    if nasty.records is not None:
        assert len(articles) + len(aside) == nasty.records
    for item in items:
        if isinstance(item, Dropped):
            assert str(path) in item.what
            assert item.reason and "Error: " not in item.reason, "a library's own error came out"
    for article in articles:
        assert "root:" not in article.text, "a file of this machine was read"
        assert "\0" not in article.id + article.text
        article.reading.encode()  # no half characters
    assert list(tmp_path.iterdir()) == [path], "something was written"


@pytest.mark.parametrize("form", ["txt", "html", "rss", "json", "csv", "eml", "mbox"])
@pytest.mark.parametrize(
    "part", ["A/", "<a ", "<", "&", "March 2 ", "x\t", "\t", "(", '"', "From ", "\\", "<b><p>", "a='b' "]
)
def test_a_part_over_and_over_takes_no_more_than_its_length(form: str, part: str, tmp_path: Path) -> None:
    """Eighty thousand times over: an expression that goes back, or a loop in a loop, would hang."""
    wrap = {
        "html": "<html><body><article><p {}>x</p></article></body></html>" if "=" in part else "<article><p>{}</p>",
        "rss": "<rss><channel><item><title>{0}</title><description>x {0}</description></item></channel></rss>",
        "csv": "text,title\n{0},{0}\n",
        "eml": "Subject: {0}\nFrom: {0}\n\n{0}",
        "mbox": "From x\nSubject: {0}\n\n{0}",
    }.get(form, "{}")
    text = part * 80_000
    if form == "json":
        import json

        text = json.dumps({"text": text, "published": text, "url": text})
    path = tmp_path / f"over.{form}"
    path.write_text(wrap.format(text) if form != "json" else text)
    with limited(LIMIT):
        assert list(read_inputs([path]))
