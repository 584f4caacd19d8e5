"""What the articles of a store report, read out of it: their texts, events, and whom they name without an item."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from kg.graph.terms import iri as node
from kg.merge.copies import sketch
from kg.merge.records import Entity, Event, Rules, Voice
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, slug
from kg.vocab.ontology import Ontology

__all__ = ["Document", "Report", "Reported", "reports"]

_TOGETHER = 20
"""Articles asked for in one query: few enough for any server's parser."""
_ITEMS = 200
"""Items in one VALUES block."""
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its IRI, the sketch of its text, its day (ISO 8601), and its publisher by name or IRI.

    ``issued`` is what the order of articles goes by: the moment of issue in UTC, of a day alone its end.
    """

    id: str
    sketch: tuple[int, ...]
    day: str | None
    issued: str | None
    publisher: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that merging needs of one article; ``facts`` are the roles, states and code of each event, by its IRI.

    ``labels`` are the names of those whom the article names and no item stands for.
    """

    document: Document
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    facts: dict[str, tuple[tuple[str, str], ...]]
    labels: dict[str, str]


def reports(store: Store, base: str, ontology: Ontology, rules: Rules, articles: Iterable[str]) -> Iterator[Report]:
    """Read articles of a store, some at a time.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        ontology: The ontology.
        rules: They name the words that tell nothing, and say how texts are compared.
        articles: IRIs of the articles.
    """
    wanted = iter(sorted(articles))
    while graphs := tuple(islice(wanted, _TOGETHER)):
        yield from Reported(store, base, ontology, rules, graphs).reports()


