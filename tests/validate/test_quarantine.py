"""A violation sets aside the event that it concerns, and no other."""

from __future__ import annotations

import pytest
from ontology_samples import BASE, article, changed

from kg.model import Finding, ValidationReport
from kg.validate.choose import quickest
from kg.validate.quarantine import faulty_events

VALIDATOR = quickest()
A, B = f"{BASE}doc/syn-a", f"{BASE}doc/syn-b"


def faulty(update: str, doc: str = "syn-a") -> dict[str, set[str]]:
    text = changed(update, article(doc))
    found = faulty_events(VALIDATOR.validate(text), text)
    return {event.removeprefix(BASE): {f.shape for f in findings} for event, findings in found.items()}


def node(path: str) -> str:
    return f"<{BASE}{path}>"


TALKS, SIGNING, CRITICISM = "doc/syn-a/event/146-151", "doc/syn-a/event/202-208", "doc/syn-a/event/591-595"


def test_a_finding_on_an_event_concerns_that_event() -> None:
    assert faulty(f"DELETE {{ {node(SIGNING)} ir:eventStatus ?s }} WHERE {{ {node(SIGNING)} ir:eventStatus ?s }}") == {
        SIGNING: {"S01"}
    }


def test_a_finding_on_a_claim_concerns_the_event_that_it_is_about() -> None:
    update = f"DELETE {{ ?k ir:certainty ?c }} WHERE {{ ?k ir:about {node(TALKS)} ; ir:certainty ?c }}"
    assert faulty(update) == {TALKS: {"S16"}}


def test_what_somebody_says_concerns_the_statement_and_not_the_event_spoken_of() -> None:
    update = f"""DELETE {{ ?k ir:about ?x ; ir:certainty ?c }} INSERT {{ ?k ir:about {node(TALKS)} }}
        WHERE {{ {node(CRITICISM)} ir:hasContent ?k . ?k ir:about ?x ; ir:certainty ?c }}"""
    assert faulty(update) == {CRITICISM: {"S16"}}


def test_a_finding_on_a_participation_concerns_its_event() -> None:
    update = f"""DELETE {{ ?p ir:participantRole ?r }} WHERE {{ {node(TALKS)} ir:hasParticipation ?p .
        ?p ir:participantRole ?r ; ir:participant {node("entity/Q7747")} }}"""
    assert faulty(update) == {TALKS: {"S12"}}


def test_a_finding_on_a_span_concerns_the_events_whose_claims_rest_on_it() -> None:
    update = (
        "DELETE { ?s nif:anchorOf ?w } WHERE { ?k ir:trigger ?s ; ir:about ?e . ?e a ir:Signing . ?s nif:anchorOf ?w }"
    )
    assert faulty(update) == {SIGNING: {"S24"}}


def test_an_office_that_had_ended_concerns_the_events_of_that_day_only() -> None:
    """Putin's office is acted in at several events; those without a first day, or an earlier one, are no fault."""
    update = f"""INSERT {{ ?h ir:endLatest "2023-03-20"^^xsd:date }}
        WHERE {{ ?h ir:holder {node("entity/Q7747")} FILTER NOT EXISTS {{ ?h ir:endLatest ?d }} }}"""
    assert faulty(update) == {TALKS: {"S14"}, SIGNING: {"S14"}}


def test_what_hangs_on_no_event_is_said_of_the_document() -> None:
    assert faulty("DELETE { ?d ir:sourceHash ?h } WHERE { ?d a ir:NewsArticle ; ir:sourceHash ?h }") == {
        "doc/syn-a": {"S26"}
    }
    link = (
        "DELETE { ?l ir:linkMethod ?m } WHERE { ?k ir:surfaceForm 'Kazakhstan' . ?l ir:linkMethod ?m FILTER(?l = ?k) }"
    )
    assert faulty(link) == {"doc/syn-a": {"S28"}}


def test_a_warning_concerns_nothing() -> None:
    text = article("syn-b")
    report = VALIDATOR.validate(text)
    assert [f.severity for f in report.findings] == ["Warning"]
    assert faulty_events(report, text) == {}


@pytest.mark.parametrize("focus", ["_:", "urn:elsewhere"])
def test_a_focus_node_that_is_not_there_is_said_of_the_document(focus: str) -> None:
    finding = Finding("S31", "Violation", focus, "no blank nodes in data")
    assert faulty_events(ValidationReport(False, (finding,)), article("syn-a")) == {A: (finding,)}


def test_several_findings_of_an_event_stand_together_and_sorted() -> None:
    report = ValidationReport(
        False, (Finding("S15", "Violation", BASE + TALKS, "b"), Finding("S01", "Violation", BASE + TALKS, "a"))
    )
    assert [f.shape for f in faulty_events(report, article("syn-a"))[BASE + TALKS]] == ["S01", "S15"]
