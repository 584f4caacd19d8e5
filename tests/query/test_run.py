"""Values become RDF terms: found, checked, never spliced."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ontology_samples import BASE, IR
from query_samples import Asked

from kg.errors import KgError, UnknownName, UsageError
from kg.query.catalog import PARAMS, load_catalog
from kg.query.run import ask, bind, first_rows, resolve

CATALOG = load_catalog()
MET, EVIDENCE, UNLINKED, PROFILE = (
    CATALOG[name] for name in ("who-met-whom", "evidence-of", "unlinked-entities", "attribution-profile")
)
RUSSIA = BASE + "entity/Q159"


@cache
def store() -> Asked:
    return Asked()


def one(value: str) -> list[str]:
    return [term.value for term in resolve(store(), MET, {"party": value}, BASE)["party"]]


@pytest.mark.parametrize(
    "value",
    [
        *("Russia", "russia", "RUSSIAN federation", "Russian Federation", "Q159", "wd:Q159"),
        *("http://www.wikidata.org/entity/Q159", "entity/Q159", RUSSIA, f"<{RUSSIA}>"),
    ],
)
def test_an_entity_is_found_by_label_alias_item_and_iri_and_a_state_is_not_its_territory(value: str) -> None:
    assert one(value) == [RUSSIA]


def test_a_territory_is_found_by_its_iri() -> None:
    assert one("entity/Q159-territory") == [RUSSIA + "-territory"]


def test_what_merging_made_one_is_asked_for_as_one() -> None:
    merged = one("Li Wei")
    assert merged[0].startswith(BASE + "entity/person/li-wei.")
    assert set(merged[1:]) == {f"{BASE}doc/{doc}/entity/person/li-wei" for doc in ("syn-a", "syn-b")}
    rows = ask(store(), CATALOG["statements-by"], {"speaker": "Li Wei"}, BASE).rows
    assert {row[0].value.split("/")[-3] for row in rows if row[0]} == {"syn-a", "syn-b"}


def test_a_name_that_several_things_bear_lists_them() -> None:
    label = '"Russia"@en'
    quads = "".join(
        f"<{BASE}doc/x/entity/ship/russia> <{p}> {o} <{BASE}doc/x> .\n"
        for p, o in (
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{IR}Agent>"),
            ("http://www.w3.org/2000/01/rdf-schema#label", label),
        )
    )
    with pytest.raises(UsageError, match=r"^'Russia' names 2 things: ") as caught:
        resolve(Asked(quads), MET, {"party": "Russia"}, BASE)
    assert f"<{RUSSIA}>" in str(caught.value)
    assert f"<{BASE}doc/x/entity/ship/russia>" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_name_that_nothing_bears_lists_names_that_contain_it() -> None:
    with pytest.raises(UnknownName, match="no entity is called 'jinp'; known: Xi Jinping"):
        one("jinp")


@pytest.mark.parametrize(
    "value", ["sandbox item, standing for a first Li Wei", "state", "China uses its weight with Russia"]
)
def test_candidates_classes_and_situations_are_no_entities(value: str) -> None:
    with pytest.raises(UnknownName):
        one(value)


@pytest.mark.parametrize("value", ["Q4115189", "Q999999", "entity/Q1", "https://example.org/nobody"])
def test_an_item_or_iri_that_is_not_there_is_unknown(value: str) -> None:
    with pytest.raises(UnknownName):
        one(value)


@pytest.mark.parametrize("value", ["Invitation", "ir:Invitation", IR + "Invitation"])
def test_a_class(value: str) -> None:
    assert resolve(store(), EVIDENCE, {"eventClass": value}, BASE)["eventClass"] == (ox.NamedNode(IR + "Invitation"),)


@pytest.mark.parametrize("value", ["nil", "c:nil", "https://w3id.org/irkg/code#nil"])
def test_a_code(value: str) -> None:
    found = resolve(store(), UNLINKED, {"status": value}, BASE)["status"]
    assert found == (ox.NamedNode("https://w3id.org/irkg/code#nil"),)


@pytest.mark.parametrize("value", ["syn-a", "doc/syn-a", BASE + "doc/syn-a"])
def test_a_document(value: str) -> None:
    assert resolve(store(), PROFILE, {"article": value}, BASE)["article"] == (ox.NamedNode(BASE + "doc/syn-a"),)


@pytest.mark.parametrize("value", ["doc/syn-a/event/64-75", BASE + "doc/syn-a/event/64-75"])
def test_an_event(value: str) -> None:
    found = resolve(store(), EVIDENCE, {"event": value}, BASE)["event"]
    assert found == (ox.NamedNode(BASE + "doc/syn-a/event/64-75"),)


@pytest.mark.parametrize(
    ("question", "parameter", "value", "told"),
    [
        (EVIDENCE, "eventClass", "Invitaton", "no class is called 'Invitaton'"),
        (EVIDENCE, "event", "doc/syn-a/event/1-2", "no event is called"),
        (EVIDENCE, "event", "Moscow", "no event is called"),
        (EVIDENCE, "event", "doc/syn-a", "no event is called"),
        (UNLINKED, "status", "never", "no code is called 'never'; known: .*ambiguous"),
        (PROFILE, "article", "syn-z", "no article is called 'syn-z'"),
        (MET, "since", "tomorrow", "since: 'tomorrow' is no day; write it as 2023-03-21"),
        (MET, "since", "2023-02-30", "since: '2023-02-30' is no day"),
        (MET, "sinc", "2023-03-21", "no parameter of who-met-whom is called 'sinc'; known: other, party, since, until"),
    ],
)
def test_a_wrong_value_is_a_usage_error_that_says_what_is_wrong(
    question: object, parameter: str, value: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        resolve(store(), question, {parameter: value}, BASE)  # type: ignore[arg-type]


def test_without_values_the_text_is_what_the_file_says_but_for_its_parameters() -> None:
    """UNDEF binds nothing, so that the line goes; a server (Virtuoso) that gets it wrong never sees it."""
    for question in CATALOG.values():
        kept = "".join(line for line in question.text.splitlines(keepends=True) if " # if " not in line)
        assert bind(question, {}) == PARAMS.sub("# params", kept)


def test_what_only_a_parameter_needs_is_asked_only_with_it() -> None:
    day = (ox.Literal("2023-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),)
    for name in ("state-pair-balance", "most-active-pairs", "who-mediates"):
        assert "earliestDate" not in bind(CATALOG[name], {"since": day})
        assert "earliestDate" in bind(CATALOG[name], {"until": day})


def test_where_a_party_is_given_nothing_is_made_a_table_of() -> None:
    """All that a table holds is read: right for a count of everything, and slow for one state's events."""
    for name in ("state-pair-balance", "state-pair-months", "most-active-pairs"):
        question = CATALOG[name]
        party = next(p.name for p in question.parameters if p.type == "entity")
        table = "WHERE { GRAPH ?g { ?event ir:recipientState"
        assert table in bind(question, {}) and table in bind(question, {"unmerged": (ox.Literal(True),)})
        assert table not in bind(question, {party: (ox.NamedNode(RUSSIA),)})


