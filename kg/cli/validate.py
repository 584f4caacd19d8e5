"""``kg validate``: SHACL over the store, article by article, or over RDF files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import OutOption, QuietOption, StoreOption, settings
from kg.cli.output import say, write_text
from kg.config import Settings
from kg.errors import InputError, UsageError
from kg.model import Finding, ValidationReport

__all__ = ["validate"]


class Form(StrEnum):
    """The forms of a validation report."""

    text = "text"
    turtle = "turtle"
    json = "json"


def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="RDF files; without, the articles of the store.")
    ] = None,
    store: StoreOption = None,
    format: Annotated[Form, typer.Option("--format", "-f", help="How the report is written.")] = Form.text,
    output: OutOption = None,
    audit: Annotated[bool, typer.Option("--audit", help="Check the slow SPARQL-based shapes too.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Check the store, or RDF files, against the SHACL shapes.

    Exit code 0: it conforms; 1: there are violations; 3: nothing could be checked.
    """
    from kg import plugins

    chosen = settings(store=store)
    engine = plugins.load("validator", chosen.validator)(chosen.shapes, audit=audit)
    parts = _files(files) if files else _articles(chosen)
    findings: set[Finding] = set()
    checked = 0
    for name, nquads in parts:
        try:
            findings.update(engine.validate(nquads).findings)
        except InputError as error:
            raise UsageError(f"{name}: {error}") from error
        checked += 1
    ordered = tuple(sorted(findings, key=lambda f: (f.severity, f.shape, f.focus, f.message, f.value or "")))
    report = ValidationReport(all(f.severity != "Violation" for f in ordered), ordered)
    text = _write(report)[format]()
    if text:
        write_text(text, output)
    if not quiet:
        violations = sum(f.severity == "Violation" for f in ordered)
        say(f"{checked} checked, {violations} violations, {len(ordered) - violations} warnings")
    if not report.conforms:
        raise typer.Exit(1)


def _write(report: ValidationReport) -> dict[Form, Callable[[], str]]:
    from kg.validate.report import report_json, report_text, report_turtle

    return {
        Form.text: lambda: report_text(report),
        Form.turtle: lambda: report_turtle(report),
        Form.json: lambda: json.dumps(report_json(report), ensure_ascii=False, indent=1),
    }


def _files(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Each file as N-Quads.

    Raises:
        UsageError: A file is not there, has an unknown suffix, or does not parse.
    """
    import pyoxigraph as ox

    for path in files:
        kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
        if kind is None:
            raise UsageError(f"{path}: no RDF file by its suffix; give .ttl, .nt, .nq, .trig, .rdf or .jsonld")
        try:
            quads = ox.parse(path.read_bytes(), format=kind, base_iri=path.resolve().as_uri())
            yield str(path), (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror}); give an RDF file") from error
        except SyntaxError as error:
            raise UsageError(f"{path}: {error}; mend it there") from error


def _articles(chosen: Settings) -> Iterator[tuple[str, str]]:
    """Each article of the store with the entities that it needs, as N-Quads."""
    from kg.query.article import article_quads
    from kg.store import open_store

    with closing(open_store(chosen, write=False)) as opened:
        for article in sorted(opened.fingerprints()):
            yield article, article_quads(opened, chosen.base, article)
