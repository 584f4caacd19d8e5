"""What merging made, as the explorer shows it: figures, reports, denials and scores are those of graph/curated."""

from __future__ import annotations

import json
import re
import sqlite3
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from explorer_samples import PROLOGUE, Shown, figure, page, rows

from kg.curate.joins import Joins
from kg.serve.fetch import fetch
from kg.serve.index.build import Update, make
from kg.serve.index.counts import totals
from kg.serve.index.filters import Filters, sparql
from kg.serve.index.index import FILE, Index
from kg.serve.index.lists import count, listed
from kg.serve.pages.home import TOTALS
from kg.serve.pages.merged import FIGURES
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

IR = PREFIXES["ir"]


def wholes(shown: Shown, pattern: str) -> list[str]:
    """Merged things that fit a pattern."""
    query = f"{PROLOGUE}SELECT DISTINCT ?w {{ GRAPH ?g {{ ?w ir:consolidates ?m {pattern} }} }} ORDER BY ?w"
    return [row[0] for row in rows(shown, query)]


def path(shown: Shown, iri: str) -> str:
    return "/" + iri.removeprefix(shown.explorer.base)


@pytest.fixture(scope="module")
def swap(merged: Shown) -> str:
    """An event that some articles tell of and others deny."""
    return wholes(merged, "; ir:contradictionIn <https://w3id.org/irkg/code#statusDiffers> ; ir:deniedBy ?claim")[0]


def test_the_figures_of_every_merged_event_are_those_of_their_query(merged: Shown) -> None:
    events = wholes(merged, "; ir:eventClass ?class")
    assert len(events) > 10
    for event in events:
        text = page(merged, path(merged, event))
        told = rows(merged, FIGURES % (event, event))
        for name, value in zip(("reports", "sources", "denials"), told[0][1:4], strict=True):
            assert figure(text, name) == value
        assert figure(text, "corroboration") == f"{float(told[0][4]):.2f}"
        differs = {"statusDiffers": "whether it was", "dateDiffers": "the day", "partiesDiffer": "who took part"}
        kinds = {row[5].rpartition("#")[2] for row in told} - {""}
        said = re.search(r'data-figure="differs">(.*?)</p>', text)
        assert kinds == ({kind for kind, words in differs.items() if words in said[1]} if said else set())
        first = text[text.index("The reports, side by side") :].index("first report")
        assert (
            f'href="{path(merged, told[0][0])}"' in text[text.index("The reports, side by side") :][first : first + 300]
        )


def test_the_saved_questions_tell_the_same_figures(merged: Shown, swap: str) -> None:
    text = page(merged, path(merged, swap))
    address = f"/questions/first-report.json?event={swap.removeprefix(merged.explorer.base)}"
    (row,) = json.loads(fetch(merged.app, address).text)["rows"]
    assert (row["reports"], row["sources"]) == (figure(text, "reports"), figure(text, "sources"))
    found = json.loads(fetch(merged.app, "/questions/contradictions.json").text)["rows"]
    assert {one["denials"] for one in found if one["event"] == swap} == {figure(text, "denials")}


def test_each_report_stands_beside_the_others_and_those_that_deny_are_named(merged: Shown, swap: str) -> None:
    text = page(merged, path(merged, swap))
    table = text[text.index('<table class="sides">') : text.index("</table>")]
    members = rows(merged, f"{PROLOGUE}SELECT ?m {{ GRAPH ?g {{ <{swap}> ir:consolidates ?m }} }}")
    assert {unescape(at) for at in re.findall(r'class="strong" href="([^"]*)"', table)} == {
        path(merged, member) for (member,) in members
    }
    published = re.findall(r'<span class="quiet day">(\d{4}-\d\d-\d\d)</span>', table)
    assert len(published) == len(members) and published == sorted(published)
    assert "against" in table and 'class="differs"' in table
    denied = text[text.index("Who denies it") :]
    claims = rows(
        merged,
        f"{PROLOGUE}PREFIX nif: <{PREFIXES['nif']}> SELECT ?words {{ GRAPH ?g {{ <{swap}> ir:deniedBy ?claim }} "
        "GRAPH ?h { ?claim ir:evidence ?span . ?span nif:anchorOf ?words } }",
    )
    assert claims and all(words in unescape(denied) for (words,) in claims)


