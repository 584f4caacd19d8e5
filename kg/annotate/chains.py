"""The chains of one article while they grow, and what every rule asks of them: who is here, and how present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.annotate.found import Found
from kg.annotate.text import SUBJECTS, Text
from kg.model import Chain, Mention, Title

__all__ = ["ORGANISATIONS", "STATES", "Chains", "Growing", "Joined", "Said", "folded"]

STATES = ("State", "PartiallyRecognizedState")
ORGANISATIONS = (
    "Organization", "GovernmentBody", "IntergovernmentalOrganization", "NonStateArmedGroup", "PoliticalParty",
    "MediaOrganization", "DiplomaticMission",
)  # fmt: skip
_SUBJECT, _OBJECT, _OTHER = 3.0, 2.0, 0.5
"""How present a mention makes its chain, by its place in the clause (Lappin and Leass 1994 give the order)."""
_OBJECTS = ("dobj", "dative", "pobj")
_SETTING = ("in", "at", "to", "from", "of", "on")
"""Prepositions whose object is a circumstance, not a party."""
_HALVED = 2
"""Sentences after which a mention counts half."""
_REACH = 12
"""Sentences back, where a rule sets no other bound, to which mentions count."""


@dataclass(slots=True, eq=False)
class Growing:
    """A chain while it grows.

    ``kinds`` are kinds of office that its titles name; ``joined`` is the chain that took its mentions over, if any.
    ``known_as`` are its names folded, ``edges`` their first and last words.
    """

    index: int
    type: str
    name: str
    keys: tuple[str, ...] = ()
    gender: str | None = None
    state: str | None = None
    members: tuple[int, ...] = ()
    complete: bool | None = None
    names: list[str] = field(default_factory=list)
    known_as: set[str] = field(default_factory=set)
    edges: set[str] = field(default_factory=set)
    titles: list[Title] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    joined: Growing | None = None

    def call(self, name: str) -> None:
        """Give the chain one more name."""
        self.names.append(name)
        self.known_as.add(folded(name))
        words = name.split()
        self.edges.update(words[:1] + words[-1:])

    @property
    def is_named(self) -> bool:
        """Whether one of its mentions is a name."""
        return any(s.found.kind == "name" for s in self.said)


class Said(NamedTuple):
    """A mention that has been resolved: its chain, how sure, its sentence, and how present it makes the chain."""

    found: Found
    chain: Growing
    confidence: float
    sentence: int
    presence: float

    def near(self, found: Found, here: int, reach: int) -> float:
        """How present the mention still is at a later one; 0 outside ``reach`` sentences back.

        Args:
            found: The later mention.
            here: Its sentence.
            reach: Sentences back.
        """
        distance = here - self.sentence
        if not 0 <= distance <= reach or self.found.head >= found.first or self.found.kind == "demonym":
            return 0.0
        return self.presence * float(0.5 ** (distance / _HALVED))


Joined = tuple[Growing, float]
"""The chain that a mention joins, and the confidence in [0, 1] that it is the right one."""


class Chains:
    """All chains of one article.

    ``all`` holds them in the order in which they were begun, ``said`` the resolved mentions in the order of resolution.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.all: list[Growing] = []
        self.said: list[Said] = []
        self._latest: dict[int, Growing] = {}
        self._at: dict[int, Said] = {}
        self._held: dict[str, frozenset[str]] = {}

    # ---------------------------------------------------------------------------------------------------------- growing

    def new(
        self,
        name: str,
        type_: str,
        keys: tuple[str, ...] = (),
        *,
        gender: str | None = None,
        state: str | None = None,
        members: tuple[int, ...] = (),
        complete: bool | None = None,
    ) -> Growing:
        """Begin a chain; see ``model.Chain`` for what the arguments are."""
        chain = Growing(len(self.all), type_, name, keys, gender, state, members, complete)
        chain.call(name)
        self.all.append(chain)
        return chain

    def add(self, chain: Growing, found: Found, confidence: float = 1.0) -> None:
        """Put a mention into a chain, with the gender, state and titles that it brings."""
        said = Said(found, chain, confidence, self.text.sentence[found.head], self._presence(found.head))
        chain.said.append(said)
        self.said.append(said)
        if found.kind != "demonym":
            self._latest.pop(chain.index, None)
            self._latest[chain.index] = chain
        chain.gender = chain.gender or found.gender
        if found.kind != "name" or chain.type != "Person":
            chain.state = chain.state or found.state
        for title in found.titles:
            self.entitle(chain, title)
        width = found.last - found.first
        for i in (found.head,) if found.kind == "demonym" else range(found.first, found.last):
            there = self._at.get(i)
            if there is None or width < there.found.last - there.found.first:
                self._at[i] = said

    def entitle(self, chain: Growing, title: Title) -> None:
        """Give a chain a title, with the kind of office and the state that it names."""
        chain.titles.append(title)
        if kind := self.text.gazetteer.office_kind(title.text):
            chain.kinds.add(kind)
        if title.state and not chain.state:
            chain.state = title.state

    def _presence(self, head: int) -> float:
        token = self.text.tokens[head]
        while token.dep_ == "conj":
            token = token.head
        if token.dep_ in SUBJECTS or token.dep_ == "ROOT":
            return _SUBJECT
        return _OBJECT if token.dep_ in _OBJECTS and token.head.lower_ not in _SETTING else _OTHER

    # ----------------------------------------------------------------------------------------------------------- asking

    def at(self, token: int) -> Growing | None:
        """The chain of the smallest mention that covers a token (an adjective of a state covers its head alone)."""
        said = self._at.get(token)
        return said.chain if said else None

    def latest(self) -> list[Growing]:
        """Chains by their latest mention, latest first."""
        return list(reversed(self._latest.values()))

    def weight(self, chain: Growing, found: Found, reach: int = _REACH) -> float:
        """How present a chain is at a mention, by its mentions in the ``reach`` sentences before."""
        here = self.text.sentence[found.head]
        return sum(s.near(found, here, reach) for s in chain.said)

    def salient(self, found: Found) -> list[Growing]:
        """Chains that act or are acted with in the sentences before a mention, the most present first."""
        here = self.text.sentence[found.head]
        weights: dict[int, float] = {}
        for said in self.said:
            if near := said.near(found, here, _REACH):
                weights[said.chain.index] = weights.get(said.chain.index, 0.0) + near
        return [self.all[i] for i in sorted(weights, key=lambda i: (-weights[i], i))]

    def held(self, key: str) -> frozenset[str]:
        """The kinds of office that a person held on the day of publication."""
        kinds, on = self._held.get(key), self.text.on
        if kinds is None:
            holdings = self.text.gazetteer.holdings(key) if on else ()
            kinds = frozenset(h.post.kind for h in holdings if h.post.kind and on and h.covers(on))
            self._held[key] = kinds
        return kinds

    def offices(self, person: Growing) -> frozenset[str]:
        """The kinds of office that a person has by the text, or held on the day."""
        return frozenset(person.kinds) | (self.held(person.keys[0]) if len(person.keys) == 1 else frozenset())

    def state_of(self, chain: Growing) -> str | None:
        """The code of the state of a chain, by the text or by what is known of the person."""
        if chain.state:
            return chain.state
        if chain.type == "Person" and len(chain.keys) == 1:
            entry = self.text.gazetteer.entry(chain.keys[0])
            return entry.states[0] if entry.states else entry.iso3
        return None

    def state_by(self, found: Found) -> str | None:
        """The code of the state that a phrase names, or whose possessor it has ("its army")."""
        owner = self.at(found.owner) if found.owner is not None else None
        return found.state or (self.state_of(owner) if owner else None)

    def state_chain(self, code: str) -> Growing | None:
        """The chain of a state, by its code."""
        entry = self.text.gazetteer.entry
        return next((c for c in self.all if c.type in STATES and c.keys and entry(c.keys[0]).iso3 == code), None)

    def states_of(self, persons: Iterable[Growing]) -> list[Growing]:
        """The states of persons, each once, as far as the article names them."""
        codes = dict.fromkeys(code for p in persons if (code := self.state_of(p)))
        return [chain for code in codes if (chain := self.state_chain(code))]

    # ---------------------------------------------------------------------------------------------------------- leaving

    def freeze(self) -> tuple[list[Chain], list[int]]:
        """The chains as they leave the room, and for each growing chain its place among them."""
        kept = [c for c in self.all if c.joined is None]
        number = {c.index: n for n, c in enumerate(kept)}
        place = [number[(c.joined or c).index] for c in self.all]
        return [self._frozen(c, place) for c in kept], place

    def _frozen(self, chain: Growing, place: list[int]) -> Chain:
        said = sorted(chain.said, key=lambda s: s.found.first)
        return Chain(
            place[chain.index],
            chain.type,
            chain.name,
            tuple(dict.fromkeys(chain.names)),
            tuple(self._mention(chain.type, s.found, s.confidence) for s in said),
            tuple(dict.fromkeys(chain.titles)),
            chain.keys,
            tuple(sorted({place[m] for m in chain.members})),
            chain.complete,
            chain.gender,
            chain.state,
        )

    def _mention(self, type_: str, found: Found, confidence: float) -> Mention:
        span = self.text.document.span(found.first, found.last)
        locative = self._is_locative(found.head)
        return Mention(span, found.first, found.last, found.head, type_, found.kind, confidence, locative)

    def _is_locative(self, head: int) -> bool:
        """Whether a mention stands after a preposition of place or direction."""
        token = self.text.tokens[head]
        while token.dep_ in ("conj", "appos") and token.head.i < token.i:
            token = token.head
        return token.dep_ == "pobj" and token.head.lower_ in self.text.grammar.place


def folded(name: str) -> str:
    """A name without differences of case and white space."""
    return " ".join(name.split()).casefold()
