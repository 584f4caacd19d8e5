"""``graph/curated`` of a store made anew: its articles' events, entities and texts merged, with why, and undone again.

The graph is a function of what the store holds, the rules and what a person decided: the same to the last quad in
whatever order the articles came, and written as the difference to what stands. Articles' own graphs are never touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.config import Settings
from kg.curated import Curated
from kg.errors import UnknownName
from kg.merge.chains import chains
from kg.merge.copies import copies
from kg.merge.entities import EntityMerge
from kg.merge.events import EventMerge
from kg.merge.records import Entity, Event, Rules, Voice
from kg.protocols import Store
from kg.verdicts import VerdictFile
from kg.vocab.iri import PREFIXES, slug
from kg.vocab.ontology import Ontology

__all__ = ["Consolidation", "Merged"]

_WORD = re.compile(r"\w{3,}")
_NOISE = frozenset(
    [
        "the",
        "and",
        "that",
        "for",
        "was",
        "were",
        "has",
        "have",
        "had",
        "his",
        "her",
        "its",
        "their",
        "with",
        "from",
        "who",
        "said",
        "says",
        "told",
        "would",
        "will",
        "not",
    ]
)
_SAME = ("sameEvent", "sameIndividual")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to, in numbers; ``quads`` is the size of graph/curated."""

    articles: int
    copies: int
    entities: int
    joined_entities: int
    events: int
    merged_events: int
    canonical: int
    chains: int
    quads: int