def test_the_score_of_each_pair_is_shown_with_its_features(merged: Shown, swap: str) -> None:
    explorer = merged.explorer
    for thing in (swap, *wholes(merged, "; a ir:Person")):
        joins = Joins(explorer.settings, explorer.store).explain(thing).joins
        pairs = [join for join in joins if join.property in ("sameEvent", "sameIndividual")]
        text = page(merged, path(merged, thing))
        shown = re.findall(r'data-figure="score">([^<]*)<', text)
        assert sorted(shown) == sorted(f"{join.score:.2f}" for join in pairs) and shown
        for name, value, _ in pairs[0].features:
            assert f"{name} <strong>{value:.2g}</strong>" in text


def test_a_telling_leads_to_the_whole_and_the_whole_to_its_tellings(merged: Shown, swap: str) -> None:
    for kind in ("; ir:eventClass ?class", "; a ir:Person"):
        for whole in wholes(merged, kind):
            text = page(merged, path(merged, whole))
            for (member,) in rows(merged, f"{PROLOGUE}SELECT ?m {{ GRAPH ?g {{ <{whole}> ir:consolidates ?m }} }}"):
                assert f'href="{path(merged, member)}"' in text
                assert f'href="{path(merged, whole)}"' in page(merged, path(merged, member))


def joined_person(shown: Shown) -> tuple[str, str, int]:
    """Somebody without an item whom several articles name, and no other is called so: IRI, name, number of articles."""
    found = shown.explorer.index.rows(
        "SELECT w.iri, w.label, COUNT(*) FROM thing JOIN thing w ON w.n = thing.whole WHERE w.class = 'Person' AND "
        "w.events > 1 AND (SELECT COUNT(*) FROM thing o WHERE o.label = w.label AND o.whole = 0) = 1 "
        "GROUP BY w.n ORDER BY w.events DESC, w.iri"
    )
    iri, label, number = found[0]
    assert iri.startswith(f"{shown.explorer.base}entity/person/")
    return iri, label, number


def told(shown: Shown, swap: str) -> tuple[str, str]:
    """Name of a publisher of an event, and the IRI of somebody to whom a report of it is attributed."""
    rows_ = shown.explorer.index.rows
    which = "event.whole = (SELECT n FROM event WHERE iri = ?)"
    by = "SELECT label FROM part JOIN event ON n = event JOIN thing ON thing.n = thing WHERE role = 'b' AND "
    publisher = rows_(by.replace("ON n =", "ON event.n =") + f"{which} ORDER BY 1 LIMIT 1", [swap])[0][0]
    said = "SELECT thing.iri FROM part JOIN event ON event.n = event JOIN thing ON thing.n = thing WHERE role = 's' "
    source = rows_(f"{said} AND event.whole <> 0 ORDER BY thing.events DESC, 1 LIMIT 1")[0][0]
    return publisher, source


