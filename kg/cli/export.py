"""``kg export``: events, mentions, dyads, networks, timelines and RDF out of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from kg.cli.export_options import (
    ArticlesOption,
    Network,
    Of,
    Page,
    Period,
    Rdf,
    Rows,
    RowsOption,
    SameAs,
    SinceOption,
    TypeOption,
    UntilOption,
    View,
)
from kg.cli.options import ConfidenceOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import open_out, say
from kg.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    help="Write the store's events, mentions, dyads, networks, timelines or RDF.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("events")
def events(
    store: StoreOption = None,
    format: RowsOption = Rows.jsonl,
    output: OutOption = None,
    article: ArticlesOption = None,
    type: TypeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_confidence: ConfidenceOption = None,
) -> None:
    """One event a line: type, roles, time, who says so, and the words. Articles sorted by id, or as given."""
    with _events(store, article, type, since, until, min_confidence or 0) as (rows, _):
        _write(rows, format, output)


@app.command("mentions")
def mentions(
    store: StoreOption = None, format: RowsOption = Rows.jsonl, output: OutOption = None, article: ArticlesOption = None
) -> None:
    """One mention of a person, state, organisation, place or series a line, with the link and its candidates."""
    from kg.graph.export import export_mentions
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        _write(export_mentions(opened, Ontology.load(), chosen.base, article), format, output)


@app.command("dyads")
def dyads(
    store: StoreOption = None,
    format: RowsOption = Rows.csv,
    output: OutOption = None,
    by: Annotated[Period | None, typer.Option("--by", help="Count events by this period.")] = None,
    article: ArticlesOption = None,
    type: TypeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_confidence: ConfidenceOption = None,
) -> None:
    """One line per event, source state and target state, with ISO and Gleditsch-Ward codes; or their counts."""
    from kg.graph.dyads import COLUMNS, COUNTED, count
    from kg.graph.dyads import dyads as pairs

    with _events(store, article, type, since, until, min_confidence or 0) as (rows, ontology):
        found = pairs(rows, ontology)
        if by:
            _write(count(found, by.value), format, output, COUNTED)
        else:
            _write(found, format, output, COLUMNS)


@app.command("network")
def network(
    store: StoreOption = None,
    format: Annotated[Network, typer.Option("--format", "-f", help="The form.")] = Network.graphml,
    of: Annotated[Of, typer.Option("--of", help="What the nodes are.")] = Of.states,
    output: OutOption = None,
    article: ArticlesOption = None,
    type: TypeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_confidence: ConfidenceOption = None,
) -> None:
    """States or persons, joined by the events between them: weights, and numbers by PLOVER quad class."""
    from kg.graph.network import network as joined
    from kg.graph.network import write_network

    with _events(store, article, type, since, until, min_confidence or 0) as (rows, ontology), _binary(output) as out:
        write_network(joined(rows, ontology, of.value), out, format.value)


@app.command("timeline")
def timeline(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME [NAME]", help="A person, body, state or series; or two, for what is between them."
        ),
    ],
    store: StoreOption = None,
    format: Annotated[Page, typer.Option("--format", "-f", help="The form.")] = Page.html,
    output: OutOption = None,
    type: TypeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """What happened, day by day: of one party or series, or between two; each event once, with all that tells it.

    A name is a label, an alias, a Wikidata id or an IRI. HTML is one file that needs no other.
    """
    from kg.graph.tables import write_csv
    from kg.query.names import find_entity
    from kg.store import open_store
    from kg.timeline.entries import Timeline
    from kg.timeline.page import write_page
    from kg.timeline.rows import COLUMNS, json_lines, rows
    from kg.vocab.ontology import Ontology

    if len(name) > 2:
        raise UsageError(f"{name[2]!r}: a timeline is of one party or between two; name two at most")
    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        parties = [find_entity(opened, one, chosen.base) for one in name]
        found = Timeline(opened, Ontology.load(), chosen.base, parties, type or (), _day(since), _day(until))
        with open_out(output) as out:
            if format is Page.html:
                write_page(found, out)
            elif format is Page.json:
                out.writelines(json_lines(found))
            else:
                write_csv(rows(found), out, COLUMNS)


@app.command("site")
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an empty one.")],
    store: StoreOption = None,
    quiet: QuietOption = False,
) -> None:
    """The pages of kg serve as files that any web server can host; their search runs in the browser."""
    try:
        from kg.serve.app import create_app
        from kg.serve.site import write_site
    except ModuleNotFoundError as error:
        raise UsageError(f"a site needs the package {error.name}: install it with pip install 'irkg[web]'") from error
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        app = create_app(opened, chosen)
        with closing(app.state.explorer.index) as index:
            index.refresh()
            files = write_site(app, folder)
    if not quiet:
        say(f"{files} files in {folder}")


@app.command("rdf")
def rdf(
    store: StoreOption = None,
    format: Annotated[
        Rdf, typer.Option("--format", "-f", help="Turtle, N-Triples and RDF/XML merge the graphs.")
    ] = Rdf.trig,
    view: Annotated[
        View, typer.Option("--view", help="The graph, its spans as Web Annotations, its claims as nanopublications.")
    ] = View.graph,
    output: OutOption = None,
    article: ArticlesOption = None,
    type: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="CLASS", help="Only articles that tell an event of this class."),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="Articles published from …")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="… to this day.")
    ] = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the articles' own words out.")] = False,
    same_as: Annotated[
        SameAs | None,
        typer.Option(
            "--same-as",
            help="Join entities to Wikidata by owl:sameAs or schema:sameAs, states to their ISO code by an identifier.",
        ),
    ] = None,
) -> None:
    """The graph itself: the whole store, or chosen articles with the items that they name."""
    from kg.graph.export import write_rdf
    from kg.graph.select import articles_that
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        wanted = article
        if type or since or until:
            found = articles_that(opened, chosen.base, Ontology.load(), type or (), _day(since), _day(until))
            wanted = found if article is None else [id_ for id_ in article if id_ in set(found)]
        with _binary(output) as out:
            same = same_as.value if same_as else None
            write_rdf(opened, out, format.value, chosen.base, wanted, words=not no_text, view=view.value, same_as=same)


@contextmanager
def _events(
    store: str | None,
    articles: list[str] | None,
    types: list[str] | None,
    since: datetime | None,
    until: datetime | None,
    confidence: float,
) -> Iterator[tuple[Iterator[dict[str, Any]], Any]]:
    """The events wanted of an open store, and the ontology."""
    from kg.graph.export import export_events
    from kg.graph.select import Selection
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    chosen, ontology = settings(store=store), Ontology.load()
    selection = Selection(tuple(types or ()), _day(since), _day(until), confidence).check(ontology)
    with closing(open_store(chosen, write=False)) as opened:
        yield selection.events(export_events(opened, ontology, chosen.base, articles)), ontology


def _day(moment: datetime | None) -> Any:
    return moment.date() if moment else None


def _write(rows: Iterable[dict[str, Any]], format: Rows, output: Path | None, columns: Sequence[str] = ()) -> None:
    from kg.graph.export import jsonl
    from kg.graph.tables import write_csv, write_parquet

    if format is Rows.parquet:
        with _binary(output) as binary:
            write_parquet(rows, binary, columns)
        return
    with open_out(output) as out:
        if format is Rows.csv:
            write_csv(rows, out, columns)
        else:
            out.writelines(jsonl(rows))


@contextmanager
def _binary(path: Path | None) -> Iterator[BinaryIO]:
    """Where bytes go."""
    with open_out(path) as out:
        yield out.buffer
        out.buffer.flush()
