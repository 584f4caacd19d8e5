"""``kg ask``: the saved questions, each a command whose options are its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kg.cli.answers import AnswerFormat, form_of, readable, show, time_limit, value
from kg.cli.options import (
    AnswerFormatOption,
    ConfidenceOption,
    FormatOption,
    OutOption,
    StoreOption,
    TimeoutOption,
    settings,
)
from kg.cli.output import Cell, Format, open_out, write_rows, write_text
from kg.config import Settings
from kg.errors import UsageError
from kg.inert import for_line
from kg.model import Answer, Parameter, SavedQuery
from kg.protocols import Store

__all__ = ["answer", "app"]

EvidenceOption = Annotated[
    bool | None,
    typer.Option("--evidence/--no-evidence", help="With each event the words that tell it [default: in tables]."),
]
ShowOption = Annotated[
    bool, typer.Option("--show", help="Write the SPARQL with the values filled in, to be asked elsewhere; ask nothing.")
]
FirstOption = Annotated[
    int | None,
    typer.Option(
        "--first", min=1, metavar="N", help="Only N rows, as they are found: unsorted, and quick in a large store."
    ),
]
_COMMON = {
    "store": StoreOption,
    "format": AnswerFormatOption,
    "output": OutOption,
    "evidence": EvidenceOption,
    "timeout": TimeoutOption,
    "show": ShowOption,
    "first": FirstOption,
    "min_confidence": ConfidenceOption,
}


class _Questions(TyperGroup):
    """A group whose commands are the saved questions, each made when it is called."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of one question.

        Raises:
            UnknownName: There is no such question; lists those that there are.
        """
        from kg.query.catalog import load_catalog

        return _command(load_catalog()[cmd_name])


app = typer.Typer(
    cls=_Questions, rich_markup_mode=None, add_completion=False, subcommand_metavar="[NAME] [--PARAMETER VALUE]..."
)


@app.callback(invoke_without_command=True)
def _list(ctx: typer.Context, format: FormatOption = None, output: OutOption = None) -> None:
    """Ask a saved question; without NAME, list them.

    kg ask NAME --help shows the parameters of a question, and its SPARQL.
    """
    if ctx.invoked_subcommand is not None:
        return
    from kg.query.catalog import load_catalog

    rows = ([q.name, q.title, " ".join(f"--{p.name}" for p in q.parameters)] for q in load_catalog().values())
    write_rows(["name", "question", "parameters"], rows, format, output)


def _command(question: SavedQuery) -> Any:
    """A command made of a question's header: typer reads its options off the signature."""

    def run(**given: Any) -> None:
        common = {name: given.pop(name) for name in _COMMON}
        chosen = settings(store=common["store"])
        values = {name: _text(one) for name, one in zip(names, given.values(), strict=True) if one is not None}
        with time_limit(common["timeout"]):
            if common["show"]:
                _show(chosen, question, values, common["first"], common["output"])
            else:
                form, least, first = common["format"], common["min_confidence"] or 0, common["first"]
                answer(chosen, question.name, values, form, common["output"], common["evidence"], least, first)

    names = [p.name for p in question.parameters]
    types: dict[str, Any] = {  # Python's names are our own, since a parameter may be called "from"
        f"value{n}": _option(p) for n, p in enumerate(question.parameters)
    }
    types |= _COMMON
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(n, keyword, default=False if n == "show" else None, annotation=t) for n, t in types.items()
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = types
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    # \b keeps a paragraph as it is written
    sparql = "\n\n".join(f"\b\n{part}" for part in _body(question).split("\n\n"))
    alone.command(question.name, help=f"{question.title}\n\n{question.description}", epilog=sparql)(run)
    return get_command(alone)


def _text(given: str | bool) -> str:
    return given if isinstance(given, str) else str(given).lower()


def _option(parameter: Parameter) -> Any:
    if parameter.type == "flag":
        return Annotated[bool | None, typer.Option(f"--{parameter.name}", help=parameter.help)]
    metavar = parameter.type.upper()
    return Annotated[str | None, typer.Option(f"--{parameter.name}", metavar=metavar, help=parameter.help)]


def _show(
    chosen: Settings, question: SavedQuery, values: Mapping[str, str], first: int | None, output: Path | None
) -> None:
    """Write the SPARQL of a question with values in it; the store is needed only for what they name."""
    from kg.query.run import bind, first_rows, resolve
    from kg.store import open_store

    text = bind(question, {})
    if values:
        with closing(open_store(chosen, write=False)) as store:
            text = bind(question, resolve(store, question, values, chosen.base))
    write_text(text if first is None else first_rows(text, first), output)


def _body(question: SavedQuery) -> str:
    """The SPARQL without the header, which the help tells already."""
    lines = question.text.strip().splitlines()
    return "\n".join(line for line in lines if not line.startswith("# ")).strip()


