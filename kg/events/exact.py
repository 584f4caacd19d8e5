"""A saying and the more exact act in it are one: "X said it welcomed Y's decision" is X's welcome, in both clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.events.entities import Entities
from kg.model import Annotated, EventMention, Span
from kg.vocab.ontology import Ontology

__all__ = ["exact_acts"]

_SAYINGS = ("Statement", "Announcement")
"""Classes that say no more of an act than that something is said."""
_OWN_ROLES = ("speaker", "addressee")
"""Roles that the saying fills, not the act in it."""
_POLITIES = ("State", "GovernmentBody", "PartiallyRecognizedState")
"""Classes of those for whom an officer of their state speaks."""
_LONGEST = 390
"""Code points of the words of both, at most; the saying's own clause is the evidence otherwise."""


def exact_acts(
    annotated: Annotated, entities: Entities, ontology: Ontology, mentions: Sequence[EventMention]
) -> list[EventMention]:
    """The mentions, with each saying joined to the exact act that it says, where the speaker is who acts.

    Args:
        annotated: The article with its chains.
        entities: What its chains denote.
        ontology: Which classes are acts of saying.
        mentions: What the extractor read.
    """
    acts = {m.anchor: m for m in mentions}
    joined: dict[int, EventMention] = {}
    gone: set[int] = set()
    for saying in mentions:
        if saying.type not in _SAYINGS:
            continue
        for _, _, inner in saying.content:
            if inner is None or inner in gone:
                continue
            act = joined.get(inner, acts.get(inner))
            if act is not None and _is_act_of_speaker(annotated, entities, ontology, saying, act):
                joined[inner] = _joined(annotated, saying, act)
                gone.add(saying.anchor)
                break
    return [joined.get(m.anchor, m) for m in mentions if m.anchor not in gone]


def _is_act_of_speaker(
    annotated: Annotated, entities: Entities, ontology: Ontology, saying: EventMention, act: EventMention
) -> bool:
    if act.polarity != "affirmed" or not ontology.is_a(act.type, "Statement"):
        return False
    speakers, actors = _speakers(saying), _speakers(act)
    return bool(actors) and all(_speaks_for(annotated, entities, s, a) for s in speakers for a in actors)


def _speakers(mention: EventMention) -> set[int]:
    return {f.chain for f in mention.fillers if f.role == "speaker"}


def _speaks_for(annotated: Annotated, entities: Entities, speaker: int, actor: int) -> bool:
    """Whether what the actor does in words is done by the speaker's saying so: the same, or the speaker's state."""
    if speaker == actor:
        return True
    one, two = entities.of(speaker), entities.of(actor)
    if one.id == two.id or one in two.members:
        return True
    holding = entities.holding(speaker)
    office_of = holding.office.of if holding else None
    state = office_of.state if office_of else one.state or annotated.chains[speaker].state
    return two.type in _POLITIES and state is not None and two.state == state


def _joined(annotated: Annotated, saying: EventMention, act: EventMention) -> EventMention:
    own = [f for f in saying.fillers if f.role in _OWN_ROLES]
    said_by = {f.chain for f in own}
    rest = [f for f in act.fillers if f.role != "speaker" and f.chain not in said_by]
    return replace(
        act,
        fillers=(*own, *rest),
        evidence=_both(annotated, saying.evidence, act.evidence),
        status=saying.status,
        attribution=saying.attribution,
        time=saying.time or act.time,
        depth=saying.depth,
        content=saying.content,
    )


def _both(annotated: Annotated, one: Span, two: Span) -> Span:
    """The stretch of words that has both clauses, or the first where that is too long."""
    first, last = min(one.start, two.start), max(one.end, two.end)
    if one.part != two.part or last - first > _LONGEST:
        return one
    article = annotated.article
    shift = len(article.reading) - len(article.text) if one.part == "text" else 0
    return article.span(first + shift, last + shift)
