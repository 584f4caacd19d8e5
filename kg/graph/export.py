"""Exports from a store, article by article: events and mentions as the contract gives them, and RDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kg.graph.facts import ArticleFacts, Entities, articles_of
from kg.graph.fillers import Fillers, Row, local, stretch
from kg.graph.rdf import FORMATS, write_rdf
from kg.protocols import Store
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["FORMATS", "event_row", "export_events", "export_mentions", "jsonl", "write_rdf"]

SCHEMA = 1
"""Version of the export's form, in every event."""


def export_events(store: Store, ontology: Ontology, base: str, articles: Iterable[str] | None = None) -> Iterator[Row]:
    """Events, one row each: by article, then by sentence, main clause before subordinate, place in the text.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        articles: Ids, in the order wanted; by default all, sorted by id (a store keeps no order of input).

    Yields:
        Rows as the contract gives them, every key there.
    """
    entities = Entities(store, base)
    for article in articles_of(store, base, articles):
        facts = ArticleFacts(store, entities, base, article)
        fillers = Fillers(facts, ontology)
        events = sorted(facts.things("Event"), key=lambda event: (int(facts.one(event, "ir:order") or 0), event))
        yield from (event_row(facts, fillers, ontology, event) for event in events)


def export_mentions(
    store: Store, ontology: Ontology, base: str, articles: Iterable[str] | None = None
) -> Iterator[Row]:
    """Mentions of persons, states, organisations, places and series, one row each, in the order of the text.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        articles: Ids, in the order wanted; by default all, sorted by id.

    Yields:
        Rows as the contract gives them.
    """
    entities = Entities(store, base)
    for article in articles_of(store, base, articles):
        facts = ArticleFacts(store, entities, base, article)
        fillers = Fillers(facts, ontology)
        rows = [row for mention in facts.things("Mention") if (row := _mention(facts, fillers, ontology, mention))]
        yield from sorted(rows, key=lambda row: ("part" not in row, row["start"], row["end"]))


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as lines of JSON."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def event_row(facts: ArticleFacts, fillers: Fillers, ontology: Ontology, event: str) -> Row:
    """One event as ``export_events`` gives it.

    Args:
        facts: Its article.
        fillers: Of the same article.
        ontology: The ontology.
        event: Its IRI.
    """
    type_ = local(facts.one(event, "ir:eventClass")) or "Event"
    plover, _, mode = (facts.one(event, "ir:codedAs") or "").removeprefix(PREFIXES["plover"]).partition("-")
    claims = fillers.claims(event)
    affirmed = [c for c in claims if local(facts.one(c, "ir:polarity")) == "affirmed"]
    # an event is negated only where all its claims are; a frame's own words come before those that a statement quotes
    standing = sorted(affirmed or claims, key=lambda claim: facts.one(claim, "ir:frame") is None)
    main = standing[0] if standing else None
    told = [claim for claim in standing if facts.all(claim, "ir:attributedTo")]
    roles = fillers.roles(event)
    symmetric = ontology.symmetric(type_)
    sides: dict[str, list[Row]] = {"initiator": [], "recipient": []}
    for role, things in roles.items():
        both = symmetric and (role == "meetingParty" or ontology.side(role))
        for side, rows in sides.items():
            if both or ontology.side(role) == side:
                rows += (f for f in fillers.fillers(things, event, role) if f["iri"] not in {r["iri"] for r in rows})
    places = [(role, thing) for role, things in roles.items() for thing in things if _is_place(ontology, role)]
    evidence = {
        _key(s): s for claim in standing for span in facts.all(claim, "ir:evidence") if (s := stretch(facts, span))
    }
    series = facts.one(event, "ir:editionOf")
    row: Row = {
        "schema": SCHEMA,
        "article": facts.article,
        "event": event,
        "type": type_,
        "types": list(ontology.types(type_)),
        "plover": plover or None,
        "mode": mode or None,
        "status": local(facts.one(event, "ir:eventStatus")),
        "polarity": local(facts.one(main, "ir:polarity")),
        "certainty": local(facts.one(main, "ir:certainty")),
        "confidence": float(facts.one(main, "ir:confidence") or 0) if main else None,
        "frame": local(facts.one(main, "ir:frame")),
        "roles": {role: fillers.fillers(ts, event, role) for role, ts in roles.items() if role not in _APART},
        "initiators": sides["initiator"],
        "recipients": sides["recipient"],
        "symmetric": symmetric,
        "time": _time(facts, event),
        "place": [fillers.filler(thing, event, role) for role, thing in places],
        "attributedTo": fillers.fillers(_sources(facts, told), event),
        "attributionType": local(facts.one(told[0] if told else main, "ir:attributionType")),
        "content": [_content(facts, claim) for claim in facts.all(event, "ir:hasContent")],
        "concerns": fillers.fillers(facts.all(event, "ir:concerns"), event),
        "inResponseTo": facts.one(event, "ir:inResponseTo"),
        "partOf": facts.one(event, "ir:subEventOf"),
        "series": fillers.filler(series, event) if series else None,
        "ordinal": _number(facts.one(event, "ir:ordinal")),
        "fatalities": _fatalities(facts, event),
        "trigger": _words(facts, facts.one(main, "ir:trigger")),
        "evidence": [{("quote" if k == "text" else k): v for k, v in s.items()} for _, s in sorted(evidence.items())],
        "publisher": facts.one(facts.one(facts.doc, "dct:publisher"), "rdfs:label"),
        "published": facts.one(facts.doc, "dct:issued"),
    }
    return row


