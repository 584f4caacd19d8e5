"""Merging is not worse than it was, measured on stories that nobody changed unseen."""

from __future__ import annotations

import pytest
from measured import MERGING, merge_score, story_files

from kg.evaluate.baseline import Baseline

FLOORS = Baseline.read(MERGING)


def test_the_stories_are_those_that_the_floors_were_measured_on() -> None:
    assert list(FLOORS.changed(story_files())) == []


def test_every_figure_has_a_floor() -> None:
    assert set(FLOORS.floors) == {figure.name for figure in merge_score().figures() if figure.value is not None}


@pytest.mark.parametrize("name", FLOORS.floors)
def test_no_figure_is_below_its_floor(name: str) -> None:
    one = Baseline(FLOORS.gold, {name: FLOORS.floors[name]})
    assert list(one.fallen(merge_score())) == []
