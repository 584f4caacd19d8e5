"""The reading of the samples is not worse than it was, measured on annotations that nobody changed unseen."""

from __future__ import annotations

import pytest
from measured import BASELINE, gold_files, sample_score

from kg.evaluate.baseline import Baseline

FLOORS = Baseline.read(BASELINE)


def test_the_annotations_are_those_that_the_floors_were_measured_on() -> None:
    assert list(FLOORS.changed(gold_files())) == []


def test_every_figure_has_a_floor() -> None:
    assert set(FLOORS.floors) == {f.name for f in sample_score().figures() if f.value is not None}


@pytest.mark.parametrize("name", FLOORS.floors)
def test_no_figure_is_below_its_floor(name: str) -> None:
    one = Baseline(FLOORS.gold, {name: FLOORS.floors[name]})
    assert list(one.fallen(sample_score())) == []
