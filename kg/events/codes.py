"""Status and PLOVER code of an event, from its tellings."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import EventMention, Participant
from kg.vocab.ontology import Ontology

__all__ = ["plover_code", "status"]

_MOST_DEFINITE = ("occurred", "ongoing", "cancelled", "planned", "proposed", "unknown", "denied")
"""Statuses in the order in which one telling prevails over others."""
_AHEAD = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "AGREE",
    "PROTEST": "THREATEN",
    "SANCTION": "THREATEN",
    "COERCE": "THREATEN",
    "ASSAULT": "THREATEN",
}
"""What an act that is planned or proposed is coded as: intent to cooperate, help or yield is AGREE (CAMEO 03, of which
035 is the intent to yield, becomes AGREE), announced dissent or harm is THREATEN (CAMEO 13)."""


def status(group: Sequence[EventMention]) -> str:
    """The status of the most definite telling; denied only where every telling denies."""
    statuses = {mention.status for mention in group}
    return next((one for one in _MOST_DEFINITE if one in statuses), "unknown")


def plover_code(
    ontology: Ontology, mention: EventMention, status: str, participants: Sequence[Participant]
) -> tuple[str | None, str | None]:
    """PLOVER type and mode of an event.

    Args:
        ontology: The codes of classes.
        mention: The most exact telling; a code of its own goes before that of its class.
        status: The event's.
        participants: Who takes part, and where.

    Returns:
        Type and mode, None where there is none.
    """
    kind, mode = _own_code(ontology, mention)
    if kind is None:
        return None, None
    if status in ("planned", "proposed") and kind in _AHEAD:
        return _AHEAD[kind], None
    if kind == "CONSULT" and not mode and ontology.symmetric(mention.type):
        return kind, _meeting_mode(participants)
    return kind, mode or None


def _meeting_mode(participants: Sequence[Participant]) -> str | None:
    """``multilateral`` for three sides or more, ``third-party`` for two on the ground of another state."""
    sides = [p.entity for p in participants if p.role == "meetingParty"]
    parties = [part for side in sides for part in (side.members or (side,))]
    homes = {party.state for party in parties}
    if len(homes if None not in homes else parties) > 2:
        return "multilateral"
    grounds = {p.entity.state for p in participants if p.role == "atPlace"}
    known = None not in homes | grounds
    return "third-party" if known and len(homes) > 1 and grounds and not grounds & homes else None


def _own_code(ontology: Ontology, mention: EventMention) -> tuple[str | None, str | None]:
    if not mention.plover:
        return ontology.plover(mention.type) or (None, None)
    kind, _, mode = mention.plover.partition("-")
    return kind, mode
