"""``kg ask``: the saved questions, each a command with its parameters as options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.options import FormatOption, OutOption, StoreOption, settings
from kg.cli.output import Format, write_rows
from kg.model import SavedQuery

__all__ = ["app", "ask"]

EvidenceOption = Annotated[
    bool | None,
    typer.Option(
        "--evidence/--no-evidence",
        help="With each event the words that tell it and the article [default: in tables].",
    ),
]
_COMMON = {"store": StoreOption, "format": FormatOption, "output": OutOption, "evidence": EvidenceOption}


class _Questions(TyperGroup):
    """A group whose commands are the saved questions, made when one is called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:
        """Nothing here: ``kg ask`` itself lists the questions, with what each answers."""
        return []

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:
        """The command of one question.

        Raises:
            UnknownName: There is no such question; lists those that there are.
        """
        from kg.query.catalog import load_catalog

        return _command(load_catalog()[cmd_name])


app = typer.Typer(cls=_Questions, rich_markup_mode=None, subcommand_metavar="[NAME] [--param VALUE]…")


@app.callback(invoke_without_command=True)
def _list(ctx: typer.Context, format: FormatOption = None, output: OutOption = None) -> None:
    """Ask a saved question; without NAME, list them.

    kg ask NAME --help shows the parameters of a question and its SPARQL.
    """
