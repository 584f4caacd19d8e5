"""Every IRI of ours is answered for, in each form, and what is not there is told in the form that was wanted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from starlette.applications import Starlette
from store_samples import BASE, CATALOG, ENTITIES, article, item

from kg.config import Settings
from kg.serve.app import create_app
from kg.serve.describe import VOCABULARY, vocabulary
from kg.serve.fetch import Fetched, fetch
from kg.serve.limits import Limits
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import document_id
from kg.vocab.ontology import Ontology

SYNTAX = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
ODD = ["a/b c", "ünï", "..", "%2F", "a'b\"<>\\", "日本", "a\nb", "a.ttl", "a?b#c"]


@pytest.fixture(scope="module")
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, BASE) as made:
        made.put([article("one", items=["Q1"]), *(article(name) for name in ODD)])
        yield made


@pytest.fixture(scope="module")
def app(store: OxigraphStore) -> Starlette:
    return create_app(store, Settings(base=BASE), limits=Limits(rows=5000))  # type: ignore[attr-defined]


def get(app: Starlette, iri: str, accept: str = "text/turtle", query: str = "") -> Fetched:
    """What is answered for an IRI: the server's address stands in place of the base."""
    root = BASE if iri.startswith(BASE) else VOCABULARY
    return fetch(app, f"/{iri.removeprefix(root)}{query}", {"accept": accept})


def graph(answer: Fetched, syntax: str = "turtle") -> Graph:
    assert answer.status == 200, answer.text
    return Graph().parse(data=answer.body, format=syntax)


def test_every_iri_in_the_store_is_answered_for(app: Starlette, store: OxigraphStore) -> None:
    quads = [quad for line in store.quads() for quad in ox.parse(line, ox.RdfFormat.N_QUADS)]
    iris = {quad.subject.value for quad in quads} | {quad.graph_name.value for quad in quads}  # type: ignore[union-attr]
    assert len(iris) > 60
    for iri in iris:
        described = graph(get(app, iri))
        about = URIRef(iri) in set(described.subjects()) | set(described.objects())
        assert about or iri in (CATALOG, ENTITIES), iri


@pytest.mark.parametrize("accept", SYNTAX)
@pytest.mark.parametrize("iri", [f"{BASE}doc/one", f"{BASE}doc/one/event/0", item("Q1"), CATALOG])
def test_each_form_says_the_same(app: Starlette, iri: str, accept: str) -> None:
    answer = get(app, iri, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert set(graph(answer, SYNTAX[accept])) == set(graph(get(app, iri)))


def test_a_person_gets_a_page_and_its_links_lead_on(app: Starlette) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for iri in (f"{BASE}doc/one", f"{BASE}doc/one/event/0", item("Q1"), CATALOG, f"{VOCABULARY}def"):
        page = get(app, iri, browser)
        assert page.status == 200
        assert page.headers["content-type"].startswith("text/html")


def test_headers_tell_what_there_is(app: Starlette) -> None:
    iri = f"{BASE}doc/one/event/0"
    headers = get(app, iri).headers
    assert "accept" in headers["vary"].lower()
    assert f'<{iri}>; rel="describes"' in headers["link"]
    assert '<?format=jsonld>; rel="alternate"; type="application/ld+json"' in headers["link"]
    assert "format=turtle" not in headers["link"], "it is that itself"
    for name, syntax in (("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")):
        assert graph(get(app, iri, "text/html", f"?format={name}"), syntax)
    assert fetch(app, "/doc/one", {"accept": "text/turtle"}, "HEAD").status == 200
    assert fetch(app, "/doc/one", {"accept": "text/turtle"}, "POST").status == 405


def test_an_article_is_its_graph_and_a_thing_in_it_comes_with_its_parts(app: Starlette, store: OxigraphStore) -> None:
    assert len(graph(get(app, f"{BASE}doc/one"))) == store.count(f"{BASE}doc/one")
    event = graph(get(app, f"{BASE}doc/one/event/0"))
    assert {str(subject) for subject in event.subjects()} == {f"{BASE}doc/one/event/0"}
    assert len(event) == 2


@pytest.mark.parametrize("name", ODD)
def test_odd_ids_are_found_by_their_encoded_path(app: Starlette, store: OxigraphStore, name: str) -> None:
    assert len(graph(get(app, BASE + document_id(name)))) == store.count(BASE + document_id(name))


def test_the_vocabulary_is_described_term_by_term(app: Starlette) -> None:
    ontology = Ontology.load()
    described = {str(subject) for subject in graph(get(app, f"{VOCABULARY}def")).subjects()}
    assert {f"{VOCABULARY}def#{name}" for name in (*ontology.classes, *ontology.properties)} <= described
    for part in ("code", "plover", "shape", "def/core", "def/events", "code/status"):
        for accept, syntax in SYNTAX.items():
            assert len(graph(get(app, f"{VOCABULARY}{part}", accept), syntax)), part
    assert not vocabulary(f"{VOCABULARY}nothing")


@pytest.mark.parametrize("path", ["nowhere", "doc/two", "doc/one/event/77", "graph/none", "entity/Q2", "def/nothing"])
def test_what_is_not_known_is_told_in_the_form_that_was_wanted(app: Starlette, path: str) -> None:
    for accept, syntax in SYNTAX.items():
        answer = get(app, BASE + path, accept)
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (404, accept)
        assert len(Graph().parse(data=answer.body, format=syntax)) == 0
    page = get(app, BASE + path, "text/html")
    assert (page.status, "<html" in page.text) == (404, True)
    assert get(app, BASE + path, "image/png").status == 406


@pytest.mark.parametrize(
    "path",
    [
        "doc/../../etc/passwd",
        "doc/%2e%2e/%2e%2e/etc/passwd",
        "doc/one%3E%20%3Fp%20%3Fo%20%7D%7D%20%23",
        "doc/one>{}",
        "doc/one/x%22)%20||%20true%20%23",
        'doc/one/x") || true #',
        "doc/one/\\u003e",
        "doc/%00",
        "doc/%0d%0aSet-Cookie:%20a=b",
        "doc/" + "a" * 10_000,
        "doc/%E2%80%AE",
    ],
)
def test_paths_are_only_ever_iris(app: Starlette, path: str) -> None:
    for accept in ("text/turtle", "text/html"):
        answer = fetch(app, f"/{path}", {"accept": accept})
        assert answer.status == 404
        assert "set-cookie" not in answer.headers
        assert "root:" not in answer.text


def test_any_path_is_answered(app: Starlette) -> None:
    chance = random.Random(7)
    for _ in range(200):
        path = quote("".join(chr(chance.randrange(1, 0x3000)) for _ in range(chance.randrange(1, 30))), safe="/")
        assert fetch(app, f"/doc/{path}", {"accept": "text/turtle"}).status == 404


def test_a_graph_of_more_triples_than_an_answer_may_have_is_refused(store: OxigraphStore) -> None:
    app = create_app(store, Settings(base=BASE), limits=Limits(rows=5))  # type: ignore[attr-defined]
    answer = get(app, CATALOG)
    assert answer.status == 422
    assert "5 rows" in answer.text
