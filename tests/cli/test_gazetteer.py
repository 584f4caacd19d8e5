"""``kg gazetteer``: who is who and who held what when; faults end with 1; an update is read before it is taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase_server import HUMAN, NORWAY, STATE, Server, Thing, serving

Kg = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def server() -> Iterator[Server]:
    from kg.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    (held,) = {h.post.key for h in gazetteer.holders("prime_minister", "NOR", gazetteer.as_of) if h.post.qid}
    office = Thing(held, "Prime Minister of Norway", claims=(("P1001", "Q20"),))
    (before,) = {h.person for h in gazetteer.holders("prime_minister", "NOR", gazetteer.as_of)}
    old = Thing(
        before,
        gazetteer.entry(before).label,
        claims=(("P31", "Q5"), ("P27", "Q20")),
        held=((held, "2021-10-14", "2029-10-14"),),
    )
    new = Thing(
        "Q8000001",
        "Dagny Testvold",
        "Norwegian politician",
        (),
        (("P31", "Q5"), ("P27", "Q20")),
        ((held, "2029-10-14", ""),),
    )
    with serving(HUMAN, STATE, NORWAY, office, old, new) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    lines = (f"{key} = {json.dumps(value)}\n" for key, value in server.table(cache=str(tmp_path / "c.sqlite")).items())
    (tmp_path / "kg.toml").write_text("[wikibase]\n" + "".join(lines))
    return tmp_path


def rows(out: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in out.splitlines()]


def test_one_office_on_two_days_is_two_people(kg: Kg) -> None:
    told = {}
    for day in ("2019-03-21", "2023-03-21"):
        code, out, _ = kg("gazetteer", "show", "Russian prime minister", "--on", day, "--format", "jsonl")
        (row,) = rows(out)
        assert code == 0
        told[day] = row
    assert [row["label"] for row in told.values()] == ["Dmitry Medvedev", "Mikhail Mishustin"]
    assert "not known for that day" in told["2023-03-21"]["offices"]  # past the day of the data
    assert "not known" not in told["2019-03-21"]["offices"]


def test_a_name_gives_all_its_bearers(kg: Kg) -> None:
    found = rows(kg("gazetteer", "show", "Georgia", "--format", "jsonl")[1])
    assert {row["key"] for row in found} >= {"Q230", "Q1428"}
    assert rows(kg("gazetteer", "show", "Q159", "--format", "jsonl")[1])[0]["label"] == "Russia"
    assert rows(kg("gazetteer", "show", "Kremlin", "--format", "jsonl")[1])[0]["as"] in ("metonym", "name")
    code, out, err = kg("gazetteer", "show", "Nobodyville")
    assert (code, out) == (2, "") and "Nobodyville" in err


def test_check_finds_a_fault_in_the_users_own_table(kg: Kg, tmp_path: Path) -> None:
    assert kg("gazetteer", "check")[:2] == (0, "")
    (tmp_path / "kg.toml").write_text("")
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "people.tsv").write_text("key\tlabel\tstart\nQ8000001\tAnn Testperson\tlately\n")
    code, out, err = kg("gazetteer", "check", "--format", "jsonl")
    assert (code, rows(out)[0]["key"]) == (1, "Q8000001") and "1 faults" in err


def test_an_update_is_shown_and_taken_on_a_word(kg: Kg, folder: Path) -> None:
    code, out, err = kg("gazetteer", "update", "Norway", "--kind", "prime_minister", "--format", "jsonl")
    assert code == 0, err
    assert {(row[""], row["table"]) for row in rows(out)} >= {("+", "people"), ("+", "holdings")}
    assert not (folder / "kg-supplement").exists() and "--yes" in err
    code, again, err = kg("gazetteer", "update", "Norway", "--kind", "prime_minister", "--format", "jsonl", "--yes")
    assert (code, again) == (0, out) and (folder / "kg-supplement" / "holdings.tsv").is_file()
    (row,) = rows(kg("gazetteer", "show", "Norwegian prime minister", "--on", "2029-12-01", "--format", "jsonl")[1])
    assert (row["key"], row["label"]) == ("Q8000001", "Dagny Testvold")
    assert kg("gazetteer", "check")[0] == 0
    code, out, err = kg("gazetteer", "update", "Norway", "--kind", "prime_minister", "--format", "jsonl", "--yes")
    assert (code, out) == (0, "") and "nothing is new" in err


def test_a_kind_or_name_that_is_none_is_told(kg: Kg, folder: Path, server: Server) -> None:
    assert kg("gazetteer", "update", "--kind", "dogcatcher")[0] == 2
    assert kg("gazetteer", "update", "Nobodyville")[0] == 2
    server.faults = ["403"]
    code, out, err = kg("gazetteer", "update", "Norway", "--kind", "prime_minister")
    assert (code, out) == (3, "") and "contact" in err
