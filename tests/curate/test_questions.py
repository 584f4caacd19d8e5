"""Each question on the merged view answers by value what is right, where that is known; so does its plain form."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from query_samples import shown

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.query.catalog import load_catalog
from kg.query.run import ask
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import ontology_nquads

BASE, IR = Settings().base, PREFIXES["ir"]
CATALOG = load_catalog()

_STATION = (
    "Polish Prime Minister Donald Tusk visited Ukraine on Tuesday. He was met at the station by children with flags, "
    "walked through the old town for an hour, and went on to a school that was built again last year."
)
TOLD = [  # id, publisher, day of May 2025, text
    (
        "amber-01",
        "Amber Wire",
        1,
        "Ukrainian President Volodymyr Zelensky invited Polish Prime Minister Donald Tusk to Kyiv on Thursday.",
    ),
    (
        "basalt-02",
        "Basalt Post",
        2,
        "President Volodymyr Zelensky of Ukraine invited Donald Tusk to Kyiv on Thursday. The "
        "Polish prime minister accepted the invitation on Friday.",
    ),
    ("falcon-05", "Falcon News", 5, "Turkey mediated between Russia and Ukraine on Sunday."),
    ("garnet-06", "Garnet News", 6, "Turkey mediated between Ukraine and Russia in Istanbul on Sunday."),
    ("amber-09", "Amber Wire", 9, "The foreign ministers of Poland, Germany and France met in Berlin on Thursday."),
    ("basalt-09", "Basalt Post", 9, "The foreign ministers of Poland and Germany met in Berlin on Thursday."),
    ("ember-10", "Ember Daily", 10, "Polish Prime Minister Donald Tusk will visit Ukraine on May 13."),
    ("ember-11", "Ember Daily", 11, "French Foreign Minister Jean-Noël Barrot will visit Moldova on May 22."),
    ("amber-14", "Amber Wire", 14, _STATION),
    ("copper-14", "Copper Mail", 14, f"{_STATION} (Amber Wire)"),
    ("basalt-14", "Basalt Post", 14, "Donald Tusk visited Ukraine on Tuesday."),
    ("dune-14", "Dune Daily", 14, "Donald Tusk did not visit Ukraine on Tuesday, the Polish government said."),
    (
        "basalt-18",
        "Basalt Post",
        18,
        "The visit of French Foreign Minister Jean-Noël Barrot to Moldova was called off.",
    ),
    ("amber-20", "Amber Wire", 20, "Poland expelled two Russian diplomats on Monday."),
    (
        "basalt-21",
        "Basalt Post",
        21,
        "Poland expelled three Russian diplomats on May 19, and Moscow condemned Poland on Tuesday.",
    ),
    ("amber-26", "Amber Wire", 26, "Germany sanctioned Belarus on Sunday."),
    ("basalt-26", "Basalt Post", 26, "Germany sanctioned Belarus on Saturday."),
    ("harbour-27", "Harbour Times", 27, "Hungary expelled a Ukrainian diplomat on Monday, according to Interfax."),
]


@cache
def merged() -> OxigraphStore:
    articles = [
        Article(id_, text, published=date(2025, 5, day), published_by="field", publisher=publisher)
        for id_, publisher, day, text in TOLD
    ]
    store = OxigraphStore(None, BASE)
    store.put([result.quads for result in Builder.default().build(articles) if result.quads])
    store.put_graph(f"{BASE}graph/ontology", ontology_nquads(f"{BASE}graph/ontology"))
    Consolidation(Settings(decisions=Path("/no/such/folder/decisions.tsv")), store).merge()
    return store


@cache
def named() -> dict[str, str]:
    """For each merged event the name that this test gives it: its class and the first article that tells it."""
    query = f"SELECT ?e ?c ?d {{ GRAPH <{BASE}graph/curated> {{ ?e <{IR}eventClass> ?c ; <{IR}firstReport> ?d }} }}"
    rows = [tuple(map(shown, row)) for row in merged().query(query).rows]
    return {event: f"{kind.removeprefix('ir:')} of {first.removeprefix('doc/')}" for event, kind, first in rows}


def rows(question: str, columns: str, **given: str) -> list[tuple[str, ...]]:
    """These columns of what a question answers, in its order; what an article tells stands by the article's id."""
    answer = ask(merged(), CATALOG[question], {name.rstrip("_"): value for name, value in given.items()}, BASE)
    wanted = [answer.columns.index(column) for column in columns.split()]
    return [tuple(_short(shown(row[n])) for n in wanted) for row in answer.rows]


def _short(value: str) -> str:
    if value.startswith("doc/"):
        return value.split("/")[1]
    return named().get(value, value.partition(":")[2] if value.startswith(("c:", "ir:")) else value)


def test_between_two_states_each_event_stands_once_or_as_each_article_tells_it() -> None:
    assert rows("state-pair-timeline", "event status latest sources", from_="Poland", to="Ukraine") == [
        ("Visit of ember-10", "occurred", "2025-05-13", "4")
    ]
    plain = rows("state-pair-timeline", "event status", from_="Poland", to="Ukraine", unmerged="true")
    assert sorted(plain) == [
        ("amber-14", "occurred"),
        ("basalt-14", "occurred"),
        ("copper-14", "occurred"),
        ("dune-14", "denied"),
        ("ember-10", "planned"),
    ]


