"""What is learned comes back as it was put, whole tables at a time, and what it changes can be read beforehand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Gazetteer
from kg.gazetteer.supplement import Supplement

PERSON = {"key": "Q8000001", "label": "Ann Testperson", "states": "NOR", "source": "wl"}
OFFICE = {"key": "Q8000003", "label": "Premier of Norway", "kind": "prime_minister", "of": "Q20"}
HELD = {"person": "Q8000001", "office": "Q8000003", "start": "2024-01-02", "as_of": "2024-05-01"}
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def test_rows_come_back(tmp_path: Path) -> None:
    supplement = Supplement(tmp_path / "s")
    for table, row in (("people", PERSON), ("offices", OFFICE), ("holdings", HELD)):
        supplement.put(table, row)
    assert not (tmp_path / "s").exists()  # nothing is written before it is saved
    supplement.save()
    again = Supplement(tmp_path / "s")
    for table in ("people", "offices", "holdings"):
        assert list(again.rows(table)) == list(supplement.rows(table))
    assert (tmp_path / "s" / "people.tsv").read_text().splitlines()[0] == "key\tlabel\tstates\tsource"
    assert Gazetteer.load(None, tmp_path / "s").entry("Q8000001").label == "Ann Testperson"


def test_a_row_put_again_replaces_itself_and_changes_are_told(tmp_path: Path) -> None:
    supplement = Supplement(tmp_path / "s")
    supplement.put("people", PERSON)
    supplement.put("holdings", HELD)
    supplement.save()
    after = Supplement(tmp_path / "s")
    after.put("holdings", {**HELD, "end": "2024-06-01"})
    after.put("offices", OFFICE)
    changes = list(after.changes(supplement))
    assert [change[:3] for change in changes] == [
        ("+", "offices", "Q8000003"),
        ("~", "holdings", "Q8000001 Q8000003 2024-01-02"),
    ]
    assert changes[1][3] == "end '' → '2024-06-01'"
    assert list(after.changes(after)) == []


def test_dropping_takes_holdings_and_offices_along(tmp_path: Path) -> None:
    supplement = Supplement(tmp_path / "s")
    for table, row in (("people", PERSON), ("offices", OFFICE), ("holdings", HELD)):
        supplement.put(table, row)
    supplement.put("people", {**PERSON, "key": "Q8000002"})
    supplement.save()
    supplement.drop(["Q8000001"])
    supplement.save()
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == ["people.tsv"]
    supplement.drop(["Q8000002"])
    supplement.save()
    assert not (tmp_path / "s").exists()


@given(words, words)
def test_no_text_breaks_a_table(label: str, description: str) -> None:
    with TemporaryDirectory() as folder:
        supplement = Supplement(Path(folder))
        supplement.put("people", {**PERSON, "label": label, "description": description})
        supplement.save()
        (row,) = Supplement(Path(folder)).rows("people")
        assert row["label"] == " ".join(label.split()) and row["description"] == " ".join(description.split())
