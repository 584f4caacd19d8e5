"""Each command on a store of the samples: what it writes, and with which exit code it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg._version import __version__
from kg.query.catalog import load_catalog
from kg.resources import data_dir

Kg = Callable[..., "tuple[int, str, str]"]

COMMANDS = ["build", "ask", "sparql", "explain", "validate", "export", "retract", "info", "lexicon", "demo"]


@pytest.fixture
def events(kg: Kg, store: str) -> list[dict[str, object]]:
    code, out, _ = kg("export", "events", "--store", store)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_help_lists_every_command_and_each_explains_itself(kg: Kg) -> None:
    code, out, _ = kg("--help")
    assert code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in out
        code, told, _ = kg(command, "--help")
        assert code == 0
        assert told.startswith(f"Usage: kg {command}")


def test_the_version_is_told(kg: Kg) -> None:
    assert kg("--version") == (0, f"kg {__version__}\n", "")


def test_ask_without_a_name_lists_every_question(kg: Kg) -> None:
    code, out, _ = kg("ask", "--format", "json")
    assert code == 0
    assert [row["name"] for row in json.loads(out)] == list(load_catalog())


@pytest.mark.parametrize("name", list(load_catalog()))
def test_every_question_runs_and_its_help_shows_parameters_and_sparql(kg: Kg, store: str, name: str) -> None:
    question = load_catalog()[name]
    code, out, _ = kg("ask", name, "--help")
    assert code == 0
    assert all(f"--{parameter.name} " in out for parameter in question.parameters)
    assert all(line.strip() in out for line in question.text.splitlines() if not line.startswith("# "))
    code, out, err = kg("ask", name, "--store", store)
    assert (code, err) == (0, "")
    header = out.splitlines()[0].split("\t")
    assert header[0]
    assert all(len(row) == len(header) for row in csv.reader(io.StringIO(out), "excel-tab"))


def test_a_table_shows_the_words_of_each_event_and_the_article(
    kg: Kg, store: str, events: list[dict[str, object]]
) -> None:
    _, out, _ = kg("ask", "who-invited-whom", "--store", store, "--format", "table")
    invited = [e for e in events if e["type"] == "Invitation" and e["status"] not in ("denied", "cancelled")]
    assert invited
    for event in invited:
        for evidence in event["evidence"]:  # type: ignore[attr-defined]
            assert f"“{' '.join(evidence['quote'].split())}”" in out
        assert f"— {event['article']}" in out


def test_a_flag_of_a_question_is_a_flag_of_the_command(kg: Kg, store: str) -> None:
    _, out, _ = kg("ask", "state-pair-timeline", "--help")
    assert "--unmerged" in out
    code, flagged, _ = kg("ask", "state-pair-timeline", "--from", "Kenya", "--unmerged", "--store", store)
    assert (code, flagged) == kg("ask", "state-pair-timeline", "--from", "Kenya", "--store", store)[
        :2
    ]  # none is merged


def test_evidence_goes_along_as_data_only_when_asked_for(kg: Kg, store: str) -> None:
    _, plain, _ = kg("ask", "visits", "--store", store, "--format", "json")
    _, told, _ = kg("ask", "visits", "--store", store, "--format", "json", "--evidence")
    without, with_ = json.loads(plain), json.loads(told)
    assert [{**row, "article": None, "words": None} for row in without] == [
        {**row, "article": None, "words": None} for row in with_
    ]
    assert all("words" not in row for row in without)
    assert all(row["words"] for row in with_)


def test_sparql_knows_the_prefixes_and_reads_files_and_standard_input(
    kg: Kg, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, events: list[dict[str, object]]
) -> None:
    query = "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e ir:eventClass ?c }"
    expected = (0, f"n\n{len(events)}\n", "")
    assert kg("sparql", query, "--store", store) == expected
    (tmp_path / "q.rq").write_text(query)
    assert kg("sparql", "q.rq", "--store", store) == expected
    monkeypatch.setattr("sys.stdin", io.StringIO(query))
    assert kg("sparql", "-", "--store", store) == expected
    assert (
        kg("sparql", "ASK { ?s a ir:Event }", "--store", store, "-f", "json")[1] == '[\n {\n  "answer": true\n }\n]\n'
    )
    _, out, _ = kg("sparql", "CONSTRUCT { ?s a ir:Event } WHERE { ?s a ir:Event }", "--store", store)
    assert len(out.splitlines()) == len(events)


def test_explain_shows_words_roles_claims_and_shapes(kg: Kg, store: str, events: list[dict[str, object]]) -> None:
    event = next(e for e in events if e["type"] == "Invitation" and e["roles"].get("invitee") and e["frame"])  # type: ignore[attr-defined]
    short = str(event["event"]).partition("/doc/")[2]
    code, out, _ = kg("explain", short, "--store", store)
    assert code == 0
    assert f"*{event['trigger']['text']}*" in out  # type: ignore[index]
    assert f"frame {event['frame']}" in out
    assert event["roles"]["invitee"][0]["label"] in out  # type: ignore[index]
    assert "shapes     conforms" in out
    code, full, _ = kg("explain", event["event"], "--store", store, "--format", "json")
    assert json.loads(full)["why"]["claims"]
    link = json.loads(full)["why"]["links"][0]
    code, out, _ = kg("explain", link["link"], "--store", store)
    assert code == 0
    assert out.startswith(link["name"])


def test_validate_finds_the_store_conforming_and_a_broken_file_not(kg: Kg, store: str, tmp_path: Path) -> None:
    code, _, err = kg("validate", "--store", store)
    assert code == 0
    assert " 0 violations" in err
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        "@prefix ir: <https://w3id.org/irkg/def#> . <x:e> a ir:Event, ir:Visit ; ir:eventClass ir:Visit ."
    )
    code, out, _ = kg("validate", broken)
    assert code == 1
    assert "Violation" in out
    assert json.loads(kg("validate", broken, "--format", "json")[1])["conforms"] is False
    assert "sh:ValidationReport" in kg("validate", broken, "--format", "turtle")[1]


@pytest.mark.parametrize("form", ["trig", "nquads", "turtle", "ntriples", "jsonld"])
def test_rdf_goes_out_in_every_form_and_reads_back(kg: Kg, store: str, tmp_path: Path, form: str) -> None:
    target = tmp_path / "out.rdf"
    assert kg("export", "rdf", "--store", store, "--format", form, "-o", target) == (0, "", "")
    kind = {
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
    }[form]
    read = {quad.triple for quad in ox.parse(target.read_bytes(), format=kind)}
    _, count, _ = kg("sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "--store", store)
    assert len(read) == int(count.splitlines()[1])


def test_events_as_csv_hold_what_the_lines_hold(kg: Kg, store: str, events: list[dict[str, object]]) -> None:
    _, out, _ = kg("export", "events", "--store", store, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["event"] for row in rows] == [event["event"] for event in events]
    assert [json.loads(row["roles"]) for row in rows] == [event["roles"] for event in events]


def test_mentions_stand_at_their_offsets(kg: Kg, store: str) -> None:
    name = "agency-visit-2018-05-14"
    text = (data_dir("samples") / f"{name}.txt").read_text("utf-8")
    _, out, _ = kg("export", "mentions", "--store", store, "--article", name)
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_info_counts_what_is_there(kg: Kg, store: str, events: list[dict[str, object]]) -> None:
    _, out, _ = kg("info", "--store", store, "--format", "json")
    told = {row["what"]: row["value"] for row in json.loads(out)}
    assert told["articles"] == 10
    assert told["events"] == len(events)
    assert told["software here"] == f"irkg {__version__}"


def test_lexicon_shows_frames_and_tries_a_sentence(kg: Kg) -> None:
    code, out, _ = kg("lexicon", "show", "invite", "--format", "json")
    assert code == 0
    assert {row["event"] for row in json.loads(out)} == {"Invitation"}
    assert kg("lexicon", "show", "frobnicate")[0] == 2
    code, out, _ = kg("lexicon", "try", "Norway invited Chile to talks on Tuesday.", "--on", "2023-03-21")
    assert code == 0
    assert "inviter      Norway" in out
    assert "invitee      Chile" in out


def test_explain_follows_a_sentence_of_an_article(kg: Kg, store: str) -> None:
    article = "readout-call-2014-11-20"
    code, out, _ = kg("explain", "--article", article, "--sentence", "Ebola epidemic", "--store", store)
    assert code == 0
    assert out.startswith("“Concerning the Ebola epidemic")
    assert "tried      “dispatch” " in out
    assert "no frame   concern" in out
    _, text, _ = kg("explain", "--article", article, "--sentence", "Ebola epidemic", "--store", store, "-f", "json")
    [one] = json.loads(text)
    assert {"frame", "word", "outcome", "reason", "type"} == set(one["frames"][0])
    where = f"{one['start']}-{one['end']}"
    assert kg("explain", "--article", article, "--at", where, "--store", store)[1] == out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "needs one of"),
        (("--article", "nobody"), "no article is called 'nobody'"),
        (("--article", "readout-call-2014-11-20", "--sentence", "no such words"), "does not have the words"),
        (("--article", "readout-call-2014-11-20", "--at", "here"), "write two offsets"),
        (("--article", "readout-call-2014-11-20", "--at", "99998-99999"), "offsets go from 0"),
        (("x/event/1-2", "--sentence", "met"), "go with --article"),
    ],
)
def test_explain_says_what_is_wrong_with_what_was_asked(
    kg: Kg, store: str, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = kg("explain", *arguments, "--store", store)
    assert (code, out) == (2, "")
    assert told in err


def test_lexicon_try_shows_events_and_what_was_tried(kg: Kg) -> None:
    code, out, _ = kg("lexicon", "try", "Ukraine was attacked by Russia on Monday.", "--on", "2019-03-13")
    assert code == 0
    assert "  MilitaryAttack (occurred, " in out
    assert "attacker     Russia (“Russia”; argument; passive agent)" in out
    assert "time         2019-03-11 (“on Monday”; from publication; rule " in out
    assert "  tried      “attacked” " in out
    _, out, _ = kg("lexicon", "try", "It rained.")
    assert "  no event\n" in out


def test_a_least_confidence_chooses_events_as_they_are_built_asked_for_and_exported(
    kg: Kg, store: str, events: list[dict[str, object]]
) -> None:
    sure = {event["event"] for event in events if float(str(event["confidence"])) >= 0.9}
    assert 0 < len(sure) < len(events)
    _, out, _ = kg("export", "events", "--store", store, "--min-confidence", "0.9")
    assert {json.loads(line)["event"] for line in out.splitlines()} == sure

    def asked(*options: str) -> list[str]:
        _, out, _ = kg("ask", "statements-by", "--store", store, "--format", "json", *options)
        return [row["event"] for row in json.loads(out)]

    assert asked("--min-confidence", "0.9") == [event for event in asked() if event in sure] != asked()
    code, _, err = kg("ask", "state-pair-balance", "--store", store, "--min-confidence", "0.9")
    assert code == 2 and "state-pair-balance" in err

    [article] = {str(event["article"]) for event in events if str(event["article"]).startswith("agency-visit")}
    file = data_dir("samples") / f"{article}.txt"
    assert kg("build", file, "--store", "sure", "--jobs", "1", "--min-confidence", "0.9")[0] in (0, 1)
    _, out, _ = kg("export", "events", "--store", "sure")
    assert {json.loads(line)["event"] for line in out.splitlines()} == {
        event["event"] for event in events if event["article"] == article and event["event"] in sure
    }