class Consolidation:
    """Merges one store, and takes joins back.

    Args:
        settings: They name the base, the threshold and the file of verdicts.
        store: The store, open for writing.
        threshold: The score below which two events stay two, in place of that of the settings.
    """

    def __init__(self, settings: Settings, store: Store, threshold: float | None = None) -> None:
        self._store, self._base, self._ontology = store, settings.base, Ontology.load()
        self._rules = Rules.load(settings.merge_threshold if threshold is None else threshold)
        self._verdicts = VerdictFile(settings.decisions_file.with_name("merges.tsv"))
        self._graph = f"{settings.base}graph/curated"

    def merge(self) -> Merged:
        """Make graph/curated what the store's articles give; where they give the same, nothing is written.

        Raises:
            StoreError: The store gave or took nothing; the graph is as it was.
            ConfigError: The rules or the verdicts do not hold together.
        """
        documents = self._documents()
        entities, events = list(self._entities()), self._events(documents)
        verdicts = self._verdicts.pairs()
        found_copies = copies(
            ((d.id, (d.issued or "~", d.day or "~"), d.text) for d in documents.values()), self._rules
        )
        entity_merge = EntityMerge(entities, self._rules, verdicts)
        joined = entity_merge.clusters()
        name = {member: group[0] for group in joined for member in group}
        renamed = [_renamed(event, name) for event in events]
        event_merge = EventMerge(renamed, self._rules, verdicts)
        told = event_merge.clusters()
        by_id = {event.id: event for event in renamed}
        single = by_id.keys() - {member for group in told for member in group}
        groups = [*told, *((one,) for one in sorted(single))]
        wholes = [_whole([by_id[m] for m in group]) for group in groups]
        links = chains(wholes, self._rules)
        curated = Curated(self._base, self._ontology, self._rules)
        for pair in found_copies:
            curated.copy(pair)
        kinds = {e.id: e for e in entities}
        labels = self._labels([member for group in joined for member in group])
        for group in joined:
            curated.entity([kinds[m] for m in group], labels)
            curated.pairs("sameIndividual", group, entity_merge.compare)
        of = {group[0]: group for group in groups}
        canonical = set(told) | {of[end] for link in links for end in (link.later, link.earlier)}
        first_of = {pair.other: pair.one for pair in found_copies}
        facts = self._facts([m for group in canonical for m in group])
        for group in sorted(canonical):
            curated.event([by_id[m] for m in group], facts, documents, first_of, name)
            curated.pairs("sameEvent", group, event_merge.compare)
        for link in links:
            curated.chain(link, of[link.later], of[link.earlier])
        text = curated.text(self._graph)
        self._store.put_graph(self._graph, text)
        return Merged(
            *(len(documents), len(found_copies), len(entities), sum(map(len, joined)), len(events)),
            *(sum(map(len, told)), len(canonical), len(links), text.count("\n")),
        )

    def undo(self, iri: str, by: str, at: str) -> int:
        """Take back what a canonical event or entity, or one assertion, holds together, and keep that decision.

        Args:
            iri: Its IRI.
            by: Who decides.
            at: When (ISO 8601).

        Returns:
            The pairs that are apart from now on.

        Raises:
            UnknownName: graph/curated has no such thing.
        """
        ir = PREFIXES["ir"]
        members = [
            r[0]
            for r in self._rows(f"SELECT ?m WHERE {{ GRAPH <{self._graph}> {{ {_iri(iri)} <{ir}consolidates> ?m }} }}")
        ]
        pairs = {(a, b) for a in members for b in members if a < b}
        rdf = PREFIXES["rdf"]
        pairs |= {
            (a, b)
            for a, b in self._rows(
                f"SELECT ?a ?b WHERE {{ GRAPH <{self._graph}> {{ {_iri(iri)} <{rdf}subject> ?a ; <{rdf}object> ?b ; "
                f"<{rdf}predicate> ?p FILTER(?p IN ({', '.join(f'<{ir}{p}>' for p in _SAME)})) }} }}"
            )
        }
        if not pairs:
            known = self._rows(f"SELECT ?x WHERE {{ GRAPH <{self._graph}> {{ ?x <{ir}consolidates> ?m }} }} LIMIT 20")
            raise UnknownName("merged event or entity", iri, sorted({row[0] for row in known}))
        self._verdicts.add(pairs, False, by, at)
        return len(pairs)

    def explain(self, iri: str) -> list[tuple[str, str, str]]:
        """What graph/curated says of a thing and of the assertions on its members: subject, property, value."""
        ir, rdf = PREFIXES["ir"], PREFIXES["rdf"]
        rows = self._rows(
            f"SELECT DISTINCT ?s ?p ?o WHERE {{ GRAPH <{self._graph}> {{ {{ BIND({_iri(iri)} AS ?s) ?s ?p ?o }} UNION "
            f"{{ {_iri(iri)} <{ir}consolidates> ?m . ?s <{rdf}subject> ?m ; ?p ?o }} UNION "
            f"{{ {_iri(iri)} <{ir}hasStatusReport> ?s . ?s ?p ?o }} }} }}"
        )
        if not rows:
            raise UnknownName("merged event or entity", iri, [])
        return sorted(rows)  # type: ignore[arg-type]

    # --------------------------------------------------------------------------------------------------------- reading

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(term.value if term else "" for term in row) for row in self._store.query(query).rows]

    def _told(self, pattern: str, columns: str) -> Iterator[tuple[str, ...]]:
        """Rows of a pattern within the graphs of articles."""
        prologue = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ir", "rdfs", "nif", "dct", "c"))
        start = f"{self._base}doc/"
        for row in self._rows(f"{prologue}SELECT ?g {columns} WHERE {{ GRAPH ?g {{ {pattern} }} }}"):
            if row[0].startswith(start):
                yield row

    def _documents(self) -> dict[str, _Document]:
        found: dict[str, _Document] = {}
        publisher = {g: slug(name) for g, name in self._told("?g dct:publisher ?p . ?p rdfs:label ?name", "?name")}
        linked, day, moment = (
            {row[0]: row[1] for row in self._told(f"?g {name} ?x", "?x")}
            for name in ("dct:publisher", "dct:issued", "ir:issuedAt")
        )
        for g, text in self._told("?g a ir:NewsArticle ; nif:isString ?text", "?text"):
            found[g] = _Document(
                g, text, day.get(g), moment.get(g) or day.get(g), publisher.get(g) or linked.get(g) or ""
            )
        return found

    def _labels(self, entities: Iterable[str]) -> dict[str, str]:
        wanted = set(entities)
        return {e: label for _, e, label in sorted(self._told("?e a ir:Agent ; rdfs:label ?l", "?e ?l")) if e in wanted}

    def _entities(self) -> Iterator[Entity]:
        labels = {e: (g, label) for g, e, label in sorted(self._told("?e a ir:Agent ; rdfs:label ?l", "?e ?l"))}
        states, offices, named, classes = (defaultdict[str, set[str]](set) for _ in range(4))
        for _, e, state in self._told("?e ir:citizenOf|ir:partOfState ?s", "?e ?s"):
            states[e].add(state)
        for _, e, office in self._told("?h ir:holder ?e ; ir:office ?o . ?o rdfs:label ?l", "?e ?l"):
            offices[e].update(slug(office).split("-"))
        for g, e in self._told("?m ir:denotes ?e", "?e"):
            if e.startswith(f"{self._base}entity/"):
                named[g].add(e)
        for _, e, kind in self._told("?e a ir:Agent , ?t", "?e ?t"):
            classes[e].add(kind.removeprefix(PREFIXES["ir"]))
        for e, (g, label) in labels.items():
            if e.startswith(f"{g}/entity/"):
                kinds = self._kinds(classes[e])
                yield Entity(
                    e,
                    g,
                    slug(label).replace("-", " "),
                    kinds,
                    frozenset(states[e]),
                    frozenset(offices[e]),
                    frozenset(named[g]),
                )

    def _kinds(self, classes: set[str]) -> tuple[str, ...]:
        return tuple(sorted(classes, key=lambda kind: (-len(self._ontology.superclasses(kind)), kind)))

    def _events(self, documents: Mapping[str, _Document]) -> list[Event]:
        values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        graph: dict[str, str] = {}
        ir = PREFIXES["ir"]
        wanted = (
            *("eventClass", "eventStatus", "earliestDate", "latestDate", "initiator", "recipient", "hasParticipant"),
            *("initiatorState", "recipientState", "atPlace", "placeState", "ordinal"),
        )
        properties = " ".join(f"ir:{name}" for name in wanted)
        for g, e, p, o in self._told(f"VALUES ?p {{ {properties} }} ?e ?p ?o . ?e ir:order ?n", "?e ?p ?o"):
            graph[e] = g
            values[e][p.removeprefix(ir)].add(o)
        for _, e, label in self._told("?e ir:instrument ?d . ?d rdfs:label ?l", "?e ?l"):
            values[e]["instrument"] |= _words(label) - set(self._rules.words["plain"])
        persons = {row[0] for row in self._rows(f"SELECT DISTINCT ?x WHERE {{ GRAPH ?g {{ ?x a <{ir}Person> }} }}")}
        voices: dict[str, set[Voice]] = defaultdict(set)
        for g, claim, e, polarity, source in self._told(
            "?k ir:about ?e ; ir:polarity ?polarity . ?e ir:eventClass ?t OPTIONAL { ?k ir:attributedTo ?by }",
            "?k ?e ?polarity ?by",
        ):
            own = not source
            who = source or f"publisher:{documents[g].publisher}"
            voices[e].add(Voice(claim, who, own, polarity.endswith("#negated")))
        for _, e, quote in self._told("?k ir:about ?e ; ir:evidence ?s . ?e ir:order ?n . ?s nif:anchorOf ?q", "?e ?q"):
            values[e]["words"] |= _words(quote)
        return [self._event(e, graph[e], found, persons, voices[e], documents[graph[e]]) for e, found in values.items()]

    def _event(
        self,
        iri: str,
        g: str,
        found: Mapping[str, set[str]],
        persons: set[str],
        voices: set[Voice],
        document: _Document,
    ) -> Event:
        kind = _local(next(iter(found["eventClass"])))
        sides = tuple(frozenset(found.get(name, ())) for name in ("initiator", "recipient"))
        states = tuple(frozenset(found.get(name, ())) for name in ("initiatorState", "recipientState"))
        parties = frozenset(found.get("hasParticipant", ()))
        return Event(
            iri,
            g,
            self._ontology.types(kind),
            _local(next(iter(found["eventStatus"]))),
            _day(found.get("earliestDate")),
            _day(found.get("latestDate")),
            _day({document.day} if document.day else None),
            (sides[0], sides[1]),
            (states[0], states[1]),
            parties,
            parties & persons,
            self._ontology.symmetric(kind),
            frozenset(found.get("atPlace", ())),
            frozenset(found.get("placeState", ())),
            frozenset(found.get("instrument", ())),
            min(found.get("ordinal", ("",))),
            frozenset(found.get("words", ())),
            tuple(sorted(voices, key=lambda v: (v.claim, v.who))),
        )

    def _facts(self, events: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """Roles and code of events, for the canonical event to have them too."""
        wanted, found = set(events), defaultdict[str, list[tuple[str, str]]](list)
        roles = sorted({role for kind in self._ontology.subclasses("Event") for role in self._ontology.roles(kind)})
        names = " ".join(f"ir:{name}" for name in (*roles, "initiatorState", "recipientState", "placeState", "codedAs"))
        for _, e, p, o in self._told(f"VALUES ?p {{ {names} }} ?e ?p ?o . ?e ir:order ?n", "?e ?p ?o"):
            if e in wanted:
                found[e].append((_local(p), o))
        return found


@dataclass(frozen=True, slots=True)
class _Document:
    id: str
    text: str
    day: str | None
    issued: str | None
    publisher: str


def _iri(value: str) -> str:
    from kg.graph.terms import iri

    return iri(value)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _day(found: Iterable[str] | None) -> int | None:
    return date.fromisoformat(min(found)[:10]).toordinal() if found else None


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if word not in _NOISE}


