"""An article comes out of a store as it went in."""

from __future__ import annotations

from datetime import date

import pytest

from kg.config import Settings
from kg.errors import UnknownName
from kg.model import Article, Reading
from kg.query.article import stored_article
from kg.stages import Knowledge, load_writer
from kg.store.oxigraph import OxigraphStore

BASE = Settings().base

ARTICLES = [
    Article("plain", "Chad  met\u00a0Niger.\n\n“Well”, it said.\t"),
    Article("full/1", "A line.\n", "A title", date(2019, 3, 13), "The Daily", "https://example.org/a?b=c", "en"),
    Article("apart", "Text.", "Title: apart", title_apart=True, issued_at="2019-03-13T10:00:00Z"),
]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    writer = load_writer(Settings(), Knowledge.load(Settings()))
    store = OxigraphStore(None, BASE)
    store.put([writer.build(Reading(article, (), (), ())) for article in ARTICLES])
    return store


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article.id))
def test_it_is_the_same_to_the_last_sign(store: OxigraphStore, article: Article) -> None:
    assert stored_article(store, BASE, article.id) == article


def test_one_that_is_not_there_is_named_with_those_that_are(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match=r"no article is called 'other'; known: apart, full/1, plain"):
        stored_article(store, BASE, "other")
