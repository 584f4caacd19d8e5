"""What a person wants of events: read from a URL, written in SQL over the index, and in SPARQL that gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import UnknownName, UsageError
from kg.serve.index.build import ATTRIBUTIONS, UNCOUNTED
from kg.serve.index.index import Index
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["QUADS", "Filters", "find_thing", "of_thing", "read_filters", "sparql", "where"]

QUADS = {"VC": "verbal cooperation", "MC": "material cooperation", "VX": "verbal conflict", "MX": "material conflict"}
"""PLOVER's quad classes."""

_ROLES = {"state": "ft", "from": "f", "to": "t", "party": "a", "source": "s", "place": "lp"}
_PROPERTIES = {
    "state": "ir:initiatorState|ir:recipientState",
    "from": "ir:initiatorState",
    "to": "ir:recipientState",
    "party": "ir:hasParticipant",
    "place": "ir:atPlace|ir:placeState",
    "source": "^ir:about/ir:attributedTo",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted; what is empty wants all.

    ``type`` is a class and what lies below it, ``quad`` one of ``QUADS``; ``state``, ``from_``, ``to``, ``party``,
    ``place`` and ``source`` are IRIs; ``publisher`` is a name, since each article describes its own unless the
    gazetteer knows it; ``with_`` is the state on the other side of ``state``, whichever of both acts. ``counted`` ("1")
    leaves out what is denied, cancelled or unknown, ``dated`` what was not on one known day, as the counts of pages do,
    ``several`` what only one article tells. ``since`` and ``until`` are days in ISO form, read as in the saved
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
    several: str = ""

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


def find_thing(index: Index, value: str, base: str, kind: str) -> str:
    """The IRI of what a person means: its IRI, with or without the base, or its label or another of its names.

    Raises:
        UnknownName: The store has nothing of that name.
        UsageError: Several things are called so.
    """
    for iri in (value, base + value):
        if index.rows("SELECT 1 FROM thing WHERE iri = ?", [iri]):
            return iri
    words = " ".join('"' + word.replace('"', '""') + '"' for word in value.replace("\0", " ").split())
    found = index.rows(
        "SELECT DISTINCT COALESCE(whole.iri, thing.iri), thing.label, thing.names FROM thing "
        "LEFT JOIN thing whole ON whole.n = thing.whole "
        "WHERE thing.n IN (SELECT rowid FROM name_text WHERE name_text MATCH ?) "
        "ORDER BY COALESCE(whole.events, thing.events) DESC, 1 LIMIT 200",
        [words or '""'],
    )
    folded = value.casefold().strip()
    exact = list(dict.fromkeys(iri for iri, label, _ in found if (label or "").casefold() == folded))
    exact = exact or list(dict.fromkeys(iri for iri, _, all_ in found if folded in all_.casefold().split(" | ")))
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
    for name in ("state", "from_", "to", "party", "place", "source", "with_"):
        if said[name]:
            said[name] = find_thing(index, said[name], base, name.rstrip("_"))
    if said["publisher"]:
        said["publisher"] = _publisher(index, said["publisher"], base)
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
        "several": ("1",),
    }
    if said["with_"] and not said["state"]:
        raise UsageError("with: the state on one side is wanted too; give state")
    for name, values in known.items():
        if said[name] and said[name] not in values:
            raise UnknownName(name, said[name], list(values))
    return Filters(**said)


def _publisher(index: Index, value: str, base: str) -> str:
    """The name of the publisher that a value means: its name, or the IRI of one of that name."""
    rows = index.kept("SELECT iri, COALESCE(label, iri) FROM thing WHERE n IN (SELECT publisher FROM article)")
    known: dict[str, str] = dict(rows)
    names = {label.casefold(): label for label in sorted(known.values())}
    name = known.get(value) or known.get(base + value) or names.get(value.casefold())
    if name is None:
        raise UnknownName("publisher", value, sorted(names.values())[:8])
    return name


_THING = "(SELECT n FROM thing WHERE iri = ?)"


def of_thing(iri: str, roles: str) -> tuple[str, list[str | int]]:
    """SQL for the events in which a thing, or one that it brings together, has one of these roles; and its values."""
    things = f"SELECT n FROM thing WHERE iri = ? UNION ALL SELECT n FROM thing WHERE whole = {_THING}"
    wanted = ", ".join(f"'{role}'" for role in roles)
    return f"SELECT event FROM part WHERE thing IN ({things}) AND role IN ({wanted})", [iri, iri]


