"""What was decided on a name stands whenever its article is built, until it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_samples import GAZETTEER, annotated, person, state

from kg.decisions import BACK, NIL, Decision, Decisions
from kg.errors import ConfigError
from kg.link.linker import GazetteerLinker
from kg.model import Link

TEXT = "Georgia condemned it. Ana Exampledottir spoke for Georgia."
GEORGIA = Decision("a", "0-7", "", "Q230", "Georgia", "review", "0.9", "me", "2024-05-01", '[["Q230", "Georgia", 0.9]]')


def link(*decisions: Decision) -> tuple[Link, ...]:
    kept = Decisions()
    kept.add(decisions)
    return GazetteerLinker(GAZETTEER, decisions=kept).link(
        annotated(TEXT, state("Georgia"), person("Ana Exampledottir"))
    )


def test_a_decision_stands_against_the_text() -> None:
    assert link()[0].status == "ambiguous"
    one = link(GEORGIA)[0]
    assert (one.status, one.entity.id, one.method, one.score) == ("accepted", "entity/Q230", "review", 0.9)
    assert [c.wikidata for c in one.candidates] == ["Q230"]
    assert one.id == link()[0].id


def test_that_nothing_fits_can_be_decided() -> None:
    one = link(replace(GEORGIA, value=NIL, score="", candidates=""))[0]
    assert (one.status, one.entity.shared, one.entity.wikidata, one.score) == ("nil", False, None, None)


def test_the_last_word_counts_and_can_be_taken_back() -> None:
    assert link(replace(GEORGIA, value=NIL), GEORGIA)[0].status == "accepted"
    assert link(GEORGIA, replace(GEORGIA, value=BACK)) == link()


@pytest.mark.parametrize(
    ("change", "told"),
    [({"span": "3-9"}, "no place"), ({"text": "Atlanta"}, "no place"), ({"value": "Q999999999"}, "no item")],
)
def test_a_decision_without_a_place_changes_nothing_and_is_told(change: dict[str, str], told: str) -> None:
    kept = Decisions()
    kept.add([replace(GEORGIA, **change)])
    linker, article = GazetteerLinker(GAZETTEER, decisions=kept), annotated(TEXT, state("Georgia"))
    assert linker.link(article) == GazetteerLinker(GAZETTEER).link(article)
    (dropped,) = linker.unplaced(article)
    assert told in dropped.reason and kept.of("a")[0].text in dropped.reason


def test_decisions_on_other_articles_and_roles_are_none_on_this_link() -> None:
    assert link(replace(GEORGIA, document="b"), replace(GEORGIA, role="speaker", value="x"))[0].status == "ambiguous"


def test_the_file_is_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "decisions.tsv"
    kept = Decisions(path)
    assert kept.mark("a") == "" and not path.exists()
    kept.add([GEORGIA])
    kept.add([replace(GEORGIA, document="b", text="tab\there\nand a line")])
    first = path.read_text()
    again = Decisions(path)
    assert again.of("a") == (GEORGIA,)
    assert again.of("b")[0].text == "tab here and a line"
    assert again.mark("a") == kept.mark("a") != ""
    again.add([replace(GEORGIA, value=BACK)])
    assert path.read_text().startswith(first)
    assert Decisions(path).of("a") == () and Decisions(path).mark("a") == ""


def test_what_stands_already_is_not_written_again(tmp_path: Path) -> None:
    """As a command does that was killed after its decisions were written, and is given again."""
    path, later = tmp_path / "decisions.tsv", replace(GEORGIA, on="2024-05-02")
    Decisions(path).add([GEORGIA])
    once = path.read_text()
    Decisions(path).add([later, later])
    assert path.read_text() == once
    Decisions(path).add([replace(GEORGIA, value=NIL), later])
    assert [d.value for d in Decisions(path)] == ["Q230"]
    assert path.read_text().count("\n") == once.count("\n") + 2


def test_who_and_when_make_no_other_graph() -> None:
    kept, other = Decisions(), Decisions()
    kept.add([GEORGIA])
    other.add([replace(GEORGIA, by="you", on="2025-01-01")])
    assert kept.mark("a") == other.mark("a")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("document\tspan\n", "1: document, span"),
        ("document\tspan\tvalue\ttext\twhy\n", "'why'"),
        ("document\tspan\tvalue\ttext\na\t0-7\tQ230\tGeorgia\tmore\n", "2: 5 cells"),
        ("document\tspan\tvalue\ttext\tscore\na\t0-7\tQ230\tGeorgia\t7\n", ":2:"),
        ("document\tspan\tvalue\ttext\tcandidates\na\t0-7\tQ230\tGeorgia\t[7\n", ":2:"),
    ],
)
def test_a_file_that_does_not_hold_together_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text(text)
    with pytest.raises(ConfigError, match=told) as caught:
        Decisions(path)
    assert str(path) in str(caught.value)


def test_a_file_filled_in_by_hand_needs_four_columns(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text("document\tspan\tvalue\ttext\na\t0-7\tQ230\tGeorgia\n\n")
    (decision,) = Decisions(path)
    assert (decision.value, decision.method) == ("Q230", "review")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_comes_back_as_one_line(text: str, by: str) -> None:
    from tempfile import TemporaryDirectory

    if any(0xD800 <= ord(c) <= 0xDFFF for c in text + by):
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "d.tsv"
        Decisions(path).add([replace(GEORGIA, text=text, by=by), replace(GEORGIA, document="b")])
        assert [d.document for d in Decisions(path)] == ["a", "b"]
