"""Resolves third-person pronouns by gender and number, nearness and place in the clause; "they" also to "A and B".

The order of preference is that of Lappin and Leass 1994, with weights set by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.annotate.chains import ORGANISATIONS, STATES, Chains, Growing, Joined, Said
from kg.annotate.found import Found
from kg.annotate.pairs import pair_spoken_of
from kg.annotate.quotes import Passage
from kg.annotate.text import SUBJECTS, verb_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["join_pronoun"]

_CONFIDENCE = 0.8
"""Confidence in a pronoun's chain."""
_REACH = 3
"""Sentences that a pronoun looks back."""
_FAR = -6.0
"""A candidate for "they" that scores less gives way to a coordinated subject of the sentences before."""
_PER_SENTENCE, _PER_TOKEN = 8.0, 0.05
"""What distance takes off a candidate's score."""
_SUBJECT, _SAME_VERB, _FULL = 6, 7, 2
"""What a subject adds, an argument of a possessive's own verb ("warned X of his …"), a name or role."""
_PER_MENTION, _MENTIONS = 0.4, 6
"""What each mention of the chain adds, and how many count."""


def join_pronoun(chains: Chains, found: Found, passages: Sequence[Passage]) -> Joined | None:
    """The chain that a pronoun of the third person joins; None where nobody fits."""
    score, best = _best(chains, found, passages)
    if found.pronoun in ("they", "both") and (best is None or score < _FAR):
        members = pair_spoken_of(chains, found)
        if members:
            name = chains.text.quote(found.first, found.last)
            return chains.new(name, "AgentGroup", members=members, complete=True), _CONFIDENCE
    return (best, _CONFIDENCE) if best else None


def _best(chains: Chains, found: Found, passages: Sequence[Passage]) -> tuple[float, Growing | None]:
    """The candidate with the highest score, the latest of equals."""
    here, pronoun = chains.text.sentence[found.head], chains.text.tokens[found.head]
    around = (p.speaker for p in passages if p.speaker is not None and p.first <= found.head < p.last)
    speaking = [chains.at(speaker) for speaker in around]  # they say "I"
    score, best = float("-inf"), None
    for said in reversed(chains.said):
        if here - said.sentence > _REACH:
            break
        if said.found.kind == "demonym" or said.found.head > found.head or said.chain in speaking:
            continue
        if not _agrees(found.pronoun, said.chain):
            continue
        inside = said.sentence == here
        if inside and _clash(found, pronoun, chains.text.tokens[said.found.head]):
            continue
        worth = _score(chains, said, found, pronoun, here - said.sentence)
        if best is None or worth > score:
            score, best = worth, said.chain
    return score, best


def _score(chains: Chains, said: Said, found: Found, pronoun: Token, distance: int) -> float:
    token = chains.text.tokens[said.found.head]
    place = 0
    if token.dep_ in SUBJECTS:
        place = _SUBJECT
    elif pronoun.dep_ == "poss" and distance == 0 and verb_of(token) == verb_of(pronoun):
        place = _SAME_VERB
    full = _FULL if said.found.kind in ("name", "role") else 0
    far = -_PER_SENTENCE * distance
    often = min(len(said.chain.said), _MENTIONS) * _PER_MENTION
    return far + place + full - _PER_TOKEN * (found.head - said.found.head) + often


def _agrees(pronoun: str, chain: Growing) -> bool:
    """Whether a chain has the number and gender of a pronoun."""
    match pronoun:
        case "he":
            return chain.type == "Person" and chain.gender != "female"
        case "she":
            return chain.type == "Person" and chain.gender != "male"
        case "it":
            return chain.type in ORGANISATIONS or chain.type in STATES
        case "both":
            return len(chain.members) == 2
        case _:
            return chain.type == "AgentGroup" or chain.type in ORGANISATIONS or bool(chain.members)


def _clash(found: Found, pronoun: Token, other: Token) -> bool:
    """Whether two mentions are arguments of one verb, so that a plain pronoun cannot mean the other."""
    if pronoun.dep_ == "poss":
        return pronoun.head.i == other.i
    if found.name.lower().endswith(("self", "selves")):
        return False
    return pronoun.dep_ != "conj" and verb_of(pronoun) == verb_of(other)
