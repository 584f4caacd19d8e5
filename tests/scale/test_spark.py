"""Spark: the same quads as the local engine whatever the parts, nothing twice, and a lost worker costs nothing."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tiny_builders
from reader_samples import html, parquet, warc
from store_samples import BASE
from store_samples import article as quads_of

from kg.config import Settings
from kg.errors import InputError, StoreError
from kg.model import Article, BuildResult
from kg.scale.session import session
from kg.scale.spark import Run, build_shards

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = Settings(base=BASE)


class Tiny(tiny_builders.Tiny):
    """Makes quads of an article without reading it, and knows by which fingerprint they stand."""

    def fingerprint(self, article: Article) -> str:
        return quads_of(article.id, items=["Q1"], size=20).fingerprint


class Dies(Tiny):
    """Ends its process at the first article called ``deadly``, once: the file that its text names remembers."""

    def build(self, articles: Iterable[Article]) -> Iterator[BuildResult]:
        for article in articles:
            if article.id == "deadly" and not Path(article.text).exists():
                Path(article.text).touch()
                os._exit(9)
            yield from super().build([article])


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    here = Path(__file__).parent
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([*filter(None, sys.path), str(here), str(here.parent), str(Path.cwd())])
    running = session(2)
    running.sparkContext.setLogLevel("OFF")
    yield running
    running.stop()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def jsonl(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def tiny(number: int) -> list[dict[str, str]]:
    return [{"id": f"a{n:03}", "text": f"text {n}"} for n in range(number)]


def lines(run: Run | str, *kinds: str) -> list[str]:
    """The lines of a run's shards, sorted, each once."""
    folder = run if isinstance(run, str) else run.folder
    assert folder is not None
    found: list[str] = []
    for kind in kinds or ("quads", "entities"):
        for part in Path(folder, kind).glob("part-*.nq.gz" if kind != "dropped" else "part-*"):
            found += gzip.decompress(part.read_bytes()).decode().splitlines()
    return sorted(set(found))


