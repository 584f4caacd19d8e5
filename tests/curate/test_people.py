"""People and bodies of several articles by value: who is one, who only shares a name, and whose acts are whose."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from query_samples import shown

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

BASE, IR = Settings().base, PREFIXES["ir"]
TOLD = {
    "amber": "Czech Deputy Trade Minister Marek Dvorsky visited Moldova on Monday.",
    "basalt": "Marek Dvorsky, the deputy trade minister of the Czech Republic, visited Moldova on Monday.",
    "copper": "Slovak lawmaker Marek Dvorsky criticised Hungary on Tuesday.",
    "dune": "Armenia's Defence Ministry accused Azerbaijan of shelling a village on Tuesday.",
    "ember": "The Armenian Defence Ministry accused Azerbaijan of shelling a village on Tuesday.",
    "gale": "French President Emmanuel Macron met German Chancellor Friedrich Merz on Tuesday.",
    "harbour": "Friedrich Merz and the French president met on Tuesday.",
    "inlet": "An envoy of Germany, Jörg Altmann, met a French delegation on Tuesday to discuss the price of gas.",
    "flint": "Azerbaijan's Defence Ministry accused Armenia of shelling a village on Tuesday.",
}


@cache
def wholes() -> dict[str, list[str]]:
    """What each merged thing consolidates, by its class and the name it has, or the articles that tell it."""
    articles = [
        Article(name, text, published=date(2025, 5, 14), published_by="field", publisher=name)
        for name, text in TOLD.items()
    ]
    store = OxigraphStore(None, BASE)
    store.put([result.quads for result in Builder.default().build(articles) if result.quads])
    Consolidation(Settings(decisions=Path("/no/such/folder/decisions.tsv")), store).merge()
    query = f"""SELECT ?w ?m {{ GRAPH <{BASE}graph/curated> {{ ?w <{IR}consolidates> ?m }} }} ORDER BY ?w ?m"""
    found: dict[str, list[str]] = {}
    for whole, member in store.query(query).rows:
        found.setdefault(shown(whole), []).append(shown(member))
    return found


def articles_of(kind: str) -> list[list[str]]:
    """The articles of each merged thing of a kind: ``event``, or a class of agents."""
    return sorted([m.split("/")[1] for m in members] for whole, members in wholes().items() if kind in whole)


def test_one_minister_in_two_articles_is_one_and_his_namesake_another() -> None:
    assert articles_of("entity/person/marek-dvorsky") == [["amber", "basalt"]]
    assert ["amber", "basalt"] in articles_of("event/")  # so is his visit


def test_the_ministries_of_two_states_stay_two_and_so_do_their_accusations() -> None:
    assert not [members for members in articles_of("entity/") if "flint" in members]
    told = [members for members in articles_of("event/") if {"dune", "flint"} & set(members)]
    assert told and all(members == ["dune", "ember"] for members in told)


def test_an_envoy_who_meets_a_delegation_is_not_at_the_meeting_of_the_leaders_of_that_day() -> None:
    assert [members for members in articles_of("event/") if {"gale", "inlet"} & set(members)] == [["gale", "harbour"]]
