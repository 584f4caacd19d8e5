"""Which event a finding sets aside: from the focus node up to the events that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.model import Finding, ValidationReport
from kg.vocab.iri import PREFIXES

__all__ = ["faulty_events"]

_IR = PREFIXES["ir"]
_TYPE = PREFIXES["rdf"] + "type"

_DOWN = frozenset(
    _IR + name
    for name in (
        *("hasParticipation", "hasContent", "instrument", "hasParticipant", "atPlace"),  # of an event
        *("participant", "actingAs", "mentionedAs", "onBehalfOf", "accompanies"),  # of a participation
        *("evidence", "trigger", "attributedTo"),  # of a claim
        *("hasMember", "office", "hasCandidate", "linkedBy"),
    )
)
"""Properties from what an event has to what these have: a fault below is a fault of the event."""

_ABOUT = _IR + "about"
_BEGINS = _IR + "earliestDate"


def faulty_events(report: ValidationReport, nquads: str) -> dict[str, tuple[Finding, ...]]:
    """The violations of a report by the event that each concerns.

    An event is concerned by a finding on itself, on a claim about it, on a participation in it, or on what these alone
    lead to: spans, mentions, groups, office holdings, instruments, situations. What a statement says belongs to the
    statement. A node that several events share concerns each of them, but where the finding's value is the first day of
    some of them (an office that ended before), only these. Warnings concern nothing.

    Args:
        report: What a validator found.
        nquads: The quads that it was given.

    Returns:
        Findings by the full IRI of the event; those that no event is concerned by (the article's own record, an entity
        that no event names) under the IRI of the document. Keys and findings are sorted.
    """
    violations = [f for f in report.findings if f.severity == "Violation"]
    if not violations:
        return {}
    graph = _Graph(nquads)
    found: dict[str, set[Finding]] = {}
    for finding in violations:
        for event in graph.concerned(finding) or (graph.document,):
            found.setdefault(event, set()).add(finding)
    return {event: tuple(sorted(found[event], key=_order)) for event in sorted(found)}


def _order(finding: Finding) -> tuple[str, ...]:
    return (finding.shape, finding.focus, finding.message, finding.value or "")


class _Graph:
    """The edges of an article's graph, upwards."""

    def __init__(self, nquads: str) -> None:
        self.events: set[str] = set()
        self.document = ""
        self._above: dict[str, set[str]] = {}
        self._begins: dict[str, set[str]] = {}
        about: dict[str, str] = {}
        said: set[str] = set()
        for quad in ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS):
            subject, predicate, value = str(quad.subject.value), quad.predicate.value, str(quad.object.value)
            if predicate == _TYPE:
                if value == _IR + "Event":
                    self.events.add(subject)
                elif value == _IR + "NewsArticle":
                    self.document = subject
            elif predicate == _ABOUT:
                about[subject] = value
            elif predicate == _BEGINS:
                self._begins.setdefault(subject, set()).add(value)
            elif predicate in _DOWN:
                self._above.setdefault(value, set()).add(subject)
                if predicate == _IR + "hasContent":
                    said.add(value)
        self._attach(about, said)

    def _attach(self, about: Mapping[str, str], said: Iterable[str]) -> None:
        """A claim hangs on the statement that says it, else on its event; a situation hangs on its claim."""
        for claim, thing in about.items():
            if thing not in self.events:
                self._above.setdefault(thing, set()).add(claim)
            elif claim not in said:
                self._above.setdefault(claim, set()).add(thing)

    def concerned(self, finding: Finding) -> set[str]:
        """The events that a finding concerns; none where it hangs on no event."""
        if finding.focus in self.events:
            return {finding.focus}
        reached, todo = {finding.focus}, [finding.focus]
        while todo:
            node = todo.pop()
            if node not in self.events:
                todo += self._above.get(node, set()) - reached
                reached |= self._above.get(node, set())
        events = reached & self.events
        dated = {event for event in events if finding.value in self._begins.get(event, ())}
        return dated or events
