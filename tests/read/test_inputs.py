"""INPUT…: what is found, under which ids, and what is set aside by name."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Dropped
from kg.read.inputs import read_inputs
from kg.read.open import NOTICE
from kg.vocab.iri import short_hash


def put(folder: Path, **files: str | bytes) -> Path:
    """Write files; ``__`` in a name is a slash, ``_`` a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(*inputs: str | Path, **options: object) -> tuple[dict[str, str], dict[str, str]]:
    """Ids to texts, and what was set aside to the reason."""
    items = list(read_inputs(inputs, **options))  # type: ignore[arg-type]
    articles = [item for item in items if isinstance(item, Article)]
    assert len({article.id for article in articles}) == len(articles)
    return {a.id: a.text for a in articles}, {d.what: d.reason for d in items if isinstance(d, Dropped)}


def test_files_folders_and_globs_in_order(tmp_path: Path) -> None:
    put(tmp_path, b__two_txt="2", b__deep__three_txt="3", a_txt="1", c_jsonl='{"id": "x", "text": "4"}', z_txt="5")
    found, dropped = read(tmp_path / "z.txt", tmp_path / "b", tmp_path / "*.txt", str(tmp_path / "**/*.jsonl"))
    assert list(found.items()) == [("z", "5"), ("two", "2"), ("three", "3"), ("a", "1"), ("x", "4")]
    assert dropped == {}


def test_files_whose_stem_repeats_take_the_path_below_the_folder(tmp_path: Path) -> None:
    put(tmp_path, n__ap__1_txt="a", n__tass__1_txt="b", n__tass__2_txt="c")
    assert read(tmp_path / "n")[0] == {"ap/1": "a", "tass/1": "b", "2": "c"}
    assert read(tmp_path / "n/ap/1.txt", tmp_path / "n/tass/1.txt")[0] == {"ap/1": "a", "tass/1": "b"}
    assert read(str(tmp_path / "n/*/1.txt"))[0] == {"ap/1": "a", "tass/1": "b"}


def test_and_more_of_it_where_that_repeats_too(tmp_path: Path) -> None:
    put(tmp_path, m__1_txt="a", n__1_txt="b", n__1_json='{"text": "c"}')
    assert read(tmp_path / "m", tmp_path / "n")[0] == {"m/1.txt": "a", "n/1.txt": "b", "1.json": "c"}


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_txt="1")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert read(tmp_path / "a.txt", tmp_path, tmp_path / "link.txt") == ({"a": "1"}, {})


def test_one_id_with_two_texts_sets_the_second_aside(tmp_path: Path) -> None:
    records = [
        {"id": "x", "text": "one"},
        {"id": "x", "text": "one"},
        {"id": "x", "text": "two"},
        {"id": "y", "text": "one"},
    ]
    put(tmp_path, a_jsonl="\n".join(map(json.dumps, records)))
    found, dropped = read(tmp_path / "a.jsonl")
    assert found == {"x": "one", "y": "one"}
    assert dropped == {
        f"{tmp_path}/a.jsonl, line 3": "has the id 'x', which another text of this run has; give it one of its own"
    }


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    put(
        tmp_path,
        n__a_txt="1",
        n__b_doc="?",
        n__c_txt=b"\x00\x01",
        n__d_txt="",
        n__e_json="{",
        n__f_txt="2",
        n__noext="3",
    )
    put(tmp_path, n___hidden_txt="no", n___git__x_txt="no")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "n" / "pipe.txt")
    (tmp_path / "n" / "dead.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "n" / "round").symlink_to(tmp_path / "n")
    found, dropped = read(tmp_path / "n", tmp_path / "gone.txt", tmp_path / "no*.txt", tmp_path / "empty", "ftp://x/y")
    assert found == {"a": "1", "f": "2"}
    names = {Path(what).name: reason for what, reason in dropped.items()}
    assert set(names) == {
        *("b.doc", "c.txt", "d.txt", "e.json", "noext", "pipe.txt", "dead.txt", "round"),
        *("gone.txt", "no*.txt", "empty", "y"),
    }
    assert ".jsonl" in names["b.doc"] and "NUL" in names["c.txt"] and names["d.txt"] == "is empty"
    assert names["gone.txt"] == "is not there" and "no file" in names["no*.txt"] and "no file" in names["empty"]


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    put(tmp_path, a_txt="1", b_txt="2")
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "inner.txt").write_text("3")
    assert read(tmp_path)[0] == {"b": "2", "inner": "3"}


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("Xi came.\r\n", ["Xi came.\r\n"]),
        ('{"text": "one"}\n{"text": "two"}\n', ["one", "two"]),
        ('{\n "text": "one"\n}', ["one"]),
        ('\ufeff [{"text": "one"}, {"text": "two"}]', ["one", "two"]),
        ("[Beijing] Xi came.", []),
    ],
)
def test_standard_input_is_what_it_begins_as(data: str, texts: list[str]) -> None:
    items = list(read_inputs(["-"], stdin=io.BytesIO(data.encode())))
    articles = [item for item in items if isinstance(item, Article)]
    assert [article.text for article in articles] == texts
    assert all(article.id == short_hash(article.text) for article in articles)
    assert all((article.source or "").startswith("standard input") for article in articles)
    assert bool(texts) or isinstance(items[0], Dropped)


