"""``kg demo``: sample articles, end to end, in a temporary store."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.answers import AnswerFormat
from kg.cli.ask import answer
from kg.cli.build import report, run_build
from kg.cli.options import QuietOption, settings
from kg.cli.output import say
from kg.resources import data_dir

__all__ = ["demo"]


def demo(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT", help="Your own files or folders, in place of the samples.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Build the sample articles into a temporary store and answer "who invited whom".

    The store is gone afterwards; kg build makes one that stays.
    """
    with tempfile.TemporaryDirectory(prefix="kg-demo-") as folder:
        chosen = settings(store=str(Path(folder) / "store"))
        summary = run_build(chosen, inputs or [str(data_dir("samples"))], None, quiet)
        report(summary, quiet, verbose=False)
        answer(chosen, "who-invited-whom", {}, AnswerFormat.table)
    if not quiet:
        say("To keep a store: kg build FILE…, then kg ask, kg export events, kg explain EVENT.")
    if summary.exit_code:
        raise typer.Exit(summary.exit_code)
