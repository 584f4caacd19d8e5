"""Who did it to whom, whatever the grammar: voice, control, coordination, relative clauses, participles, nouns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import events, fillers, only, paths, roles

ATTACKS = [
    "Russia attacked Ukraine.",
    "Ukraine was attacked by Russia.",
    "Ukraine has been attacked by Russia.",
    "Ukraine, which was attacked by Russia, recalled its ambassador.",
    "Russia, which attacked Ukraine, recalled its ambassador.",
    "Attacked by Russia, Ukraine recalled its ambassador.",
    "Ukraine, attacked by Russia on Monday, appealed to Poland.",
    "It was Russia that attacked Ukraine.",
    "Russia began attacking Ukraine.",
    "Russia plans to attack Ukraine.",
    "Russia's attack on Ukraine continued.",
    "The attack by Russia on Ukraine went on.",
    "Russian attacks on Ukraine continued on Tuesday.",
    "Ukraine came under attack from Russia.",
    "Russia launched an attack on Ukraine.",
    "An attack was launched by Russia on Ukraine.",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_who_attacks_and_who_is_attacked_is_the_same_in_every_form(text: str) -> None:
    event = only(text, "MilitaryAttack")
    assert roles(event) == {"attacked": {"Ukraine"}, "attacker": {"Russia"}}


def test_ukraine_was_attacked_by_russia_never_gives_the_attacker_ukraine() -> None:
    """Test number one."""
    event = only("Ukraine was attacked by Russia.")
    assert fillers(event, "attacker") == {"Russia"}
    assert paths(event, "attacker") == {"passive agent"}
    assert paths(event, "attacked") == {"passive subject"}


STATES = st.lists(
    st.sampled_from(["Russia", "Ukraine", "Poland", "Germany", "Japan", "Brazil"]), min_size=2, max_size=2, unique=True
)


@settings(max_examples=12, deadline=None)
@given(STATES, st.sampled_from(["{0} attacked {1}.", "{1} was attacked by {0}.", "{1} came under attack from {0}."]))
def test_whoever_they_are_active_and_passive_agree(states: list[str], form: str) -> None:
    event = only(form.format(*states), "MilitaryAttack")
    assert roles(event) == {"attacker": {states[0]}, "attacked": {states[1]}}


def test_a_passive_without_an_agent_makes_nobody_up() -> None:
    assert roles(only("Ukraine was attacked.")) == {"attacked": {"Ukraine"}}


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        # coordination
        ("Russia and Belarus attacked Ukraine.", "MilitaryAttack", "attacked: Ukraine; attacker: Belarus, Russia"),
        ("Russia attacked Ukraine and Moldova.", "MilitaryAttack", "attacked: Moldova, Ukraine; attacker: Russia"),
        ("Chad, Niger and Mali signed a treaty.", "Signing", "instrument: treaty; signatory: Chad, Mali, Niger"),
        ("Japan met with Poland and Brazil.", "Meeting", "meetingParty: Brazil, Japan, Poland"),
        # control: who promises does it, who is asked is asked
        ("Japan promised Poland to sign the treaty.", "Signing", "instrument: treaty; signatory: Japan"),
        ("Japan was asked by Poland to sign the treaty.", "Appeal", "addressee: Japan; speaker: Poland"),
        # documents
        ("The treaty was signed by Japan and Poland.", "Signing", "instrument: treaty; signatory: Japan, Poland"),
        (
            "A treaty signed by Japan and Poland in 2010 expired.",
            "Signing",
            "instrument: treaty; signatory: Japan, Poland",
        ),
        # invitations: verb, noun, light verbs
        ("Japan invited Poland to a summit.", "Invitation", "invitee: Poland; inviter: Japan"),
        ("Poland was invited by Japan to a summit.", "Invitation", "invitee: Poland; inviter: Japan"),
        ("Poland received an invitation from Japan.", "Invitation", "invitee: Poland; inviter: Japan"),
        ("Japan's invitation to Poland came late.", "Invitation", "invitee: Poland; inviter: Japan"),
        # talks: possessive, between, light verb
        ("Talks between Japan and Poland began on Monday.", "TalksRound", "meetingParty: Japan, Poland"),
        ("Japan held talks with Poland.", "TalksRound", "meetingParty: Japan, Poland"),
        ("Japan's talks with Poland began.", "TalksRound", "meetingParty: Japan, Poland"),
        # compounds of names and of adjectives, other nominals
        ("US-China talks began in Geneva.", "TalksRound", "atPlace: Geneva; meetingParty: China, United States"),
        ("Russian-Turkish talks began in Geneva.", "TalksRound", "atPlace: Geneva; meetingParty: Russia, Türkiye"),
        ("A visit by Emmanuel Macron to China ended.", "Visit", "destination: China; visitor: Emmanuel Macron"),
        ("Emmanuel Macron's visit to China ended.", "Visit", "destination: China; visitor: Emmanuel Macron"),
        # whose act an infinitive is
        ("Poland agreed to sign the treaty.", "Signing", "instrument: treaty; signatory: Poland"),
        ("Japan wants Poland to sign the treaty.", "Demand", "addressee: Poland; speaker: Japan"),
        # a capital that acts
        ("Moscow attacked Ukraine.", "MilitaryAttack", "attacked: Ukraine; attacker: Russia"),
    ],
)
def test_every_party_is_found_in_its_role(text: str, type_: str, expected: str) -> None:
    told = roles(only(text, type_))
    assert "; ".join(f"{role}: {', '.join(sorted(told[role]))}" for role in sorted(told)) == expected


def test_coordinated_verbs_share_their_subject() -> None:
    first, second = events("Russia attacked Ukraine and invaded Moldova.", "MilitaryAttack")
    assert roles(first) == {"attacker": {"Russia"}, "attacked": {"Ukraine"}}
    assert roles(second) == {"attacker": {"Russia"}, "attacked": {"Moldova"}}
    assert paths(second, "attacker") == {"subject, coordinated verb"}


def test_a_relative_clause_tells_of_what_it_hangs_on() -> None:
    text = "Russia, which attacked Ukraine in 2010, met Poland on Monday."
    assert roles(only(text, "MilitaryAttack")) == {"attacker": {"Russia"}, "attacked": {"Ukraine"}}
    assert roles(only(text, "Meeting")) == {"meetingParty": {"Russia", "Poland"}}


def test_each_route_is_told() -> None:
    assert paths(only("Japan plans to attack Poland."), "attacker") == {"subject, control of plan"}
    assert paths(only("Poland received an invitation from Japan."), "invitee") == {"subject of receive"}
    assert paths(only("Russian attacks on Ukraine continued."), "attacker") == {"adjective"}
    assert paths(only("Talks between Japan and Poland began."), "meetingParty") == {"between", "between, coordinated"}


@pytest.mark.parametrize(
    "text",
    [
        "The heart attacked by the virus failed.",
        "Poland attacked from the left flank and scored.",
        "She struck a match.",
        "The company signed a new goalkeeper.",
        "Rain met the hikers in Norway.",
        "The visit to the dentist was short.",
    ],
)
def test_what_is_no_act_of_parties_is_silent(text: str) -> None:
    assert events(text) == []


def test_a_party_within_a_title_is_no_recipient_but_the_owner_of_a_document_is() -> None:
    issued = only("Japan released a joint statement on trade of Chile and Peru.", "Issuance")
    assert not {p.role for p in issued.participants} & {"recipient", "addressee"}
    assert fillers(only("Japan voted against Poland's draft resolution.", "ResolutionVote"), "recipient") == {"Poland"}