def test_several_terms_make_a_row_for_each_combination() -> None:
    a, b, day = ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("2023-01-01")
    text = bind(MET, {"party": (a, b), "other": (b,), "since": (day,)})
    rows = '{ (<urn:a> <urn:b> "2023-01-01") (<urn:b> <urn:b> "2023-01-01") }'
    assert f"VALUES (?party ?other ?since) {rows} " in text


def test_the_store_begins_with_what_is_given_and_other_filters_stay() -> None:
    text = bind(MET, {"other": (ox.NamedNode("urn:b"),), "since": (ox.Literal("2023-01-01"),)})
    assert ") } ?event ir:meetingParty|ir:initiatorState ?other . # params\n" in text
    assert "!BOUND(?other)" not in text
    assert text.count("!BOUND(?party)") == text.count("!BOUND(?since)") == 1


@pytest.mark.parametrize("name", CATALOG)
def test_what_is_given_leads_to_the_same_rows_as_filters_find(name: str) -> None:
    """Each parameter that leads has the rows that the file's own text has with the value in its params line."""
    question, leading = CATALOG[name], 0
    for parameter in question.parameters:
        if parameter.type != "entity" or f"!BOUND(?{parameter.name}) || EXISTS" not in question.text:
            continue
        leading += 1
        for entity in (RUSSIA, BASE + "entity/Q148", BASE + "entity/Q15031"):
            bound = bind(question, {parameter.name: (ox.NamedNode(entity),)})
            filtered = PARAMS.sub(f"VALUES ?{parameter.name} {{ <{entity}> }}", question.text)
            assert store().query(bound).rows == store().query(filtered).rows
            assert f"?{parameter.name} ." in bound or f"?{parameter.name} }} #" in bound
    assert leading == question.text.count("|| EXISTS")


