"""What the lexicon is made of: frames with their examples, support verbs, operators, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["EXPANDED", "FREE_ROLES", "Condition", "Example", "Frame", "Operator", "Support"]

EXPANDED: dict[str, tuple[str, ...]] = {
    "agent": ("subject", "possessive", "by", "adjective", "compound"),
    "sides": ("subject", "possessive", "between", "with", "among", "compound", "adjective"),
}
"""Argument names of the lexicon that stand for several of the parse."""

FREE_ROLES = ("content", "concerns")
"""What a frame may fill beside the roles of its class: what is said, and what it is about."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the event expected of it: class, fillers by role, and any of status, polarity, plover."""

    text: str
    expect: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to tell an event.

    ``pos`` is ``verb``, ``noun`` or ``adjective``; ``lemmas`` may be of several words ("call off", "state visit").
    ``args`` maps an argument to a role, ``where`` to the kind of filler that it must have (``party``, ``place``,
    ``person``, ``people`` (by what they are, not by name), ``state``, ``document``, ``event``, ``thing``, ``clause``,
    ``@class``, each with ``!`` before it for
    the opposite); ``need`` lists arguments without which the frame is not read (``object|on``: one of them),
    ``lacks`` those with which it is not. A ``weak`` frame tells of a contact that another word names more exactly
    ("discussed" of a telephone call). ``also`` gives who fills a role another as well (who resigns acts, and is the one
    whose office ends). ``parties`` is the least number that takes part ("X and Y staged war games").
    ``prefer`` breaks ties.
    """

    id: str
    pos: str
    lemmas: tuple[str, ...]
    event: str
    args: Mapping[str, str]
    where: Mapping[str, tuple[str, ...]]
    need: tuple[str, ...]
    examples: tuple[Example, ...]
    file: str
    plover: str | None = None
    status: str | None = None
    light: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    weak: bool = False
    prefer: int = 0
    parties: int = 0
    also: Mapping[str, str] = field(default_factory=dict)

    def specificity(self) -> tuple[int, int, int]:
        """How specific the frame is: declared preference, number of conditions, number of arguments."""
        return self.prefer, len(self.where) + len(self.need) + bool(self.parties), len(self.args)


@dataclass(frozen=True, slots=True)
class Support:
    """A verb that carries an event noun ("hold talks"): which of its arguments are which of the noun's, and its effect.

    ``noun`` is what the noun is to the verb (``object``, ``subject``, a preposition); ``nouns`` are the only ones that
    it carries (``@class`` for those of a word class), all where empty. ``has`` are arguments of which the noun must
    have one itself: then the verb only stands beside it ("said after talks with X"), and lends no more than ``args``.
    """

    lemma: str
    noun: str
    args: Mapping[str, str]
    effect: str | None = None
    nouns: tuple[str, ...] = ()
    has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that says of what it governs whether it happened: "plan to", "refuse to", "a proposal for".

    ``governs`` are the relations in which it says so, all where empty; ``pos`` is ``noun`` or ``verb``, None for both.
    """

    lemma: str
    effect: str
    governs: tuple[str, ...] = ()
    pos: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """The conditions on an argument, ready to be held against its words and kinds: any of those, and none barred."""

    words: frozenset[str]
    kinds: frozenset[str]
    barred_words: frozenset[str]
    barred_kinds: frozenset[str]
