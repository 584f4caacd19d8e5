"""The command ``kg``: all commands in one list, errors as one sentence, exit codes as promised.

Exit codes: 0 done; 1 done, but something was set aside; 2 wrong usage; 3 nothing could be done; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from kg._version import __version__
from kg.cli import (
    ask,
    build,
    demo,
    diff,
    eval,
    eval_merge,
    explain,
    export,
    gazetteer,
    info,
    lexicon,
    link,
    load,
    merge,
    retract,
    review,
    serve,
    sparql,
    validate,
)
from kg.cli.output import say
from kg.errors import KgError

__all__ = ["app", "main", "run"]

INTERRUPTED = 130

app = typer.Typer(
    name="kg",
    help="Read news, get a knowledge graph of international relations: who did what to whom, and who says so.",
    epilog="Every command explains itself: kg COMMAND --help. A failure is one sentence; --debug shows its traceback.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: rich would triple the time that kg --help takes
    pretty_exceptions_enable=False,
)
app.command("build")(build.build)
app.add_typer(ask.app, name="ask")
app.command("sparql")(sparql.sparql)
app.command("explain")(explain.explain)
app.command("diff")(diff.diff)
app.add_typer(eval.app, name="eval")
eval.app.command("merge")(eval_merge.evaluate_merging)
app.command("validate")(validate.validate)
app.add_typer(export.app, name="export")
app.command("link")(link.link)
app.command("load")(load.load)
app.command("merge")(merge.merge)
app.command("retract")(retract.retract)
app.command("review")(review.review)
app.command("info")(info.info)
app.command("serve")(serve.serve)
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(gazetteer.app, name="gazetteer")
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str]) -> int:
    """Run a command line.

    Args:
        arguments: What stands after ``kg``; ``--debug`` may stand anywhere among them.

    Returns:
        The exit code.
    """
    debug = "--debug" in arguments
    try:
        app([a for a in arguments if a != "--debug"], prog_name="kg")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code == INTERRUPTED:
            say("kg: interrupted; what was stored before is whole")
        return code
    except BrokenPipeError:  # the reader of our output went away, as in `kg ask | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KgError as error:
        _told(f"{error}", debug)
        return error.exit_code
    except Exception as error:
        _told(_unforeseen(error), debug)
        return KgError.exit_code
    return 0


def _told(error: str, debug: bool) -> None:
    for line in traceback.format_exc().splitlines() if debug else [f"kg: {error}"]:
        say(line)


def _unforeseen(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'the system'}: {error.strerror or error}; see that the place exists and is yours"
    return f"unforeseen {type(error).__name__}: {error}; run again with --debug and report what it shows"


def run() -> None:
    """The entry point of the installed command."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
