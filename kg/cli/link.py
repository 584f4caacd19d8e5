"""``kg link``: link what is unlinked against live Wikidata, take it back, or try one name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import Cell, Format, say, write_rows
from kg.config import Settings
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.link.live import LookedUp
    from kg.link.wikidata import Wikidata
    from kg.model import BuildResult, Link

__all__ = ["link"]


def link(
    mention: Annotated[
        str | None, typer.Option("--mention", metavar="NAME", help="Try this name; no store is needed.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY", help="The day for --mention.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Names to look up, those that most events hang on first.")
    ] = 200,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be linked; change nothing.")] = False,
    undo: Annotated[
        str | None,
        typer.Option("--undo", metavar="QID", help="Take the links to this item back, or with `all` all of them."),
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Link the names that a store holds unlinked or ambiguous, against live Wikidata.

    What is accepted goes into the gazetteer's supplement and into the file of decisions, both beside the store, and the
    articles that name it are built again in one transaction. Live Wikidata wants `contact` under [wikibase] in kg.toml.
    Exit code 1: the service gave up on the way, or an article could not be built; what was linked until then stands.
    """
    chosen = settings(store=store)
    if mention is not None:
        _try(chosen, mention, on.date() if on else None, format, output)
    elif on is not None:
        raise UsageError("--on is for --mention; articles have their own days")
    elif undo is not None:
        _undo(chosen, undo, quiet)
    else:
        _link(chosen, limit, dry_run, format, output, quiet)


# ---------------------------------------------------------------------------------------------------------- the store


def _link(chosen: Settings, limit: int, dry_run: bool, format: Format | None, output: Path | None, quiet: bool) -> None:
    from kg.link.live import look_up
    from kg.query.open_names import open_names
    from kg.revise.upgrade import Upgrade
    from kg.store import open_store
    from kg.vocab.ontology import Ontology

    client = _client(chosen)
    with closing(open_store(chosen, write=not dry_run)) as opened:
        names = open_names(opened, Ontology.load(), chosen.base)
        sought = set(list(dict.fromkeys(n.name for n in names))[:limit])
        names = tuple(n for n in names if n.name in sought)
        if not names:
            if not quiet:
                say("nothing is unlinked")
            return
        found = look_up(client, [n.name for n in names], {c.wikidata for n in names for c in n.candidates})
        upgrade = Upgrade(chosen, opened)
        now = datetime.now(UTC)
        day = now.date().isoformat()
        outcomes = upgrade.propose(names, found, day)
        results = () if dry_run else upgrade.take(outcomes, found, day, now.isoformat(timespec="seconds"))
    rows: list[list[Cell]] = []
    for outcome in outcomes:
        name, link = outcome.name, outcome.link
        status = link.status if link else "nil"
        item = link.entity if link and outcome.made else None
        others = [] if item or not link else [f"{c.wikidata} {c.label} {c.score:g}" for c in link.candidates]
        rows.append(
            [
                *(name.article, name.name, name.events, name.status, status),
                *((item.wikidata, item.label, link.score) if item and link else (None, None, None)),
                "; ".join(others) or None,
            ]
        )
    columns = ["article", "name", "events", "was", "is", "wikidata", "label", "score", "candidates"]
    write_rows(columns, rows, format, output)
    _end(results, found.failed, None if quiet else f"{sum(o.made for o in outcomes)} of {len(outcomes)} names linked")


def _undo(chosen: Settings, value: str, quiet: bool) -> None:
    from kg.revise.upgrade import Upgrade
    from kg.store import open_store

    with closing(open_store(chosen, write=True)) as opened:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        results = Upgrade(chosen, opened).undo(
            [] if value == "all" else [value], now, os.environ.get("USER") or "a user"
        )
    _end(results, None, None if quiet else f"{len(results)} articles as they were")


def _end(results: Sequence[BuildResult], failed: KgError | None, told: str | None) -> None:
    """Name what went wrong, say what was done, and end with the exit code for it."""
    errors = [result.error for result in results if result.error]
    for error in [*errors, *([str(failed)] if failed else [])]:
        say(f"set aside: {error}")
    if told:
        say(told)
    if errors or failed:
        raise typer.Exit(1)


def _client(chosen: Settings) -> Wikidata:
    from kg.link.wikibase import Wikibase
    from kg.link.wikidata import Wikidata

    return Wikidata(Wikibase.of(chosen.wikibase))


# ----------------------------------------------------------------------------------------------------------- one name


def _try(chosen: Settings, name: str, on: date | None, format: Format | None, output: Path | None) -> None:
    """Offline first; then live, where that can be asked."""
    from kg.annotate.nlp import Parser
    from kg.gazetteer import Gazetteer
    from kg.gazetteer.supplement import Supplement
    from kg.link.linker import GazetteerLinker
    from kg.link.live import look_up, try_name
    from kg.link.rows import Rows
    from kg.model import Article
    from kg.vocab.ontology import Ontology

    name = " ".join(name.split())
    if not name:
        raise UsageError("--mention is blank; give a name")
    (document,) = Parser(chosen).parse([Article("try", f"{name} spoke.", published=on)])
    gazetteer = Gazetteer.load(chosen.gazetteer, chosen.supplement_folder)
    offline = try_name(GazetteerLinker(gazetteer, chosen, every=True), document, name)
    found: LookedUp | None = None
    live: tuple[tuple[str, Link], ...] = ()
    trouble: KgError | None = None
    try:
        found = look_up(_client(chosen), [name], [c.wikidata for _, link in offline for c in link.candidates])
        trouble = found.failed
    except KgError as error:
        trouble = error
    if found and found.items:
        with TemporaryDirectory(prefix="kg-link-") as folder:
            trial = Supplement(chosen.supplement_folder)
            trial.folder = Path(folder)
            rows = Rows(gazetteer, Ontology.load(), (on or datetime.now(UTC).date()).isoformat())
            for item in found.items.values():
                for table, row in rows.of(item):
                    trial.put(table, row)
            trial.save()
            linker = GazetteerLinker(Gazetteer.load(chosen.gazetteer, Path(folder)), chosen, every=True)
            live = try_name(linker, document, name)
    about = {qid: item.description for qid, item in found.items.items()} if found else {}
    told = [("offline", *one) for one in offline] + [("live", *one) for one in live]
    columns = ["by", "as", "status", "wikidata", "label", "score", "why", "description"]
    write_rows(columns, (row for by, kind, link in told for row in _weighed(by, kind, link, about)), format, output)
    if found is None:
        say(f"live Wikidata was not asked: {trouble}")
    elif trouble:
        say(f"set aside: {trouble}")
        raise typer.Exit(1)


def _weighed(by: str, kind: str, link: Link, about: dict[str, str]) -> list[list[Cell]]:
    """One row a candidate; the first says what was decided."""
    if not link.candidates:  # known, without an item
        return [[by, kind, link.status, None, link.entity.label, link.score, None, None]]
    rows: list[list[Cell]] = []
    for n, c in enumerate(link.candidates):
        status = (link.status if n == 0 or link.status != "accepted" else "refused") or None
        why = ", ".join(f"{name} {value:+g}" for name, value in c.features) or None
        rows.append([by, kind, status, c.wikidata, c.label, c.score, why, about.get(c.wikidata) or None])
    return rows
