"""The builder: what it refuses, what states it finds, and that its bytes come from content alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_samples import (
    BASE,
    CHINA,
    GUTERRES,
    H_GUTERRES,
    H_XI,
    PORTUGAL,
    RUSSIA,
    SAMPLES,
    SHELF,
    UN,
    XI,
    R,
    builder,
    syn_a,
    syn_b,
    syn_c,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ConfigError, InputError, UngroundedSpan, UnknownName
from kg.graph.build import GraphBuilder
from kg.graph.states import members_of, represented, state_of
from kg.model import Article, Entity, LinkedMention, Participant, Reading, Span
from kg.vocab.ontology import Ontology

IR = "https://w3id.org/irkg/def#"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))


# ------------------------------------------------------------------------------------------------------- determinism


def test_same_bytes_whatever_the_hash_seed() -> None:
    script = (
        "from graph_samples import SAMPLES, builder; import hashlib;"
        "print(hashlib.sha256(repr([builder().build(make()) for make in SAMPLES.values()]).encode()).hexdigest())"
    )
    tests = Path(__file__).parents[1]
    seen = set()
    for seed in ("0", "1", "12345"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{tests}:{':'.join(p for p in sys.path if p)}"}
        done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES)
def test_the_order_of_parts_does_not_matter(make: object) -> None:
    reading: Reading = make()  # type: ignore[operator]
    turned = replace(reading, events=reading.events[::-1], links=reading.links[::-1])
    assert builder().build(turned) == builder().build(reading)


def test_another_base_is_another_graph_of_the_same_form() -> None:
    here, there = builder().build(syn_b()), builder("http://localhost/x/").build(syn_b())
    moved = {line.replace("http://localhost/x/", BASE) for line in there.graph.split("\n")}
    assert moved == set(here.graph.split("\n"))
    assert BASE not in there.graph + there.catalog + "".join(there.entities.values())
    assert there.fingerprint != here.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"title": "T"},
        {"text": "Other."},
        {"publisher": "P"},
        {"url": "http://u"},
        {"language": "fr"},
        {"issued_at": None},
        {"published": None},
        {"id": "x"},
    ],
)
def test_the_fingerprint_tells_what_the_quads_depend_on(change: dict[str, object]) -> None:
    article = syn_a().article
    assert builder().fingerprint(article) == builder().build(syn_a()).fingerprint
    assert builder().fingerprint(replace(article, **change)) != builder().fingerprint(article)
    assert builder().fingerprint(replace(article, source="elsewhere")) == builder().fingerprint(article)


def test_the_fingerprint_tells_extractor_and_configuration() -> None:
    common = {"base": BASE, "extractor": "rules", "version": "0.1", "config": "default"}
    made = {
        GraphBuilder(Ontology.load(), SHELF, **(common | change)).fingerprint(syn_a().article)
        for change in ({}, {"extractor": "other"}, {"version": "0.2"}, {"config": "other"})
    }
    assert len(made) == 4


# ---------------------------------------------------------------------------------------------------------- refusals


def test_a_base_that_is_no_iri_is_refused() -> None:
    with pytest.raises(ConfigError, match="base"):
        GraphBuilder(Ontology.load(), SHELF, base="a b", extractor="rules", version="1", config="")


@pytest.mark.parametrize(
    "span", [Span(0, 3, "XYZ"), Span(0, 0, ""), Span(0, 6, "MOSCOW", "title"), Span(9000, 9003, "MOS")]
)
def test_words_that_do_not_stand_there_are_refused(span: Span) -> None:
    reading = syn_a()
    with pytest.raises(UngroundedSpan):
        builder().build(replace(reading, mentions=(*reading.mentions, LinkedMention(span, CHINA))))


def test_an_item_that_the_gazetteer_lacks_is_refused() -> None:
    reading = syn_a()
    stranger = Entity("entity/Q1", "Person", "Nobody", shared=True)
    with pytest.raises(InputError, match="entity/Q1"):
        builder().build(
            replace(reading, mentions=(*reading.mentions, LinkedMention(reading.article.span(0, 6), stranger)))
        )


def test_a_pointer_to_an_event_that_is_not_there_is_refused() -> None:
    reading = syn_a()
    first, *rest = reading.events
    lost = replace(first, related=(("subEventOf", "doc/syn-a/event/1-2"),))
    with pytest.raises(InputError, match="event/1-2"):
        builder().build(replace(reading, events=(lost, *rest)))


def test_a_class_or_role_that_the_ontology_lacks_is_refused() -> None:
    reading = syn_a()
    first, *rest = reading.events
    with pytest.raises(UnknownName):
        builder().build(replace(reading, events=(replace(first, type="Party"), *rest)))
    with pytest.raises(UnknownName):
        builder().build(replace(reading, events=(replace(first, participants=(R("guest", XI),)), *rest)))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(InputError, match="surrogate"):
        builder().build(Reading(Article("a", "x\ud800y"), (), (), ()))


# ------------------------------------------------------------------------------------------------------------- words


@settings(max_examples=60)
@given(text=TEXT, title=TEXT, publisher=TEXT, url=TEXT, id_=TEXT, apart=st.booleans())
def test_any_text_title_name_and_id_stays_valid(
    text: str, title: str, publisher: str, url: str, id_: str, apart: bool
) -> None:
    """Nothing that comes from outside can break out of its literal or IRI, and what went in comes out."""
    article = Article(id_, text, title, publisher=publisher, url=url, title_apart=apart)
    whole = article.span(len(article.reading) - len(text), len(article.reading))
    who = Entity(f"doc/x/entity/person/{len(text)}", "Person", title)
    built = builder().build(Reading(article, (), (LinkedMention(whole, who),), ()))
    found = quads(built.graph)
    assert len(found) == built.graph.count("\n")
    assert {q.graph_name.value for q in found} == {built.doc}
    literals = {q.object.value for q in found if isinstance(q.object, ox.Literal)}
    assert {text, title, publisher, url} <= literals


def test_a_title_given_apart_is_a_context_of_its_own() -> None:
    article = Article("t", "Body here.", "Head line", title_apart=True)
    who = Entity("doc/t/entity/person/head", "Person", "Head")
    built = builder().build(Reading(article, (), (LinkedMention(article.span(0, 4), who),), ()))
    found = {
        (q.subject.value.removeprefix(BASE), q.predicate.value.rpartition("#")[2], q.object.value.removeprefix(BASE))
        for q in quads(built.graph)
    }
    assert ("doc/t/title/span/0-4", "referenceContext", "doc/t/title") in found
    assert ("doc/t/title/span/0-4", "anchorOf", "Head") in found
    assert ("doc/t/title", "isString", "Head line") in found
    assert ("doc/t", "isString", "Body here.") in found


def test_a_span_that_is_mention_and_evidence_is_one_node() -> None:
    reading = syn_a()
    event = reading.events[0]
    words = reading.mentions[0].span
    claim = replace(event.claims[0], evidence=(words,))
    built = builder().build(replace(reading, events=(replace(event, claims=(claim,)), *reading.events[1:])))
    types = {
        q.object.value.removeprefix(IR)
        for q in quads(built.graph)
        if q.subject.value == f"{BASE}doc/syn-a/span/{words.start}-{words.end}" and q.predicate.value.endswith("#type")
    }
    assert types == {"Mention", "TextSpan"}


def test_words_that_fill_a_role_are_mentions_even_where_nobody_listed_them() -> None:
    reading = syn_a()
    bare = builder().build(replace(reading, mentions=(), links=()))
    span = reading.events[0].participants[0].mention
    assert span is not None
    node = f"{BASE}doc/syn-a/span/{span.start}-{span.end}"
    said = {
        (q.predicate.value.rpartition("#")[2], q.object.value.removeprefix(BASE))
        for q in quads(bare.graph)
        if q.subject.value == node
    }
    assert ("denotes", "entity/Q15031") in said


# ------------------------------------------------------------------------------------------------------------ states

GROUP = Entity("doc/x/group/1-2", "AgentGroup", "both", members=(CHINA, RUSSIA), complete=True)
TROOPS = Entity("doc/x/group/3-4", "AgentGroup", "troops", state="RUS", state_id=RUSSIA.id, complete=False)


@pytest.mark.parametrize(
    ("participant", "states"),
    [
        (R("speaker", CHINA), (CHINA.id,)),
        (R("speaker", CHINA, behalf=RUSSIA), (CHINA.id,)),
        (R("speaker", XI), ()),
        (R("speaker", XI, office=H_XI), (CHINA.id,)),
        (R("speaker", XI, office=H_XI, behalf=RUSSIA), (RUSSIA.id,)),
        (R("speaker", GUTERRES), (PORTUGAL.id,)),
        (R("speaker", GUTERRES, office=H_GUTERRES), ()),
        (R("speaker", GUTERRES, behalf=UN), ()),
        (R("speaker", GROUP), (CHINA.id, RUSSIA.id)),
        (R("speaker", TROOPS), (RUSSIA.id,)),
        (R("speaker", UN), ()),
    ],
)  # fmt: skip
def test_state_of_an_agent_by_the_first_rule_that_applies(participant: Participant, states: tuple[str, ...]) -> None:
    assert state_of(participant) == states


def test_troops_without_members_act_for_their_state() -> None:
    assert represented(R("attacker", TROOPS)) == (RUSSIA.id,)
    assert represented(R("attacker", GROUP)) == ()
    assert represented(R("attacker", XI, behalf=CHINA)) == (CHINA.id,)


def test_members_of_groups_within_groups() -> None:
    nest = replace(GROUP, id="doc/x/group/5-9", members=(GROUP, XI, CHINA))
    assert [m.id for m in members_of(nest)] == [GROUP.id, CHINA.id, RUSSIA.id, XI.id]


def test_a_statement_on_a_statement_concerns_what_that_one_concerns() -> None:
    reading = syn_c()
    critic = next(e for e in reading.events if e.type == "Criticism")
    said = {
        q.object.value.removeprefix(BASE)
        for q in quads(builder().build(reading).graph)
        if q.subject.value == BASE + critic.id and q.predicate.value == IR + "concerns"
    }
    attack = next(e for e in reading.events if e.type == "MilitaryAttack")
    assert {attack.participants[0].entity.id, "entity/Q232"} <= said  # the troops, and the state of the place shelled


def test_statements_that_speak_of_each_other_come_to_an_end() -> None:
    reading = syn_c()
    said = next(e for e in reading.events if e.type == "Statement")
    critic = next(e for e in reading.events if e.type == "Criticism")
    answer = replace(
        critic.content[0], claim=replace(critic.content[0].claim, id="doc/odd%2Fc%20%C3%A9/claim/9-9", about=critic.id)
    )
    turned = replace(said, content=(*said.content, answer))
    assert builder().build(replace(reading, events=tuple(turned if e is said else e for e in reading.events)))
