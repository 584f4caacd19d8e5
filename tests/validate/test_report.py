"""A report as text, JSON and Turtle says the same."""

from __future__ import annotations

import json

import rdflib
from ontology_samples import broken

from kg.validate.choose import quickest
from kg.validate.report import read_report, report_json, report_text, report_turtle

REPORT = quickest().validate(broken("S21"))


def test_turtle_is_a_shacl_report_that_reads_back_as_the_same_findings() -> None:
    graph = rdflib.Graph().parse(data=report_turtle(REPORT), format="turtle")
    assert read_report(graph) == REPORT
    assert not REPORT.conforms


def test_json_has_every_finding_with_every_key() -> None:
    told = json.loads(json.dumps(report_json(REPORT)))
    assert told["conforms"] is False
    assert [set(f) for f in told["findings"]] == [{"shape", "severity", "focus", "message", "value"}] * len(
        REPORT.findings
    )


def test_text_has_a_line_a_finding() -> None:
    lines = report_text(REPORT).splitlines()
    assert len(lines) == len(REPORT.findings)
    assert lines[0].startswith(
        "Violation S21 https://w3id.org/irkg/data/doc/syn-a/event/202-208: initiatorState is a State"
    )


def test_findings_are_sorted() -> None:
    keys = [(f.shape, f.severity, f.focus, f.message) for f in REPORT.findings]
    assert keys == sorted(keys)
