"""The word lists that the rules of grammar ask for are data: each one is in the shipped lexicon, and has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg.extract
from kg.extract.lexicon import Lexicon
from kg.vocab.ontology import Ontology

LEXICON = Lexicon.load(Ontology.load())
ASKED = sorted(
    {
        name
        for path in Path(kg.extract.__path__[0]).glob("*.py")
        for name in re.findall(r'\.listed\("(\w+)"\)', path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("name", ASKED)
def test_every_list_that_is_asked_for_has_words(name: str) -> None:
    assert LEXICON.listed(name)


def test_every_list_that_is_written_is_asked_for() -> None:
    assert set(LEXICON.words) == set(ASKED)


def test_a_list_that_no_file_has_is_empty() -> None:
    assert LEXICON.listed("no such list") == frozenset()
