"""Meetings told together: one without a day was on the day of a dated one near it with the same parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.events.parties import Sides
from kg.model import EventMention
from kg.vocab.ontology import Ontology

__all__ = ["told_together"]

_NEAR = 60
"""Tokens within which two tellings of a meeting are taken to be of one day."""


def told_together(mentions: Sequence[EventMention], sides: Sequence[Sides], ontology: Ontology) -> list[EventMention]:
    """The mentions, with days for meetings that have none of their own.

    A meeting takes the day of a dated one that names its parties among others, or the same parties close by.

    Args:
        mentions: The event mentions of an article.
        sides: The parties of each.
        ontology: Which classes are meetings.
    """
    parties = {
        n: frozenset[str]().union(*sides[n].values())
        for n, m in enumerate(mentions)
        if ontology.is_a(m.type, "Meeting")
    }
    dated = [n for n in parties if (time := mentions[n].time) is not None and time.phrase]
    out = list(mentions)
    for n in parties.keys() - set(dated):
        near = _nearest(n, mentions, parties, dated) if len(parties[n]) > 1 else None
        if near is not None and near.time is not None:
            out[n] = replace(mentions[n], time=replace(near.time, anchor="event", rule="told-together"))
    return out


def _nearest(
    n: int, mentions: Sequence[EventMention], parties: dict[int, frozenset[str]], dated: list[int]
) -> EventMention | None:
    """The nearest dated meeting that a meeting without a day belongs to."""
    mine, mention = parties[n], mentions[n]
    same_parties_dated = any(parties[k] == mine for k in dated)

    def distance(k: int) -> int:
        return abs(mentions[k].anchor - mention.anchor)

    likely = [k for k in dated if mentions[k].status == mention.status and mine <= parties[k]]
    among_others = [k for k in likely if mine < parties[k] and not same_parties_dated]
    close = [k for k in likely if distance(k) < _NEAR]
    fitting = [*among_others, *close]
    return mentions[min(fitting, key=distance)] if fitting else None
