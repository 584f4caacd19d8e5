"""``kg diff``: what two stores say differently of the same articles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, settings
from kg.cli.output import Format, choose, open_out, say, write_rows
from kg.inert import for_line

if TYPE_CHECKING:
    from kg.evaluate.compare import Change

__all__ = ["diff"]

_SIGN = {"added": "+", "removed": "-", "changed": "~"}
_WIDE = 110
"""Characters of an event's words, for the eye."""


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="The store before: a folder, or a name in kg.toml.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The store after.")],
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show what two stores say differently, event by event: what an edit of the lexicon changed over a corpus.

    + is an event that B has alone, - one that A has alone, ~ one that both have, with each part that differs. Events
    are the same where the same words tell them.
    """
    from kg.evaluate.compare import compare
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    one, two = settings(store=first), settings(store=second)
    with closing(open_store(one, write=False)) as before, closing(open_store(two, write=False)) as after:
        found = compare(before, after, Ontology.load(), (one.base, two.base))
        counts: dict[str, int] = {}

        def counted() -> Iterator[Change]:
            last = None
            for change in found:
                this = (change.article, change.event)
                counts[change.kind] = counts.get(change.kind, 0) + (this != last)
                last = this
                yield change

        form = choose(format, output)
        if form is Format.table:
            with open_out(output) as out:
                out.writelines(f"{for_line(line)}\n" for line in _lines(counted()))
        else:
            columns = ["change", "article", "event", "class", "part", "before", "after", "words"]
            write_rows(columns, map(astuple, counted()), form, output)
    if not quiet:
        say(", ".join(f"{counts.get(kind, 0)} {kind}" for kind in _SIGN))


def _lines(found: Iterator[Change]) -> Iterator[str]:
    """For the eye: a heading an article, a line an event, below it the parts that differ."""
    article, event = None, None
    for change in found:
        if change.article != article:
            article, event = change.article, None
            yield article
        if change.event is None:
            yield f"{_SIGN[change.kind]} the article"
        elif change.kind != "changed":
            yield f"{_SIGN[change.kind]} {change.event} {change.before or change.after}"
            yield f"    “{shorten(change.words, _WIDE, placeholder='…')}”"
        else:
            if change.event != event:
                yield f"~ {change.event} {change.type}"
                yield f"    “{shorten(change.words, _WIDE, placeholder='…')}”"
            yield f"    {change.what}: {change.before or 'none'} → {change.after or 'none'}"
        event = change.event
