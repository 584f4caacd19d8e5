"""The compiled tables hold together: names and keys well-formed, no common word unmarked, days in order."""

import collections
import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.names import atoms, fold
from kg.gazetteer.tables import COLUMNS, bounds, parts, read_table
from kg.resources import data_dir

FOLDER = data_dir("gazetteer")
WORDS = {
    w
    for w in (Path(__file__).parents[1] / "data" / "common_words.txt").read_text("utf-8").split("\n")
    if w and w[0] != "#"
}
ACRONYMS = frozenset("UN EU AU UK US G7 G8 AP FT DW NZ HK Xi Hu Li Wu Ma Yi".split())  # noqa: SIM905
SHORT_WITH_CONTEXT = {"IS", "PA", "EC", "X", "RT", "RF", "RP", "PR", "VI"}
STATE_WORDS = {"Georgia", "Jordan", "Turkey", "Chad"}  # states' own names that are words too
CAPITALS = {"US", "CAR", "PNG", "WHO"}  # words in lower case alone: matched with case, never in a line of capitals
WHOLE = {"Communist Party of India (Maoist)", "Pakistan Muslim League (N)"}


def rows(name: str) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS[name], row, strict=True)) for row in read_table(name, (FOLDER,))]


def common(name: str) -> bool:
    lower = fold(name).lower()
    return name not in CAPITALS and (lower in WORDS or lower.removeprefix("the ") in WORDS)


