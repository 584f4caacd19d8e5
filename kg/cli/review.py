"""``kg review``: what needs a person, as a table or a TSV to fill in; what was filled in, applied or taken back."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutOption, QuietOption, StoreOption, settings
from kg.cli.output import Cell, say, write_rows
from kg.config import Settings
from kg.errors import DecisionRefused, UsageError

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.revise.review import Item

__all__ = ["review"]

_KEY = ("document", "span", "role", "text", "value")
_COLUMNS = (
    "value",
    "kind",
    "text",
    "name",
    "class",
    "events",
    "candidates",
    "why",
    "quote",
    "document",
    "span",
    "role",
)


class Kind(StrEnum):
    """What may need a person."""

    ambiguous = "ambiguous"
    quarantined = "quarantined"
    doubtful = "doubtful"
    nil = "nil"


def review(
    event: Annotated[
        str | None, typer.Argument(metavar="[IRI]", help="An event: list it and the words that fill its roles.")
    ] = None,
    kinds: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only this kind; may be given several times.")
    ] = None,
    below: Annotated[
        float | None,
        typer.Option("--below", min=0, max=1, metavar="C", help="Events of less confidence [default: 0.6]."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Rows, the most valuable first.")] = 100,
    decided: Annotated[bool, typer.Option("--decided", help="List what was decided instead.")] = False,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", help="Apply the TSV file, as it was filled in.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who decides [default: the user's name].")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    output: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """List what needs a person, most valuable first; apply what a person decided.

    Write a file with -o todo.tsv, fill in its column `value`, and give it to --apply: for a name an item (Q159, or
    another key of the gazetteer) or nil, for an event confirmed or rejected, for the words of a role an item, or nil
    where they do not fill it; - takes back what was decided. Lines left blank are passed over. All lines are checked
    first: where one cannot be applied, none is, and each is told. Decisions go into decisions.tsv beside the store,
    with who and when, and hold in every later build. Exit code 2: something was refused.
    """
    chosen = settings(store=store)
    if apply is not None:
        _apply(chosen, apply, by or os.environ.get("USER") or "a user", quiet)
        return
    from kg.revise.review import DOUBTFUL, KINDS, Review, event_items
    from kg.store import open_store

    with closing(open_store(chosen, write=False)) as opened:
        work = Review(chosen, opened)
        if decided:
            columns = ["value", "text", "method", "by", "on", "document", "span", "role"]
            write_rows(columns, ([getattr(d, c) for c in columns] for d in work.standing()), format, output)
            return
        if event is not None:
            iri = event if event.startswith(chosen.base) else f"{chosen.base}doc/{event.removeprefix('doc/')}"
            items = event_items(opened, chosen.base, iri)
            if not items:
                raise UsageError(f"the store has no event {event}; give its IRI, or ARTICLE/event/12-19")
        else:
            wanted = [k.value for k in kinds] if kinds else KINDS
            items = work.items(wanted, DOUBTFUL if below is None else below)
    write_rows(_COLUMNS, map(_row, items[:limit]), format, output)
    if not quiet:
        say(f"{min(limit, len(items))} of {len(items)} shown")


def _row(item: Item) -> list[Cell]:
    weighed = "; ".join(f"{c.wikidata} {c.label} {c.score:g}" for c in item.candidates)
    why = "; ".join(item.reasons) or (None if item.confidence is None else f"confidence {item.confidence:g}")
    quote = " ".join(item.quote.split())
    return [
        *(item.value or None, item.kind, " ".join(item.text.split()), item.name, item.type, item.events),
        *(weighed or None, why, quote, item.document, item.span, item.role or None),
    ]


def _apply(chosen: Settings, path: Path, by: str, quiet: bool) -> None:
    from kg.revise.review import Review
    from kg.store import open_store

    lines = dict(_filled(path, by, datetime.now(UTC).isoformat(timespec="seconds")))
    if not lines:
        raise UsageError(f"{path}: no line has a value; fill in the column value where you decide")
    with closing(open_store(chosen, write=True)) as opened:
        try:
            results = Review(chosen, opened).apply(lines.values())
        except DecisionRefused as refused:
            where = {decision.key: number for number, decision in lines.items()}
            for key, sentence in refused.faults:
                say(f"{path}:{where[key]}: {sentence}")
            raise UsageError(f"{path}: {len(refused.faults)} lines cannot be applied, so none was; mend them") from None
    for result in results:
        for one in result.quarantined:
            rules = "; ".join(dict.fromkeys(f.message for f in one.findings))
            say(f"quarantined: {one.event}: {rules}")
    if not quiet:
        say(f"{len(lines)} decisions by {by}, {len(results)} articles built again")


def _filled(path: Path, by: str, at: str) -> Iterator[tuple[int, Decision]]:
    """The lines of a file that have a value, by number; of two on one span and role the file is refused."""
    from kg.decisions import Decision

    try:
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), dialect="excel-tab"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read as UTF-8 text ({error}); give the file that kg review wrote"
        ) from error
    head = [cell.strip() for cell in rows[0]] if rows else []
    if missing := [column for column in _KEY if column not in head]:
        raise UsageError(f"{path}:1: no column is called {missing[0]!r}; keep the columns that kg review wrote")
    if unknown := [column for column in head if column not in {*_COLUMNS, "method", "by", "on"}]:
        raise UsageError(f"{path}:1: a column is called {unknown[0]!r}; known: {', '.join(_COLUMNS)}")
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(head):
            raise UsageError(f"{path}:{number}: {len(row)} cells, but {len(head)} columns; one tab between two cells")
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        if not cells.get("value"):
            continue
        document, span, role, text, value = (cells.get(column, "") for column in _KEY)
        decision = Decision(document, span, role, value, text, by=by, on=at)
        if (before := seen.setdefault(decision.key, number)) != number:
            raise UsageError(f"{path}:{number}: decides on what line {before} decides on; leave one of them out")
        yield number, decision
