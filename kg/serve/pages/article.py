"""An article: its whole text, with every event and every name marked, each a link."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownName
from kg.graph.facts import ArticleFacts, Entities
from kg.graph.fillers import Fillers, local, stretch
from kg.serve.explorer import Explorer, explorer_of
from kg.serve.index.lists import events_in
from kg.serve.marks import Mark, Stretch, marked
from kg.serve.view import href, render

__all__ = ["page", "text_marks"]


def page(request: Request, iri: str) -> Response:
    """The page of an article.

    Args:
        request: What is answered.
        iri: The article's IRI.

    Raises:
        UnknownName: The store has no such article.
    """
    explorer = explorer_of(request)
    id_ = unquote(iri.removeprefix(f"{explorer.base}doc/"), errors="surrogatepass")
    facts = ArticleFacts(explorer.store, Entities(explorer.store, explorer.base), explorer.base, id_)
    text = facts.one(iri, "nif:isString")
    if text is None:
        raise UnknownName("article", id_, [])
    marks = text_marks(explorer, facts)
    title, apart = facts.one(iri, "dct:title"), facts.one(f"{iri}/title", "nif:isString")
    url = facts.one(iri, "dct:identifier") or ""
    publisher = facts.one(iri, "dct:publisher")
    return render(
        request,
        "article.html",
        title=apart or title or id_,
        heading=list(marked(apart, marks["title"])) if apart else [Stretch(title or id_)],
        iri=iri,
        id=id_,
        published=facts.one(iri, "dct:issued"),
        publisher=facts.one(publisher, "rdfs:label") or publisher,
        url=url if href(url, explorer.base) else "",
        language=facts.one(iri, "dct:language") or "en",
        paragraphs=_paragraphs(text, marks["text"]),
        events=events_in(explorer.index, id_, explorer.base),
        mentions=sum(mark.kind == "name" for some in marks.values() for mark in some),
    )


def text_marks(explorer: Explorer, facts: ArticleFacts) -> dict[str, list[Mark]]:
    """The marks of an article's text and of its title: words that tell events, and names."""
    found: dict[str, list[Mark]] = {"text": [], "title": []}
    fillers = Fillers(facts, explorer.ontology)
    for claim in facts.things("Claim"):
        about, trigger = facts.one(claim, "ir:about") or "", facts.one(claim, "ir:trigger")
        class_ = local(facts.one(about, "ir:eventClass"))
        if class_ and trigger:
            words = stretch(facts, trigger)
            plover = (facts.one(about, "ir:codedAs") or "").rpartition("#")[2].partition("-")[0]
            kind = f"event {explorer.ontology.quad_class(plover) or 'none'}"
            title = explorer.ontology.label(class_)
            found[words.get("part", "text")].append(
                Mark(words["start"], words["end"], kind, href(about, explorer.base), title)
            )
    for mention in facts.things("Mention"):
        words, thing = stretch(facts, mention), facts.one(mention, "ir:denotes") or ""
        label = facts.one(thing, "rdfs:label") or facts.one(thing, "dct:title") or ""
        title = f"{label} ({_name(explorer, fillers.type_of(thing))})"
        found[words.get("part", "text")].append(
            Mark(words["start"], words["end"], "name", href(thing, explorer.base), title)
        )
    return found


def _name(explorer: Explorer, class_: str) -> str:
    return explorer.ontology.label(class_) if class_ in explorer.ontology.classes else class_ or "thing"


def _paragraphs(text: str, marks: list[Mark]) -> list[list[Stretch]]:
    """The text, cut where a line is empty; no mark reaches over such a line."""
    found, at = [], 0
    for part in text.split("\n\n"):
        end = at + len(part)
        if part.strip():
            inside = [mark for mark in marks if at <= mark.start and mark.end <= end]
            found.append(list(marked(text, inside, at, end)))
        at = end + 2
    return found
