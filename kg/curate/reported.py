"""What the articles of a store report, read out of it: their texts, events, and whom they name without an item."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from kg.curate.statements import EVENT, StatementReader, Statements
from kg.merge.copies import sketch
from kg.merge.records import Document, Entity, Event, Rules, Voice
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, slug
from kg.vocab.ontology import Ontology

__all__ = ["Report", "reports"]

_TOGETHER = 20
"""Articles asked for in one query: few enough for any server's parser."""
_WORD = re.compile(r"\w{3,}")
_WHOSE = re.compile(r"(?<=\w{4})(?:wo)?man$|(?<=\w{4})person$")
"""What a spokesman, a spokeswoman and a spokesperson differ in."""

_FACTS = ("initiatorState", "recipientState", "placeState", "codedAs")


@dataclass(frozen=True, slots=True)
class Report:
    """All that merging needs of one article."""

    document: Document
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]


def reports(store: Store, base: str, ontology: Ontology, rules: Rules, articles: Iterable[str]) -> Iterator[Report]:
    """Read articles of a store, some at a time.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        ontology: The ontology.
        rules: They name the words that tell nothing, and say how texts are compared.
        articles: IRIs of the articles.
    """
    known = _Known(base, ontology, rules)
    reader, wanted = StatementReader(store, base, known.facts), iter(sorted(articles))
    while graphs := tuple(islice(wanted, _TOGETHER)):
        told = reader.told(graphs)
        persons = reader.persons({o for said in told.values() for _, o in said["hasParticipant"]})
        for g, said in sorted(told.items()):
            article = _Article(g, said, known)
            if article.text is not None:
                yield article.report(article.text, persons)


class _Known:
    """What is known before any article is read."""

    def __init__(self, base: str, ontology: Ontology, rules: Rules) -> None:
        self.items = f"{base}entity/"
        self.ontology, self.rules = ontology, rules
        roles = {role for kind in ontology.subclasses("Event") for role in ontology.roles(kind)}
        self.facts = tuple(sorted({*roles, *_FACTS}))
        self._plain, self._noise = frozenset(rules.words["plain"]), frozenset(rules.words["noise"])

    def words(self, text: str) -> set[str]:
        """The words of a text that tell something."""
        return set(_WORD.findall(text.lower())) - self._noise

    def title(self, text: str) -> set[str]:
        """Of the name of a document, the words that others are not named by."""
        return self.words(text) - self._plain


