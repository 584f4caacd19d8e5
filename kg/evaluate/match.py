"""Which exported event is which annotated one: pairs by words and class, the best first.

An event that was read can be an annotated one where their evidence overlaps, the classes agree, and one filler is right
(where any is asked for). Each is paired once; pairs with more right fillers go first, then those of the very class,
then the longer overlap. Optional annotations give up their event to one that has none otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.evaluate.gold import Filler, Fillers, Gold, GoldEvent, GoldSpan

__all__ = ["ASSERTED", "SAYING", "Matching", "Row", "fits", "match", "overlap", "right", "role_fillers"]

Row = Mapping[str, Any]
"""An exported event, or a filler in it, as ``kg export events`` gives it."""

ASSERTED = frozenset({"occurred", "ongoing"})
SAYING = frozenset(
    {
        "Statement",
        "Announcement",
        "Commitment",
        "Endorsement",
        "Criticism",
        "Accusation",
        "Denial",
        "Demand",
        "Appeal",
        "Rejection",
        "Threat",
        "Concession",
        "Proposal",
        "PressConference",
    }
)
_INITIATORS = frozenset(
    {"initiator", "visitor", "inviter", "responder", "speaker", "signatory", "sanctioner", "mediator", "attacker"}
)
_RECIPIENTS = frozenset(
    {"recipient", "host", "invitee", "addressee", "target", "sanctioned", "mediatedParty", "attacked"}
)
_AGENTS = _INITIATORS | _RECIPIENTS | {"hasParticipant", "meetingParty", "organizer", "accompanyingAgent", "appointee"}
_SAME_ROLE: dict[str, frozenset[str]] = {
    "meetingParty": frozenset({"hasParticipant"}),
    "host": frozenset({"recipient"}),
    "visitor": frozenset({"initiator"}),
    "target": frozenset({"recipient", "addressee"}),
    "addressee": frozenset({"recipient", "target"}),
    "destination": frozenset({"atPlace"}),
    "hasParticipant": _AGENTS,
}
"""Names under which a part is as good as under its own."""
_FRIENDLY = frozenset({"Endorsement", "Commitment", "Concession"})
_HOSTILE = frozenset({"Criticism", "Accusation", "Threat", "Rejection"})
_LONGEST = 400
"""Code points of evidence beyond which it points at nothing in particular."""


# ------------------------------------------------------------------------------------------------------------- fillers


def _plain(text: str | None) -> str:
    """A name without case, accents, an article at its head or odd spaces."""
    apart = unicodedata.normalize("NFKD", text or "").casefold().replace("’", "'").replace("–", "-").strip()
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    for article in ("the ", "a ", "an "):
        bare = bare.removeprefix(article)
    return " ".join(bare.split())


def right(filler: Row, wanted: Filler, role: str | None = None) -> bool:
    """Whether a filler is the one asked for: by Wikidata id where both have one, else by name.

    A document counts as named by any part of its title of two words or more.
    """
    if wanted.state and filler.get("state") == wanted.state and filler.get("type") not in ("Person", "Place"):
        return True
    if wanted.wikidata and filler.get("wikidata"):
        return wanted.wikidata == str(filler["wikidata"]).rsplit("/", 1)[-1]
    names = {_plain(name) for name in wanted.names}
    got = {_plain(filler.get("label")), _plain(filler.get("text"))} - {""}
    if role == "instrument":
        return any(_same_title(a, b) for a in got for b in names)
    return not got.isdisjoint(names)


def _same_title(a: str, b: str) -> bool:
    enough = min(len(a.split()), len(b.split())) > 1
    return a == b or (enough and (f" {a} " in f" {b} " or f" {b} " in f" {a} "))


def fits(filler: Row, wanted: Fillers, role: str | None = None) -> bool:
    """Whether a filler is one of those that are as good."""
    return any(right(filler, one, role) for one in wanted)


def role_fillers(row: Row, event: GoldEvent, role: str) -> list[Row]:
    """Everything in an exported event that may fill an annotated role; members stand beside their group."""
    names = set(_SAME_ROLE.get(role, ()))
    if event.type not in {
        row["type"],
        *row.get("types", ()),
    }:  # of an accepted class, which may call the part otherwise
        for side in (_INITIATORS, _RECIPIENTS):
            names |= side if role in side else set()
        names |= _AGENTS if role == "meetingParty" else set()
    fillers = [f for name in (role, *sorted(names - {role})) for f in row.get("roles", {}).get(name, ())]
    if role in ("atPlace", "destination"):
        fillers += row.get("place", ())
    return list(_with_members(fillers))


def _with_members(fillers: Iterable[Row]) -> Iterator[Row]:
    for filler in fillers:
        yield filler
        yield from filler.get("members", ())


# ------------------------------------------------------------------------------------------------------------ evidence


def overlap(evidence: Iterable[Row], spans: Iterable[GoldSpan]) -> int:
    """Code points that any two stretches share at most (0 or less: none)."""
    spans = tuple(spans)
    return max((min(e["end"], s.end) - max(e["start"], s.start) for e in evidence for s in spans), default=0)


def _pointed(row: Row) -> Row:
    return {**row, "evidence": [e for e in row.get("evidence", ()) if e["end"] - e["start"] <= _LONGEST]}


# ------------------------------------------------------------------------------------------------------------- pairing


class _Pair(NamedTuple):
    """How good a pair is, best first in reverse order: the fields in their order; then the earlier of each."""

    hits: int
    asked_for: bool
    exact_act: bool
    same_class: bool
    shared: int
    event_last: int
    row_last: int


@dataclass(frozen=True, slots=True)
class Matching:
    """Events of one text paired: indices of ``rows`` by index of the annotated event, and the reverse.

    ``within`` are annotated events found in the row of another; ``again`` are rows that tell a paired event once more;
    ``mistyped`` gives for an annotated event without a row one with its words and a right filler, but another class.
    """

    gold: Gold
    rows: tuple[Row, ...]
    row_of: Mapping[int, int]
    event_of: Mapping[int, int]
    within: frozenset[int]
    again: frozenset[int]
    mistyped: Mapping[int, int]


def match(gold: Gold, rows: Sequence[Row]) -> Matching:
    """Pair the exported events of one text with those annotated in it."""
    told = tuple(map(_pointed, rows))
    pairs = sorted(_pairs(gold, told), reverse=True)
    row_of: dict[int, int] = {}
    event_of: dict[int, int] = {}
    for steal in (False, True, False):
        for pair in pairs:
            event, row = -pair.event_last, -pair.row_last
            holder = event_of.get(row)
            if event in row_of or (
                holder is not None and not (steal and gold.events[holder].optional and not gold.events[event].optional)
            ):
                continue
            if holder is not None:
                del row_of[holder]
            row_of[event], event_of[row] = row, event
    again = {-p.row_last for p in pairs if -p.event_last in row_of} - set(event_of)
    return Matching(
        gold,
        told,
        row_of,
        event_of,
        frozenset(_within(gold, told, row_of)),
        frozenset(again),
        dict(_mistyped(gold, told, row_of, event_of)),
    )


def _pairs(gold: Gold, rows: Sequence[Row]) -> Iterator[_Pair]:
    for n, event in enumerate(gold.events):
        for i, row in enumerate(rows):
            shared = overlap(row["evidence"], event.evidence)
            if shared <= 0 or not _classes_agree(row, event):
                continue
            if event.optional and row.get("status") in ASSERTED and not ASSERTED & {event.status, *event.status_accept}:
                continue  # no careful reader asserts it
            hits = _hits(row, event)
            if hits or not event.asked:
                saying = row["type"] == "Statement"
                yield _Pair(hits, not event.optional, not saying, row["type"] == event.type, shared, -n, -i)


def _classes_agree(row: Row, event: GoldEvent) -> bool:
    """The row's class, or one above it, is right or as good; where a Statement is as good, the opposite act is not."""
    good = {event.type, *event.accept}
    if row["type"] not in good:
        for one, other in ((_FRIENDLY, _HOSTILE), (_HOSTILE, _FRIENDLY)):
            if row["type"] in one and event.type in other:
                return False
    return not good.isdisjoint({row["type"], *row.get("types", ())})


