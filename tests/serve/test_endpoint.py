"""The endpoint as clients see it: what the Protocol asks for, and what is refused."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pandas as pd
import pytest
import requests
from rdflib import Graph, Namespace
from rdflib import URIRef as Uri
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Serving, readers, serving
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from store_samples import BASE, CATALOG, IR, article
from store_servers import oxigraph

from kg.config import Settings
from kg.serve.app import create_app
from kg.serve.endpoint import refusal
from kg.serve.fetch import Fetched, fetch
from kg.serve.hold import holding
from kg.serve.limits import Limits
from kg.store import dump, open_store
from kg.store.oxigraph import OxigraphStore

SECONDS, ROWS = 2.0, 1000
SELECT = f"SELECT ?s ?v {{ GRAPH ?g {{ ?s <{IR}edtf> ?v }} }} ORDER BY ?s"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{CATALOG}> {{ ?s ?p ?o }} }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
ROWS_THERE = 10
ARTICLES = [article("one", items=["Q1"], literals=['"Си"@ru', '"a\\tb\\n\\"c\\" <&>"']), article("two")]


def filled(folder: Path) -> Path:
    """A store of these articles, in a new folder."""
    with OxigraphStore(folder, BASE) as made:
        made.put(ARTICLES)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("endpoint") / "store")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Serving]:
    with serving(store, "--timeout", str(SECONDS), "--max-rows", str(ROWS)) as running:
        yield running


def ask(server: Serving, query: str, accept: str | None = None) -> requests.Response:
    return requests.post(server.sparql, {"query": query}, headers={"Accept": accept} if accept else {}, timeout=60)


# --------------------------------------------------------------------------------------------------------- the protocol


def test_a_query_comes_in_the_three_ways_of_the_protocol(server: Serving) -> None:
    answers = [
        requests.get(server.sparql, {"query": SELECT}, timeout=60),
        requests.post(server.sparql, {"query": SELECT}, timeout=60),
        requests.post(
            server.sparql,
            SELECT.encode(),
            headers={"Content-Type": "application/sparql-query; charset=utf-8"},
            timeout=60,
        ),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].content == answers[1].content == answers[2].content
    assert len(answers[0].json()["results"]["bindings"]) == ROWS_THERE
    assert requests.head(server.sparql, params={"query": SELECT}, timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("image/png, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_tables_come_in_the_form_that_is_liked_best(server: Serving, accept: str | None, given: str) -> None:
    answer = ask(server, SELECT, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accept", "given", "syntax"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4, text/csv", "application/rdf+xml", "xml"),
    ],
)
def test_graphs_come_in_the_form_that_is_liked_best(
    server: Serving, accept: str | None, given: str, syntax: str
) -> None:
    answer = ask(server, CONSTRUCT, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)
    lines = {line for made in ARTICLES for line in made.catalog.splitlines()}
    assert len(Graph().parse(data=answer.content, format=syntax)) == len(lines)


def test_format_in_the_address_stands_for_accept(server: Serving) -> None:
    for name in ("csv", "text/csv"):
        answer = requests.get(
            server.sparql, {"query": SELECT, "format": name}, headers={"Accept": "text/html"}, timeout=60
        )
        assert answer.headers["content-type"].startswith("text/csv")


def test_graphs_in_the_request_replace_those_of_the_query(server: Serving) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    one = ARTICLES[0]

    def counted(query: str, **graphs: str) -> int:
        parameters = {"query": query, **{name.replace("_", "-"): iri for name, iri in graphs.items()}}
        answer = requests.get(server.sparql, parameters, timeout=60)
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    size = one.graph.count("\n")
    assert counted(count % "", default_graph_uri=one.doc) == size
    assert counted(count % f"FROM <{one.doc}>") == size
    assert counted(count % f"FROM <{CATALOG}>", default_graph_uri=one.doc) == size
    assert counted(count % "", named_graph_uri=one.doc) == 0
    assert counted("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graph_uri=one.doc) == size


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [(None, "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml"), ("text/turtle", "turtle")],
)
def test_without_a_query_it_describes_itself(server: Serving, accept: str | None, syntax: str) -> None:
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    answer = requests.get(server.sparql, headers={"Accept": accept} if accept else {}, timeout=60)
    told = Graph().parse(data=answer.content, format=syntax)
    assert (Uri(server.sparql), sd.endpoint, Uri(server.sparql)) in told
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in told
    assert (None, sd.supportedLanguage, sd.SPARQL11Update) not in told
    assert (None, sd.feature, sd.UnionDefaultGraph) in told


def test_a_person_gets_a_place_to_write(server: Serving) -> None:
    answer = requests.get(server.sparql, headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}, timeout=60)
    assert answer.headers["content-type"].startswith("text/html")
    assert "<textarea" in answer.text


def test_scripts_of_other_pages_may_read_it(server: Serving, store: Path) -> None:
    origin = {"Origin": "https://example.net"}
    assert requests.get(server.sparql, {"query": "ASK {}"}, headers=origin, timeout=60).headers[
        "access-control-allow-origin"
    ] == ("*")
    bad = requests.get(server.sparql, {"query": "nonsense"}, headers=origin, timeout=60)
    assert bad.headers["access-control-allow-origin"] == "*", "a script could not read why it is refused"
    before = requests.options(
        server.sparql, headers={**origin, "Access-Control-Request-Method": "POST"}, timeout=60
    ).headers
    assert "POST" in before["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in before


# ---------------------------------------------------------------------------------------------------------- the clients


def test_sparqlwrapper_reads_every_form(server: Serving) -> None:
    client = SPARQLWrapper(server.sparql)
    client.setQuery(SELECT)
    for form in (JSON, XML, CSV, TSV):
        client.setReturnFormat(form)
        converted = client.queryAndConvert()
        if form == JSON:
            assert len(converted["results"]["bindings"]) == ROWS_THERE
        elif form == XML:
            assert len(converted.getElementsByTagName("result")) == ROWS_THERE
        else:
            assert len(converted.decode().strip().splitlines()) == ROWS_THERE + 1
    client.setReturnFormat(JSON)
    client.setMethod(POST)
    client.setQuery("ASK { ?s ?p ?o }")
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery(CONSTRUCT)
    for form in (TURTLE, RDFXML):
        client.setReturnFormat(form)
        assert client.query().convert()
    client.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed, match="line 1"):
        client.query()
    with pytest.raises(Exception, match="403"):
        change = SPARQLWrapper(server.sparql, updateEndpoint=server.sparql)
        change.setMethod(POST)
        change.setQuery("DROP ALL")
        change.query()


def test_rdflib_reads_it_as_a_store(server: Serving) -> None:
    remote = Graph(SPARQLStore(server.sparql, returnFormat="json"))
    rows = list(remote.query(SELECT))
    assert len(rows) == ROWS_THERE
    assert str(rows[0][0]) == f"{BASE}doc/one/event/0"  # type: ignore[index]
    assert len(list(remote.triples((None, Uri(f"{IR}edtf"), None)))) == ROWS_THERE
    assert remote.query("ASK { ?s ?p ?o }").askAnswer


def test_pandas_reads_its_csv(server: Serving) -> None:
    answer = ask(server, f"SELECT ?v {{ GRAPH ?g {{ ?s <{IR}value> ?v }} }} ORDER BY ?v", "text/csv")
    table = pd.read_csv(io.BytesIO(answer.content), lineterminator="\n")
    assert [value.replace("\r", "") for value in table.iloc[:, 0]] == ['a\tb\n"c" <&>', "Си"]


def test_kg_itself_reads_it_as_a_store_on_a_server(server: Serving, store: Path) -> None:
    with open_store(Settings(base=BASE, store=server.sparql), write=False) as remote:  # type: ignore[attr-defined]
        assert len(remote.query(SELECT).rows) == ROWS_THERE
        assert set(remote.fingerprints()) == {"one", "two"}


# -------------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT ?x {\n ?x }", 400, "line 2, column"),
        ("SELECT * { ?s foaf:name ?o }", 400, "PREFIX"),
        ("", 400, "line 1"),
        ("DROP ALL", 403, "reading alone"),
        ("# now\nPREFIX a: <b:>\nBASE <http://x/>\ninsert data { a:a a:a a:a }", 403, "reading alone"),
        ("LOAD <http://127.0.0.1:1/> INTO GRAPH <a:b>", 403, "reading alone"),
        ("CLEAR SILENT ALL", 403, "reading alone"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", 400, "none is fetched"),
        ("SELECT * FROM NAMED <http://127.0.0.1:1/> { GRAPH ?g { ?s ?p ?o } }", 400, "none is fetched"),
        (ENDLESS, 504, "2 seconds"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1001", 422, "1000 rows"),
        ("#" + "x" * 1_000_001, 413, "1000000 bytes"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(server: Serving, query: str, status: int, words: str) -> None:
    answer = ask(server, query)
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_what_is_sent_otherwise_is_refused(server: Serving) -> None:
    def post(body: bytes, kind: str) -> int:
        return requests.post(server.sparql, body, headers={"Content-Type": kind}, timeout=60).status_code

    assert post(b"DROP ALL", "application/sparql-update") == 403
    assert requests.post(server.sparql, {"update": "DROP ALL"}, timeout=60).status_code == 403
    assert requests.get(server.sparql, {"query": "ASK {}", "update": "DROP ALL"}, timeout=60).status_code == 403
    assert requests.get(server.sparql, {"query": ["ASK {}", "ASK {}"]}, timeout=60).status_code == 400
    assert post(b"ASK {}", "text/plain") == 415
    assert post(b"\xff", "application/sparql-query") == 400
    assert post(b"query=%ff", "application/x-www-form-urlencoded") == 400
    assert post(b"a" * 5_000_000, "application/sparql-query") == 413
    assert post(b"query=" + b"a" * 5_000_000, "application/x-www-form-urlencoded") == 413
    assert ask(server, SELECT, "image/png").status_code == 406
    assert ask(server, CONSTRUCT, "text/csv").status_code == 406
    assert requests.put(server.sparql, b"x", timeout=60).status_code == 405
    assert requests.delete(server.sparql, timeout=60).status_code == 405


SPELLINGS = [
    "{{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "{{ service<{0}>{{ ?s ?p ?o }} }}",
    "{{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "{{ SERVICE#SILENT\n<{0}> {{ ?s ?p ?o }} }}",
    "{{ SERVICE\tsilent#\r\n#\n<{0}> {{ ?s ?p ?o }} }}",
    "{{ VALUES ?x {{ <{0}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "{{ VALUES ?x {{ <{0}> }} SERVICE$x{{ ?s ?p ?o }} }}",
    "{{ BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)SERVICE#>\n<{0}> {{ ?s ?p ?o }} }}",
    "{{ BIND(1 AS ?a) FILTER(true)SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "{{ ?a ?b ?c OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "{{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "{{ ?a ?b ?c MINUS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "{{ ?a ?b ?c . ?a ?b 1SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ ?a ?b ?c . ?a ?b trueSERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ ?a ?b ?c .SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ ?a ?b 'x' .SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ ?a ?b '''x'''@en-SERVICE .SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "{{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "{{ SERV\\u0049CE <{0}> {{ ?s ?p ?o }} }}",
]


def test_no_spelling_of_service_reaches_another_server(server: Serving) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
        listener.settimeout(0.0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        queries = [f"SELECT * {spelling.format(address)}" for spelling in SPELLINGS]
        queries += [f"PREFIX : <{address}> SELECT * {{ SERVICE {name} {{ ?s ?p ?o }} }}" for name in (":", ":a")]
        queries += [f"PREFIX é.x-1: <{address}> SELECT * {{ SERVICEé.x-1:y {{ ?s ?p ?o }} }}"]
        queries += [f"ASK {SPELLINGS[0].format(address)}", f"CONSTRUCT WHERE {SPELLINGS[0].format(address)}"]
        answers = list(pool.map(lambda query: ask(server, query), queries))
        assert {answer.status_code for answer in answers} <= {400, 403}
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), "the Secret Service of France")) }',
        'SELECT * { ?s ?p ?o FILTER(?o = "service") }',
        "SELECT ?service { ?service ?p ?o } LIMIT 9",
        "PREFIX ex: <https://example.org/service/> SELECT * { ex:service ex:Service ?o }",
        "SELECT * { ?s <https://example.org/service> ?o } # customs service",
    ],
)
def test_the_word_alone_is_no_reason_to_refuse(server: Serving, query: str) -> None:
    assert refusal(query) is None
    assert ask(server, query).status_code == 200


@pytest.mark.parametrize("query", ["SERVICE " * 100_000, "1SERVICE" * 100_000, "#" * 900_000, "PREFIX a: <" * 80_000])
def test_looking_for_what_is_refused_is_quick_on_any_text(query: str) -> None:
    """Within the limit of time of the tests as a whole: looking in a naive way takes hours on these."""
    refusal(query)


def test_nothing_that_was_tried_changed_the_store(server: Serving, store: Path) -> None:
    with open_store(Settings(base=BASE, store=str(store)), write=False) as held:  # type: ignore[attr-defined]
        text = dump(held)
    assert all(line in text for made in ARTICLES for line in made.graph.splitlines())
    assert len(json.loads(ask(server, SELECT).content)["results"]["bindings"]) == ROWS_THERE


# ----------------------------------------------------------------------------------------------------------- bare bytes

REQUEST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
ODD = {
    "two lengths": REQUEST + b"Content-Length: 6\r\nContent-Length: 60\r\n\r\nASK {}",
    "length and chunks": REQUEST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a coding that is none": REQUEST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a hidden coding": REQUEST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk of odd size": REQUEST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nASK {}\r\n0\r\n\r\n",
    "a negative length": REQUEST + b"Content-Length: -6\r\n\r\nASK {}",
    "a length with a sign": REQUEST + b"Content-Length: +6\r\n\r\nASK {}",
    "a folded header": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "a bare carriage return": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
    "NUL in a header": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
    "no host": b"GET /sparql HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /sparql HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a host that is none": b"GET /sparql HTTP/1.1\r\nHost: x> <evil\r\n\r\n",
    "a header without end": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000,
    "many headers": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 50_000 + b"\r\n",
    "no protocol": b"GET /sparql\r\n\r\n",
    "another protocol": b"GET /sparql SPARQL/9\r\n\r\n",
    "binary": bytes(range(256)) * 4,
    "a path with bytes": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a path that climbs": b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an encoded path that climbs": b"GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a path with NUL": b"GET /static/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a full address as path": b"GET http://127.0.0.1:1/sparql HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tunnel": b"CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("sent", ODD.values(), ids=list(ODD))
def test_odd_requests_get_one_answer_at_most_and_harm_nothing(server: Serving, sent: bytes) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:  # type: ignore[arg-type]
        got = b""
        with suppress(OSError):  # cut off while it sends
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                got += part
    assert got.count(b"HTTP/1.1 ") <= 1, "one request was read as two"
    assert b"root:" not in got
    assert b"Traceback" not in got
    if got:
        assert got.startswith(b"HTTP/1.1 4") or (got.startswith(b"HTTP/1.1 200") and b"evil" not in got), got[:200]
    assert ask(server, "ASK {}").json() == {"head": {}, "boolean": True}


def test_a_client_that_goes_away_leaves_no_trace_in_the_log(server: Serving) -> None:
    address = urlsplit(server.url)
    for sent in (b"Content-Length: 100\r\n\r\nASK", f"Content-Length: {len(ENDLESS)}\r\n\r\n{ENDLESS}".encode()):
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:  # type: ignore[arg-type]
            connection.sendall(REQUEST + sent)
    assert ask(server, "ASK {}").status_code == 200
    assert "Traceback" not in (server.place / "serve.log").read_text()


def test_headers_of_a_request_do_not_come_back(server: Serving) -> None:
    answer = requests.get(
        server.sparql,
        headers={"X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "evil", "Forwarded": "host=evil"},
        timeout=60,
    )
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert "javascript" not in answer.text


def test_a_store_on_a_server_is_served_too(store: Path, tmp_path: Path) -> None:
    """Here over Oxigraph's own server; how long its answers are waited for is limited, and so are their rows."""
    with oxigraph(tmp_path / "oxigraph") as remote:
        chosen = Settings(base=BASE, store=remote.root)  # type: ignore[attr-defined]
        with open_store(chosen, write=True) as opened:  # type: ignore[attr-defined]
            opened.put(ARTICLES)
        with holding(chosen, Limits(seconds=2)) as (held, _):
            app = create_app(held, chosen, limits=Limits(seconds=2, rows=20))

            def asked(query: str, **more: str) -> Fetched:
                return fetch(app, f"/sparql?{urlencode({'query': query, **more})}", {"accept": "application/json"})

            assert len(json.loads(asked(SELECT).text)["results"]["bindings"]) == ROWS_THERE
            assert asked("SELECT * { ?s ?p ?o }").status == 422
            assert asked("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status == 403
            assert asked("ASK {}", **{"default-graph-uri": CATALOG}).status == 400
            assert asked("nonsense").status == 400
            assert "within 2 s" in json.loads(asked(ENDLESS).text)["error"]
            assert fetch(app, "/doc/one", {"accept": "text/turtle"}).status == 200


def test_sixteen_clients_at_once_each_get_their_answer(server: Serving) -> None:
    def one(number: int) -> bool:
        return f'"{number}"' in ask(server, f"SELECT ({number} AS ?n) {{}}").text

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(one, range(200)))


