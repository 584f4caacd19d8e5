"""Which events of two articles are one, what keeps them apart, and that no order counts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from kg.merge.blocks import Blocks
from kg.merge.chains import chains
from kg.merge.copies import copies, sketch
from kg.merge.entities import EntityMerge
from kg.merge.events import EventMerge
from kg.merge.likeness import Likeness
from kg.merge.records import Entity, Event, Rules

RULES = Rules.load()
DAY = date(2031, 5, 14).toordinal()
A, B, C = frozenset({"AAA"}), frozenset({"BBB"}), frozenset({"CCC"})


def meeting(article: str, **other: object) -> Event:
    made = Event(
        id=f"doc/{article}/event/1",
        article=article,
        kinds=("Meeting", "DiplomaticEvent", "Event"),
        status="occurred",
        first=DAY,
        last=DAY,
        published=DAY,
        sides=(frozenset({"ann", "bob"}),) * 2,
        known=frozenset({"ann", "bob"}),
        states=(A | B,) * 2,
        parties=frozenset({"ann", "bob"}),
        persons=frozenset({"ann", "bob"}),
        symmetric=True,
    )
    return replace(made, **other)


def told(*events: Event, verdicts: dict[tuple[str, str], bool] | None = None) -> list[tuple[str, ...]]:
    return EventMerge(events, RULES, verdicts or {}).clusters()


def test_one_meeting_in_three_articles_is_one() -> None:
    events = meeting("a"), meeting("b", kinds=("Summit", *meeting("b").kinds)), meeting("c", first=None)
    assert told(*events) == [tuple(e.id for e in events)]


@pytest.mark.parametrize(
    "other",
    [
        {"first": DAY + 3, "last": DAY + 3},
        {"states": (A | C, A | C), "parties": frozenset({"ann", "cid"})},
        {"persons": frozenset({"dee", "eve"}), "parties": frozenset({"dee", "eve"}), "sides": (C, C)},
        {"place_states": C},
        {"ordinal": "4"},
        {"kinds": ("Visit", "DiplomaticEvent", "Event")},
        {"article": "a"},
    ],
)
def test_what_speaks_against_keeps_events_apart(other: dict[str, object]) -> None:
    one = meeting("a", place_states=B, ordinal="3")
    assert told(one, meeting("b", place_states=B, ordinal="3"))
    assert told(one, replace(meeting("b"), **{"place_states": B, "ordinal": "3", **other})) == []


def test_an_envoy_is_not_at_the_meeting_of_the_leaders_of_that_day() -> None:
    leaders = meeting("a", citizens=(("ann", "AAA"), ("bob", "BBB")))
    envoy = {"parties": frozenset({"eva"}), "persons": frozenset({"eva"}), "sides": (frozenset({"eva"}),) * 2}
    assert told(leaders, meeting("b", **envoy, citizens=(("eva", "AAA"),))) == []
    one = {"parties": frozenset({"ann"}), "persons": frozenset({"ann"}), "sides": (frozenset({"ann"}),) * 2}
    host = meeting("c", **one, citizens=(("ann", "AAA"),))
    assert told(leaders, host) == [(leaders.id, host.id)]


def test_two_who_met_somebody_of_each_others_state_met_if_no_third_did() -> None:
    def host(article: str, name: str, state: str) -> Event:
        who = frozenset({name})
        return meeting(article, parties=who, persons=who, sides=(who, who), citizens=((name, state),))

    ann, bob, eva = host("a", "ann", "AAA"), host("b", "bob", "BBB"), host("c", "eva", "AAA")
    assert told(ann, bob) == [(ann.id, bob.id)]
    assert told(ann, bob, eva) == []  # it may be either whom Bob met


def test_like_words_of_one_speaker_days_apart_are_two_statements() -> None:
    kinds = ("Appeal", "Statement", "CommunicativeAct", "Event")
    sides = frozenset({"ann"}), frozenset({"bob"})
    said = {"kinds": kinds, "sides": sides, "states": (A, B), "symmetric": False, "words": frozenset({"truce", "keep"})}
    monday = meeting("a", first=None, **said)
    assert told(monday, meeting("b", first=None, published=DAY + 1, **said))
    assert told(monday, meeting("b", first=None, last=DAY + 4, published=DAY + 4, **said)) == []


def partyless(article: str, **other: object) -> Event:
    bare = {"sides": (frozenset(), frozenset()), "states": (frozenset(), frozenset()), "parties": frozenset()}
    return meeting(article, **{**bare, "persons": frozenset(), "context": A | B, "words": frozenset({"met"}), **other})


def test_an_event_that_names_no_party_is_the_only_one_that_it_could_be() -> None:
    one, bare = meeting("a", words=frozenset({"met"})), partyless("b")
    assert told(one, bare) == [(one.id, bare.id)]
    assert told(one, replace(bare, context=C)) == []  # its article names other states
    others = meeting("c", states=(C, C | B), parties=frozenset({"cid"}), persons=frozenset(), words=frozenset({"met"}))
    assert told(one, bare, replace(others, sides=(C, B), states=(A | C,) * 2)) == []  # it could be either


def test_what_seldom_happens_twice_is_looked_for_further_back() -> None:
    kinds = ("Signing", "InstrumentAct", "Event")
    signing = meeting("a", kinds=kinds, first=DAY - 40, last=DAY - 40)
    assert told(signing, meeting("b", kinds=kinds, first=None))
    assert told(signing, meeting("b", kinds=kinds, first=None, title=True)) == []  # a title tells what is new
    twice = meeting("c", kinds=kinds, first=DAY - 60, last=DAY - 60)
    assert told(signing, twice, meeting("b", kinds=kinds, first=None)) == []
    assert told(replace(signing, kinds=meeting("a").kinds), meeting("b", first=None)) == []


def test_who_acts_in_one_and_is_addressed_in_the_other_makes_two_of_them() -> None:
    release = {"kinds": ("PrisonerRelease", "Easing", "Event"), "symmetric": False, "parties": frozenset()}
    sides = {"sides": (A, B), "states": (A, B), "persons": frozenset()}
    one, other = meeting("a", **release, **sides), meeting("b", **release, **sides)
    assert told(one, other)
    assert told(one, replace(other, sides=(B, A), states=(B, A))) == []
    assert told(one, replace(other, sides=(A | B, frozenset()), states=(A | B, frozenset()))) == []


def test_a_body_without_a_state_is_nobody_else() -> None:
    one, other = meeting("a", symmetric=False), meeting("b", symmetric=False)
    unknown = replace(other, sides=(frozenset({"doc/b/office"}), frozenset()), states=(frozenset(), B), known=B)
    assert told(replace(one, states=(A, B)), unknown)
    assert told(replace(one, states=(A, B)), replace(other, states=(C, B), sides=(C, B))) == []


def test_attacks_of_unknown_days_reported_days_apart_are_two() -> None:
    kinds = ("MilitaryAttack", "ConflictEvent", "Event")
    attack = {"kinds": kinds, "first": None, "symmetric": False, "states": (A, B), "sides": (A, B)}
    assert told(meeting("a", **attack), meeting("b", **attack))
    later = {**attack, "last": DAY + 4, "published": DAY + 4}
    assert told(meeting("a", **attack), meeting("b", **later)) == []
    assert told(meeting("a", **{**attack, "first": DAY}), meeting("b", **later))


def test_attacks_of_one_day_on_two_towns_are_two() -> None:
    attack = {"kinds": ("MilitaryAttack", "ConflictEvent", "Event"), "symmetric": False, "states": (A, B)}
    attack |= {"sides": (A, B), "place_states": B}
    one = meeting("doc/a", **attack, places=frozenset({"town", "BBB"}))
    assert told(one, meeting("doc/b", **attack, places=frozenset({"town"})))
    assert told(one, meeting("doc/b", **attack, places=frozenset({"port", "BBB"}))) == []
    assert told(one, meeting("doc/b", **attack, places=frozenset({"doc/b/place/village"})))  # which may be in it
    talks = replace(one, kinds=("TalksRound", "Meeting", "Event"), symmetric=True)
    assert told(talks, replace(talks, id="doc/b/event/1", article="doc/b", places=frozenset({"palace"})))


def test_meetings_of_the_same_two_come_again_and_only_a_day_tells_which() -> None:
    monday, friday = meeting("a", first=None), meeting("b", first=None, last=DAY + 4, published=DAY + 4)
    assert told(monday, friday) == []
    assert told(meeting("a"), friday)


def test_what_is_called_off_is_not_called_off_again() -> None:
    monday = meeting("a", first=None, status="cancelled")
    assert told(monday, meeting("b", first=None, last=DAY + 4, published=DAY + 4, status="cancelled"))


def test_who_names_one_of_two_speaks_of_both_and_who_names_another_of_nobody() -> None:
    signing = {"kinds": ("PrisonerRelease", "Easing", "Event"), "symmetric": False, "persons": frozenset()}
    both = meeting("a", **signing, sides=(A | B, frozenset()), states=(A | B, frozenset()), parties=A | B)
    one = meeting("b", **signing, sides=(A, frozenset()), states=(A, frozenset()), parties=A)
    assert told(both, one)
    assert Likeness(RULES).party(both, one) == 0.75
    other = replace(one, sides=(A | C, frozenset()), states=(A | C, frozenset()), parties=A | C)
    assert Likeness(RULES).party(both, other) == 0.5


def test_a_title_says_in_other_words_what_the_text_says() -> None:
    said = {"kinds": ("Denial", "Statement", "CommunicativeAct", "Event"), "symmetric": False, "states": (A, B)}
    sides = {"sides": (frozenset({"ann"}), frozenset()), "parties": frozenset({"ann"}), "persons": frozenset({"ann"})}
    text = meeting("a", **said, **sides, words=frozenset({"exchanged", "prisoners"}))
    title = replace(text, id="doc/a/title/event/1", title=True, words=frozenset({"begun", "swap"}))
    assert EventMerge([text, title], RULES, {}).apart(text, title) == ""
    elsewhere = replace(title, id="doc/b/title/event/1", article="b")
    assert EventMerge([text, elsewhere], RULES, {}).apart(text, elsewhere) == "they say other things"


def test_one_number_speaks_for_one_round() -> None:
    first = {"words": frozenset({"border", "capital", "river", "round"}), "ordinal": "3"}
    words = frozenset({"hours", "ministers", "six"})
    one, bare = meeting("a", **first), partyless("b", first=None, words=words, ordinal="3")
    assert told(one, bare)
    assert told(one, replace(bare, ordinal="")) == []
    assert told(one, replace(bare, ordinal="4")) == []


def test_who_travels_is_with_the_states_of_the_place() -> None:
    kinds = ("Visit", "DiplomaticEvent", "Event")
    trip = {"kinds": kinds, "symmetric": False, "parties": frozenset({"ann"}), "sides": (frozenset({"ann"}), B)}
    to_b = meeting("a", **{**trip, "states": (A, B)})
    unnamed = meeting("b", **{**trip, "states": (A, frozenset()), "sides": (frozenset({"ann"}), frozenset())})
    assert told(to_b, replace(unnamed, place_states=B))
    assert told(to_b, replace(unnamed, place_states=C)) == []


def test_what_two_agreed_on_is_looked_for_further_back_and_what_one_promised_is_not() -> None:
    kinds = ("Commitment", "Statement", "CommunicativeAct", "Event")
    said = {"kinds": kinds, "symmetric": False, "words": frozenset({"border", "open"})}
    agreed = meeting("a", **said)
    later = {"first": None, "last": DAY + 30, "published": DAY + 30}
    assert told(agreed, meeting("b", **said, **later))
    promised = replace(agreed, sides=(frozenset({"ann"}), frozenset()), states=(A, frozenset()))
    assert told(promised, replace(promised, id="doc/b/event/1", article="b", **later)) == []


def test_an_expulsion_is_told_as_less_than_one() -> None:
    act = {"symmetric": False, "states": (A, B), "sides": (A, B), "parties": frozenset(), "persons": frozenset()}
    one = meeting("a", kinds=("DiplomatExpulsion", "RelationsChange", "DiplomaticEvent", "Event"), **act)
    assert told(one, meeting("b", kinds=("CooperationReduction", "Event"), **act))


def test_words_of_two_who_could_be_anybody_must_agree() -> None:
    kinds = ("Denial", "Statement", "CommunicativeAct", "Event")
    said = {"kinds": kinds, "symmetric": False, "known": frozenset(), "first": None}
    speaker = {"sides": (frozenset({"ann"}), frozenset()), "states": (A, frozenset()), "parties": frozenset({"ann"})}
    nobody = {"sides": (frozenset({"x"}), frozenset()), "states": (frozenset(),) * 2, "parties": frozenset({"x"})}
    one = meeting("a", **said, **speaker, words=frozenset({"envoy", "left", "monday", "state"}), context=A)
    other = meeting("b", **said, **nobody, words=frozenset({"envoy", "gas", "price", "rise"}), context=A)
    assert EventMerge([one, other], RULES, {}).apart(one, other) == "they say other things"
    assert EventMerge([one, other], RULES, {}).apart(one, replace(other, words=one.words)) == ""


def test_words_of_one_who_announces_and_promises_must_agree() -> None:
    said = {"symmetric": False, "states": (A, frozenset()), "sides": (frozenset({"ann"}), frozenset())}
    above = ("Statement", "CommunicativeAct", "Event")
    one = meeting("a", kinds=("Announcement", *above), words=frozenset({"wheat", "trucks", "way", "india"}), **said)
    other = meeting("b", kinds=("Commitment", *above), words=frozenset({"wheat", "pass", "november"}), **said)
    assert EventMerge([one, other], RULES, {}).apart(one, other) == "they say other things"
    assert told(one, replace(other, words=frozenset({"wheat", "trucks", "november"})))


def test_only_events_that_share_a_key_are_compared() -> None:
    blocks = Blocks(RULES)
    events = [meeting("a"), meeting("b", states=(A | C,) * 2), meeting("c", states=(C, C)), partyless("d")]
    events += [
        meeting("e", first=DAY + 90, last=DAY + 90),
        meeting("f", kinds=("Summoning", "DiplomaticEvent", "Event")),
    ]
    pairs = set(blocks.pairs({e.id: e for e in events}))
    assert (events[0].id, events[3].id) in pairs
    for one, other in combinations(events, 2):
        if (one.id, other.id) in pairs:
            assert blocks.keys(one) & blocks.keys(other)
    assert not blocks.keys(events[0]) & blocks.keys(events[2])
    assert not blocks.keys(events[0]) & blocks.keys(events[4])


def test_what_a_person_decided_stands_above_the_score() -> None:
    one, other = meeting("a"), meeting("b")
    far = meeting("c", first=DAY + 60, last=DAY + 60)
    assert told(one, other, verdicts={(one.id, other.id): False}) == []
    assert told(one, far, verdicts={(one.id, far.id): True}) == [(one.id, far.id)]


def test_two_that_are_apart_are_not_joined_by_a_third() -> None:
    early, late = meeting("a", first=DAY - 1, last=DAY - 1), meeting("c", first=DAY + 1, last=DAY + 1)
    groups = told(early, late, meeting("b", first=None, last=DAY + 2))
    assert not [group for group in groups if {early.id, late.id} <= set(group)]


def test_the_order_of_the_articles_does_not_count() -> None:
    choice = random.Random(7)
    events = [meeting(f"{n:02}", first=DAY + n % 5, last=DAY + n % 5) for n in range(20)]
    before = told(*events)
    for _ in range(5):
        choice.shuffle(events)
        assert told(*events) == before
    assert len(before) > 1


def test_statements_are_one_only_where_they_say_the_same() -> None:
    said = replace(meeting("a"), kinds=("Criticism", "Statement", "CommunicativeAct", "Event"), symmetric=False)
    said = replace(
        said, sides=(frozenset({"ann"}), frozenset()), states=(A, B), words=frozenset(["price", "gas", "high"])
    )
    other = replace(said, id="doc/b/event/1", article="b")
    assert told(said, other)
    assert told(said, replace(other, words=frozenset(["fish", "quota", "north"]))) == []


def test_namesakes_stay_apart_when_anything_speaks_against() -> None:
    one = Entity(
        "doc/a/entity/p", "a", "jan dvorak", ("Person", "Agent"), A, frozenset({"minister"}), frozenset({"x", "y"})
    )
    same = replace(one, id="doc/b/entity/p", article="b")

    def joined(other: Entity) -> list[tuple[str, ...]]:
        return EntityMerge([one, other], RULES, {}).clusters()

    assert joined(same) == [(one.id, same.id)]
    assert joined(replace(same, states=B)) == []
    assert joined(replace(same, offices=frozenset({"singer"}))) == []
    assert joined(replace(same, article="a")) == []
    nobody = replace(same, states=frozenset(), offices=frozenset(), context=frozenset({"z"}))
    assert joined(nobody) == []  # a name alone is not enough


def joined(*entities: Entity) -> list[tuple[str, ...]]:
    return EntityMerge(entities, RULES, {}).clusters()


def person(article: str, **other: object) -> Entity:
    made = Entity(f"doc/{article}/entity/p", article, "jan dvorak", ("Person", "Agent"), context=frozenset({"x", "y"}))
    return replace(made, **other)


def test_a_name_without_state_or_office_is_the_only_namesake_that_it_could_be() -> None:
    minister = person("a", states=A, offices=frozenset({"minister"}))
    bare = person("b")
    assert joined(minister, bare) == [(minister.id, bare.id)]
    singer = person("c", states=B, offices=frozenset({"singer"}))
    assert joined(minister, bare, singer) == []  # it could be either


def test_words_that_name_nobody_are_nobody_elsewhere() -> None:
    envoy = person("a", name="the envoy", states=A, named=False)
    assert joined(envoy, replace(envoy, id="doc/b/entity/p", article="b")) == []


def test_a_ministry_is_that_of_its_state() -> None:
    body = person("a", name="defence ministry", kinds=("GovernmentBody", "Organization", "Agent"), states=A)
    other = replace(body, id="doc/b/entity/p", article="b")
    assert joined(body, other) == [(body.id, other.id)]
    assert joined(body, replace(other, states=frozenset())) == []
    assert joined(replace(body, states=frozenset()), replace(other, states=frozenset())) == []
    movement = {"kinds": ("Organization", "Agent"), "states": frozenset()}
    assert joined(replace(body, **movement), replace(other, **movement))


def test_a_text_carried_twice_is_a_copy_of_the_earlier() -> None:
    text = " ".join(f"word{n} of the story" for n in range(120))
    rows = [
        ("late", ("2031-05-15",), text + " Ends."),
        ("early", ("2031-05-14",), text),
        ("other", ("2031",), text[::-1]),
        ("short", ("2031",), "Two words"),
    ]
    articles = [(id_, order, sketch(words, RULES)) for id_, order, words in rows]
    found = copies(articles, RULES)
    assert [(pair.one, pair.other) for pair in found] == [("early", "late")]
    assert found == copies(reversed(articles), RULES)


def test_a_visit_fulfils_the_invitation_to_the_visitor() -> None:
    invitation = replace(
        meeting("a"), kinds=("Invitation", "CommunicativeAct", "Event"), symmetric=False, states=(A, B), sides=(A, B)
    )
    visit = replace(
        meeting("b", first=DAY + 40, last=DAY + 40, published=DAY + 40),
        kinds=("Visit", "DiplomaticEvent", "Event"),
        symmetric=False,
        states=(B, A),
        sides=(B, A),
    )
    assert [(c.property, c.later, c.earlier) for c in chains([visit, invitation], RULES)] == [
        ("fulfils", visit.id, invitation.id)
    ]
    assert chains([replace(visit, states=(C, A), sides=(C, A)), invitation], RULES) == []
    assert chains([replace(visit, first=DAY - 9, last=DAY - 9), invitation], RULES) == []


def act(article: str, kind: str, by: frozenset[str], to: frozenset[str], days: int) -> Event:
    other = {"first": DAY + days, "last": DAY + days, "published": DAY + days, "parties": frozenset()}
    return meeting(article, kinds=(kind, "Event"), symmetric=False, sides=(by, to), states=(by, to), **other)


def linked(*events: Event) -> list[tuple[str, str, str]]:
    return [(c.property, c.later, c.earlier) for c in chains(events, RULES)]


def test_sanctions_are_answered_by_those_whom_they_hit() -> None:
    first, answer = act("a", "SanctionsImposition", A, B, 0), act("b", "TradeRestriction", B, A, 5)
    assert linked(first, answer) == [("inResponseTo", answer.id, first.id)]
    assert linked(first, act("b", "TradeRestriction", B, C, 5)) == []
    assert linked(first, act("b", "TradeRestriction", B, A, 0)) == []  # on one day nobody can tell which came first


def test_who_is_told_to_answer_may_do_so_on_the_same_day() -> None:
    first, answer = act("a", "DiplomatExpulsion", A, B, 0), act("b", "DiplomatExpulsion", B, A, 0)
    told = replace(answer, words=frozenset({"expelled", "response"}))
    assert linked(first, told) == [("inResponseTo", told.id, first.id)]
    assert linked(first, replace(told, status="cancelled")) == []
    assert linked(replace(first, status="denied"), told) == []


def test_aid_keeps_a_promise_of_it_to_the_same() -> None:
    promise, aid = act("a", "Commitment", A, B, 0), act("b", "AidProvision", A, B, 60)
    assert linked(promise, aid) == [("fulfils", aid.id, promise.id)]
    assert linked(promise, act("b", "AidProvision", A, C, 60)) == []
    assert linked(promise, act("b", "AidProvision", A, B, -1)) == []


def test_relations_resumed_reverse_their_break_and_a_release_the_detention() -> None:
    gone, back = act("a", "DowngradeOfRelations", A, B, 0), act("b", "EstablishmentOfRelations", A | B, A | B, 9000)
    assert linked(gone, back) == [("reverses", back.id, gone.id)]
    assert linked(gone, act("b", "EstablishmentOfRelations", A | C, A | C, 9000)) == []
    held, freed = act("a", "Detention", A, B, 0), act("b", "PrisonerRelease", A | B, frozenset(), 300)
    assert linked(held, freed) == [("reverses", freed.id, held.id)]
    assert linked(held, act("b", "PrisonerRelease", B, A, 300)) == []


def test_a_swap_fulfils_what_both_agreed_on() -> None:
    agreed, swap = act("a", "Commitment", A | B, frozenset(), 0), act("b", "PrisonerRelease", A | B, frozenset(), 30)
    assert linked(agreed, swap) == [("fulfils", swap.id, agreed.id)]
    assert linked(act("a", "Commitment", A, frozenset(), 0), swap) == []
