"""Deciding what names stand for, offline: weigh a name's bearers, and link, leave open, or say that none fits."""

from __future__ import annotations

from dataclasses import replace

from kg.config import Settings
from kg.decisions import NIL, Decision, Decisions
from kg.gazetteer import Entry, Gazetteer
from kg.link.candidates import Bearer, bearers, plain
from kg.link.context import Context, around, context_of, period_of
from kg.link.features import Scene, beside, leaders, title_kind, weigh
from kg.model import Annotated, Candidate, Chain, Dropped, Entity, Link, Mention, Title
from kg.vocab.iri import document_id, entity_id, text_id

__all__ = ["GazetteerLinker"]

_FLOOR = 0.2  # a candidate below this is none
_MARGIN = 0.1  # two candidates nearer than this are not told apart
_STALE = 0.5  # who held an office by data older than the article
_KEPT = 5  # candidates recorded with a link
_TITLED = ("title held then", "title held before")

Weighed = tuple[float, Bearer, tuple[tuple[str, float], ...]]


class GazetteerLinker:
    """Links by the gazetteer and the register of offices, and by what was decided before.

    Args:
        gazetteer: Where names, offices and days are looked up.
        settings: ``link_threshold`` is the score in [0, 1] below which no link is made.
        decisions: What was decided on names; it stands against whatever the text says.
        every: Keep the candidate of a link that was the only one weighed too, to show why; graphs do without.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        settings: Settings | None = None,
        decisions: Decisions | None = None,
        *,
        every: bool = False,
    ) -> None:
        self._gazetteer, self._threshold = gazetteer, (settings or Settings()).link_threshold
        self._decisions, self._every = decisions or Decisions(), every

    def link(self, annotated: Annotated) -> tuple[Link, ...]:
        """Link every chain: see ``protocols.Linker``. A group's members are what their own chains denote."""
        article = annotated.article
        borne = {
            chain.index: bearers(chain, self._gazetteer, article.published)
            for chain in annotated.chains
            if not chain.members and chain.type != "AgentGroup"
        }
        context = context_of(annotated, borne, self._gazetteer)
        doc = document_id(article.id)
        links: dict[int, Link] = {}
        for chain in annotated.chains:
            if chain.index in borne:
                found = self._decide(chain, borne[chain.index], annotated, context, doc)
                links[chain.index] = self._as_decided(found, chain, article.id)
        for chain in annotated.chains:
            if chain.index not in links:
                self._group(chain, {c.index: c for c in annotated.chains}, links, doc, set())
        return tuple(links[chain.index] for chain in annotated.chains)

    def unplaced(self, annotated: Annotated) -> tuple[Dropped, ...]:
        """The decisions on an article that it has no place for any longer: other words there, or an item not known."""
        spans = {first.span for chain in annotated.chains if (first := self._first(chain))}
        article = annotated.article.id
        placed = {d for span in spans if (d := self._decisions.link(article, span))}
        return tuple(
            d.without(what)
            for d in self._decisions.of(article)
            if d.kind == "link"
            and (what := "place: no name begins there" if d not in placed else "item" if self._unknown(d) else "")
        )

    # ------------------------------------------------------------------------------------------------------ decisions

    def _unknown(self, decision: Decision) -> bool:
        return decision.value != NIL and self._gazetteer.get(decision.value) is None

    def _as_decided(self, link: Link, chain: Chain, article: str) -> Link:
        """The link, or what was decided instead of it."""
        first = self._first(chain)
        decision = self._decisions.link(article, first.span) if first else None
        if decision is None or self._unknown(decision):
            return link
        if decision.value == NIL:
            if link.status != "nil" or link.entity.shared:
                doc = document_id(article)
                link = replace(link, entity=self._unlinked(chain, doc, Scene((), (), (), None), ()))
            return replace(
                link, status="nil", method=decision.method, score=None, candidates=decision.weighed or link.candidates
            )
        entry = self._gazetteer.entry(decision.value)
        entity, score = self._entity(entry, chain), float(decision.score or 1)
        if entry.qid is None:
            return Link(chain.name, "nil", decision.method, entity, id=link.id)
        return replace(
            link,
            status="accepted",
            method=decision.method,
            entity=entity,
            score=score,
            candidates=decision.weighed or link.candidates,
        )

    def _decide(
        self, chain: Chain, borne: tuple[Bearer, ...], annotated: Annotated, context: Context, doc: str
    ) -> Link:
        if not any(m.kind == "name" for m in chain.mentions) and (link := self._by_office(chain, annotated, doc)):
            return link
        before, words, after = around(annotated, chain)
        if chain.type != "Person" and after and self._gazetteer.is_person(chain.name, after[0]):
            chain, borne = replace(chain, type="Person", state=None), ()
        period, day = period_of((*before, *words, *after)), annotated.article.published
        led = leaders(borne, period or ((day, day) if day else None), self._gazetteer)
        scene = Scene(before, words, after, period, led)
        weighed: list[Weighed] = []
        for bearer in borne:
            score, found = weigh(bearer, chain, context, scene, self._gazetteer)
            if score >= _FLOOR:
                weighed.append((score, bearer, found))
        weighed.sort(key=lambda w: (-w[0], w[1].entry.key))
        id_ = self._id(chain, doc)
        if weighed:
            score, bearer, found = weighed[0]
            clear = len(weighed) == 1 or score - weighed[1][0] > _MARGIN - 0.001
            if score >= self._threshold and clear:
                method = (
                    "officeRegister" if bearer.way == "surname" and any(n in _TITLED for n, _ in found) else "gazetteer"
                )
                entity = self._entity(bearer.entry, chain)
                if bearer.entry.qid is None:  # known, but no Wikidata item: the link is nil, the entity shared
                    return Link(chain.name, "nil", method, entity, id=id_)
                others = self._candidates(weighed) if self._every or len(weighed) > 1 else ()
                return Link(chain.name, "accepted", method, entity, score, others, id_)
        candidates = self._candidates(weighed)  # of one alone: it was weighed and refused
        status = "ambiguous" if len(candidates) > 1 else "nil"
        unlinked = self._unlinked(chain, doc, scene, borne)
        return Link(chain.name, status, "gazetteer", unlinked, None, candidates, id_)

    def _by_office(self, chain: Chain, annotated: Annotated, doc: str) -> Link | None:
        """A bare role ("the Russian prime minister"): the one known to have held the office on the article's day."""
        on = annotated.article.published
        if on is None or chain.type != "Person":
            return None
        for title in chain.titles or (Title(plain(chain.name), chain.state),):
            iso3 = title.state or chain.state
            if title.former or not iso3 or (kind := title_kind(title, iso3, self._gazetteer)) is None:
                continue
            held = self._gazetteer.holders(kind, iso3, on)
            held = tuple(h for h in held if not h.stale) or held
            people = {h.person for h in held}
            if len(people) != 1:
                continue
            entry, id_ = self._gazetteer.entry(people.pop()), self._id(chain, doc)
            if any(h.stale for h in held):  # in office when the data were made: worth a look, not a link
                known = (Candidate(entry.key, entry.label, _STALE, (("in office, by older data", _STALE),)),)
                unlinked = self._unlinked(chain, doc, Scene((), (), (), None), ())
                return Link(chain.name, "nil", "officeRegister", unlinked, None, known if entry.qid else (), id_)
            status, score = ("accepted", 0.8) if entry.qid else ("nil", None)
            return Link(chain.name, status, "officeRegister", self._entity(entry, chain), score, id=id_)
        return None

    def _group(self, chain: Chain, chains: dict[int, Chain], links: dict[int, Link], doc: str, open_: set[int]) -> None:
        """Groups may hold groups; one that holds itself leaves itself out."""
        open_.add(chain.index)
        for member in chain.members:
            if member not in links and member not in open_ and member in chains:
                self._group(chains[member], chains, links, doc, open_)
        members = tuple(links[m].entity for m in dict.fromkeys(chain.members) if m in links)
        first = self._first(chain)
        id_ = text_id(doc, "group", first.span) if first else entity_id("AgentGroup", chain.name, doc)
        state = self._state(chain)
        entity = Entity(
            id_, "AgentGroup", chain.name, state=state.iso3 if state and not members else None,
            state_id=state.id if state and not members else None, members=members, complete=chain.complete,
        )  # fmt: skip
        links[chain.index] = Link(chain.name, "nil", "gazetteer", entity, id=self._id(chain, doc))

    # ------------------------------------------------------------------------------------------------------- entities

    def _entity(self, entry: Entry, chain: Chain) -> Entity:
        """A state in the place of a place is its territory."""
        return (
            self._gazetteer.territory(entry)
            if entry.is_state and chain.type == "Place"
            else self._gazetteer.entity(entry)
        )

    def _unlinked(self, chain: Chain, doc: str, scene: Scene, borne: tuple[Bearer, ...]) -> Entity:
        """An entity of the article; not of the state of a candidate that was refused, unless the text gives it."""
        if chain.type != "Person" and any(b.entry.iso3 == chain.state for b in borne):
            given = beside(scene, self._gazetteer)
            chain = replace(chain, state=next(iter(given)) if len(given) == 1 else None)
        state = self._state(chain)
        return Entity(
            entity_id(chain.type, chain.name, doc), chain.type, chain.name,
            state=state.iso3 if state else None, state_id=state.id if state else None,
        )  # fmt: skip

    def _state(self, chain: Chain) -> Entry | None:
        """The state that the text gives a chain ("Russian troops")."""
        state = self._gazetteer.state(chain.state) if chain.state else None
        return state if state and state.is_state else None

    @staticmethod
    def _candidates(weighed: list[Weighed]) -> tuple[Candidate, ...]:
        known = [(score, b.entry, found) for score, b, found in weighed if b.entry.qid]
        return tuple(Candidate(e.key, e.label, score, found) for score, e, found in known[:_KEPT])

    @staticmethod
    def _first(chain: Chain) -> Mention | None:
        return next((m for m in chain.mentions if m.kind == "name"), chain.mentions[0] if chain.mentions else None)

    def _id(self, chain: Chain, doc: str) -> str:
        first = self._first(chain)
        return text_id(doc, "link", first.span) if first else ""
