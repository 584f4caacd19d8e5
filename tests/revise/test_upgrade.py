"""A name linked later is as if it had been linked from the start; undone, as if it never had been."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from wikibase_server import CHINA, HUMAN, NORWAY, STATE, Server, Thing, serving

from kg.annotate.nlp import Parser
from kg.config import Settings
from kg.decisions import Decisions
from kg.errors import StoreError
from kg.gazetteer.supplement import Supplement
from kg.link.live import LookedUp, look_up
from kg.link.wikibase import Wikibase
from kg.link.wikidata import Wikidata
from kg.model import Answer, Article, ArticleQuads
from kg.pipeline import Builder
from kg.protocols import Parses
from kg.query.article import stored_article
from kg.query.catalog import load_catalog
from kg.query.open_names import OpenName, open_names
from kg.revise.upgrade import Upgrade
from kg.stages import load_stages
from kg.store import dump
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import Ontology

NEWS = (
    ("a", "Norwegian diplomat Dagny Testvold met Chinese Foreign Minister Wang Yi in Oslo, officials said."),
    ("b", "Norwegian envoy Dagny Testvold praised China. Testvold invited Xi Jinping to Norway."),
    ("c", "Chile and Peru signed a treaty."),
)
DAGNY = Thing("Q8000001", "Dagny Testvold", "Norwegian diplomat", (), (("P31", "Q5"), ("P27", "Q20")))
OTHER = Thing("Q8000002", "Dagny Testvoldsen", "Norwegian singer", (), (("P31", "Q5"), ("P27", "Q20")))
WENBIN = Thing("Q8000003", "Wang Wenbin", "Chinese diplomat", (), (("P31", "Q5"), ("P27", "Q148")))
DAY, MOMENT = "2024-05-01", "2024-05-01T10:00:00+00:00"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(HUMAN, STATE, CHINA, NORWAY, DAGNY, OTHER, WENBIN) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, server: Server) -> Settings:
    table = server.table(cache=str(tmp_path / "cache.sqlite"))
    return Settings(store=str(tmp_path / "store"), wikibase=table)


@pytest.fixture(scope="module")
def parser() -> Parses:
    return Parser(Settings())


@pytest.fixture(scope="module")
def built(parser: Parses, tmp_path_factory: pytest.TempPathFactory) -> tuple[ArticleQuads, ...]:
    plain = Settings(store=str(tmp_path_factory.mktemp("built") / "store"))
    results = Builder(plain, load_stages(plain, parser=parser)).build(Article(id_, text) for id_, text in NEWS)
    return tuple(result.quads for result in results if result.quads)


@pytest.fixture
def store(settings: Settings, built: tuple[ArticleQuads, ...]) -> Iterator[OxigraphStore]:
    with OxigraphStore(Path(settings.store), settings.base) as opened:
        opened.put(built)
        yield opened


def looked(settings: Settings, names: tuple[OpenName, ...]) -> LookedUp:
    return look_up(Wikidata(Wikibase.of(settings.wikibase)), [n.name for n in names])


def upgraded(settings: Settings, store: OxigraphStore, parser: Parses) -> Upgrade:
    """The store with all its open names linked."""
    names = open_names(store, Ontology.load(), settings.base)
    upgrade, found = Upgrade(settings, store, parser), looked(settings, names)
    upgrade.take(upgrade.propose(names, found, DAY), found, DAY, MOMENT)
    return upgrade


def answers(store: OxigraphStore) -> dict[str, list[str]]:
    """Every saved question's rows, as text, sorted."""

    def rows(answer: Answer) -> list[str]:
        # a pair without direction is ordered by its IRIs: what stands in a row counts, not on which side
        return sorted("\t".join(sorted("" if cell is None else cell.value for cell in row)) for row in answer.rows)

    return {name: rows(store.query(query.text)) for name, query in load_catalog().items()}


def test_open_names_are_those_of_things_that_may_have_an_item(settings: Settings, store: OxigraphStore) -> None:
    names = open_names(store, Ontology.load(), settings.base)
    assert [(n.article, n.name, n.type, n.status) for n in names] == [
        ("b", "Dagny Testvold", "Person", "nil"),
        ("a", "Dagny Testvold", "Person", "nil"),
    ]
    assert all(NEWS[0 if n.article == "a" else 1][1][slice(*map(int, n.span.split("-")))] for n in names)


