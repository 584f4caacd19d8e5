"""Canonical events and entities, and the assertions that they rest on, as the quads of graph/curated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from kg.graph.terms import day, decimal, integer, iri, term, text
from kg.merge.records import Chain, Document, Entity, Event, Pair, Rules
from kg.merge.standing import contradicted, days, exact_days, heard, status
from kg.vocab.iri import short_hash, slug
from kg.vocab.ontology import Ontology

__all__ = ["Curated"]

_PAIRS_OF = 40
"""Members of a cluster all of whose pairs are written; of a larger one, those with its first member."""


class Curated:
    """Tells parts of graph/curated, each as N-Quads; members come sorted by IRI, the first gives the canonical its own.

    Args:
        base: What IRIs of data begin with.
        ontology: The ontology.
        rules: What a voice weighs.
    """

    def __init__(self, base: str, ontology: Ontology, rules: Rules) -> None:
        self._base, self._ontology, self._rules = base, ontology, rules
        self._graph = iri(f"{base}graph/curated")
        self._lines: set[str] = set()

    def _taken(self) -> str:
        """What was told since it was last taken: sorted lines, each once."""
        text_ = "".join(sorted(f"{line} {self._graph} .\n" for line in self._lines))
        self._lines.clear()
        return text_

    def mark(self, of: str) -> str:
        """The one statement on the graph itself: what it was made of; it goes with whatever goes, whoever takes it."""
        return f"{self._graph} {term('ir:fingerprint')} {text(of)} {self._graph} .\n"

    def _add(self, subject: str, predicate: str, *objects: str) -> None:
        self._lines.update(f"{iri(subject)} {term(predicate)} {o}" for o in objects)

    def _types(self, subject: str, kinds: Iterable[str]) -> None:
        self._add(subject, "rdf:type", *(term(f"ir:{kind}") for kind in kinds))

    def _from(self, subject: str, documents: Iterable[str]) -> None:
        self._add(subject, "prov:wasDerivedFrom", *(iri(d) for d in set(documents)))

    def _event_iri(self, members: Sequence[str]) -> str:
        return f"{self._base}event/{short_hash(members[0])}"

    # ---------------------------------------------------------------------------------------------------- assertions

    def _assert(self, property_: str, pair: Pair, documents: Iterable[str]) -> None:
        subject, object_ = (pair.one, pair.other)
        node = f"{self._base}assertion/{short_hash(f'{subject} {property_} {object_}')}"
        self._add(node, "rdf:type", term("ir:Assertion"))
        self._add(node, "rdf:subject", iri(subject))
        self._add(node, "rdf:predicate", term(f"ir:{property_}"))
        self._add(node, "rdf:object", iri(object_))
        self._add(node, "ir:score", decimal(pair.score))
        self._add(node, "ir:assertionMethod", term("c:review" if pair.decided else "c:merging"))
        for name, value in pair.features:
            self._add(node, f"ir:{name}Match", decimal(value))
        self._from(node, documents)

    def pairs(self, property_: str, members: Sequence[str], compare: Callable[[str, str], Pair | None]) -> str:
        """The assertions on a cluster: each pair with score and features."""
        few = len(members) <= _PAIRS_OF
        for one, other in combinations(members, 2) if few else ((members[0], m) for m in members[1:]):
            if pair := compare(one, other):
                self._assert(property_, pair, (self._document(one), self._document(other)))
        return self._taken()

    def _document(self, member: str) -> str:
        return f"{self._base}doc/{member.removeprefix(f'{self._base}doc/').partition('/')[0]}"

    def copy(self, pair: Pair) -> str:
        """A near copy and the text that it carries."""
        self._add(pair.other, "ir:nearCopyOf", iri(pair.one))
        self._assert("nearCopyOf", Pair(pair.other, pair.one, pair.score, pair.features), (pair.one, pair.other))
        return self._taken()

    def chain(self, chain: Chain, later: Sequence[str], earlier: Sequence[str]) -> str:
        """What one canonical event is to an earlier one."""
        one, other = self._event_iri(later), self._event_iri(earlier)
        for name in (chain.property, *self._ontology.superproperties(chain.property)):
            self._add(one, f"ir:{name}", iri(other))
        self._assert(chain.property, Pair(one, other, chain.score, ()), map(self._document, (*later, *earlier)))
        return self._taken()

    # ------------------------------------------------------------------------------------------------------ canonicals

    def entity(self, members: Sequence[Entity]) -> str:
        """An entity that several articles name."""
        node = self.entity_iri(members)
        self._types(node, _most_specific(members))
        self._add(node, "rdfs:label", text(members[0].label))
        self._add(node, "ir:consolidates", *(iri(m.id) for m in members))
        self._from(node, (m.article for m in members))
        return self._taken()

    def entity_iri(self, members: Sequence[Entity]) -> str:
        """The IRI of an entity that several articles name."""
        kind = _most_specific(members)[0].lower()
        return f"{self._base}entity/{kind}/{slug(members[0].label)}.{short_hash(members[0].id)}"

    def event(
        self,
        members: Sequence[Event],
        documents: Mapping[str, Document],
        first_of: Mapping[str, str],
        joined: Mapping[str, str],
    ) -> str:
        """A canonical event: class, status, days and roles from its members, its history and its figures.

        Args:
            members: What tells it.
            documents: The articles.
            first_of: For a near copy the text that it carries.
            joined: For an entity that was joined with others, the IRI of what they are together.
        """
        node = self._event_iri([m.id for m in members])
        kinds = _most_specific(members)
        self._types(node, kinds)
        self._add(node, "ir:eventClass", term(f"ir:{kinds[0]}"))
        self._add(node, "ir:consolidates", *(iri(m.id) for m in members))
        docs = {m.article for m in members}
        self._from(node, docs)
        roles = self._ontology.roles(kinds[0])
        coded: list[str] = []
        for member in members:
            for property_, told in member.facts:
                value = joined.get(told, told)
                if property_ == "codedAs":
                    coded.append(value)
                elif not value.startswith(f"{self._base}doc/") and (property_ in roles or property_.endswith("State")):
                    self._add(node, f"ir:{property_}", iri(value))
        if coded:
            self._add(node, "ir:codedAs", iri(max(sorted(set(coded)), key=coded.count)))
        first, last = days(members)
        for property_, value_ in (("earliestDate", first), ("latestDate", last)):
            if value_:
                self._add(node, f"ir:{property_}", day(date.fromordinal(value_)))
        numbers = {m.ordinal for m in members if m.ordinal}
        if numbers:
            self._add(node, "ir:ordinal", integer(int(min(numbers))))
        self._status(node, members, docs)
        self._figures(node, members, documents, first_of)
        return self._taken()

    def _status(self, node: str, members: Sequence[Event], docs: set[str]) -> None:
        history: dict[tuple[int, str], list[Event]] = defaultdict(list)
        for member in members:
            history[member.published or 0, member.status].append(member)
        self._add(node, "ir:eventStatus", term(f"c:{status(members)}"))
        for (on, said), told in sorted(history.items()):
            when = date.fromordinal(on).isoformat() if on else "unknown"
            report = f"{node}/status/{when}.{said}"
            self._add(node, "ir:hasStatusReport", iri(report))
            self._add(report, "rdf:type", term("ir:StatusReport"))
            self._add(report, "ir:reportedStatus", term(f"c:{said}"))
            self._add(report, "ir:statusSource", *(iri(m.id) for m in told))
            self._from(report, docs)
            if on:
                self._add(report, "ir:reportedOn", day(date.fromordinal(on)))

    def _figures(
        self, node: str, members: Sequence[Event], documents: Mapping[str, Document], first_of: Mapping[str, str]
    ) -> None:
        docs = sorted({m.article for m in members})
        first = min(docs, key=lambda d: (documents[d].issued or "~", d))
        sources = {documents[first_of.get(d, d)].publisher for d in docs}
        self._add(node, "ir:firstReport", iri(first))
        self._add(node, "ir:reportCount", integer(len(docs)))
        self._add(node, "ir:sourceCount", integer(len(sources)))
        weights: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for member in heard(members):
            if first_of.get(member.article) in docs:
                continue  # a copy adds no voice to that of its original
            for voice in member.voices:
                weight = self._rules.voice["own" if voice.own else "cited"]
                side = weights[voice.denies]
                side[voice.who] = max(side.get(voice.who, 0.0), weight)
                if voice.denies:
                    self._add(node, "ir:deniedBy", iri(voice.claim))
        affirm, deny = (_left(side.values()) for side in weights)
        self._add(node, "ir:denialCount", integer(len(weights[True])))
        self._add(node, "ir:corroboration", decimal(round((1 - affirm) * deny, 4)))
        if contradicted(members):
            self._add(node, "ir:contradictionIn", term("c:statusDiffers"))
        if len(exact_days(members)) > 1:
            self._add(node, "ir:contradictionIn", term("c:dateDiffers"))
        if members[0].symmetric and len({len(m.states[0] | m.states[1]) for m in members}) > 1:
            self._add(node, "ir:contradictionIn", term("c:partiesDiffer"))


def _most_specific(members: Sequence[Entity] | Sequence[Event]) -> tuple[str, ...]:
    """The most specific class of them, and those above it."""
    return max((m.kinds for m in members), key=lambda kinds: (len(kinds), kinds))


def _left(weights: Iterable[float]) -> float:
    left = 1.0
    for weight in weights:
        left *= 1 - weight
    return left
