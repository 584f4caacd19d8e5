"""Dyads, networks, tables, annotations, nanopublications, JSON-LD: each read back by a reader that is not ours."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import date
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from graph_samples import BASE, SAMPLES, builder
from rdflib.namespace import RDF

from kg.errors import UnknownName
from kg.graph.dyads import COLUMNS, COUNTED, QUADS, count, dyads, states
from kg.graph.export import export_events, write_rdf
from kg.graph.fillers import Row
from kg.graph.jsonld import CONTEXT, write_jsonld
from kg.graph.network import network, write_network
from kg.graph.select import Selection, articles_that
from kg.graph.tables import write_csv, write_parquet
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import Ontology

ONTOLOGY = Ontology.load()
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
NP = rdflib.Namespace("http://www.nanopub.org/nschema#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
IR = rdflib.Namespace("https://w3id.org/irkg/def#")
NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    store = OxigraphStore(None, BASE)
    store.put([builder().build(make()) for make in SAMPLES.values()])
    return store


def filler(state: str | None, iri: str = "", members: Iterable[Row] = (), type_: str = "State") -> Row:
    return {"iri": iri or f"urn:{state}", "label": state, "type": type_, "state": state, "members": list(members)}


def event(n: int, sources: list[Row], targets: list[Row], **more: Any) -> Row:
    plain: Row = {
        "event": f"urn:e{n}", "article": "a", "published": "2023-03-21", "publisher": "P", "type": "Visit",
        "types": ["Visit", "Event"], "plover": "CONSULT", "mode": "visit", "status": "occurred", "polarity": "affirmed",
        "certainty": "certain", "attributionType": "authorial", "confidence": 0.9, "initiators": sources,
        "recipients": targets, "time": {"earliest": "2023-03-21", "latest": "2023-03-21"},
    }  # fmt: skip
    return plain | more


EVENTS = [
    event(1, [filler("CHN")], [filler("RUS")]),
    event(2, [filler("CHN"), filler("RUS")], [filler("CHN"), filler("RUS")], plover="AGREE"),
    event(3, [filler(None, members=[filler("FRA"), filler("DEU")])], [filler("IRN")], plover="THREATEN"),
    event(4, [filler("CHN")], [filler("CHN"), filler(None)]),
    event(5, [filler("CHN")], [filler("RUS")], polarity="negated"),
    event(6, [filler("CHN")], [filler("RUS")], time={"earliest": "2023-03-01", "latest": "2023-03-31"}),
    event(7, [filler("XXX")], [filler("RUS")], time=None),
    event(8, [filler("CHN")], [filler("RUS")], status="cancelled"),
]


def test_a_dyad_is_an_event_with_a_source_state_and_a_target_state() -> None:
    rows = list(dyads(EVENTS, ONTOLOGY))
    assert all(tuple(row) == COLUMNS for row in rows)
    assert [(row["event"][-1], row["source"], row["target"]) for row in rows] == [
        ("1", "CHN", "RUS"), ("2", "CHN", "RUS"), ("2", "RUS", "CHN"), ("3", "DEU", "IRN"), ("3", "FRA", "IRN"),
        ("5", "CHN", "RUS"), ("6", "CHN", "RUS"), ("7", "XXX", "RUS"), ("8", "CHN", "RUS"),
    ]  # fmt: skip
    assert (rows[0]["source_gw"], rows[0]["target_gw"], rows[0]["quad"]) == (710, 365, "VC")
    assert (rows[3]["quad"], rows[7]["source_gw"]) == ("VX", None)
    assert states([filler(None, members=[filler("FRA"), filler(None)])]) == ["FRA"]


def test_counts_leave_out_what_did_not_happen_and_what_has_no_such_period() -> None:
    rows = list(dyads(EVENTS, ONTOLOGY))
    by_day = {(r["period"], r["source"], r["target"]): r for r in count(rows, "day")}
    assert all(tuple(row) == COUNTED for row in by_day.values())
    assert by_day["2023-03-21", "CHN", "RUS"]["events"] == 2
    assert by_day["2023-03-21", "DEU", "IRN"]["verbal_conflict"] == 1
    assert len(by_day) == 4
    by_month = {(r["period"], r["source"], r["target"]): r["events"] for r in count(rows, "month")}
    assert by_month["2023-03", "CHN", "RUS"] == 3
    assert {r["period"] for r in count(rows, "year")} == {"2023"}


def test_every_type_of_plover_has_a_quad_class() -> None:
    types = {code.partition("/")[0] for code in ONTOLOGY.codes["plover"]} - set(QUADS)
    assert {ONTOLOGY.quad_class(code) for code in types} == set(QUADS)
    assert ONTOLOGY.quad_class("CONSULT/visit") == "VC" and ONTOLOGY.quad_class("") is None


def test_tables_are_read_back_by_pandas_and_pyarrow(store: OxigraphStore) -> None:
    rows = list(export_events(store, ONTOLOGY, BASE))
    text, binary = io.StringIO(), io.BytesIO()
    write_csv(rows, text)
    write_parquet(iter(rows), binary)
    table = pd.read_csv(io.StringIO(text.getvalue()))
    parquet = pyarrow.parquet.read_table(io.BytesIO(binary.getvalue())).to_pylist()
    assert list(table["event"]) == [row["event"] for row in rows] == [row["event"] for row in parquet]
    assert list(table.columns) == list(rows[0]) == list(parquet[0])
    for row, back in zip(rows, parquet, strict=True):
        assert back["confidence"] == row["confidence"] and back["symmetric"] is row["symmetric"]
        assert json.loads(back["roles"]) == row["roles"] and back["plover"] == row["plover"]
        assert (json.loads(back["time"]) if back["time"] else None) == row["time"]
    found = pyarrow.parquet.read_schema(io.BytesIO(binary.getvalue()))
    assert str(found.field("confidence").type) == "double"
    numbers = io.BytesIO()
    write_parquet(dyads(EVENTS, ONTOLOGY), numbers, COLUMNS)
    assert list(pd.read_parquet(io.BytesIO(numbers.getvalue()))["source_gw"].dropna()) == [
        710,
        710,
        365,
        260,
        220,
        710,
        710,
        710,
    ]


def test_a_table_without_rows_has_its_columns() -> None:
    text, binary = io.StringIO(), io.BytesIO()
    write_csv([], text, COLUMNS)
    write_parquet([], binary, COLUMNS)
    assert list(pd.read_csv(io.StringIO(text.getvalue())).columns) == list(COLUMNS)
    assert pyarrow.parquet.read_table(io.BytesIO(binary.getvalue())).column_names == list(COLUMNS)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_are_read_back_by_networkx(form: str) -> None:
    out, again = io.BytesIO(), io.BytesIO()
    write_network(network(EVENTS, ONTOLOGY), out, form)
    write_network(network(reversed(EVENTS), ONTOLOGY), again, form)
    assert out.getvalue() == again.getvalue()
    assert b"lastmodified" not in out.getvalue()
    graph = (nx.read_graphml if form == "graphml" else nx.read_gexf)(io.BytesIO(out.getvalue()))
    assert set(graph.nodes) == {"CHN", "RUS", "FRA", "DEU", "IRN", "XXX"}
    assert graph["CHN"]["RUS"]["weight"] == 3 and graph["CHN"]["RUS"]["verbal_cooperation"] == 3
    assert graph["FRA"]["IRN"]["verbal_conflict"] == 1
    assert ET.fromstring(out.getvalue()).tag.endswith(form)


def test_a_network_of_persons_has_their_names_and_states() -> None:
    one, two = (
        filler("CHN", f"urn:p{n}", type_="Politician" if "Politician" in ONTOLOGY.classes else "Person") for n in (1, 2)
    )
    group = filler(None, "urn:group", [two], "AgentGroup")
    graph = network([event(1, [one, filler("CHN")], [group])], ONTOLOGY, "persons")
    assert list(graph.edges) == [("urn:p1", "urn:p2")]
    assert graph.nodes["urn:p1"] == {"label": "CHN", "state": "CHN"}
    with pytest.raises(UnknownName, match="graphml"):
        write_network(graph, io.BytesIO(), "dot")


# ----------------------------------------------------------------------------------------------------------- selection


def test_events_are_chosen_by_class_period_and_confidence() -> None:
    def chosen(**wanted: Any) -> str:
        return "".join(row["event"][-1] for row in Selection(**wanted).events(EVENTS))

    assert chosen() == "12345678"
    assert chosen(types=("Event",)) == "12345678" and chosen(types=("Invitation",)) == ""
    assert chosen(since=date(2023, 3, 22)) == "6" and chosen(until=date(2023, 3, 20)) == "6"
    assert chosen(since=date(2023, 3, 21), until=date(2023, 3, 21)) == "1234568"
    assert chosen(confidence=0.91) == ""
    with pytest.raises(UnknownName, match="Invitation"):
        Selection(("Party",)).check(ONTOLOGY)


def test_articles_are_chosen_by_class_and_day_of_publication(store: OxigraphStore) -> None:
    rows = list(export_events(store, ONTOLOGY, BASE))
    assert articles_that(store, BASE, ONTOLOGY) == sorted(store.fingerprints())
    for name in {type_ for row in rows for type_ in row["types"]}:
        assert articles_that(store, BASE, ONTOLOGY, (name,)) == sorted(
            {r["article"] for r in rows if name in r["types"]}
        )
    for day in {row["published"] for row in rows if row["published"]}:
        on = date.fromisoformat(day)
        assert articles_that(store, BASE, ONTOLOGY, (), on, on) == sorted(
            {row["article"] for row in rows if row["published"] == day}
        )


# ----------------------------------------------------------------------------------------------------------------- RDF


def read(store: OxigraphStore, form: str, view: str, words: bool = True) -> rdflib.Dataset:
    out = io.BytesIO()
    write_rdf(store, out, form, BASE, view=view, words=words)
    data = rdflib.Dataset(default_union=True)
    return data.parse(data=out.getvalue(), format={"jsonld": "json-ld"}.get(form, form))


@pytest.mark.parametrize("form", ["trig", "jsonld"])
def test_spans_as_web_annotations(store: OxigraphStore, form: str) -> None:
    """Each points into the text of its document, at the words that it quotes."""
    data = read(store, form, "annotations")
    whole = rdflib.Graph().parse(
        data="".join(f"{' '.join(q.rsplit(' ', 2)[:1])} .\n" for q in store.quads()), format="nt"
    )
    found = list(data.subjects(RDF.type, OA.Annotation))
    bodies = {data.value(one, OA.hasBody) for one in found}
    assert bodies >= set(whole.objects(None, IR.denotes)) | set(whole.subjects(RDF.type, IR.Claim))
    for one in found:
        target = data.value(one, OA.hasTarget)
        text = str(whole.value(data.value(target, OA.hasSource), NIF.isString))
        place, quote = sorted(data.objects(target, OA.hasSelector), key=lambda s: (s, OA.exact, None) in data)
        start, end = int(data.value(place, OA.start)), int(data.value(place, OA.end))
        assert text[start:end] == str(data.value(quote, OA.exact)) != ""
    without = read(store, form, "annotations", words=False)
    assert len(set(without.subjects(RDF.type, OA.Annotation))) == len(set(found))
    assert not list(without.objects(None, OA.exact))


def test_claims_as_nanopublications(store: OxigraphStore) -> None:
    """Every claim has one, with its four graphs filled, its assertion without its source, its source in provenance."""
    data = read(store, "trig", "nanopublications")
    claims = {row[0].value for row in store.query(f"SELECT ?c {{ ?c a <{IR.Claim}> }}").rows if row[0]}
    found = list(data.subjects(RDF.type, NP.Nanopublication))
    assert {str(one).removesuffix("/nanopub") for one in found} == claims
    for one in found:
        claim = rdflib.URIRef(str(one).removesuffix("/nanopub"))
        parts = [
            data.graph(data.value(one, NP[f"has{part}"])) for part in ("Assertion", "Provenance", "PublicationInfo")
        ]
        assert all(len(part) for part in parts)
        assertion, provenance, info = parts
        about = assertion.value(claim, IR.about)
        assert about is not None and list(assertion.predicate_objects(about))
        assert not list(assertion.objects(None, IR.attributedTo))
        assert set(provenance.objects(claim, IR.attributedTo)) == set(
            provenance.objects(assertion.identifier, PROV.wasAttributedTo)
        )
        assert list(provenance.objects(assertion.identifier, PROV.wasDerivedFrom))
        assert list(info.objects(one, PROV.wasGeneratedBy))
    with pytest.raises(UnknownName, match="nanopublications"):
        write_rdf(store, io.BytesIO(), "trig", BASE, view="owl")


def test_json_ld_uses_our_names_and_says_the_same(store: OxigraphStore) -> None:
    out, nquads = io.BytesIO(), io.BytesIO()
    write_rdf(store, out, "jsonld", BASE)
    write_rdf(store, nquads, "nquads", BASE)
    document = json.loads(out.getvalue())
    assert document["@context"] == CONTEXT
    assert any("ir:eventClass" in node for graph in document["@graph"] for node in graph["@graph"])
    ours, theirs = (
        set(rdflib.Dataset().parse(data=out.getvalue(), format="json-ld").quads()),
        set(rdflib.Dataset().parse(data=nquads.getvalue(), format="nquads").quads()),
    )
    assert {tuple(map(str, quad)) for quad in ours} == {tuple(map(str, quad)) for quad in theirs}


def test_json_ld_of_odd_terms() -> None:
    text = (
        '<geo:1,2> <urn:p> "x" .\n<geo:1,2> <urn:p> "y"@en .\n_:b <urn:p> <geo:1,2> .\n'
        '<geo:1,2> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n'
    )
    out = io.BytesIO()
    write_jsonld(ox.parse(text, ox.RdfFormat.N_QUADS), out)
    back = set(ox.parse(out.getvalue(), ox.RdfFormat.JSON_LD))
    assert len(back) == 4 and {str(q) for q in back} >= {line[:-2] for line in text.splitlines() if "_:" not in line}


@pytest.mark.parametrize(("name", "parser"), [("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads")])
@pytest.mark.parametrize(
    ("same_as", "item", "code"),
    [
        ("owl", "http://www.w3.org/2002/07/owl#sameAs", "http://purl.org/dc/terms/identifier"),
        ("schema", "https://schema.org/sameAs", "https://schema.org/identifier"),
    ],
)
def test_entities_are_joined_to_wikidata_and_states_to_their_code_by_choice(
    store: OxigraphStore, name: str, parser: str, same_as: str, item: str, code: str
) -> None:
    def read_back(same_as: str | None) -> rdflib.Dataset:
        out = io.BytesIO()
        write_rdf(store, out, name, BASE, same_as=same_as)
        return rdflib.Dataset(default_union=True).parse(data=out.getvalue(), format=parser)

    plain, joined = read_back(None), read_back(same_as)
    russia = rdflib.URIRef(f"{BASE}entity/Q159")
    assert (russia, rdflib.URIRef(item), rdflib.URIRef("http://www.wikidata.org/entity/Q159")) in joined
    assert (russia, rdflib.URIRef(code), rdflib.Literal("RUS")) in joined
    new = set(joined.quads()) - set(plain.quads())
    assert set(plain.quads()) < set(joined.quads())
    assert {str(p) for _, p, _, _ in new} == {item, code}
    assert {str(s) for s, _, _, _ in new} <= {str(s) for s in plain.subjects(IR.wikidataItem)} | {
        str(s) for s in plain.subjects(IR.iso3)
    }
    assert not any("/link/" in str(s) for s, _, _, _ in new)


def test_an_unknown_vocabulary_of_sameness_is_refused(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="owl, schema"):
        write_rdf(store, io.BytesIO(), "trig", BASE, same_as="skos")