_APART = frozenset({"atPlace", "subEventOf", "inResponseTo", "editionOf"})
"""Properties that have a key of their own beside ``roles``."""


def _is_place(ontology: Ontology, role: str) -> bool:
    return "atPlace" in (role, *ontology.superproperties(role))


def _sources(facts: ArticleFacts, claims: list[str]) -> list[str]:
    """Who the claims are attributed to; members of a group stand in the group."""
    sources = list(dict.fromkeys(source for claim in claims for source in facts.all(claim, "ir:attributedTo")))
    members = {member for source in sources for member in facts.all(source, "ir:hasMember")}
    return [source for source in sources if source not in members]


def _content(facts: ArticleFacts, claim: str) -> Row:
    spans = facts.all(claim, "ir:evidence")
    about = facts.one(claim, "ir:about")
    words = min((stretch(facts, span) for span in spans), key=_key)
    is_event = facts.one(about, "ir:eventClass") is not None
    return {**words, "polarity": local(facts.one(claim, "ir:polarity")), "event": about if is_event else None}


def _time(facts: ArticleFacts, event: str) -> Row | None:
    names = ("earliestDate", "latestDate", "edtf", "dateText", "dateAnchor", "dateRule")
    earliest, latest, edtf, phrase, anchor, rule = (facts.one(event, f"ir:{name}") for name in names)
    if rule is None:
        return None
    return {
        "earliest": earliest,
        "latest": latest,
        "edtf": edtf,
        "phrase": phrase,
        "anchor": local(anchor),
        "rule": rule,
    }


def _fatalities(facts: ArticleFacts, event: str) -> Row | None:
    low, high = (_number(facts.one(event, f"ir:fatalities{name}")) for name in ("Min", "Max"))
    return None if low is None and high is None else {"min": low, "max": high}


def _mention(facts: ArticleFacts, fillers: Fillers, ontology: Ontology, mention: str) -> Row | None:
    thing = facts.one(mention, "ir:denotes") or ""
    type_ = fillers.type_of(thing)
    if type_ == "AgentGroup" or not any(ontology.is_a(type_, kind) for kind in ("Agent", "Place", "EventSeries")):
        return None
    words, link, named = stretch(facts, mention), facts.one(mention, "ir:linkedBy"), fillers.filler(thing)
    item, score = facts.one(link, "ir:wikidataItem"), facts.one(link, "ir:score")
    row: Row = {
        "article": facts.article,
        **words,
        "iri": thing,
        "type": type_,
        "label": named["label"],
        "wikidata": item.removeprefix(PREFIXES["wd"]) if item else None,
        "status": local(facts.one(link, "ir:linkStatus")) or "nil",
        "score": float(score) if score else None,
        "candidates": _candidates(facts, link),
    }
    if item and not row["candidates"]:  # it was the only one weighed
        row["candidates"] = [{"wikidata": row["wikidata"], "label": named["label"], "score": row["score"]}]
    return row


def _candidates(facts: ArticleFacts, link: str | None) -> list[Row]:
    found = sorted(
        facts.all(link, "ir:hasCandidate") if link else [], key=lambda one: int(facts.one(one, "ir:rank") or 0)
    )
    return [
        {
            "wikidata": (facts.one(one, "ir:wikidataItem") or "").removeprefix(PREFIXES["wd"]),
            "label": facts.one(one, "rdfs:label"),
            "score": float(facts.one(one, "ir:score") or 0),
        }
        for one in found
    ]


def _words(facts: ArticleFacts, span: str | None) -> Row | None:
    return stretch(facts, span) if span else None


def _number(value: str | None) -> int | None:
    return int(value) if value is not None else None


def _key(words: Row) -> tuple[bool, int, int]:
    return "part" not in words, words["start"], words["end"]