def test_lists_of_a_merged_store_are_those_of_their_sparql(merged: Shown, swap: str) -> None:
    explorer = merged.explorer
    publisher, source = told(merged, swap)
    pair = "SELECT a.iri, b.iri FROM dyad JOIN thing a ON a.n = source JOIN thing b ON b.n = target ORDER BY 1, 2"
    one, other = explorer.index.rows(pair)[0]
    for wanted in (
        Filters(),
        Filters(several="1"),
        Filters(publisher=publisher),
        Filters(publisher=publisher, several="1"),
        Filters(source=source),
        Filters(party=joined_person(merged)[0]),
        Filters(attribution="indirectSpeech"),
        Filters(attribution="authorial"),
        Filters(state=one),
        Filters(state=one, with_=other, counted="1"),
    ):
        asked = [row[0] for row in rows(merged, sparql(wanted, explorer.index))]
        assert asked, wanted
        assert count(explorer.index, wanted, explorer.ontology) == len(asked)
        found = listed(explorer.index, wanted, explorer.ontology, explorer.base, 1, 10_000)
        assert [event.iri for event in found] == asked
    query = urlencode({"publisher": publisher, "several": "1"})
    events = json.loads(fetch(merged.app, f"/events.json?{query}").text)["events"]
    (row,) = (event for event in events if event["event"] == swap)
    assert str(row["reports"]) == figure(page(merged, path(merged, swap)), "reports")
    assert row["publisher"] and row["words"]


@pytest.mark.parametrize("name", list(TOTALS))
def test_the_overview_counts_what_was_joined_once(merged: Shown, name: str) -> None:
    (((told,),)) = rows(merged, PROLOGUE + TOTALS[name])
    assert figure(page(merged, "/"), name) == told


def test_a_joined_person_is_found_once_by_name(merged: Shown) -> None:
    iri, name, articles = joined_person(merged)
    things = json.loads(fetch(merged.app, f"/search.json?{urlencode({'q': name})}").text)["things"]
    assert [thing["iri"] for thing in things if thing["label"] == name] == [iri]
    text = page(merged, path(merged, iri))
    assert things[0]["events"] == int(figure(text, "total"))
    assert f"joined from {articles} articles" in text


def test_the_index_follows_what_is_merged_and_parted(merged: Shown) -> None:
    """One index that saw each step is what another that saw the last alone is."""
    explorer = merged.explorer
    base, curated = explorer.base, f"{explorer.base}graph/curated"
    copy = OxigraphStore(None, base)
    copy._store.extend(explorer.store._store)  # type: ignore[attr-defined]
    text = "\n".join(sorted(copy.quads(curated))) + "\n"
    steps = [
        lambda: copy.put_graph(curated, ""),
        lambda: copy.put_graph(curated, text),
        lambda: copy.remove(sorted(copy.fingerprints())[:3]),
    ]
    index = Index(copy, base)
    index.refresh()
    for step in steps:
        step()
        index.refresh()
        anew = Index(copy, base)
        anew.refresh()
        for query in (
            "SELECT iri, status, told, words, reports, (SELECT iri FROM event w WHERE w.n = event.whole), "
            "(SELECT id FROM article WHERE n = place) FROM event ORDER BY iri",
            "SELECT iri, role, event.iri FROM part JOIN thing ON thing.n = thing JOIN event ON event.n = event "
            "ORDER BY 1, 2, 3".replace("SELECT iri", "SELECT thing.iri"),
            "SELECT source, COUNT(*) FROM (SELECT (SELECT iri FROM thing WHERE n = source) AS source FROM dyad) "
            "GROUP BY 1 ORDER BY 1",
            "SELECT iri, events, (SELECT iri FROM thing w WHERE w.n = thing.whole) FROM thing WHERE events ORDER BY 1",
        ):
            assert index.rows(query) == anew.rows(query)
        assert totals(index) == totals(anew)
        anew.close()
    index.close()


def test_an_index_that_broke_off_before_its_end_is_finished_by_the_next(merged: Shown, tmp_path: Path) -> None:
    explorer = merged.explorer
    database = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    make(str(tmp_path / FILE)).close()
    update = Update(database, explorer.store, explorer.base, explorer.ontology)
    for done, of in update.run():
        if done == of:
            break  # all articles are in, and what rests on all of them is not
    database.close()
    index = Index(explorer.store, explorer.base, tmp_path)
    assert totals(index).entities == 0
    index.refresh()
    assert totals(index) == totals(explorer.index)
    generation = index.generation
    index.refresh()
    assert index.generation == generation
    index.close()
