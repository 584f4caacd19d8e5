"""Articles over a cluster: the same pipeline in Spark's Python workers, the same quads, written as shards.

A run writes a folder of its own, ``run-0001`` and so on, below the folder given:

    articles/   Parquet: id, document, fingerprint of what was built; written last: a run without it is unfinished
    quads/      N-Quads, gzipped: graphs and catalog records, an article's lines together
    entities/   N-Quads, gzipped: the gazetteer items that they name
    events/     Parquet: the columns of ``kg export events``, what is no plain value as JSON
    dropped/    JSON Lines: what was set aside, quarantined and refused, with the reason

Each is written under Spark's commit protocol. The next run removes an unfinished one, and builds only what is new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kg.config import Settings
from kg.errors import InputError, StoreError
from kg.read.open import suffix
from kg.scale import shards
from kg.scale.session import session
from kg.scale.shards import Making

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Run", "build_shards"]

FORMATS = ("jsonl", "parquet", "warc")
_SUCCESS = "articles/_SUCCESS"
_SAID = 1000
"""Sentences of what was set aside that are handed back; all of them stand in ``dropped``."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: its folder (None where nothing was new), counts by kind, and what was set aside."""

    folder: str | None
    counts: dict[str, int]
    aside: tuple[str, ...]


_OWN = re.compile(r"[\w.]*(?:Error|Exception|UnknownName): ")


def _default(settings: Settings) -> Any:
    from kg.pipeline import Builder

    return Builder(settings)


def build_shards(
    inputs: Sequence[str],
    folder: str,
    settings: Settings,
    *,
    published: date | None = None,
    spark: SparkSession | None = None,
    partitions: int | None = None,
    make: Making = _default,
) -> Run:
    """Build articles with Spark.

    Args:
        inputs: Files, folders or globs of ``.jsonl``, ``.parquet`` or ``.warc``, packed or not, on any path that Spark
            knows. JSON Lines are UTF-8.
        folder: Where runs are written, on any such path.
        settings: What to run with.
        published: The day of articles whose own fields give none.
        spark: The session; see ``session`` by default.
        partitions: Parts that the articles are built in; by default as many as Spark has tasks at a time, times four.
        make: Makes the builder of a worker, once in each; a function of a module that workers can import.

    Returns:
        What was done.

    Raises:
        InputError: No input can be read.
        StoreError: The folder cannot be written.
    """
    running = spark or session(settings.jobs)
    count = partitions or 4 * running.sparkContext.defaultParallelism
    running.conf.set("spark.sql.shuffle.partitions", str(count))
    files = _Files(running, folder)
    finished = files.finished()
    articles = _read(running, files.listed(inputs), published).persist()
    new = _new(articles, _known(running, [f"{folder}/{name}" for name in finished]))
    work = new.filter("kind IS NULL").repartition(count, "id").sortWithinPartitions("path", "start", "pos", "nth")
    made = work.select("article", "known").mapInArrow(partial(shards.built, settings=settings, make=make), shards.BUILT)
    said = new.filter("kind IS NOT NULL").selectExpr("kind", "id AS article", "line")
    rows = made.unionByName(said, allowMissingColumns=True).persist()
    try:
        counts = Counter({row["kind"]: row["count"] for row in rows.groupBy("kind").count().collect()})
        aside = [row["line"] for row in rows.filter("kind = 'aside'").orderBy("line").limit(_SAID).collect()]
        name = f"run-{len(finished) + 1:04}"
        if counts["article"]:
            _write(rows, f"{folder}/{name}", files)
        return Run(f"{folder}/{name}" if counts["article"] else None, dict(counts), tuple(aside))
    except Exception as error:
        if type(error).__name__ in ("Py4JJavaError", "AnalysisException", "PythonException"):
            raise StoreError(f"{folder} was not written: {_reason(error)}") from error
        raise
    finally:
        rows.unpersist()
        articles.unpersist()


