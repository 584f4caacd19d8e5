"""The graphs of samples and shorter texts, to the byte: an edit of the lexicon or a rule shows in the diff."""

from __future__ import annotations

import pytest
from measured import GOLDEN, golden, with_golden_graph

STEMS = sorted(article.id for article in with_golden_graph())


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    return golden(with_golden_graph())


def test_every_sample_and_text_has_its_golden_graph() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.trig")) == STEMS


@pytest.mark.parametrize("stem", STEMS)
def test_the_graph_is_the_golden_one(now: dict[str, str], stem: str) -> None:
    assert now[stem] == (GOLDEN / f"{stem}.trig").read_text("utf-8"), "if it is meant: make golden, and read the diff"
