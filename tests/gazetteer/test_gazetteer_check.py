"""The check names each kind of fault with its table and key, and the shipped tables have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.gazetteer.check import Fault, check_tables
from kg.resources import data_dir

SHIPPED = data_dir("gazetteer")


def checked(folder: Path, table: str, *lines: str) -> list[Fault]:
    (folder / f"{table}.tsv").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return [fault for fault in check_tables((folder,)) if not fault.note]


def test_the_shipped_tables_hold_together() -> None:
    assert [fault for fault in check_tables((SHIPPED,)) if not fault.note] == []


@pytest.mark.parametrize(
    ("table", "lines", "told"),
    [
        ("people", ("key\tlabel", "wrong key\tAnn Testperson"), "neither a QID"),
        ("people", ("key\tlabel", "Q8000001\t"), "no label"),
        ("people", ("key\tlabel", "Q8000001\tAnn Testperson", "Q8000001\tAnn T. Testperson"), "twice"),
        ("people", ("key\tlabel\taliases", "Q8000001\tAnn Testperson\tTestperson"), "one word"),
        ("people", ("key\tlabel\trule", "Q8000001\tAnn Testperson\tmaybe"), "rule"),
        ("people", ("key\tlabel\tsurnames\trule", "Q8000001\tAnn Testperson\tTestperson\tyes"), "years"),
        ("people", ("key\tlabel", "Q8000001\tAnn  Testperson"), "stray space"),
        ("people", ("key\tlabel", "Q8000001\tAnn &amp; Testperson"), "markup"),
        ("people", ("key\tlabel", "Q8000001\tАнна"), "Latin"),
        ("people", ("key\tlabel\tstart\tend", "Q8000001\tAnn Testperson\t1980\t1970"), "before it begins"),
        ("people", ("key\tlabel\tstart", "Q8000001\tAnn Testperson\tlately"), "no day"),
        ("people", ("key\tlabel\tinstead", "Q8000001\tAnn Testperson\tperson/nobody-there"), "person/nobody-there"),
        ("people", ("key\tlabel\tcolour", "Q8000001\tAnn Testperson\tred"), "colour"),
        ("places", ("key\tlabel\tlat\tlon", "Q8000002\tTestbay\t95\t5"), "degrees"),
        ("places", ("key\tlabel\twithin", "Q8000002\tTestbay\tQ8999999"), "Q8999999"),
        ("offices", ("key\tlabel\tof", "Q8000003\tTest Office\tQ8999999"), "Q8999999"),
        ("holdings", ("person\toffice\tstart", "Q8000001\tQ4374313\t2020"), "Q8000001"),
        ("holdings", ("person\toffice\tstart", "Q1000053\tQ8999999\t2020"), "Q8999999"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, table: str, lines: tuple[str, ...], told: str) -> None:
    faults = checked(tmp_path, table, *lines)
    assert any(told in fault.what for fault in faults), faults


def test_a_table_that_holds_together_has_no_fault(tmp_path: Path) -> None:
    assert checked(tmp_path, "people", "key\tlabel\tstart", "Q8000001\tAnn Testperson\t1980") == []


def test_two_in_one_office_at_a_time_are_worth_a_look(tmp_path: Path) -> None:
    (tmp_path / "people.tsv").write_text("key\tlabel\nQ8000001\tAnn Testperson\nQ8000002\tBen Testperson\n")
    (tmp_path / "offices.tsv").write_text("key\tlabel\tkind\tof\nQ8000003\tPremier\tprime_minister\tQ20\n")
    (tmp_path / "holdings.tsv").write_text(
        "person\toffice\tstart\tend\n"
        "Q8000001\tQ8000003\t2001-01-01\t2005-01-01\n"
        "Q8000002\tQ8000003\t2004-01-01\t2008-01-01\n"
    )
    mine = [f for f in check_tables((SHIPPED, tmp_path)) if f.key == "Q8000003"]
    assert len(mine) == 1 and mine[0].note and "Q8000001" in mine[0].what and "Q8000002" in mine[0].what