def rows(folder: str, kind: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return [row for part in sorted(Path(folder, kind).glob("part-*")) for row in pq.read_table(part).to_pylist()]


@pytest.mark.parametrize("partitions", [1, 3])
def test_the_quads_of_every_article_once_whatever_the_parts(
    partitions: int, spark: SparkSession, tmp_path: Path
) -> None:
    jsonl(tmp_path / "one.jsonl", tiny(30))
    jsonl(tmp_path / "two.jsonl", tiny(40)[20:])  # ten that are in both
    run = build_shards(
        [str(tmp_path / "*.jsonl")], str(tmp_path / "out"), SETTINGS, spark=spark, partitions=partitions, make=Tiny
    )
    assert run.counts["article"] == 40
    made = [quads_of(row["id"], items=["Q1"], size=20) for row in tiny(40)]
    wanted = {line for q in made for line in (q.graph + q.catalog + "".join(q.entities.values())).splitlines()}
    assert lines(run) == sorted(wanted)
    assert run.folder is not None
    assert sorted(row["id"] for row in rows(run.folder, "articles")) == [row["id"] for row in tiny(40)]


def test_a_second_run_takes_only_what_is_new_and_an_unfinished_one_goes(spark: SparkSession, tmp_path: Path) -> None:
    out = tmp_path / "out"
    news = jsonl(tmp_path / "a.jsonl", tiny(5))
    first = build_shards([str(news)], str(out), SETTINGS, spark=spark, make=Tiny)
    assert build_shards([str(news)], str(out), SETTINGS, spark=spark, make=Tiny) == Run(None, {"unchanged": 5}, ())
    (out / "run-0002" / "quads").mkdir(parents=True)
    (out / "run-0002" / "quads" / "part-0.txt.gz").write_bytes(b"broken off")
    jsonl(news, tiny(7))
    second = build_shards([str(news)], str(out), SETTINGS, spark=spark, make=Tiny)
    assert (second.folder, second.counts) == (str(out / "run-0002"), {"article": 2, "entity": 2, "unchanged": 5})
    assert not [line for line in lines(second, "quads") if "doc/a000" in line]
    assert [line for line in lines(first, "quads") if "doc/a000" in line]


def test_a_worker_that_is_lost_in_the_middle_changes_nothing(spark: SparkSession, tmp_path: Path) -> None:
    mark = tmp_path / "died"
    given = [*tiny(20), {"id": "deadly", "text": str(mark)}]
    news = str(jsonl(tmp_path / "a.jsonl", given))
    run = build_shards([news], str(tmp_path / "out"), SETTINGS, spark=spark, partitions=3, make=Dies)
    assert mark.exists(), "no worker was lost"
    calm = build_shards([news], str(tmp_path / "calm"), SETTINGS, spark=spark, partitions=2, make=Tiny)
    assert lines(run) == lines(calm)
    assert run.counts == calm.counts


def test_what_is_set_aside_stands_beside_with_its_reason(spark: SparkSession, tmp_path: Path) -> None:
    news = jsonl(tmp_path / "b.jsonl", [*tiny(3), {"id": "a000", "text": "another text"}, {"id": "none"}])
    news.write_text(news.read_text() + '{"broken\n\n')
    run = build_shards([str(news)], str(tmp_path / "out"), SETTINGS, spark=spark, make=Tiny)
    assert run.counts["article"] == 3 and run.counts["aside"] == len(run.aside) == 3
    for words in ("'a000'", "has no text", "is no JSON"):
        assert any(words in reason and "b.jsonl" in reason for reason in run.aside)
    assert len(lines(run, "dropped")) == 3


@pytest.mark.parametrize("name", ["gone.jsonl", "a.txt"])
def test_an_input_that_cannot_be_read_is_one_sentence(name: str, spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match=name):
        build_shards([str(tmp_path / name)], str(tmp_path / "out"), SETTINGS, spark=spark, make=Tiny)


def test_a_folder_of_something_else_is_left_alone(spark: SparkSession, tmp_path: Path) -> None:
    news = jsonl(tmp_path / "a.jsonl", tiny(1))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "photo.jpg").write_text("x")
    with pytest.raises(StoreError, match=r"photo\.jpg"):
        build_shards([str(news)], str(tmp_path / "out"), SETTINGS, spark=spark, make=Tiny)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["photo.jpg"]


def test_the_real_pipeline_gives_the_bytes_of_the_local_engine(spark: SparkSession, tmp_path: Path) -> None:
    from kg.graph.export import export_events
    from kg.read.inputs import read_inputs
    from kg.scale.local import build_all
    from kg.store import dump
    from kg.store.loading import load_files
    from kg.store.oxigraph import OxigraphStore
    from kg.vocab.ontology import Ontology

    news = tmp_path / "news-2023-03-21"
    news.mkdir()
    texts = [f"Norway invited Chile to talks {n}.\n\nPeru denied that it had been invited." for n in range(6)]
    jsonl(news / "a-2023-03-21.jsonl", [{"id": f"j{n}", "text": text} for n, text in enumerate(texts)])
    (news / "b.parquet").write_bytes(parquet())
    (news / "c.warc.gz").write_bytes(warc(packed=True, pages=[("https://news.example/w", html("A page"))]))
    settings = Settings(jobs=1)
    given = [item for item in read_inputs([news]) if isinstance(item, Article)]
    run = build_shards([str(news)], str(tmp_path / "out"), settings, spark=spark, partitions=3)
    assert run.counts["article"] == len(given) == 9
    assert run.folder is not None
    with OxigraphStore(None, settings.base) as store, OxigraphStore(None, settings.base) as loaded:
        store.put([result.quads for result in build_all(given, settings) if result.quads])
        assert "".join(f"{line}\n" for line in lines(run)) == dump(store)
        assert load_files(loaded, [Path(run.folder)], settings.base).articles == 9
        assert dump(loaded) == dump(store)
        events = {row["event"]: row for row in export_events(store, Ontology.load(), settings.base)}
    found = {row["event"]: row for row in rows(run.folder, "events")}
    assert found.keys() == events.keys()
    for event, row in events.items():
        for key, value in row.items():
            told = found[event][key]
            assert (json.loads(told) if isinstance(value, list | dict) else told) == value
