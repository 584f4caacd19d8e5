"""Frames made ready to be held against arguments: what is asked, what refuses, which argument fills which role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.entries import EXPANDED, FREE_ROLES, Condition, Frame
from kg.extract.lexicon import Lexicon

__all__ = ["Guard", "Pattern", "Patterns", "Slot"]

_CORE = frozenset(
    {"subject", "object", "indirect", "clause", "infinitive", "gerund", "predicate", "adjective", "compound"}
)
"""Arguments that a word cannot do without: one that does not meet its condition refuses the frame."""
_MODIFIERS = ("adjective", "compound")


@dataclass(frozen=True, slots=True)
class Guard:
    """What an argument must be, if the word has it.

    ``barred`` refuses the frame for any modifier that is barred; ``asked``, where it is there, for an argument none of
    whose words meets it. ``written`` are the conditions as the frame has them.
    """

    argument: str
    written: tuple[str, ...]
    barred: Condition | None
    asked: Condition | None


@dataclass(frozen=True, slots=True)
class Slot:
    """An argument that fills a role, where it meets the condition.

    ``kind`` is ``content``, ``concerns``, ``Event``, ``Document``, ``Agent`` or ``Place``; ``acts`` is true for the
    role of who acts.
    """

    argument: str
    role: str
    kind: str
    condition: Condition | None
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A frame, made ready.

    ``needs`` are alternatives, each with the words in which it is written; ``swallows`` the arguments whose word is
    part of what the frame tells. ``deed`` is false for acts in words; ``mutual`` is true where the other party stands
    after "with", so that two in the subject do it to each other; ``told_within`` is true where the frame asks for
    what stands within its clauses, ``told_in_quotes`` where quoted words are its clause.
    """

    frame: Frame
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    guards: tuple[Guard, ...]
    slots: tuple[Slot, ...]
    swallows: tuple[tuple[str, Condition], ...]
    deed: bool
    symmetric: bool
    mutual: bool
    told_within: bool
    told_in_quotes: bool


class Patterns:
    """The patterns of a lexicon, each made when it is first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.ontology = lexicon, lexicon.ontology
        self._known: dict[str, Pattern] = {}

    def of(self, frame: Frame) -> Pattern:
        """The pattern of a frame."""
        known = self._known.get(frame.id)
        if known is None:
            known = self._known[frame.id] = self._made(frame)
        return known

    def _made(self, frame: Frame) -> Pattern:
        return Pattern(
            frame,
            needs=tuple((need.replace("|", " or "), tuple(_expanded(need))) for need in frame.need),
            guards=tuple(self._guards(frame)),
            slots=tuple(self._slots(frame)),
            swallows=tuple(
                (name, self.lexicon.condition(conditions))
                for name, conditions in frame.where.items()
                if frame.pos != "noun" and any(c[0] in "@=" for c in conditions)
            ),
            deed=not self.ontology.is_a(frame.event, "CommunicativeAct"),
            symmetric=self.ontology.symmetric(frame.event),
            mutual=frame.pos == "verb" and self._side(frame.args.get("with")) == "recipient",
            told_within=not {"within", "clause subject"}.isdisjoint(frame.args),
            told_in_quotes=frame.pos == "verb" and "content" in frame.args.values(),
        )

    def _guards(self, frame: Frame) -> Iterator[Guard]:
        needed = {option for need in frame.need for option in need.split("|")}
        for argument, written in frame.where.items():
            barred = tuple(c for c in written if c.startswith(("!@", "!="))) if argument in _MODIFIERS else ()
            asked = self.lexicon.condition(written) if _refuses(argument, written, needed) else None
            if barred or asked is not None:
                yield Guard(argument, written, self.lexicon.condition(barred) if barred else None, asked)

    def _slots(self, frame: Frame) -> Iterator[Slot]:
        roles = self.ontology.roles(frame.event)
        for argument, role in frame.args.items():
            kind = role if role in FREE_ROLES else self._kind(roles[role])
            if kind is None:
                continue
            for name in EXPANDED.get(argument, (argument,)):
                conditions = frame.where.get(argument, frame.where.get(name, ()))
                condition = self.lexicon.condition(conditions) if conditions else None
                yield Slot(name, role, kind, condition, self._side(role) == "initiator")

    def _side(self, role: str | None) -> str | None:
        return None if role is None or role in FREE_ROLES else self.ontology.side(role)

    def _kind(self, range_: str) -> str | None:
        if range_ in ("Agent", "Place"):
            return range_
        return next((kind for kind in ("Event", "Document") if self.ontology.is_a(range_, kind)), None)


def _refuses(argument: str, written: tuple[str, ...], needed: set[str]) -> bool:
    """Whether an argument that does not meet its conditions refuses the frame, and not only fills no role.

    A modifier does so by its word, not by its kind; what stands after a preposition that the frame can do without does
    so only where something is barred.
    """
    if argument in EXPANDED:
        return False
    if argument in _MODIFIERS:
        return all(c.lstrip("!")[0] in "@=" for c in written)
    return argument in _CORE or argument in needed or any(c.startswith("!") for c in written)


def _expanded(need: str) -> Iterator[str]:
    for option in need.split("|"):
        yield from EXPANDED.get(option, (option,))
