"""What a Spark worker does: rows of files to articles, and articles to rows of quads, events and refusals.

Everything here runs in a Python worker, a batch of Arrow rows at a time; nothing here knows Spark. The pipeline is
loaded once in each worker, and only where there is something new to build.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from kg.config import Settings
from kg.model import Article, BuildResult, Dropped
from kg.read.fields import ALIASES, with_day
from kg.read.inputs import digest, unfit
from kg.read.parquet import plain
from kg.read.records import article_in, article_of
from kg.read.warc import WarcReader
from kg.scale.local import ready

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ARTICLES", "BUILT", "EVENTS", "FIELDS", "Making", "built", "read_lines", "read_rows", "read_warcs"]

Making = Callable[[Settings], "_Builder"]

ARTICLES = (
    "path string, start long, pos long, nth int, id string, digest string, article string, kind string, line string"
)
"""Rows that reading gives: an article with its place, or (``kind`` set) something to say."""

BUILT = "kind string, article string, doc string, fingerprint string, line string"
"""Rows that building gives: ``line`` is N-Quads (``article``, ``entity``), or JSON (``event``, ``dropped``, …)."""

EVENTS = (
    "schema int, article string, event string, type string, types string, plover string, mode string, status string, "
    "polarity string, certainty string, confidence double, frame string, roles string, initiators string, "
    "recipients string, symmetric boolean, time string, place string, attributedTo string, attributionType string, "
    "content string, concerns string, inResponseTo string, partOf string, series string, ordinal int, "
    "fatalities string, trigger string, evidence string, publisher string, published string"
)
"""Columns of the events: the keys of ``kg export events``, what is no plain value as JSON."""

FIELDS = frozenset(alias for aliases in ALIASES.values() for alias in aliases)
"""Columns of a Parquet file that are read."""

_Rows = Iterator["pa.RecordBatch"]


class _Builder(Protocol):
    def build(self, articles: Iterable[Article]) -> Iterator[BuildResult]: ...

    def fingerprint(self, article: Article) -> str: ...


# -------------------------------------------------------------------------------------------------------------- reading


def read_lines(batches: _Rows, published: date | None) -> _Rows:
    """Lines of JSON Lines to articles."""
    return _read(batches, published, lambda row, path: article_in(row["value"].lstrip("\ufeff"), path))


def read_rows(batches: _Rows, published: date | None) -> _Rows:
    """Rows of Parquet files to articles."""

    def made(row: dict[str, Any], path: str) -> Iterator[Article | Dropped]:
        return article_of({name.lower(): plain(v) for name, v in row.items() if name.lower() in FIELDS}, path)

    return _read(batches, published, made)


def read_warcs(batches: _Rows, published: date | None) -> _Rows:
    """Whole web archives to articles, through a file, since archives are streamed from one."""

    def made(row: dict[str, Any], path: str) -> Iterator[Article | Dropped]:
        with TemporaryDirectory(prefix="kg-") as folder:
            file = Path(folder) / ("file.warc.gz" if path.lower().endswith(".gz") else "file.warc")
            file.write_bytes(row.pop("content"))
            try:
                for item in WarcReader().read(file):
                    if isinstance(item, Article):
                        yield replace(item, source=(item.source or "").replace(str(file), path))
                    else:
                        yield replace(item, what=item.what.replace(str(file), path))
            except Exception as error:
                yield Dropped("read", str(error).removeprefix(f"{file} "), what=path)

    return _read(batches, published, made)


def _read(
    batches: _Rows, published: date | None, made: Callable[[dict[str, Any], str], Iterator[Article | Dropped]]
) -> _Rows:
    for batch in batches:
        rows: list[dict[str, Any]] = []
        for row in batch.to_pylist():
            path = unquote(row.pop("_path"))
            place = {"path": path, "start": row.pop("_start"), "pos": row.pop("_pos")}
            if "value" in row and not row["value"].strip():
                continue
            for nth, item in enumerate(made(row, path)):
                if isinstance(item, Article):
                    item = with_day(item, published, path.rpartition("/")[2])
                    if reason := unfit(item):
                        item = Dropped("read", reason, what=item.source or item.id)
                if isinstance(item, Dropped):
                    kind = "notice" if item.stage == "notice" else "aside"
                    rows.append({**place, "nth": nth, "kind": kind, "line": f"{item.what}: {item.reason}"})
                else:
                    rows.append({**place, "nth": nth, "id": item.id, "digest": digest(item), "article": _packed(item)})
        yield from _batches(rows, ARTICLES)


def _packed(article: Article) -> str:
    return json.dumps(asdict(article), default=date.isoformat)


def _unpacked(text: str) -> Article:
    values = json.loads(text)
    return Article(**{**values, "published": values["published"] and date.fromisoformat(values["published"])})


# ------------------------------------------------------------------------------------------------------------- building

_made: dict[str, _Builder] = {}


def built(batches: _Rows, settings: Settings, make: Making) -> _Rows:
    """Articles to rows of what was built of them; what stands already with the same fingerprint gives one row."""
    for batch in batches:
        stream = _told(batch.to_pylist(), settings, make)
        while rows := list(islice(stream, 512)):
            yield from _batches(rows, BUILT)


def _told(rows: list[dict[str, Any]], settings: Settings, make: Making) -> Iterator[dict[str, Any]]:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    key = f"{make.__module__}:{make.__qualname__} {settings}"
    if key not in _made:
        _made[key] = ready(settings, make)
    builder = _made[key]
    wanted: list[Article] = []
    for row in rows:
        article = _unpacked(row["article"])
        if row["known"] is not None and row["known"] == builder.fingerprint(article):
            yield {"kind": "unchanged", "article": article.id}
        else:
            wanted.append(article)
    for result in builder.build(wanted):
        yield from _of(result, settings)


def _of(result: BuildResult, settings: Settings) -> Iterator[dict[str, Any]]:
    name = result.article.id
    if result.error or result.quads is None:
        yield {"kind": "aside", "article": name, "line": result.error}
        return
    quads = result.quads
    yield {"kind": "article", "article": name, "doc": quads.doc, "fingerprint": quads.fingerprint,
           "line": quads.graph + quads.catalog}  # fmt: skip
    for item, text in sorted(quads.entities.items()):
        yield {"kind": "entity", "doc": item, "line": text}
    for out in result.quarantined:
        rules = [{"shape": f.shape, "message": f.message} for f in out.findings if f.severity == "Violation"]
        said = {"article": name, "event": out.event, "quote": out.quote, "rules": rules}
        yield {"kind": "quarantined", "article": name, "line": json.dumps(said, ensure_ascii=False)}
    for refused in result.dropped:
        words = refused.span.text if refused.span else refused.what
        said = {"article": name, "stage": refused.stage, "reason": refused.reason, "words": words}
        yield {"kind": "refused", "article": name, "line": json.dumps(said, ensure_ascii=False)}
    if result.events:
        for event in _events(result, settings):
            yield {"kind": "event", "article": name, "line": json.dumps(event, ensure_ascii=False)}


def _events(result: BuildResult, settings: Settings) -> Iterator[dict[str, Any]]:
    """The article's events as ``kg export events`` writes them, out of a store that holds it alone."""
    from kg.graph.export import export_events
    from kg.store.oxigraph import OxigraphStore
    from kg.vocab.ontology import Ontology

    if "ontology" not in _kept:
        _kept["ontology"] = Ontology.load()
    assert result.quads is not None
    with OxigraphStore(None, settings.base) as store:
        store.put([result.quads])
        for row in export_events(store, _kept["ontology"], settings.base):
            yield {k: json.dumps(v, ensure_ascii=False) if isinstance(v, list | dict) else v for k, v in row.items()}


_kept: dict[str, Any] = {}


def _batches(rows: list[dict[str, Any]], columns: str) -> _Rows:
    """Rows as one Arrow batch of these columns, absent values null."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "long": pa.int64(), "int": pa.int32()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in (column.split() for column in columns.split(", "))])
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=schema)
