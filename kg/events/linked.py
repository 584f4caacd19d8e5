"""Mentions as they go into the graph: names, adjectives of states, and whatever else fills a role."""

from __future__ import annotations

from collections.abc import Container, Iterator

from kg.events.entities import Entities
from kg.model import Annotated, Chain, LinkedMention, Mention, Span

__all__ = ["linked_mentions"]

_NAMES = ("name", "demonym")


def linked_mentions(annotated: Annotated, entities: Entities, used: Container[Span]) -> Iterator[LinkedMention]:
    """The mentions of an article that its graph has, in the order of its chains.

    Args:
        annotated: The article with its chains.
        entities: What the chains denote.
        used: The words of those that fill a role.
    """
    for chain in annotated.chains:
        link = entities.links[chain.index]
        for mention in chain.mentions:
            if mention.kind in _NAMES:
                territory = mention.locative and mention.kind == "name"
                entity = entities.place(chain.index) if territory else link.entity
                yield LinkedMention(mention.span, entity, link.id or None)
            elif mention.span in used:
                found_by, confidence = _found_by(chain, mention), round(mention.confidence, 2)
                yield LinkedMention(mention.span, link.entity, link.id or None, found_by, confidence)


def _found_by(chain: Chain, mention: Mention) -> str:
    if chain.members:
        return "group"
    return "coreference" if mention.kind in ("pronoun", "role") else "argument"
