"""What every reader does: each plug-in of the kind ``reader`` is held to it, on a file of its own format."""

from __future__ import annotations

import gzip
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_samples import DAY, MAKERS, ONE, PARAGRAPHS, PUBLISHER, SECOND, TITLE, URL

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.plugins import load, names
from kg.protocols import Reader
from kg.read.inputs import read_inputs
from kg.read.open import NOTICE

FORMATS = sorted(name for name, place in names("reader").items() if place.startswith("kg."))


def sample(folder: Path, form: str, data: bytes | None = None) -> Path:
    path = folder / f"sample.{form}"
    path.write_bytes(MAKERS[form]() if data is None else data)
    return path


def read(form: str, path: Path) -> list[Article | Dropped]:
    reader = load("reader", form)()
    assert isinstance(reader, Reader)
    return list(reader.read(path))


def articles(items: list[Article | Dropped]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def squeezed(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("form", FORMATS)
def test_the_articles_of_a_file_come_out_with_their_words_and_fields(form: str, tmp_path: Path) -> None:
    path = sample(tmp_path, form)
    items = read(form, path)
    found = articles(items)
    assert [d for d in items if isinstance(d, Dropped) and d.stage != NOTICE] == []
    assert len(found) == (1 if form in ONE else 2)
    first = found[0]
    assert squeezed(first.text).endswith(squeezed(" ".join(PARAGRAPHS))), "a word is lost, or one too many"
    assert first.title == TITLE
    assert str(path) in (first.source or "")
    if form != "txt":
        assert (first.published, first.publisher, first.url) == (date.fromisoformat(DAY), PUBLISHER, URL)
    if form not in ONE:
        assert squeezed(SECOND[0]) in squeezed(found[1].text)
        assert found[0].id != found[1].id
        assert found[0].source != found[1].source, "a message could not tell the two apart"
    for article in found:
        assert article.reading[:5] == article.span(0, 5).text


@pytest.mark.parametrize("form", FORMATS)
def test_paragraphs_stay_apart(form: str, tmp_path: Path) -> None:
    (first, *_) = articles(read(form, sample(tmp_path, form)))
    for before, after in pairwise(PARAGRAPHS):
        gap = first.text[first.text.index(before[-20:]) + 20 : first.text.index(after[:20])]
        assert gap.count("\n") >= 2, "the parse would run one paragraph into the next"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_file_gives_the_same_articles(form: str, tmp_path: Path) -> None:
    path = sample(tmp_path, form)
    assert read(form, path) == read(form, path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_packed_files_are_read_as_the_plain_ones(form: str, packing: str, tmp_path: Path) -> None:
    plain = sample(tmp_path, form)
    pack = gzip.compress if packing == "gz" else zstandard.ZstdCompressor().compress
    packed = tmp_path / f"sample.{form}.{packing}"
    packed.write_bytes(pack(plain.read_bytes()))
    assert [(a.id, a.text) for a in articles(read(form, packed))] == [
        (a.id, a.text) for a in articles(read(form, plain))
    ]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\0\1\2" * 2000, bytes(range(256)) * 40], ids=["empty", "nul", "binary"])
def test_what_is_no_such_file_is_an_input_error_that_names_it(form: str, data: bytes, tmp_path: Path) -> None:
    path = sample(tmp_path, form, data)
    try:
        items = read(form, path)
    except InputError as error:
        assert str(error).startswith(f"{path} ")
    else:
        assert items and not articles(items)
        assert all(isinstance(item, Dropped) and str(path) in item.what for item in items)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_what_unpacks_without_measure_is_stopped(
    form: str, packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.read.open.FREE", 1 << 20)
    pack = gzip.compress if packing == "gz" else zstandard.ZstdCompressor().compress
    path = tmp_path / f"sample.{form}.{packing}"
    path.write_bytes(pack(MAKERS[form]() + b" " * (8 << 20)))
    items = list(read_inputs([path]))
    assert not [item for item in items if isinstance(item, Article) and len(item.text) > 1 << 20]
    reasons = " ".join(item.reason for item in items if isinstance(item, Dropped))
    assert "100 times its size" in reasons


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_cut_short_anywhere_ends_nothing(form: str, tmp_path: Path) -> None:
    whole = MAKERS[form]()
    for share in range(1, 12):
        path = sample(tmp_path, form, whole[: len(whole) * share // 12])
        for item in read_inputs([path]):
            assert isinstance(item, Article) or item.reason


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_a_wrong_stretch_ends_nothing(form: str, data: st.DataObject, tmp_path: Path) -> None:
    whole = bytearray(MAKERS[form]())
    at = data.draw(st.integers(0, len(whole) - 1))
    junk = data.draw(st.binary(max_size=30))
    whole[at : at + len(junk)] = junk
    path = sample(tmp_path, form, bytes(whole))
    for item in read_inputs([path]):
        if isinstance(item, Dropped):
            assert item.reason and str(path) in item.what
            assert "Error:" not in item.reason, "a reader let a library's own error out"
