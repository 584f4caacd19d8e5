"""A question's header and its SPARQL agree, or the file is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConfigError, UnknownName
from kg.model import Parameter
from kg.query.catalog import Catalog, load_catalog, read_question

GOOD = """# title: Who met whom?
# description: Meetings.
# param: party entity — one side
# param: since date — not before

SELECT ?e WHERE {
  VALUES (?party ?since) { (UNDEF UNDEF) } # params
  GRAPH ?g { ?e ?p ?party } FILTER(!BOUND(?since) || ?p >= ?since)
}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "question.rq"
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_becomes_a_question(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, GOOD))
    assert (question.name, question.title, question.description) == ("question", "Who met whom?", "Meetings.")
    assert question.parameters == (Parameter("party", "entity", "one side"), Parameter("since", "date", "not before"))
    assert question.text == GOOD


def test_a_question_without_parameters_needs_no_params_line(tmp_path: Path) -> None:
    assert read_question(write(tmp_path, "# title: A\n# description: B\nSELECT * {}")).parameters == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("# title: Who met whom?\n", "", 1, "no title"),
        ("# description: Meetings.\n", "", 1, "no description"),
        ("# description: Meetings.", "# title: Again", 2, "title is doubled"),
        ("# description: Meetings.", "# description:", 2, "description is empty"),
        ("# description:", "# descripton:", 2, "no header is called 'descripton'"),
        ("party entity — one side", "party entity", 3, "malformed parameter"),
        ("party entity —", "party person —", 3, "has type 'person'; known: entity, event"),
        ("since date — not before", "party date — not before", 4, "party is declared twice"),
        ("# param: since date — not before\n", "", 6, "has ?party ?since, the header declares ?party"),
        ("(?party ?since) {", "(?since ?party) {", 7, "in the same order"),
        ("(UNDEF UNDEF)", "(UNDEF)", 7, "each with UNDEF"),
        (" # params", "", 1, "0 lines end in '# params'"),
        ("  GRAPH", "  VALUES (?party ?since) { (UNDEF UNDEF) } # params\n  GRAPH", 7, "2 lines end in '# params'"),
        ("?p >= ?since", "true", None, None),
        ("FILTER(!BOUND(?since) || ?p >= ?since)", "# ?since", 4, None),
        ("FILTER(!BOUND(?since) || ?p >= ?since)", "", 4, "parameter since is not used"),
        ("?e ?p ?party", "?e ?p ?partying", 3, "parameter party is not used"),
    ],
)
def test_what_does_not_agree_is_refused_with_file_and_line(
    old: str, new: str, line: int | None, told: str | None, tmp_path: Path
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    if told is None:
        return
    with pytest.raises(ConfigError) as caught:
        read_question(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert told in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"# title: \xff")
    with pytest.raises(ConfigError, match=r"x\.rq"):
        load_catalog(tmp_path)


def test_an_unknown_question_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"no question is called 'vists'; known: .*visits"):
        load_catalog()["vists"]


def test_a_catalog_is_sorted_and_immutable() -> None:
    catalog = load_catalog()
    assert list(catalog) == sorted(catalog)
    assert isinstance(catalog, Catalog)
    assert not hasattr(catalog, "__setitem__")


@given(st.text(max_size=200))
def test_no_header_makes_anything_but_a_config_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("questions") / "x.rq"
    path.write_bytes(f"# title: A\n# {text}\n{GOOD}".encode("utf-8", "surrogatepass"))
    try:
        assert read_question(path).title == "A"
    except ConfigError as error:
        assert str(error).startswith(str(path))
