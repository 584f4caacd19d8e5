"""What holds a merged event or entity together: read out of graph/curated to be told, or parted for good."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.config import Settings
from kg.curate.verdicts import VerdictFile
from kg.errors import UnknownName
from kg.graph.terms import iri as node
from kg.merge.records import Rules
from kg.protocols import Store
from kg.vocab.iri import PREFIXES

__all__ = ["Explained", "Join", "Joins"]

_SAME = ("sameEvent", "sameIndividual")
_TOLD = (
    *("eventClass", "eventStatus", "earliestDate", "latestDate", "firstReport", "reportCount", "sourceCount"),
    *("denialCount", "contradictionIn", "corroboration"),
)


@dataclass(frozen=True, slots=True)
class Join:
    """One assertion: ``features`` have name, value in [0, 1] and weight; ``decided``: by a person, not by the score."""

    one: str
    property: str
    other: str
    score: float
    features: tuple[tuple[str, float, float | None], ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known of a merged thing (property and value), and the assertions on it and its members."""

    told: tuple[tuple[str, str], ...]
    joins: tuple[Join, ...]


class Joins:
    """Reads the assertions of one store, and keeps what is decided on them.

    Args:
        settings: They name the base and the file of verdicts.
        store: The store.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store, self._base, self._rules = store, settings.base, Rules.load()
        self._verdicts = VerdictFile.beside(settings.decisions_file)

    def part(self, iri: str, by: str, at: str) -> int:
        """Take back what a canonical event or entity, or one assertion, holds together, and keep that decision.

        Args:
            iri: Its IRI, whole or without what all IRIs of data begin with.
            by: Who decides.
            at: When (ISO 8601).

        Returns:
            The pairs that are apart from now on.

        Raises:
            UnknownName: graph/curated has no such thing.
            ConfigError: The decision cannot be kept.
        """
        thing = self._whole(iri)
        members = sorted(row[0] for row in self._rows(f"{thing} ir:consolidates ?m", "?m"))
        pairs = {(a, b) for a in members for b in members if a < b}
        one = f"{thing} rdf:subject ?a ; rdf:object ?b ; rdf:predicate ?p FILTER(?p IN (ir:{', ir:'.join(_SAME)}))"
        pairs |= {(min(row), max(row)) for row in self._rows(one, "?a ?b")}
        if not pairs:
            raise self._unknown(iri)
        self._verdicts.add(pairs, False, by, at)
        return len(pairs)

    def explain(self, iri: str) -> Explained:
        """What a canonical event or entity, a near copy, or one assertion rests on.

        Args:
            iri: Its IRI, whole or without what all IRIs of data begin with.

        Raises:
            UnknownName: graph/curated has no such thing.
        """
        thing = self._whole(iri)
        which = (
            f"{{ BIND({thing} AS ?a) }} UNION {{ {thing} ir:consolidates ?s , ?o . ?a rdf:subject ?s ; rdf:object ?o }}"
            f" UNION {{ ?a rdf:subject {thing} }} UNION {{ ?a rdf:object {thing} }}"
        )
        said = (
            "?a rdf:subject ?one ; rdf:predicate ?p ; rdf:object ?other ; ir:score ?score ; ir:assertionMethod ?method"
        )
        features = defaultdict[str, list[tuple[str, float, float | None]]](list)
        rows = self._rows(f"{which} {said}", "?a ?one ?p ?other ?score ?method")
        properties = {row[0]: _local(row[2]) for row in rows}
        for a, name, value in self._rows(f"{which} {said} . ?a ?f ?v", "?a ?f ?v"):
            if name.endswith("Match"):
                feature = _local(name).removesuffix("Match")
                features[a].append((feature, float(value), self._weights(properties[a]).get(feature)))
        joins = tuple(
            Join(one, _local(p), other, float(score), tuple(features[a]), _local(method) == "review")
            for a, one, p, other, score, method in sorted(rows, key=lambda row: row[1:4])
        )
        names = " ".join(f"ir:{name}" for name in _TOLD)
        told = [(_local(p), o) for p, o in self._rows(f"VALUES ?p {{ {names} }} {thing} ?p ?o", "?p ?o")]
        history = f"{thing} ir:hasStatusReport ?r . ?r ir:reportedStatus ?s OPTIONAL {{ ?r ir:reportedOn ?on }}"
        told += [("reported", f"{on or 'day unknown'}: {_local(s)}") for on, s in self._rows(history, "?on ?s")]
        if not told and not joins:
            raise self._unknown(iri)
        order = {name: n for n, name in enumerate((*_TOLD, "reported"))}
        return Explained(tuple(sorted(told, key=lambda row: (order[row[0]], row))), joins)

    def _weights(self, property_: str) -> dict[str, float]:
        return dict({"sameEvent": self._rules.event, "sameIndividual": self._rules.entity}.get(property_, {}))

    def _whole(self, iri: str) -> str:
        return node(iri if "://" in iri else f"{self._base}{iri}")

    def _unknown(self, iri: str) -> UnknownName:
        known = self._rows("?x ir:consolidates ?m", "?x")
        return UnknownName("merged event or entity", iri, sorted({row[0] for row in known})[:20])

    def _rows(self, pattern: str, columns: str) -> list[tuple[str, ...]]:
        """Distinct rows of a pattern in graph/curated, sorted, as text."""
        prologue = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ir", "rdf"))
        query = f"{prologue}SELECT DISTINCT {columns} WHERE {{ GRAPH <{self._base}graph/curated> {{ {pattern} }} }}"
        return sorted(tuple(term.value if term else "" for term in row) for row in self._store.query(query).rows)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
