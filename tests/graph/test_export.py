"""Exports give back what was read, in the form of the contract."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
import rdflib
from graph_samples import BASE, IN_CHINA, SAMPLES, builder, syn_a, syn_b, syn_c

from kg.errors import UnknownName
from kg.graph.export import FORMATS, export_events, export_mentions, jsonl, write_rdf
from kg.graph.states import members_of
from kg.model import Article, Event, Reading
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import Ontology

ONTOLOGY = Ontology.load()
EVENT_KEYS = [
    "schema", "article", "event", "type", "types", "plover", "mode", "status",
    "polarity", "certainty", "confidence", "frame", "roles", "initiators", "recipients", "symmetric",
    "time", "place", "attributedTo", "attributionType", "content", "concerns", "inResponseTo", "partOf",
    "series", "ordinal", "fatalities", "trigger", "evidence", "publisher", "published",
]  # fmt: skip
FILLER_KEYS = ["iri", "label", "type", "wikidata", "text", "start", "end", "state", "office", "members"]
MENTION_KEYS = ["article", "start", "end", "text", "iri", "type", "label", "wikidata", "status", "score", "candidates"]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    store = OxigraphStore(None, BASE)
    store.put([builder().build(make()) for make in SAMPLES.values()])
    return store


@pytest.fixture(scope="module")
def rows(store: OxigraphStore) -> dict[str, dict]:
    return {row["event"].removeprefix(BASE): row for row in export_events(store, ONTOLOGY, BASE)}


READ = {event.id: (reading, event) for reading in (make() for make in SAMPLES.values()) for event in reading.events}


def fillers(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        if "members" in value:
            yield value
        for inner in value.values():
            yield from fillers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fillers(inner)


@pytest.mark.parametrize("id_", READ)
def test_an_event_comes_back_as_it_was_read(rows: dict[str, dict], id_: str) -> None:
    (reading, event), row = READ[id_], rows[id_]
    article = reading.article
    assert list(row) == EVENT_KEYS
    assert (row["schema"], row["article"], row["event"]) == (1, article.id, BASE + id_)
    assert (row["type"], row["types"]) == (event.type, list(ONTOLOGY.types(event.type)))
    assert (row["plover"], row["mode"], row["status"], row["ordinal"]) == (
        event.plover,
        event.mode,
        event.status,
        event.ordinal,
    )
    assert row["publisher"] == article.publisher and row["published"] == str(article.published)
    assert row["symmetric"] == ONTOLOGY.symmetric(event.type)
    time = event.time
    assert row["time"] == (
        time
        and {
            "earliest": time.earliest and str(time.earliest),
            "latest": time.latest and str(time.latest),
            "edtf": time.edtf,
            "phrase": time.phrase,
            "anchor": time.anchor,
            "rule": time.rule,
        }
    )
    _check_claims(row, reading, event)
    _check_roles(row, event)
    assert row["partOf"] == next((BASE + o for p, o in event.related if p == "subEventOf"), None)
    assert row["inResponseTo"] == next(
        (BASE + o for p, o in event.related if p in ("inResponseTo", "respondsTo")), None
    )
    assert row["series"] is None if event.series is None else row["series"]["label"] == event.series.label
    assert row["fatalities"] == (event.fatalities and {"min": event.fatalities[0], "max": event.fatalities[1]})


def _check_claims(row: dict, reading: Reading, event: Event) -> None:
    claims = [*event.claims, *(c.claim for e in reading.events for c in e.content if c.claim.about == event.id)]
    affirmed = [c for c in claims if c.polarity == "affirmed"] or claims
    assert row["polarity"] == affirmed[0].polarity
    assert row["confidence"] in {c.confidence for c in affirmed} and row["certainty"] in {c.certainty for c in affirmed}
    assert {(e["start"], e["end"], e["quote"]) for e in row["evidence"]} == {
        (s.start, s.end, s.text) for c in affirmed for s in c.evidence
    }
    assert {f["label"] for f in row["attributedTo"]} == {who.label for c in affirmed for who in c.attributed_to}
    for evidence in row["evidence"]:
        part = reading.article.title if evidence.get("part") == "title" else reading.article.text
        assert part is not None and part[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert [c["polarity"] for c in row["content"]] == [c.claim.polarity for c in event.content]
    assert [c["event"] for c in row["content"]] == [
        None if c.situation_label else BASE + c.claim.about for c in event.content
    ]


def _check_roles(row: dict, event: Event) -> None:
    told: dict[str, set[str]] = {}
    for p in event.participants:
        told.setdefault(p.role, set()).add(BASE + p.entity.id)
    for role, other in event.related:
        if role in ("invitedTo", "respondsTo"):
            told.setdefault(role, set()).add(BASE + other)
    places = told.pop("atPlace", set())
    assert {role: {f["iri"] for f in fs} for role, fs in row["roles"].items()} == told
    assert {f["iri"] for f in row["place"]} == places | told.get("destination", set())
    for participant in event.participants:
        found = [
            f
            for f in (*row["roles"].get(participant.role, ()), *row["place"])
            if f["iri"] == BASE + participant.entity.id
        ]
        assert found
        if participant.mention:
            assert (found[0]["start"], found[0]["end"], found[0]["text"]) == (
                participant.mention.start,
                participant.mention.end,
                participant.mention.text,
            )
        if participant.holding:
            assert found[0]["office"] == participant.holding.office.label
        assert [m["iri"] for m in found[0]["members"]] == sorted(BASE + m.id for m in participant.entity.members)
    sides = {"initiator": "initiators", "recipient": "recipients"}
    for side, key in sides.items():
        wanted = {
            BASE + p.entity.id
            for p in event.participants
            if ONTOLOGY.side(p.role) == side
            or (row["symmetric"] and (p.role == "meetingParty" or ONTOLOGY.side(p.role)))
        }
        got = {f["iri"] for f in row[key]}
        grouped = {BASE + m.id for p in event.participants for m in members_of(p.entity)}
        assert wanted - grouped <= got <= wanted


def test_events_come_by_article_and_in_the_order_of_reading(store: OxigraphStore) -> None:
    got = [
        row["event"].removeprefix(BASE)
        for row in export_events(store, ONTOLOGY, BASE, ["syn-b", "odd/c é", "nothing", "syn-b"])
    ]
    wanted = [e.id for make in (syn_b, syn_c) for e in sorted(make().events, key=lambda e: e.order)]
    assert got == wanted
    assert [row["article"] for row in export_events(store, ONTOLOGY, BASE)] == sorted(
        row["article"] for row in export_events(store, ONTOLOGY, BASE)
    )


def test_every_filler_has_every_key(rows: dict[str, dict]) -> None:
    for row in rows.values():
        for filler in fillers(row):
            assert [k for k in filler if k not in ("part", "lat", "lon")] == FILLER_KEYS
            assert ("lat" in filler) == ("lon" in filler) == (filler["type"] == "Place")


def test_a_filler_knows_its_state(rows: dict[str, dict]) -> None:
    state = {f["label"]: f["state"] for row in rows.values() for f in fillers(row["roles"])}
    assert state["Xi Jinping"] == "CHN" and state["Sergey Lavrov"] == "RUS" and state["Iran"] == "IRN"
    assert state["Russian troops"] == "RUS" and state["Ann Other"] == "KAZ" and state["António Guterres"] is None
    assert state["the two states"] is None


def test_a_territory_shows_the_state_it_belongs_to(rows: dict[str, dict]) -> None:
    visit = next(row for row in rows.values() if row["type"] == "StateVisit")
    assert [(f["label"], f["type"], f["wikidata"], f["state"]) for f in visit["place"]] == [
        ("Russia", "Place", "Q159", "RUS")
    ]


def test_an_event_as_filler_has_its_words_for_a_label(rows: dict[str, dict]) -> None:
    labels = {f["label"] for row in rows.values() for f in row["roles"].get("invitedTo", ())}
    assert labels == {"third Amber Harbour Forum", "visit", "invited", "Amber Harbour Forum"}


def test_mentions_come_back_each_with_its_decision(store: OxigraphStore) -> None:
    got = list(export_mentions(store, ONTOLOGY, BASE))
    for reading in (make() for make in SAMPLES.values()):
        links = {link.id: link for link in reading.links}
        wanted = [m for m in reading.mentions if m.entity.type != "AgentGroup" and m.entity.type != "Treaty"]
        mine = [row for row in got if row["article"] == reading.article.id]
        assert [(r["start"], r["text"]) for r in mine] == [
            (m.span.start, m.span.text) for m in sorted(wanted, key=lambda m: (m.span.part == "text", m.span.start))
        ]
        by_span = {(m.span.part, m.span.start, m.span.end): m for m in wanted}
        for row in mine:
            mention = by_span[row.get("part", "text"), row["start"], row["end"]]
            link = links.get(mention.link or "")
            assert [k for k in row if k != "part"] == MENTION_KEYS
            assert row["iri"] == BASE + mention.entity.id and row["label"] == mention.entity.label
            assert row["status"] == (link.status if link else "nil")
            assert (row["wikidata"] is not None) == (row["status"] == "accepted")
            assert bool(row["candidates"]) == (row["status"] != "nil")
    land = next(r for r in got if r["iri"] == BASE + IN_CHINA.id)
    assert (land["type"], land["wikidata"], land["label"]) == ("Place", "Q148", "China")


def test_lines_are_json(store: OxigraphStore) -> None:
    lines = list(jsonl(export_events(store, ONTOLOGY, BASE)))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line) for line in lines] == list(export_events(store, ONTOLOGY, BASE))


def test_a_text_that_looks_like_an_item_is_never_asked_for() -> None:
    """Literals that begin like our IRIs must not reach a query."""
    evil = f"{BASE}entity/Q148> }} }} ; DROP ALL #"
    store = OxigraphStore(None, BASE)
    store.put([builder().build(Reading(Article("evil", evil, evil), (), (), ()))])
    assert list(export_events(store, ONTOLOGY, BASE)) == []
    assert store.count() > 0


# --------------------------------------------------------------------------------------------------------------- RDF


@pytest.mark.parametrize(("name", "parser"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_rdf_is_read_back_by_another_library(store: OxigraphStore, name: str, parser: str) -> None:
    out = io.BytesIO()
    count = write_rdf(store, out, name, BASE)
    read = rdflib.Dataset()
    read.parse(data=out.getvalue(), format=parser)
    assert len(list(read.quads())) == count == store.count()


@pytest.mark.parametrize(("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml")])
def test_flat_forms_have_every_statement(store: OxigraphStore, name: str, parser: str) -> None:
    out = io.BytesIO()
    count = write_rdf(store, out, name, BASE)
    assert len(rdflib.Graph().parse(data=out.getvalue(), format=parser)) == count == store.count()


@pytest.mark.parametrize("name", FORMATS)
def test_rdf_is_the_same_bytes_twice(store: OxigraphStore, name: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_rdf(store, first, name, BASE)
    other = OxigraphStore(None, BASE)
    other.put([builder().build(make()) for make in reversed(SAMPLES.values())])
    write_rdf(other, second, name, BASE)
    assert first.getvalue() == second.getvalue()


def test_chosen_articles_come_with_what_they_need_and_no_more(store: OxigraphStore) -> None:
    out = io.BytesIO()
    write_rdf(store, out, "nquads", BASE, ["syn-b"])
    alone = builder().build(syn_b())
    wanted = {alone.graph, *alone.entities.values()}
    record = [line for line in alone.catalog.split("\n") if line.startswith(f"<{BASE}record/")]
    lines = {line for text in wanted for line in text.split("\n") if line} | set(record)
    assert set(out.getvalue().decode().split("\n")) - {""} == lines


def test_without_words(store: OxigraphStore) -> None:
    out = io.BytesIO()
    write_rdf(store, out, "nquads", BASE, words=False)
    text = out.getvalue().decode()
    assert "isString" not in text and "anchorOf" not in text and "beginIndex" in text
    assert syn_a().article.text[:60] not in text


def test_an_unknown_format_names_the_known_ones(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="turtle"):
        write_rdf(store, io.BytesIO(), "hdt", BASE)


class _Unlisted(OxigraphStore):
    """A store that cannot say all that it holds."""

    def fingerprints(self) -> dict[str, str]:
        raise AssertionError("all articles were asked for")


def test_of_chosen_articles_only_these_are_asked_for() -> None:
    with _Unlisted(None, BASE) as store:
        store.put([builder().build(make()) for make in SAMPLES.values()])
        names = sorted({reading.article.id for reading, _ in READ.values()}, reverse=True)
        told = list(export_events(store, ONTOLOGY, BASE, [names[0], "no such article", *names[1:2], names[0]]))
        assert list(dict.fromkeys(row["article"] for row in told)) == names[:2]
