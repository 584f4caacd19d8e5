"""Lists of events: what a person filters by, in SQL over the index, and in SPARQL that gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import UnknownName, UsageError
from kg.serve.index.build import ATTRIBUTIONS, UNCOUNTED
from kg.serve.index.index import Index
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = [
    "PAGE",
    "QUADS",
    "Filters",
    "Listed",
    "Name",
    "count",
    "events_in",
    "events_of",
    "find_thing",
    "listed",
    "read_filters",
    "sparql",
]

PAGE = 50
"""Events on a page."""

QUADS = {"VC": "verbal cooperation", "MC": "material cooperation", "VX": "verbal conflict", "MX": "material conflict"}
"""PLOVER's quad classes."""

_ROLES = {"state": "ft", "from": "f", "to": "t", "party": "a", "source": "s", "place": "lp"}
_PROPERTIES = {
    "state": "ir:initiatorState|ir:recipientState",
    "from": "ir:initiatorState",
    "to": "ir:recipientState",
    "party": "ir:hasParticipant",
    "place": "ir:atPlace|ir:placeState",
}


@dataclass(frozen=True, slots=True)
class Name:
    """Something with a page: its IRI, what it is called, its class."""

    iri: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted; what is empty wants all.

    ``type`` is a class and what lies below it, ``quad`` one of ``QUADS``; ``state``, ``from_``, ``to``, ``party``,
    ``place`` and ``source`` are IRIs, ``publisher`` too; ``with_`` is the state on the other side of ``state``,
    whichever of both acts. ``counted`` ("1") leaves out what is denied, cancelled or unknown, ``dated`` what was not on
    one known day, as the counts of pages do; ``since`` and ``until`` are days in ISO form, read as in the saved
    questions: not over before, not begun after.
    """

    type: str = ""
    quad: str = ""
    state: str = ""
    from_: str = ""
    to: str = ""
    party: str = ""
    place: str = ""
    source: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    publisher: str = ""
    attribution: str = ""
    with_: str = ""
    counted: str = ""
    dated: str = ""

    def given(self) -> dict[str, str]:
        """What is set, by the names of the query."""
        return {f.name.rstrip("_"): value for f in fields(self) if (value := getattr(self, f.name))}

    def query(self, base: str, **more: str | int) -> str:
        """The query of a URL: IRIs without the base."""
        said = {name: value.removeprefix(base) for name, value in self.given().items()}
        return urlencode({**said, **more}, safe="/:")

    def without(self, name: str) -> Filters:
        """The same, one filter less."""
        return replace(self, **{f"{name}_" if name in ("from", "with") else name: ""})


@dataclass(frozen=True, slots=True)
class Listed:
    """One event of a list; ``first`` is empty where no earliest day is known, ``last`` where no latest is."""

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
    told: tuple[str, ...]


def find_thing(index: Index, value: str, base: str, kind: str) -> str:
    """The IRI of what a person means: its IRI, with or without the base, or its label or another of its names.

    Raises:
        UnknownName: The store has nothing of that name.
        UsageError: Several things are called so.
    """
    for iri in (value, base + value):
        if index.rows("SELECT 1 FROM thing WHERE iri = ?", [iri]):
            return iri
    words = " ".join('"' + word.replace('"', '""') + '"' for word in value.split())
    found = index.rows(
        "SELECT iri, label, names FROM thing WHERE n IN (SELECT rowid FROM name_text WHERE name_text MATCH ?) "
        "ORDER BY events DESC, iri LIMIT 200",
        [words or '""'],
    )
    folded = value.casefold().strip()
    exact = [iri for iri, label, _ in found if (label or "").casefold() == folded]
    exact = exact or [iri for iri, _, names in found if folded in names.casefold().split(" | ")]
    if not exact:
        raise UnknownName(kind, value, [label for _, label, _ in found[:8] if label])
    if len(exact) > 1 and not any(iri.startswith(f"{base}entity/") for iri in exact[:1]):
        raise UsageError(f"{value!r} names {len(exact)} things: {', '.join(exact[:8])}; give one of these IRIs")
    return str(exact[0])


def read_filters(query: Mapping[str, str], index: Index, base: str, ontology: Ontology) -> Filters:
    """Read what a URL asks for.

    Raises:
        UsageError: A value of the wrong form.
        UnknownName: A value that names nothing.
    """
    said = {f.name: query.get(f.name.rstrip("_"), "").strip() for f in fields(Filters)}
    for name in ("state", "from_", "to", "party", "place", "source", "publisher", "with_"):
        if said[name]:
            said[name] = find_thing(index, said[name], base, name.rstrip("_"))
    for name in ("since", "until"):
        if said[name]:
            try:
                said[name] = date.fromisoformat(said[name]).isoformat()
            except ValueError as error:
                raise UsageError(f"{name}: {said[name]!r} is no day; write it as 2023-03-21") from error
    known = {
        "type": ontology.subclasses("Event"),
        "quad": tuple(QUADS),
        "status": ontology.codes["status"],
        "attribution": tuple(ATTRIBUTIONS),
        "counted": ("1",),
        "dated": ("1",),
    }
    if said["with_"] and not said["state"]:
        raise UsageError("with: the state on one side is wanted too; give state")
    for name, values in known.items():
        if said[name] and said[name] not in values:
            raise UnknownName(name, said[name], list(values))
    return Filters(**said)


_THING = "(SELECT n FROM thing WHERE iri = ?)"
_SELECT = "SELECT event.n, event.iri, class, status, quad, first, last, told, article, day FROM event"


def _where(filters: Filters, ontology: Ontology) -> tuple[str, list[str | int]]:
    clauses, values = ["NOT merged"], list[str | int]()

    def add(clause: str, *some: str | int) -> None:
        clauses.append(clause)
        values.extend(some)

    given = filters.given()
    if filters.with_:
        sides = "SELECT a.event FROM part a JOIN part b ON b.event = a.event"
        pairs = " OR ".join(
            f"(a.role = '{one}' AND b.role = '{other}' AND a.thing = {_THING} AND b.thing = {_THING})"
            for one, other in ("ft", "tf")
        )
        add(f"event.n IN ({sides} WHERE {pairs})", *(filters.state, filters.with_) * 2)
    if filters.counted:
        add("counts")
    if filters.dated:
        add("day IS NOT NULL")
    for name, roles in _ROLES.items():
        if name in given:
            wanted = ", ".join(f"'{role}'" for role in roles)
            add(f"event.n IN (SELECT event FROM part WHERE thing = {_THING} AND role IN ({wanted}))", given[name])
    if filters.type:
        classes = ontology.subclasses(filters.type)
        add(f"class IN ({', '.join('?' * len(classes))})", *classes)
    if filters.quad:
        add("quad = ?", filters.quad)
    if filters.status:
        add("status = ?", filters.status)
    if filters.since:
        add("last >= ?", filters.since)
    if filters.until:
        add("first <= ?", filters.until)
    if filters.attribution:
        add("told & ?", ATTRIBUTIONS[filters.attribution])
    if filters.publisher:
        add(
            "article IN (SELECT n FROM article WHERE publisher = (SELECT n FROM thing WHERE iri = ?))",
            filters.publisher,
        )
    return " AND ".join(clauses), values


def count(index: Index, filters: Filters, ontology: Ontology) -> int:
    """How many events there are."""
    where, values = _where(filters, ontology)
    return int(index.kept(f"SELECT COUNT(*) FROM event WHERE {where}", values)[0][0])


def listed(
    index: Index, filters: Filters, ontology: Ontology, base: str, page: int = 1, size: int = PAGE
) -> list[Listed]:
    """One page of events, the newest first; those of no known last day come last."""
    where, values = _where(filters, ontology)
    found = index.rows(
        f"{_SELECT} WHERE {where} ORDER BY last DESC, iri LIMIT ? OFFSET ?",
        [*values, size, (page - 1) * size],
    )
    return list(_listed(index, found, base))


def _listed(index: Index, found: list[tuple[object, ...]], base: str) -> Iterator[Listed]:
    of = ", ".join(str(row[0]) for row in found)
    parts: dict[tuple[object, str], list[Name]] = {}
    for event, role, iri, label, kind in index.rows(
        f"SELECT event, role, iri, label, class FROM part JOIN thing ON thing.n = thing WHERE event IN ({of}) "
        "AND role IN ('a', 'i', 'r', 'l') ORDER BY event, role, label, iri"
    ):
        parts.setdefault((event, role), []).append(Name(iri, label or iri.removeprefix(base), kind))
    articles = {
        row[0]: row[1:]
        for row in index.rows(
            "SELECT article.n, id, title, published, thing.iri, label FROM article "
            f"LEFT JOIN thing ON thing.n = publisher WHERE article.n IN ({', '.join(str(row[8]) for row in found)})"
        )
    }
    for n, iri, type_, status, quad, first, last, told, article, day in found:
        id_, title, published, publisher, name = articles[article]
        sides = [_members(parts.get((n, role), [])) for role in "irla"]
        known = (first if first != last else day) or ""
        yield Listed(
            str(iri), str(type_), str(status), str(quad or ""), str(known), str(last or ""), id_, title or "",
            published or "", Name(publisher, name or publisher) if publisher else None,
            sides[0], sides[1], () if sides[0] or sides[1] else sides[3], sides[2],
            tuple(name for name, bit in ATTRIBUTIONS.items() if isinstance(told, int) and told & bit),
        )  # fmt: skip


def _members(names: list[Name]) -> tuple[Name, ...]:
    """The members of groups in place of the groups, where any are named."""
    single = [name for name in names if name.kind != "AgentGroup"]
    return tuple(single or names)


def sparql(filters: Filters) -> str:
    """SPARQL that gives the same events over the store, whole."""
    given = filters.given()
    lines = ["GRAPH ?g { ?event ir:eventClass ?class ; ir:eventStatus ?status ."]
    lines.append("  OPTIONAL { ?event ir:earliestDate ?earliest } OPTIONAL { ?event ir:latestDate ?latest }")
    if filters.type:
        lines.append(f"  ?event a ir:{filters.type} .")
    lines += [f"  ?event {_PROPERTIES[name]} {ox.NamedNode(given[name])} ." for name in _PROPERTIES if name in given]
    if filters.with_:
        one, other = (str(ox.NamedNode(iri)) for iri in (filters.state, filters.with_))
        both = (f"{{ ?event ir:initiatorState {a} ; ir:recipientState {b} }}" for a, b in ((one, other), (other, one)))
        lines.append(f"  {' UNION '.join(both)}")
    if filters.source:
        lines.append(f"  ?said ir:about ?event ; ir:attributedTo {ox.NamedNode(filters.source)} .")
    if filters.attribution:
        lines.append(f"  ?claim ir:about ?event ; ir:attributionType c:{filters.attribution} .")
    if filters.publisher:
        lines.append(f"  ?g dct:publisher {ox.NamedNode(filters.publisher)} .")
    if filters.quad:
        lines.append("  ?event ir:codedAs ?code .")
    lines.append("}")
    if filters.quad:
        lines.append(f"GRAPH ?gp {{ ?code skos:broaderTransitive plover:{filters.quad} }}")
    if filters.counted:
        lines.append(f"FILTER(?status NOT IN ({', '.join(f'c:{code}' for code in UNCOUNTED)}))")
    if filters.dated:
        lines.append("FILTER(?earliest = ?latest)")
    if filters.status:
        lines.append(f"FILTER(?status = c:{filters.status})")
    if filters.since:
        lines.append(f'FILTER(?latest >= "{filters.since}"^^xsd:date)')
    if filters.until:
        lines.append(f'FILTER(COALESCE(?earliest, ?latest) <= "{filters.until}"^^xsd:date)')
    lines.append("FILTER NOT EXISTS { GRAPH ?gz { ?whole ir:consolidates ?event } }")
    names = ("c", "dct", "ir", "plover", "skos", "xsd")
    prologue = "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in names)
    body = "\n".join(f"  {line}" for line in lines)
    head = "SELECT DISTINCT ?event ?class ?status ?earliest ?latest WHERE"
    return f"{prologue}\n\n{head} {{\n{body}\n}} ORDER BY DESC(?latest) ?event\n"


def events_in(index: Index, article: str, base: str) -> list[Listed]:
    """The events that an article tells, in the order of the index."""
    found = index.rows(f"{_SELECT} WHERE article = (SELECT n FROM article WHERE id = ?) ORDER BY event.n", [article])
    return list(_listed(index, found, base))


def events_of(index: Index, iris: Sequence[str], base: str) -> list[Listed]:
    """Some events, those that the index knows, by IRI."""
    found = index.rows(f"{_SELECT} WHERE event.iri IN ({', '.join('?' * len(iris))}) ORDER BY iri", iris)
    return list(_listed(index, found, base))
