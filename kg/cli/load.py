"""``kg load``: files or a store into a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ahead import count_ahead
from kg.cli.options import QuietOption, StoreOption, settings
from kg.cli.output import say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store.loading import Loaded

__all__ = ["load"]


def load(
    to: Annotated[str, typer.Option("--to", metavar="STORE", help="A folder, a name in kg.toml, or a server's URL.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE", help="RDF files (trig, nq, ttl, nt, jsonld, rdf; .gz, .zst) or folders; none: the store."
        ),
    ] = None,
    store: StoreOption = None,
    graph: Annotated[
        str | None, typer.Option("--graph", metavar="IRI", help="Where statements belong that name no graph.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Load RDF files, or all of a store, into another store: whole articles, counted after.

    A load that broke off goes on where it stopped; one done again changes nothing.
    """
    from kg.store import open_store, settle
    from kg.store.loading import load_files, load_store

    chosen = settings(store=to)
    if files and store:
        raise UsageError(f"{files[0]} and --store {store}: one of the two is loaded; name files, or a store")
    with _progress(quiet) as tell:
        if files:
            with closing(open_store(chosen, write=True)) as target:
                loaded = load_files(target, files, chosen.base, graph=graph, tell=tell)
                large = settle(target)
        else:
            origin = settings(store=store)
            if origin.store == chosen.store:
                raise UsageError(f"{to} would be loaded into itself; name files, or another --store")
            with closing(open_store(origin, write=False)) as source, closing(open_store(chosen, write=True)) as target:
                loaded = load_store(target, source, chosen.base, tell=tell)
                large = settle(target)
    if large:
        count_ahead(chosen)
    for sentence in loaded.aside:
        say(f"set aside: {sentence}")
    if not quiet:
        say(
            f"{loaded.articles} articles loaded, {loaded.unchanged} there already, {loaded.graphs} other graphs; "
            f"{loaded.quads} statements sent"
        )
    if loaded.aside:
        raise typer.Exit(1)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Loaded], None]]:
    """A bar with rate and time left, on a terminal alone."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda loaded: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("staging", total=None, rate="")

        def tell(loaded: Loaded) -> None:
            done = loaded.articles + loaded.unchanged
            speed = bar.tasks[task].speed
            bar.update(
                task,
                total=loaded.total,
                completed=done,
                description=f"{done} of {loaded.total} articles",
                rate=f"{speed:.0f} a second" if speed else "",
            )

        yield tell
