"""Scores of hand-made events against hand-made annotations: each kind of rightness counts on its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConfigError, InputError
from kg.evaluate.baseline import Baseline
from kg.evaluate.gold import Gold, load_gold
from kg.evaluate.score import Score, score

TEXT = "Norway invited Chad to talks in Oslo on Monday. Chad declined the offer, its envoy said. Nobody met."


def stretch(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


ENTITIES = [
    {"id": "nor", "name": "Norway", "qid": "Q20", "surface": ["Norwegian"]},
    {"id": "tcd", "name": "Chad", "qid": "Q657"},
    {"id": "envoy", "name": "envoy of Chad", "qid": None, "surface": ["its envoy"]},
    {"id": "oslo", "name": "Oslo", "qid": "Q585"},
]
INVITED: dict[str, Any] = {
    "id": "e1",
    "type": "Invitation",
    "accept": ["Appeal"],
    "roles": {"inviter": ["nor"], "invitee": ["tcd"]},
    "evidence": [stretch("Norway invited Chad to talks")],
    "status": "occurred",
    "polarity": "affirmed",
    "date": "2019-03-11",
    "place": "oslo",
    "attribution": ["envoy"],
    "must": True,
}
DECLINED: dict[str, Any] = {
    "id": "e2",
    "type": "InvitationDecline",
    "accept": [],
    "roles": {"responder": ["tcd"]},
    "evidence": [stretch("Chad declined the offer")],
    "status": "occurred",
}
NEGATIVE = stretch("Nobody met")


def gold_file(folder: Path, *events: dict[str, Any], negatives: tuple[dict[str, Any], ...] = ()) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps({"id": "a", "entities": ENTITIES, "events": events, "negatives": negatives}))
    return path


def filler(label: str, wikidata: str | None = None, **more: Any) -> dict[str, Any]:
    return {"iri": f"x:{label}", "label": label, "wikidata": wikidata, "text": label, "type": "State", **more}


NORWAY, CHAD = filler("Norway", "Q20"), filler("Republic of Chad", "Q657")


def row(type_: str = "Invitation", quote: str = "Norway invited Chad to talks", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "event": f"x:doc/a/event/{stretch(quote)['start']}-{type_}",
        "type": type_,
        "types": [type_, "CommunicativeAct", "Event"],
        "roles": {"inviter": [NORWAY], "invitee": [CHAD]},
        "status": "occurred",
        "polarity": "affirmed",
        "time": {"earliest": "2019-03-11", "latest": "2019-03-11", "rule": "weekday-past"},
        "place": [filler("Oslo", "Q585")],
        "attributedTo": [filler("its envoy")],
        "evidence": [stretch(quote)],
        "frame": "invite-v-1",
    }
    return found | more


def scored(folder: Path, rows: list[dict[str, Any]], *events: dict[str, Any], **more: Any) -> Score:
    return score(list(load_gold(gold_file(folder, *events, **more))), {"a": rows})


def values(found: Score) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in found.figures()}


def kinds(found: Score) -> list[str]:
    return [miss.kind for miss in found.misses]


def test_an_event_read_right_is_right_in_every_figure(tmp_path: Path) -> None:
    found = scored(tmp_path, [row()], INVITED)
    assert kinds(found) == []
    assert {name for name, value in values(found).items() if value not in (1, None)} == {"false_rate"}
    assert values(found)["false_rate"] == 0
    assert found.classes == {"Invitation": {"gold": 1, "found": 1, "whole": 1}}


@pytest.mark.parametrize(
    ("change", "figure", "kind"),
    [
        ({"status": "planned"}, "status_accuracy", "status"),
        ({"polarity": "negated"}, "polarity_accuracy", "polarity"),
        ({"time": None}, "date_accuracy", "date"),
        ({"time": {"earliest": "2019-03-11", "latest": "2019-03-12"}}, "date_accuracy", "date"),
        ({"place": []}, "place_accuracy", "place"),
        ({"attributedTo": [NORWAY]}, "attribution_recall", "attribution"),
        ({"roles": {"inviter": [NORWAY], "invitee": []}}, "role_recall", "role"),
        ({"roles": {"inviter": [NORWAY], "invitee": [filler("Chad")]}}, "link_accuracy", "link"),
    ],
)
def test_one_thing_wrong_lowers_its_own_figure_and_is_told(
    tmp_path: Path, change: dict[str, Any], figure: str, kind: str
) -> None:
    found = scored(tmp_path, [row(**change)], INVITED)
    assert kinds(found) == [kind]
    lower = {name for name, value in values(found).items() if value not in (None, 1)} - {"false_rate"}
    whole = {"whole_event_recall", "must_whole"} if kind == "role" else set()
    assert lower == {figure} | whole
    assert found.misses[0].event == "e1"
    assert found.misses[0].quote == "Norway invited Chad to talks"


def test_a_wrong_filler_lowers_precision_of_roles(tmp_path: Path) -> None:
    found = scored(tmp_path, [row(roles={"inviter": [NORWAY], "invitee": [CHAD, filler("Mali", "Q912")]})], INVITED)
    assert values(found)["role_precision"] == pytest.approx(2 / 3)


def test_a_link_to_another_item_of_the_same_name_is_another_thing(tmp_path: Path) -> None:
    lake = filler("Chad", "Q60575")
    found = scored(tmp_path, [row(roles={"inviter": [NORWAY], "invitee": [lake]})], INVITED)
    assert kinds(found) == ["role"]


def test_members_of_a_group_stand_for_the_group(tmp_path: Path) -> None:
    both = filler("the two states", members=[NORWAY, CHAD])
    assert kinds(scored(tmp_path, [row(roles={"inviter": [both], "invitee": [CHAD]})], INVITED)) == []


def test_an_accepted_class_may_call_the_parts_otherwise(tmp_path: Path) -> None:
    appeal = row("Appeal", roles={"speaker": [NORWAY], "addressee": [CHAD]})
    found = scored(tmp_path, [appeal], INVITED)
    assert kinds(found) == []
    assert values(found)["exact_type"] == 0


def test_another_class_with_the_right_parties_is_a_wrong_type(tmp_path: Path) -> None:
    found = scored(tmp_path, [row("Visit", types=["Visit", "Event"])], INVITED)
    assert sorted(kinds(found)) == ["false", "type"]
    assert values(found)["type_accuracy"] == 0
    assert "Visit (invite-v-1)" in found.misses[0].told


def test_no_right_filler_is_no_match(tmp_path: Path) -> None:
    wrong = row(roles={"inviter": [CHAD], "invitee": [NORWAY]})
    assert sorted(kinds(scored(tmp_path, [wrong], INVITED))) == ["false", "missed"]


def test_what_is_told_twice_is_found_once(tmp_path: Path) -> None:
    found = scored(tmp_path, [row(), row(event="x:doc/a/event/again")], INVITED)
    assert kinds(found) == ["again"]
    assert values(found)["event_precision"] == 0.5


def test_of_two_that_fit_the_fuller_is_taken(tmp_path: Path) -> None:
    poor = row(roles={"inviter": [NORWAY]})
    assert kinds(scored(tmp_path, [poor, row()], INVITED)) == ["again"]


def test_optional_events_count_neither_way_and_give_way(tmp_path: Path) -> None:
    optional = {**INVITED, "id": "e0", "optional": True}
    assert values(scored(tmp_path, [], optional))["event_recall"] is None
    assert values(scored(tmp_path, [row()], optional))["event_precision"] is None
    both = scored(tmp_path, [row()], optional, {**INVITED, "accept": [], "roles": {"inviter": ["nor"]}})
    assert kinds(both) == []
    assert values(both)["event_recall"] == 1


def test_optional_events_that_are_only_planned_may_not_be_asserted(tmp_path: Path) -> None:
    optional = {**INVITED, "optional": True, "status": "planned"}
    assert kinds(scored(tmp_path, [row()], optional)) == ["false"]
    assert kinds(scored(tmp_path, [row(status="planned")], optional)) == []


def test_what_is_told_within_another_event_is_found(tmp_path: Path) -> None:
    inside = {**DECLINED, "within": "e1", "evidence": INVITED["evidence"]}
    found = scored(tmp_path, [row()], INVITED, inside)
    assert kinds(found) == []
    assert values(found)["whole_event_recall"] == 1


def test_a_miss_loses_its_roles(tmp_path: Path) -> None:
    found = scored(tmp_path, [row()], INVITED, DECLINED)
    assert kinds(found) == ["missed"]
    assert values(found)["role_recall"] == pytest.approx(2 / 3)


def test_nothing_may_be_asserted_on_a_negative_but_a_denial_may_stand(tmp_path: Path) -> None:
    told = row("Meeting", "Nobody met", types=["Meeting", "Event"], roles={})
    found = scored(tmp_path, [told], negatives=(NEGATIVE,))
    assert sorted(kinds(found)) == ["false", "negative"]
    assert values(found)["negatives_silent"] == 0
    assert kinds(scored(tmp_path, [{**told, "polarity": "negated"}], negatives=(NEGATIVE,))) == []


def test_plain_statements_are_free_up_to_three_in_ten_of_the_annotated(tmp_path: Path) -> None:
    sayings = [{**INVITED, "id": f"e{n}", "type": "Appeal", "must": False} for n in range(4)]
    rows = [row("Appeal", event=f"x:{n}", roles={"inviter": [NORWAY], "invitee": [CHAD]}) for n in range(4)]
    free = [row("Statement", "its envoy said", event=f"s:{n}", roles={}) for n in range(2)]
    found = scored(tmp_path, rows + free, *sayings)
    assert kinds(found).count("false") == 1  # 0.3 of 4 is one
    assert values(found)["false_rate"] == 0  # Statements aside


def test_what_a_right_event_invites_to_is_never_false(tmp_path: Path) -> None:
    talks = row("Meeting", "to talks in Oslo", event="x:talks", types=["Meeting", "Event"], roles={})
    invited = row(roles={"inviter": [NORWAY], "invitee": [CHAD], "invitedTo": [{"iri": "x:talks", "label": "talks"}]})
    assert kinds(scored(tmp_path, [invited, talks], INVITED)) == []
    assert kinds(scored(tmp_path, [row(), talks], INVITED)) == ["false"]


def test_evidence_of_a_whole_page_points_at_nothing(tmp_path: Path) -> None:
    page = row(evidence=[{"start": 0, "end": 401, "quote": TEXT}])
    assert kinds(scored(tmp_path, [page], INVITED)) == ["missed", "false"]


def test_a_document_is_named_by_a_part_of_its_title_of_two_words(tmp_path: Path) -> None:
    event = {**INVITED, "roles": {"instrument": ["the Oslo Treaty on Talks"]}, "must": False}
    named = row(roles={"instrument": [filler("Oslo Treaty", type="Treaty")]})
    assert kinds(scored(tmp_path, [named], event)) == []
    vague = row(roles={"instrument": [filler("Treaty", type="Treaty")]})
    assert "missed" in kinds(scored(tmp_path, [vague], event))


@given(st.permutations(range(4)))
def test_the_order_of_the_rows_changes_no_figure(order: list[int]) -> None:
    rows = [
        row(),
        row(event="x:2", roles={"inviter": [NORWAY]}),
        row("InvitationDecline", "Chad declined the offer", roles={"responder": [CHAD]}),
        row("Meeting", "Nobody met", types=["Meeting", "Event"], roles={}),
    ]
    golds = [_whole(INVITED, DECLINED)]
    assert values(score(golds, {"a": [rows[i] for i in order]})) == values(score(golds, {"a": rows}))


def _whole(*events: dict[str, Any]) -> Gold:
    from kg.evaluate import gold

    return gold._whole({"id": "a", "entities": ENTITIES, "events": list(events), "negatives": [NEGATIVE]})


def test_of_fillers_that_are_as_good_one_is_enough(tmp_path: Path) -> None:
    event = {**INVITED, "roles": {"inviter": [["oslo", "nor"]], "invitee": ["tcd"]}}
    assert kinds(scored(tmp_path, [row()], event)) == []


def test_a_title_has_as_many_names_as_it_has(tmp_path: Path) -> None:
    event = {**INVITED, "roles": {"instrument": ["treaty"]}, "must": False}
    entities = [*ENTITIES, {"id": "treaty", "name": "Oslo Treaty on Talks", "surface": ["the long accord"]}]
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"id": "a", "entities": entities, "events": [event]}))
    named = row(roles={"instrument": [filler("long accord", type="Treaty")]})
    assert kinds(score(list(load_gold(path)), {"a": [named]})) == []


def test_parties_of_a_meeting_may_stand_on_either_side_of_an_accepted_class_only(tmp_path: Path) -> None:
    event = {**INVITED, "type": "Meeting", "accept": ["Visit"], "roles": {"meetingParty": ["nor", "tcd"]}}
    sides = {"visitor": [NORWAY], "host": [CHAD]}
    assert kinds(scored(tmp_path, [row("Visit", types=["Visit", "Event"], roles=sides)], event)) == []
    assert "missed" in kinds(scored(tmp_path, [row("Meeting", types=["Meeting", "Event"], roles=sides)], event))
    asked = {**event, "roles": {"visitor": ["nor"]}}
    swapped = row("Visit", types=["Visit", "Event"], roles={"host": [NORWAY]})
    assert "missed" in kinds(scored(tmp_path, [swapped], asked))


def test_what_has_other_words_is_another_event(tmp_path: Path) -> None:
    elsewhere = row(evidence=[stretch("Chad declined the offer")])
    assert kinds(scored(tmp_path, [elsewhere], INVITED)) == ["missed", "false"]
    touching = row(evidence=[{"start": 28, "end": 40, "quote": TEXT[28:40]}])  # begins where the words end
    assert kinds(scored(tmp_path, [touching], INVITED)) == ["missed", "false"]
    one_of_two = row(evidence=[stretch("Nobody met"), stretch("Norway invited")])
    assert kinds(scored(tmp_path, [one_of_two], INVITED)) == []


def test_evidence_of_four_hundred_code_points_still_counts_wherever_it_begins(tmp_path: Path) -> None:
    assert kinds(scored(tmp_path, [row(evidence=[{"start": 20, "end": 420, "quote": "x"}])], INVITED)) == []
    assert "missed" in kinds(scored(tmp_path, [row(evidence=[{"start": 20, "end": 421, "quote": "x"}])], INVITED))


def test_of_equals_the_one_that_shares_more_words_is_taken(tmp_path: Path) -> None:
    short = row(evidence=[stretch("Norway invited")], status="planned")
    assert kinds(scored(tmp_path, [short, row()], INVITED)) == ["again"]
    assert kinds(scored(tmp_path, [row(), short], INVITED)) == ["again"]


def test_the_exact_act_goes_before_the_plain_statement_and_the_very_class_before_one_as_good(tmp_path: Path) -> None:
    event = {**INVITED, "accept": ["Statement", "Appeal"]}
    said = row("Statement", status="unknown", roles={"speaker": [NORWAY], "addressee": [CHAD]})
    appeal = row("Appeal", status="unknown", roles={"speaker": [NORWAY], "addressee": [CHAD]})
    assert kinds(scored(tmp_path, [said, row()], event)) == ["again"]
    assert kinds(scored(tmp_path, [appeal, row()], event)) == ["again"]
    assert sorted(kinds(scored(tmp_path, [said, appeal], event))) == ["again", "status"]
    assert [m.type for m in scored(tmp_path, [said, appeal], event).misses if m.kind == "again"] == ["Statement"]


@pytest.mark.parametrize(
    ("wanted", "got", "fine"),
    [
        ("Criticism", "Endorsement", False),
        ("Endorsement", "Accusation", False),
        ("Criticism", "Accusation", True),
        ("Endorsement", "Commitment", True),
        ("Criticism", "Appeal", True),
    ],
)
def test_where_a_statement_is_as_good_the_opposite_act_is_not(
    tmp_path: Path, wanted: str, got: str, fine: bool
) -> None:
    event = {**INVITED, "type": wanted, "accept": ["Statement"], "roles": {"speaker": ["nor"]}}
    told = row(got, types=[got, "Statement", "Event"], roles={"speaker": [NORWAY]})
    assert (
        "missed" not in kinds(scored(tmp_path, [told], event)) and "type" not in kinds(scored(tmp_path, [told], event))
    ) is fine


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"evidence": [DECLINED["evidence"][0]]}, "missed"),  # the host tells other words
        ({"evidence": [{"start": 28, "end": 33, "quote": "?"}]}, "missed"),  # they only touch
        ({"evidence": INVITED["evidence"], "roles": {"responder": ["envoy"]}}, "missed"),  # or names somebody else
    ],
)
def test_what_its_host_does_not_tell_is_not_found_within(tmp_path: Path, change: dict[str, Any], kind: str) -> None:
    assert kinds(scored(tmp_path, [row()], INVITED, {**DECLINED, "within": "e1", **change})) == [kind]


def test_optional_events_within_others_count_neither_way(tmp_path: Path) -> None:
    inside = {**DECLINED, "within": "e1", "evidence": INVITED["evidence"], "optional": True}
    assert scored(tmp_path, [row()], INVITED, inside).of["event"] == 1


def test_a_wrong_type_is_that_of_the_reading_with_most_right_fillers(tmp_path: Path) -> None:
    event = {**INVITED, "accept": []}
    poor = row("Visit", types=["Visit"], roles={"visitor": [CHAD], "inviter": [NORWAY]})
    best = row("Demand", types=["Demand"])
    for rows in ([poor, best], [best, poor]):
        [told] = [miss.told for miss in scored(tmp_path, rows, event).misses if miss.kind == "type"]
        assert told.startswith("read as Demand")
    touching = row("Visit", types=["Visit"], evidence=[{"start": 28, "end": 33, "quote": "x"}])
    assert kinds(scored(tmp_path, [touching], event)) == ["missed", "false"]
    other = {**DECLINED, "optional": True}
    assert kinds(
        scored(tmp_path, [row("Visit", "Chad declined", types=["Visit"], roles={"responder": [CHAD]})], other)
    ) == ["false"]


def test_a_reading_that_is_another_event_already_is_no_wrong_type(tmp_path: Path) -> None:
    found = scored(tmp_path, [row()], INVITED, {**DECLINED, "evidence": INVITED["evidence"]})
    assert kinds(found) == ["missed"]


# ------------------------------------------------------------------------------------------------------- annotations


def short(folder: Path, text: str, *events: dict[str, Any]) -> Gold:
    path = folder / "s.jsonl"
    path.write_text(json.dumps({"id": "s", "text": text, "published": "2019-03-13", "events": events}) + "\n")
    return next(load_gold(path))


def test_a_short_text_brings_its_article_and_where_it_tells_nothing_all_of_it_is_a_negative(tmp_path: Path) -> None:
    gold = short(tmp_path, "Chess is a game.")
    assert gold.article is not None
    assert (gold.article.text, str(gold.article.published)) == ("Chess is a game.", "2019-03-13")
    assert [(span.start, span.end) for span in gold.negatives] == [(0, 16)]


def test_forces_stand_for_the_state_that_a_short_text_asks_for_but_no_person_does(tmp_path: Path) -> None:
    event = {"type": "MilitaryAttack", "roles": {"attacker": ["Turkey"]}, "status": "occurred", "polarity": "affirmed"}
    gold = short(tmp_path, "Turkish jets struck.", event)
    base = row("MilitaryAttack", attributedTo=[], evidence=[{"start": 0, "end": 19, "quote": "Turkish jets struck"}])
    for got, fine in [
        (filler("Turkish jets", type="AgentGroup", state="TUR"), True),
        (filler("Türkiye", type="State", state="TUR"), True),
        (filler("Greek jets", type="AgentGroup", state="GRC"), False),
        (filler("Ahmet Uslu", type="Person", state="TUR"), False),
    ]:
        found = score([gold], {"s": [{**base, "roles": {"attacker": [got]}}]})
        assert (kinds(found) == []) is fine, got


@pytest.mark.parametrize("text", ["{", "[]", '{"id": "a", "entities": [], "events": [{"id": "e"}]}', '"a"'])
def test_what_is_no_annotation_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"a\.json"):
        list(load_gold(path))


def test_a_bad_line_of_short_texts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"id": "s", "text": "A.", "published": "2019-03-13", "events": []}\n{"id": "t"}\n')
    with pytest.raises(InputError, match="line 2"):
        list(load_gold(path))


# ------------------------------------------------------------------------------------------------------------ floors


def test_floors_hold_back_what_falls_and_let_rise(tmp_path: Path) -> None:
    path = gold_file(tmp_path, INVITED, DECLINED)
    half, all_ = (
        scored(tmp_path, [row()], INVITED, DECLINED),
        scored(
            tmp_path,
            [row(), row("InvitationDecline", "Chad declined the offer", roles={"responder": [CHAD]})],
            INVITED,
            DECLINED,
        ),
    )
    floors = Baseline.measured([path], all_)
    assert list(floors.fallen(all_)) == []
    assert any(fault.startswith("event_recall is 0.500, below 0.98") for fault in floors.fallen(half))
    assert list(Baseline.measured([path], half).fallen(all_)) == []


def test_a_rate_of_falsehood_may_not_rise(tmp_path: Path) -> None:
    path = gold_file(tmp_path, INVITED)
    floors = Baseline.measured([path], scored(tmp_path, [row()], INVITED))
    false = scored(tmp_path, [row(), row("Meeting", "Nobody met", types=["Meeting"], roles={})], INVITED)
    assert "false_rate is 0.500, above 0.020" in list(floors.fallen(false))


def test_annotations_that_changed_are_told(tmp_path: Path) -> None:
    path = gold_file(tmp_path, INVITED)
    floors = Baseline.measured([path], scored(tmp_path, [row()], INVITED))
    kept = tmp_path / "floors.json"
    kept.write_text(floors.text())
    assert Baseline.read(kept) == floors
    path = gold_file(tmp_path, INVITED)
    assert list(floors.changed([path])) == []
    path.write_text(path.read_text() + " ")
    assert list(floors.changed([path])) == ["a.json has changed; measure the floors anew"]
    assert list(floors.changed([])) == ["a.json is gone; measure the floors anew"]
    assert list(floors.changed([path, kept]))[-1] == "floors.json is new; measure the floors anew"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"gold": {}, "floors": {"x": "much"}}'])
def test_floors_that_cannot_be_read_are_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"floors\.json"):
        Baseline.read(path)


def test_of_events_given_a_confidence_it_is_counted_how_many_are_right(tmp_path: Path) -> None:
    rows = [
        row(confidence=0.9),
        row("Meeting", "Nobody met", types=["Meeting"], roles={}, confidence=0.9),
        row("Visit", "its envoy said", types=["Visit"], roles={}, confidence=0.29),
    ]
    assert scored(tmp_path, rows, INVITED).reliability == {0.2: (0, 1), 0.9: (1, 2)}
    assert scored(tmp_path, [row(confidence=0.9)], {**INVITED, "optional": True}).reliability == {}
