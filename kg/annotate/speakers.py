"""Finds who speaks: the speakers of passages, and whom "I" and "we" stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.annotate.chains import Chains, Growing
from kg.annotate.found import Found
from kg.annotate.quotes import Passage

__all__ = ["find_speakers", "join_first_person"]

_CONFIDENCE = 0.7
"""Confidence that "I" or "we" is the speaker, or the author."""
_OWN_VOICE = 3
"""From this many "we" outside quotes on, a text speaks in the voice of its author (of "I" one is enough)."""
_HEADING, _OPENING = 4, 2
"""The number of the last sentence that can be a heading, and of the last that says who issues the text."""
_FINITE = ("VBD", "VBZ", "MD")
_OPENS = ("nsubj", "ROOT", "poss", "compound")
"""Where the name of an issuer stands."""


def find_speakers(chains: Chains, passages: Sequence[Passage]) -> dict[int, Growing]:
    """The speaker of each passage that has one, by the passage's place."""
    heads = {n: p.speaker for n, p in enumerate(passages) if p.speaker is not None}
    return {n: chain for n, head in heads.items() if (chain := chains.at(head)) is not None}


def join_first_person(
    chains: Chains, found: Sequence[Found], passages: Sequence[Passage], speakers: Mapping[int, Growing]
) -> None:
    """Give "I" and "we" to the speaker of the passage, or to who signs a text written in the first person."""
    outside: list[Found] = []
    for mention in found:
        if mention.pronoun not in ("i", "we"):
            continue
        inside = [n for n, p in enumerate(passages) if p.first <= mention.first < p.last]
        speaker = next((speakers[n] for n in reversed(inside) if n in speakers), None)
        if speaker:
            chains.add(_meant(chains, mention, speaker), mention, _CONFIDENCE)
        elif not inside:
            outside.append(mention)
    personal = any(mention.pronoun == "i" for mention in outside)
    if (personal or len(outside) >= _OWN_VOICE) and (author := _author(chains)):
        for mention in outside:
            chains.add(author, mention, _CONFIDENCE)


def _meant(chains: Chains, mention: Found, speaker: Growing) -> Growing:
    """The speaker; for "asked us" and "our" his state, where the article names it."""
    if speaker.type != "Person" or mention.name.lower() not in ("us", "our", "ours"):
        return speaker
    return next(iter(chains.states_of([speaker])), speaker)


def _author(chains: Chains) -> Growing | None:
    """Who signs a text: the person named in a heading, else the state or body that the first sentences name."""
    return next(_in_heading(chains), None) or next(_opening(chains), None)


def _in_heading(chains: Chains) -> Iterator[Growing]:
    """Persons named in a line without a verb near the beginning."""
    text = chains.text
    for chain in chains.all:
        for said in chain.said if chain.type == "Person" else ():
            if said.found.kind != "name" or said.sentence > _HEADING:
                continue
            if not any(t.tag_ in _FINITE for t in text.tokens[said.found.head].sent):
                yield chain


def _opening(chains: Chains) -> Iterator[Growing]:
    """States and bodies named in the first sentences: a text that they issue speaks of itself there."""
    for said in chains.said:
        if said.chain.type not in ("State", "GovernmentBody") or said.found.kind != "name":
            continue
        if said.sentence <= _OPENING and chains.text.tokens[said.found.head].dep_ in _OPENS:
            yield said.chain
