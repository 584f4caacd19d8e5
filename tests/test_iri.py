"""Ids come from content: two things never share one, none climbs out of its place, and each is a valid IRI."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.model import Span
from kg.vocab.iri import (
    PREFIXES,
    document_id,
    entity_id,
    key,
    numbered,
    short_hash,
    slug,
    span_id,
    text_id,
)

BASE = "https://w3id.org/irkg/data/"
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
article_ids = any_text.filter(bool)
spans = st.builds(Span, st.integers(0, 99), st.integers(100, 199), st.just("x"), st.sampled_from(["text", "title"]))


@given(article_ids)
@example("..")
@example(".")
@example("%2E%2E")
@example("../../etc/passwd")
@example('a"b>c d\x00e')
@example("\ud800")
@example("2023/03/21 — Ü")
def test_a_document_id_can_be_read_back_and_never_climbs(article: str) -> None:
    id_ = document_id(article)
    head, _, rest = id_.partition("/")
    assert head == "doc"
    assert unquote(rest, errors="surrogatepass") == article
    assert re.fullmatch(r"[A-Za-z0-9_~.!*()@:,;+$%-]+", rest)
    assert not set(rest) <= {"."}
    assert NamedNode(BASE + id_).value == BASE + id_


@given(article_ids, article_ids)
def test_two_articles_never_share_an_id(one: str, other: str) -> None:
    assert (document_id(one) == document_id(other)) is (one == other)


@given(any_text)
def test_a_slug_is_lower_case_ascii_and_its_own_slug(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made
    assert made == slug(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Li Wei", "li-wei"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Đỗ Mười", "do-muoi"),
        ("Straße", "strasse"),
        ("Jyllands-Posten", "jyllands-posten"),
        ("  U.S.–China  talks ", "u-s-china-talks"),
        ("北京", short_hash("北京")),
        ("—", short_hash("—")),
        ("", short_hash("")),
    ],
)
def test_slugs_that_people_can_read(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_that_differ_in_lost_letters_alone_stay_apart() -> None:
    assert slug("Иван 1") != slug("Пётр 1")
    assert slug("Group 北") != slug("Group 南")


@given(
    article_ids, spans, spans, st.sampled_from(["event", "claim", "link"]), st.sampled_from(["event", "claim", "link"])
)
def test_what_two_stretches_give_never_shares_an_id(
    article: str, one: Span, other: Span, kind: str, kind2: str
) -> None:
    doc = document_id(article)
    same = (kind, one) == (kind2, other)
    assert (text_id(doc, kind, one) == text_id(doc, kind2, other)) is same
    assert span_id(doc, one) == text_id(doc, "span", one)
    assert (text_id(doc, kind, one) == span_id(doc, one)) is False
    assert NamedNode(BASE + text_id(doc, kind, one))


def test_spans_of_a_title_given_apart_stand_below_it() -> None:
    assert span_id("doc/a", Span(3, 9, "Moscow")) == "doc/a/span/3-9"
    assert span_id("doc/a", Span(3, 9, "Moscow", "title")) == "doc/a/title/span/3-9"


def test_the_first_of_several_has_the_plain_id() -> None:
    assert [numbered("doc/a/event/1-2", n) for n in (1, 2, 3)] == [
        "doc/a/event/1-2",
        "doc/a/event/1-2.2",
        "doc/a/event/1-2.3",
    ]


def test_entities_of_an_article_stand_below_it_and_keys_leave_that_out() -> None:
    assert entity_id("AgentGroup", "The Rebels") == "entity/agentgroup/the-rebels"
    assert entity_id("Person", "Li Wei", "doc/a") == "doc/a/entity/person/li-wei"
    assert key("doc/a/entity/person/li-wei", "doc/a") == "person-li-wei"
    assert key("entity/Q159") == "Q159"
    assert key("office/Q159/president") == "Q159-president"
    assert key("doc/a/group/3-9", "doc/a") == "group-3-9"


@given(any_text)
def test_a_short_hash_is_16_hexadecimal_digits(text: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", short_hash(text))


def test_prefixes_are_sorted_and_each_is_a_namespace() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    for iri in PREFIXES.values():
        assert iri[-1] in "#/"
        assert NamedNode(iri)
