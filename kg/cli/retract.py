"""``kg retract``: take articles out of the store, whole."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated
from urllib.parse import unquote

import typer

from kg.cli.options import QuietOption, StoreOption, settings
from kg.cli.output import say
from kg.errors import UnknownName

__all__ = ["retract"]


def retract(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids of articles, or their IRIs.")],
    store: StoreOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take articles out again, whole: nothing of them stays, nothing else changes."""
    from kg.curate.consolidate import Consolidation
    from kg.store import open_store

    chosen = settings(store=store)
    wanted = [_id(article, chosen.base) for article in articles]
    with closing(open_store(chosen, write=True)) as opened:
        gone = set(opened.remove(wanted))
        missing = [article for article in wanted if article not in gone]
        if not gone:
            raise UnknownName("article", missing[0], list(opened.fingerprints())[:20])
        if opened.count(f"{chosen.base}graph/curated"):
            Consolidation(chosen, opened).merge()  # what was merged with them stands without them
    if not quiet:
        say(f"{len(gone)} taken out")
    for article in missing:
        say(f"kg: {article}: no such article in the store")
    if missing:
        raise typer.Exit(1)


def _id(article: str, base: str) -> str:
    return unquote(article.removeprefix(f"{base}doc/")) if article.startswith(f"{base}doc/") else article
