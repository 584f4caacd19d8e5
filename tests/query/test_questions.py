"""Every saved question answers on the example what a reader of the example would, in two engines alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from ontology_samples import BASE
from query_samples import Asked, example_dataset, shown

from kg.query.catalog import load_catalog
from kg.query.run import ask, bind, resolve

CATALOG = load_catalog()
ROWS = Path(__file__).parent / "rows"

GIVEN = [  # question, parameter, value, rows with it
    ("who-invited-whom", "inviter", "Xi Jinping", 2),
    ("invitation-answers", "invitee", "Q4298520", 2),
    ("who-met-whom", "party", "Russia", 1),
    ("who-accompanied-whom", "main", "Vladimir Putin", 1),
    ("signed-documents", "party", "entity/Q148", 2),
    ("agreements-between", "on", "2023-03-21", 1),
    ("visits", "visited", "PRC", 1),
    ("planned-events", "party", "Mikhail Mishustin", 2),
    ("who-accused-whom", "target", "China", 1),
    ("statements-by", "speaker", "Russian Federation", 2),
    ("said-about", "about", "China", 2),
    ("attribution-profile", "article", "syn-a", 3),
    ("single-source-events", "source", "Xinhua", 2),
    ("evidence-of", "eventClass", "Invitation", 5),
    ("evidence-of", "event", "doc/syn-b/event/25-33", 2),
    ("offices-held", "on", "2023-01-15", 6),
    ("offices-held", "body", "Russia", 4),
    ("state-pair-timeline", "from", "China", 7),
    ("state-pair-balance", "to", "Russia", 2),
    ("state-pair-months", "to", "Russia", 2),
    ("during-visit", "visitor", "Xi Jinping", 3),
    ("mediations", "party", "Iran", 2),
    ("sanctions", "on", "Russia", 1),
    ("disagreements", "party", "Mikhail Mishustin", 1),
    ("events-in", "place", "Russia", 3),
    ("events-in", "place", "Moscow Kremlin", 2),
    ("unlinked-entities", "status", "ambiguous", 4),
    ("unlinked-entities", "article", "syn-b", 4),
    ("attribution-profile", "publisher", "Sample Daily", 3),
    ("invitation-chain", "invitee", "Q4298520", 2),
    ("invitation-chain", "became", "planned", 1),
    ("promises-kept", "party", "Mikhail Mishustin", 2),
    ("promises-kept", "became", "planned", 1),
    ("first-report", "publisher", "Sample Daily", 6),
    ("contradictions", "kind", "statusDiffers", 1),
    ("most-active-pairs", "state", "Russia", 3),
    ("who-mediates", "party", "Iran", 1),
    ("single-publisher-events", "publisher", "Sample Daily", 6),
]
FRAMED = {("offices-held", "on"), ("most-active-pairs", "state")}
"""Rows that are about what is given: whether it holds on the day; which of two states stands first."""
PROMISED = """who-invited-whom invitation-answers who-met-whom signed-documents agreements-between visits planned-events
who-accused-whom statements-by said-about attribution-profile single-source-events evidence-of offices-held
who-accompanied-whom state-pair-timeline state-pair-balance during-visit mediations sanctions events-in disagreements
unlinked-entities state-pair-months invitation-chain promises-kept most-active-pairs who-mediates
single-publisher-events first-report contradictions"""


@cache
def asked() -> Asked:
    return Asked()


@cache
def dataset() -> rdflib.Dataset:
    return example_dataset()


def plain(row: Iterable[Any]) -> tuple[str, ...]:
    """A row of rdflib's or pyoxigraph's as text."""
    return tuple("" if term is None else str(term.value if in_oxigraph(term) else term) for term in row)


def in_oxigraph(term: object) -> bool:
    return isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)


def everywhere(text: str) -> list[tuple[str, ...]]:
    """The rows of a query, which must be the same in rdflib, in Oxigraph, and with the union as default graph."""
    store = asked().store
    rows = sorted(plain(row) for row in store.query(text))
    assert sorted(plain(row) for row in store.query(text, use_default_graph_as_union=True)) == rows
    assert sorted(plain(row) for row in dataset().query(text)) == rows
    return rows


def test_the_questions_promised_are_there() -> None:
    assert sorted(CATALOG) == sorted(PROMISED.split())
    assert {name for name, *_ in GIVEN} == set(CATALOG)


@pytest.mark.parametrize("name", CATALOG)
def test_a_question_as_it_stands_gives_the_rows_expected(name: str) -> None:
    header, *expected = (ROWS / f"{name}.tsv").read_text("utf-8").splitlines()
    answer = ask(asked(), CATALOG[name], {}, BASE)
    assert "\t".join(answer.columns) == header
    assert sorted("\t".join(shown(term) for term in row) for row in answer.rows) == expected


@pytest.mark.parametrize("name", CATALOG)
def test_a_question_as_it_stands_answers_alike_in_every_engine(name: str) -> None:
    assert everywhere(CATALOG[name].text)


@pytest.mark.parametrize(("name", "parameter", "value", "count"), GIVEN)
def test_a_question_with_a_parameter_answers_alike_in_every_engine(
    name: str, parameter: str, value: str, count: int
) -> None:
    question = CATALOG[name]
    text = bind(question, resolve(asked(), question, {parameter: value}, BASE))
    assert len(everywhere(text)) == count
    if (name, parameter) not in FRAMED:
        assert set(everywhere(text)) <= set(everywhere(question.text))


@pytest.mark.parametrize(
    "name", [n for n, q in CATALOG.items() if {"since", "until"} <= {p.name for p in q.parameters}]
)
def test_a_question_about_a_period_leaves_out_what_lies_outside(name: str) -> None:
    question = CATALOG[name]
    period = {"since": "2023-03-22", "until": "2023-03-31"}
    inside = everywhere(bind(question, resolve(asked(), question, period, BASE)))
    assert set(inside) <= set(everywhere(question.text)) or re.search(r"COUNT\(|MIN\(", question.text)
    none = everywhere(bind(question, resolve(asked(), question, {"since": "2030-01-01"}, BASE)))
    assert none == []


@pytest.mark.parametrize("name", [n for n, q in CATALOG.items() if "unmerged" in {p.name for p in q.parameters}])
def test_unmerged_each_telling_of_each_article_counts_on_its_own(name: str) -> None:
    question = CATALOG[name]
    merged = everywhere(question.text)
    apart = everywhere(bind(question, resolve(asked(), question, {"unmerged": "true"}, BASE)))
    whole = f"{BASE}event/"
    assert not any(cell.startswith(whole) for row in apart for cell in row)
    if any(cell.startswith(whole) for row in merged for cell in row):
        assert len(apart) > len(merged)
    else:  # it counts
        assert sum(int(cell) for row in apart for cell in row if cell.isdigit()) >= sum(
            int(cell) for row in merged for cell in row if cell.isdigit()
        )


@pytest.mark.parametrize("name", CATALOG)
def test_no_question_walks_a_path_of_unbounded_length_or_needs_the_union(name: str) -> None:
    body = re.sub(r"^#.*", "", CATALOG[name].text, flags=re.M)
    assert not re.search(r"[\w>)][*+](?=[ ;.?)])", re.sub(r"#[^>]*>", ">", body))
    assert "hasMember?" not in body
    assert body.count("{") == body.count("}")


@pytest.mark.parametrize("name", CATALOG)
def test_what_a_question_selects_is_named_once_and_every_prefix_is_used(name: str) -> None:
    text = CATALOG[name].text
    prefixes = re.findall(r"^PREFIX (\w+):", text, re.M)
    body = re.sub(r"^(PREFIX|#).*", "", text, flags=re.M)
    assert [p for p in prefixes if not re.search(rf"\b{p}:\w", body)] == []
    assert ox.Store().query(text) is not None


def test_a_place_of_which_no_state_is_known_is_given_none() -> None:
    store = ox.Store()
    store.extend(quad for quad in asked().store if not quad.predicate.value.endswith("#placeState"))
    rows = list(store.query(CATALOG["events-in"].text))  # type: ignore[arg-type]
    assert rows
    assert {row["state"] for row in rows} == {None}


def test_an_article_without_a_publisher_is_given_none() -> None:
    store = ox.Store()
    store.extend(quad for quad in asked().store if not quad.predicate.value.endswith("/publisher"))
    rows = list(store.query(CATALOG["attribution-profile"].text))  # type: ignore[arg-type]
    assert rows
    assert {row["publisherName"] for row in rows} == {None}
