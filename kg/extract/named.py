"""Who stands at a word: the mentions of an article by token, and names in apposition."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.lexicon import Lexicon
from kg.extract.words import NOMINAL, Word
from kg.model import Chain, Mention

__all__ = ["AGENTS", "STATES", "Named"]

STATES = frozenset({"State", "PartiallyRecognizedState"})
"""Classes of chains that are a party and a place at once."""
AGENTS = STATES | {
    "Person",
    "AgentGroup",
    "Organization",
    "GovernmentBody",
    "IntergovernmentalOrganization",
    "NonStateArmedGroup",
    "PoliticalParty",
    "MediaOrganization",
    "DiplomaticMission",
}
"""Classes of chains that can act."""

_At = tuple[Mention, int]
"""A mention with the index of its chain."""


class Named:
    """The mentions of one article, found by token."""

    def __init__(self, words: list[Word], chains: tuple[Chain, ...], lexicon: Lexicon) -> None:
        self.words, self.chains = words, chains
        self._naming = lexicon.listed("naming")
        self._found: dict[int, _At | None] = {}
        self._covering: dict[int, list[_At]] = {}
        for chain in chains:
            for mention in chain.mentions:
                for i in range(mention.first, mention.last):
                    self._covering.setdefault(i, []).append((mention, chain.index))
        for entries in self._covering.values():
            entries.sort(key=lambda e: e[0].last - e[0].first)  # smallest first

    def at(self, token: int) -> tuple[Mention, int] | None:
        """The mention headed by a token, else one that covers it as part of its name, else the name that follows.

        Returns:
            The mention and the index of its chain.
        """
        if token not in self._found:
            self._found[token] = self._find(self.words[token])
        return self._found[token]

    def type_at(self, token: int) -> str | None:
        """The class of the chain at a token, or None where nobody stands there."""
        found = self.at(token)
        return None if found is None else self.chains[found[1]].type

    def _find(self, word: Word) -> _At | None:
        entries = self._covering.get(word.i, ())
        for mention, chain in reversed(entries):
            if mention.head == word.i:
                return self._apposed(word, mention) or (mention, chain)
        for mention, chain in entries:
            if mention.kind == "name" and self._is_part(word, mention):
                return mention, chain
        if word.pos in NOMINAL:  # "my colleague the minister, X"
            return self._agent_among(word.kids("appos"))
        return None

    def _is_part(self, word: Word, mention: Mention) -> bool:
        """Whether a word within a name belongs to its head, or the parser gave the name two heads."""
        if not mention.first <= word.head.i < mention.last:
            return True
        return mention.head == word.i or any(above.i == mention.head for above in word.ancestors())

    def _apposed(self, word: Word, mention: Mention) -> _At | None:
        """For "one country – the US", "a group known as X": the name beside words that name nobody."""
        nameless = mention.kind in ("nominal", "role") or (mention.kind == "group" and word.tag == "NN")
        if not nameless:
            return None
        known_as = [
            name
            for participle in word.kids("acl")
            if participle.lemma in self._naming
            for child in participle.kids("prep", "oprd")
            for name in (child.kids("pobj") or [child])
        ]
        return self._agent_among([*word.kids("appos"), *known_as])

    def _agent_among(self, words: Iterable[Word]) -> _At | None:
        """The first of some words that heads the name of somebody who can act."""
        for word in words:
            for mention, chain in self._covering.get(word.i, ()):
                if mention.kind == "name" and mention.head == word.i and self.chains[chain].type in AGENTS:
                    return mention, chain
        return None
