"""From an engine's SHACL report to findings, and from findings to text, JSON or Turtle for people and programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model import Finding, ValidationReport
from kg.validate.shapes import SH, shape_name

if TYPE_CHECKING:
    import rdflib

__all__ = ["read_report", "report_json", "report_text", "report_turtle"]

_NUMBERED = re.compile(r"^(S\d\d): ")


def read_report(graph: rdflib.Graph) -> ValidationReport:
    """Read the findings off a ``sh:ValidationReport``.

    The shape is the number that the message begins with (``S03``), else the name of the node shape; a blank focus node
    is written ``_:``, since its label means nothing. Findings are sorted, and each stands once.
    """
    from rdflib import BNode, URIRef

    def one(result: Any, name: str) -> Any:
        return graph.value(result, URIRef(SH + name))

    def word(term: Any) -> str:
        return "_:" if isinstance(term, BNode) else str(term)

    found: set[tuple[str, str, str, str, str]] = set()
    for result in graph.objects(None, URIRef(SH + "result")):
        messages = sorted(str(m) for m in graph.objects(result, URIRef(SH + "resultMessage")))
        message = "; ".join(" ".join(m.split()) for m in messages)
        number = _NUMBERED.match(message)
        source, value = one(result, "sourceShape"), one(result, "value")
        shape = number[1] if number else shape_name(str(source))
        severity = str(one(result, "resultSeverity")).rpartition("#")[2]
        text = message[number.end() :] if number else message
        found.add((shape, severity, word(one(result, "focusNode")), text, "" if value is None else word(value)))
    return report_of(Finding(*fields[:4], value=fields[4] or None) for fields in sorted(found))


def report_of(findings: Iterable[Finding]) -> ValidationReport:
    """A report of findings, which conforms where none is a Violation."""
    kept = tuple(findings)
    return ValidationReport(all(f.severity != "Violation" for f in kept), kept)


def report_text(report: ValidationReport) -> str:
    """The report as plain text, a finding a line; empty where there is none."""
    return "".join(
        f"{f.severity} {f.shape} {f.focus}: {f.message}{f' ({f.value})' if f.value is not None else ''}\n"
        for f in report.findings
    )


def report_json(report: ValidationReport) -> dict[str, Any]:
    """The report as plain values for JSON."""
    keys = ("shape", "severity", "focus", "message", "value")
    return {"conforms": report.conforms, "findings": [{k: getattr(f, k) for k in keys} for f in report.findings]}


def report_turtle(report: ValidationReport) -> str:
    """The report as a ``sh:ValidationReport`` in Turtle."""
    from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef

    from kg.vocab.iri import PREFIXES

    shacl, graph, top = Namespace(SH), Graph(), BNode("report")
    graph.bind("sh", shacl)
    graph.bind("s", PREFIXES["s"])
    graph.add((top, RDF.type, shacl.ValidationReport))
    graph.add((top, shacl.conforms, Literal(report.conforms)))
    for n, f in enumerate(report.findings):
        node = BNode(f"r{n:06d}")
        graph.add((top, shacl.result, node))
        graph.add((node, RDF.type, shacl.ValidationResult))
        graph.add((node, shacl.resultSeverity, shacl[f.severity]))
        graph.add((node, shacl.sourceShape, URIRef(PREFIXES["s"] + f.shape)))
        graph.add((node, shacl.focusNode, BNode() if f.focus == "_:" else URIRef(f.focus)))
        graph.add((node, shacl.resultMessage, Literal(f"{f.shape}: {f.message}")))
        if f.value is not None:
            graph.add((node, shacl.value, Literal(f.value)))
    return graph.serialize(format="turtle")
