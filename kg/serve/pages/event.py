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
from kg.serve.index.lists import events_of
from kg.serve.index.members import whole_of
from kg.serve.marks import Mark, Stretch, context, marked
from kg.serve.pages.related import related
from kg.serve.view import href, render
from kg.vocab.iri import PREFIXES

__all__ = ["page"]


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
    whole = whole_of(explorer.index, "event", iri)
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
        whole=events_of(explorer.index, [whole], explorer.base)[0] if whole else None,
        related=related(explorer, iri),
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
