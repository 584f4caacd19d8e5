"""What merging is given to compare, read out of a store."""

from __future__ import annotations

from datetime import date

from kg import Article, Builder
from kg.config import Settings
from kg.curate.reported import reports
from kg.merge.copies import sketch
from kg.merge.records import Rules
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import Ontology

BASE = Settings().base
TEXT = "Norway expelled three Russian diplomats on Tuesday. Sweden and Norway signed a treaty on fisheries in Oslo."


def test_a_nameless_group_is_no_party_that_could_differ_but_its_state_is() -> None:
    store = OxigraphStore(None, BASE)
    article = Article("a", TEXT, published=date(2019, 3, 13), published_by="field", publisher="The Example")
    store.put([result.quads for result in Builder.default().build([article]) if result.quads])
    rules = Rules.load()
    (report,) = reports(store, BASE, Ontology.load(), rules, [f"{BASE}doc/a"])
    told = report.document
    assert (told.sketch, told.day, told.publisher) == (sketch(TEXT, rules), "2019-03-13", "the-example")
    by_kind = {event.kinds[0]: event for event in report.events}
    expulsion, signing = by_kind["DiplomatExpulsion"], by_kind["Signing"]
    norway, russia, sweden = (f"{BASE}entity/{item}" for item in ("Q20", "Q159", "Q34"))
    assert expulsion.sides == (frozenset({norway}), frozenset())
    assert expulsion.states == (frozenset({norway}), frozenset({russia}))
    assert signing.parties == {norway, sweden}
    assert "fisheries" in signing.instruments
    assert "treaty" not in signing.instruments
