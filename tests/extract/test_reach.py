"""The lexicon reaches every event class and every PLOVER type and mode; what is no act of states yields nothing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import reading

from kg.extract.confidence import load_scale
from kg.extract.lexicon import Lexicon
from kg.resources import share_dir
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

BY_PARTICIPANTS = {"CONSULT-third-party"}
"""Modes that no frame gives: who takes part and where decides them."""

NOTHING = """
The striker scored twice as Brazil beat Ghana in the final.
Kenya's runners dominated the marathon in Boston.
The champion defeated his rival in straight sets.
Portugal crushed Norway 5-0 in a friendly match.
The coach attacked the referee's decision after the game.
Serbia were knocked out of the tournament by Japan.
The batsman was dismissed for a duck before lunch.
A goal in stoppage time rescued the hosts at the stadium.
The brewer raised its forecast for the year.
Shares in the carmaker fell three per cent.
The airline struck a deal with its pilots over holidays.
The retailer cut its prices to fight off a rival.
Two software firms agreed to merge.
The shop cut its prices before Christmas.
Oil prices fell sharply on Monday.
The bakery opened a second branch in Lyon.
A startup won backing from a group of investors.
The bank's profits were hit by bad loans.
A storm battered the coast of Norway overnight.
Heavy rain struck southern Spain.
Temperatures in Athens will rise to forty degrees.
Snow closed the airport in Oslo.
A cold front invaded the Balkans.
An earthquake killed two hundred people in Iran.
The couple met at a party in Paris.
Her sister visited the zoo with the children.
The actor signed autographs outside the hotel.
The singer cancelled her concert because of a cold.
He promised his wife a new kitchen.
The neighbours accused each other of stealing apples.
The chef rejected the criticism of his soup.
A teacher praised the pupils for their songs.
The orchestra opened its season with Mahler.
Scientists discovered a beetle in Peru.
The patient was released from hospital on Friday.
The novelist announced her next book.
The museum received a gift of drawings.
The farmer expelled a fox from the barn.
"""
"""Sport, business, weather, private life: sentences of our own, many with words that tell acts of states elsewhere."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(Ontology.load())


def test_every_event_class_has_a_frame_of_its_own_or_of_a_class_below(lexicon: Lexicon) -> None:
    ontology = lexicon.ontology
    told = {frame.event for frame in lexicon}
    events = {name for name in ontology.classes if ontology.is_a(name, "Event")}
    assert {name for name in events if not any(ontology.is_a(one, name) for one in told)} == set()


def test_every_plover_type_and_mode_has_a_frame(lexicon: Lexicon) -> None:
    ontology = lexicon.ontology
    told = set()
    for frame in lexicon:
        kind, mode = ontology.plover(frame.event) or (None, None)
        code = frame.plover or (f"{kind}-{mode}" if mode else kind)
        if code is not None:
            told |= {code, code.partition("-")[0]}
    triples = ox.parse((share_dir("ontology") / "plover.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    below = {t.subject.value for t in triples if t.predicate.value == f"{PREFIXES['skos']}broader"}
    scheme = {iri.removeprefix(PREFIXES["plover"]) for iri in below}  # all but the four quad classes
    assert len(scheme) > 80
    assert scheme - told - BY_PARTICIPANTS == set()


def test_two_who_meet_on_the_ground_of_a_third_are_coded_so() -> None:
    [event] = reading.events("The Israeli and Egyptian ministers met in Vienna on Tuesday.", "Meeting")
    assert (event.plover, event.mode) == ("CONSULT", "third-party")
    [event] = reading.events("The Israeli and Egyptian ministers met in Cairo on Tuesday.", "Meeting")
    assert (event.plover, event.mode) == ("CONSULT", None)


def test_what_is_no_act_of_states_yields_nothing() -> None:
    texts = NOTHING.strip().splitlines()
    assert len(texts) >= 30
    coded = {text: [e.type for e in reading.events(text) if e.plover] for text in texts}
    assert {text: types for text, types in coded.items() if types} == {}


def test_confidence_falls_with_doubt() -> None:
    shares = load_scale().shares
    assert all(0 < share < 1 for share in shares) and list(shares) == sorted(shares, reverse=True)
    [plain] = reading.mentions("Chad attacked Niger.")
    [planned] = reading.mentions("Chad will attack Niger.")
    [unnamed] = reading.mentions("Niger was attacked.")
    assert plain.confidence > planned.confidence and plain.confidence > unnamed.confidence
