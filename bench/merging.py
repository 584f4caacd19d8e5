"""What merging costs at several sizes, in CPU seconds: a first run, one after ten more articles, one without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from graphs import TOGETHER, Graphs

from kg.config import Settings
from kg.curate.consolidate import Consolidation, Merged
from kg.model import ArticleQuads
from kg.store.oxigraph import OxigraphStore

__all__ = ["merging_table"]

_MORE = 10


def merging_table(made: Sequence[ArticleQuads], sizes: Iterable[int], parse: float) -> list[str]:
    """Lines of a table.

    Args:
        made: Articles that were built, the templates of the others.
        sizes: Numbers of articles.
        parse: P, the seconds in which an article is parsed.
    """
    settings = Settings()
    lines = [
        f"CPU seconds; of a first run at most 0.1 × P, growing no worse than n log n. Of {_MORE} more articles each is "
        "read, and compared with its neighbours alone.",
        "",
        "| articles | events | merged | first run, s | ms an article | × P | 10 more, s | pairs compared | none, s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        with TemporaryDirectory() as folder, OxigraphStore(Path(folder) / "store", settings.base) as store:
            chosen = Settings(decisions=Path(folder) / "decisions.tsv")
            stream = Graphs(made, settings).articles(size + _MORE)
            for start in range(0, size, TOGETHER):
                store.put(list(islice(stream, min(TOGETHER, size - start))))
            first, whole = _merged(chosen, store)
            store.put(list(stream))
            more, again = _merged(chosen, store)
            none, _ = _merged(chosen, store)
        lines.append(
            f"| {size:,} | {whole.events:,} | {whole.merged_events:,} | {first:.1f} | {1000 * first / size:.1f} | "
            f"{first / size / parse:.3f} | {more:.1f} | {again.compared:,} of {whole.compared:,} | {none:.1f} |"
        )
    return lines


def _merged(settings: Settings, store: OxigraphStore) -> tuple[float, Merged]:
    start = process_time()
    merged = Consolidation(settings, store).merge()
    return process_time() - start, merged
