"""A timeline holds each event once, in the order of days, and its page is safe whatever the articles say."""

from __future__ import annotations

import csv
import io
import json
from functools import cache

import lxml.html
import pytest
from ontology_samples import BASE
from query_samples import Asked

import kg.timeline.entries as entries_module
from kg.config import Settings
from kg.model import Article
from kg.pipeline import Builder
from kg.query.names import find_entity
from kg.store.oxigraph import OxigraphStore
from kg.timeline.entries import Timeline
from kg.timeline.page import spoken, write_page
from kg.timeline.rows import COLUMNS, json_lines, rows
from kg.vocab.ontology import Ontology

HOSTILE = """</style><script>alert(1)</script>"'&{{ 7*7 }}{% raw %}\u202e"""


@cache
def asked() -> Asked:
    return Asked()


def timeline(*names: str, store: Asked | None = None, **more: object) -> Timeline:
    where = store or asked()
    parties = [find_entity(where, name, BASE) for name in names]  # type: ignore[arg-type]
    return Timeline(where, Ontology.load(), BASE, parties, **more)  # type: ignore[arg-type]


def page(found: Timeline) -> str:
    out = io.StringIO()
    write_page(found, out)
    return out.getvalue()


def test_between_two_states_each_event_stands_once_in_the_order_of_days() -> None:
    found = list(timeline("China", "Russia"))
    events = [entry.event for entry in found]
    assert len(set(events)) == len(events) == len(timeline("Russia", "China"))
    days = [entry.latest or entry.earliest for entry in found if entry.latest or entry.earliest]
    assert days == sorted(days, key=str)
    assert [entry.latest is None for entry in found] == sorted(entry.latest is None for entry in found)
    assert f"{BASE}event/9382ce2f06773583" in events
    assert f"{BASE}doc/syn-a/event/279-286" not in events  # which the merged one stands for


def test_a_merged_event_has_the_words_of_all_its_articles() -> None:
    (entry,) = (e for e in timeline("Xi Jinping") if e.event == f"{BASE}event/9382ce2f06773583")
    assert (entry.type, entry.label, entry.quad, entry.status) == ("Invitation", "invitation", "VC", "occurred")
    assert (entry.initiators, entry.recipients) == (("Xi Jinping",), ("Vladimir Putin",))
    assert [telling.article for telling in entry.tellings] == ["syn-a", "syn-b"]
    assert [telling.publisher for telling in entry.tellings] == ["Sample Daily", "Example Wire"]


def test_between_two_persons_a_meeting_counts_though_nobody_began_it() -> None:
    assert any(entry.type == "TalksRound" for entry in timeline("Xi Jinping", "Vladimir Putin"))


def test_of_a_series_its_editions() -> None:
    (entry,) = timeline("Amber Harbour Forum")
    assert entry.type == "InternationalConference"


def test_a_period_and_a_class_leave_the_others_out() -> None:
    from datetime import date

    everything = list(timeline("Russia"))
    for more in ({"since": date(2023, 3, 22)}, {"until": date(2023, 3, 21)}, {"types": ["Statement"]}):
        kept = list(timeline("Russia", **more))
        assert 0 < len(kept) < len(everything)
        assert {entry.event for entry in kept} < {entry.event for entry in everything}
    assert all("Statement" in Ontology.load().types(e.type) for e in timeline("Russia", types=["Statement"]))


def test_events_are_asked_for_a_few_at_a_time_and_only_when_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_module, "_TOGETHER", 2)
    store = Asked()
    found = timeline("Russia", store=store)
    assert len(found) > 4
    before = len(store.queries)
    stream = iter(found)
    next(stream)
    first = len(store.queries) - before
    list(stream)
    assert len(store.queries) - before == first * -(-len(found) // 2)
    assert [entry.event for entry in found] == [entry.event for entry in timeline("Russia")]


def test_rows_and_json_say_the_same() -> None:
    table = list(rows(timeline("Russia")))
    data = json.loads("".join(json_lines(timeline("Russia"))))
    assert all(tuple(row) and set(row) == set(COLUMNS) for row in table)
    assert [row["event"] for row in table] == [one["event"] for one in data]
    assert [row["words"] for row in table] == [one["tellings"][0]["words"] for one in data]
    assert json.loads("".join(json_lines([]))) == []


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2023-03-21", "2023-03-21", "21 March 2023"),
        ("2023-05-01", "2023-05-31", "1 to 31 May 2023"),
        ("2022-12-31", "2023-01-02", "31 December 2022 to 2 January 2023"),
        (None, "2018-03-05", "by 5 March 2018"),
        ("2018-03-05", None, "from 5 March 2018"),
        (None, None, "day unknown"),
    ],
)
def test_days_are_spoken(earliest: str | None, latest: str | None, words: str) -> None:
    assert spoken(earliest, latest) == words


@cache
def hostile_store() -> OxigraphStore:
    store = OxigraphStore(None, BASE)
    text = f"Chad condemned Niger on Tuesday.\n\nIdriss Déby{HOSTILE} met Issoufou in Zinder, and Chad met Niger."
    articles = [
        Article("a", text, title=f"Chad met Niger {HOSTILE}", publisher=HOSTILE, url="javascript:alert(1)"),
        Article("b", text, title="Chad met Niger", publisher="http://[", url="https://example.org/?a=1&b=\"'><b>"),
    ]
    store.put([result.quads for result in Builder(Settings()).build(articles) if result.quads])
    return store


def test_a_page_holds_nothing_that_runs_or_leads_away_whatever_the_articles_say() -> None:
    text = page(timeline("Chad", store=hostile_store()))  # type: ignore[arg-type]
    tree = lxml.html.document_fromstring(text)
    assert HOSTILE in text or "alert(1)" in text  # it is there, as text
    assert "49" not in text
    assert tree.xpath("//script|//img|//link|//iframe|//object|//form|//base|//b") == []
    assert len(tree.xpath("//style")) == 1
    assert [a for a in tree.xpath("//@*") if a.attrname.startswith("on")] == []
    assert {href.partition(":")[0] for href in tree.xpath("//@href")} == {"https"}
    assert tree.xpath("//@src") == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy


def test_hostile_names_stay_in_their_cells() -> None:
    found = list(rows(timeline("Chad", store=hostile_store())))  # type: ignore[arg-type]
    from kg.graph.tables import write_csv

    out = io.StringIO()
    write_csv(found, out, COLUMNS)
    back = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [row["first_publisher"] for row in back] == [row["first_publisher"] for row in found]
    assert HOSTILE in {row["first_publisher"] for row in back}


def test_a_page_can_be_read_without_seeing_its_colours() -> None:
    tree = lxml.html.document_fromstring(page(timeline("China", "Russia")))
    assert tree.get("lang") == "en"
    assert [h.tag for h in tree.xpath("//h1|//h2|//h3")][:3] == ["h1", "h2", "h3"]
    assert len(tree.xpath("//main")) == 1
    assert len(tree.xpath("//li[contains(@class, 'event')]")) == len(timeline("China", "Russia"))
    for event in tree.xpath("//li[contains(@class, 'friendly') or contains(@class, 'hostile')]"):
        kind = "friendly" if "friendly" in event.get("class") else "hostile"
        assert kind in event.xpath("string(p[@class='facts'])")


def test_a_page_of_nothing_says_so() -> None:
    tree = lxml.html.document_fromstring(page(timeline("Kazakhstan", "Iran")))
    assert "Nothing is told of this." in tree.text_content()
