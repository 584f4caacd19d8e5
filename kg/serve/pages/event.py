"""An event: who, when, where, who says so and in which words, why it was read so, and what it has to do with others."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.audit import findings
from kg.errors import UnknownName
from kg.graph.explain import article_of, explain
from kg.protocols import Store
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.lists import Listed, events_of
from kg.serve.marks import Mark, Stretch, context, marked
from kg.serve.view import href, render
from kg.vocab.iri import PREFIXES

__all__ = ["RELATED", "merged_page", "page"]

RELATED = """PREFIX ir: <https://w3id.org/irkg/def#>
SELECT DISTINCT ?p ?inverse ?other {
  { GRAPH ?g { <%s> ?p ?other } BIND(false AS ?inverse) }
  UNION { GRAPH ?g { ?other ?p <%s> } BIND(true AS ?inverse) }
  GRAPH ?g2 { ?other ir:eventClass ?class } }"""
"""Events that an event has to do with, by any property."""


def page(request: Request, iri: str) -> Response:
    """The page of an event of one article.

    Args:
        request: What is answered.
        iri: The event's IRI.

    Raises:
        UnknownName: The store has no such event.
    """
    explorer = explorer_of(request)
    article = article_of(iri, explorer.base)
    row = explain(explorer.store, explorer.ontology, explorer.base, iri)
    if "event" not in row:
        raise UnknownName("event", iri.removeprefix(explorer.base), [])
    why = {(one["role"], one["iri"]): one for one in row["why"]["roles"]}
    return render(
        request,
        "event.html",
        title=explorer.ontology.label(row["type"]),
        iri=iri,
        article=article,
        row=row,
        quad=explorer.ontology.quad_class(row["plover"] or "") or "",
        code="/".join(part for part in (row["plover"], row["mode"]) if part),
        roles=[(role, filler, why[role, filler["iri"]]) for role, some in row["roles"].items() for filler in some],
        claims=[(claim, _quotes(explorer, row, article, claim)) for claim in row["why"]["claims"]],
        related=_related(explorer, iri),
        findings=findings(explorer.store, explorer.settings, article, iri),
    )


def _quotes(explorer: Explorer, row: Any, article: str, claim: Any) -> list[list[Stretch]]:
    """The words of a claim within what stands around them; the clause, its trigger and its parties marked."""
    doc = explorer.base + "doc/" + row["event"].removeprefix(explorer.base + "doc/").partition("/")[0]
    texts = _texts(explorer.store, doc)
    fillers = [
        filler for some in (*row["roles"].values(), row["place"]) for filler in some if filler["start"] is not None
    ]
    found = []
    for evidence in claim["evidence"]:
        part = evidence.get("part")
        text = texts.get(f"{doc}/title" if part else doc, "")
        marks = [
            Mark(filler["start"], filler["end"], "name", href(filler["iri"], explorer.base), filler["label"] or "")
            for filler in fillers
            if filler.get("part") == part
        ]
        if claim["trigger"] and claim["trigger"].get("part") == part:
            marks.append(Mark(claim["trigger"]["start"], claim["trigger"]["end"], "trigger"))
        start, end = evidence["start"], evidence["end"]
        low, high = context(text, start, end)
        found.append(
            [
                Stretch(
                    ("… " if low and text[low - 1 : low].isspace() and text[low - 2 : low] != "\n\n" else "")
                    + text[low:start]
                ),
                Stretch("", Mark(start, end, "begin")),
                *marked(text, marks, start, end),
                Stretch("", Mark(start, end, "end")),
                Stretch(text[end:high] + (" …" if high < len(text) and text[high : high + 2] != "\n\n" else "")),
            ]
        )
    return found


def _texts(store: Store, doc: str) -> dict[str, str]:
    rows = store.query(
        f"SELECT ?about ?text {{ VALUES ?about {{ <{doc}> <{doc}/title> }} "
        f"GRAPH <{doc}> {{ ?about <{PREFIXES['nif']}isString> ?text }} }}"
    ).rows
    return {about.value: text.value for about, text in rows if about and text}


def _related(explorer: Explorer, iri: str) -> list[tuple[str, bool, Listed]]:
    """Property, whether it points here, and the event at its other end; of properties one above another the lowest."""
    found: dict[tuple[str, bool], set[str]] = {}
    for p, inverse, other in explorer.store.query(RELATED % (iri, iri)).rows:
        if p and inverse and other and other.value != iri:
            found.setdefault((other.value, inverse.value == "true"), set()).add(p.value.removeprefix(PREFIXES["ir"]))
    events = {
        event.iri: event for event in events_of(explorer.index, sorted({other for other, _ in found}), explorer.base)
    }
    rows = []
    for (at, backwards), names in sorted(found.items()):
        known = {name for name in names if name in explorer.ontology.properties}
        above = {up for name in known for up in explorer.ontology.superproperties(name)}
        rows += [(name, backwards, events[at]) for name in sorted(known - above) if at in events]
    return rows


def merged_page(request: Request, iri: str) -> Response:
    """The page of an event that merging made: what it says, and the single descriptions that it stands for.

    Raises:
        UnknownName: The store has no such event.
    """
    explorer = explorer_of(request)
    found = events_of(explorer.index, [iri], explorer.base)
    if not found:
        raise UnknownName("event", iri.removeprefix(explorer.base), [])
    related = _related(explorer, iri)
    return render(
        request,
        "merged.html",
        title=explorer.ontology.label(found[0].type),
        iri=iri,
        event=found[0],
        related=related,
    )
