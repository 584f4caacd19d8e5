"""Joins mentions into chains: names and their short forms, bare roles, pronouns, groups; nothing is forced.

Rules, since no trained model is to be had: recency, number, gender, office on the day, syntactic prominence (Lappin and
Leass 1994 give the order of preference). A mention that no rule resolves stands for itself, or for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from kg.annotate.mentions import Found
from kg.annotate.nominals import load_nominals
from kg.annotate.quotes import Passage
from kg.gazetteer import Gazetteer
from kg.model import Chain, Document, Mention, Title

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["resolve"]

_PLACES = frozenset({"in", "at", "near", "from", "to", "into", "across", "inside", "outside", "around", "throughout", "through", "within", "off", "onto", "via"})
_FAR = -6.0
"""A candidate for "they" that scores less gives way to a coordinated subject of the sentences before."""
_REACH = 3
"""A pronoun looks back this many sentences."""
_SPELLING = 0.8
"""Similarity (difflib's ratio) above which two surnames can be spellings of one."""
_STATES = ("State", "PartiallyRecognizedState")
_BODIES = ("Organization", "GovernmentBody", "IntergovernmentalOrganization", "NonStateArmedGroup", "PoliticalParty", "MediaOrganization", "DiplomaticMission", *_STATES)
_LEADERS = ("president", "head_of_state", "prime_minister", "head_of_government", "king", "chancellor", "supreme_leader", "monarch", "premier")
_DIPLOMAT = frozenset({"diplomat"})


@dataclass(slots=True)
class _Chain:
    """A chain while it grows."""

    index: int
    type: str
    name: str
    names: list[str]
    mentions: list[tuple[Found, Mention]]
    titles: list[Title]
    keys: tuple[str, ...]
    gender: str | None = None
    state: str | None = None
    members: tuple[int, ...] = ()
    complete: bool | None = None
    kinds: set[str] = field(default_factory=set)


def resolve(document: Document, found: Sequence[Found], passages: Sequence[Passage], gazetteer: Gazetteer) -> tuple[list[Chain], dict[int, int]]:
    """Join the mentions of one article.

    Args:
        document: The parsed article.
        found: Its mentions, in text order.
        passages: Its quotes and turns; "I" and "we" in them are their speaker's.
        gazetteer: Who bears which name, and who held which office on the day.

    Returns:
        The chains, in order of first mention, and for each passage (by its place in ``passages``) its speaker's chain.
    """
    resolver = _Resolver(document, gazetteer)
    for mention in found:
        resolver.take(mention, passages)
    resolver.pair_coordinated(found)
    speakers = {}
    for n, passage in enumerate(passages):
        if passage.speaker is not None and (chain := resolver.chain_at(passage.speaker)) is not None:
            speakers[n] = chain
    resolver.first_person(found, passages, speakers)
    place = resolver.named_later()
    return resolver.frozen(place), {n: place[c] for n, c in speakers.items()}


class _Resolver:
    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self.document, self.doc, self.gazetteer = document, document.parse, gazetteer
        self.on: date | None = document.article.published
        self.chains: list[_Chain] = []
        self.nominals = load_nominals()
        self.sentence = _sentences(self.doc)
        self.gone: set[int] = set()
        self.order: list[tuple[int, Found, int]] = []  # head token, mention, chain: what was resolved so far

    # ----------------------------------------------------------------------------------------------------------- chains

    def new(self, found: Found, name: str, type_: str, keys: tuple[str, ...] = (), **more: object) -> int:
        chain = _Chain(len(self.chains), type_, name, [name], [], [], keys)
        for key, value in more.items():
            setattr(chain, key, value)
        self.chains.append(chain)
        return chain.index

    def add(self, index: int, found: Found, confidence: float = 1.0) -> None:
        chain = self.chains[index]
        mention = Mention(self.document.span(found.first, found.last), found.first, found.last, found.head, chain.type, found.kind, confidence, _locative(self.doc, found.head))
        chain.mentions.append((found, mention))
        chain.gender = chain.gender or found.gender
        chain.state = chain.state or (found.state if found.kind != "name" or chain.type != "Person" else None)
        for title in found.titles:
            chain.titles.append(title)
            if kind := self.gazetteer.office_kind(title.text):
                chain.kinds.add(kind)
            if not chain.state and title.state:
                chain.state = title.state
        self.order.append((found.head, found, index))

    def chain_at(self, token: int) -> int | None:
        """The chain of the smallest mention that covers a token."""
        best = None
        for _, found, index in self.order:
            if found.first <= token < found.last and (found.kind != "demonym" or found.head == token) and (best is None or found.last - found.first < best[0]):
                best = (found.last - found.first, index)
        return best[1] if best else None

    def named_later(self) -> list[int]:
        """For each chain its place in the end: a bare role goes to the person who is named with the same words later.

        ("The President of the Republic" in a headline; "The President of the Republic, Mr X" in the text.)
        """
        target = list(range(len(self.chains)))
        for chain in self.chains:
            if chain.type != "Person" or chain.keys or not chain.mentions or any(f.kind != "role" for f, _ in chain.mentions):
                continue
            words = _bare(chain.name)
            for other in self.chains:
                if len(words.split()) > 1 and other.type == "Person" and other is not chain and any(f.kind == "name" and _bare(m.span.text).startswith(words) for f, m in other.mentions):
                    other.mentions += chain.mentions
                    chain.mentions = []
                    target[chain.index] = other.index
                    self.gone.add(chain.index)
                    break
        kept = [c.index for c in self.chains if c.index not in self.gone]
        place = {index: n for n, index in enumerate(kept)}
        return [place[target[c.index]] for c in self.chains]

    def frozen(self, place: list[int]) -> list[Chain]:
        """The chains as they leave the room, numbered by ``place``."""
        return [
            Chain(
                place[c.index], c.type, c.name, tuple(dict.fromkeys(c.names)), tuple(m for _, m in sorted(c.mentions, key=lambda x: x[1].first)), tuple(dict.fromkeys(c.titles)),
                c.keys, tuple(sorted({place[m] for m in c.members})), c.complete, c.gender, c.state,
            )
            for c in self.chains
            if c.index not in self.gone
        ]  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------ names

    def take(self, found: Found, passages: Sequence[Passage]) -> None:
        match found.kind:
            case "name" | "demonym":
                self.add(self._named(found), found)
            case "pronoun":
                if found.pronoun in ("i", "we"):
                    return
                if (chain := self._pronoun(found, passages)) is not None:
                    self.add(chain, found, 0.8)
            case "role":
                chain, confidence = self._role(found)
                if chain is not None:
                    self.add(chain, found, confidence)
            case "group":
                chain, confidence = self._group(found)
                if chain is not None:
                    self.add(chain, found, confidence)
            case _:
                chain, confidence = self._nominal(found)
                self.add(chain, found, confidence)

    def _named(self, found: Found) -> int:
        if found.type == "Person":
            return self._person(found)
        keys, type_, name = found.keys, found.type, found.name
        if not keys and " " not in name and any(c.type == "Person" and name in (n.split()[0], n.split()[-1]) for c in self.chains for n in c.names if n):
            return self._person(found)  # "Wang" after "Wang Wenbin", whatever the tagger took it for
        if found.acting and found.also:
            keys, type_ = found.also, self.gazetteer.entry(found.also[0]).type
            name = self.gazetteer.entry(found.also[0]).label
        for chain in self.chains:
            if chain.type == "Person" or chain.members:
                continue
            if (keys and chain.keys and set(keys) & set(chain.keys) and (len(keys) == 1 or keys == chain.keys)) or (not keys and _same(found.name, chain.names)):
                if name not in chain.names and found.kind != "demonym":
                    chain.names.append(found.name)
                return chain.index
        if found.kind == "demonym":
            name = self.gazetteer.entry(keys[0]).label
        if not keys:
            for chain in reversed(self.chains):  # a short form: "the Observatory", "OFAC"
                if chain.type not in ("Person", "State", "Place") and not chain.members and any(_short(found.name, n) for n in chain.names):
                    chain.names.append(found.name)
                    return chain.index
        return self.new(found, name, type_, keys, state=found.state)

    def _person(self, found: Found) -> int:
        name = _plain(found.name)
        if name.isupper() and len(name) > 3:
            name = name.title()
        parts = name.split()
        persons = [c for c in reversed(self.chains) if c.type == "Person" and c.mentions and c.names[0]]
        for chain in persons:
            if _same(name, chain.names) or (len(found.keys) == 1 and found.keys == chain.keys and (len(parts) > 1 or len(chain.names[0].split()) == 1)):
                if name not in chain.names:
                    chain.names.append(name)
                return chain.index
        fitting = []
        for chain in persons:
            full = max(chain.names, key=len)
            if (len(parts) < len(full.split()) and (f" {full} ".endswith(f" {name} ") or f" {full} ".startswith(f" {name} "))) or (
                len(parts) > 1 and len(full.split()) > 1 and parts[0][0] == full[0] and parts[-1] == full.split()[-1] and (parts[0].rstrip(".") == full.split()[0].rstrip(".") or len(parts[0].rstrip(".")) == 1 or len(full.split()[0].rstrip(".")) == 1)
            ):
                fitting.append(chain)
            elif len(parts) > 1 and len(full.split()) == 1 and full in (parts[-1], parts[0]):
                fitting.append(chain)
        if fitting:
            best = max(fitting, key=lambda c: self._agreement(found, c))  # the first of equals is the nearest
            if self._agreement(found, best) >= 0:
                chain = best
                if len(parts) > len(max(chain.names, key=len).split()):
                    chain.name = name
                    chain.keys = found.keys or chain.keys
                chain.names.append(name)
                return chain.index
        for chain in self.chains:  # a surname in a headline that the tagger took for something else
            if len(parts) > 1 and chain.type != "Person" and not chain.keys and not chain.members and set(chain.names) == {parts[-1]}:
                chain.type, chain.name, chain.keys = "Person", name, found.keys
                chain.names.append(name)
                chain.mentions = [(f, replace(m, type="Person")) for f, m in chain.mentions]
                return chain.index
        keys = found.keys
        if len(parts) == 1 and len(keys) > 1:
            keys = tuple(k for k in keys if self._held(k)) or keys
        if not keys:
            keys = self._spelt_otherwise(found, parts[-1])
        return self.new(found, name, "Person", keys)

    def _agreement(self, found: Found, chain: _Chain) -> int:
        """How well the title beside a name goes with a chain: 1 the same, 0 nothing against it, -1 another."""
        kinds = {k for t in found.titles if (k := self.gazetteer.office_kind(t.text))}
        states = {t.state for t in found.titles if t.state}
        words = {w.lower() for t in found.titles for w in t.text.split()} - {w.lower() for w in self.nominals.honorifics}
        mine = self._kinds(chain)
        if kinds & mine or words & {w.lower() for t in chain.titles for w in t.text.split()}:
            return 1 if not states or self.state_of(chain) in (None, *states) else -1
        if states and self.state_of(chain) not in (None, *states):
            return -1
        return -1 if kinds and mine else 0

    def _held(self, key: str) -> set[str]:
        """The kinds of office that a person held on the day of publication."""
        if self.on is None:
            return set()
        return {h.post.kind for h in self.gazetteer.holdings(key) if h.post.kind and h.covers(self.on)}

    def _spelt_otherwise(self, found: Found, surname: str) -> tuple[str, ...]:
        """Who held the office that the title names on that day, if the surname is a spelling of the holder's."""
        for title in found.titles:
            kind = self.gazetteer.office_kind(title.text)
            if kind and title.state and self.on and not title.former:
                people = {h.person for h in self.gazetteer.holders(kind, title.state, self.on)}
                near = [p for p in people if max((SequenceMatcher(None, surname.lower(), s.lower()).ratio() for s in self.gazetteer.entry(p).surnames), default=0) >= _SPELLING]
                if len(near) == 1:
                    return (near[0],)
        return ()

    def _kinds(self, chain: _Chain) -> set[str]:
        return chain.kinds | (self._held(chain.keys[0]) if len(chain.keys) == 1 else set())

    def state_of(self, chain: _Chain) -> str | None:
        if chain.state:
            return chain.state
        if chain.type == "Person" and len(chain.keys) == 1:
            entry = self.gazetteer.entry(chain.keys[0])
            return entry.states[0] if entry.states else entry.iso3
        return None

    # ------------------------------------------------------------------------------------------------------------ roles

    def _role(self, found: Found) -> tuple[int | None, float]:
        """A role in the singular: "the Russian prime minister", "the spokesman", "its president"."""
        for child in self.doc[found.head].children:  # "the Chinese president, Xi Jinping": the name follows
            if child.dep_ == "appos" and child.i > found.head and self.doc[child.i].pos_ == "PROPN":
                return None, 0.0
        apposed = self.doc[found.head].dep_ in ("appos", "attr")
        if apposed and (owner := self.chain_at(self.doc[found.head].head.i)) is not None and self.doc[found.head].dep_ == "appos":
            return None, 0.0
        state = found.state or self._owner_state(found)
        kind = self.gazetteer.office_kind(found.lemma)
        if found.definite or state:
            if (chain := self._holder(found, kind, state)) is not None:
                return chain
        return self.new(found, self.doc[found.first : found.last].text, "Person", state=state), 0.6

    def _owner_state(self, found: Found) -> str | None:
        if found.owner is None:
            return None
        owner = self.chain_at(found.owner)
        return self.state_of(self.chains[owner]) if owner is not None else None

    def _holder(self, found: Found, kind: str | None, state: str | None) -> tuple[int, float] | None:
        words = set(found.lemma.split())
        top = {"top", "chief", "senior"} & {c.lower_ for c in self.doc[found.head].children}
        wanted: tuple[str, ...] = (kind,) if kind else ()
        if "leader" in words or "ruler" in words:
            wanted = _LEADERS
        elif words & _DIPLOMAT and top:
            wanted = ("foreign_minister", "secretary_of_state")
        persons = [c for c in self._recent() if c.type == "Person"]
        fitting = [c for c in persons if wanted and self._kinds(c) & set(wanted) and (state is None or self.state_of(c) == state)]
        if not fitting and not wanted:
            fitting = [c for c in persons if any(found.lemma.split()[-1] in t.text.lower().split() for t in c.titles) and (state is None or self.state_of(c) == state)]
        if fitting:  # of several the most prominent of late, not the last named
            best = max(fitting, key=lambda c: self._weight(c, found, 4))
            return best.index, 0.9 if state else 0.8
        if kind and state and self.on and kind != "ambassador":
            held = [h for h in self.gazetteer.holders(kind, state, self.on) if not h.stale]
            people = list(dict.fromkeys(h.person for h in held))
            if len(people) == 1:
                entry = self.gazetteer.entry(people[0])
                known = next((c for c in self.chains if c.keys == (entry.key,)), None)
                index = known.index if known else self.new(found, entry.label, "Person", (entry.key,), gender=entry.gender, state=state, kinds={kind})
                return index, 0.85
        return None

    def _recent(self) -> list[_Chain]:
        """Chains by their latest mention, latest first."""
        seen: dict[int, None] = {}
        for _, other, index in reversed(self.order):
            if other.kind != "demonym":
                seen.setdefault(index)
        return [self.chains[i] for i in seen]

    # ----------------------------------------------------------------------------------------------------------- groups

    def _group(self, found: Found) -> tuple[int | None, float]:
        """A plural: "the two presidents", "both sides", "Russian troops"."""
        head = self.doc[found.head]
        lemma = found.lemma.split()[-1]
        sort = self.nominals.collective.get(found.lemma) or self.nominals.collective.get(lemma)
        count = next((c.lower_ for c in head.children if c.dep_ in ("nummod", "predet", "det", "amod") and c.lower_ in ("two", "three", "four", "both", "2", "3")), None)
        apposed = any(c.dep_ == "appos" and c.i > head.i for c in head.children)
        if sort and not apposed and (count or (found.definite and not found.state and sort != "states") or (sort == "states" and found.definite and lemma in ("country", "side"))):
            number = {"two": 2, "both": 2, "2": 2, "three": 3, "3": 3, "four": 4}.get(count or "")
            members = self._members(sort, found, number)
            if members:
                text = self.document.span(found.first, found.last).text
                return self.new(found, text, "AgentGroup", members=members, complete=True), 0.85
        text = self.document.span(found.first, found.last).text
        return self.new(found, text, "AgentGroup", state=found.state or self._owner_state(found), complete=False), 0.7

    def _members(self, sort: str, found: Found, number: int | None) -> tuple[int, ...]:
        """Whom a plural stands for: leaders by their office, states by how much they act in the sentences before."""
        kind = self.gazetteer.office_kind(found.lemma)
        recent = self._salient(found, 12)
        persons = [c for c in recent if c.type == "Person" and any(f.kind == "name" for f, _ in c.mentions)]
        if sort == "leaders":
            if "leader" in found.lemma or "head of" in found.lemma:
                persons = [c for c in persons if self._kinds(c) & set(_LEADERS)] or persons
            elif kind:
                persons = [c for c in persons if kind in self._kinds(c)]
            if found.state:
                persons = [c for c in persons if self.state_of(c) == found.state]
            chosen = persons[: number or 2] if number or kind is None else persons
        else:
            last = next((c for c in self._recent() if c.members and c.complete and len(c.members) == (number or 2)), None)
            if last is not None and sort == "either" and self.sentence[found.head] - self.sentence[last.mentions[-1][0].head] <= 3:
                pair = [self.chains[i] for i in last.members]
                chosen = pair if "part" in found.lemma else self._states_of(pair) if pair[0].type == "Person" else pair
                chosen = chosen if len(chosen) == len(pair) else pair
            else:
                states = [c for c in recent if c.type in _STATES]
                leading = [c for c in persons if self._kinds(c)]
                chosen = states[: number or 2]
                if len(leading) >= 2 and (len(chosen) < 2 or self._weight(leading[1], found) > self._weight(chosen[1], found)):
                    chosen = (self._states_of(leading[:2]) if "part" not in found.lemma else []) or leading[:2]
                    chosen = chosen if len(chosen) == 2 else leading[:2]
        wanted = number or 2
        return tuple(sorted(c.index for c in chosen)) if len(chosen) == wanted or (number is None and len(chosen) > 1) else ()

    def _salient(self, found: Found, reach: int) -> list[_Chain]:
        """Chains of the last ``reach`` sentences that act or are acted with, most salient first."""
        weights = {c.index: w for c in self.chains if (w := self._weight(c, found, reach)) > 0}
        return [self.chains[i] for i in sorted(weights, key=lambda i: (-weights[i], i))]

    def _weight(self, chain: _Chain, found: Found, reach: int = 12) -> float:
        """How present a chain is: its mentions weighed by syntactic place, halved every two sentences."""
        weight = 0.0
        for mention, _ in chain.mentions:
            if mention.kind == "demonym":
                continue
            distance = self.sentence[found.head] - self.sentence[mention.head]
            if mention.head >= found.first or not 0 <= distance <= reach:
                continue
            token = self.doc[mention.head]
            while token.dep_ == "conj":
                token = token.head
            place = 3.0 if token.dep_ in ("nsubj", "nsubjpass", "ROOT") else 2.0 if token.dep_ in ("dobj", "dative", "pobj") and token.head.lower_ not in ("in", "at", "to", "from", "of", "on") else 0.5
            weight += place * 0.5 ** (distance / 2)
        return weight

    def _states_of(self, persons: list[_Chain]) -> list[_Chain]:
        found: dict[str, _Chain] = {}
        for person in persons:
            state = self.state_of(person)
            if state and state not in found:
                chain = next((c for c in self.chains if c.type in _STATES and c.keys and self.gazetteer.entry(c.keys[0]).iso3 == state), None)
                if chain:
                    found[state] = chain
        return list(found.values())

    def _nominal(self, found: Found) -> tuple[int, float]:
        """A body without a name: "the Turkish foreign ministry", "the ministry", "the rebels"."""
        state = found.state or self._owner_state(found)
        lemma = found.lemma.split()[-1]
        head = self.doc[found.head]
        words = {c.lower_ for c in head.children if c.dep_ in ("amod", "compound", "nmod") and c.i < head.i and self.gazetteer.demonym(c.text) is None and c.lower_ not in ("main", "own")} | {head.lower_}
        if found.definite:
            for chain in self._recent():
                if chain.type in _BODIES and chain.type not in _STATES and not chain.members and (state is None or chain.state in (None, state)):
                    if any(words <= set(n.lower().replace("'s", "").split()) for n in chain.names):
                        return chain.index, 0.85
            if lemma in ("country", "nation") and found.owner is not None and not found.plural and state:
                for chain in self.chains:
                    if chain.type in _STATES and chain.keys and self.gazetteer.entry(chain.keys[0]).iso3 == state:
                        return chain.index, 0.8
            if lemma in ("country", "nation", "kingdom", "republic") and not found.plural and (states := [c for c in self._recent() if c.type in _STATES]):
                return states[0].index, 0.6
            if found.type == "Organization" and lemma in ("bloc", "alliance", "agency", "organization", "organisation", "body", "union", "newspaper"):
                near = [c for c in self._recent() if c.type in _BODIES and c.type not in _STATES and not c.members and any(f.kind == "name" for f, _ in c.mentions)]
                if near and not state:
                    return near[0].index, 0.65
        return self.new(found, self.document.span(found.first, found.last).text, found.type, state=state), 0.7

    # --------------------------------------------------------------------------------------------------------- pronouns

    def _pronoun(self, found: Found, passages: Sequence[Passage]) -> int | None:
        here = self.sentence[found.head]
        speaking = {self.chain_at(p.speaker) for p in passages if p.speaker is not None and p.first <= found.head < p.last}  # they say "I"
        best: tuple[float, int] | None = None
        for head, other, index in reversed(self.order):
            distance = here - self.sentence[head]
            if distance > _REACH:
                break
            chain = self.chains[index]
            if other.kind == "demonym" or index in speaking or head > found.head or not self._agrees(found, chain) or (distance == 0 and self._clash(found, head)):
                continue
            subject = self.doc[other.head].dep_ in ("nsubj", "nsubjpass")
            near = self.doc[found.head].dep_ == "poss" and distance == 0 and _verb(self.doc, head) == _verb(self.doc, found.head) and not subject
            score = -8.0 * distance + (6 if subject else 7 if near else 0) + (2 if other.kind in ("name", "role") else 0) - 0.05 * (found.head - head) + min(len(chain.mentions), 6) * 0.4
            if best is None or score > best[0]:
                best = (score, index)
        if found.pronoun in ("they", "both"):
            pair = self._coordinated_subject(found)
            if pair and (best is None or best[0] < _FAR):
                return self.new(found, self.document.span(found.first, found.last).text, "AgentGroup", members=pair, complete=True)
        return best[1] if best else None

    def _coordinated_subject(self, found: Found) -> tuple[int, ...]:
        """The members of the last coordinated subject before a "they"."""
        here = self.sentence[found.head]
        for head, other, index in reversed(self.order):
            token = self.doc[head]
            if here - self.sentence[head] > 2 or head >= found.head:
                continue
            if token.dep_ not in ("nsubj", "nsubjpass") or other.kind not in ("name", "role"):
                continue
            parts = [token, *_conj(token)]
            members = {index}
            for part in parts[1:]:
                for name in [t for t in part.children if t.dep_ == "appos" for t in (t, *_conj(t))] or [part]:
                    if (chain := self.chain_at(name.i)) is not None:
                        members.add(chain)
            if len(members) > 1:
                return tuple(sorted(members))
        return ()

    def _agrees(self, found: Found, chain: _Chain) -> bool:
        match found.pronoun:
            case "he":
                return chain.type == "Person" and chain.gender != "female"
            case "she":
                return chain.type == "Person" and chain.gender != "male"
            case "it":
                return chain.type in _BODIES
            case "both":
                return bool(chain.members) and len(chain.members) == 2
            case _:
                return chain.type in ("AgentGroup", *[b for b in _BODIES if b not in _STATES]) or bool(chain.members)

    def _clash(self, found: Found, head: int) -> bool:
        """Whether two mentions are arguments of one verb, so that a plain pronoun cannot mean the other."""
        mine, other = self.doc[found.head], self.doc[head]
        if mine.dep_ == "poss" or found.name.lower().endswith(("self", "selves")):
            return mine.dep_ == "poss" and mine.head.i == head
        verb, verb_other = _verb(self.doc, found.head), _verb(self.doc, head)
        return verb == verb_other and mine.dep_ != "conj"

    # ------------------------------------------------------------------------------------------------ later adjustments

    def pair_coordinated(self, found: Sequence[Found]) -> None:
        """Groups whose members follow: "their foreign ministers, A and B"; "his Greek and French counterparts, A and B".

        Of counterparts the states go to the names in order, with the subject's office.
        """
        for mention in found:
            if mention.kind != "group":
                continue
            head = self.doc[mention.head]
            names = [c for t in head.children if t.dep_ == "appos" for c in [t, *_conj(t)]]
            demonyms = [t for a in head.children if a.dep_ == "amod" for t in [a, *_conj(a)]]
            states = [e.iso3 for t in demonyms if (e := self.gazetteer.demonym(t.text))]
            chains = [c for t in names if (c := self.chain_at(t.i)) is not None and self.chains[c].type == "Person"]
            group = next((c for c in self.chains if c.mentions and c.mentions[0][0] is mention), None)
            if group is not None and len(chains) > 1:
                group.members, group.complete = tuple(sorted(set(chains))), True
            if not mention.lemma.endswith("counterpart"):
                continue
            owner = self.chain_at(mention.owner) if mention.owner is not None else None
            title = next((t.text for t in self.chains[owner].titles if t.text), "") if owner is not None else ""
            if chains and len(chains) == len(states):
                for index, state in zip(chains, states, strict=True):
                    chain = self.chains[index]
                    chain.state = chain.state or state
                    chain.titles.append(Title(title, state))
                    if kind := self.gazetteer.office_kind(title):
                        chain.kinds.add(kind)

    def first_person(self, found: Sequence[Found], passages: Sequence[Passage], speakers: dict[int, int]) -> None:
        """"I" and "we": the speaker of the passage, or who signs a text that is written in the first person."""
        outside: list[Found] = []
        for mention in found:
            if mention.pronoun not in ("i", "we"):
                continue
            inside = [n for n, p in enumerate(passages) if p.first <= mention.first < p.last]
            if inside:
                speaker = next((speakers[n] for n in reversed(inside) if n in speakers), None)
                if speaker is not None:
                    told_to = mention.name.lower() in ("us", "our", "ours") and self.chains[speaker].type == "Person"
                    home = self._states_of([self.chains[speaker]]) if told_to else []  # "asked us": the speaker's state
                    self.add(home[0].index if home else speaker, mention, 0.7)
            else:
                outside.append(mention)
        if any(m.pronoun == "i" for m in outside) or len(outside) >= 3:
            author = self._author()
            if author is not None:
                for mention in outside:
                    self.add(author, mention, 0.7)

    def _author(self) -> int | None:
        """The person named in a heading: a short line without a verb near the beginning."""
        for chain in self.chains:
            if chain.type == "Person":
                for found, _ in chain.mentions:
                    if found.kind != "name":
                        continue
                    sentence = self.doc[found.head].sent
                    if self.sentence[found.head] <= 4 and not any(t.tag_ in ("VBD", "VBZ", "MD") for t in sentence):
                        return chain.index
        for _, found, index in self.order:  # a text that a state or ministry issues speaks of itself in its first sentences
            if self.chains[index].type in ("State", "GovernmentBody") and found.kind == "name" and self.sentence[found.head] <= 2 and self.doc[found.head].dep_ in ("nsubj", "ROOT", "poss", "compound"):
                return index
        return None


def _sentences(doc: Doc) -> list[int]:
    number, out = -1, []
    for token in doc:
        number += bool(token.is_sent_start)
        out.append(number)
    return out


def _conj(token: Token) -> list[Token]:
    return [c for c in token.conjuncts if c.i > token.i]


def _locative(doc: Doc, head: int) -> bool:
    """Whether a mention stands after a preposition of place or direction."""
    token = doc[head]
    while token.dep_ in ("conj", "appos") and token.head.i < token.i:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in _PLACES


def _verb(doc: Doc, i: int) -> int:
    token = doc[i]
    for _ in range(8):
        if token.head is token:
            return token.i
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token.i
    return token.i


def _bare(text: str) -> str:
    return " ".join(w for w in text.lower().replace(",", " ").split() if w not in ("the", "a", "an", "mr", "mr.", "mrs", "ms", "dr"))


def _plain(name: str) -> str:
    return " ".join(name.replace("\u00a0", " ").split())


def _same(name: str, names: Sequence[str]) -> bool:
    return _plain(name).casefold() in {_plain(n).casefold() for n in names}


def _short(short: str, long: str) -> bool:
    """Whether one name is a short form of another: its initials, or its head word."""
    words = [w for w in long.replace("-", " ").split() if w[:1].isupper()]
    initials = "".join(w[0] for w in words)
    if short.isupper() and 2 <= len(short) <= 6 and "".join(c for c in short if c.isalpha()) == initials:
        return True
    return len(short.split()) < len(long.split()) and (long.startswith(short + " ") or (short in words and len(short) > 4 and long.split()[0] != short))
