"""``kg eval``: exported events scored against annotations, each miss told on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.options import FormatOption, JobsOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import Cell, Format, say, write_rows
from kg.config import Settings
from kg.errors import StoreError, UsageError
from kg.model import Article

if TYPE_CHECKING:
    from kg.evaluate.baseline import Scored
    from kg.evaluate.gold import Gold
    from kg.evaluate.match import Row
    from kg.evaluate.score import Score
    from kg.store.oxigraph import OxigraphStore

Export = Callable[..., Iterator[dict[str, object]]]
"""``export_events`` or ``export_mentions``."""

__all__ = ["MISS", "app", "built", "evaluate", "figures", "hold", "rounded", "rows_of"]

MISS = ("kind", "article", "event", "class", "told", "words")
"""Columns of a list of misses."""


class _Reading(TyperGroup):
    """A group whose first command is meant where none is named: ``kg eval GOLD`` scores the reading."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, behind the command that is meant."""
        named = not args or args[0] in self.commands or args[0] == "--help"
        return super().parse_args(ctx, args if named else ["reading", *args])


app = typer.Typer(
    cls=_Reading,
    help="Score what is read, or what merging makes of it, against annotations. kg eval GOLD is kg eval reading GOLD.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


class By(StrEnum):
    """What a line of the result is."""

    figure = "figure"
    klass = "class"
    article = "article"
    entity = "entity"
    confidence = "confidence"


@app.command("reading")
def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", help="Files of annotations (.json an article, .jsonl short texts), or folders."),
    ],
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", "-a", metavar="INPUT", help="Where the annotated articles are: files or folders."),
    ] = None,
    by: Annotated[By, typer.Option("--by", help="A line for each of these.")] = By.figure,
    list_: Annotated[bool, typer.Option("--list", "-l", help="List every miss instead.")] = False,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Exit code 1 where a figure is below its floor.")
    ] = None,
    store: StoreOption = None,
    jobs: JobsOption = None,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Score events against annotations: events, classes, roles, dates, places, status, sources, links.

    Events are read from the store where it holds the article. Articles given with --articles are built for the occasion
    unless the store holds them as they would be built now; short texts are always built. Nothing is stored.
    With --by entity: each entity for which the annotations give a Wikidata item, and the item to which it is linked.
    """
    from kg.evaluate.gold import load_gold
    from kg.evaluate.score import score

    files = _files(gold)
    golds = [one for path in files for one in load_gold(path)]
    chosen = settings(store=store, jobs=jobs)
    if by is By.entity:
        _entities(golds, articles or (), chosen, format, output, quiet)
        return
    rows = rows_of(golds, articles or (), chosen)
    whole = score(golds, rows)
    if list_:
        misses = sorted(whole.misses, key=lambda m: (m.article, m.kind, m.event))
        write_rows(MISS, map(astuple, misses), format, output)
    elif by is By.klass:
        write_rows(["class", "gold", "found", "whole", "false"], _classes(whole), format, output)
    elif by is By.confidence:
        lines = ([tenth, number, sure, round(sure / number, 3)] for tenth, (sure, number) in whole.reliability.items())
        write_rows(["confidence", "events", "right", "share"], lines, format, output)
    elif by is By.article:
        names = [figure.name for figure in whole.figures()]
        each = [[one.id, *_values(score([one], rows))] for one in golds]
        write_rows(["article", *names], [*each, ["all", *_values(whole)]], format, output)
    else:
        figures(whole, format, output)
    if not quiet:
        say(f"{whole.articles} texts, {whole.of.get('event', 0)} annotated events, {len(whole.misses)} misses")
    if floors is not None:
        hold(floors, files, whole)


def _entities(
    golds: Sequence[Gold],
    inputs: Sequence[str],
    chosen: Settings,
    format: Format | None,
    output: Path | None,
    quiet: bool,
) -> None:
    from kg.evaluate.items import items
    from kg.graph.export import export_mentions

    found = list(items(golds, rows_of(golds, inputs, chosen, export_mentions)))
    columns = ["article", "name", "wanted", "linked", "right"]
    write_rows(columns, ([*astuple(one), one.right] for one in found), format, output)
    if not quiet:
        right = sum(one.right for one in found)
        say(f"{right} of {len(found)} entities have their item{f' ({right / len(found):.3f})' if found else ''}")


def figures(score: Scored, format: Format | None, output: Path | None) -> None:
    """Write figures, a line each."""
    rows = ([f.name, rounded(f.value), f.right, f.of] for f in score.figures())
    write_rows(["figure", "value", "right", "of"], rows, format, output)


def hold(floors: Path, files: Sequence[Path], score: Scored) -> None:
    """Say what is below its floor, or measured on other annotations, and end with code 1 where anything is."""
    from kg.evaluate.baseline import Baseline

    baseline = Baseline.read(floors)
    faults = [*baseline.changed(files), *baseline.fallen(score)]
    for fault in faults:
        say(f"{floors.name}: {fault}")
    if faults:
        raise typer.Exit(1)


def _files(given: Sequence[Path]) -> list[Path]:
    """Files of annotations, folders opened; what is no such file there (the floors) is passed over."""
    found = []
    for path in given:
        if path.is_dir():
            found += [
                p for p in sorted(path.iterdir()) if p.suffix in (".json", ".jsonl") and p.name != "baseline.json"
            ]
        else:
            found.append(path)
    if not found:
        raise UsageError(f"{', '.join(map(str, given))}: no file of annotations is there; name .json or .jsonl files")
    return found


def rows_of(
    golds: Sequence[Gold], inputs: Sequence[str], chosen: Settings, export: Export | None = None
) -> dict[str, list[Row]]:
    """The exported events of annotated texts, by id of article: from the store, or built now.

    Args:
        golds: The annotated texts.
        inputs: Where articles are, as for ``kg build``.
        chosen: The settings; they name the store, which need not be there.
        export: ``export_mentions`` for mentions instead.

    Raises:
        UsageError: An annotated article is neither in the store nor in the inputs, or cannot be built.
    """
    from kg.graph.export import export_events

    export = export or export_events
    wanted = {gold.id for gold in golds}
    given = {gold.article.id: gold.article for gold in golds if gold.article}
    given |= {a.id: a for a in _read(inputs) if a.id in wanted}
    rows, current = _stored(wanted, given, chosen, export)
    rows |= _built([a for id_, a in given.items() if id_ not in current], chosen, export)
    if missing := sorted(wanted - rows.keys()):
        raise UsageError(
            f"{missing[0]}: annotated, but neither in the store {chosen.store} nor given; name its file with --articles"
        )
    return rows


def _read(inputs: Sequence[str]) -> Iterator[Article]:
    from kg.read.inputs import read_inputs

    for item in read_inputs(inputs):
        if isinstance(item, Article):
            yield item
        elif item.stage != "notice":
            say(f"set aside: {item.what}: {item.reason}")


def _stored(
    wanted: set[str], given: dict[str, Article], chosen: Settings, export: Export
) -> tuple[dict[str, list[Row]], set[str]]:
    """Rows of the articles that the store holds; and the ids of those it holds as they would be built now."""
    from kg.stages import Knowledge, load_writer
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    try:
        opened = open_store(chosen, write=False)
    except StoreError as error:
        if missing := sorted(wanted - given.keys()):
            raise UsageError(f"{missing[0]}: annotated, but not given with --articles, and {error}") from error
        return {}, set()
    with closing(opened) as store:
        known = store.fingerprints()
        there = sorted(wanted & known.keys())
        current = set()
        if again := [id_ for id_ in there if id_ in given]:
            writer = load_writer(chosen, Knowledge.load(chosen))
            current = {id_ for id_ in again if known[id_] == writer.fingerprint(given[id_])}
        return _by_article(export(store, Ontology.load(), chosen.base, there), there), current


def _built(articles: Sequence[Article], chosen: Settings, export: Export) -> dict[str, list[Row]]:
    if not articles:
        return {}
    from kg.vocab.ontology import Ontology

    with built(articles, chosen) as store:
        ids = [article.id for article in articles]
        return _by_article(export(store, Ontology.load(), chosen.base, ids), ids)


@contextmanager
def built(articles: Sequence[Article], chosen: Settings) -> Iterator[OxigraphStore]:
    """A store in memory that holds articles built now.

    Raises:
        UsageError: An article cannot be built.
    """
    from kg.scale.local import build_all
    from kg.store.oxigraph import OxigraphStore

    with closing(OxigraphStore(None, chosen.base)) as store:
        quads = []
        for result in build_all(articles, chosen):
            if result.quads is None:
                raise UsageError(f"{result.error}; it cannot be scored")
            quads.append(result.quads)
        store.put(quads)
        yield store


def _by_article(rows: Iterator[dict[str, object]], ids: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {id_: [] for id_ in ids}
    for row in rows:
        found[str(row["article"])].append(row)
    return found


def _classes(score: Score) -> Iterator[list[Cell]]:
    for name, counts in sorted(score.classes.items()):
        yield [name, *(counts.get(kind, 0) for kind in ("gold", "found", "whole", "false"))]


def _values(score: Score) -> list[Cell]:
    return [rounded(figure.value) for figure in score.figures()]


def rounded(value: float | None) -> float | None:
    """A figure as it is shown."""
    return None if value is None else round(value, 3)
