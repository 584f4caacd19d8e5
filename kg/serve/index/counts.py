"""Numbers that pages show: what the store holds, events by day, between states, of one thing; in SQL over the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.serve.index.filters import QUADS, of_thing
from kg.serve.index.index import Index
from kg.serve.index.lists import Name

__all__ = [
    "Article",
    "Pair",
    "Totals",
    "busiest",
    "days",
    "newest",
    "pairs",
    "partners",
    "publishers",
    "states",
    "totals",
    "warm",
    "with_dealings",
]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds; ``several``: events that more than one article tells.

    ``first`` and ``last`` are days of publication, empty where none is known.
    """

    articles: int
    events: int
    several: int
    entities: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a list."""

    id: str
    title: str
    published: str
    publisher: str
    events: int


@dataclass(slots=True)
class Pair:
    """Events that one state has directed at another, by quad class; '' are those without a code.

    ``mutual`` are those that stand the other way round too, as meetings do.
    """

    source: Name
    target: Name
    quads: dict[str, int] = field(default_factory=dict)
    mutual: dict[str, int] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """All of them."""
        return sum(self.quads.values())


def totals(index: Index) -> Totals:
    """What the store holds: articles, events for which no canonical one stands, all that takes part, days covered."""
    articles, first, last = index.kept(
        "SELECT COUNT(*), COALESCE(MIN(published), ''), COALESCE(MAX(published), '') FROM article WHERE id <> ''"
    )[0]
    events = index.kept("SELECT COUNT(*) FROM event WHERE whole = 0")[0][0]
    entities = index.kept("SELECT COUNT(*) FROM thing WHERE events > 0 AND whole = 0 AND class <> 'AgentGroup'")[0][0]
    several = index.kept("SELECT COUNT(*) FROM event WHERE whole = 0 AND reports > 1")[0][0]
    return Totals(articles, events, several, entities, first, last)


def days(index: Index, iri: str | None = None) -> dict[str, dict[str, int]]:
    """Events that count, by the day on which they were, where it is known, and by quad class.

    Args:
        index: The index.
        iri: Only those in which this takes part, or of which it is state or place.
    """
    events, iris = of_thing(iri, "aft") if iri else ("", [])
    of = f"AND n IN ({events})" if iri else ""
    found: dict[str, dict[str, int]] = {}
    for day, quad, number in index.kept(
        "SELECT day, COALESCE(quad, ''), COUNT(*) FROM event "
        f"WHERE whole = 0 AND counts = 1 AND day IS NOT NULL {of} GROUP BY day, quad ORDER BY day",
        iris,
    ):
        found.setdefault(day, {})[quad] = number
    return found


def newest(index: Index, limit: int) -> list[Article]:
    """The articles published last."""
    rows = index.kept(
        "SELECT id, COALESCE(title, ''), COALESCE(published, ''), COALESCE(label, ''), "
        "(SELECT COUNT(*) FROM event WHERE article = article.n) FROM article LEFT JOIN thing ON thing.n = publisher "
        "WHERE id <> '' ORDER BY published DESC, id LIMIT ?",
        [limit],
    )
    return [Article(*row) for row in rows]


def busiest(index: Index, kinds: Sequence[str], limit: int) -> list[tuple[Name, int]]:
    """Things of these classes of which most is told, with their events."""
    marks = ", ".join("?" * len(kinds))
    rows = index.kept(
        f"SELECT iri, label, class, events FROM thing WHERE class IN ({marks}) AND whole = 0 AND events > 0 "
        "ORDER BY events DESC, label, iri LIMIT ?",
        [*kinds, limit],
    )
    return [(Name(iri, label or iri, kind), events) for iri, label, kind, events in rows]


def publishers(index: Index) -> list[str]:
    """Who published the articles, by name."""
    named = "SELECT DISTINCT COALESCE(label, iri) FROM thing WHERE n IN (SELECT publisher FROM article) ORDER BY 1"
    return [name for (name,) in index.kept(named)]


def states(index: Index) -> list[Name]:
    """States that act or are acted on, by name."""
    rows = index.kept(
        "SELECT iri, label FROM thing WHERE class IN ('State', 'PartiallyRecognizedState') AND events > 0 "
        "ORDER BY label, iri"
    )
    return [Name(iri, label or iri) for iri, label in rows]


def pairs(index: Index, since: str = "", until: str = "") -> list[Pair]:
    """Who deals with whom, the most events first: what the question state-pair-balance counts.

    Args:
        index: The index.
        since: Not over before this day; empty for no bound.
        until: Not begun after this day.
    """
    clauses = [clause for clause, value in (("last >= ?", since), ("first <= ?", until)) if value]
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    rows = index.kept(
        f"SELECT source, target, COALESCE(quad, ''), COUNT(*), SUM(mutual) FROM dyad {where} "
        "GROUP BY source, target, quad",
        [value for value in (since, until) if value],
    )
    names = _names(index, {n for row in rows for n in row[:2]})
    found: dict[tuple[int, int], Pair] = {}
    for source, target, quad, number, mutual in rows:
        pair = found.setdefault((source, target), Pair(names[source], names[target]))
        pair.quads[quad], pair.mutual[quad] = number, mutual
    return sorted(found.values(), key=lambda pair: (-pair.events, pair.source.label, pair.target.label))


def between(found: Iterable[Pair]) -> dict[tuple[Name, Name], dict[str, int]]:
    """Events between two states, whichever acts, by quad class: each once. The first of two has the lower IRI."""
    both: dict[tuple[Name, Name], dict[str, int]] = {}
    for pair in found:
        first = pair.source.iri < pair.target.iri
        quads = both.setdefault((pair.source, pair.target) if first else (pair.target, pair.source), {})
        for quad, number in pair.quads.items():
            quads[quad] = quads.get(quad, 0) + number - (0 if first else pair.mutual[quad])
    return both


def with_dealings(found: Iterable[Pair], most: int) -> list[Name]:
    """The states with the most events, those with the most first."""
    weight: dict[Name, int] = {}
    for pair in found:
        for name in (pair.source, pair.target):
            weight[name] = weight.get(name, 0) + pair.events
    return sorted(weight, key=lambda name: (-weight[name], name.label))[:most]


_DEALT = """WITH me AS (SELECT n FROM thing WHERE iri = ?)
SELECT other, quad, SUM(events) FROM (
  SELECT target AS other, COALESCE(quad, '') AS quad, COUNT(*) AS events FROM dyad
    WHERE source = (SELECT n FROM me) GROUP BY target, quad
  UNION ALL SELECT source, COALESCE(quad, ''), COUNT(*) - SUM(mutual) FROM dyad
    WHERE target = (SELECT n FROM me) GROUP BY source, quad
) GROUP BY other, quad"""
"""Events of a state with others, by quad class, each once: as ``between`` counts them."""


def partners(index: Index, iri: str, limit: int) -> list[tuple[Name, dict[str, int]]]:
    """Parties that take part in the same events (of a state: states that it deals with), with these by quad class."""
    if index.rows("SELECT 1 FROM thing WHERE iri = ? AND class IN ('State', 'PartiallyRecognizedState')", [iri]):
        rows = index.kept(_DEALT, [iri])
    else:
        events, iris = of_thing(iri, "a")
        rows = index.kept(
            "SELECT CASE WHEN thing.whole THEN thing.whole ELSE thing.n END AS party, COALESCE(quad, ''), "
            "COUNT(DISTINCT event.n) FROM event JOIN part ON part.event = event.n AND role = 'a' "
            f"JOIN thing ON thing.n = part.thing WHERE event.n IN ({events}) AND event.whole = 0 "
            "GROUP BY party, quad HAVING party <> (SELECT n FROM thing WHERE iri = ?)",
            [*iris, iri],
        )
    found: dict[int, dict[str, int]] = {}
    for n, quad, number in rows:
        found.setdefault(n, {})[quad] = number
    names = _names(index, set(found))
    listed = [
        (names[n], {q: quads.get(q, 0) for q in (*QUADS, "")})
        for n, quads in found.items()
        if names[n].kind != "AgentGroup"
    ]
    return sorted(listed, key=lambda one: (-sum(one[1].values()), one[0].label))[:limit]


def _names(index: Index, numbers: Iterable[int]) -> dict[int, Name]:
    of = ", ".join(map(str, sorted(numbers)))
    rows = index.rows(f"SELECT n, iri, label, class FROM thing WHERE n IN ({of})")
    return {n: Name(iri, label or iri, kind) for n, iri, label, kind in rows}


def warm(index: Index) -> None:
    """Count beforehand what most pages show, so that nobody waits for it."""
    for number in (totals, days, states, publishers, pairs):
        number(index)
