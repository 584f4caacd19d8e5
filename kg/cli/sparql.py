"""``kg sparql``: any query against the store."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.answers import show, time_limit
from kg.cli.options import AnswerFormatOption, OutOption, StoreOption, TimeoutOption, settings
from kg.errors import UsageError

__all__ = ["sparql"]


def sparql(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="SPARQL, or a file that holds it, or - for standard input.")
    ],
    store: StoreOption = None,
    format: AnswerFormatOption = None,
    output: OutOption = None,
    timeout: TimeoutOption = None,
) -> None:
    """Run a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    The default graph is the union of all graphs. Prefixes of the ontology (ir:, c:, plover:, wd:, nif:, …) need not be
    declared. CONSTRUCT and DESCRIBE give N-Triples.
    """
    from kg.query.prefixes import with_prefixes
    from kg.store import open_store

    chosen = settings(store=store)
    text = with_prefixes(_text(query))
    with time_limit(timeout), closing(open_store(chosen, write=False)) as opened:
        show(opened.query(text), chosen.base, format, output)


def _text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if re.match(r"(?i)\s*(#|(PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b.*\s)", query):
        return query
    path = Path(query)
    if not path.is_file():
        raise UsageError(f"{query}: neither a SPARQL query nor a file; write a query in quotes, or the path of one")
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{query}: cannot be read as UTF-8 text ({error}); give a file that holds SPARQL") from error