class _Article:
    """One article, put together from its statements.

    Args:
        g: Its IRI.
        said: Its statements.
        known: What is known besides.
    """

    def __init__(self, g: str, said: Statements, known: _Known) -> None:
        self._g, self._said, self._known, self._ontology = g, said, known, known.ontology
        self._types, self._label = said.by_subject("type"), dict(sorted(said["label"]))
        self._names = {e: label for e, label in self._label.items() if e in self._types and e.startswith(g)}
        self.text = next((text for s, text in said["isString"] if s == g), None)

    def report(self, text: str, persons: Mapping[str, frozenset[str]]) -> Report:
        """All of it.

        Args:
            text: Its text.
            persons: Items that are people, with their states.
        """
        document = self._document(text)
        return Report(document, self._entities(), self._events(document, persons))

    def _document(self, text: str) -> Document:
        publisher, day, moment = (
            max((o for s, o in self._said[name] if s == self._g), default=None)
            for name in ("publisher", "issued", "issuedAt")
        )
        name = self._label.get(publisher or "")
        return Document(
            self._g,
            sketch(text, self._known.rules),
            day,
            _order(moment, day),
            slug(name) if name is not None else publisher or "",
        )

    def _entities(self) -> tuple[Entity, ...]:
        """The people and bodies that the article names and no item stands for."""
        offices = defaultdict[str, set[str]](set)
        held = self._said.by_subject("office")
        for holding, holder in self._said["holder"]:
            for office in held.get(holding, ()):
                if office in self._label:
                    offices[holder].update(_WHOSE.sub("", word) for word in slug(self._label[office]).split("-"))
        states = self._said.by_subject("citizenOf")
        for e, state in self._said["partOfState"]:
            states[e].add(state)
        context = frozenset(e for _, e in self._said["denotes"] if e.startswith(self._known.items))
        return tuple(
            Entity(
                e,
                self._g,
                slug(label).replace("-", " "),
                self._kinds(self._types[e]),
                frozenset(states.get(e, ())),
                frozenset(offices.get(e, ())),
                context,
                _is_name(label),
                label,
            )
            for e, label in sorted(self._names.items())
            if e.startswith(f"{self._g}/entity/")
        )

    def _kinds(self, types: set[str]) -> tuple[str, ...]:
        classes = [kind.removeprefix(PREFIXES["ir"]) for kind in types]
        return tuple(sorted(classes, key=lambda kind: (-len(self._ontology.superclasses(kind)), kind)))

    def _events(self, document: Document, persons: Mapping[str, frozenset[str]]) -> tuple[Event, ...]:
        """The events; of agents only those with a name, since "the soldiers" may be anybody."""
        values: dict[str, dict[str, set[str]]] = {e: defaultdict(set) for e, _ in self._said["order"]}
        for name in EVENT:
            for e, o in self._said[name]:
                if e in values:
                    values[e][name].add(o)
        values = {e: found for e, found in values.items() if found}
        for e, paper in self._said["instrument"]:
            if e in values and paper in self._label:
                values[e]["instrument"] |= self._known.title(self._label[paper])
        voices, words = self._claims(values, document)
        nameless = {e for e, label in self._names.items() if not _is_name(label)}
        groups = f"{self._g}/group/"
        for found in values.values():
            for role in ("initiator", "recipient", "hasParticipant"):
                found[role] = {a for a in found[role] if a not in nameless and not a.startswith(groups)}
        acting = ("initiator", "recipient", "initiatorState", "recipientState")
        context = frozenset(
            a for found in values.values() for name in acting for a in found[name] if a.startswith(self._known.items)
        )
        own, states = f"{PREFIXES['ir']}Person", self._said.by_subject("citizenOf")
        people = {**persons, **{e: frozenset(states.get(e, ())) for e, kinds in self._types.items() if own in kinds}}
        facts = self._facts(values.keys())
        return tuple(
            self._event(e, found, people, voices[e], words[e], document, context, tuple(sorted(facts[e])))
            for e, found in sorted(values.items())
        )

    def _claims(
        self, events: Mapping[str, Mapping[str, set[str]]], document: Document
    ) -> tuple[dict[str, set[Voice]], dict[str, set[str]]]:
        """Who claims each event, and the words of the evidence."""
        voices, words = defaultdict[str, set[Voice]](set), defaultdict[str, set[str]](set)
        polarity, sources = self._said.by_subject("polarity"), self._said.by_subject("attributedTo")
        evidence, quotes = self._said.by_subject("evidence"), self._said.by_subject("anchorOf")
        publisher = f"publisher:{document.publisher}"
        for claim, e in self._said["about"]:
            if e not in events:
                continue
            for value in polarity.get(claim, ()) if events[e]["eventClass"] else ():
                denies = value.endswith("#negated")
                for source in sources.get(claim, ("",)):
                    voices[e].add(Voice(claim, source or publisher, not source, denies))
            for span in evidence.get(claim, ()):
                for quote in quotes.get(span, ()):
                    words[e] |= self._known.words(quote)
        return voices, words

    def _event(
        self,
        iri: str,
        found: Mapping[str, set[str]],
        persons: Mapping[str, frozenset[str]],
        voices: set[Voice],
        words: set[str],
        document: Document,
        context: frozenset[str],
        facts: tuple[tuple[str, str], ...],
    ) -> Event:
        kind = _local(next(iter(found["eventClass"])))
        parties, sides = frozenset(found["hasParticipant"]), (found["initiator"], found["recipient"])
        return Event(
            iri,
            self._g,
            self._ontology.types(kind),
            _local(next(iter(found["eventStatus"]))),
            _day(found["earliestDate"]),
            _day(found["latestDate"]),
            _day({document.day} if document.day else None),
            (frozenset(sides[0]), frozenset(sides[1])),
            (frozenset(found["initiatorState"]), frozenset(found["recipientState"])),
            parties,
            frozenset(parties & persons.keys()),
            self._ontology.symmetric(kind),
            frozenset(found["atPlace"]),
            frozenset(found["placeState"]),
            frozenset(found["instrument"]),
            min(found["ordinal"], default=""),
            frozenset(words),
            tuple(sorted(voices, key=lambda v: (v.claim, v.who))),
            frozenset(agent for agent in parties if agent.startswith(self._known.items)),
            context,
            iri.startswith(f"{self._g}/title/"),
            tuple(sorted((one, state) for one in parties & persons.keys() for state in persons[one])),
            facts,
        )

    def _facts(self, events: Collection[str]) -> dict[str, set[tuple[str, str]]]:
        """Roles and code of events, for the canonical event to have them too."""
        found: dict[str, set[tuple[str, str]]] = {e: set() for e in events}
        for name in self._known.facts:
            for e, o in self._said.get(name, ()):
                if e in found:
                    found[e].add((name, o))
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
