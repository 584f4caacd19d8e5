"""The events of one party, or between two, read from a store in the order of days, each once with all that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

import pyoxigraph as ox

from kg.model import Term
from kg.protocols import Store
from kg.query.evidence import Evidence, evidence_of
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["Entry", "Telling", "Timeline"]

_TOGETHER = 100
"""Events asked for at once: what is in memory beside the list of their IRIs and days."""

_PROLOGUE = f"PREFIX ir: <{PREFIXES['ir']}> PREFIX rdfs: <{PREFIXES['rdfs']}>\n"
_DAYS = "OPTIONAL { ?event ir:earliestDate ?earliest } OPTIONAL { ?event ir:latestDate ?latest }"
_WITH = "?event ir:hasParticipant|ir:initiatorState|ir:recipientState|ir:editionOf ?one"
_BETWEEN = """{ ?event ir:initiator|ir:initiatorState ?one . ?event ir:recipient|ir:recipientState ?other }
      UNION { ?event ir:initiator|ir:initiatorState ?other . ?event ir:recipient|ir:recipientState ?one }
      UNION { ?event ir:meetingParty ?one , ?other }"""
_FACTS = """SELECT ?event ?class ?status ?code ?sources ?reports ?corroboration WHERE {
  VALUES ?event { %s }
  GRAPH ?g { ?event ir:eventClass ?class ; ir:eventStatus ?status . OPTIONAL { ?event ir:codedAs ?code }
    OPTIONAL { ?event ir:sourceCount ?sources ; ir:reportCount ?reports ; ir:corroboration ?corroboration } }
}"""
_NAMES = """SELECT DISTINCT ?event ?role ?name WHERE {
  VALUES ?event { %s } VALUES ?role { ir:initiator ir:recipient ir:hasParticipant ir:atPlace }
  GRAPH ?g { ?event ?role ?x FILTER NOT EXISTS { ?x ir:hasMember ?member } }
  GRAPH ?g1 { ?x rdfs:label ?name }
}"""
_CONTRADICTIONS = "SELECT ?event ?kind WHERE { VALUES ?event { %s } GRAPH ?g { ?event ir:contradictionIn ?kind } }"


_Dated = tuple[str | None, str | None, str]
"""Earliest and latest day, and the IRI of an event."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one article that tell an event.

    ``sources`` are those that the article names for it; ``denies``: it says that the event did not happen.
    """

    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    words: str
    sources: tuple[str, ...]
    denies: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a timeline.

    ``earliest`` and ``latest`` are days (ISO 8601) or None; ``type`` is its class and ``label`` the words for it;
    ``initiators`` and ``recipients`` are names, the same of a symmetric event; ``quad`` is PLOVER's quad class (VC, MC,
    VX or MX) or None. ``sources`` counts independent publishers and ``reports`` articles: 1 of an event that merging
    found nowhere else, whose ``corroboration`` (in [0, 1]) is None. ``contradictions`` says in what reports differ.
    """

    event: str
    earliest: str | None
    latest: str | None
    type: str
    label: str
    quad: str | None
    status: str
    initiators: tuple[str, ...]
    recipients: tuple[str, ...]
    participants: tuple[str, ...]
    places: tuple[str, ...]
    sources: int
    reports: int
    corroboration: float | None
    contradictions: tuple[str, ...]
    tellings: tuple[Telling, ...]

    @property
    def symmetric(self) -> bool:
        """Whether every side does it to every other."""
        return set(self.initiators) == set(self.recipients)