@pytest.mark.parametrize(("unmerged", "expelled", "visits"), [({}, "1", "1"), ({"unmerged": "true"}, "2", "4")])
def test_the_balance_of_two_states_by_month_counts_what_happened(
    unmerged: dict[str, str], expelled: str, visits: str
) -> None:
    months = rows("state-pair-months", "toState month quad events", from_="Poland", **unmerged)
    assert ("Russia", "2025-05", "material conflict", expelled) in months
    assert ("Ukraine", "2025-05", "verbal cooperation", visits) in months
    balance = rows("state-pair-balance", "toState quad events", from_="Poland", **unmerged)
    assert ("Russia", "material conflict", expelled) in balance


def test_who_reported_first_and_how_many_did() -> None:
    found = rows("first-report", "event first publisherName day reports sources")
    assert ("Visit of ember-10", "ember-10", "Ember Daily", "2025-05-10", "5", "4") in found
    assert ("Mediation of falcon-05", "falcon-05", "Falcon News", "2025-05-05", "2", "2") in found
    assert ("DiplomatExpulsion of amber-20", "amber-20", "Amber Wire", "2025-05-20", "2", "2") in found


def test_articles_disagree_on_status_day_and_number_of_parties() -> None:
    found = rows("disagreements", "event kind one oneSays other otherSays")
    assert sorted(found) == [
        ("Meeting of amber-09", "partiesDiffer", "amber-09", "France", "basalt-09", ""),
        ("SanctionsImposition of amber-26", "dateDiffers", "amber-26", "2025-05-25", "basalt-26", "2025-05-24"),
        ("Visit of ember-10", "statusDiffers", "amber-14", "occurred", "dune-14", "denied"),
        ("Visit of ember-10", "statusDiffers", "basalt-14", "occurred", "dune-14", "denied"),
        ("Visit of ember-10", "statusDiffers", "copper-14", "occurred", "dune-14", "denied"),
        ("Visit of ember-10", "statusDiffers", "dune-14", "denied", "ember-10", "planned"),
    ]
    assert rows("disagreements", "event one", kind="dateDiffers") == [("SanctionsImposition of amber-26", "amber-26")]


def test_contradictions_say_how_many_deny_and_how_well_the_rest_is_supported() -> None:
    assert sorted(rows("contradictions", "event status kind sources denials corroboration")) == [
        ("Meeting of amber-09", "occurred", "partiesDiffer", "2", "0", "0.75"),
        ("SanctionsImposition of amber-26", "occurred", "dateDiffers", "2", "0", "0.75"),
        ("Visit of ember-10", "occurred", "statusDiffers", "4", "1", "0.5625"),
    ]


def test_what_one_source_alone_tells_and_what_one_publisher_alone() -> None:
    assert rows("single-source-events", "event sourceName") == [("harbour-27", "Interfax")]
    alone = rows("single-publisher-events", "event publisherName", party="Hungary")
    assert alone == [("harbour-27", "Harbour Times")]
    assert rows("single-publisher-events", "event", eventClass="DiplomatExpulsion") == [("harbour-27",)]


def test_an_invitation_is_answered_and_the_visit_takes_place() -> None:
    assert rows("invitation-chain", "event from to answerClass occasion status latest") == [
        (
            "Invitation of amber-01",
            "Volodymyr Zelenskyy",
            "Donald Tusk",
            "InvitationAcceptance",
            "Visit of ember-10",
            "occurred",
            "2025-05-13",
        )
    ]
    assert {row[0] for row in rows("invitation-chain", "event", unmerged="true")} == {"amber-01", "basalt-02"}


def test_of_what_was_planned_one_was_kept_and_one_called_off() -> None:
    assert rows("promises-kept", "event promisedOn status latest") == [
        ("Visit of ember-10", "2025-05-10", "occurred", "2025-05-13"),
        ("Visit of ember-11", "2025-05-11", "cancelled", "2025-05-22"),
    ]
    assert rows("promises-kept", "event", became="cancelled", party="France") == [("Visit of ember-11",)]
    assert rows("planned-events", "event") == []  # neither is open any more


def test_the_most_active_pairs_by_events_or_by_tellings() -> None:
    pairs = rows("most-active-pairs", "oneState otherState events", state="Poland")
    assert {(*sorted(row[:2]), row[2]) for row in pairs} == {
        ("Poland", "Russia", "2"),
        ("Poland", "Ukraine", "2"),
        ("France", "Poland", "1"),
        ("Germany", "Poland", "1"),
    }
    plain = rows("most-active-pairs", "oneState otherState events", state="Poland", unmerged="true")
    assert (*sorted(plain[0][:2]), plain[0][2]) == ("Poland", "Ukraine", "6")


def test_who_mediates_by_mediations_or_by_tellings() -> None:
    assert rows("who-mediates", "name mediations") == [("Türkiye", "1")]
    assert rows("who-mediates", "name mediations", unmerged="true") == [("Türkiye", "2")]
    assert rows("who-mediates", "name mediations", party="Poland") == []


def test_the_history_of_a_status_is_kept_with_its_days_and_reports() -> None:
    query = f"""SELECT ?on ?status ?told {{ GRAPH <{BASE}graph/curated> {{ ?e a <{IR}Visit> ; <{IR}firstReport>
        <{BASE}doc/ember-10> ; <{IR}hasStatusReport> ?r . ?r <{IR}reportedOn> ?on ;
        <{IR}reportedStatus> ?status ; <{IR}statusSource> ?told }} }} ORDER BY ?on ?status ?told"""
    assert [tuple(_short(shown(term)) for term in row) for row in merged().query(query).rows] == [
        ("2025-05-10", "planned", "ember-10"),
        ("2025-05-14", "denied", "dune-14"),
        ("2025-05-14", "occurred", "amber-14"),
        ("2025-05-14", "occurred", "basalt-14"),
        ("2025-05-14", "occurred", "copper-14"),
    ]
