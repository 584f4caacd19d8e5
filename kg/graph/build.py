"""Events to quads: a reading becomes the article's graph, its catalog record and the gazetteer items that it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from kg.errors import ConfigError, InputError
from kg.graph.entities import LANGUAGE, Items, Registry, describe, describe_holding
from kg.graph.provenance import Pages
from kg.graph.sheet import Sheet, full
from kg.graph.states import members_of, represented, state_of, states_of
from kg.graph.terms import day, integer, term, text, typed
from kg.model import Article, ArticleQuads, Content, Entity, Event, EventTime, LinkedMention, Participant, Reading
from kg.vocab.iri import document_id, key, short_hash
from kg.vocab.ontology import Ontology

__all__ = ["GraphBuilder"]


class GraphBuilder:
    """Writes the graphs of articles. Everything comes from content: no clock, no blank node, sorted lines.

    Args:
        ontology: The ontology.
        items: The gazetteer's items.
        base: What IRIs of data begin with.
        extractor: Name of the extractor.
        version: Its version.
        config: A hash of everything else that decides what is read: settings, lexicon, gazetteer, decisions.

    Raises:
        ConfigError: ``base`` is no IRI.
    """

    def __init__(
        self, ontology: Ontology, items: Items, *, base: str, extractor: str, version: str, config: str
    ) -> None:
        try:
            full(base, "")
        except InputError as error:
            raise ConfigError(f"the setting base: {error}") from error
        self._ontology, self._base, self._config = ontology, base, config
        self._extractor = f"{quote(extractor)}-{quote(version)}"
        self._registry = Registry(items, ontology, base)

    def fingerprint(self, article: Article) -> str:
        """The hash of all that an article's quads depend on: equal fingerprints mean equal quads."""
        parts = (
            *(self._base, self._extractor, self._config),
            *(article.id, article.hash, article.title, article.published, article.publisher, article.url),
            *(article.language, article.title_apart, article.issued_at),
        )
        return "sha256:" + hashlib.sha256(repr(tuple(map(_plain, parts))).encode("utf-8", "surrogatepass")).hexdigest()

    def build(self, reading: Reading) -> ArticleQuads:
        """Write one article.

        Args:
            reading: What was read of it.

        Returns:
            Its quads.

        Raises:
            UngroundedSpan: A span's text does not stand at its offsets.
            InputError: A text holds half of a surrogate pair, an id is no part of an IRI, the gazetteer lacks an item,
                or an event points at one that the article does not have.
            UnknownName: A class or property is none of the ontology's.
        """
        article = reading.article
        sheet = Sheet(self._base, article.id, self._ontology)
        run = f"run/{self._extractor}/{short_hash(f'{self._extractor}|{self._config}|{article.hash}')}"
        pages = Pages(sheet, article, run)
        pages.document(f"extractor/{self._extractor}")
        pages.links(reading.links)
        for mention in reading.mentions:
            pages.mention(mention)
        for holding in reading.holdings:
            if not holding.shared:  # gazetteer holdings are named where somebody acts in them
                describe_holding(sheet, holding)
        _Events(sheet, pages, reading.events).write()
        claims = {claim.id for event in reading.events for claim in event.claims}
        claims |= {content.claim.id for event in reading.events for content in event.content}
        entities = self._registry.closure(sheet.named)
        return ArticleQuads(
            article=article.id,
            doc=self._base + sheet.doc,
            graph=sheet.text(),
            catalog=self._record(article, run, len(sheet.lines), len(reading.events), len(claims), entities),
            entities=entities,
            fingerprint=self.fingerprint(article),
        )

    def _record(
        self, article: Article, run: str, quads: int, events: int, claims: int, entities: Mapping[str, str]
    ) -> str:
        doc = document_id(article.id)
        record, graph = "record/" + doc.removeprefix("doc/"), full(self._base, "graph/catalog")
        pairs = [
            ("rdf:type", term("dcat:CatalogRecord")),
            ("foaf:primaryTopic", full(self._base, doc)),
            ("ir:sourceHash", text(article.hash)),
            ("ir:fingerprint", text(self.fingerprint(article))),
            ("ir:run", full(self._base, run)),
            ("void:triples", integer(quads)),
            ("ir:eventCount", integer(events)),
            ("ir:claimCount", integer(claims)),
            *(("dct:requires", f"<{iri}>") for iri in entities),
        ]
        lines = {f"{full(self._base, record)} {term(p)} {o} {graph} .\n" for p, o in pairs}
        lines.add(f"{full(self._base, 'dataset')} {term('dcat:record')} {full(self._base, record)} {graph} .\n")
        return "".join(sorted(lines))


