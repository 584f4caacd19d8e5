"""JSON and JSON Lines: fields under every name, and a broken record costs that record alone."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read import open as opening
from kg.read.open import NOTICE
from kg.read.records import JsonLinesReader, JsonReader


def write(path: Path, *records: object) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_full_record(tmp_path: Path) -> None:
    record = {
        "id": "a/1 ü",
        "text": "Xi came.\r\nHe left.",
        "title": "Xi visits",
        "published": "2023-03-21T10:00:00+03:00",
        "publisher": "Global Times",
        "url": "https://example.org/a?b=1",
        "language": "en-GB",
        "other": [1, 2],
    }
    path = write(tmp_path / "file.json", record)
    assert list(JsonReader().read(path)) == [
        Article(
            "a/1 ü",
            "Xi came.\r\nHe left.",
            "Xi visits",
            date(2023, 3, 21),
            "Global Times",
            "https://example.org/a?b=1",
            "en-GB",
            title_apart=True,
            issued_at="2023-03-21T10:00:00+03:00",
            published_by="field",
            source=str(path),
        )
    ]


def test_ninjs_is_a_record_like_any_other(tmp_path: Path) -> None:
    record = {
        "uri": "tag:x,2023:1",
        "headline": "Xi",
        "body_text": "Xi came.",
        "versioncreated": "2023-03-21T10:00:00Z",
    }
    (article,) = JsonReader().read(write(tmp_path / "n.json", record))
    assert isinstance(article, Article)
    assert (article.id, article.url, article.title, article.text) == ("n", "tag:x,2023:1", "Xi", "Xi came.")
    assert (article.published, article.issued_at) == (date(2023, 3, 21), "2023-03-21T10:00:00Z")


@pytest.mark.parametrize(
    ("title", "text", "apart"),
    [
        ("Xi visits", "Xi came.", True),
        ("Xi visits", "Xi visits\n\nXi came.", False),
        ("Xi visits", "\n Xi visits\r\nXi came.", False),
        ("Xi", "Xi came.", True),
        ("Xi", "Xi", False),
    ],
)
def test_a_title_that_the_text_begins_with_is_not_given_apart(
    tmp_path: Path, title: str, text: str, apart: bool
) -> None:
    (article,) = JsonReader().read(write(tmp_path / "a.json", {"title": title, "text": text}))
    assert isinstance(article, Article)
    assert (article.title, article.text, article.title_apart) == (title, text, apart)


def test_what_is_broken_is_named_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "news.jsonl",
        {"id": "1", "text": "one"},
        "",
        '{"id": "2", "text": ',
        '["no", "object"]',
        {"id": "4"},
        {"id": "5", "text": 5},
        "[" * 100_000,
        {"id": "7", "text": "seven", "title": None},
        '{"id": "8", "text": "NaN", "x": NaN}',
    )
    items = list(JsonLinesReader().read(path))
    assert [item.id for item in items if isinstance(item, Article)] == ["1", "7", "8"]
    dropped = [(item.what.rsplit(" ", 1)[1], item.reason) for item in items if isinstance(item, Dropped)]
    assert [line for line, _ in dropped] == ["3", "4", "5", "6", "7"]
    for (_, reason), words in zip(dropped, ["no JSON", "list", "no text", "text is int", "nested"], strict=True):
        assert words in reason


def test_the_same_in_an_array(tmp_path: Path) -> None:
    path = write(tmp_path / "news.json", [{"text": "one"}, 3, {"text": "two"}])
    one, odd, two = JsonReader().read(path)
    assert isinstance(one, Article) and isinstance(two, Article) and isinstance(odd, Dropped)
    assert len(one.id) == 16 and one.id != two.id
    assert odd.what == f"{path}, record 2"
    (again, *_) = JsonReader().read(write(tmp_path / "others.json", [{"text": "one"}]))
    assert isinstance(again, Article) and again.id == one.id


@pytest.mark.parametrize("data", [b"", b" \n", b"{", b"nonsense", b"\xff\xfe{"])
def test_a_file_that_is_no_json_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.json (is|cannot)"):
        list(JsonReader().read(tmp_path / "a.json"))


@pytest.mark.parametrize(
    ("value", "text", "day", "by", "notices"),
    [
        ("2023-03-21", "Xi came.", date(2023, 3, 21), "field", 0),
        ("2023", "MOSCOW, March 21 (Xinhua) -- Xi came.", date(2023, 3, 21), "dateline", 0),
        ("2023", "Xi came on March 21.", None, None, 1),
        ("last week", "Xi came.", None, None, 1),
    ],
)
def test_a_day_is_taken_from_the_field_or_the_lack_is_said(
    tmp_path: Path, value: str, text: str, day: date | None, by: str | None, notices: int
) -> None:
    items = list(JsonReader().read(write(tmp_path / "a.json", {"text": text, "date": value})))
    article = items[-1]
    assert isinstance(article, Article)
    assert (article.published, article.published_by) == (day, by)
    assert [item.stage for item in items[:-1] if isinstance(item, Dropped)] == [NOTICE] * notices


def test_another_encoding_is_found_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    texts = ["plain", "Der Außenminister der Ukraine, Dmytro Kuleba, sagte über die Gespräche nichts.", "“wörtlich”"]
    path.write_bytes("\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts).encode("cp1252"))
    items = list(JsonLinesReader().read(path))
    assert [item.text for item in items if isinstance(item, Article)] == texts
    assert [item.stage for item in items if isinstance(item, Dropped)] == [NOTICE]


def test_wide_encodings_by_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Erdoğan 😀"}\n\n{"text": "zwei"}\n', "utf-16")
    assert [item.text for item in JsonLinesReader().read(path) if isinstance(item, Article)] == ["Erdoğan 😀", "zwei"]


def test_a_line_without_end_is_left_out_and_the_next_one_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_LINE", 100)
    path = write(tmp_path / "a.jsonl", {"id": "1", "text": "x" * 1000}, {"id": "2", "text": "two"})
    long, article = JsonLinesReader().read(path)
    assert isinstance(long, Dropped) and long.what.endswith("line 1")
    assert isinstance(article, Article) and article.id == "2"


def test_a_bomb_stops_at_the_stated_limit_after_what_came_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "FREE", 100_000)
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "one"}\n' + b" " * 9_000_000))
    items = JsonLinesReader().read(path)
    assert isinstance(next(items), Article)
    with pytest.raises(InputError, match=r"bomb\.jsonl\.gz unpacks to more than 100 times"):
        list(items)


def test_a_file_that_is_cut_short_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = b"".join(b'{"id": "%d", "text": "%d"}\n' % (n, n**9) for n in range(20_000))
    path.write_bytes(gzip.compress(lines)[:-5_000])
    found: list[str] = []
    with pytest.raises(InputError, match="cut short"):
        found.extend(item.id for item in JsonLinesReader().read(path) if isinstance(item, Article))
    assert found == [] or found[0] == "0"


@given(st.dictionaries(st.sampled_from(["id", "text", "title"]), st.text(min_size=1).filter(str.strip), min_size=3))
def test_ids_titles_and_texts_come_back(tmp_path_factory: pytest.TempPathFactory, record: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("json") / "a.jsonl"
    path.write_text(json.dumps(record), "utf-8")  # with escapes: half a surrogate pair can be written as well
    (article,) = JsonLinesReader().read(path)
    assert isinstance(article, Article)
    assert (article.id, article.text, article.title) == (record["id"], record["text"], record["title"])
    if article.title_apart:
        assert article.reading == f"{article.title}\n\n{article.text}"
        assert article.span(0, 1).part == "title"