def _renamed(event: Event, name: Mapping[str, str]) -> Event:
    """An event whose agents bear the name of the first with whom they were joined."""

    def one(agents: frozenset[str]) -> frozenset[str]:
        return frozenset(name.get(agent, agent) for agent in agents)

    sides = (one(event.sides[0]), one(event.sides[1]))
    return replace(event, sides=sides, parties=one(event.parties), persons=one(event.persons))


def _whole(members: list[Event]) -> Event:
    """One event with all that its members know."""
    first = members[0]
    exact = [m for m in members if m.first and m.first == m.last] or members
    latest = max(members, key=lambda m: (m.published or 0, m.id))

    def union(name: str) -> frozenset[str]:
        return frozenset().union(*(getattr(m, name) for m in members))

    def both(name: str) -> tuple[frozenset[str], frozenset[str]]:
        left, right = zip(*(getattr(m, name) for m in members), strict=True)
        return frozenset().union(*left), frozenset().union(*right)

    return replace(
        first,
        status=latest.status,
        kinds=max((m.kinds for m in members), key=lambda k: (len(k), k)),
        first=min((m.first for m in exact if m.first), default=None),
        last=min((m.last for m in exact if m.last), default=None),
        sides=both("sides"),
        states=both("states"),
        parties=union("parties"),
        places=union("places"),
        place_states=union("place_states"),
        instruments=union("instruments"),
    )
