"""``kg build``: read, extract, link, validate and store articles, and say what was done."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ahead import count_ahead
from kg.cli.options import ConfidenceOption, JobsOption, QuietOption, StoreOption, VerboseOption, settings
from kg.cli.output import Format, say, write_rows
from kg.cli.summary import Summary
from kg.config import Settings
from kg.errors import UsageError
from kg.model import Article, ArticleQuads

if TYPE_CHECKING:
    from kg.read.meter import Meter

__all__ = ["build", "report", "run_build", "run_spark"]

_TOGETHER = 64
"""Articles that are written to the store in one go."""


class Engine(StrEnum):
    """What spreads articles over cores."""

    local = "local"
    spark = "spark"


def build(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Files, folders, globs, http(s) addresses, or - for standard input."),
    ],
    published: Annotated[
        datetime | None,
        typer.Option(
            "--published", formats=["%Y-%m-%d"], metavar="DAY", help="Publication day where an input has none."
        ),
    ] = None,
    store: StoreOption = None,
    jobs: JobsOption = None,
    min_confidence: ConfidenceOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let addresses lead to this machine and to private networks.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Processes of this machine, or Apache Spark.")
    ] = Engine.local,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="With Spark: where shards are written, for kg load."),
    ] = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read articles, extract their events, link, validate and store them.

    What is in the store already and has not changed is left as it is. Ends with a summary; what was set aside is named.
    Exit code 0: all went in; 1: something was set aside; 3: nothing could be read.
    """
    day = published.date() if published else None
    if (engine == Engine.spark) != (output is not None):
        raise UsageError("--engine spark writes shards into the folder that --output names; one goes with the other")
    chosen = settings(store=store, jobs=jobs, min_confidence=min_confidence)
    if output is not None:
        summary = run_spark(chosen, inputs, output, day)
    else:
        summary = run_build(chosen, inputs, day, quiet, private=allow_private)
    report(summary, quiet, verbose)
    if summary.exit_code:
        raise typer.Exit(summary.exit_code)


def run_build(
    chosen: Settings, inputs: Sequence[str], published: date | None, quiet: bool, private: bool = False
) -> Summary:
    """Build inputs into the store that the settings name.

    Args:
        chosen: The settings.
        inputs: Files, folders, globs, addresses, ``-``.
        published: The day for articles that have none of their own.
        quiet: Show no progress.
        private: Addresses may lead to this machine and to private networks.

    Returns:
        What was done, counted.

    Raises:
        StoreError: The store cannot be opened or written.
    """
    from kg.read.inputs import read_inputs
    from kg.read.meter import Meter
    from kg.scale.local import build_all
    from kg.stages import Knowledge, load_writer
    from kg.store import open_store, settle

    summary = Summary()
    meter = Meter()
    articles = summary.reading(read_inputs(inputs, published=published, private=private, meter=meter))
    first = next(articles, None)
    if first is None:  # no store is made for nothing
        return summary
    writer = load_writer(chosen, Knowledge.load(chosen))
    with closing(open_store(chosen, write=True)) as store, _progress(quiet, meter) as advance:
        known = store.fingerprints()
        reached: deque[int] = (
            deque()
        )  # where in the inputs each article stands that is being built: these are read ahead

        def changed() -> Iterator[Article]:
            for article in chain([first], articles):
                if known.get(article.id) == writer.fingerprint(article):
                    summary.unchanged += 1
                    advance(summary, meter.done)
                else:
                    reached.append(meter.done)
                    yield article

        waiting: list[ArticleQuads] = []
        for result in build_all(changed(), chosen):
            summary.add(result)
            if result.quads:
                waiting.append(result.quads)
            if len(waiting) >= _TOGETHER:
                store.put(waiting)
                waiting.clear()
            advance(summary, reached.popleft())
        store.put(waiting)
        large = settle(store)
    if large:
        count_ahead(chosen)
    return summary


def run_spark(chosen: Settings, inputs: Sequence[str], output: str, published: date | None) -> Summary:
    """Build inputs into shards with Spark.

    Args:
        chosen: The settings.
        inputs: Files, folders or globs that Spark can reach.
        output: The folder for the shards.
        published: The day for articles that have none of their own.

    Returns:
        What was done, counted.

    Raises:
        InputError: An input cannot be read.
        StoreError: The shards cannot be written.
    """
    from kg.scale.spark import build_shards

    run = build_shards(inputs, output, chosen, published=published)
    summary = Summary(aside=list(run.aside))
    summary.built, summary.unchanged = run.counts.get("article", 0), run.counts.get("unchanged", 0)
    summary.articles = summary.built + summary.unchanged
    summary.events = run.counts.get("event", 0)
    if run.folder:
        summary.notices.append(f"shards are in {run.folder}; kg load {run.folder} --to STORE takes them into a store")
    return summary


def report(summary: Summary, quiet: bool, verbose: bool) -> None:
    """Name what was set aside, and end with the summary table: all on standard error."""
    for sentence in summary.aside:
        say(f"set aside: {sentence}")
    for sentence in summary.quarantined:
        say(f"quarantined: {sentence}")
    if not quiet:
        for sentence in summary.notices:
            say(f"note: {sentence}")
    if verbose:
        for sentence in summary.details:
            say(sentence)
    if not quiet:
        write_rows(["", "number"], summary.rows(), Format.table, stream=sys.stderr)


@contextmanager
def _progress(quiet: bool, meter: Meter) -> Iterator[Callable[[Summary, int], None]]:
    """A bar with rate and time left, on a terminal alone; yields what to call after each article."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda summary, reached: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, start = bar.add_task("loading", total=None), monotonic()

        def advance(summary: Summary, reached: int) -> None:
            done = summary.built + summary.unchanged
            aside = f", {len(summary.aside)} set aside" if summary.aside else ""
            rate = done / max(monotonic() - start, 0.001)
            told = f"{done} articles ({rate:.1f} a second), {summary.events} events{aside}"
            bar.update(task, description=told, total=meter.total, completed=reached)

        yield advance
