"""What docs/ontology.md shows is so: its picture, its session and each of its queries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ontology_samples import PROLOGUE, example_store
from sessions import BLOCK, commands, rerun

from kg.vocab.ontology import Ontology

GUIDE = (Path(__file__).parent.parent / "docs" / "ontology.md").read_text("utf-8")
QUERIES = re.findall(r"^```sparql\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_picture_is_of_the_ontology() -> None:
    ontology = Ontology.load()
    picture = re.findall(r"^  (\w+) -->\|(\w+)\| (\w+)$", GUIDE, re.MULTILINE)
    assert len(picture) > 12
    for subject, role, filler in picture:
        assert {subject, filler} <= set(ontology.classes), (subject, filler)
        assert role in ontology.properties, role


def test_the_session_shows_what_happens() -> None:
    shown = [pair for block in BLOCK.findall(GUIDE) for pair in commands(block)]
    seen: list[tuple[str, str]] = []
    rerun(GUIDE, lambda command, output: seen.append((command, output)))
    assert len(shown) == 4
    assert seen == shown


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_something(query: str) -> None:
    assert list(example_store().query(PROLOGUE + query)), query


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10