def answer(
    chosen: Settings,
    name: str,
    values: Mapping[str, str],
    format: AnswerFormat | None = None,
    output: Path | None = None,
    evidence: bool | None = None,
    least: float = 0,
    first: int | None = None,
) -> None:
    """Ask a saved question and write the answer.

    Args:
        chosen: The settings, which name the store.
        name: The question.
        values: Values of its parameters, as the user gave them.
        format: The form; None lets the place decide.
        output: A file instead of standard output.
        evidence: Whether the words that tell each event go along; None: in tables.
        least: Rows are left out whose event is told with less confidence than this.
        first: Only so many rows, unsorted; None for all.

    Raises:
        UsageError: ``least`` is given to a question whose rows are of no single event.
    """
    from kg.query.catalog import load_catalog
    from kg.query.run import ask
    from kg.store import open_store

    form = form_of(format, output)
    with closing(open_store(chosen, write=False)) as store:
        found = ask(store, load_catalog()[name], values, chosen.base, first)
        if least:
            found = _confident(store, name, found, least, chosen.base)
        if form.rows is None:
            show(found, chosen.base, form, output)
            return
        wanted = form is AnswerFormat.table if evidence is None else evidence
        column = _event_column(found, chosen.base) if wanted else None
        told = _Told(store, found, column, chosen.base)
        if form is AnswerFormat.table:
            _table(found, told, chosen.base, output)
        else:
            rows = ([*map(value, row), *told.cells(row)] for row in found.rows)
            write_rows([*found.columns, *told.columns], rows, form.rows, output)


def _confident(store: Store, name: str, found: Answer, least: float, base: str) -> Answer:
    """An answer without the rows whose event no claim tells with at least this confidence."""
    from kg.query.evidence import evidence_of

    column = _event_column(found, base)
    if column is None:
        if not found.rows:
            return found
        raise UsageError(f"the rows of {name} are of no single event; --min-confidence of kg build chooses before it")
    told = evidence_of(store, [cell.value for row in found.rows if (cell := row[column])])
    sure = {event for event, claims in told.items() if any(claim.confidence >= least for claim in claims)}
    return replace(found, rows=tuple(row for row in found.rows if (cell := row[column]) and cell.value in sure))


def _event_column(found: Answer, base: str) -> int | None:
    """The first column that holds events."""
    for index in range(len(found.columns)):
        cells = [row[index] for row in found.rows if row[index] is not None]
        if cells and all(c.kind == "iri" and c.value.startswith(base) and "/event/" in c.value for c in cells if c):
            return index
    return None


class _Told:
    """The evidence of an answer's events, as cells beside the rows or as notes below a table."""

    def __init__(self, store: Store, found: Answer, column: int | None, base: str) -> None:
        from kg.query.evidence import evidence_of

        self.column, self._base = column, base
        self.columns = ["article", "words"] if column is not None else []
        events = [] if column is None else [t.value for row in found.rows if (t := row[column])]
        self._evidence = evidence_of(store, events)
        self.numbers = {event: number for number, event in enumerate(dict.fromkeys(events), 1)}

    def cells(self, row: Any) -> list[Cell]:
        """Article and words; several are joined."""
        if self.column is None:
            return []
        told = self._evidence.get(row[self.column].value, ()) if row[self.column] else ()
        articles = dict.fromkeys(one.article for one in told)
        return [" ".join(articles), " … ".join(" ".join(one.words.split()) for one in told)]

    def notes(self) -> list[str]:
        """For each numbered event the id to explain it by, and its words with article, publisher, day and sources."""
        lines = []
        for event, number in self.numbers.items():
            lines.append(f"[{number}] {event.removeprefix(self._base).removeprefix('doc/')}")
            for one in self._evidence.get(event, ()):
                article = unquote(one.article.removeprefix(f"{self._base}doc/"))
                where = " · ".join(x for x in (article, one.publisher, one.published) if x)
                lines.append(f"    “{' '.join(one.words.split())}”{' (negated)' if one.polarity == 'negated' else ''}")
                citing = f", citing {', '.join(one.sources)}" if one.sources else ""
                lines.append(f"    — {where}{citing}")
        return lines


def _table(found: Answer, told: _Told, base: str, output: Path | None) -> None:
    """A table for the eye: events by number, empty columns left out, and below it the words."""
    kept = [i for i in range(len(found.columns)) if i != told.column and any(row[i] for row in found.rows)]
    columns, rows = [found.columns[i] for i in kept], []
    for row in found.rows:
        event = row[told.column] if told.column is not None else None
        number = [] if told.column is None else [told.numbers[event.value] if event else None]
        rows.append([*number, *(readable(row[i], base, event) for i in kept)])
    if told.column is not None:
        columns = ["#", *columns]
    if not found.rows:
        columns = list(found.columns)
    with open_out(output) as out:
        write_rows(columns, rows, Format.table, stream=out)
        notes = told.notes()
        out.write("".join(f"{for_line(line)}\n" for line in (["", *notes] if notes else [])))
        if not found.rows:
            out.write("nothing found\n")
