"""Events taken out of a reading are gone with all that hung on them, and nothing else is."""

from __future__ import annotations

from itertools import combinations

import pytest
from graph_samples import SAMPLES, builder, syn_a, syn_b
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.prune import without_events
from kg.validate.pyshacl import PyshaclValidator


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_to_take_out_changes_nothing(name: str) -> None:
    reading = SAMPLES[name]()
    assert without_events(reading, []) == reading
    assert without_events(reading, ["doc/other/event/1-2"]) == reading


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_what_is_left_is_written_without_a_trace_of_the_rest(name: str, data: st.DataObject) -> None:
    reading = SAMPLES[name]()
    gone = data.draw(st.sets(st.sampled_from([e.id for e in reading.events])))
    left = without_events(reading, gone)
    assert [e.id for e in left.events] == [e.id for e in reading.events if e.id not in gone]
    built = builder().build(left)  # a pointer left dangling would be refused
    for id_ in gone:
        assert f"/{id_}>" not in built.graph and f"/{id_}/" not in built.graph
    assert all(f"/{m.span.start}-{m.span.end}>" in built.graph for m in reading.mentions)


def test_one_after_the_other_is_as_both_at_once() -> None:
    reading = syn_b()
    for one, other in combinations([e.id for e in reading.events], 2):
        assert without_events(without_events(reading, [one]), [other]) == without_events(reading, [one, other])


def test_a_claim_of_the_speakers_about_an_event_goes_with_it() -> None:
    reading = SAMPLES["syn-c"]()
    attack = next(e for e in reading.events if e.type == "MilitaryAttack")
    said = next(e for e in without_events(reading, [attack.id]).events if e.type == "Statement")
    assert said.content == ()


def test_an_office_in_which_nobody_acts_any_longer_goes() -> None:
    reading = syn_b()
    quote = next(e for e in reading.events if e.type == "Statement")
    assert "/holding/" in builder().build(reading).graph
    assert "/office/Q159" not in builder().build(without_events(reading, [quote.id])).graph


def test_what_is_left_conforms() -> None:
    reading = syn_a()
    invited = [e.id for e in reading.events if e.type == "Invitation"]
    built = builder().build(without_events(reading, invited))
    assert PyshaclValidator().validate(built.graph + "".join(built.entities.values())).conforms
