"""``kg info``: what a store holds, and with which versions it was made."""

from __future__ import annotations

from contextlib import closing

from kg._version import __version__
from kg.cli.options import FormatOption, OutOption, StoreOption, settings
from kg.cli.output import Cell, write_rows
from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["info"]

_COUNTS = {
    "events": "?s ir:eventClass ?c",
    "claims": "?s a ir:Claim",
    "mentions": "?s a ir:Mention",
    "links accepted": "?s a ir:EntityLink ; ir:linkStatus c:accepted",
    "links ambiguous": "?s a ir:EntityLink ; ir:linkStatus c:ambiguous",
    "links to nothing": "?s a ir:EntityLink ; ir:linkStatus c:nil",
}


def info(store: StoreOption = None, format: FormatOption = None, output: OutOption = None) -> None:
    """What the store holds and with which versions it was made."""
    from kg.store import open_store

    chosen = settings(store=store)
    with closing(open_store(chosen, write=False)) as opened:
        rows: list[tuple[Cell, Cell]] = [
            ("store", chosen.store),
            ("articles", len(opened.fingerprints())),
            *((name, _count(opened, pattern)) for name, pattern in _COUNTS.items()),
            ("quads", opened.count()),
            *_days(opened),
            *(("made by", extractor) for extractor in _extractors(opened, chosen.base)),
            ("software here", f"irkg {__version__}"),
        ]
    write_rows(["what", "value"], rows, format, output)


def _ask(store: Store, query: str) -> list[list[str]]:
    prefixes = " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("ir", "c", "dct", "prov"))
    return [[term.value if term else "" for term in row] for row in store.query(f"{prefixes} {query}").rows]


def _count(store: Store, pattern: str) -> int:
    return int(_ask(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}")[0][0])


def _days(store: Store) -> list[tuple[Cell, Cell]]:
    first, last = _ask(store, "SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) { GRAPH ?g { ?s dct:issued ?d } }")[0]
    return [("published", f"{first} to {last}")] if first else []


def _extractors(store: Store, base: str) -> list[str]:
    rows = _ask(store, "SELECT DISTINCT ?e { GRAPH ?g { ?run ir:extractor ?e } } ORDER BY ?e")
    return [row[0].removeprefix(base) for row in rows]