def _hits(row: Row, event: GoldEvent) -> int:
    return sum(any(fits(f, wanted, role) for f in role_fillers(row, event, role)) for role, wanted in event.asked)


def _within(gold: Gold, rows: Sequence[Row], row_of: Mapping[int, int]) -> Iterator[int]:
    """Events without a row of their own that are told in that of another: with its words, and all fillers named."""
    index = {event.id: n for n, event in enumerate(gold.events)}
    for n, event in enumerate(gold.events):
        host = row_of.get(index.get(event.within or "", -1))
        if n in row_of or event.optional or host is None:
            continue
        named = list(_with_members(f for fillers in rows[host].get("roles", {}).values() for f in fillers))
        if overlap(rows[host]["evidence"], event.evidence) > 0 and all(
            any(fits(f, wanted, role) for f in named) for role, wanted in event.asked
        ):
            yield n


def _mistyped(
    gold: Gold, rows: Sequence[Row], row_of: Mapping[int, int], event_of: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    for n, event in enumerate(gold.events):
        if n in row_of or event.optional:
            continue
        near = [
            (_hits(row, event), overlap(row["evidence"], event.evidence), -i)
            for i, row in enumerate(rows)
            if i not in event_of and not _classes_agree(row, event) and overlap(row["evidence"], event.evidence) > 0
        ]
        if near and (best := max(near))[0]:
            yield n, -best[2]
