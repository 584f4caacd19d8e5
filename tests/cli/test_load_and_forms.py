"""``kg load`` and the forms of ``kg export``, as typed."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
import rdflib

import kg as kg_package
from kg.query.catalog import load_catalog
from kg.query.run import counts

Kg = Callable[..., Any]


def test_a_store_is_loaded_from_its_own_export_to_the_last_quad(kg: Kg, store: str, tmp_path: Path) -> None:
    assert kg("export", "rdf", "--format", "nquads", "-o", "all.nq", "--store", store).code == 0
    ran = kg("load", "all.nq", "--to", "copy")
    assert (ran.code, ran.out) == (0, "") and "articles loaded, 0 there already" in ran.err
    again = kg("load", "all.nq", "--to", "copy")
    assert again.code == 0 and again.err.startswith("0 articles loaded")
    kg("export", "rdf", "--format", "nquads", "-o", "copy.nq", "--store", "copy")
    assert sorted(Path("copy.nq").read_text().splitlines()) == sorted(Path("all.nq").read_text().splitlines())
    assert kg("load", "--store", store, "--to", "third").code == 0
    kg("export", "rdf", "--format", "nquads", "-o", "third.nq", "--store", "third")
    assert Path("third.nq").read_bytes() == Path("copy.nq").read_bytes()


def test_after_a_large_load_nobody_waits_for_counts(kg: Kg, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = {name for name, question in load_catalog().items() if counts(question)}
    assert {"most-active-pairs", "state-pair-balance", "state-pair-months", "promises-kept", "who-mediates"} <= counting
    kg("load", "--store", store, "--to", "small")
    monkeypatch.setattr("kg.store.kept.LONG", 0)
    monkeypatch.setattr("kg.store.oxigraph.MUCH", 1)
    kg("load", "--store", store, "--to", "large")
    assert len(list(Path("large/answers").rglob("*.jsonl"))) == len(counting)
    assert not Path("small/answers").exists()
    monkeypatch.setattr("kg.store.kept.LONG", 1e9)
    for name in sorted(counting):
        small = kg("ask", name, "--store", "small", "--format", "tsv")
        assert small.code == 0 and small == kg("ask", name, "--store", "large", "--format", "tsv")
    assert len(list(Path("large/answers").rglob("*.jsonl"))) == len(counting)


def test_a_load_that_cannot_be_meant_is_one_sentence(kg: Kg, store: str) -> None:
    ran = kg("load", "--store", store, "--to", store)
    assert ran.code == 2 and "into itself" in ran.err and ran.err.count("\n") == 1
    ran = kg("load", store, "--to", "new")
    assert ran.code == 2 and f"{store} is a store" in ran.err and f"--store {store}" in ran.err
    assert ran.err.count("\n") == 1
    Path("cut.trig").write_text("GRAPH <urn:g> {")
    ran = kg("load", "cut.trig", "--store", store, "--to", "new")
    assert ran.code == 2 and "name files, or a store" in ran.err and ran.err.count("\n") == 1
    ran = kg("load", "cut.trig", "--to", "new")
    assert ran.code == 1 and "cut.trig" in ran.err and ran.err.count("\n") == 1
    Path("half.nq").write_text(
        "<https://w3id.org/irkg/data/doc/x> <urn:p> <urn:o> <https://w3id.org/irkg/data/doc/x> .\n"
    )
    ran = kg("load", "half.nq", "--to", "new")
    assert ran.code == 1 and "set aside: https://w3id.org/irkg/data/doc/x" in ran.err
    kg("export", "rdf", "--format", "nquads", "-o", "all.nq", "--store", store)
    lines = Path("all.nq").read_text().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if "/graph/" not in line)
    Path("short.nq").write_text("".join(lines[:last] + lines[last + 1 :]))
    ran = kg("load", "short.nq", "--to", "new")
    assert ran.code == 1 and ran.err.count("set aside") == 1 and "statements are there" in ran.err
    ran = kg("load", "half.nq", "--to", "http://127.0.0.1:1/sparql", "--quiet")
    assert ran.code == 3 and "cannot be reached" in ran.err and ran.err.count("\n") == 1


def test_tables_networks_and_views_come_out(kg: Kg, store: str) -> None:
    dyads = list(csv.DictReader(io.StringIO(kg("export", "dyads", "--store", store).out)))
    assert dyads and all(row["source"] != row["target"] for row in dyads)
    years = list(csv.DictReader(io.StringIO(kg("export", "dyads", "--by", "year", "--store", store).out)))
    assert 0 < sum(int(row["events"]) for row in years) <= len(dyads)
    assert kg("export", "network", "-o", "net.graphml", "--store", store).code == 0
    states = set(nx.read_graphml("net.graphml").nodes)
    assert states and states <= {row[side] for row in dyads for side in ("source", "target")}
    assert kg("export", "network", "--format", "gexf", "--of", "persons", "-o", "net.gexf", "--store", store).code == 0
    assert nx.read_gexf("net.gexf").number_of_nodes()
    lines = kg("export", "events", "--store", store).out.splitlines()
    assert kg("export", "events", "--format", "parquet", "-o", "events.parquet", "--store", store).code == 0
    assert list(pd.read_parquet("events.parquet")["event"]) == [json.loads(line)["event"] for line in lines]
    for view in ("annotations", "nanopublications"):
        out = kg("export", "rdf", "--view", view, "--store", store).out
        assert len(rdflib.Dataset(default_union=True).parse(data=out, format="trig"))


@pytest.mark.parametrize("options", [("--type", "Event"), ("--since", "1900-01-01"), ("--min-confidence", "0.1")])
def test_events_are_chosen(kg: Kg, store: str, options: tuple[str, str]) -> None:
    whole = kg("export", "events", "--store", store).out.splitlines()
    chosen = kg("export", "events", *options, "--store", store).out.splitlines()
    assert 0 < len(chosen) <= len(whole) and set(chosen) <= set(whole)


def test_what_is_not_chosen_stays_out(kg: Kg, store: str) -> None:
    assert kg("export", "events", "--min-confidence", "1", "--until", "1800-01-01", "--store", store).out == ""
    assert kg("export", "events", "--type", "Party", "--store", store).code == 2
    assert "NewsArticle" not in kg("export", "rdf", "--until", "1800-01-01", "--store", store).out
    rdf = kg("export", "rdf", "--type", "Event", "--format", "jsonld", "--store", store).out
    assert "ir:NewsArticle" in rdf


def test_a_timeline_is_a_page_rows_or_json_of_one_or_two(kg: Kg, store: str, tmp_path: Path) -> None:
    assert kg("export", "timeline", "Kenya", "Indonesia", "-o", "page.html", "--store", store) == (0, "", "")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    table = list(csv.DictReader(io.StringIO(kg("export", "timeline", "Kenya", "-f", "csv", "--store", store).out)))
    data = json.loads(kg("export", "timeline", "Q114", "-f", "json", "--store", store).out)
    assert [row["event"] for row in table] == [one["event"] for one in data] != []
    since = ("--since", "1900-01-01", "--until", "1950-01-01", "--type", "Visit")
    assert json.loads(kg("export", "timeline", "Kenya", "-f", "json", *since, "--store", store).out) == []


def test_a_timeline_of_three_or_of_nobody_known_is_refused(kg: Kg, store: str) -> None:
    code, _, err = kg("export", "timeline", "Kenya", "Indonesia", "Chad", "--store", store)
    assert (code, "name two at most" in err) == (2, True)
    code, _, err = kg("export", "timeline", "Atlantis", "--store", store)
    assert (code, "Atlantis" in err) == (2, True)


def test_an_answer_comes_in_the_forms_of_sparql_and_as_markdown(kg: Kg, store: str) -> None:
    query = 'SELECT ?a ?b ?n { VALUES (?a ?b ?n) { (ir:Visit "x|y"@en 3) (UNDEF "z" 1.50) } }'
    read = json.loads(kg("sparql", query, "--store", store, "--format", "srj").out)
    first, second = read["results"]["bindings"]
    assert first["a"] == {"type": "uri", "value": "https://w3id.org/irkg/def#Visit"}
    assert (first["b"]["xml:lang"], first["n"]["value"], "a" in second) == ("en", "3", False)
    assert first["n"]["datatype"].endswith("#integer")
    kg("sparql", query, "--store", store, "-o", "answer.srx")
    found = rdflib.query.Result.parse("answer.srx", format="xml")
    assert [str(row.b) for row in found] == ["x|y", "z"]
    table = kg("sparql", query, "--store", store, "--format", "markdown").out.splitlines()
    assert table[:2] == ["| a | b | n |", "| --- | --- | --- |"] and r"x\|y" in table[2] and len(table) == 4
    assert json.loads(kg("sparql", "ASK { ?s ?p ?o }", "--store", store, "-f", "srj").out)["boolean"] is True
    for command in (["ask"], ["info"], ["review"]):  # rows that are no answer of a query
        ran = kg(*command, "--format", "srj")
        assert ran.code == 2 and "'srj' is not one of 'table', 'csv', 'tsv', 'json', 'jsonl', 'markdown'" in ran.err


def test_a_question_is_shown_as_it_is_asked(kg: Kg, store: str) -> None:
    shown = kg("ask", "who-invited-whom", "--inviter", "Kenya", "--show", "--store", store)
    assert shown.code == 0 and "VALUES (?inviter) { (<https://w3id.org/irkg/data/entity/Q114>) }" in shown.out
    rows = kg(
        "ask", "who-invited-whom", "--inviter", "Kenya", "--store", store, "--format", "json", "--no-evidence"
    ).out
    Path("shown.rq").write_text(shown.out)
    assert kg("sparql", "shown.rq", "--store", store, "--format", "json").out == rows
    assert kg("ask", "visits", "--show", "--store", "no-store").code == 0


def test_a_query_that_takes_too_long_ends_with_one_sentence(store: str) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?t ?q ?v } GRAPH ?c { ?w ?x ?y } }"
    ran = subprocess.run(
        [sys.executable, "-m", "kg", "sparql", endless, "--store", store, "--timeout", "0.5"],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(kg_package.__file__).parent.parent,
    )
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (3, "", 1) and "within 0.5 s" in ran.stderr
