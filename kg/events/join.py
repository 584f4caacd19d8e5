"""Which event mentions of one article tell the same happening."""

from __future__ import annotations

from collections.abc import Sequence

from kg.events.parties import Sides
from kg.events.places import Places
from kg.model import EventMention
from kg.vocab.ontology import Ontology

__all__ = ["Joiner"]

_NEAR = 150
"""Tokens within which "the talks" are those told before."""
_BESIDE = 60
"""Tokens within which two tellings of a meeting that share one party are of one meeting."""
_LEAD = 150
"""Tokens after a headline in which the text tells what the headline tells."""
_REAL = frozenset({"occurred", "ongoing"})
_AHEAD = frozenset({"planned", "proposed"})
_PARTY = "meetingParty"


class Joiner:
    """Groups the mentions of one article.

    Args:
        ontology: Which classes lie below which, and which are symmetric.
        agents: For each mention its fillers by role as entity ids (members of groups in place of the group).
        states: The same by the states that they act for, which is all that a headline names.
        mentions: The mentions.
        headline: The token at which the headline ends.
        places: Where they are.
    """

    def __init__(
        self,
        ontology: Ontology,
        agents: Sequence[Sides],
        states: Sequence[Sides],
        mentions: Sequence[EventMention],
        headline: int,
        places: Places,
    ) -> None:
        self.ontology, self.mentions, self.headline = ontology, mentions, headline
        self.agents, self.states = agents, states
        self.places, self._where = places, [places.of(mention) for mention in mentions]

    def groups(self) -> list[list[int]]:
        """Indices of mentions, grouped by happening, in order of first mention."""
        groups: list[list[int]] = []
        for i in range(len(self.mentions)):
            home = next((g for g in groups if all(self._same(j, i) for j in g)), None)
            if home is None:
                groups.append([i])
            else:
                home.append(i)
        return groups

    def _same(self, i: int, j: int) -> bool:
        a, b = self.mentions[i], self.mentions[j]
        if a.type == "Statement" or b.type == "Statement" or a.polarity != b.polarity:
            return False
        if not _statuses_agree(a, b) or not self._types_agree(a, b):
            return False
        if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
            return False
        if not self.places.agree(self._where[i], self._where[j], self.ontology.is_a(a.type, "Visit")):
            return False
        if not _times_agree(a, b):
            return False
        if self._is_headline_and_lead(a, b) and _retold(self.states[i], self.states[j]):
            return True
        return _documents_agree(a, b) and self._parties_agree(i, j)

    def _is_headline_and_lead(self, a: EventMention, b: EventMention) -> bool:
        first, last = sorted((a.anchor, b.anchor))
        return first < self.headline <= last < self.headline + _LEAD

    def _types_agree(self, a: EventMention, b: EventMention) -> bool:
        """One class lies below the other; words that point back, and weak ones, go with any contact of the parties."""
        if self.ontology.is_a(a.type, b.type) or self.ontology.is_a(b.type, a.type):
            return True
        loose = b.weak or a.weak or (b.definite and self.ontology.symmetric(b.type))
        return loose and all(
            self.ontology.is_a(t, "DiplomaticEvent") and self.ontology.symmetric(t) for t in (a.type, b.type)
        )

    # --------------------------------------------------------------------------------------------------------- parties

    def _parties_agree(self, i: int, j: int) -> bool:
        a, b = self.mentions[i], self.mentions[j]
        table = self.states if min(a.anchor, b.anchor) < self.headline else self.agents
        one, two = table[i], table[j]
        if self._points_back(a, b, one, two) or _is_same_document(a, b, one, two):
            return True
        if not all(_role_agrees(role, one[role], two[role], b) for role in one.keys() & two.keys()):
            return False
        shared = {role: len(one[role] & two[role]) for role in one.keys() & two.keys()}
        if self.ontology.symmetric(a.type) and a.type != "Signing":
            return _meetings_agree(a, b, one, two, sum(shared.values()))
        if self.ontology.is_a(a.type, "Statement") or self.ontology.is_a(a.type, "ConflictEvent"):
            return {"initiator", "recipient"} <= {self.ontology.side(role) for role, number in shared.items() if number}
        return any(shared.values())

    def _points_back(self, a: EventMention, b: EventMention, one: Sides, two: Sides) -> bool:
        """Whether one more party joins the talks told before ("… joined the talks")."""
        if not b.definite or not self.ontology.symmetric(b.type):
            return False
        return bool(one.get(_PARTY)) and len(two.get(_PARTY, ())) <= 1 and 0 < b.anchor - a.anchor < _NEAR


def _retold(one: Sides, two: Sides) -> bool:
    """Whether a headline and the text after it may name the same states: no role gainsays, and one agrees."""
    both = one.keys() & two.keys()
    return bool(both) and all(one[role] <= two[role] or two[role] <= one[role] for role in both)


def _is_same_document(a: EventMention, b: EventMention, one: Sides, two: Sides) -> bool:
    """Whether one of two tellings names the document alone: "the pact has been signed"."""
    return bool(a.instruments) and bool(b.instruments) and not (one and two)


def _role_agrees(role: str, mine: frozenset[str], theirs: frozenset[str], second: EventMention) -> bool:
    """Whether the fillers of a role may be the same: all of them, or of a meeting some of them."""
    if mine == theirs:
        return True
    if role != _PARTY or not (mine <= theirs or theirs <= mine):
        return False
    return second.definite or second.weak or 1 in (len(mine), len(theirs))


def _meetings_agree(a: EventMention, b: EventMention, one: Sides, two: Sides, shared: int) -> bool:
    """Whether meetings share two parties, or one, where one of them names no other and they are told side by side."""
    if shared >= 2:
        return True
    alone = 1 in (len(one.get(_PARTY, ())), len(two.get(_PARTY, ())))
    both = bool(one.get(_PARTY)) and bool(two.get(_PARTY))
    near = _NEAR if b.weak and len(two.get(_PARTY, ())) == 1 else _BESIDE  # "we discussed …" goes on with what was told
    return shared == 1 and alone and both and abs(a.anchor - b.anchor) < near


def _statuses_agree(a: EventMention, b: EventMention) -> bool:
    both = {a.status, b.status}
    return len(both) == 1 or both <= _REAL or both <= _AHEAD


def _times_agree(a: EventMention, b: EventMention) -> bool:
    """Days that both mentions state must meet; a mention without a phrase agrees with any."""
    if not (a.time and b.time and a.time.phrase and b.time.phrase):
        return True
    first = max((t.earliest for t in (a.time, b.time) if t.earliest), default=None)
    last = min((t.latest for t in (a.time, b.time) if t.latest), default=None)
    return first is None or last is None or first <= last


def _singular(title: str) -> str:
    """A title without the ending of a plural: "joint statements" may be one of those that are named."""
    return title.removesuffix("s")


def _documents_agree(a: EventMention, b: EventMention) -> bool:
    one, two = ({_singular(title.lower()) for _, title, _ in m.instruments} for m in (a, b))
    return one == two or (bool(one) and bool(two) and all(any(x in y or y in x for y in two) for x in one))
