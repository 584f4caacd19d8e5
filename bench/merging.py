"""What merging costs at several sizes: CPU seconds of a first run, of one after one more article, and memory.

python bench/merging.py /tmp/store     # of a store that bench/graphs.py made; it is copied and not changed
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from graphs import TOGETHER, Graphs, templates

from kg.config import Settings
from kg.curate.consolidate import Consolidation, Merged
from kg.model import ArticleQuads
from kg.store.oxigraph import OxigraphStore

__all__ = ["merging_table"]

_MORE = 5
"""Articles that come one by one after the first run."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a first run, of one more article (the median of a few), of none; MB at most."""

    articles: int
    merged: Merged
    first: float
    more: float
    none: float
    before: int
    peak: int


def merging_table(made: Sequence[ArticleQuads], sizes: Iterable[int], parse: float) -> list[str]:
    """Lines of a table.

    Args:
        made: Articles that were built, the templates of the others.
        sizes: Numbers of articles.
        parse: P, the seconds in which an article is parsed.
    """
    lines = [
        "CPU seconds; of a first run at most 0.1 × P, no worse than n log n. The exponent is that of the seconds "
        "by the articles, from the size before; n log n has 1.1. MB: the peak, and what stood before.",
        "",
        "| articles | events | merged | first run, s | ms an article | × P | exponent | pairs compared | 1 more, s | "
        "none, s | MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    last: Cost | None = None
    for size in sizes:
        with TemporaryDirectory() as folder, get_context("fork").Pool(1) as apart:
            cost = apart.apply(_made_and_merged, (Path(folder), made, size))
        lines.append(_row(cost, last, parse))
        last = cost
    return lines


def _row(cost: Cost, last: Cost | None, parse: float) -> str:
    grown = f"{log(cost.first / last.first) / log(cost.articles / last.articles):.2f}" if last else ""
    return (
        f"| {cost.articles:,} | {cost.merged.events:,} | {cost.merged.merged_events:,} | {cost.first:.1f} | "
        f"{1000 * cost.first / cost.articles:.1f} | {cost.first / cost.articles / parse:.3f} | {grown} | "
        f"{cost.merged.compared:,} | {cost.more:.2f} | {cost.none:.2f} | {cost.peak:,} ({cost.before:,}) |"
    )


def _made_and_merged(folder: Path, made: Sequence[ArticleQuads], size: int) -> Cost:
    settings = Settings()
    with OxigraphStore(folder / "store", settings.base) as store:
        stream = Graphs(made, settings).articles(size)
        while batch := list(islice(stream, TOGETHER)):
            store.put(batch)
        store.settle()
    return _merged(folder, made, size)


def _merged(folder: Path, made: Sequence[ArticleQuads], size: int) -> Cost:
    settings = Settings(decisions=folder / "decisions.tsv")
    more = list(islice(Graphs(made, settings).articles(size + _MORE), size, None))
    with OxigraphStore(folder / "store", settings.base) as store:
        before = _peak()
        first, merged = _timed(settings, store)
        peak = _peak()
        seconds = []
        for article in more:
            store.put([article])
            seconds.append(_timed(settings, store)[0])
        none, _ = _timed(settings, store)
    return Cost(size, merged, first, median(seconds), none, before, peak)


def _peak() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def _timed(settings: Settings, store: OxigraphStore) -> tuple[float, Merged]:
    start = process_time()
    merged = Consolidation(settings, store).merge()
    return process_time() - start, merged


def main() -> None:
    """Merge a copy of a store, and print what it cost."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("store", type=Path)
    chosen = parse.parse_args()
    with TemporaryDirectory(dir=chosen.store.parent) as folder:
        shutil.copytree(chosen.store, Path(folder) / "store")
        with OxigraphStore(Path(folder) / "store", Settings().base) as store:
            size = len(store.fingerprints())
            store.put_graph(f"{Settings().base}graph/curated", "")
        print(_merged(Path(folder), templates(Settings(), 0), size))


if __name__ == "__main__":
    main()
