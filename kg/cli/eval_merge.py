"""``kg eval merge``: what merging makes of annotated stories, scored, each miss told on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.eval import MISS, built, figures, hold, rounded
from kg.cli.options import FormatOption, JobsOption, OutOption, QuietOption, settings
from kg.cli.output import say, write_rows
from kg.config import Settings

if TYPE_CHECKING:
    from kg.evaluate.stories import Story
    from kg.evaluate.tellings import Merged

__all__ = ["evaluate_merging", "merged_of"]


def evaluate_merging(
    stories: Annotated[
        list[Path], typer.Argument(metavar="STORIES", help="Files of annotated stories (.toml), or folders.")
    ],
    by_story: Annotated[bool, typer.Option("--by-story", help="A line for each story.")] = False,
    list_: Annotated[bool, typer.Option("--list", "-l", help="List every miss instead.")] = False,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Exit code 1 where a figure is below its floor.")
    ] = None,
    jobs: JobsOption = None,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Score what merging makes of annotated stories: events, entities, copies, chains, status.

    The articles of all stories are built and merged together for the occasion. Nothing is stored.
    """
    from kg.evaluate.merged import score_merged
    from kg.evaluate.stories import load_story, stories_in

    files = stories_in(stories)
    told = [load_story(path) for path in files]
    found = merged_of(told, settings(jobs=jobs))
    whole = score_merged(told, found)
    if list_:
        misses = sorted(whole.misses, key=lambda m: (m.kind, m.event, m.article, m.told))
        write_rows(MISS, map(astuple, misses), format, output)
    elif by_story:
        each = [*((one.id, score_merged([one], found)) for one in told), ("all", whole)]
        lines = [[name, *(rounded(figure.value) for figure in score.figures())] for name, score in each]
        write_rows(["story", *(figure.name for figure in whole.figures())], lines, format, output)
    else:
        figures(whole, format, output)
    if not quiet:
        articles = sum(len(one.articles) for one in told)
        say(f"{len(told)} stories, {articles} articles, {len(whole.misses)} misses")
    if floors is not None:
        hold(floors, files, whole)


def merged_of(stories: Sequence[Story], chosen: Settings) -> Merged:
    """What merging makes of the articles of stories, built and merged together in memory, without anyone's decisions.

    Args:
        stories: The stories.
        chosen: What to build and merge with.

    Raises:
        UsageError: An article cannot be built.
    """
    from kg.curate.consolidate import Consolidation
    from kg.evaluate.curated import read_merged
    from kg.vocab.ontology import Ontology

    articles = [article for story in stories for article in story.articles]
    with TemporaryDirectory() as nowhere, built(articles, chosen) as store:
        Consolidation(replace(chosen, store=str(Path(nowhere, "store"))), store).merge()
        return read_merged(store, Ontology.load(), chosen.base, (article.id for article in articles))
