"""Fills the roles of a frame with what stands in its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.arguments import Argument
from kg.extract.carriers import Telling
from kg.extract.context import Context
from kg.extract.documents import Named, read_document
from kg.extract.fillers import OF_THE_PLACE
from kg.extract.patterns import Pattern, Slot
from kg.model import RoleFiller

__all__ = ["ANSWERS", "Filled", "fill_roles"]

ANSWERS = "respondsTo"
"""The role of what an answer answers."""


@dataclass(slots=True)
class Filled:
    """What fills the roles of a frame.

    ``related`` are roles that another event fills (by the token that heads it), ``documents`` what documents it names,
    ``document_heads`` their head tokens, ``contents`` the head tokens of what is said, ``concerns`` chains that it is
    about.
    """

    fillers: list[RoleFiller] = field(default_factory=list)
    related: list[tuple[str, int]] = field(default_factory=list)
    documents: list[Named] = field(default_factory=list)
    document_heads: list[int] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)
    concerns: list[int] = field(default_factory=list)


def fill_roles(context: Context, pattern: Pattern, telling: Telling) -> Filled:
    """Fill the roles of a frame, each with all that stands in its arguments and meets their conditions."""
    filled = Filled()
    for slot in pattern.slots:
        for argument in telling.usable(slot.argument):
            if slot.condition is None or context.conditions.fits(argument, slot.condition):
                _fill(context, pattern, filled, slot, argument)
    return filled


def _fill(context: Context, pattern: Pattern, filled: Filled, slot: Slot, argument: Argument) -> None:
    match slot.kind:
        case "content":
            filled.contents.append(argument.head)
        case "concerns":
            about = context.fillers.of(argument, "Agent") or context.fillers.of(argument, "Place")
            filled.concerns += [filler.chain for filler in about]
        case "Event":
            filled.related.append((slot.role, argument.head))
        case "Document":
            if (document := read_document(context, argument.head)) is not None:
                filled.documents.append(document)
                filled.document_heads.append(argument.head)
        case _:
            _fill_with_parties(context, pattern, filled, slot, argument)


def _fill_with_parties(context: Context, pattern: Pattern, filled: Filled, slot: Slot, argument: Argument) -> None:
    for found in context.fillers.of(argument, slot.kind, pattern.deed, slot.acts):
        if all((f.role, f.chain) != (slot.role, found.chain) for f in filled.fillers):
            filled.fillers.append(RoleFiller(slot.role, found.chain, found.mention, found.path, found.found_by))
        if pattern.deed and found.path.endswith(OF_THE_PLACE):  # "bombed Aleppo": whom, and where
            filled.fillers.append(RoleFiller("atPlace", found.chain, found.mention, argument.path))
