"""Who is spoken of together: "X and Y", or X, who met Y; what "they" and "the two sides" take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.chains import Chains
from kg.annotate.found import Found
from kg.annotate.text import SUBJECTS, conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["pair_spoken_of"]

_PAIR_REACH = 2
"""Sentences that a plural looks back."""
_MEETING = ("meet", "receive", "host", "phone", "call")
"""Verbs whose subject and object are together."""


def pair_spoken_of(chains: Chains, found: Found) -> tuple[int, ...]:
    """The members of the last coordinated subject before a plural, or of a subject and whom it was with.

    Args:
        chains: What has been joined so far.
        found: The plural: "they", "the two sides".

    Returns:
        Indices of chains; none where no such subject stands close before.
    """
    here = chains.text.sentence[found.head]
    for said in reversed(chains.said):
        if here - said.sentence > _PAIR_REACH:
            break
        token = chains.text.tokens[said.found.head]
        if token.i >= found.head or token.dep_ not in SUBJECTS or said.found.kind not in ("name", "role"):
            continue
        joined = conjuncts(token)
        named = [chains.at(name.i) for part in joined or _company(token) for name in _names_of(part)]
        alike = [c for c in named if c is not None and (joined or c.type == said.chain.type)]
        members = {said.chain.index, *(c.index for c in alike)}
        if len(members) > 1:
            return tuple(sorted(members))
    return ()


def _company(subject: Token) -> list[Token]:
    """Whom a subject met, or did something with: Y, in "X held talks with Y"."""
    verb = subject.head
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    withs = (p for word in (verb, *objects) for p in word.children if p.dep_ == "prep" and p.lower_ == "with")
    found = [t for preposition in withs for t in preposition.children if t.dep_ == "pobj"]
    if not found and verb.lemma_ in _MEETING:
        found = objects
    return [t for one in found for t in (one, *conjuncts(one))]


def _names_of(part: Token) -> list[Token]:
    """A conjunct, or in its place the names in apposition to it."""
    names = [t for child in part.children if child.dep_ == "appos" for t in (child, *conjuncts(child))]
    return names or [part]
