"""Rows come out in every form with nothing lost, and a file is whole or not there."""

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.answers import AnswerFormat, readable, show, value
from kg.cli.output import Format, choose, open_out, say, write_rows, write_text
from kg.errors import UsageError
from kg.model import Answer, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
CELLS = st.one_of(
    st.none(), st.integers(), st.booleans(), st.text(st.characters(codec="utf-8", exclude_characters="\r"))
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_format_gives_the_cells_back(rows: list[tuple[object, object]]) -> None:
    written = {}
    for form in Format:
        out = io.StringIO()
        write_rows(["a", "b"], rows, form, stream=out)  # type: ignore[arg-type]
        written[form] = out.getvalue()
    objects = [{"a": a, "b": b} for a, b in rows]
    assert json.loads(written[Format.json]) == objects
    assert [json.loads(line) for line in written[Format.jsonl].split("\n")[:-1]] == objects
    plain = [["a", "b"], *([_plain(c) for c in row] for row in rows)]
    led = [[f"'{c}" if re.match(r"[=@\t]|[+-](?!\d+(\.\d+)?\Z)", c) else c for c in row] for row in plain]
    assert list(csv.reader(io.StringIO(written[Format.csv], newline=""))) == led
    assert list(csv.reader(io.StringIO(written[Format.tsv], newline=""), "excel-tab")) == plain


def _plain(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def test_a_table_shows_markup_as_it_is_and_loses_no_letter(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(["name"], [["[red]x[/red]"], ["word " * 60]], Format.table)
    shown = capsys.readouterr().out
    assert "[red]x[/red]" in shown
    assert shown.count("word") == 60
    assert "\x1b" not in shown


FORMULAS = ("=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "-1-1")


def test_text_is_no_formula_in_csv_and_stays_as_it_is_elsewhere() -> None:
    """For a spreadsheet; what programs read (TSV, JSON) is as the store has it, and numbers are numbers."""
    rows = [[word] for word in (*FORMULAS, "-1.5", "+2", "a=b")]
    given: list[list[object]] = [*rows, [-1.5], [-2]]
    written = {}
    for form in (Format.csv, Format.tsv):
        out = io.StringIO()
        write_rows(["a"], given, form, stream=out)  # type: ignore[arg-type]
        dialect = "excel" if form is Format.csv else "excel-tab"
        written[form] = [row[0] for row in list(csv.reader(io.StringIO(out.getvalue(), newline=""), dialect))[1:]]
    assert written[Format.csv] == [*(f"'{word}" for word in FORMULAS), "-1.5", "+2", "a=b", "-1.5", "-2"]
    assert written[Format.tsv] == [*FORMULAS, "-1.5", "+2", "a=b", "-1.5", "-2"]


COMMANDS = "a\x1b[2J\x1b]0;taken\x07\x9b1m b\u2028c"


def test_what_is_said_is_one_line_and_commands_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"set aside: {COMMANDS}\nset aside: another")
    assert capsys.readouterr().err == "set aside: a\\x1b[2J\\x1b]0;taken\\x07\\x9b1m b\\u2028c\\nset aside: another\n"


def test_a_terminal_is_shown_words_and_given_no_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for form in Format:
        write_rows(["a"], [[COMMANDS]], form)
    write_text(COMMANDS)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)  # the table's own bold and plain
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
    assert shown.count("taken") == len(Format) + 1


def test_the_format_follows_option_then_suffix_then_place() -> None:
    assert choose(Format.json, Path("x.csv")) is Format.json
    assert choose(None, Path("x.CSV")) is Format.csv
    assert choose(None, Path("x.dat")) is Format.tsv
    assert choose(None, None) is Format.tsv  # under pytest nothing is a terminal


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), open_out(target) as out:
        out.write("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"), open_out(tmp_path / "no" / "out.txt"):
        pass


def test_terms_are_numbers_as_data_and_short_for_the_eye() -> None:
    assert value(Term("3", "literal", XSD + "integer")) == 3
    assert value(Term("0.9", "literal", XSD + "decimal")) == 0.9
    assert value(Term("true", "literal", XSD + "boolean")) is True
    assert value(Term("2023-03-21", "literal", XSD + "date")) == "2023-03-21"
    base = "https://example.org/"
    event, other = Term(base + "doc/a/event/1-2"), Term(base + "doc/a/event/3-4")
    assert readable(event, base) == "a/event/1-2"
    assert readable(event, base, other) == "event/1-2"
    assert readable(event, base, Term(base + "doc/ab/event/3-4")) == "a/event/1-2"
    assert readable(Term(base + "entity/Q159"), base, event) == "entity/Q159"
    assert readable(Term("https://w3id.org/irkg/def#Visit"), base) == "Visit"
    assert readable(Term("http://www.wikidata.org/entity/Q159"), base) == "wd:Q159"
    assert readable(Term("https://example.com/x"), base) == "https://example.com/x"


def test_answers_of_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    show(Answer("ask", truth=True), "x:", AnswerFormat.json)
    assert json.loads(capsys.readouterr().out) == [{"answer": True}]
    show(Answer("graph", triples="<a:a> <b:b> <c:c> .\n"), "x:")
    assert capsys.readouterr().out == "<a:a> <b:b> <c:c> .\n"
    show(Answer("select", ("s", "n"), ((Term("a:a"), None),)), "x:")
    assert capsys.readouterr().out == "s\tn\na:a\t\n"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """As root, `-o /dev/null` would otherwise put a file in the place of the device."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    write_rows(["a"], [["1"]], Format.tsv, pipe)
    assert reader.communicate(timeout=20)[0] == b"a\n1\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]
