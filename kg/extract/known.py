"""Refuses a frame that names what there is none of: a class, role, argument, condition, word class, code or status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from kg.errors import ConfigError
from kg.extract.entries import EXPANDED, FREE_ROLES, Frame
from kg.vocab.ontology import Ontology

__all__ = ["ARGUMENTS", "KINDS", "refuse_unknown"]

ARGUMENTS = (
    *("subject", "object", "indirect", "clause", "infinitive", "gerund", "predicate", "within", "clause subject"),
    *("possessive", "compound", "adjective", *EXPANDED),
)
"""Arguments of the grammar; beside them there are prepositions, by their word, and what support verbs lend."""
KINDS = ("party", "person", "place", "state", "document", "event", "thing", "owned", "people", "clause")
"""What an argument can be, beside a class of the ontology."""
_FACTS = ("polarity", "certainty", "status", "plover", "type", "none", "instrument")
"""What an example may expect beside fillers of roles."""


def refuse_unknown(frame: Frame, ontology: Ontology, classes: Collection[str], lent: Collection[str]) -> None:
    """Look for what a frame names and nobody knows.

    Args:
        frame: The frame.
        ontology: Classes, roles, codes.
        classes: The word classes that are defined.
        lent: Arguments that there are beside those of the grammar: prepositions, and what support verbs lend.

    Raises:
        ConfigError: There is something; the message has file and frame, and what is known instead.
    """
    where = f"{frame.file}: frame {frame.id}"
    if frame.event not in ontology.classes or not ontology.is_a(frame.event, "Event"):
        raise ConfigError(f"{where} tells a {frame.event!r}, which is no event class of the ontology")
    roles = {**ontology.roles(frame.event), **dict.fromkeys(FREE_ROLES, "")}
    _refuse_roles(where, frame.event, {**frame.args, **frame.also}, roles)
    _refuse_arguments(where, frame, {*ARGUMENTS, *lent})
    for argument, kinds in frame.where.items():
        for kind in kinds:
            _refuse_kind(f"{where}: {argument} asks for", kind.lstrip("!"), ontology, classes)
    if frame.status is not None and frame.status not in ontology.codes["status"]:
        raise ConfigError(f"{where} has the status {frame.status!r}; known: {', '.join(ontology.codes['status'])}")
    if frame.plover is not None and frame.plover.replace("-", "/", 1) not in ontology.codes["plover"]:
        raise ConfigError(f"{where} has the PLOVER code {frame.plover!r}; {_nearest(frame.plover, _codes(ontology))}")
    if not frame.examples:
        raise ConfigError(f"{where} has no example; write one with what is expected of it")
    for example in frame.examples:
        type_ = example.expect.get("type", frame.event)
        if not ontology.is_a(type_, "Event"):
            raise ConfigError(f"{where}: its example expects a {type_!r}, which is no event class of the ontology")
        asked = {role: role for role in example.expect if role not in _FACTS}
        told = {**roles, **ontology.roles(type_)}
        _refuse_roles(f"{where}: “{example.text}” expects what", type_, asked, told)


def _refuse_roles(where: str, event: str, filled: Mapping[str, str], roles: Iterable[str]) -> None:
    for argument, role in filled.items():
        if role not in roles:
            known = ", ".join(sorted(roles))
            raise ConfigError(f"{where}: {argument} fills {role!r}, which {event} does not have; known: {known}")


def _refuse_arguments(where: str, frame: Frame, known: Collection[str]) -> None:
    needed = [option for need in frame.need for option in need.split("|")]
    for argument in (*frame.args, *frame.where, *needed, *frame.lacks):
        if argument not in known:
            raise ConfigError(
                f"{where} names the argument {argument!r}, which no word has; {_nearest(argument, known)}; "
                "a preposition that is missing goes into the list `prepositions` under [words]"
            )


def _refuse_kind(asks: str, kind: str, ontology: Ontology, classes: Collection[str]) -> None:
    if kind.startswith("="):
        return
    if kind.startswith("@"):
        if kind[1:] not in classes:
            raise ConfigError(f"{asks} the word class {kind}, which no file defines; {_nearest(kind[1:], classes)}")
    elif kind not in KINDS and kind not in ontology.classes:
        known = [*KINDS, *(c for c in ontology.classes if ontology.is_a(c, "Agent"))]
        raise ConfigError(
            f'{asks} {kind!r}, which is no kind of argument and no class (a word is written "={kind}"); '
            f"known: {', '.join(known)}"
        )


def _codes(ontology: Ontology) -> list[str]:
    return [code.replace("/", "-") for code in ontology.codes["plover"]]


def _nearest(name: str, known: Iterable[str]) -> str:
    """The names most like one that is unknown, else all of them."""
    listed = sorted(known)
    near = get_close_matches(name, listed)
    return f"near to it: {', '.join(near)}" if near else f"known: {', '.join(listed)}"