@pytest.mark.parametrize("name", CATALOG)
def test_first_rows_are_rows_of_the_answer_and_none_waits_for_an_order(name: str) -> None:
    question = CATALOG[name]
    rows = ask(store(), question, {}, BASE).rows
    found = ask(store(), question, {}, BASE, first=2).rows
    assert len(found) == min(2, len(rows))
    assert set(found) <= set(rows)
    text = first_rows(bind(question, {}), 2)
    if "GROUP BY" not in text:
        assert "ORDER BY" not in text
    elif "# first" not in question.text:
        assert found == rows[:2]


NASTY = [
    '"@en } } ; DROP ALL #',
    "}\n# params\n(UNDEF)",
    "<urn:x> } UNION { ?a ?b ?c",
    "\\",
    '"""',
    "?party",
    "\\u0022",
    "a\x00b",
]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("parameter", ["party", "since"])
def test_a_hostile_value_is_only_a_value(value: str, parameter: str) -> None:
    before = len(store().store)
    with pytest.raises(UsageError):
        ask(store(), MET, {parameter: value}, BASE)
    assert len(store().store) == before


@given(st.text(max_size=60), st.sampled_from(["entity", "event", "document", "date", "class", "code"]))
def test_whatever_is_typed_every_query_sent_parses_and_only_kg_errors_come_back(value: str, kind: str) -> None:
    asked = store()
    question, parameter = {
        "entity": (MET, "party"),
        "event": (EVIDENCE, "event"),
        "document": (PROFILE, "article"),
        "date": (MET, "since"),
        "class": (EVIDENCE, "eventClass"),
        "code": (UNLINKED, "status"),
    }[kind]
    try:
        ask(asked, question, {parameter: value}, BASE)
    except KgError as error:
        assert "does not parse" not in str(error)


@given(st.text(min_size=1, max_size=60).filter(lambda s: "\x00" not in s))
def test_any_text_as_a_term_stays_one_term(value: str) -> None:
    try:
        term = ox.Literal(value)
    except UnicodeEncodeError:
        return
    text = bind(MET, {"party": (term,)})
    assert len(list(PARAMS.finditer(MET.text))) == 1
    ox.Store().query(text)
    rows = list(ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}"))
    assert rows[0]["x"] == term


def test_a_flag_is_bound_where_it_is_set_and_left_out_otherwise() -> None:
    question = CATALOG["state-pair-timeline"]
    with_it = bind(question, resolve(store(), question, {"unmerged": "true"}, BASE))
    assert "VALUES (?unmerged) { (" in with_it
    for value in ("false", ""):
        assert bind(question, resolve(store(), question, {"unmerged": value}, BASE)) == bind(question, {})
    with pytest.raises(UsageError, match="unmerged: 'perhaps' is neither true nor false"):
        resolve(store(), question, {"unmerged": "perhaps"}, BASE)


def test_a_name_is_looked_up_without_going_through_all_things_of_a_kind() -> None:
    """One pattern a query, nothing optional: joined in one query, 10,000 articles took minutes."""
    asked = Asked()
    resolve(asked, MET, {"party": "Russia"}, BASE)
    assert len(asked.queries) > 1
    assert not any("OPTIONAL" in query or "?kind" in query for query in asked.queries)
