"""Which event mentions of one article tell the same happening."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import EventMention
from kg.vocab.ontology import Ontology

__all__ = ["Joiner"]

_NEAR = 150
"""Tokens within which "the talks" are those told before."""
_REAL = frozenset({"occurred", "ongoing"})
_AHEAD = frozenset({"planned", "proposed"})


class Joiner:
    """Groups the mentions of one article.

    ``agents`` gives, for a mention, its fillers by role as entity ids (members of groups in place of the group);
    ``states`` the same by the states that they act for, which is all that a headline names; ``headline`` is the token at
    which the headline ends.
    """

    def __init__(
        self,
        ontology: Ontology,
        agents: Sequence[dict[str, frozenset[str]]],
        states: Sequence[dict[str, frozenset[str]]],
        mentions: Sequence[EventMention],
        headline: int,
    ) -> None:
        self.ontology, self.agents, self.states, self.mentions, self.headline = (
            ontology,
            agents,
            states,
            mentions,
            headline,
        )

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
        if not self._types_agree(a, b):
            return False
        if a.type == "Statement" or b.type == "Statement" or a.polarity != b.polarity or not self._status_agrees(a, b):
            return False
        if a.ordinal and b.ordinal and a.ordinal != b.ordinal:
            return False
        return self._times_agree(a, b) and self._documents_agree(a, b) and self._parties_agree(i, j)

    def _types_agree(self, a: EventMention, b: EventMention) -> bool:
        """One class lies below the other; words that point back, and weak ones, go with any contact of the parties."""
        if self.ontology.is_a(a.type, b.type) or self.ontology.is_a(b.type, a.type):
            return True
        loose = b.weak or a.weak or (b.definite and self.ontology.symmetric(b.type))
        return loose and all(
            self.ontology.is_a(t, "DiplomaticEvent") and self.ontology.symmetric(t) for t in (a.type, b.type)
        )

    @staticmethod
    def _status_agrees(a: EventMention, b: EventMention) -> bool:
        return a.status == b.status or {a.status, b.status} <= _REAL or {a.status, b.status} <= _AHEAD

    @staticmethod
    def _times_agree(a: EventMention, b: EventMention) -> bool:
        """Days that both mentions state must meet; a mention without a phrase agrees with any."""
        if not (a.time and b.time and a.time.phrase and b.time.phrase):
            return True
        first = max((t.earliest for t in (a.time, b.time) if t.earliest), default=None)
        last = min((t.latest for t in (a.time, b.time) if t.latest), default=None)
        return first is None or last is None or first <= last

    @staticmethod
    def _documents_agree(a: EventMention, b: EventMention) -> bool:
        one, two = ({title.lower() for _, title, _ in m.instruments} for m in (a, b))
        return one == two or (bool(one) and bool(two) and all(any(x in y or y in x for y in two) for x in one))

    def _parties_agree(self, i: int, j: int) -> bool:
        table = self.states if min(self.mentions[i].anchor, self.mentions[j].anchor) < self.headline else self.agents
        one, two = table[i], table[j]
        if (
            self.mentions[j].definite
            and self.ontology.symmetric(self.mentions[j].type)
            and len(two.get("meetingParty", ())) <= 1
            and one.get("meetingParty")
            and 0 < self.mentions[j].anchor - self.mentions[i].anchor < _NEAR
        ):
            return True  # "… joined the talks": one more party of the talks told before
        shared = 0
        for role in one.keys() | two.keys():
            mine, theirs = one.get(role, frozenset()), two.get(role, frozenset())
            if mine and theirs:
                if not (mine <= theirs or theirs <= mine):
                    return False
                if mine != theirs and not (
                    role == "meetingParty"
                    and (self.mentions[j].definite or self.mentions[j].weak or 1 in (len(mine), len(theirs)))
                ):
                    return False
                shared += len(mine & theirs)
        if self.ontology.symmetric(self.mentions[i].type) and self.mentions[i].type != "Signing":
            sizes = [len(a.get("meetingParty", ())) for a in (one, two)]
            return shared >= 2 or (
                shared == 1 and min(sizes) == 1 and abs(self.mentions[i].anchor - self.mentions[j].anchor) < 60
            )
        both = one.keys() & two.keys()
        sides = {self.ontology.side(r) for r in both if one[r] & two[r]}
        if self.ontology.is_a(self.mentions[i].type, "Statement") or self.ontology.is_a(
            self.mentions[i].type, "ConflictEvent"
        ):
            return {"initiator", "recipient"} <= sides
        return shared > 0