def where(filters: Filters, ontology: Ontology, probing: bool = False) -> tuple[str, list[str | int]]:
    """The condition on rows of ``event``, and the values of its question marks.

    Args:
        filters: What is wanted.
        ontology: Knows the classes.
        probing: Whether each event is looked at in turn, which is quick where many are wanted and few are shown; else
            all that are wanted are gathered first.
    """
    clauses, values = ["whole = 0"], list[str | int]()

    def add(clause: str, *some: str | int) -> None:
        clauses.append(clause)
        values.extend(some)

    def among(events: str, *some: str | int) -> None:
        """Events that a query over ``part`` gives."""
        add(f"EXISTS ({events} AND part.event = event.n)" if probing else f"event.n IN ({events})", *some)

    given = filters.given()
    if filters.with_:
        sides = "SELECT a.event FROM part a JOIN part b ON b.event = a.event"
        pairs = " OR ".join(
            f"(a.role = '{one}' AND b.role = '{other}' AND a.thing = {_THING} AND b.thing = {_THING})"
            for one, other in ("ft", "tf")
        )
        add(f"event.n IN ({sides} WHERE {pairs})", *(filters.state, filters.with_) * 2)
    if filters.counted:
        add("counts = 1")
    if filters.dated:
        add("day IS NOT NULL")
    if filters.several:
        add("reports > 1")
    for name, roles in _ROLES.items():
        if name in given:
            events, iris = of_thing(given[name], roles)
            among(events, *iris)
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
        named = "SELECT n FROM thing WHERE COALESCE(label, iri) = ?"
        among(f"SELECT event FROM part WHERE thing IN ({named}) AND role = 'b'", filters.publisher)
    return " AND ".join(clauses), values


def sparql(filters: Filters, index: Index) -> str:
    """SPARQL that gives the same events over the store, whole.

    Args:
        filters: What is wanted.
        index: Knows which things merging joined: they stand in the query.
    """
    given = filters.given()
    lines = ["GRAPH ?g { ?event ir:eventClass ?class ; ir:eventStatus ?status ."]
    lines.append("  OPTIONAL { ?event ir:earliestDate ?earliest } OPTIONAL { ?event ir:latestDate ?latest }")
    if filters.type:
        lines.append(f"  ?event a ir:{filters.type} .")
    if filters.quad:
        lines.append("  ?event ir:codedAs ?code .")
    if filters.several:
        lines.append("  ?event ir:reportCount ?reports FILTER(?reports > 1)")
    lines.append("}")
    for name, path in _PROPERTIES.items():
        if name in given:
            joined = "SELECT iri FROM thing WHERE whole = (SELECT n FROM thing WHERE iri = ?) ORDER BY iri"
            things = [given[name], *(iri for (iri,) in index.rows(joined, [given[name]]))]
            terms = [str(ox.NamedNode(iri)) for iri in things]
            one = terms[0] if len(terms) == 1 else f"?{name} . VALUES ?{name} {{ {' '.join(terms)} }}"
            lines.append(_told(f"{path} {one}"))
    if filters.with_:
        one, other = (str(ox.NamedNode(iri)) for iri in (filters.state, filters.with_))
        both = (f"ir:initiatorState {a} ; ir:recipientState {b}" for a, b in ((one, other), (other, one)))
        lines.append(" UNION ".join(map(_told, both)))
    if filters.publisher:
        lines.append(_told("^ir:about/ir:reportedIn/dct:publisher ?by"))
        lines.append(f"GRAPH ?gb {{ ?by rdfs:label ?name }} FILTER(STR(?name) = {ox.Literal(filters.publisher)})")
    if filters.attribution:
        lines.append(_told(f"^ir:about/ir:attributionType c:{filters.attribution}"))
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
    names = ("c", "dct", "ir", "plover", "rdfs", "skos", "xsd")
    prologue = "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in names)
    body = "\n".join(f"  {line}" for line in lines)
    head = "SELECT DISTINCT ?event ?class ?status ?earliest ?latest WHERE"
    return f"{prologue}\n\n{head} {{\n{body}\n}} ORDER BY DESC(?latest) ?event\n"


def _told(said: str) -> str:
    """A pattern: this is said of the event, or of one that it brings together."""
    part = "{ GRAPH ?gw { ?event ir:consolidates ?part } GRAPH ?gt { ?part " + said + " } }"
    return "{ GRAPH ?gt { ?event " + said + " } } UNION " + part
