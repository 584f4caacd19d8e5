"""Joins mentions into chains: names and their short forms, bare roles, pronouns, groups; nothing is forced.

Rules, since no trained model is to be had: recency, number, gender, office on the day, syntactic prominence (Lappin and
Leass 1994 give the order of preference). A mention that no rule resolves stands for itself, or for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.bodies import join_name, join_nominal
from kg.annotate.chains import Chains, Joined
from kg.annotate.found import Found
from kg.annotate.groups import join_group, name_members
from kg.annotate.persons import is_persons_word, join_person
from kg.annotate.pronouns import join_pronoun
from kg.annotate.quotes import Passage
from kg.annotate.roles import join_named_later, join_role
from kg.annotate.speakers import find_speakers, join_first_person
from kg.annotate.text import Text
from kg.model import Chain

__all__ = ["resolve"]


def resolve(text: Text, found: Sequence[Found], passages: Sequence[Passage]) -> tuple[list[Chain], dict[int, int]]:
    """Join the mentions of one article.

    Args:
        text: The article.
        found: Its mentions, in text order.
        passages: Its quotes and turns; "I" and "we" in them are their speaker's.

    Returns:
        The chains, in order of first mention, and for each passage (by its place in ``passages``) its speaker's chain.
    """
    chains = Chains(text)
    for mention in found:
        if joined := _join(chains, mention, passages):
            chain, confidence = joined
            chains.add(chain, mention, confidence)
    name_members(chains, found)
    speakers = find_speakers(chains, passages)
    join_first_person(chains, found, passages, speakers)
    join_named_later(chains)
    frozen, place = chains.freeze()
    return frozen, {n: place[chain.index] for n, chain in speakers.items()}


def _join(chains: Chains, found: Found, passages: Sequence[Passage]) -> Joined | None:
    """The chain that a mention joins by what stands before it; "I" and "we" wait until all speakers are known."""
    match found.kind:
        case "name" | "demonym":
            person = found.type == "Person" or (not found.keys and is_persons_word(chains, found.name))
            return (join_person if person else join_name)(chains, found), 1.0
        case "pronoun":
            return None if found.pronoun in ("i", "we") else join_pronoun(chains, found, passages)
        case "role":
            return join_role(chains, found)
        case "group":
            return join_group(chains, found)
        case _:
            return join_nominal(chains, found)
