"""``kg eval`` on the samples: figures, classes, articles, misses, floors; from the store or built for the occasion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from kg.resources import data_dir

Kg = Callable[..., "tuple[int, str, str]"]
GOLD = Path(__file__).parents[1] / "gold"
ONE = GOLD / "readout-call-2014-11-20.json"


def test_figures_come_from_the_store_that_holds_the_articles(kg: Kg, store: str) -> None:
    code, out, err = kg("eval", ONE, "--store", store, "--format", "json")
    assert code == 0
    rows = {row["figure"]: row for row in json.loads(out)}
    assert {"event_recall", "event_precision", "role_recall", "date_accuracy", "false_rate"} <= set(rows)
    assert rows["event_recall"]["right"] <= rows["event_recall"]["of"]
    assert err.startswith("1 texts, ")


def test_an_article_given_is_built_for_the_occasion_with_the_same_figures(kg: Kg, store: str, tmp_path: Path) -> None:
    _, stored, _ = kg("eval", ONE, "--store", store)
    code, built, _ = kg("eval", ONE, "--articles", data_dir("samples"), "--jobs", "1")
    assert (code, built) == (0, stored)
    assert not (tmp_path / "kg-store").exists()


def test_an_article_that_is_nowhere_is_named(kg: Kg) -> None:
    code, _, err = kg("eval", ONE)
    assert code == 2
    assert "readout-call-2014-11-20" in err
    assert "--articles" in err


def test_a_line_an_article_ends_with_all_together(kg: Kg, store: str) -> None:
    files = sorted(path for path in GOLD.glob("*.json") if path.name != "baseline.json")
    _, out, _ = kg("eval", *files, "--store", store, "--by", "article", "--format", "json")
    assert [row["article"] for row in json.loads(out)] == [*(path.stem for path in files), "all"]


def test_a_line_a_class_counts_what_the_list_of_misses_tells(kg: Kg, store: str) -> None:
    _, classes, _ = kg("eval", ONE, "--store", store, "--by", "class", "--format", "json")
    _, listed, _ = kg("eval", ONE, "--store", store, "--list", "--format", "json")
    misses = json.loads(listed)
    for row in json.loads(classes):
        mine = [miss for miss in misses if miss["class"] == row["class"]]
        assert row["gold"] - row["found"] == sum(miss["kind"] in ("missed", "type") for miss in mine)
        assert row["false"] == sum(miss["kind"] in ("false", "again") for miss in mine)
    assert all(miss["words"] for miss in misses if miss["kind"] not in ("false", "again", "negative"))


def test_a_figure_below_its_floor_ends_with_one(kg: Kg, store: str, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    _, out, _ = kg("eval", ONE, "--store", store, "--format", "json")
    figures = {row["figure"]: row["value"] for row in json.loads(out) if row["value"] is not None}
    gold = {ONE.name: hashlib.sha256(ONE.read_bytes()).hexdigest()}
    floors.write_text(json.dumps({"gold": gold, "floors": {**figures, "event_recall": 1.01}}))
    code, _, err = kg("eval", ONE, "--store", store, "--floors", floors, "--quiet")
    assert code == 1
    assert "event_recall is" in err
    floors.write_text(json.dumps({"gold": gold, "floors": {"event_recall": 0.0}}))
    assert kg("eval", ONE, "--store", store, "--floors", floors, "--quiet")[0] == 0


def test_short_texts_bring_their_own_words(kg: Kg, tmp_path: Path) -> None:
    line = (GOLD / "short.jsonl").read_text("utf-8").splitlines()[0]
    (tmp_path / "one.jsonl").write_text(line + "\n")
    code, out, _ = kg("eval", "one.jsonl", "--format", "json", "--jobs", "1")
    assert code == 0
    assert json.loads(out)[0] == {"figure": "event_recall", "value": 1.0, "right": 1, "of": 1}


def test_a_line_a_tenth_of_confidence_counts_the_exported_events(kg: Kg, store: str) -> None:
    _, out, _ = kg("eval", ONE, "--store", store, "--by", "confidence", "--format", "json")
    rows = json.loads(out)
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    assert all(0 <= row["right"] <= row["events"] for row in rows)
    _, classes, _ = kg("eval", ONE, "--store", store, "--by", "class", "--format", "json")
    false = sum(row["false"] for row in json.loads(classes))
    assert sum(row["events"] - row["right"] for row in rows) == false


STORY = GOLD / "stories" / "two-novaks.toml"


def test_merging_is_scored_on_stories_built_for_the_occasion(kg: Kg, tmp_path: Path) -> None:
    code, out, err = kg("eval", "merge", STORY, "--jobs", "1", "--format", "json")
    assert code == 0
    rows = {row["figure"]: row for row in json.loads(out)}
    assert {"events_read", "event_b3_f1", "event_pair_precision", "entity_pair_recall", "copy_f1"} <= set(rows)
    assert {"chain_precision", "status_accuracy"} <= set(rows)
    assert err.startswith("1 stories, 4 articles, ")
    assert not (tmp_path / "kg-store").exists()
    _, listed, _ = kg("eval", "merge", STORY, "--jobs", "1", "--list", "--format", "json")
    assert len(json.loads(listed)) == int(err.split(", ")[2].split()[0])


def test_a_line_a_story_ends_with_all_together_and_floors_hold(kg: Kg, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"gold": {}, "floors": {"events_read": 1.0}}))
    code, out, err = kg("eval", "merge", STORY, "--by-story", "--jobs", "1", "--format", "json", "--floors", floors)
    assert [row["story"] for row in json.loads(out)] == ["two-novaks", "all"]
    assert code == 1
    assert "two-novaks.toml is new" in err
    assert "events_read is 0." in err
    code, _, err = kg("eval", "merge", tmp_path)
    assert (code, "no story is there" in err) == (1, True)