def test_heavy_queries_of_some_do_not_hold_up_the_others(server: Serving) -> None:
    with ThreadPoolExecutor() as pool:
        heavy = [pool.submit(ask, server, ENDLESS) for _ in range(3)]
        quick = [ask(server, "ASK {}").status_code for _ in range(5)]
        assert not any(one.done() for one in heavy)
        assert quick == [200] * 5
        assert [one.result().status_code for one in heavy] == [504] * 3


def test_pages_do_not_wait_for_the_queries_of_visitors(tmp_path: Path) -> None:
    """As many endless queries as there are readers hold other queries up, and no page."""
    with serving(filled(tmp_path / "store"), "--timeout", "300") as running, ThreadPoolExecutor(5) as pool:
        heavy = [pool.submit(requests.post, running.sparql, {"query": ENDLESS}, timeout=400) for _ in range(4)]
        while len(readers(running.process.pid)) < 4:
            assert not any(one.done() for one in heavy)
        waiting = pool.submit(requests.post, running.sparql, {"query": "ASK {}"}, timeout=400)
        for page in ("", "events", "doc/one", "states", "review", "search?q=a", "health"):
            html = {"Accept": "text/html"}
            assert requests.get(f"{running.url}{page}", headers=html, timeout=200).status_code == 200, page
        turtle = requests.get(f"{running.url}doc/one", headers={"Accept": "text/turtle"}, timeout=200)
        assert turtle.status_code == 200
        assert not any(one.done() for one in (*heavy, waiting)), "there was room for a query after all"
        running.process.terminate()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:{port}", 200),
        ("127.0.0.1", 200),
        ("[::1]:{port}", 200),
        ("LOCALHOST", 200),
        ("kg.example.org", 200),
        ("rebound.example", 400),
        ("rebound.example:{port}", 400),
        ("localhost.rebound.example", 400),
        ("10.0.0.1", 400),
        ("", 400),
    ],
)
def test_a_name_of_somebody_elses_that_leads_here_shows_nothing(named: Serving, host: str, status: int) -> None:
    """Else a page anywhere could have its own name lead to this machine (DNS rebinding), and read the store."""
    for address in ("overview.json", "sparql?query=ASK+%7B%7D", "doc/one"):
        port = urlsplit(named.url).port
        answer = requests.get(f"{named.url}{address}", headers={"Host": host.format(port=port)}, timeout=60)
        assert answer.status_code == status
        assert status == 200 or answer.text == "Invalid host header"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server behind one of another name."""
    folder = filled(tmp_path_factory.mktemp("named") / "store")
    with serving(folder, "--hostname", "kg.example.org") as running:
        yield running