def _reason(error: Exception) -> str:
    """The last line of a worker's own words, else the first line of Spark's."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    own = [line for line in lines if _OWN.match(line)]
    return (own[-1:] or lines or [type(error).__name__])[0]


# -------------------------------------------------------------------------------------------------------------- reading


def _read(spark: SparkSession, found: dict[str, list[str]], published: date | None) -> DataFrame:
    """The rows of all files, see ``shards.ARTICLES``."""
    from pyspark.sql import functions as f

    frames: list[DataFrame] = []
    where = [f.col("_metadata.file_path").alias("_path"), f.col("_metadata.file_block_start").alias("_start")]
    position = f.monotonically_increasing_id().alias("_pos")
    if paths := found.get("jsonl"):
        frame = spark.read.text(paths).select("value", *where, position)
        frames.append(frame.mapInArrow(partial(shards.read_lines, published=published), shards.ARTICLES))
    if paths := found.get("parquet"):
        frame = spark.read.option("mergeSchema", "true").parquet(*paths)
        columns = [name for name in frame.columns if name.lower() in shards.FIELDS]
        rows = frame.select(*(f.col(f"`{name}`") for name in columns), *where, position)
        frames.append(rows.mapInArrow(partial(shards.read_rows, published=published), shards.ARTICLES))
    if paths := found.get("warc"):
        files = spark.read.format("binaryFile").load(paths)
        rows = files.select("content", f.col("path").alias("_path"), f.lit(0).cast("long").alias("_start"), position)
        frames.append(rows.mapInArrow(partial(shards.read_warcs, published=published), shards.ARTICLES))
    return reduce(lambda one, other: one.unionByName(other), frames)


def _known(spark: SparkSession, runs: list[str]) -> DataFrame:
    """Id and fingerprint of every article built by earlier runs; of several, those of the latest."""
    from pyspark.sql import functions as f

    frames = [
        spark.read.parquet(f"{run}/articles").select("id", f.struct(f.lit(n), "fingerprint").alias("last"))
        for n, run in enumerate(runs)
    ]
    if not frames:
        return spark.createDataFrame([], "id string, known string")
    every = reduce(lambda one, other: one.unionByName(other), frames)
    return every.groupBy("id").agg(f.max("last").alias("last")).select("id", f.col("last.fingerprint").alias("known"))


def _new(articles: DataFrame, known: DataFrame) -> DataFrame:
    """The first article of every id, with the fingerprint under which it stands; others of that id are set aside."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    order = Window.partitionBy("id").orderBy("path", "start", "pos", "nth")
    reason = "%s: has the id '%s', which another text of this run has; give it one of its own"
    later = f.col("rank") > 1
    ranked = (
        articles.filter("kind IS NULL")
        .withColumns({"rank": f.row_number().over(order), "first": f.first("digest").over(order)})
        .filter(~later | (f.col("digest") != f.col("first")))
        .withColumn("kind", f.when(later, "aside"))
        .withColumn("line", f.when(later, f.format_string(reason, "path", "id")))
    )
    others = articles.filter("kind IS NOT NULL")
    return ranked.join(known, "id", "left").unionByName(others, allowMissingColumns=True)


# -------------------------------------------------------------------------------------------------------------- writing


def _write(rows: DataFrame, folder: str, files: _Files) -> None:
    from pyspark.sql import functions as f

    def lines(kind: str) -> DataFrame:
        return rows.filter(f.col("kind") == kind).select(f.rtrim(f.col("line"), f.lit("\n")).alias("value"))

    lines("article").write.text(f"{folder}/quads", compression="gzip")
    lines("entity").distinct().coalesce(1).write.text(f"{folder}/entities", compression="gzip")
    for part in ("quads", "entities"):
        files.rename(f"{folder}/{part}", ".txt.gz", ".nq.gz")  # by which every loader knows them
    events = lines("event").select(f.from_json("value", shards.EVENTS).alias("event")).select("event.*")
    events.write.parquet(f"{folder}/events")
    dropped = rows.filter("kind IN ('aside', 'quarantined', 'refused', 'notice')")
    dropped.select("kind", "article", "line").write.json(f"{folder}/dropped", compression="gzip")
    done = rows.filter("kind = 'article'").selectExpr("article AS id", "doc", "fingerprint")
    done.write.parquet(f"{folder}/articles")


class _Files:
    """Folders on whatever file system Spark's paths name, through Hadoop."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self._java: Any = spark.sparkContext._jvm
        self._conf: Any = spark.sparkContext._jsc.hadoopConfiguration()
        self._folder = folder

    def _at(self, path: str) -> tuple[Any, Any]:
        at = self._java.org.apache.hadoop.fs.Path(path)
        return at.getFileSystem(self._conf), at

    def finished(self) -> list[str]:
        """The names of finished runs, in order; unfinished ones are removed.

        Raises:
            StoreError: The folder holds something else.
        """
        system, top = self._at(self._folder)
        if not system.exists(top):
            return []
        names = sorted(status.getPath().getName() for status in system.listStatus(top))
        if other := [name for name in names if not name.startswith(("run-", ".", "_"))]:
            raise StoreError(f"{self._folder} holds {other[0]}, which no run made; name a folder of its own")
        runs = [name for name in names if name.startswith("run-")]
        done = [name for name in runs if self._exists(f"{self._folder}/{name}/{_SUCCESS}")]
        for name in set(runs) - set(done):
            system.delete(self._at(f"{self._folder}/{name}")[1], True)
        return done

    def _exists(self, path: str) -> bool:
        system, at = self._at(path)
        return bool(system.exists(at))

    def rename(self, folder: str, old: str, new: str) -> None:
        """Give the files of a folder another suffix."""
        system, top = self._at(folder)
        for status in system.listStatus(top):
            path = status.getPath().toString()
            if path.endswith(old):
                system.rename(status.getPath(), self._at(path.removesuffix(old) + new)[1])

    def listed(self, inputs: Sequence[str]) -> dict[str, list[str]]:
        """Files by format.

        Raises:
            InputError: An input is not there, or is in no format that can be read here.
        """
        found: dict[str, list[str]] = {}
        for name in inputs:
            system, at = self._at(name)
            matches = system.globStatus(at)
            if not matches:
                raise InputError(f"{name} is not there, or matches no file")
            for status in matches:
                for path in _walked(system, status):
                    kind = suffix(PurePosixPath(path))
                    if kind not in FORMATS:
                        listed = ", ".join(f".{each}" for each in FORMATS)
                        raise InputError(f"{path} is in no format that Spark reads here (known: {listed})")
                    found.setdefault(kind, []).append(path)
        return {kind: sorted(set(paths)) for kind, paths in found.items()}


def _walked(system: Any, status: Any) -> Iterator[str]:
    if not status.isDirectory():
        yield status.getPath().toString()
        return
    each = system.listFiles(status.getPath(), True)
    while each.hasNext():
        path = each.next().getPath()
        if not path.getName().startswith((".", "_")):
            yield path.toString()
