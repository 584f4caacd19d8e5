"""``kg review`` as a person uses it: list, fill in, apply, take back; a bad file changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import main

NEWS = "Congo denied the charges. Chile and Peru signed a treaty."


@pytest.fixture
def todo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    Path("a-2022-05-01.txt").write_text(NEWS)
    assert main(["build", "a-2022-05-01.txt", "--quiet"]) == 0
    assert main(["review", "--below", "1", "-o", "todo.tsv", "--quiet"]) == 0
    return tmp_path / "todo.tsv"


def fill(path: Path, **values: str) -> None:
    """Write values on the lines of these words."""
    head, *lines = path.read_text().splitlines()
    filled = [values.get(line.split("\t")[2], "") + line[line.index("\t") :] for line in lines]
    path.write_text("\n".join([head, *filled]) + "\n")


def test_a_file_is_filled_in_applied_and_taken_back(todo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(todo, Congo="Q974", signed="rejected")
    assert main(["review", "--apply", "todo.tsv", "--by", "Ana"]) == 0
    assert "2 decisions by Ana, 1 articles built again" in capsys.readouterr().err
    assert main(["sparql", "SELECT ?e WHERE { GRAPH ?g { ?e a ir:Signing } }", "-f", "tsv"]) == 0
    assert capsys.readouterr().out.split() == ["e"]
    assert main(["build", "a-2022-05-01.txt", "--quiet"]) == 0  # nothing to do: they hold already
    capsys.readouterr()
    assert main(["review", "--decided", "-o", "done.tsv"]) == 0
    done = Path("done.tsv").read_text()
    assert "\tAna\t" in done and "Q974" in done and "rejected" in done
    Path("done.tsv").write_text(done.replace("Q974", "-").replace("rejected", "-"))
    assert main(["review", "--apply", "done.tsv", "--by", "Ana", "--quiet"]) == 0
    assert main(["review", "--below", "1", "--quiet", "-f", "tsv"]) == 0
    assert "Congo" in capsys.readouterr().out


def test_a_line_at_fault_is_told_with_its_number_and_nothing_is_applied(
    todo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(todo, Congo="Q999999999", signed="rejected")
    assert main(["review", "--apply", "todo.tsv", "--by", "Ana"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("todo.tsv:") and "Q999999999" in told[0]
    assert not Path("decisions.tsv").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: no column is called 'document'"),
        ("document\tspan\trole\ttext\tvalue\tmood\n", ":1: a column is called 'mood'"),
        ("document\tspan\trole\ttext\tvalue\na\t0-5\t\tCongo\tQ974\tmore\n", ":2: 6 cells, but 5 columns"),
        ("document\tspan\trole\ttext\tvalue\n" + "a\t0-5\t\tCongo\tQ974\n" * 2, ":3: decides on what line 2"),
        ("document\tspan\trole\ttext\tvalue\na\t0-5\t\tCongo\t\n", "no line has a value"),
    ],
)
def test_a_file_of_another_form_is_refused_in_one_sentence(
    todo: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    todo.write_text(text)
    assert main(["review", "--apply", "todo.tsv"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
