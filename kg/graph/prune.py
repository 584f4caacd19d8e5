"""Takes events out of a reading, with all that hangs on them alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Entity, Reading

__all__ = ["without_events"]


def without_events(reading: Reading, event_ids: Iterable[str]) -> Reading:
    """Take events out, as when validation sets them aside.

    With an event go its participations, claims and situations, the pointers of other events to it, what statements say
    of it, and holdings in which nobody acts any longer. Mentions of its parties and their links stay: the words are
    there all the same.

    Args:
        reading: What was read of an article.
        event_ids: Ids of the events to take out; ids that it does not have are passed over.

    Returns:
        The reading without them.
    """
    gone = frozenset(event_ids) & {event.id for event in reading.events}

    def stays(entity: Entity) -> bool:
        return entity.id not in gone  # an event may be concerned, or denoted, as an entity is

    kept = tuple(
        replace(
            event,
            related=tuple((name, other) for name, other in event.related if other not in gone),
            concerns=tuple(filter(stays, event.concerns)),
            content=tuple(
                replace(content, concerns=tuple(filter(stays, content.concerns)))
                for content in event.content
                if content.claim.about not in gone
            ),
        )
        for event in reading.events
        if event.id not in gone
    )
    mentions = tuple(mention for mention in reading.mentions if stays(mention.entity))
    used = {p.holding.id for event in kept for p in event.participants if p.holding}
    lost = {p.holding.id for event in reading.events for p in event.participants if p.holding} - used
    holdings = tuple(holding for holding in reading.holdings if holding.id not in lost)
    return replace(reading, events=kept, mentions=mentions, holdings=holdings)
