"""Status, polarity and certainty of a telling, and what an operator makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["PLANNED", "PLANS", "Modality", "under"]

PLANS = ("planned", "proposed")
"""Statuses, and effects of operators, of what is meant to come."""


@dataclass(frozen=True, slots=True)
class Modality:
    """Status, polarity and certainty of a telling; ``nothing`` is the reason why it asserts nothing, if it does not.

    ``tense`` is past, present or future, for dates.
    """

    status: str = "occurred"
    polarity: str = "affirmed"
    certainty: str = "certain"
    nothing: str | None = None
    tense: str = "past"

    def negated(self) -> Modality:
        """The same, denied; a denial of what is denied is left denied."""
        return replace(self, polarity="negated", status="denied")


PLANNED = Modality("planned", tense="future")
"""What is yet to come."""


def under(effect: str, below: Modality) -> Modality:
    """What an operator makes of an event.

    Args:
        effect: The operator's (``planned``, ``denied``, ``wish`` …).
        below: The modality of the operator's own clause: who does not plan to go does not go.
    """
    if below.nothing or effect == "transparent":
        return below
    negated = below.polarity == "negated"
    match effect:
        case "wish":
            return replace(below, status="unknown", nothing="wished, asked for or feared", tense="future")
        case "planned" | "proposed":
            found = Modality(effect, tense="future")
            return found.negated() if negated else found
        case "cancelled":
            return PLANNED if negated else Modality("cancelled")
        case "denied":
            return Modality(tense=below.tense) if negated else Modality("denied", "negated", tense=below.tense)
        case "given":  # came before, whatever becomes of the rest: "will go at the invitation of X"
            return Modality()
        case "probable":
            return below if negated else replace(below, status="occurred", certainty="probable", tense="past")
        case "unknown":
            return Modality("unknown", certainty="possible", tense="future")
        case _:  # occurred, ongoing: with the tense of the operator
            real = not negated and below.status in ("occurred", "ongoing")
            return replace(below, status=effect) if real else below
