"""``kg gazetteer``: look names up, check the tables, bring them up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, settings
from kg.cli.output import Cell, say, write_rows
from kg.errors import UnknownName

if TYPE_CHECKING:
    from kg.gazetteer import Entry, Gazetteer, Holding

__all__ = ["app"]

app = typer.Typer(
    help="Look up who is who, check the tables, bring them up to date from live Wikidata.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a key such as Q159, or an office (with --on).")],
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY", help="Who held the office that day.")
    ] = None,
    format: FormatOption = None,
    output: OutOption = None,
) -> None:
    """Who or what bears a name, and in which offices; or who held an office on a day."""
    from kg.gazetteer import Gazetteer

    chosen = settings()
    gazetteer = Gazetteer.load(chosen.gazetteer, chosen.supplement_folder)
    day = on.date() if on else None
    rows = list(_borne(gazetteer, name, day)) or list(_in_office(gazetteer, name, day or gazetteer.as_of))
    if not rows:
        raise UnknownName("gazetteer entry", name, _like(gazetteer, name))
    write_rows(["key", "type", "label", "as", "state", "names", "offices"], rows, format, output)


def _borne(gazetteer: Gazetteer, name: str, on: date | None) -> Iterator[list[Cell]]:
    found: dict[str, tuple[str, Entry]] = {}
    if entry := gazetteer.get(name):
        found[entry.key] = ("key", entry)
    for way, entry in gazetteer.ways(name):
        found.setdefault(entry.key, (way, entry))
    for entry in gazetteer.surname(name, on):
        found.setdefault(entry.key, ("surname", entry))
    for way, entry in found.values():
        yield _row(gazetteer, entry, way, gazetteer.holdings(entry.key), on)
    if gazetteer.shielded(name) and not found:
        yield [None, None, name, "no name of those that it holds", None, None, None]


def _in_office(gazetteer: Gazetteer, title: str, on: date) -> Iterator[list[Cell]]:
    """The holders of an office that words name with its state: "Russian prime minister"."""
    words = title.split()
    for width in (3, 2, 1):
        if len(words) > width and (state := gazetteer.state_called(" ".join(words[:width]))):
            kind = gazetteer.office_kind(" ".join(words[width:]), state.iso3)
            if kind and state.iso3:
                for held in gazetteer.holders(kind, state.iso3, on):
                    yield _row(gazetteer, gazetteer.entry(held.person), "office", (held,), on)
            return


def _row(gazetteer: Gazetteer, entry: Entry, way: str, held: tuple[Holding, ...], on: date | None) -> list[Cell]:
    state = ", ".join(entry.states) or entry.iso3
    offices = [_term(h, on) for h in held if on is None or h.covers(on)]
    return [
        entry.key,
        entry.type,
        entry.label,
        way,
        state,
        " | ".join(entry.aliases) or None,
        "; ".join(offices) or None,
    ]


def _term(held: Holding, on: date | None) -> str:
    end = str(held.end_latest) if held.end_latest else f"open on {held.as_of}"
    stale = ", not known for that day" if held.stale or (on and held.end_latest is None and on > held.as_of) else ""
    return f"{held.post.label} ({held.start_earliest or '?'} to {end}{stale})"


def _like(gazetteer: Gazetteer, name: str) -> list[str]:
    """A few labels that hold the name."""
    part = name.lower()
    return [entry.label for entry in gazetteer if part in entry.label.lower()][:8]


@app.command("check")
def check(
    notes: Annotated[
        bool, typer.Option("--notes", help="Show what is worth a look as well, not faults alone.")
    ] = False,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check the tables, yours and those learned among them; exit code 1 where there is a fault."""
    from kg.gazetteer.check import check_tables
    from kg.resources import data_dir

    chosen = settings()
    folders = [data_dir("gazetteer"), chosen.gazetteer, chosen.supplement_folder]
    faults = list(check_tables(folder for folder in folders if folder and folder.is_dir()))
    shown = [fault for fault in faults if notes or not fault.note]
    rows = (["note" if f.note else "fault", f.table, f.key, f.what] for f in shown)
    if shown:
        write_rows(["is", "table", "key", "what"], rows, format, output)
    wrong = sum(not fault.note for fault in faults)
    if not quiet:
        say(f"{wrong} faults, {len(faults) - wrong} notes")
    if wrong:
        raise typer.Exit(1)


@app.command("update")
def update(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="States, bodies, people or offices; all by default.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Kind of office; may be given again [default: leaders, foreign and defence ministers].",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the changes without asking.")] = False,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Ask live Wikidata who holds which office, show what is new, and take it into the supplement beside the store.

    On a terminal you are asked before anything is changed; elsewhere only --yes changes something.
    """
    from kg.gazetteer import Gazetteer
    from kg.gazetteer.supplement import Supplement
    from kg.link.refresh import KINDS, SOURCE, offices_of, refresh
    from kg.link.rows import Rows
    from kg.link.wikibase import Wikibase
    from kg.link.wikidata import Wikidata
    from kg.vocab.ontology import Ontology

    chosen = settings()
    gazetteer = Gazetteer.load(chosen.gazetteer, chosen.supplement_folder)
    offices, people = offices_of(gazetteer, names or (), kind or KINDS)
    client = Wikidata(Wikibase.of(chosen.wikibase), fresh=True)
    before, after = Supplement(chosen.supplement_folder), Supplement(chosen.supplement_folder)
    rows = Rows(gazetteer, Ontology.load(), datetime.now(UTC).date().isoformat(), SOURCE)
    refresh(client, gazetteer, after, rows, offices, people)
    changes = list(after.changes(before))
    if changes or output:
        write_rows(["", "table", "key", "what"], changes, format, output)
    if not changes:
        if not quiet:
            say("nothing is new")
        return
    if not yes and not (sys.stdin.isatty() and typer.confirm(f"Take {len(changes)} changes?", err=True)):
        say("nothing was changed; --yes takes the changes")
        return
    after.save()
    if not quiet:
        say(f"{len(changes)} changes taken into {chosen.supplement_folder}; the next kg build reads with them")