def test_an_article_comes_out_of_the_store_as_it_was_read(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    builder = Builder(settings, load_stages(settings, parser=parser))
    for id_, fingerprint in store.fingerprints().items():
        assert builder.fingerprint(stored_article(store, settings.base, id_)) == fingerprint


def test_a_name_alone_without_a_sign_of_its_state_stays_open(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    builder = Builder(settings, load_stages(settings, parser=parser))
    (result,) = builder.build([Article("d", "Dagny Testvold met Xi Jinping.")])
    assert result.quads
    store.put([result.quads])
    upgraded(settings, store, parser)
    assert [n.article for n in open_names(store, Ontology.load(), settings.base)] == ["d"]


def test_whom_the_gazetteer_knows_without_an_item_gets_it_and_keeps_the_offices(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    text = "Chinese Foreign Ministry spokesperson Wang Wenbin criticized Chile."
    builder = Builder(settings, load_stages(settings, parser=parser))
    (result,) = builder.build([Article("w", text, published=date(2022, 5, 1))])
    assert result.quads
    store.put([result.quads])
    before = dump(store)
    assert f"<{settings.base}entity/person/wang-wenbin>" in before
    upgrade = upgraded(settings, store, parser)
    after = dump(store)
    assert "person/wang-wenbin" not in after and "person-wang-wenbin" not in after
    assert f"<{settings.base}holding/Q8000003/" in after
    upgrade.undo([], MOMENT)
    assert dump(store) == before


def test_the_item_is_everywhere_and_nothing_else_changes(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    before = answers(store)
    upgraded(settings, store, parser)
    assert open_names(store, Ontology.load(), settings.base) == ()
    assert not any("entity/person/dagny" in line for line in store.quads())
    after = answers(store)
    new = f"{settings.base}entity/Q8000001"
    old = re.compile(re.escape(settings.base) + r"doc/[ab]/entity/person/dagny-testvold")
    assert before.keys() == after.keys()
    for name in before.keys() - {"unlinked-entities"}:
        renamed = ("\t".join(sorted(old.sub(new, row).split("\t"))) for row in before[name])
        assert sorted(renamed) == after[name], name
    assert before["unlinked-entities"] and not after["unlinked-entities"]


def test_it_is_the_graph_that_would_have_come_from_the_start(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    upgraded(settings, store, parser)
    builder = Builder(settings, load_stages(settings, parser=parser))
    for id_, text in NEWS[:2]:
        (result,) = builder.build([Article(id_, text)])
        assert result.quads
        lines = sorted(f"{line}\n" for line in store.quads(result.quads.doc))
        assert lines == sorted(result.quads.graph.splitlines(keepends=True))
        assert store.fingerprints()[id_] == result.quads.fingerprint


def test_undone_the_store_is_as_before_to_the_last_quad(
    settings: Settings, store: OxigraphStore, parser: Parses
) -> None:
    before = dump(store)
    upgrade = upgraded(settings, store, parser)
    assert dump(store) != before
    assert settings.supplement_folder.is_dir()
    assert upgrade.undo(["Q1"], MOMENT) == ()
    assert len(upgrade.undo([], MOMENT)) == 2
    assert dump(store) == before
    assert not settings.supplement_folder.exists()
    assert list(Decisions(settings.decisions_file)) == []
    assert len(settings.decisions_file.read_text().splitlines()) == 5  # who did what stays to be read


def test_where_the_store_refuses_nothing_is_kept(
    settings: Settings, store: OxigraphStore, parser: Parses, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(store)

    def full(articles: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "put", full)
    with pytest.raises(StoreError):
        upgraded(settings, store, parser)
    monkeypatch.undo()
    assert dump(store) == before
    assert not settings.supplement_folder.exists()
    assert list(Decisions(settings.decisions_file)) == []
    upgrade = upgraded(settings, store, parser)
    linked, kept = dump(store), list(Decisions(settings.decisions_file))
    monkeypatch.setattr(store, "put", full)
    with pytest.raises(StoreError):
        upgrade.undo([], MOMENT)
    monkeypatch.undo()
    assert dump(store) == linked and list(Decisions(settings.decisions_file)) == kept
    assert Supplement(settings.supplement_folder).keys() == {"Q8000001"}


def test_a_name_borne_by_a_part_of_another_is_not_taken(settings: Settings, store: OxigraphStore) -> None:
    found = looked(settings, open_names(store, Ontology.load(), settings.base))
    assert found.names == {"Dagny Testvold": ("Q8000001",)}
    assert found.items.keys() == {"Q8000001"}
