"""``kg export``: events, mentions and RDF out of a store."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TextIO

import typer

from kg.cli.options import OutOption, StoreOption, settings
from kg.cli.output import open_out

__all__ = ["app"]

app = typer.Typer(
    help="Write the store's events, mentions or RDF.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)

ArticlesOption = Annotated[
    list[str] | None,
    typer.Option("--article", "-a", metavar="ID", help="Only this article; may be given again. In the order given."),
]


class Rows(StrEnum):
    """The forms of exported rows."""

    jsonl = "jsonl"
    csv = "csv"


class Rdf(StrEnum):
    """The forms of exported RDF."""

    trig = "trig"
    nquads = "nquads"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"


RowsOption = Annotated[Rows, typer.Option("--format", "-f", help="In CSV, what is no plain value is written as JSON.")]


@app.command("events")
def events(
    store: StoreOption = None, format: RowsOption = Rows.jsonl, output: OutOption = None, article: ArticlesOption = None
) -> None:
    """One event a line: type, roles, time, who says so, and the words. Articles sorted by id, or as given."""
    from kg.graph.export import export_events

    _rows(export_events, store, format, output, article)


@app.command("mentions")
def mentions(
    store: StoreOption = None, format: RowsOption = Rows.jsonl, output: OutOption = None, article: ArticlesOption = None
) -> None:
    """One mention of a person, state, organisation, place or series a line, with the link and its candidates."""
    from kg.graph.export import export_mentions

    _rows(export_mentions, store, format, output, article)


@app.command("rdf")
def rdf(
    store: StoreOption = None,
    format: Annotated[Rdf, typer.Option("--format", "-f", help="Turtle and N-Triples merge the graphs.")] = Rdf.trig,
    output: OutOption = None,
    article: ArticlesOption = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the articles' own words out.")] = False,
) -> None:
    """The graph itself: the whole store, or chosen articles with the items that they name."""
    from kg.graph.export import write_rdf
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened, _binary(output) as out:
        write_rdf(opened, out, format.value, chosen.base, article, words=not no_text)


def _rows(
    export: Callable[..., Iterable[dict[str, Any]]],
    store: str | None,
    format: Rows,
    output: Path | None,
    articles: list[str] | None,
) -> None:
    from kg.graph.export import jsonl
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened, open_out(output) as out:
        rows = export(opened, Ontology.load(), chosen.base, articles)
        if format is Rows.csv:
            _write_csv(rows, out)
        else:
            out.writelines(jsonl(rows))


def _write_csv(rows: Iterable[dict[str, Any]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    columns: list[str] = []
    for row in rows:
        if not columns:
            columns = list(row)
            writer.writerow(columns)
        writer.writerow(_cell(row.get(column)) for column in columns)


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


@contextmanager
def _binary(path: Path | None) -> Iterator[BinaryIO]:
    """Where RDF goes, as bytes."""
    with open_out(path) as out:
        yield out.buffer
        out.buffer.flush()
