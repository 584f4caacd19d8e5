"""``kg merge``: events, entities and texts of several articles joined in graph/curated, explained, and taken back."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import say, write_rows

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
    from kg.consolidate import Consolidation
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=explain is None)) as opened:
        consolidation = Consolidation(chosen, opened, threshold)
        if explain is not None:
            rows = consolidation.explain(explain)
            write_rows(["subject", "property", "value"], [list(row) for row in rows], format, output)
            return
        if undo is not None:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            parted = consolidation.undo(undo, os.environ.get("USER") or "a user", now)
            if not quiet:
                say(f"{parted} pairs kept apart from now on")
        merged = consolidation.merge()
    numbers = asdict(merged)
    write_rows(["", "number"], [[name.replace("_", " "), number] for name, number in numbers.items()], format, output)
