"""Lists of events, a page at a time, out of the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.serve.index.build import ATTRIBUTIONS
from kg.serve.index.filters import Filters, where
from kg.serve.index.index import Index
from kg.vocab.ontology import Ontology

__all__ = [
    "PAGE",
    "SELECT",
    "Listed",
    "Name",
    "count",
    "events_in",
    "events_of",
    "listed",
    "names_of",
    "rows_listed",
    "told_by",
]

PAGE = 50
"""Events on a page."""

_DENSE = 20
"""Where one event in so many is wanted, a page of them is soon found from the newest on."""

SELECT = "SELECT event.n, event.iri, class, status, quad, first, last, told, place, day, words, reports FROM event"


@dataclass(frozen=True, slots=True)
class Name:
    """Something with a page: its IRI, what it is called, its class."""

    iri: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One event of a list.

    ``first`` is empty where no earliest day is known, ``last`` where no latest is; ``words`` tell it, the first stretch
    of text that does. ``article`` is where it stands; of one that merging made, which ``reports`` articles tell, the
    first of them.
    """

    iri: str
    type: str
    status: str
    quad: str
    first: str
    last: str
    article: str
    title: str
    published: str
    publisher: Name | None
    initiators: tuple[Name, ...]
    recipients: tuple[Name, ...]
    parties: tuple[Name, ...]
    places: tuple[Name, ...]
    sources: tuple[Name, ...]
    told: tuple[str, ...]
    words: str
    reports: int


def count(index: Index, filters: Filters, ontology: Ontology) -> int:
    """How many events there are."""
    condition, values = where(filters, ontology)
    return int(index.kept(f"SELECT COUNT(*) FROM event WHERE {condition}", values)[0][0])


def listed(
    index: Index, filters: Filters, ontology: Ontology, base: str, page: int = 1, size: int = PAGE
) -> list[Listed]:
    """One page of events, the newest first; those of no known last day come last."""
    before, total = (page - 1) * size, count(index, filters, ontology)
    after = total - before - size
    condition, values = where(filters, ontology, probing=total * _DENSE > count(index, Filters(), ontology))
    if before <= after:
        order, bounds, step = "last DESC, iri", (min(size, total), before), 1
    else:  # nearer to the end: counted from there
        order, bounds, step = "last, iri DESC", (max(0, size + min(0, after)), max(0, after)), -1
    found = index.rows(f"{SELECT} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?", [*values, *bounds])
    return rows_listed(index, found[::step], base)


def rows_listed(index: Index, found: list[tuple[object, ...]], base: str) -> list[Listed]:
    """Rows that ``SELECT`` gave, with who takes part and where they stand."""
    return list(_rows(index, found, base))


def _rows(index: Index, found: list[tuple[object, ...]], base: str) -> Iterator[Listed]:
    of = ", ".join(str(row[0]) for row in found)
    parts: dict[tuple[object, str], list[Name]] = {}
    for event, role, iri, label, kind in index.rows(
        "SELECT DISTINCT event, role, COALESCE(w.iri, t.iri), COALESCE(w.label, t.label) AS name, "
        "COALESCE(w.class, t.class) FROM part JOIN thing t ON t.n = thing LEFT JOIN thing w ON w.n = t.whole "
        f"WHERE event IN ({of}) AND role IN ('a', 'i', 'r', 'l', 's') ORDER BY event, role, name, 3"
    ):
        parts.setdefault((event, role), []).append(Name(iri, label or iri.removeprefix(base), kind))
    articles = {
        row[0]: row[1:]
        for row in index.rows(
            "SELECT article.n, id, title, published, thing.iri, label FROM article "
            f"LEFT JOIN thing ON thing.n = publisher WHERE article.n IN ({', '.join(str(row[8]) for row in found)})"
        )
    }
    for n, iri, type_, status, quad, first, last, told, article, day, words, reports in found:
        id_, title, published, publisher, name = articles[article]
        own = f"{base}doc/" if str(iri).startswith(f"{base}event/") else None
        sides = [_members(parts.get((n, role), []), own) for role in "irlas"]
        known = (first if first != last else day) or ""
        yield Listed(
            str(iri), str(type_), str(status), str(quad or ""), str(known), str(last or ""), id_, title or "",
            published or "", Name(publisher, name or publisher) if publisher else None,
            sides[0], sides[1], () if sides[0] or sides[1] else sides[3], sides[2], sides[4],
            tuple(name for name, bit in ATTRIBUTIONS.items() if isinstance(told, int) and told & bit),
            str(words or ""), int(str(reports)),
        )  # fmt: skip


def _members(names: list[Name], docs: str | None) -> tuple[Name, ...]:
    """The members of groups in place of the groups, where any are named.

    Of a canonical event, ``docs`` is what IRIs of things of one article begin with: there they stand for others alike,
    and so they are left out where anybody is known beyond an article.
    """
    single = [name for name in names if name.kind != "AgentGroup"] or names
    known = [name for name in single if docs is None or not name.iri.startswith(docs)]
    return tuple(known or {name.label: name for name in single}.values())


def events_in(index: Index, article: str, base: str) -> list[Listed]:
    """The events that an article tells, in the order of the index."""
    found = index.rows(f"{SELECT} WHERE article = (SELECT n FROM article WHERE id = ?) ORDER BY event.n", [article])
    return rows_listed(index, found, base)


def names_of(index: Index, iris: Sequence[str]) -> dict[str, Name]:
    """Things by IRI, those that the index knows."""
    marks = ", ".join("?" * len(iris))
    rows = index.rows(f"SELECT iri, label, class FROM thing WHERE iri IN ({marks})", iris)
    return {iri: Name(iri, label or iri, kind) for iri, label, kind in rows}


def events_of(index: Index, iris: Sequence[str], base: str) -> list[Listed]:
    """Some events, those that the index knows, by IRI."""
    found = index.rows(f"{SELECT} WHERE event.iri IN ({', '.join('?' * len(iris))}) ORDER BY iri", iris)
    return rows_listed(index, found, base)


def told_by(index: Index, iris: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The class of some events, and the words that tell each, the first stretch of them."""
    marks = ", ".join("?" * len(iris))
    rows = index.rows(f"SELECT iri, class, COALESCE(words, '') FROM event WHERE iri IN ({marks})", iris)
    return {iri: (kind, words) for iri, kind, words in rows}
