"""The makers of texts and graphs that the benchmark lives on make what is read and built: whole, lifelike, the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from endpoint import KINDS, serving_table
from graphs import Graphs
from serve import pages_table
from texts import articles

from kg.config import Settings
from kg.model import ArticleQuads, BuildResult
from kg.pipeline import Builder
from kg.plugins import load
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

SETTINGS = Settings()
NIF, IR = PREFIXES["nif"], PREFIXES["ir"]


@pytest.fixture(scope="module")
def built() -> list[BuildResult]:
    return list(Builder(SETTINGS).build(articles(4)))


@pytest.fixture(scope="module")
def made(built: list[BuildResult]) -> list[ArticleQuads]:
    return list(Graphs([r.quads for r in built if r.quads], SETTINGS).articles(60))


def test_an_article_is_the_same_whatever_the_number(built: list[BuildResult], made: list[ArticleQuads]) -> None:
    again = Graphs([r.quads for r in built if r.quads], SETTINGS).articles(7)
    assert list(again) == made[:7]


def test_a_store_takes_them_as_they_are(made: list[ArticleQuads]) -> None:
    with OxigraphStore(None, SETTINGS.base) as store:
        store.put(made)
        assert store.fingerprints() == {quads.article: quads.fingerprint for quads in made}
        held = [store.count(quads.doc) for quads in made]
    assert held == [quads.graph.count("\n") for quads in made]


def test_quotes_stand_at_their_offsets(made: list[ArticleQuads]) -> None:
    for quads in made[:10]:
        told: dict[ox.NamedNode, dict[str, str]] = {}
        for quad in ox.parse(quads.graph, ox.RdfFormat.N_QUADS):
            told.setdefault(quad.subject, {})[quad.predicate.value] = quad.object.value
        spans = [facts for facts in told.values() if f"{NIF}anchorOf" in facts]
        assert spans
        for facts in spans:
            context = told[ox.NamedNode(facts[f"{NIF}referenceContext"])][f"{NIF}isString"]
            begin, end = (int(facts[f"{NIF}{edge}Index"]) for edge in ("begin", "end"))
            assert context[begin:end] == facts[f"{NIF}anchorOf"]


def test_they_keep_the_shapes_as_what_is_built_does(made: list[ArticleQuads]) -> None:
    """Offices alone can fail: who held one on the day of the story need not have held it on every day told of."""
    validator = load("validator", "auto")(None)
    for quads in made[:5]:
        report = validator.validate(quads.graph + "".join(quads.entities.values()))
        assert {f.shape for f in report.findings if f.severity == "Violation"} <= {"S13", "S14"}


def test_who_acts_and_when_is_distributed_as_in_news(made: list[ArticleQuads]) -> None:
    quads = [quad for one in made for quad in ox.parse(one.graph, ox.RdfFormat.N_QUADS)]
    states = Counter(q.object for q in quads if q.predicate.value == f"{IR}initiatorState")
    most = states.most_common()
    assert len(most) > 40 and most[0][1] > 5 * most[20][1]
    assert len({q.object for q in quads if q.predicate.value == f"{PREFIXES['dct']}issued"}) > 25


def test_some_copy_others_word_for_word(made: list[ArticleQuads]) -> None:
    texts = Counter(
        quad.object.value
        for one in made
        for quad in ox.parse(one.graph, ox.RdfFormat.N_QUADS)
        if quad.predicate.value == f"{NIF}isString" and quad.subject.value == one.doc
    )
    assert 1 / 12 < 1 - len(texts) / len(made) < 1 / 4


def test_the_endpoint_is_measured_while_it_answers(made: list[ArticleQuads], tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", SETTINGS.base) as store:
        store.put(made[:5])
    (tmp_path / "a-2023-03-21.txt").write_text("Norway invited Chile to talks.\n")
    table = serving_table(tmp_path / "store", tmp_path / "a-2023-03-21.txt", seconds=0.5)
    lines = [line for line in table if line.startswith("| ") and "---" not in line]
    assert len(lines) == len(KINDS) + 3
    with OxigraphStore(tmp_path / "store", SETTINGS.base) as store:
        assert len(store.fingerprints()) == 6, "the build went through the server"


def test_each_page_of_the_explorer_is_timed(made: list[ArticleQuads], tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", SETTINGS.base) as store:
        store.put(made)
    head, _, *table = pages_table(str(tmp_path / "store"))
    assert "events; the index" in head
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table[2:]]
    assert {"/", "/events", "an event", "an article", "busiest state", "/states", "/review"} <= {
        row[0] for row in cells
    }
    assert all(float(first) > 0 and float(then) > 0 for _, first, then, _ in cells)
