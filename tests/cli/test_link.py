"""``kg link`` against a Wikibase on loopback: links, tries, undoes, and says what it could not do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase_server import CHINA, HUMAN, NORWAY, STATE, Server, Thing, serving

Kg = Callable[..., "tuple[int, str, str]"]
DAGNY = Thing("Q8000001", "Dagny Testvold", "Norwegian diplomat", (), (("P31", "Q5"), ("P27", "Q20")))
TEXT = "Norwegian diplomat Dagny Testvold met Chinese Foreign Minister Wang Yi in Oslo, officials said.\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(HUMAN, STATE, CHINA, NORWAY, DAGNY) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    table = server.table(cache=str(tmp_path / "cache.sqlite"), seconds=20)
    lines = (f"{key} = {json.dumps(value)}\n" for key, value in table.items())
    (tmp_path / "kg.toml").write_text("jobs = 1\n\n[wikibase]\n" + "".join(lines))
    (tmp_path / "a-2023-02-21.txt").write_text(TEXT)
    return tmp_path


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def mention(kg: Kg, store: Path | str = "kg-store") -> dict[str, object]:
    (found,) = (row for row in rows(kg("export", "mentions", "--store", store)[1]) if "Testvold" in str(row["text"]))
    return found


def test_link_and_undo(kg: Kg, folder: Path) -> None:
    assert kg("build", folder / "a-2023-02-21.txt")[0] == 0
    before = sorted(kg("export", "rdf", "--format", "nquads")[1].splitlines())
    code, out, err = kg("link", "--dry-run", "--format", "jsonl")
    assert (code, rows(out)[0]["wikidata"]) == (0, "Q8000001")
    assert not (folder / "decisions.tsv").exists()
    code, out, err = kg("link", "--format", "jsonl")
    (row,) = rows(out)
    assert (code, row["was"], row["is"], row["wikidata"]) == (0, "nil", "accepted", "Q8000001"), err
    assert "1 of 1 names linked" in err
    linked = mention(kg)
    assert (linked["wikidata"], linked["status"], linked["score"]) == ("Q8000001", "accepted", row["score"])
    assert (folder / "decisions.tsv").is_file() and (folder / "kg-supplement" / "people.tsv").is_file()
    assert kg("build", folder / "a-2023-02-21.txt", "--store", folder / "other")[0] == 0  # built anew, it is linked
    assert mention(kg, folder / "other") == linked
    assert kg("link")[:2] == (0, "")
    code, _, err = kg("link", "--undo", "Q8000001")
    assert code == 0 and "1 articles as they were" in err
    assert sorted(kg("export", "rdf", "--format", "nquads")[1].splitlines()) == before


def test_one_name_is_tried_offline_and_live(kg: Kg, folder: Path) -> None:
    code, out, err = kg("link", "--mention", "Wang Yi", "--on", "2023-02-21", "--format", "jsonl")
    assert code == 0, err
    assert {(row["by"], row["wikidata"]) for row in rows(out)} >= {("offline", "Q701801")}
    code, out, _ = kg("link", "--mention", "Dagny Testvold", "--on", "2023-02-21", "--format", "jsonl")
    (row,) = rows(out)  # a full name alone is not enough
    assert (code, row["by"], row["status"], row["wikidata"]) == (0, "live", "nil", "Q8000001")
    assert (row["description"], row["why"]) == ("Norwegian diplomat", "full name +0.58")


def test_without_a_contact_the_offline_part_works_and_the_rest_is_told(kg: Kg, tmp_path: Path) -> None:
    code, out, err = kg("link", "--mention", "Wang Yi", "--on", "2023-02-21", "--format", "jsonl")
    assert code == 0 and (rows(out)[0]["wikidata"], rows(out)[0]["as"]) == ("Q701801", "Person")
    assert "full name" in str(rows(out)[0]["why"])
    assert "contact" in err and "Traceback" not in err
    code, out, err = kg("link")
    assert (code, out) == (2, "") and "contact" in err


def test_a_service_that_gives_up_is_told(kg: Kg, folder: Path, server: Server) -> None:
    kg("build", folder / "a-2023-02-21.txt")
    server.faults, server.wait = ["429"], "3600"
    code, out, err = kg("link", "--format", "jsonl")
    assert code == 1 and "3600 seconds" in err
    assert rows(out)[0]["is"] == "nil"


def test_a_day_without_a_name_is_refused(kg: Kg, folder: Path) -> None:
    assert kg("link", "--on", "2023-02-21")[0] == 2
    assert kg("link", "--mention", " ")[0] == 2