def latin(name: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") or c in "ʻʼʿʾ’ʹʺ" for c in name)


def names_of(row: dict[str, str]) -> list[str]:
    cells = [row.get(c, "") for c in ("aliases", "needs_context", "surnames", "adjectives", "nouns", "metonyms")]
    return [row["label"], *(name for cell in cells for name in parts(cell))]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_every_table_is_shipped_and_every_key_stands_once():
    keys: collections.Counter[str] = collections.Counter()
    for name in COLUMNS:
        table = rows(name)
        assert table, name
        if "key" in COLUMNS[name] and name not in ("shield", "metonyms", "offices"):
            keys.update(row["key"] for row in table)
    assert [key for key, n in keys.items() if n > 1] == []
    assert all(re.fullmatch(r"Q[1-9]\d*|[a-z]+/[a-z0-9-]+", key) for key in keys)


@pytest.mark.parametrize("table", ["states", "organizations", "people", "places", "series", "parties"])
def test_names_are_clean(table):
    faults = []
    for row in rows(table):
        for name in names_of(row):
            clean = name == " ".join(name.split()) and not re.search(r"&[A-Za-z#0-9]+;|[\[\]{}<>*;]|''|\ufffd|’", name)
            bracket = "(" in name and name not in WHOLE and not (table in ("series", "states") and name == row["label"])
            if (
                not clean
                or bracket
                or not latin(name)
                or name.lower() in ("none", "n/a", "null")
                or re.fullmatch(r"Q\d+", name)
            ):
                faults.append((row["key"], name))
    assert faults == []


def test_no_common_word_and_no_short_name_is_free():
    faults = []
    for table in ("states", "organizations", "places"):
        for row in rows(table):
            marked = row.get("needs_context", "").split("|")
            for name in [row["label"], *parts(row["aliases"])]:
                if row.get("ambiguous") or name in marked or name in STATE_WORDS:
                    continue
                bare = " ".join(atoms(name))  # what is matched: without full stops and hyphens
                if bare != name and (common(bare) or len(bare) < 3) and bare not in ACRONYMS | CAPITALS | {"DC"}:
                    faults.append((table, row["key"], name))
                if common(name) or (len(name) < 3 and name not in ACRONYMS | SHORT_WITH_CONTEXT):
                    faults.append((table, row["key"], name))
    assert faults == []


def test_people_have_full_names_and_surname_rules():
    alone = collections.defaultdict(set)
    for row in rows("people"):
        surnames = parts(row["surnames"])
        assert all(" " in alias for alias in parts(row["aliases"])), row
        assert row["rule"] in (("yes", "with-title", "no") if surnames else ("",)), row
        assert not re.search(r"\b(minister|ministry|department|cabinet|government|council)\b", row["label"], re.I), row
        if row["rule"] == "yes":
            assert re.fullmatch(r"\d{4}-(\d{4})?", row["years"]), row
            for surname in surnames:
                assert not common(surname), row
                alone[surname].add(row["key"])
    assert {s: k for s, k in alone.items() if len(k) > 1} == {}


def test_a_lasting_state_has_people_and_a_capital():
    lacking_adjective = {"Q237"}  # the Vatican: no word for its people is in use
    for row in rows("states"):
        if row["type"] in ("State", "PartiallyRecognizedState") and not row["end"]:
            assert row["adjectives"], row["label"]
            assert row["nouns"] or row["key"] in lacking_adjective | {"Q16150196", "Q16746854"}, row["label"]
    by_code = collections.Counter(
        r["iso3"] for r in rows("states") if r["iso3"] and r["type"] != "Place" and not r["end"]
    )
    assert by_code and max(by_code.values()) == 1


def test_one_free_name_is_not_two_states():
    by_date = {"FRG", "Federal Republic of Germany", "Yugoslavia"}  # told apart by their days
    bearers = collections.defaultdict(set)
    for row in rows("states"):
        for name in [row["label"], *parts(row["aliases"])]:
            if name not in row["needs_context"].split("|"):
                bearers[name].add(row["key"])
    assert {n for n, keys in bearers.items() if len(keys) > 1} <= by_date


def test_no_body_bears_a_state_s_name_freely():
    states = {n: r["key"] for r in rows("states") for n in [r["label"], *parts(r["aliases"])]}
    for row in rows("organizations"):
        for name in [row["label"], *parts(row["aliases"])]:
            assert name not in states or name in row["needs_context"].split("|"), (row["key"], name)


def test_holdings_name_known_people_and_offices_and_do_not_end_before_they_begin():
    people, offices = {r["key"] for r in rows("people")}, {r["key"] for r in rows("offices")}
    ids = set()
    for row in rows("holdings"):
        assert row["person"] in people and row["office"] in offices, row
        first, last = bounds(row["start"])[0], bounds(row["end"])[1]
        assert first is None or last is None or first <= last, row
        ids.add((row["person"], row["office"], row["start"], row["end"]))
    assert len(ids) == len(rows("holdings"))


def test_ids_of_holdings_are_unique(gazetteer):
    seen: collections.Counter[str] = collections.Counter()
    for row in rows("people"):
        seen.update(h.id for h in gazetteer.holdings(row["key"]))
    assert [i for i, n in seen.items() if n > 1] == []


def test_offices_point_to_bodies_and_use_known_kinds(gazetteer):
    for post in gazetteer.offices:
        assert post.kind is None or post.kind in gazetteer.titles.kinds, post
        if post.of:
            assert gazetteer.entry(post.of).type != "Place", post


def test_places_lie_in_places_of_their_country(gazetteer):
    for entry in gazetteer:
        if entry.within:
            assert gazetteer.entry(entry.within).iso3 == entry.iso3, entry
        if entry.lat is not None:
            assert -90 <= entry.lat <= 90 and entry.lon is not None and -180 <= entry.lon <= 180, entry


def test_shields_name_entries_that_exist_or_none(gazetteer):
    for row in rows("shield"):
        if row["key"] and gazetteer.get(row["key"]) is not None:
            assert row["what"]
        assert row["name"] == row["name"].strip()


def test_share_alike_lists_are_left_out():
    for name in COLUMNS:
        text = (FOLDER / f"{name}.tsv").read_text("utf-8")
        assert "supraverden" not in text and "RuBQ" not in text


def test_the_readme_lists_every_file_with_its_rows_and_every_source():
    readme = (FOLDER.parent / "README.md").read_text("utf-8")
    known = set(re.findall(r"^\| ([a-z]{2}) \|", readme, re.M))
    for name in COLUMNS:
        table = rows(name)
        line = re.search(rf"^\| {name}\.tsv \| ([\d,]+) \|.*\| ([a-z ]+) \|$", readme, re.M)
        assert line, name
        assert int(line[1].replace(",", "")) == len(table), name
        used = {code for row in table for code in row.get("source", "").split()}
        assert used <= known and used <= set(line[2].split()), (name, used - set(line[2].split()))


def test_the_day_of_the_data_is_stated_once():
    assert (
        tomllib.loads((FOLDER / "about.toml").read_text("utf-8"))["as_of"] == date(2023, 3, 1) == Gazetteer.load().as_of
    )
