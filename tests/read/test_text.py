"""Text files: the text is the file's to the last character; what is no text is said to be none."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import title_of
from kg.read.open import NOTICE, decode, stem, suffix
from kg.read.text import TextReader


def read(path: Path) -> tuple[Article, list[Dropped]]:
    items = list(TextReader().read(path))
    (article,) = (item for item in items if isinstance(item, Article))
    return article, [item for item in items if isinstance(item, Dropped)]


# A mark at the very beginning is the encoding's; code points without a character are in no file.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda text: text.strip() and not text.startswith("\ufeff") and sum(map(text.count, map(chr, range(32)))) < 8
)


@given(text=texts, mark=st.booleans())
def test_the_text_is_the_files_own(tmp_path_factory: pytest.TempPathFactory, text: str, mark: bool) -> None:
    path = tmp_path_factory.mktemp("read") / "an article.txt"
    path.write_bytes((codecs.BOM_UTF8 if mark else b"") + text.encode("utf-8"))
    article, notices = read(path)
    assert article.text == text
    assert article.id == "an article"
    assert notices == []
    if article.title:
        assert article.title in text and text.lstrip().startswith(article.title)
        assert not article.title_apart
    begin = len(text) - len(text.lstrip())
    assert article.span(begin, begin + 1).text == text[begin]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Line one\r\n\r\nXi met Erdoğan 😀.\r\n"
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    (tmp_path / "a.txt").write_bytes(mark + text.encode(encoding))
    article, notices = read(tmp_path / "a.txt")
    assert article.text == text
    assert notices == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“The ties are sound,” the minister said – and that in the café of Kraków. " * 3, "cp1252"),
        ("Президент России Владимир Путин заявил во вторник, что переговоры прошли успешно. ", "cp1251"),
        ("国家主席习近平在莫斯科会见了俄罗斯总统普京，双方进行了会谈。", "gb18030"),
    ],
)
def test_another_encoding_is_found_and_said(tmp_path: Path, text: str, encoding: str) -> None:
    text = text.replace("ó", "o") if encoding == "cp1252" else text
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    article, notices = read(tmp_path / "a.txt")
    assert article.text == text
    assert [(item.stage, item.what) for item in notices] == [(NOTICE, str(tmp_path / "a.txt"))]
    assert encoding in notices[0].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"text with a \0 in it", "NUL"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "NUL"),
        (bytes(range(1, 32)) * 50, "control characters"),
        (bytes((n * 89 + n * n) % 255 + 1 for n in range(4000)), "no text"),
        (codecs.BOM_UTF16_LE + b"odd", "utf-16"),
        (b"a" * 20_000_001, "20 MB"),
    ],
    ids=["nothing", "blanks", "NUL", "picture", "controls", "junk", "half a character", "too long"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        read(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Xi visits Moscow\n\nXi Jinping came on Monday.", "Xi visits Moscow"),
        ("\r\n  Xi visits\r\nMoscow  \r\n \r\nXi came.", "Xi visits\r\nMoscow"),
        ("Will he come?\n\nHe will.", "Will he come?"),
        ("He came.\n\nShe left.", None),
        ("“He came.”\n\nShe left.", None),
        ("One line only", None),
        ("One line only\n\n  \n", None),
        ("First line\nsecond line", None),
        ("", None),
    ],
)
def test_a_first_paragraph_without_a_full_stop_is_the_title(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(("name", "pack"), [("a.txt.gz", gzip.compress), ("a.txt.zst", zstandard.compress)])
def test_packed_files_are_read_and_bombs_are_not(tmp_path: Path, name: str, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_bytes(pack(b"Xi came.\r\n"))
    article, _ = read(path)
    assert (article.id, article.text) == ("a", "Xi came.\r\n")
    path.write_bytes(pack(b"a" * 1_000)[:-9])
    with pytest.raises(InputError, match=r"cut short|is empty"):
        read(path)
    path.write_bytes(b"no pack at all")
    with pytest.raises(InputError, match="damaged"):
        read(path)


def test_names_of_every_kind() -> None:
    assert [suffix(Path(name)) for name in ("a.TXT", "a.jsonl.gz", "a.b.json.zst", "a", ".txt")] == [
        *("txt", "jsonl", "json", ""),
        "",
    ]
    assert [stem(Path(name)) for name in ("a.TXT", "a.jsonl.gz", "a.b.json.ZST", "a")] == ["a", "a", "a.b", "a"]
    assert stem(Path("caf\udce9.txt")) == r"caf\xe9"


def test_decoding_never_loses_a_byte_of_utf_8() -> None:
    text = "".join(chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0xFFFF), 0x10FFFF))
    assert decode(text.encode()).text == text