class _Events:
    """Writes the events of one article: what "Written out" and "State-level view" of the design say."""

    def __init__(self, sheet: Sheet, pages: Pages, events: tuple[Event, ...]) -> None:
        self._sheet, self._pages, self._ontology = sheet, pages, sheet.ontology
        self._events = {event.id: event for event in sorted(events, key=lambda event: (event.order, event.id))}
        self._agents = {event.id: self._agents_of(event) for event in events}
        self._places = {event.id: self._place_states(event, "atPlace") for event in events}

    def write(self) -> None:
        for rank, event in enumerate(self._events.values(), 1):
            self._event(event, rank)

    def _event(self, event: Event, rank: int) -> None:
        sheet, id_ = self._sheet, event.id
        sheet.types(id_, event.type)
        sheet.add(id_, "ir:eventClass", term(f"ir:{event.type}"))
        sheet.add(id_, "ir:eventStatus", term(f"c:{event.status}"))
        sheet.add(id_, "ir:order", integer(rank))
        if event.plover:
            sheet.add(id_, "ir:codedAs", term(f"plover:{event.plover}{'-' + event.mode if event.mode else ''}"))
        if event.time:
            self._time(id_, event.time)
        for property_, other in event.related:
            self._known(event, other)
            sheet.relate(id_, property_, other)
        sheet.add(id_, "ir:editionOf", describe(sheet, event.series) if event.series else None)
        sheet.add(id_, "ir:ordinal", integer(event.ordinal) if event.ordinal else None)
        if event.fatalities:
            for name, count in zip(("Min", "Max"), event.fatalities, strict=True):
                sheet.add(id_, f"ir:fatalities{name}", integer(count))
        for participant in event.participants:
            self._participant(event, participant)
        self._states(event)
        for claim in event.claims:
            self._pages.claim(claim)
        for content in event.content:
            self._content(event, content)
        for other, entity in self._concerns(event, set()).items():
            sheet.add(id_, "ir:concerns", describe(sheet, entity) if entity else sheet.thing(other))

    def _known(self, event: Event, other: str) -> None:
        if other not in self._events:
            raise InputError(f"{event.id} points at {other}, which is no event of the article: drop the pointer too")

    def _time(self, id_: str, time: EventTime) -> None:
        add = self._sheet.add
        add(id_, "ir:earliestDate", day(time.earliest) if time.earliest else None)
        add(id_, "ir:latestDate", day(time.latest) if time.latest else None)
        add(id_, "ir:edtf", typed(time.edtf, "edtf:EDTF") if time.edtf else None)
        add(id_, "ir:dateText", text(time.phrase) if time.phrase else None)
        add(id_, "ir:dateAnchor", term(f"c:{time.anchor}"))
        add(id_, "ir:dateRule", text(time.rule))

    # ---------------------------------------------------------------------------------------------------- participants

    def _participant(self, event: Event, participant: Participant) -> None:
        sheet, entity, role = self._sheet, participant.entity, participant.role
        for filler in (entity, *members_of(entity)):
            describe(sheet, filler)
            sheet.relate(event.id, role, filler.id)
        if self._is_agent(role):
            self._participation(event, participant)

    def _participation(self, event: Event, participant: Participant) -> None:
        """Write a participation, where it says more than the role triple beside it."""
        sheet, entity, role = self._sheet, participant.entity, participant.role
        behalf, company = represented(participant), participant.accompanies
        says = (participant.mention, participant.holding, behalf, company)
        if not any(says) and participant.found_by != "default":
            return
        id_ = f"{event.id}/{role}/{key(entity.id, sheet.doc)}"
        if not sheet.first(id_):
            return
        sheet.add(event.id, "ir:hasParticipation", sheet.thing(id_))
        sheet.types(id_, "Participation")
        sheet.add(id_, "ir:participant", sheet.thing(entity.id))
        sheet.add(id_, "ir:participantRole", term(f"c:{self._ontology.role_code(role)}"))
        sheet.add(id_, "ir:foundBy", term(f"c:{participant.found_by}"))
        sheet.add(id_, "ir:path", text(participant.path) if participant.path else None)
        if participant.mention:
            sheet.add(id_, "ir:mentionedAs", self._words(participant))
        if participant.holding:
            sheet.add(id_, "ir:actingAs", describe_holding(sheet, participant.holding))
        if participant.on_behalf_of:
            describe(sheet, participant.on_behalf_of)
        sheet.add(id_, "ir:onBehalfOf", sheet.thing(behalf) if behalf else None)
        sheet.add(id_, "ir:accompanies", describe(sheet, company) if company else None)

    def _words(self, participant: Participant) -> str:
        """The mention that fills a role; written here where it stands in no list of mentions."""
        assert participant.mention is not None
        found = LinkedMention(participant.mention, participant.entity, found_by=participant.found_by)
        return self._pages.mention(found)

    # ---------------------------------------------------------------------------------------------------------- states

    def _states(self, event: Event) -> None:
        sides: dict[str, list[str]] = {"initiator": [], "recipient": [], "meetingParty": []}
        for participant in event.participants:
            for side, states in sides.items():
                if side in self._upwards(participant.role):
                    states += state_of(participant)
        initiators, recipients = sides["initiator"], sides["recipient"]
        if self._ontology.symmetric(event.type):
            initiators = recipients = [*initiators, *recipients, *sides["meetingParty"]]
        elif not recipients:  # a visit without a host is directed to the state visited
            recipients = self._place_states(event, "destination")
        for name, states in (
            ("initiatorState", initiators),
            ("recipientState", recipients),
            ("placeState", self._places[event.id]),
        ):
            self._sheet.add(event.id, f"ir:{name}", *map(self._sheet.thing, states))

    def _place_states(self, event: Event, role: str) -> list[str]:
        """States in which the fillers of a role of place lie."""
        places = (p.entity for p in event.participants if role in self._upwards(p.role))
        return [state for place in places for state in states_of(place)]

    # --------------------------------------------------------------------------------------------------------- content

    def _content(self, event: Event, content: Content) -> None:
        sheet, claim = self._sheet, content.claim
        sheet.add(event.id, "ir:hasContent", self._pages.claim(claim))
        if content.situation_label is None:
            self._known(event, claim.about)
        elif sheet.first(claim.about):
            sheet.types(claim.about, "Situation")
            sheet.add(claim.about, "rdfs:label", text(content.situation_label, LANGUAGE))
            sheet.add(claim.about, "ir:concerns", *(describe(sheet, entity) for entity in content.concerns))

    def _concerns(self, event: Event, seen: set[str]) -> dict[str, Entity | None]:
        """What an event concerns, by id: what it names itself, and of a statement its targets and its content.

        A statement about a statement concerns what that one does; ``seen`` are the events already gone through. A state
        that follows from a place has no entity at hand.
        """
        seen.add(event.id)
        found: dict[str, Entity | None] = {entity.id: entity for entity in event.concerns}
        if not self._ontology.is_a(event.type, "Statement"):
            return found
        for participant in event.participants:
            if "target" in self._upwards(participant.role):
                found |= _with_members(participant.entity)
        for content in event.content:
            found |= {entity.id: entity for entity in content.concerns}
            if content.situation_label is None and content.claim.about not in seen:
                about = self._events[content.claim.about]
                found |= {state: found.get(state) for state in self._places[about.id]}
                found |= self._agents[about.id] | self._concerns(about, seen)
        return found

    def _agents_of(self, event: Event) -> dict[str, Entity | None]:
        agents: dict[str, Entity | None] = {}
        for participant in event.participants:
            if self._is_agent(participant.role):
                agents |= _with_members(participant.entity)
        return agents

    def _is_agent(self, role: str) -> bool:
        return "hasParticipant" in self._upwards(role)

    def _upwards(self, role: str) -> tuple[str, ...]:
        return (role, *self._ontology.superproperties(role))


def _with_members(entity: Entity) -> dict[str, Entity | None]:
    return {one.id: one for one in (entity, *members_of(entity))}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool) else str(value)
