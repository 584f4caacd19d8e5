"""The sample articles and what is annotated in them hold together: words at their offsets, names in the ontology."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.resources import data_dir
from kg.vocab.ontology import Ontology

SAMPLES = data_dir("samples")
GOLD = Path(__file__).parent / "gold"
STEMS = sorted(p.stem for p in SAMPLES.iterdir())
SHORT = [json.loads(line) for line in (GOLD / "short.jsonl").read_text("utf-8").splitlines()]
ARTICLES_OF_NOTHING = {"roundup-2006-07-05"}
ONTOLOGY = Ontology.load()
STATUSES = set(ONTOLOGY.codes["status"])
STATES = {
    name
    for line in (data_dir("gazetteer") / "states.tsv").read_text("utf-8").splitlines()[1:]
    for name in [line.split("\t")[2], *line.split("\t")[3].split("|")]
}


def text_of(stem: str) -> str:
    """The text of a sample as stored."""
    plain = SAMPLES / f"{stem}.txt"
    if plain.exists():
        return plain.read_text("utf-8")
    fields: dict[str, Any] = json.loads((SAMPLES / f"{stem}.json").read_text("utf-8"))
    return str(fields["text"])


def gold_of(stem: str) -> dict[str, Any]:
    """The annotations of a sample."""
    gold: dict[str, Any] = json.loads((GOLD / f"{stem}.json").read_text("utf-8"))
    return gold


def days(event: dict[str, Any]) -> list[date]:
    """The first and the last day of an annotated date; empty where there is none."""
    stated = event.get("date", [])
    return [date.fromisoformat(day) for day in ([stated] if isinstance(stated, str) else stated)]


def flat(fillers: list[Any]) -> Iterator[str]:
    """Every filler, those within a list of equally good ones too."""
    for filler in fillers:
        yield from filler if isinstance(filler, list) else [filler]


def test_every_sample_is_annotated_and_every_annotation_has_its_sample() -> None:
    assert len(STEMS) >= 10
    annotated = [p.stem for p in GOLD.glob("*.json") if re.search(r"\d{4}-\d\d-\d\d$", p.stem)]
    assert sorted(annotated) == STEMS


@pytest.mark.parametrize("stem", STEMS)
def test_sample_has_the_length_of_news_and_its_day_in_the_name(stem: str) -> None:
    assert 250 <= len(text_of(stem).split()) <= 900
    gold = gold_of(stem)
    assert (gold["id"], gold["published"]) == (stem, stem[-10:])
    assert 1998 <= date.fromisoformat(gold["published"]).year <= 2023
    path = SAMPLES / f"{stem}.json"
    if path.exists():
        fields = json.loads(path.read_text("utf-8"))
        assert {key: fields[key] for key in ("id", "published", "publisher", "title", "language")} == {
            key: gold[key] for key in ("id", "published", "publisher", "title", "language")
        }
    else:
        assert gold["title"] in text_of(stem).replace("\u00a0", " ")


@pytest.mark.parametrize("stem", STEMS)
def test_quotes_stand_at_their_offsets(stem: str) -> None:
    text, gold = text_of(stem), gold_of(stem)
    spans = [span for event in gold["events"] for span in event["evidence"]] + gold["negatives"]
    assert spans
    for span in spans:
        assert span["quote"] == text[span["start"] : span["end"]] != ""
    for entity in gold["entities"]:
        for surface in entity["surface"]:
            assert surface in text or surface in gold["title"], (entity["id"], surface)


@pytest.mark.parametrize("stem", STEMS)
def test_names_are_those_of_the_ontology(stem: str) -> None:
    gold = gold_of(stem)
    assert {entity["type"] for entity in gold["entities"]} <= set(ONTOLOGY.classes)
    for event in gold["events"]:
        for name in [event["type"], *event["accept"]]:
            assert ONTOLOGY.is_a(name, "Event"), (event["id"], name)
        assert set(event["roles"]) <= set(ONTOLOGY.roles(event["type"])), event["id"]
        assert {event["status"], *event.get("status_accept", [])} <= STATUSES
        assert event.get("polarity", "affirmed") in ONTOLOGY.codes["polarity"]
        assert days(event) == sorted(days(event))


@pytest.mark.parametrize("stem", STEMS)
def test_ids_are_unique_and_resolve(stem: str) -> None:
    gold = gold_of(stem)
    entities = [entity["id"] for entity in gold["entities"]]
    events = [event["id"] for event in gold["events"]]
    assert len(set(entities)) == len(entities)
    assert len(set(events)) == len(events)
    for event in gold["events"]:
        named = [filler for fillers in event["roles"].values() for filler in flat(fillers)]
        named += flat(event.get("attribution", []))
        place = event.get("place", [])
        named += [place] if isinstance(place, str) else place
        assert set(named) <= set(entities), event["id"]
        assert {event[key] for key in ("inResponseTo", "within") if key in event} <= set(events) - {event["id"]}
    for office in gold["offices"]:
        assert {office["person"], office["of"]} <= set(entities)


def test_one_sample_tells_no_event_and_all_others_do() -> None:
    assert {stem for stem in STEMS if not gold_of(stem)["events"]} == ARTICLES_OF_NOTHING


def test_short_texts_are_many_and_enough_of_them_are_silent() -> None:
    assert len({case["id"] for case in SHORT}) == len(SHORT) >= 60
    assert sum(not case["events"] for case in SHORT) >= 15
    assert len({case["text"] for case in SHORT}) == len(SHORT)


@pytest.mark.parametrize("case", SHORT, ids=lambda case: str(case["id"]))
def test_short_text_names_what_the_ontology_has(case: dict[str, Any]) -> None:
    assert set(case) == {"id", "text", "published", "events", "note"}
    date.fromisoformat(case["published"])
    for event in case["events"]:
        assert ONTOLOGY.is_a(event["type"], "Event")
        assert set(event["roles"]) <= set(ONTOLOGY.roles(event["type"]))
        assert all(event["roles"].values())
        assert {event["status"], *event.get("status_accept", [])} <= STATUSES
        assert event["polarity"] in ONTOLOGY.codes["polarity"]
        assert days(event) == sorted(days(event))
        assert set(event.get("accept", [])) <= set(ONTOLOGY.classes)
        named = [name for fillers in event["roles"].values() for name in flat(fillers)]
        named += [*event.get("attribution", []), event.get("place", "")]
        assert all(name in case["text"] or name in STATES for name in named if name)
