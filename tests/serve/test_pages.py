"""Each figure on a page is that of its query, each list that of its SPARQL; what is hostile is only text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from explorer_samples import HTML, PROLOGUE, Shown, figure, page, rows

from kg.serve.fetch import fetch
from kg.serve.index.counts import days, pairs, totals
from kg.serve.index.filters import Filters, sparql
from kg.serve.index.lists import count, listed
from kg.serve.pages.home import TOTALS
from kg.serve.pages.states import pairs_query
from kg.vocab.iri import PREFIXES, document_id


@pytest.mark.parametrize("name", list(TOTALS))
def test_the_numbers_of_the_overview_are_those_of_their_queries(shown: Shown, name: str) -> None:
    (((told,),)) = rows(shown, PROLOGUE + TOTALS[name])
    assert figure(page(shown, "/"), name) == told
    assert str(json.loads(fetch(shown.app, "/overview.json").text)[name]) == told


def filters() -> Iterator[Filters]:
    base = "https://w3id.org/irkg/data/"
    yield Filters()
    yield from (Filters(type=name) for name in ("Meeting", "CommunicativeAct", "Statement"))
    yield from (Filters(quad=code) for code in ("VC", "MC", "VX", "MX"))
    yield from (Filters(status=code) for code in ("occurred", "planned", "denied"))
    yield from (Filters(attribution=code) for code in ("authorial", "directQuote", "indirectSpeech", "accordingTo"))
    yield Filters(state=f"{base}entity/Q142")
    yield Filters(from_=f"{base}entity/Q142", to=f"{base}entity/Q1041")
    yield Filters(state=f"{base}entity/Q142", with_=f"{base}entity/Q1041", counted="1")
    yield Filters(since="2012-01-01", until="2013-12-31")
    yield Filters(dated="1", counted="1")
    yield Filters(place=f"{base}entity/Q252")
    yield Filters(state=f"{base}entity/Q142", type="Statement", since="2014-01-01", until="2014-12-31")


@pytest.mark.parametrize("wanted", list(filters()), ids=lambda f: f.query("") or "all")
def test_a_list_of_events_is_that_of_its_sparql(shown: Shown, wanted: Filters) -> None:
    explorer = shown.explorer
    asked = [row[0] for row in rows(shown, sparql(wanted, explorer.index))]
    assert asked, "a filter that finds nothing proves nothing"
    assert count(explorer.index, wanted, explorer.ontology) == len(asked)
    found = listed(explorer.index, wanted, explorer.ontology, explorer.base, 1, 10_000)
    assert [event.iri for event in found] == asked
    assert figure(page(shown, f"/events?{wanted.query(explorer.base)}"), "total") == str(len(asked))


def test_publisher_source_and_party_filter_by_name_and_by_iri(shown: Shown) -> None:
    explorer = shown.explorer
    for name, value in (("publisher", "Korea Dispatch"), ("party", "Paul Halloran"), ("source", "Paul Halloran")):
        events = json.loads(fetch(shown.app, f"/events.json?{urlencode({name: value})}").text)
        (iri,) = (row[0] for row in explorer.index.rows("SELECT iri FROM thing WHERE label = ?", [value]))
        wanted = Filters(**{name: value if name == "publisher" else iri})
        assert events["total"] == len(rows(shown, sparql(wanted, explorer.index))) > 0
        assert events == json.loads(fetch(shown.app, f"/events.json?{urlencode({name: iri})}").text)


def test_the_csv_has_exactly_the_rows_that_are_shown(shown: Shown) -> None:
    for query in ("", "page=2", "type=Statement&status=occurred"):
        answer = fetch(shown.app, f"/events.csv?{query}")
        assert answer.headers["content-type"].startswith("text/csv")
        listed_ = [row["event"] for row in csv.DictReader(io.StringIO(answer.text))]
        base = shown.explorer.base
        shown_ = re.findall(r'<a class="strong" href="/(doc/[^"]*/event/[^"]*)"', page(shown, f"/events?{query}"))
        assert listed_ == [base + unescape(path) for path in shown_]
        assert listed_


def test_pages_of_a_list_follow_each_other_without_a_gap(shown: Shown) -> None:
    seen: list[str] = []
    for number in range(1, 8):
        seen += [event["event"] for event in json.loads(fetch(shown.app, f"/events.json?page={number}").text)["events"]]
    assert seen == [row[0] for row in rows(shown, sparql(Filters(), shown.explorer.index))]
    page(shown, "/events?page=0", 400)
    page(shown, "/events?page=x", 400)
    assert "no such page" in page(shown, "/events?page=999")


def test_states_are_counted_as_their_query_and_the_question_count_them(shown: Shown) -> None:
    labels = {code: shown.explorer.ontology.label(code) for code in ("VC", "MC", "VX", "MX")}
    for since, until in (("", ""), ("2012-01-01", "2014-12-31")):
        text = page(shown, f"/states?since={since}&until={until}")
        found = pairs(shown.explorer.index, since, until)
        mine = {(p.source.label, p.target.label, quad): n for p in found for quad, n in p.quads.items()}
        told = {row[:3]: int(row[3]) for row in rows(shown, pairs_query(since, until))}
        assert mine == {(source, target, quad[-2:]): number for (source, target, quad), number in told.items()}
        assert figure(text, "events") == str(sum(told.values()))
        assert figure(text, "pairs") == str(len({key[:2] for key in told}))
        query = urlencode({name: value for name, value in (("since", since), ("until", until)) if value})
        asked = json.loads(fetch(shown.app, f"/questions/state-pair-balance.json?{query}").text)["rows"]
        coded = {(row["fromState"], row["toState"], row["quad"]): int(row["events"]) for row in asked}
        assert coded == {(source, target, labels[quad]): n for (source, target, quad), n in mine.items() if quad}


def test_a_mark_of_the_states_page_leads_to_as_many_events_as_it_tells(shown: Shown) -> None:
    text = page(shown, "/states")
    told = r'(?:aria-label="[^"]*?: (\d+) events|tabindex="-1"><title>[^<]*?: (\d+) events)'
    links = re.findall(rf'href="(/events\?(?:from|state)=[^"]*)" {told}', text)
    assert len(links) > 20
    for address, cell, edge in links:
        assert figure(page(shown, unescape(address)), "total") == (cell or edge), address


def test_a_bar_leads_to_as_many_events_as_it_tells(shown: Shown) -> None:
    bars = re.findall(r'href="(/events\?since=[^"]*)" aria-label="\S+: (\d+) events"', page(shown, "/"))
    assert bars
    assert sum(int(number) for _, number in bars) == sum(sum(q.values()) for q in days(shown.explorer.index).values())
    for address, number in bars:
        assert figure(page(shown, unescape(address)), "total") == number


def test_every_question_shows_the_rows_of_its_sparql(shown: Shown) -> None:
    for name, question in shown.explorer.questions.items():
        text = page(shown, f"/questions/{name}")
        told = rows(shown, question.text)
        if told:
            assert figure(text, "rows") == str(len(told)) if len(told) <= 100 else "after →" in text
        else:
            assert "Nothing found" in text
        assert len(json.loads(fetch(shown.app, f"/questions/{name}.json").text)["rows"]) == len(told)


def test_a_question_keeps_what_was_typed_and_says_what_is_wrong(shown: Shown) -> None:
    text = page(shown, "/questions/who-met-whom?party=Nobody+Known&since=2012-01-01", 400)
    assert 'value="Nobody Known"' in text
    assert "no entity is called" in text
    page(shown, "/questions/no-such-question", 404)


def test_every_iri_of_the_store_has_a_page(shown: Shown) -> None:
    base = shown.explorer.base
    found = {
        term.value
        for row in shown.explorer.store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } }").rows
        for term in row
        if term
    }
    kinds: dict[str, list[str]] = {}
    for iri in sorted(iri for iri in found if iri.startswith(base)):
        kinds.setdefault(re.sub(r"[0-9]+-[0-9]+|(?<=doc/)[^/]+", "…", iri.removeprefix(base))[:24], []).append(iri)
    assert len(kinds) > 8
    for some in kinds.values():
        for iri in some[:2]:
            page(shown, "/" + iri.removeprefix(base))


def test_the_addresses_that_people_guess_lead_to_article_and_event(shown: Shown) -> None:
    for short, full in (
        ("/article/sanctions-2022-07-14", "/doc/sanctions-2022-07-14"),
        ("/event/sanctions-2022-07-14/1926-1931", "/doc/sanctions-2022-07-14/event/1926-1931"),
    ):
        assert fetch(shown.app, short, HTML).headers["location"] == full
        page(shown, full)


def test_an_article_is_shown_whole_with_each_event_and_name_a_link(shown: Shown) -> None:
    for id_ in shown.explorer.store.fingerprints():
        graph = shown.explorer.base + document_id(id_)
        text = page(shown, "/" + document_id(id_))
        ((words,),) = rows(shown, f"SELECT ?t {{ GRAPH <{graph}> {{ <{graph}> <{PREFIXES['nif']}isString> ?t }} }}")
        inner = text[text.index('<article class="text"') : text.index("</article>")]
        plain = unescape(re.sub(r"<[^>]*>", "", inner))
        assert "".join(plain.split()).endswith("".join(words.split()))
        events = {
            row[0] for row in rows(shown, f"SELECT ?e {{ GRAPH <{graph}> {{ ?e <{PREFIXES['ir']}eventClass> ?c }} }}")
        }
        for event in events:
            assert f'href="/{event.removeprefix(shown.explorer.base)}"' in text.replace("&#39;", "'")


def test_hostile_words_are_text_on_every_page(shown: Shown) -> None:
    hostile = "/" + document_id("hostile <script>")
    events = re.findall(rf'href="({re.escape(hostile)}/event/[^"]*)"', page(shown, hostile))
    assert events
    for address in (
        "/",
        "/events",
        hostile,
        events[0],
        "/search?q=%3Cscript%3E",
        "/search?q=Kamikawa",
        "/questions/who-met-whom",
    ):
        text = page(shown, address)
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert not re.search(r'href="\s*javascript:', text)
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", re.sub('"[^"]*"', '""', text))
    assert "&lt;script&gt;" in page(shown, hostile)


def test_queries_of_every_kind_are_searched_for_as_words(shown: Shown) -> None:
    for words in ('"', "a OR", "NEAR(", "*", "col:x", "x' --", "\u0000", "ا", "-", "🙂" * 300):
        page(shown, f"/search?{urlencode({'q': words})}")
    found = json.loads(fetch(shown.app, "/search.json?q=halloran").text)
    assert found["things"][0]["label"] == "Paul Halloran"
    assert found["articles"]["total"] == len(
        [
            1
            for (text,) in rows(shown, f"SELECT ?t {{ GRAPH ?g {{ ?g <{PREFIXES['nif']}isString> ?t }} }}")
            if "Halloran" in text
        ]
    )
    assert "Nothing found" in page(shown, "/search?q=zzzzzz")


def test_an_empty_store_says_what_to_do(empty: object) -> None:
    for address, words in (
        ("/", "kg build"),
        ("/events", "kg build"),
        ("/states", "kg build"),
        ("/search?q=x", "Nothing found"),
    ):
        answer = fetch(empty, address, HTML)  # type: ignore[arg-type]
        assert answer.status == 200
        assert words in answer.text


def test_the_json_interface_is_described(shown: Shown) -> None:
    document = json.loads(fetch(shown.app, "/openapi.json").text)
    assert document["openapi"].startswith("3.1")
    for path in document["paths"]:
        assert fetch(shown.app, path).status == 200, path


def test_the_index_follows_the_store(shown: Shown) -> None:
    from kg.serve.index.index import Index
    from kg.store.oxigraph import OxigraphStore

    explorer = shown.explorer
    copy = OxigraphStore(None, explorer.base)
    copy._store.extend(shown.explorer.store._store)  # type: ignore[attr-defined]
    index = Index(copy, explorer.base)
    index.refresh()
    assert totals(index) == totals(explorer.index)
    copy.remove(["sanctions-2022-07-14"])
    index.refresh()
    assert totals(index).articles == totals(explorer.index).articles - 1
    assert not index.rows("SELECT 1 FROM part WHERE event NOT IN (SELECT n FROM event)")
    assert not index.rows("SELECT 1 FROM dyad WHERE event NOT IN (SELECT n FROM event)")
    generation = index.generation
    index.refresh()
    assert index.generation == generation
    index.close()


def test_a_state_shows_who_held_its_offices_and_a_person_which_ones(shown: Shown) -> None:
    assert "President of the French Republic" in page(shown, "/entity/Q142")
    assert "President of the French Republic" in page(shown, "/entity/Q157")


def test_a_publisher_written_from_right_to_left_does_not_turn_what_stands_beside_it(shown: Shown) -> None:
    for address in ("/", f"/events?{urlencode({'publisher': 'صحيفة'})}", "/search?q=Iraq"):
        assert "<bdi>صحيفة</bdi>, 2024-03-06" in page(shown, address), address
