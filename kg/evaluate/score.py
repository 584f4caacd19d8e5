"""Scores exported events against annotations: each kind of rightness on its own, by class, with every miss told.

Events: recall, and precision without plain Statements (a report is mostly sayings; up to three in ten of the annotated
ones more are free). Roles: recall over all annotated events (one that is missed misses its roles), precision over the
paired ones. Dates, places, status, polarity, sources and links: over the paired events for which they are annotated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluate.gold import Gold, GoldEvent
from kg.evaluate.match import ASSERTED, SAYING, Matching, Row, fits, match, overlap, right, role_fillers
from kg.evaluate.result import Figure, Miss, Score

__all__ = ["Figure", "Miss", "Score", "score"]

_FREE_STATEMENTS = 0.3


def score(golds: Sequence[Gold], rows: Mapping[str, Sequence[Row]]) -> Score:
    """Score exported events against annotations.

    Args:
        golds: The annotated texts.
        rows: The exported events, by id of article.
    """
    counts = _Counts()
    for gold in golds:
        _count(match(gold, rows.get(gold.id, ())), counts)
    reliability = {tenth: (counts.sure[tenth], number) for tenth, number in sorted(counts.given.items())}
    return Score(len(golds), counts.right, counts.of, counts.classes, tuple(counts.misses), reliability)


@dataclass(slots=True)
class _Counts:
    """Counts while they grow."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    classes: dict[str, Counter[str]] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    given: Counter[float] = field(default_factory=Counter)
    sure: Counter[float] = field(default_factory=Counter)

    def exported(self, row: Row, is_right: bool) -> None:
        """Count an exported event under the tenth of its confidence."""
        tenth = int(round((row.get("confidence") or 0) * 100) // 10) / 10
        self.given[tenth] += 1
        self.sure[tenth] += is_right

    def one(self, kind: str, is_right: bool) -> None:
        self.of[kind] += 1
        self.right[kind] += is_right

    def of_class(self, name: str, kind: str) -> None:
        self.classes.setdefault(name, Counter())[kind] += 1


class _Miss:
    """Writes the misses of one annotated event."""

    def __init__(self, counts: _Counts, article: str, event: GoldEvent) -> None:
        self._counts, self._article, self._event = counts, article, event

    def __call__(self, kind: str, told: str) -> None:
        event = self._event
        miss = Miss(kind, self._article, event.id, event.type, told, _short(event.evidence[0].quote))
        self._counts.misses.append(miss)


def _count(matching: Matching, counts: _Counts) -> None:
    gold = matching.gold
    for n, event in enumerate(gold.events):
        if event.optional:
            continue
        row = matching.rows[matching.row_of[n]] if n in matching.row_of else None
        inside = n in matching.within
        counts.one("event", row is not None or inside)
        counts.of_class(event.type, "gold")
        miss = _Miss(counts, gold.id, event)
        if row is not None:
            counts.one("type", True)
            whole = _paired(event, row, counts, miss)
        else:
            whole = inside
            for _ in event.asked:
                counts.one("role", inside)
            if not inside:
                _missed(n, event, matching, counts, miss)
        if row is not None or inside:
            counts.of_class(event.type, "found")
        counts.one("whole", whole)
        if whole:
            counts.of_class(event.type, "whole")
        if event.must:
            counts.one("must", whole)
    _false(matching, counts)
    _negatives(matching, counts)


def _missed(n: int, event: GoldEvent, matching: Matching, counts: _Counts, miss: _Miss) -> None:
    if n in matching.mistyped:
        row = matching.rows[matching.mistyped[n]]
        counts.one("type", False)
        miss("type", f"read as {row['type']} ({row.get('frame')})")
    else:
        miss("missed", "must be there" if event.must else "not read")


def _paired(event: GoldEvent, row: Row, counts: _Counts, miss: _Miss) -> bool:
    """Count what is right of a paired event; whether all its roles are."""
    counts.one("exact", row["type"] == event.type)
    whole = True
    for role, wanted in event.asked:
        fillers = role_fillers(row, event, role)
        hit = next((f for f in fillers if fits(f, wanted, role)), None)
        counts.one("role", hit is not None)
        if hit is None:
            whole = False
            miss("role", f"{role}: want {wanted[0].names[0]}, got {_labels(fillers)}")
        elif item := next(one for one in wanted if right(hit, one, role)).wikidata:
            linked = str(hit.get("wikidata") or "").rsplit("/", 1)[-1]
            counts.one("link", linked == item)
            if linked != item:
                miss("link", f"{hit.get('label')}: want {item}, got {linked or 'no item'}")
    for role, asked in event.roles.items():
        for filler in row.get("roles", {}).get(role, ()):
            parts = [filler, *filler.get("members", ())]
            counts.one("filler", any(fits(part, wanted, role) for part in parts for wanted in asked))
    _circumstances(event, row, counts, miss)
    return whole


def _circumstances(event: GoldEvent, row: Row, counts: _Counts, miss: _Miss) -> None:
    if event.date:
        time = row.get("time") or {}
        got = (time.get("earliest"), time.get("latest"))
        counts.one("date", got == event.date)
        if got != event.date:
            miss("date", f"want {_days(*event.date)}, got {_days(*got)} ({time.get('rule') or 'no date'})")
    if event.place:
        roles = row.get("roles", {})
        places = [*row.get("place", ()), *roles.get("destination", ()), *roles.get("atPlace", ())]
        there = any(fits(place, event.place) for place in places)
        counts.one("place", there)
        if not there:
            miss("place", f"want {event.place[0].names[0]}, got {_labels(places)}")
    if event.status:
        fine = row.get("status") in {event.status, *event.status_accept}
        counts.one("status", fine)
        if not fine:
            miss("status", f"want {event.status}, got {row.get('status')}")
    if event.polarity:
        counts.one("polarity", row.get("polarity") == event.polarity)
        if row.get("polarity") != event.polarity:
            miss("polarity", f"want {event.polarity}, got {row.get('polarity')}")
    for wanted in event.attribution:
        sources = row.get("attributedTo", ())
        said = any(fits(source, wanted) for source in sources)
        counts.one("attribution", said)
        if not said:
            miss("attribution", f"want {wanted[0].names[0]}, got {_labels(sources)}")


def _false(matching: Matching, counts: _Counts) -> None:
    """Exported events that are none of those annotated.

    Not false are: what a paired event invites to or answers; a negated one where anything is annotated; and plain
    Statements up to their free number.
    """
    gold, rows = matching.gold, matching.rows
    named = {rows[i].get("inResponseTo") for i in matching.event_of}
    for i in matching.event_of:
        for role in ("invitedTo", "respondsTo"):
            named |= {filler.get("iri") for filler in rows[i].get("roles", {}).get(role, ())}
    spare = _FREE_STATEMENTS * sum(not SAYING.isdisjoint({e.type, *e.accept}) for e in gold.events)
    marked = [*(span for event in gold.events for span in event.evidence), *gold.negatives]
    for i, row in enumerate(rows):
        plain = row["type"] == "Statement"
        if i in matching.event_of:
            asked = not gold.events[matching.event_of[i]].optional
            counts.right["true"] += not plain and asked
            if asked:
                counts.exported(row, True)
            continue
        if row.get("event") and row["event"] in named:
            continue
        if row.get("polarity", "affirmed") != "affirmed" and overlap(row["evidence"], marked) > 0:
            continue
        if plain and spare >= 1:
            spare -= 1
            continue
        counts.exported(row, False)
        counts.of["false"] += 1
        counts.of["false act"] += not plain
        counts.of_class(row["type"], "false")
        counts.misses.append(_wrong("again" if i in matching.again else "false", gold.id, row))


def _negatives(matching: Matching, counts: _Counts) -> None:
    """Words from which nothing may be asserted, and what is asserted from them nevertheless."""
    for negative in matching.gold.negatives:
        wrong = [
            row
            for i, row in enumerate(matching.rows)
            if i not in matching.event_of
            and row["type"] != "Statement"
            and row.get("polarity", "affirmed") == "affirmed"
            and row.get("status") in ASSERTED
            and overlap(row["evidence"], [negative]) > 0
        ]
        counts.one("negative", not wrong)
        counts.misses += [_wrong("negative", matching.gold.id, row) for row in wrong]


def _wrong(kind: str, article: str, row: Row) -> Miss:
    id_ = str(row.get("event") or "").rpartition("/event/")[2]
    parts = "; ".join(f"{role} {_labels(fillers)}" for role, fillers in row.get("roles", {}).items())
    quote = _short(row["evidence"][0]["quote"]) if row["evidence"] else ""
    return Miss(kind, article, id_, row["type"], f"{row.get('status')} by {row.get('frame')}: {parts}", quote)


def _labels(fillers: Iterable[Row]) -> str:
    return ", ".join(dict.fromkeys(str(f.get("label")) for f in fillers)) or "nobody"


def _days(first: str | None, last: str | None) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119]}…"