class Timeline:
    """The events of one party or series, or between two parties, each once: merged where merging joined reports.

    Args:
        store: Where to read.
        ontology: The ontology.
        base: What IRIs of data begin with.
        parties: One or two; each its node and those that are one with it by merging.
        types: Classes of which one is asked for; by default any.
        since: Nothing that was over before this day.
        until: Nothing that began after this day.

    Raises:
        UnknownName: A class that the ontology does not have.
        StoreError: The store cannot answer.
    """

    def __init__(
        self,
        store: Store,
        ontology: Ontology,
        base: str,
        parties: Sequence[Sequence[ox.NamedNode]],
        types: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        self._store, self._ontology, self._base, self._parties = store, ontology, base, parties
        wanted = " ".join(f"ir:{ontology.types(name)[0]}" for name in types)
        found = self._found(parties, f"VALUES ?class {{ {wanted} }} ?event a ?class ." if wanted else "")
        self._order = sorted((one for one in found if _within(one[0], one[1], since, until)), key=_order)

    @property
    def names(self) -> tuple[str, ...]:
        """What the parties are called."""
        return tuple(self._name(nodes[0]) for nodes in self._parties)

    def __len__(self) -> int:
        return len(self._order)

    @property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day of what is dated."""
        days = [day for first, last, _ in self._order for day in (first, last) if day]
        return (min(days), max(days)) if days else None

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self._order), _TOGETHER):
            yield from self._entries(self._order[start : start + _TOGETHER])

    def _found(self, parties: Sequence[Sequence[ox.NamedNode]], classes: str) -> list[_Dated]:
        one, *other = (" ".join(map(str, nodes)) for nodes in parties)
        pattern = _BETWEEN if other else _WITH
        values = f"VALUES ?one {{ {one} }}" + (f" VALUES ?other {{ {other[0]} }}" if other else "")
        answer = self._store.query(
            f"""{_PROLOGUE}SELECT DISTINCT ?event ?earliest ?latest WHERE {{
    {values}
    GRAPH ?g {{ {pattern} . {classes} {_DAYS} }}
    FILTER NOT EXISTS {{ GRAPH ?gz {{ ?whole ir:consolidates ?event }} }} }}"""
        )
        return [(_value(earliest), _value(latest), _text(event)) for event, earliest, latest in answer.rows]

    def _entries(self, group: Sequence[_Dated]) -> Iterator[Entry]:
        events = [event for _, _, event in group]
        facts = {_text(event): row for event, *row in self._asked(_FACTS, events)}
        names = {(_text(event), _local(role), _text(name)) for event, role, name in self._asked(_NAMES, events)}
        differing = {(_text(event), _spelt(_local(kind))) for event, kind in self._asked(_CONTRADICTIONS, events)}
        told = evidence_of(self._store, events)
        for earliest, latest, event in group:
            class_, status, code, sources, reports, corroboration = facts[event]
            type_ = _local(class_)

            def called(role: str, event: str = event) -> tuple[str, ...]:
                return tuple(sorted(name for one, its, name in names if (one, its) == (event, role)))

            yield Entry(
                event=event,
                earliest=earliest,
                latest=latest,
                type=type_,
                label=self._ontology.label(type_),
                quad=self._ontology.quad_class(_local(code).partition("-")[0]) if code else None,
                status=_local(status),
                initiators=called("initiator"),
                recipients=called("recipient"),
                participants=called("hasParticipant"),
                places=called("atPlace"),
                sources=int(_value(sources) or 1),
                reports=int(_value(reports) or 1),
                corroboration=float(corroboration.value) if corroboration else None,
                contradictions=tuple(sorted(kind for one, kind in differing if one == event)),
                tellings=tuple(self._telling(one) for one in sorted(told.get(event, ()), key=_when)),
            )

    def _name(self, node: ox.NamedNode) -> str:
        names = self._store.query(f"{_PROLOGUE}SELECT ?name WHERE {{ GRAPH ?g {{ {node} rdfs:label ?name }} }}").rows
        return min((_text(name) for (name,) in names), default=node.value.removeprefix(self._base))

    def _asked(self, query: str, events: Sequence[str]) -> tuple[tuple[Term | None, ...], ...]:
        return self._store.query(_PROLOGUE + query % " ".join(str(ox.NamedNode(event)) for event in events)).rows

    def _telling(self, one: Evidence) -> Telling:
        return Telling(
            article=unquote(one.article.removeprefix(f"{self._base}doc/")),
            title=one.title,
            publisher=one.publisher,
            published=one.published,
            url=one.url,
            words=" ".join(one.words.split()),
            sources=one.sources,
            denies=one.polarity == "negated",
        )


def _within(earliest: str | None, latest: str | None, since: date | None, until: date | None) -> bool:
    """Whether something overlaps a period; without a day of its own it is in none."""
    if since and (latest or "") < since.isoformat():
        return False
    return not until or "" < (earliest or latest or "") <= until.isoformat()


def _order(one: _Dated) -> tuple[bool, str, str, str]:
    """By the last day that something may have happened on; what has no day goes to the end."""
    earliest, latest, event = one
    day = latest or earliest
    return day is None, day or "", earliest or "", event


def _when(one: Evidence) -> tuple[str, str, int]:
    return one.published or "9999", one.article, one.begin


def _value(term: Term | None) -> str | None:
    return term.value if term else None


def _text(term: Term | None) -> str:
    return term.value if term else ""


def _local(term: Term | None) -> str:
    return _text(term).rpartition("#")[2]


def _spelt(name: str) -> str:
    """``dateDiffers`` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
