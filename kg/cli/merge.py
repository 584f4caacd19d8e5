"""``kg merge``: events, entities and texts of several articles joined in graph/curated, explained, and taken back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ahead import MANY, count_ahead
from kg.cli.options import FormatOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import Cell, say, write_rows

if TYPE_CHECKING:
    from kg.curate.joins import Explained, Join

__all__ = ["merge"]


def merge(
    undo: Annotated[
        str | None,
        typer.Option(
            "--undo", metavar="IRI", help="Part what this canonical event, entity or assertion joins, for good."
        ),
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="IRI", help="Show what a canonical event or entity rests on.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0, max=1, help="Score from which two events are one.")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Join what several articles tell of one event, person or body, in graph/curated; the articles stay as they are.

    Every join is an assertion with a score and the value of each feature. A second run changes nothing. What is undone
    is kept in merges.tsv beside the store and stands above every score.
    """
    from kg.curate.consolidate import Consolidation
    from kg.curate.joins import Joins
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=explain is None)) as opened:
        if explain is not None:
            found = Joins(chosen, opened).explain(explain)
            if not quiet:
                _tell(found, chosen.base)
            write_rows(_COLUMNS, [_cells(join, chosen.base) for join in found.joins], format, output)
            return
        if undo is not None:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            parted = Joins(chosen, opened).part(undo, os.environ.get("USER") or "a user", now)
            if not quiet:
                say(f"{parted} {'pair' if parted == 1 else 'pairs'} kept apart from now on")
        with _progress(quiet) as tell:
            merged = Consolidation(chosen, opened, threshold).merge(tell)
    if merged.read >= MANY:
        count_ahead(chosen)
    numbers = asdict(merged)
    write_rows(["", "number"], [[name.replace("_", " "), number] for name, number in numbers.items()], format, output)


_COLUMNS = ["one", "is", "other", "score", "decided by", "features: value × weight"]


def _cells(join: Join, base: str) -> list[Cell]:
    features = ", ".join(
        f"{name} {value:g}" + (f" × {weight:g}" if weight is not None else "") for name, value, weight in join.features
    )
    by = "a person" if join.decided else "score"
    return [join.one.removeprefix(base), join.property, join.other.removeprefix(base), join.score, by, features]


def _tell(found: Explained, base: str) -> None:
    """What is known of the thing itself: a line for each property."""
    for name, value in found.told:
        words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
        say(f"{words}: {value.rpartition('#')[2].removeprefix(base)}")


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar, on a terminal alone; yields what to call with stage, number done, and number of all."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda stage, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("opening", total=None)

        def tell(stage: str, done: int, of: int) -> None:
            bar.update(task, description=f"{stage} {done} of {of} articles" if of else stage)
            bar.update(task, total=of or None, completed=done, refresh=True)

        yield tell