class Reported:
    """Reads a few articles of a store.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        ontology: The ontology.
        rules: They name the words that tell nothing, and say how texts are compared.
        graphs: The articles (IRIs), which bound each query: the graph is a constant wherever a pattern is matched.
    """

    def __init__(self, store: Store, base: str, ontology: Ontology, rules: Rules, graphs: Sequence[str]) -> None:
        self._store, self._base, self._ontology = store, base, ontology
        self._names: dict[str, str] | None = None
        self._rules, self._graphs = rules, [node(graph) for graph in graphs]
        self._plain, self._noise = frozenset(rules.words["plain"]), frozenset(rules.words["noise"])

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(term.value if term else "" for term in row) for row in self._store.query(query).rows]

    def _told(self, pattern: str, columns: str) -> Iterator[tuple[str, ...]]:
        """Rows of a pattern within the graphs of the articles."""
        prologue = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ir", "rdfs", "nif", "dct", "c"))
        parts = (f"{{ {pattern.replace('?g', g)} }} BIND({g} AS ?g)" for g in self._graphs)
        found = " UNION ".join(f"{{ GRAPH {g} {part} }}" for g, part in zip(self._graphs, parts, strict=True))
        yield from self._rows(f"{prologue}SELECT ?g {columns} WHERE {{ {found} }}")

    def reports(self) -> Iterator[Report]:
        """All of each article."""
        documents = self.documents()
        entities, events = defaultdict[str, list[Entity]](list), defaultdict[str, list[Event]](list)
        for entity in self.entities():
            entities[entity.article].append(entity)
        for event in self.events(documents):
            events[event.article].append(event)
        facts, labels = self.facts(), self._labels()
        for g, document in sorted(documents.items()):
            yield Report(
                document,
                tuple(sorted(entities[g], key=lambda e: e.id)),
                tuple(sorted(events[g], key=lambda e: e.id)),
                {e.id: tuple(sorted(facts.get(e.id, ()))) for e in events[g]},
                {e.id: labels[e.id] for e in entities[g]},
            )

    def documents(self) -> dict[str, Document]:
        """The articles, by IRI."""
        found: dict[str, Document] = {}
        publisher = {g: slug(name) for g, name in self._told("?g dct:publisher ?p . ?p rdfs:label ?name", "?name")}
        linked, day, moment = (
            {row[0]: row[1] for row in self._told(f"?g {name} ?x", "?x")}
            for name in ("dct:publisher", "dct:issued", "ir:issuedAt")
        )
        for g, text in self._told("?g a ir:NewsArticle ; nif:isString ?text", "?text"):
            found[g] = Document(
                g,
                sketch(text, self._rules),
                day.get(g),
                _order(moment.get(g), day.get(g)),
                publisher.get(g) or linked.get(g) or "",
            )
        return found

    def _labels(self) -> dict[str, str]:
        """The name of each agent that no item stands for; that of several which sorts last."""
        if self._names is None:
            rows = sorted(self._told("?e a ir:Agent ; rdfs:label ?l", "?e ?l"))
            self._names = {e: label for g, e, label in rows if e.startswith(g)}
        return self._names

    def entities(self) -> Iterator[Entity]:
        """The people and bodies that articles name and no item stands for."""
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
        for e, label in self._labels().items():
            g, entity, _ = e.partition("/entity/")
            if entity:
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

    def events(self, documents: Mapping[str, Document]) -> list[Event]:
        """The events of these articles; of agents only those with a name, since "the soldiers" may be anybody."""
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
            values[e]["instrument"] |= self._words(label) - self._plain
        nameless = {e for e, label in self._labels().items() if not _is_name(label)}
        persons = self._persons({agent for found in values.values() for agent in found.get("hasParticipant", ())})
        voices: dict[str, set[Voice]] = defaultdict(set)
        for g, claim, e, polarity, source in self._told(
            "?k ir:about ?e ; ir:polarity ?polarity . ?e ir:eventClass ?t OPTIONAL { ?k ir:attributedTo ?by }",
            "?k ?e ?polarity ?by",
        ):
            own = not source
            who = source or f"publisher:{documents[g].publisher}"
            voices[e].add(Voice(claim, who, own, polarity.endswith("#negated")))
        for _, e, quote in self._told("?k ir:about ?e ; ir:evidence ?s . ?e ir:order ?n . ?s nif:anchorOf ?q", "?e ?q"):
            values[e]["words"] |= self._words(quote)
        context: dict[str, set[str]] = defaultdict(set)
        for e, found in values.items():
            for role in ("initiator", "recipient", "hasParticipant"):
                found[role] = {a for a in found[role] if a not in nameless and not a.startswith(f"{graph[e]}/group/")}
            for role in ("initiator", "recipient", "initiatorState", "recipientState"):
                context[graph[e]] |= found[role]
        items = f"{self._base}entity/"
        named = {g: frozenset(a for a in agents if a.startswith(items)) for g, agents in context.items()}
        return [
            self._event(e, graph[e], found, persons, voices[e], documents[graph[e]], named[graph[e]])
            for e, found in values.items()
        ]

    def _event(
        self,
        iri: str,
        g: str,
        found: Mapping[str, set[str]],
        persons: set[str],
        voices: set[Voice],
        document: Document,
        context: frozenset[str],
    ) -> Event:
        kind = _local(next(iter(found["eventClass"])))

        states = tuple(frozenset(found.get(name, ())) for name in ("initiatorState", "recipientState"))
        parties, sides = frozenset(found["hasParticipant"]), (found["initiator"], found["recipient"])
        return Event(
            iri,
            g,
            self._ontology.types(kind),
            _local(next(iter(found["eventStatus"]))),
            _day(found.get("earliestDate")),
            _day(found.get("latestDate")),
            _day({document.day} if document.day else None),
            (frozenset(sides[0]), frozenset(sides[1])),
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
            frozenset(agent for agent in parties if agent.startswith(f"{self._base}entity/")),
            context,
            iri.startswith(f"{g}/title/"),
        )

    def _words(self, text: str) -> set[str]:
        return {word for word in _WORD.findall(text.lower()) if word not in self._noise}

    def _persons(self, agents: set[str]) -> set[str]:
        """Those of these agents that are people: an article describes its own, graph/entities the items."""
        found = {x for _, x in self._told("?x a ir:Person", "?x")}
        items = sorted(node(agent) for agent in agents if agent.startswith(f"{self._base}entity/"))
        for start in range(0, len(items), _ITEMS):
            some = " ".join(items[start : start + _ITEMS])
            query = (
                f"{{ VALUES ?x {{ {some} }} GRAPH <{self._base}graph/entities> {{ ?x a <{PREFIXES['ir']}Person> }} }}"
            )
            found |= {row[0] for row in self._rows(f"SELECT ?x WHERE {query}")}
        return found

    def facts(self) -> dict[str, list[tuple[str, str]]]:
        """Roles and code of events, for the canonical event to have them too."""
        found = defaultdict[str, list[tuple[str, str]]](list)
        roles = sorted({role for kind in self._ontology.subclasses("Event") for role in self._ontology.roles(kind)})
        names = " ".join(f"ir:{name}" for name in (*roles, "initiatorState", "recipientState", "placeState", "codedAs"))
        for _, e, p, o in self._told(f"VALUES ?p {{ {names} }} ?e ?p ?o . ?e ir:order ?n", "?e ?p ?o"):
            found[e].append((_local(p), o))
        return found


def _is_name(label: str) -> bool:
    """Whether words name somebody: "the two armies" or "India's deputy envoy" could be others elsewhere."""
    words = re.findall(r"[^\W\d]+", label)
    return any(word[0].isupper() for word in words) and not any(word.islower() and len(word) > 3 for word in words)


def _order(moment: str | None, day: str | None) -> str | None:
    if moment is None:
        return day and f"{day}T24"
    when = datetime.fromisoformat(moment)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _day(found: Iterable[str] | None) -> int | None:
    return date.fromisoformat(min(found)[:10]).toordinal() if found else None
