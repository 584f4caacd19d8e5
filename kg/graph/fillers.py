"""Who or what fills a role, as exports show it: name, class, Wikidata item, words, state, office, members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.graph.facts import ArticleFacts
from kg.graph.states import STATES
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["Fillers", "Row", "local", "stretch"]

Row = dict[str, Any]
"""A JSON object; every key is there, null or [] where there is no value."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def local(iri: str | None) -> str | None:
    """The local name of a class or code."""
    return iri.rpartition("#")[2] if iri else None


def stretch(facts: ArticleFacts, span: str) -> Row:
    """A stretch of text; ``part`` is there only where it stands in a title given apart."""
    row: Row = {
        "start": int(facts.one(span, "nif:beginIndex") or 0),
        "end": int(facts.one(span, "nif:endIndex") or 0),
        "text": facts.one(span, "nif:anchorOf"),
    }
    return row | ({"part": "title"} if facts.one(span, "nif:referenceContext") == f"{facts.doc}/title" else {})


class Fillers:
    """Makes the fillers of one article's events.

    Args:
        facts: The article.
        ontology: The ontology.
    """

    def __init__(self, facts: ArticleFacts, ontology: Ontology) -> None:
        self._facts, self._ontology = facts, ontology
        self._mentions: dict[str, list[Row]] = {}
        for mention in facts.things("Mention"):
            self._mentions.setdefault(facts.one(mention, "ir:denotes") or "", []).append(stretch(facts, mention))
        self._parts = {self._part_key(part): part for part in facts.things("Participation")}
        self._claims: dict[str, list[str]] = {}
        for claim in sorted(facts.things("Claim"), key=lambda claim: (_position(self._trigger(claim)), claim)):
            self._claims.setdefault(facts.one(claim, "ir:about") or "", []).append(claim)
        self._acting: dict[str, set[str]] = {}
        for part in self._parts.values():
            if holding := facts.one(part, "ir:actingAs"):
                self._acting.setdefault(facts.one(part, "ir:participant") or "", set()).add(holding)

    def _part_key(self, part: str) -> tuple[str, str, str]:
        """Event, role, agent: what the IRI of a participation is made of."""
        event, role, _ = part.rsplit("/", 2)
        return event, role, self._facts.one(part, "ir:participant") or ""

    def participation(self, event: str, role: str, agent: str) -> str | None:
        """What is said of an agent's part beyond its role, or None."""
        return self._parts.get((event, role, agent))

    def roles(self, event: str) -> dict[str, list[str]]:
        """The fillers of an event by their exact roles; members of a group stand in the group, not beside it.

        Roles above the exact one and members are written out in the graph; here they are taken back, save for members
        of whose own part something is said.
        """
        said = self._facts.roles(event)
        permitted = self._ontology.roles(local(self._facts.one(event, "ir:eventClass")) or "Event")
        roles = {role: list(said[role]) for role in (*permitted, "hasParticipant") if role in said}
        for role, things in list(roles.items()):
            for above in self._ontology.superproperties(role):
                roles[above] = [
                    t for t in roles.get(above, []) if t not in things or self.participation(event, above, t)
                ]
        for role, things in roles.items():
            grouped = {m for thing in things for m in self._facts.all(thing, "ir:hasMember")}
            roles[role] = [t for t in things if t not in grouped or self.participation(event, role, t)]
        order = {thing: self._place(event, thing) for things in roles.values() for thing in things}
        return {role: sorted(things, key=order.__getitem__) for role, things in sorted(roles.items()) if things}

    def _place(self, event: str, thing: str) -> tuple[bool, int, str]:
        words = self.words(thing, event)
        return words is None, words["start"] if words else 0, thing

    def filler(self, thing: str, event: str | None = None, role: str | None = None) -> Row:
        """One filler.

        Args:
            thing: Its IRI.
            event: The event in which it stands, to choose among its words.
            role: Its role there.
        """
        facts = self._facts
        type_ = self.type_of(thing)
        part = self.participation(event, role, thing) if event and role else None
        is_place = self._ontology.is_a(type_, "Place")
        office, state = self._capacity(thing, part)
        words = self._mention(part) or self.words(thing, event)
        row: Row = {
            "iri": thing,
            "label": self._label(thing, type_),
            "type": type_,
            "wikidata": self._wikidata(thing),
            "text": words["text"] if words else None,
            "start": words["start"] if words else None,
            "end": words["end"] if words else None,
            "state": state,
            "office": office,
            "members": [self.filler(member, event) for member in facts.all(thing, "ir:hasMember")],
        }
        if words and "part" in words:
            row["part"] = words["part"]
        if is_place:
            for key, name in (("lat", "geo:lat"), ("lon", "geo:long")):
                value = facts.one(thing, name)
                row[key] = float(value) if value else None
        return row

    def fillers(self, things: Iterable[str], event: str | None = None, role: str | None = None) -> list[Row]:
        """Several fillers."""
        return [self.filler(thing, event, role) for thing in things]

    def type_of(self, thing: str) -> str:
        """The most specific class of a thing."""
        if found := local(self._facts.one(thing, "ir:eventClass")):
            return found
        names = [iri.rpartition("#")[2] for iri in self._facts.all(thing, "rdf:type") if iri.startswith(PREFIXES["ir"])]
        return max(names, key=lambda name: (len(self._ontology.superclasses(name)), name), default="")

    def words(self, thing: str, event: str | None) -> Row | None:
        """The words for a thing, nearest to an event's trigger: where the event is told, else before, else after."""
        claims = self.claims(event) if event else []
        spans = [stretch(self._facts, span) for claim in claims for span in self._facts.all(claim, "ir:evidence")]
        trigger = self._trigger(claims[0]) if claims else None

        def far(words: Row) -> tuple[int, int, tuple[bool, int, int]]:
            if trigger is None:
                return 0, 0, _position(words)
            inside = any(_within(words, span) for span in spans)
            before = _position(words) < _position(trigger)
            gap = abs(words["start"] - trigger["start"]) if words.get("part") == trigger.get("part") else 0
            return 0 if inside else 1 if before else 2, gap, _position(words)

        return min(self._mentions.get(thing, []), key=far, default=None)

    def claims(self, event: str) -> list[str]:
        """The claims about an event, in the order of their triggers."""
        return self._claims.get(event, [])

    def _trigger(self, claim: str) -> Row:
        return stretch(self._facts, self._facts.one(claim, "ir:trigger") or "")

    def _mention(self, part: str | None) -> Row | None:
        mention = self._facts.one(part, "ir:mentionedAs")
        return stretch(self._facts, mention) if mention else None

    def _label(self, thing: str, type_: str) -> str | None:
        facts = self._facts
        if not self._ontology.is_a(type_, "Event"):
            return facts.one(thing, "rdfs:label") or facts.one(thing, "dct:title")
        series, number = facts.one(facts.one(thing, "ir:editionOf"), "rdfs:label"), facts.one(thing, "ir:ordinal")
        if series:
            return f"{_ordinal(int(number))} {series}" if number else series
        claims = self.claims(thing)
        return facts.one(facts.one(claims[0], "ir:trigger"), "nif:anchorOf") if claims else None

    def _wikidata(self, thing: str) -> str | None:
        """The item; a territory has that of its state."""
        facts = self._facts
        item = facts.one(thing, "ir:wikidataItem") or facts.one(facts.one(thing, "ir:territoryOf"), "ir:wikidataItem")
        return item.removeprefix(PREFIXES["wd"]) if item else None

    # ---------------------------------------------------------------------------------------------- state and office

    def _capacity(self, thing: str, part: str | None) -> tuple[str | None, str | None]:
        """The office acted in (here, else the only one in the article), and the code of the state acted for."""
        facts = self._facts
        held = self._acting.get(thing, set())
        holding = facts.one(part, "ir:actingAs") or (next(iter(held)) if len(held) == 1 else None)
        office = facts.one(holding, "ir:office")
        if (behalf := facts.one(part, "ir:onBehalfOf")) is not None and self.type_of(thing) not in STATES:
            state = self._state(behalf)
        elif office is not None:
            state = self._state(facts.one(office, "ir:officeOf"))
        else:
            state = self._state(thing)
        return facts.one(office, "rdfs:label"), facts.one(state, "ir:iso3")

    def _state(self, thing: str | None) -> str | None:
        """The state that a thing is, belongs to or lies in; a group's, where its members have one."""
        facts, seen = self._facts, set[str]()
        while thing and thing not in seen:
            seen.add(thing)
            if self.type_of(thing) in STATES:
                return thing
            if members := facts.all(thing, "ir:hasMember"):
                states = {self._state(member) for member in members}
                return states.pop() if len(states) == 1 else None
            ways = ("ir:territoryOf", "ir:partOfState", "ir:citizenOf", "ir:locatedIn")
            thing = next((to for way in ways if (to := facts.one(thing, way))), None)
        return None


def _ordinal(number: int) -> str:
    if 0 < number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _position(words: Row) -> tuple[bool, int, int]:
    return "part" not in words, words["start"], words["end"]  # a title comes before the text


def _within(words: Row, span: Row) -> bool:
    return words.get("part") == span.get("part") and span["start"] <= words["start"] and words["end"] <= span["end"]
