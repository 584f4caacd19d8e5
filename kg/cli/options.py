"""The options that commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.answers import AnswerFormat
from kg.cli.output import Format
from kg.config import Settings, load_settings

__all__ = [
    "AnswerFormatOption",
    "FormatOption",
    "JobsOption",
    "OutOption",
    "QuietOption",
    "StoreOption",
    "TimeoutOption",
    "VerboseOption",
    "settings",
]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help="A folder, a store named in kg.toml, or a server's URL [default: $KG_STORE or kg-store].",
    ),
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", "-f", help="How rows are written [default: table on a terminal, else tsv].")
]
AnswerFormatOption = Annotated[
    AnswerFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="How the answer is written; srj, srx: SPARQL's own JSON, XML [default: table on a terminal, else tsv].",
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, not to standard output.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors and results.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: each thing refused, with its reason.")]
TimeoutOption = Annotated[
    float | None,
    typer.Option("--timeout", min=0.01, metavar="SECONDS", help="Give up after this time [default: none]."),
]
ConfidenceOption = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, help="Only events of at least this confidence."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes [default: all cores].")
]


def settings(**options: Any) -> Settings:
    """Settings of the working directory's ``kg.toml``, with the options given on the command line over them."""
    return load_settings(**options)
