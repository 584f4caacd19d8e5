"""Why the graph says so: an event, or a link, with the words, the rule and the choices behind each part of it."""

from __future__ import annotations

from urllib.parse import unquote

from kg.errors import UnknownName
from kg.graph.export import event_row
from kg.graph.facts import ArticleFacts, Entities
from kg.graph.fillers import Fillers, Row, local, stretch
from kg.protocols import Store
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["article_of", "explain"]


def article_of(iri: str, base: str) -> str:
    """The id of the article below which an IRI lies.

    Raises:
        UnknownName: It lies below none.
    """
    doc, _, rest = iri.removeprefix(f"{base}doc/").partition("/")
    if not iri.startswith(f"{base}doc/") or not rest:
        raise UnknownName("event or link", iri, [f"{base}doc/ARTICLE/event/12-19", f"{base}doc/ARTICLE/link/30-37"])
    return unquote(doc)


def explain(store: Store, ontology: Ontology, base: str, name: str) -> Row:
    """Explain an event or a link.

    Args:
        store: Where it is.
        ontology: The ontology.
        base: What IRIs of data begin with.
        name: Its IRI, or what follows the base, with or without ``doc/``.

    Returns:
        Plain values. Of an event: the row of ``export_events`` with ``why`` added: for each role filler ``foundBy``,
        ``path``, ``onBehalfOf`` and ``accompanies``; ``claims``, each with its source, polarity, certainty, frame,
        confidence, trigger and evidence; ``links`` of all that takes part. Of a link: see ``links``, with ``mentions``.

    Raises:
        UnknownName: The store has no such event or link.
    """
    iri = name if name.startswith(base) else base + (name if name.startswith("doc/") else f"doc/{name}")
    article = article_of(iri, base)
    facts = ArticleFacts(store, Entities(store, base), base, article)
    fillers = Fillers(facts, ontology)
    if facts.one(iri, "ir:eventClass"):
        row = event_row(facts, fillers, ontology, iri)
        return row | {"title": facts.one(facts.doc, "dct:title"), "why": _why(facts, fillers, iri, row)}
    if iri in facts.things("EntityLink"):
        return {"article": article, **_link(facts, iri), "mentions": _mentions(facts, iri)}
    known = sorted(event.removeprefix(base) for event in facts.things("Event"))
    raise UnknownName(f"event or link of {article}", iri.removeprefix(base), known or ["no event: no such article"])


def _why(facts: ArticleFacts, fillers: Fillers, event: str, row: Row) -> Row:
    links = {
        link: None
        for things in fillers.roles(event).values()
        for thing in things
        for mention in facts.things("Mention")
        if facts.one(mention, "ir:denotes") == thing and (link := facts.one(mention, "ir:linkedBy"))
    }
    return {
        "roles": [
            _role(facts, fillers, event, role, filler) for role, found in row["roles"].items() for filler in found
        ],
        "claims": [_claim(facts, fillers, claim) for claim in fillers.claims(event)],
        "links": [_link(facts, link) for link in links],
    }


def _role(facts: ArticleFacts, fillers: Fillers, event: str, role: str, filler: Row) -> Row:
    part = fillers.participation(event, role, filler["iri"])
    behalf = facts.all(part, "ir:onBehalfOf") if part else []
    company = facts.one(part, "ir:accompanies")
    return {
        "role": role,
        "iri": filler["iri"],
        "foundBy": local(facts.one(part, "ir:foundBy")),
        "path": facts.one(part, "ir:path"),
        "onBehalfOf": [fillers.filler(party)["label"] for party in behalf],
        "accompanies": fillers.filler(company)["label"] if company else None,
    }


def _claim(facts: ArticleFacts, fillers: Fillers, claim: str) -> Row:
    trigger = facts.one(claim, "ir:trigger")
    return {
        "claim": claim,
        "polarity": local(facts.one(claim, "ir:polarity")),
        "certainty": local(facts.one(claim, "ir:certainty")),
        "attributionType": local(facts.one(claim, "ir:attributionType")),
        "attributedTo": [fillers.filler(source)["label"] for source in facts.all(claim, "ir:attributedTo")],
        "frame": local(facts.one(claim, "ir:frame")),
        "confidence": float(facts.one(claim, "ir:confidence") or 0),
        "trigger": stretch(facts, trigger) if trigger else None,
        "evidence": [stretch(facts, span) for span in facts.all(claim, "ir:evidence")],
    }


def _link(facts: ArticleFacts, link: str) -> Row:
    item, score = facts.one(link, "ir:wikidataItem"), facts.one(link, "ir:score")
    candidates = sorted(facts.all(link, "ir:hasCandidate"), key=lambda one: int(facts.one(one, "ir:rank") or 0))
    return {
        "link": link,
        "name": facts.one(link, "ir:surfaceForm"),
        "status": local(facts.one(link, "ir:linkStatus")),
        "method": local(facts.one(link, "ir:linkMethod")),
        "wikidata": item.removeprefix(PREFIXES["wd"]) if item else None,
        "score": float(score) if score else None,
        "candidates": [
            {
                "wikidata": (facts.one(one, "ir:wikidataItem") or "").removeprefix(PREFIXES["wd"]),
                "label": facts.one(one, "rdfs:label"),
                "score": float(facts.one(one, "ir:score") or 0),
            }
            for one in candidates
        ],
    }


def _mentions(facts: ArticleFacts, link: str) -> list[Row]:
    found = (m for m in facts.things("Mention") if facts.one(m, "ir:linkedBy") == link)
    return sorted((stretch(facts, mention) for mention in found), key=lambda row: ("part" not in row, row["start"]))