def test_a_file_without_suffix_that_is_named_itself_is_read(tmp_path: Path) -> None:
    put(tmp_path, article="Xi came.")
    assert read(tmp_path / "article")[0] == {"article": "Xi came."}


def test_days_from_option_and_file_name(tmp_path: Path) -> None:
    (tmp_path / "ap-2023-03-21.txt").write_text("Xi came.")
    (tmp_path / "b.json").write_text('{"text": "He left.", "date": "2020-02-02"}')
    items = [item for item in read_inputs([tmp_path]) if isinstance(item, Article)]
    assert [(a.published, a.published_by) for a in items] == [
        (date(2023, 3, 21), "filename"),
        (date(2020, 2, 2), "field"),
    ]
    items = [item for item in read_inputs([tmp_path], published=date(1999, 1, 1)) if isinstance(item, Article)]
    assert [(a.published, a.published_by) for a in items] == [(date(1999, 1, 1), "option"), (date(2020, 2, 2), "field")]


def test_a_notice_drops_nothing(tmp_path: Path) -> None:
    put(tmp_path, a_txt="Der Außenminister sagte über die Gespräche in Köln nichts.".encode("latin-1"))
    notice, article = read_inputs([tmp_path])
    assert isinstance(notice, Dropped) and notice.stage == NOTICE and notice.what == f"{tmp_path}/a.txt"
    assert isinstance(article, Article)


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Nothing is held that is not asked for: the second file may still change while the first is worked on."""
    put(tmp_path, a_txt="1", b_txt="2")
    stream = read_inputs([tmp_path])
    next(stream)
    (tmp_path / "b.txt").write_text("3")
    item = next(stream)
    assert isinstance(item, Article) and item.text == "3"


names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=20)


@given(st.lists(names.filter(lambda name: name.strip() and name[0] != "."), min_size=1, max_size=5, unique=True))
def test_every_file_has_an_id_of_its_own_that_its_name_gives(
    tmp_path_factory: pytest.TempPathFactory, stems: list[str]
) -> None:
    top = tmp_path_factory.mktemp("names")
    for n, name in enumerate(stems):
        for folder in ("x", "y")[: 1 + n % 2]:
            (top / folder).mkdir(exist_ok=True)
            (top / folder / f"{name}.txt").write_text(f"{folder} {name}")
    found, dropped = read(top)
    assert dropped == {}
    assert found == {
        (f"{folder}/{name}" if n % 2 else name): f"{folder} {name}"
        for n, name in enumerate(stems)
        for folder in ("x", "y")[: 1 + n % 2]
    }


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"id,text\n"), ("a.json", b"[]"), ("a.tsv", b"text\n")])
def test_a_file_without_a_record_is_named(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path) == ({}, {str(tmp_path / name): "holds no article"})
