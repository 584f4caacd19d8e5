"""Event mentions of one article to its events: joined, answered, coded, with entities for chains and claims for tellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.events.entities import Entities
from kg.events.join import Joiner
from kg.gazetteer import Gazetteer
from kg.model import (
    Annotated,
    Claim,
    Content,
    Dropped,
    Entity,
    Event,
    EventMention,
    Link,
    LinkedMention,
    Participant,
    Reading,
    Span,
)
from kg.vocab.iri import document_id, entity_id, numbered, text_id
from kg.vocab.ontology import Ontology

__all__ = ["build_events"]

_AHEAD = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "AGREE",
    "SANCTION": "THREATEN",
    "COERCE": "THREATEN",
    "ASSAULT": "THREATEN",
}
"""What an act that is planned or proposed is coded as: intent to cooperate, help or yield is AGREE (CAMEO 03, of which 035 is
the intent to yield, becomes AGREE), announced harm is THREATEN."""
_NEAR = 60
"""Tokens within which two tellings of a meeting are taken to be of one day."""
_PLACES = ("atPlace", "destination")


def build_events(
    annotated: Annotated,
    mentions: tuple[EventMention, ...],
    links: tuple[Link, ...],
    ontology: Ontology,
    gazetteer: Gazetteer,
    dropped: tuple[Dropped, ...] = (),
) -> Reading:
    """Join one article's event mentions into events.

    Args:
        annotated: The article with its chains.
        mentions: What the extractor read.
        links: One a chain, in order.
        ontology: Classes, roles, codes.
        gazetteer: Territories and offices.
        dropped: What stages before refused, handed on.
    """
    return _Joined(annotated, mentions, links, ontology, gazetteer).reading(dropped)


class _Joined:
    def __init__(
        self,
        annotated: Annotated,
        mentions: Sequence[EventMention],
        links: tuple[Link, ...],
        ontology: Ontology,
        gazetteer: Gazetteer,
    ) -> None:
        self.annotated, self.links, self.ontology = annotated, links, ontology
        self.doc = document_id(annotated.article.id)
        self.entities = Entities(annotated, links, gazetteer)
        self.mentions = self._exact(mentions)
        self.starts = annotated.document.starts
        self._taken: dict[str, int] = {}
        self.dropped: list[Dropped] = []

    # ---------------------------------------------------------------------------------------------------------- joining

    def _exact(self, mentions: Sequence[EventMention]) -> list[EventMention]:
        """A saying and the more exact act in it are one: the exact act, by the one who says it, with both clauses."""
        by_anchor = {m.anchor: m for m in mentions}
        gone: set[int] = set()
        changed: dict[int, EventMention] = {}
        for saying in mentions:
            if saying.type not in ("Statement", "Announcement"):
                continue
            speakers = {f.chain for f in saying.fillers if f.role == "speaker"}
            for _, _, inner in saying.content:
                act = changed.get(inner, by_anchor.get(inner)) if inner is not None else None
                if (
                    act is None
                    or act.anchor in gone
                    or not self.ontology.is_a(act.type, "Statement")
                    or act.polarity != "affirmed"
                ):
                    continue
                actors = {f.chain for f in act.fillers if f.role == "speaker"}
                if not actors or not all(self._speaks_for(s, a) for s in speakers for a in actors):
                    continue
                own = [f for f in saying.fillers if f.role in ("speaker", "addressee")]
                rest = [f for f in act.fillers if f.role != "speaker" and f.chain not in {o.chain for o in own}]
                first = min(saying.evidence.start, act.evidence.start)
                last = max(saying.evidence.end, act.evidence.end)
                evidence = (
                    saying.evidence
                    if last - first > 390 or saying.evidence.part != act.evidence.part
                    else self._whole(saying, act)
                )
                changed[act.anchor] = replace(
                    act,
                    fillers=(*own, *rest),
                    evidence=evidence,
                    status=saying.status,
                    attribution=saying.attribution,
                    time=saying.time or act.time,
                    depth=saying.depth,
                    content=saying.content,
                    plover=act.plover,
                )
                gone.add(saying.anchor)
                break
        return [changed.get(m.anchor, m) for m in mentions if m.anchor not in gone]

    def _whole(self, saying: EventMention, act: EventMention) -> Span:
        shift = (
            len(self.annotated.article.reading) - len(self.annotated.article.text)
            if saying.evidence.part == "text"
            else 0
        )
        return self.annotated.article.span(
            min(saying.evidence.start, act.evidence.start) + shift, max(saying.evidence.end, act.evidence.end) + shift
        )

    def _speaks_for(self, speaker: int, actor: int) -> bool:
        """Whether what the actor does in words is done by the speaker's saying so: the same, or the speaker's state."""
        if speaker == actor:
            return True
        one, two = self.entities.of(speaker), self.entities.of(actor)
        if one.id == two.id or one in two.members:
            return True
        holding = self.entities.holding(speaker)
        state = (
            holding.office.of.state
            if holding and holding.office.of
            else one.state or self.annotated.chains[speaker].state
        )
        return (
            two.type in ("State", "GovernmentBody", "PartiallyRecognizedState")
            and state is not None
            and two.state == state
        )

    def reading(self, dropped: tuple[Dropped, ...]) -> Reading:
        agents = [self._agents(m) for m in self.mentions]
        self._same_occasion(agents)
        states = [self._agents(m, headline=True) for m in self.mentions]
        groups = Joiner(self.ontology, agents, states, self.mentions, self._headline_end()).groups()
        ids = {
            anchor: id_
            for group, id_ in zip(groups, self._ids(groups), strict=True)
            for anchor in (self.mentions[i].anchor for i in group)
        }
        self.claims = {m.anchor: self._claim(m, ids[m.anchor]) for m in self.mentions}
        events = [self._event([self.mentions[i] for i in group], ids) for group in groups]
        events += self._occasions(ids, events)
        events = self._answered(events)
        events.sort(key=lambda e: (e.order, e.id))
        used = {p.mention for e in events for p in e.participants if p.mention is not None}
        holdings = {p.holding.id: p.holding for e in events for p in e.participants if p.holding is not None}
        return Reading(
            self.annotated.article,
            tuple(events),
            tuple(self._linked(used)),
            self.links,
            tuple(holdings[k] for k in sorted(holdings)),
            (*dropped, *self.dropped),
        )

    def _headline_end(self) -> int:
        """The token after the title: the title given apart, or a first paragraph that ends without a full stop."""
        document = self.annotated.document
        if not document.paragraphs:
            return 0
        first, last = document.paragraphs[0]
        return (
            last
            if document.article.title_apart or document.parse[last - 1].text not in (".", "!", "?", "”", '"')
            else first
        )

    def _same_occasion(self, agents: list[dict[str, frozenset[str]]]) -> None:
        """A meeting without a day, of parties that a dated meeting near it names among others, was on that day."""
        meetings = [n for n, m in enumerate(self.mentions) if self.ontology.is_a(m.type, "Meeting")]
        parties = {n: frozenset(p for ids in agents[n].values() for p in ids) for n in meetings}
        dated = [n for n in meetings if (t := self.mentions[n].time) and t.phrase]
        for n in meetings:
            mention = self.mentions[n]
            if n in dated or len(parties[n]) < 2:
                continue
            fitting = [
                k
                for k in dated
                if parties[n] < parties[k]
                and self.mentions[k].status == mention.status
                and not any(parties[x] == parties[n] for x in dated)
            ]
            fitting += [
                k
                for k in dated
                if parties[n] <= parties[k]
                and self.mentions[k].status == mention.status
                and abs(self.mentions[k].anchor - mention.anchor) < _NEAR
            ]
            if fitting and (
                time := self.mentions[min(fitting, key=lambda k: abs(self.mentions[k].anchor - mention.anchor))].time
            ):
                self.mentions[n] = replace(mention, time=replace(time, anchor="event", rule="told-together"))

    def _signature(self, entity: Entity, chain: int) -> str:
        """What makes two fillers the same party: the entity, or of words that name nobody their class and state."""
        if entity.shared or any(m.kind == "name" for m in self.annotated.chains[chain].mentions) or not entity.state:
            return entity.id
        return f"{entity.type} of {entity.state}"

    def _agents(self, mention: EventMention, headline: bool = False) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for filler in mention.fillers:
            if filler.role in _PLACES:
                continue
            entity = self.entities.agent(filler.chain)
            if headline:  # a headline names the state for whoever acts for it
                found.setdefault(filler.role, set()).update(
                    m.state or self._signature(m, filler.chain) for m in entity.members or (entity,)
                )
            else:
                found.setdefault(filler.role, set()).update(
                    self._signature(m, filler.chain) for m in entity.members or (entity,)
                )
        return {role: frozenset(ids) for role, ids in found.items()}

    def _ids(self, groups: list[list[int]]) -> Iterator[str]:
        for group in groups:
            yield self._numbered("event", self.mentions[group[0]].trigger)

    def _numbered(self, kind: str, span: Span) -> str:
        first = text_id(self.doc, kind, span)
        self._taken[first] = self._taken.get(first, 0) + 1
        return numbered(first, self._taken[first])

    # ----------------------------------------------------------------------------------------------------------- events

    def _event(self, group: list[EventMention], ids: dict[int, str]) -> Event:
        most = max(group, key=lambda m: (not m.weak, len(self.ontology.superclasses(m.type)), m.confidence))
        id_ = ids[group[0].anchor]
        plover, mode = self._code(most, group)
        time = next((m.time for m in group if m.time and m.time.phrase), next((m.time for m in group if m.time), None))
        participants = self._participants(group)
        content = tuple(c for m in group for c in self._content(m, ids))
        concerns: dict[str, Entity] = {}
        for mention in group:
            for chain in mention.concerns:
                concerns.setdefault(self.entities.of(chain).id, self.entities.of(chain))
        return Event(
            id=id_,
            type=most.type,
            status=self._status(group),
            participants=participants,
            claims=tuple(self.claims[m.anchor] for m in group),
            plover=plover,
            mode=mode,
            time=time,
            related=tuple(
                dict.fromkeys(
                    (role, ids[anchor])
                    for m in group
                    for role, anchor in m.related
                    if anchor in ids and ids[anchor] != id_
                )
            ),
            ordinal=next((m.ordinal for m in group if m.ordinal), None),
            fatalities=next((m.fatalities for m in group if m.fatalities), None),
            concerns=tuple(concerns[k] for k in sorted(concerns)),
            content=content,
            order=self._order(group[0]),
        )

    def _order(self, mention: EventMention) -> tuple[int, int, int]:
        doc = self.annotated.document.parse
        sentence = sum(1 for i in range(mention.anchor + 1) if doc[i].is_sent_start)
        return sentence, mention.depth, mention.anchor

    @staticmethod
    def _status(group: list[EventMention]) -> str:
        """The status of the most definite telling; denied only where every telling denies."""
        statuses = [m.status for m in group]
        return next(
            (
                s
                for s in ("occurred", "ongoing", "cancelled", "planned", "proposed", "unknown", "denied")
                if s in statuses
            ),
            "unknown",
        )

    def _code(self, mention: EventMention, group: list[EventMention]) -> tuple[str | None, str | None]:
        if mention.plover:
            code, _, mode = mention.plover.partition("-")
        else:
            default = self.ontology.plover(mention.type)
            if default is None:
                return None, None
            code, mode = default[0], default[1] or ""
        if self._status(group) in ("planned", "proposed") and code in _AHEAD:
            return _AHEAD[code], None
        if (
            code == "CONSULT"
            and not mode
            and self.ontology.symmetric(mention.type)
            and len(self._agents(mention).get("meetingParty", ())) > 2
        ):
            mode = "multilateral"
        return code, mode or None

    def _participants(self, group: list[EventMention]) -> tuple[Participant, ...]:
        found: dict[tuple[str, str], Participant] = {}
        members: dict[str, set[str]] = {}
        for mention in group:
            for filler in mention.fillers:
                place = filler.role in _PLACES
                entity = self.entities.place(filler.chain) if place else self.entities.agent(filler.chain)
                if not self.ontology.is_a(entity.type, "Place" if place else "Agent"):
                    reason = f"{entity.label}, linked as {entity.type}, is no {'place' if place else 'agent'}"
                    self.dropped.append(
                        Dropped(
                            "events",
                            reason,
                            filler.mention.span if filler.mention else None,
                            f"{filler.role} of {mention.type}",
                        )
                    )
                    continue
                at = (filler.role, entity.id)
                participant = Participant(
                    filler.role,
                    entity,
                    filler.mention.span
                    if filler.mention is not None and not (place and filler.mention.kind == "demonym")
                    else None,
                    filler.found_by,
                    filler.path,
                    None
                    if place
                    else self.entities.holding(filler.chain)
                    if entity.id == self.entities.of(filler.chain).id
                    else None,
                    self.entities.agent(filler.on_behalf_of) if filler.on_behalf_of is not None else None,
                    self.entities.agent(filler.accompanies) if filler.accompanies is not None else None,
                )
                found.setdefault(at, participant)
                members.setdefault(filler.role, set()).update(m.id for m in entity.members)
            for kind, title, span in mention.instruments:
                entity = self._instrument(kind, title, span, mention)
                found.setdefault(
                    ("instrument", entity.id), Participant("instrument", entity, span, "argument", "object")
                )
        # who stands in a role himself and in a group of that role is named once, by himself
        return tuple(
            p
            for (role, _), p in found.items()
            if not (
                p.entity.members
                and all(
                    ("" if not m else m.id) in {q.entity.id for (r, _), q in found.items() if r == role}
                    for m in p.entity.members
                )
            )
        )

    def _instrument(self, kind: str, title: str, span: Span, mention: EventMention) -> Entity:
        named = title[:1].isupper() and sum(w[:1].isupper() for w in title.split()) >= 2
        id_ = entity_id(kind, title, self.doc) if named else text_id(self.doc, "instrument", span)
        parties: dict[str, Entity] = {}
        for filler in mention.fillers:
            if filler.role == "signatory":
                entity = self.entities.agent(filler.chain)
                for party in entity.members or (entity,):
                    parties[party.id] = party
        return Entity(id_, kind, title, parties=tuple(parties[k] for k in sorted(parties)))

    # ----------------------------------------------------------------------------------------------------------- claims

    def _claim(self, mention: EventMention, about: str) -> Claim:
        sources: dict[str, Entity] = {}
        for entity in map(self.entities.agent, mention.attribution.sources):
            if self.ontology.is_a(entity.type, "Agent"):
                sources.setdefault(entity.id, entity)
        kind = mention.attribution.type if sources else "authorial"
        return Claim(
            self._numbered("claim", mention.trigger), about, mention.polarity, mention.certainty, kind, tuple(sources.values()),
            (mention.evidence,), mention.trigger, mention.frame, mention.confidence,
        )  # fmt: skip

    def _content(self, mention: EventMention, ids: dict[int, str]) -> Iterator[Content]:
        if not self.ontology.is_a(mention.type, "Statement"):
            return
        speakers = tuple(
            {
                self.entities.agent(f.chain).id: self.entities.agent(f.chain)
                for f in mention.fillers
                if f.role == "speaker"
            }.values()
        )
        speakers = tuple(s for s in speakers if self.ontology.is_a(s.type, "Agent"))
        if not speakers:
            return
        quotes = self.annotated.quotes
        for span, polarity, inner in mention.content:
            about = ids.get(inner) if inner is not None else None
            if about == ids.get(mention.anchor):
                about = None
            told = self.claims.get(inner) if about and inner is not None else None
            if (
                told is not None
                and {e.id for e in told.attributed_to} == {e.id for e in speakers}
                and told.polarity == polarity
            ):
                yield Content(told, None, ())  # the event's own claim is the speaker's
                continue
            quoted = any(
                self.annotated.document.span(q.first, q.last).start <= span.start
                for q in quotes
                if q.verb == mention.anchor
            )
            claim = Claim(
                self._numbered("claim", span), about or self._numbered("situation", span), polarity, "certain", "directQuote" if quoted else "indirectSpeech",
                speakers, (span,), span, None, mention.confidence,
            )  # fmt: skip
            yield Content(claim, None if about else " ".join(span.text.split()), self._named_in(span, speakers))

    def _named_in(self, span: Span, speakers: tuple[Entity, ...]) -> tuple[Entity, ...]:
        found: dict[str, Entity] = {}
        for chain in self.annotated.chains:
            for mention in chain.mentions:
                if (
                    mention.kind == "name"
                    and mention.span.part == span.part
                    and span.start <= mention.span.start
                    and mention.span.end <= span.end
                ):
                    entity = self.entities.place(chain.index) if mention.locative else self.entities.of(chain.index)
                    if entity not in speakers:
                        found.setdefault(entity.id, entity)
        return tuple(found[k] for k in sorted(found))

    # ------------------------------------------------------------------------------------------------- events by inference

    def _occasions(self, ids: dict[int, str], events: list[Event]) -> list[Event]:
        """A named series that somebody is invited to is the occasion: an edition of it, planned."""
        made: list[Event] = []
        for mention in self.mentions:
            for role, anchor in mention.related:
                if role != "invitedTo" or anchor in ids:
                    continue
                chain = next(
                    (
                        c
                        for c in self.annotated.chains
                        if c.type == "EventSeries" and any(m.first <= anchor < m.last for m in c.mentions)
                    ),
                    None,
                )
                if chain is None:
                    continue
                named = next(m for m in chain.mentions if m.first <= anchor < m.last)
                id_ = self._numbered("event", named.span)
                claim = Claim(
                    self._numbered("claim", named.span),
                    id_,
                    "affirmed",
                    "certain",
                    "authorial",
                    (),
                    (mention.evidence,),
                    named.span,
                    mention.frame,
                    round(mention.confidence * 0.8, 2),
                )
                made.append(
                    Event(
                        id_,
                        "InternationalConference",
                        "planned",
                        (),
                        (claim,),
                        "AGREE",
                        None,
                        None,
                        series=self.entities.of(chain.index),
                        order=(*self._order(mention)[:2], anchor),
                    )
                )
                ids[anchor] = id_
                at = ids[mention.anchor]
                for n, event in enumerate(events):
                    if event.id == at:
                        events[n] = replace(event, related=(*event.related, ("invitedTo", id_)))
        return made

    def _answered(self, events: list[Event]) -> list[Event]:
        """Answers find what they answer: an acceptance the invitation of the one who answers, latest before it."""
        out = []
        for event in events:
            if self.ontology.is_a(event.type, "InvitationResponse"):
                answered = next((o for r, o in event.related if r == "respondsTo"), None)
                mine = {
                    m.id for p in event.participants if p.role == "responder" for m in p.entity.members or (p.entity,)
                }
                before = [e for e in events if e.type == "Invitation" and e.order < event.order]
                fitting = [
                    e
                    for e in before
                    if mine
                    & {m.id for p in e.participants if p.role == "invitee" for m in p.entity.members or (p.entity,)}
                ]
                invitation = next((e for e in events if e.id == answered), None)
                if invitation is None or invitation.type != "Invitation":
                    # of several the most explicit: the one that invites nobody else
                    invitation = max(
                        fitting,
                        key=lambda e: (-len({p.entity.id for p in e.participants if p.role == "invitee"}), e.order),
                        default=None,
                    )
                related = tuple(r for r in event.related if r[0] != "respondsTo")
                event = replace(event, related=related)
                if invitation is not None:
                    inviters = [
                        replace(p, role="recipient", mention=None, found_by="default", path="who invited")
                        for p in invitation.participants
                        if p.role == "inviter" and p.entity.id not in mine
                    ]
                    event = replace(
                        event,
                        related=(*related, ("respondsTo", invitation.id)),
                        participants=(*event.participants, *inviters),
                    )
            else:
                event = replace(event, related=tuple((r, o) for r, o in event.related if r != "respondsTo"))
            out.append(event)
        return out

    # --------------------------------------------------------------------------------------------------------- mentions

    def _linked(self, used: set[Span]) -> Iterator[LinkedMention]:
        """Names and adjectives of states, and whatever else fills a role, as they go into the graph."""
        for chain in self.annotated.chains:
            link = self.links[chain.index]
            for mention in chain.mentions:
                name = mention.kind in ("name", "demonym")
                if not name and mention.span not in used:
                    continue
                entity = (
                    self.entities.place(chain.index) if mention.locative and mention.kind == "name" else link.entity
                )
                found = (
                    None
                    if name
                    else "group"
                    if chain.members
                    else "coreference"
                    if mention.kind in ("pronoun", "role")
                    else "argument"
                )
                yield LinkedMention(
                    mention.span, entity, link.id or None, found, None if name else round(mention.confidence, 2)
                )
