"""What every store does: each plug-in of the kind ``store`` is held to it, on disk, in memory, on real servers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import BASE, CATALOG, ENTITIES, IR, article, item, quoted
from store_servers import EMBEDDED, SERVED, SERVERS

from kg.errors import StoreError, UsageError
from kg.model import Answer, ArticleQuads, Term
from kg.plugins import load, names
from kg.protocols import Store
from kg.store import dump
from kg.store.sparql import SparqlStore

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_every_kind_of_store_is_held_to_this_suite() -> None:
    assert {name for name, _ in [*EMBEDDED, SERVED, *SERVERS]} == set(names("store"))


def expected(*articles: ArticleQuads) -> str:
    """The dump of a store that holds exactly these."""
    texts = [a.graph + a.catalog + "".join(a.entities.values()) for a in articles]
    return "".join(sorted({f"{line}\n" for text in texts for line in text.split("\n") if line}))


def values(answer: Answer) -> list[tuple[str | None, ...]]:
    return [tuple(term and term.value for term in row) for row in answer.rows]


def test_it_is_a_store(store: Store) -> None:
    assert isinstance(store, Store)


def test_what_is_put_in_stands_there_to_the_last_quad(store: Store) -> None:
    one, two = article("one", items=["Q1", "Q2"]), article("two", items=["Q2"])
    store.put([one])
    store.put([two])
    assert dump(store) == expected(one, two)
    assert store.count() == expected(one, two).count("\n")
    assert store.count(one.doc) == one.graph.count("\n")
    assert sorted(store.quads(one.doc)) == sorted(one.graph.split("\n")[:-1])
    assert store.count(ENTITIES) == 4
    assert store.count("https://example.org/nowhere") == 0


def test_putting_twice_changes_nothing(store: Store) -> None:
    batch = [article("one", items=["Q1"]), article("two")]
    store.put(batch)
    before = dump(store)
    store.put(batch)
    store.put(batch[:1])
    assert dump(store) == before


def test_an_equal_fingerprint_is_taken_at_its_word(store: Store) -> None:
    store.put([article("one")])
    before = dump(store)
    store.put([ArticleQuads("one", f"{BASE}doc/one", "", "", {}, article("one").fingerprint)])
    assert dump(store) == before


def test_a_new_version_replaces_the_old_one_whole(store: Store) -> None:
    other = article("other", items=["Q2"])
    store.put([article("one", items=["Q1", "Q2"], size=9), other])
    new = article("one", version="2", items=["Q3"], size=3)
    store.put([new])
    assert dump(store) == expected(new, other)


def test_the_last_of_two_versions_in_one_call_stands(store: Store) -> None:
    store.put([article("one", version="1", items=["Q1"]), article("one", version="2")])
    assert dump(store) == expected(article("one", version="2"))


def test_a_removed_article_leaves_no_trace(store: Store, fresh: Callable[[], Store]) -> None:
    kept = article("kept", items=["Q1"], extractor="rules-2")
    store.put([article("gone", items=["Q1", "Q2"]), kept])
    assert store.remove(["gone", "unknown", "gone"]) == ("gone",)
    assert dump(store) == expected(kept)
    assert store.remove(["gone"]) == ()
    assert store.remove(["kept"]) == ("kept",)
    assert dump(store) == dump(fresh()) == ""
    ours = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }}'
    assert values(store.query(ours)) == []


def test_items_that_two_articles_name_stay_until_both_are_gone(store: Store) -> None:
    store.put([article("one", items=["Q1", "Q2"]), article("two", items=["Q1"])])
    store.remove(["one"])
    assert {row[0] for row in values(store.query(f"SELECT ?i {{ GRAPH <{ENTITIES}> {{ ?i a ?c }} }}"))} == {item("Q1")}
    store.put([article("two", version="2")])
    assert store.count(ENTITIES) == 0


def test_an_item_is_described_as_the_last_article_has_it(store: Store) -> None:
    store.put([article("one", items=["Q1"], label="old"), article("two", items=["Q1"], label="old")])
    store.put([article("two", items=["Q1"], label="new")])
    assert "old" not in "".join(store.quads(ENTITIES))
    assert store.count(ENTITIES) == 2


def test_fingerprints_by_article_id_of_every_kind(store: Store) -> None:
    ids = ["a/b c", "ünï", "..", "%2F", "a'b\"<>\\", "日本", "😀", "a\nb"]
    store.put([article(name) for name in ids])
    assert store.fingerprints() == {name: article(name).fingerprint for name in ids}
    assert list(store.fingerprints()) == sorted(ids)
    assert set(store.remove(ids)) == set(ids)
    assert store.count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        ArticleQuads("bad", f"{BASE}doc/bad", "<a> nonsense\n", "", {}, "f"),
        ArticleQuads("bad", f"{BASE}doc/bad", article("bad").graph, "", {}, "f"),
        ArticleQuads("bad", f"{BASE}doc/bad", article("other").graph, article("bad").catalog, {}, "f"),
        ArticleQuads("bad", f"{BASE}doc/bad", f"_:b <{IR}p> _:c <{BASE}doc/bad> .\n", article("bad").catalog, {}, "f"),
        ArticleQuads("bad", f"{BASE}doc/bad", "", article("bad").catalog, article("x", items=["Q1"]).entities, "f"),
        ArticleQuads("bad", "no iri> } ; DROP ALL #", "", "", {}, "f"),
        replace(article("bad", items=["Q1"]), entities={item("Q1"): article("x", items=["Q2"]).entities[item("Q2")]}),
    ],
    ids=[
        *("no quads", "no record", "another's graph", "blank node", "items without record", "injected graph name"),
        "another's description",
    ],
)
def test_a_failure_in_the_middle_of_a_batch_leaves_the_store_as_it_was(store: Store, broken: ArticleQuads) -> None:
    store.put([article("one", items=["Q1"])])
    before = dump(store)
    with pytest.raises(StoreError):
        store.put([article("two", items=["Q2"]), article("one", version="2"), broken])
    assert dump(store) == before
    store.put([article("two", items=["Q2"])])
    assert dump(store) == expected(article("one", items=["Q1"]), article("two", items=["Q2"]))


def in_any_order(fresh: Callable[[], Store], data: st.DataObject) -> None:
    """However a set of articles comes in, by whatever detours, the store is the same to the last quad."""
    wanted = [article(name, items=items) for name, items in (("a", "12"), ("b", "23"), ("c", ""), ("d", "31"))]
    store = fresh()
    detours = data.draw(st.lists(st.sampled_from("abcde"), max_size=3))
    for name in detours:
        store.put([article(name, version="old", items=data.draw(st.sets(st.sampled_from("1234"))), size=3)])
    if "e" in detours:
        store.remove(["e"])
    order = data.draw(st.permutations(wanted))
    cut = data.draw(st.integers(0, len(order)))
    store.put(order[:cut])
    store.put(order[cut:])
    assert dump(store) == expected(*wanted)


@pytest.mark.parametrize("fresh", [*EMBEDDED, SERVED], ids=" ".join, indirect=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_and_the_batches_of_puts_do_not_matter(fresh: Callable[[], Store], data: st.DataObject) -> None:
    in_any_order(fresh, data)


@pytest.mark.parametrize("fresh", SERVERS, ids=" ".join, indirect=True)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_puts_does_not_matter_on_a_server(fresh: Callable[[], Store], data: st.DataObject) -> None:
    in_any_order(fresh, data)


# ---------------------------------------------------------------------------------------------------------- characters

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
LITERALS = [
    '"plain"',
    '""',
    '"Xi Jinping"@en',
    '"Си"@ru',
    f'"2023-03-21"^^<{XSD}date>',
    f'"2023-03-21T10:00:00+03:00"^^<{XSD}dateTime>',
    f'"10"^^<{XSD}integer>',
    f'"-3"^^<{XSD}integer>',
    f'"0.9"^^<{XSD}decimal>',
    f'"39.9042"^^<{XSD}decimal>',
    f'"true"^^<{XSD}boolean>',
    f'"false"^^<{XSD}boolean>',
    f'"2023-03-XX"^^<{EDTF}>',
    f'"[..2023-12-31]"^^<{EDTF}>',
    f'"https://example.org/a?b=c&d=%20e"^^<{XSD}anyURI>',
    '"} ; DROP ALL ; INSERT DATA { "',
    r'"\" . } # \\"',
    r'"line\nline\r\ntab\t\u0000\u001F\u007F"',
]


def test_every_kind_of_literal_that_the_samples_hold_is_among_those_tried() -> None:
    def kinds(quads: Iterable[ox.Quad]) -> set[str]:
        return {quad.object.datatype.value for quad in quads if isinstance(quad.object, ox.Literal)}

    golden = sorted((Path(__file__).parents[1] / "golden").glob("*.trig"))
    written = {kind for path in golden for kind in kinds(ox.parse(path=path))}
    tried = kinds(ox.parse("".join(f"<urn:s> <urn:p> {text} .\n" for text in LITERALS), ox.RdfFormat.N_TRIPLES))
    assert len(written) > 4
    assert written <= tried


def test_every_kind_of_literal_comes_back_as_it_was_written(store: Store) -> None:
    """Also where the change is an update, not a load: the second article replaces a first one."""
    for version in ("1", "2"):
        one = article("one", version=version, literals=LITERALS)
        store.put([one])
        assert dump(store) == expected(one)


def test_terms_in_answers_carry_datatype_or_language(store: Store) -> None:
    store.put([article("one", literals=LITERALS)])
    rows = store.query(f"SELECT ?v {{ ?e <{IR}value> ?v }}").rows
    assert {row[0] for row in rows} >= {
        Term("plain", "literal", f"{XSD}string"),
        Term("Xi Jinping", "literal", None, "en"),
        Term("2023-03-21", "literal", f"{XSD}date"),
        Term("2023-03-XX", "literal", EDTF),
        Term("0.9", "literal", f"{XSD}decimal"),
        Term('" . } # \\', "literal", f"{XSD}string"),
    }


def test_a_character_of_every_unicode_class_comes_back(store: Store) -> None:
    classes: dict[str, list[str]] = {}
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x11000), *range(0x1F000, 0x1FB00), 0xE0001, 0x10FFFF):
        classes.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    picked = ["".join(chars[:3] + chars[-3:]) for _, chars in sorted(classes.items())]
    picked += [
        "e\u0301",
        "\u202eabc\u202c",
        "שלום עולם",
        "مرحبا",
        "\u2028\u2029\x85",
        "👩\u200d👩\u200d👧",
        "\ufeff",
        "\ufffe",
    ]
    store.put([article("one")])
    store.put([article("one", version="2", literals=[quoted(text) for text in picked])])
    assert {row[0] for row in values(store.query(f"SELECT ?v {{ ?e <{IR}value> ?v }}"))} == set(picked)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_any_text_comes_back(texts: list[str]) -> None:
    store = load("store", "oxigraph")(None, BASE)
    store.put([article("one", version="0")])
    store.put([article("one", literals=[quoted(text.replace("\0", "")) for text in texts])])
    found = [row[0] for row in values(store.query(f"SELECT ?v {{ ?e <{IR}value> ?v }}"))]
    assert sorted(filter(None, found)) == sorted(filter(None, (text.replace("\0", "") for text in texts)))


def test_a_literal_of_ten_megabytes(store: Store, fresh: Callable[[], Store], request: pytest.FixtureRequest) -> None:
    """Virtuoso would not come back from so much: there it is refused, and no trace of it stays."""
    limited = "virtuoso" in request.node.name
    big = 'é\\"\n' * (100_000 if limited else 2_000_000)
    if limited:
        store.put([article("one")])
        with pytest.raises(StoreError, match="no text of more than 9 MB"):
            store.put([article("two", literals=[quoted("x" * 9_000_000)])])
        assert dump(store) == expected(article("one"))
    store.put([article("one"), article("two", literals=[quoted(big)])])
    assert values(store.query(f"SELECT ?v {{ ?e <{IR}value> ?v }}")) == [(big,)]


# ------------------------------------------------------------------------------------------------------------- queries


def test_select_over_the_union_and_over_named_graphs(store: Store) -> None:
    store.put([article("one", items=["Q1"]), article("two", items=["Q1"])])
    union = store.query(
        f"SELECT ?e ?l {{ ?e <{IR}hasParticipant> ?i . ?i a <{IR}State> ; ?p ?l FILTER isLiteral(?l) }} ORDER BY ?e"
    )
    assert union.kind == "select"
    assert union.columns == ("e", "l")
    assert values(union) == [(f"{BASE}doc/one/event/0", "label"), (f"{BASE}doc/two/event/0", "label")]
    named = store.query(f"SELECT ?g {{ GRAPH ?g {{ ?e <{IR}hasParticipant> ?i }} }} ORDER BY ?g")
    assert values(named) == [(f"{BASE}doc/one",), (f"{BASE}doc/two",)]
    chosen = store.query(f"SELECT ?e FROM <{BASE}doc/two> {{ ?e <{IR}hasParticipant> ?i }}")
    assert values(chosen) == [(f"{BASE}doc/two/event/0",)]
    unbound = store.query("SELECT ?from ?x { VALUES ?from { 'FROM <x>' } OPTIONAL { ?from a ?x } }")
    assert unbound.rows == ((Term("FROM <x>", "literal", f"{XSD}string"), None),)


def test_ask_construct_and_describe(store: Store) -> None:
    store.put([article("one", items=["Q1"])])
    assert store.query(f"ASK {{ <{item('Q1')}> a <{IR}State> }}").truth is True
    assert store.query(f"ASK {{ <{item('Q1')}> a <{IR}Person> }}").truth is False
    made = store.query(f"CONSTRUCT {{ ?i <{IR}x> ?e }} WHERE {{ ?e <{IR}hasParticipant> ?i }}")
    assert (made.kind, made.triples) == ("graph", f"<{item('Q1')}> <{IR}x> <{BASE}doc/one/event/0> .\n")
    told = store.query(f"DESCRIBE <{item('Q1')}>").triples
    assert told is not None
    assert item("Q1") in told  # what a description holds is for the server to say: Virtuoso's has what points at it


@pytest.mark.parametrize("text", ["SELECT * WHERE {\n ?s foo:p ?o }", "SELECT * WHERE {\n ?s", "DROP ALL", ""])
def test_a_query_that_does_not_parse_is_a_usage_error_with_its_place(store: Store, text: str) -> None:
    store.put([article("one")])
    with pytest.raises(UsageError, match=r"line \d+"):
        store.query(text)
    assert store.count() == expected(article("one")).count("\n")


def test_an_update_never_passes_for_a_query(store: Store) -> None:
    store.put([article("one")])
    before = dump(store)
    for text in (f"DROP GRAPH <{BASE}doc/one>", f"DELETE WHERE {{ GRAPH <{CATALOG}> {{ ?s ?p ?o }} }}"):
        with pytest.raises(UsageError):
            store.query(text)
    assert dump(store) == before


# --------------------------------------------------------------------------------------------------------- at one time


def test_readers_see_whole_articles_while_a_writer_writes(store: Store) -> None:
    """Sixteen questions at a time: whatever record is seen, its article is there with all its quads."""
    store.put([article("0", size=50)])
    done = Event()
    # An article of n quads says so: the count of its graph is compared with what its version should have.
    question = f"""SELECT ?d (COUNT(*) AS ?n) {{
        GRAPH <{CATALOG}> {{ ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d }} GRAPH ?d {{ ?s ?p ?o }} }} GROUP BY ?d"""

    one_request = not isinstance(store, SparqlStore)  # on a server a graph is asked for, its record before it

    def read() -> set[str]:
        seen: set[str] = set()
        while not done.is_set():
            seen |= {str(n) for _, n in values(store.query(question))}
            if one_request:
                seen |= {str(len([q for q in store.quads(f"{BASE}doc/0") if "/event/" in q]) + 2)}
        return seen

    threads, rounds = (8, 6) if one_request else (3, 3)
    with ThreadPoolExecutor(threads) as pool:
        readers = [pool.submit(read) for _ in range(threads)]
        for n in range(1, rounds):
            store.put([article(f"{n}-{k}", size=50) for k in range(6)])
            store.put([article("0", version=str(n), size=50)])
            store.remove([f"{n}-{k}" for k in range(3)])
        done.set()
        for reader in readers:
            assert reader.result() == {"52"}
