"""However articles came to a store, one by one, changed or gone, graph/curated is what one run over all would make."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from measured import story_files

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation, Merged
from kg.curate.joins import Joins
from kg.evaluate.stories import load_story
from kg.model import Answer, ArticleQuads
from kg.store.oxigraph import OxigraphStore

BASE = Settings().base
CURATED = f"{BASE}graph/curated"


@cache
def stories() -> tuple[Article, ...]:
    return tuple(article for path in story_files() for article in load_story(path).articles)


@cache
def built() -> dict[str, ArticleQuads]:
    """The articles of all stories, and of each third one a version with its last sentence cut, under its id + ``*``."""
    cut = [replace(a, text=a.text[: a.text.rstrip(" .").rfind(". ") + 1]) for a in stories()[::3]]
    found = {r.quads.article: r.quads for r in Builder.default().build(stories()) if r.quads}
    return found | {f"{r.quads.article}*": r.quads for r in Builder.default().build(cut) if r.quads}


class Read(OxigraphStore):
    """A store that remembers of which articles it was asked."""

    def __init__(self) -> None:
        super().__init__(None, BASE)
        self.asked: set[str] = set()

    def query(self, text: str) -> Answer:
        self.asked |= {name for name in built() if f"<{BASE}doc/{name}>" in text}
        assert "GRAPH ?g " not in text  # which would read every article
        return super().query(text)


def consolidation(store: OxigraphStore, folder: Path) -> Consolidation:
    return Consolidation(Settings(decisions=folder / "decisions.tsv"), store)


def from_scratch(articles: Iterable[ArticleQuads], folder: Path) -> list[str]:
    """graph/curated of a store that gets these articles at once, merged without notes."""
    store = OxigraphStore(None, BASE)
    store.put(list(articles))
    merges = folder / "merges.tsv"
    apart = folder / "scratch"
    apart.mkdir(exist_ok=True)
    for left in apart.iterdir():
        left.unlink()
    if merges.exists():
        (apart / "merges.tsv").write_text(merges.read_text("utf-8"), "utf-8")
    merged = consolidation(store, apart).merge()
    assert merged.read == merged.articles
    return sorted(store.quads(CURATED))


def groups(names: Sequence[str], size: int) -> list[Sequence[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 4), (3, 17)])
def test_articles_that_come_in_any_order_change_and_go_leave_what_a_run_over_all_makes(
    tmp_path: Path, seed: int, size: int
) -> None:
    luck = random.Random(seed)
    first = [name for name in built() if not name.endswith("*")]
    luck.shuffle(first)
    store, last = OxigraphStore(None, BASE), Merged(*(0,) * 11)
    merging = consolidation(store, tmp_path)
    for names in groups(first, size):
        store.put([built()[name] for name in names])
        last = merging.merge()
        assert last.read == len(names)
    assert last.merged_events > 100
    assert sorted(store.quads(CURATED)) == from_scratch((built()[name] for name in first), tmp_path)
    changed = [name for name in built() if name.endswith("*")]
    store.put([built()[name] for name in changed])
    gone = luck.sample(first, 6)
    store.remove(gone)
    merging.merge()
    now = {name.removesuffix("*"): quads for name, quads in built().items() if name.removesuffix("*") not in gone}
    assert set(now) == set(store.fingerprints())
    assert sorted(store.quads(CURATED)) == from_scratch(now.values(), tmp_path)
    store.put([built()[name] for name in first])
    merging.merge()
    assert sorted(store.quads(CURATED)) == from_scratch((built()[name] for name in first), tmp_path)


def test_what_a_person_decides_reaches_a_merged_store(tmp_path: Path) -> None:
    names = [name for name in built() if not name.endswith("*")]
    store = OxigraphStore(None, BASE)
    store.put([built()[name] for name in names])
    merging = consolidation(store, tmp_path)
    merging.merge()
    both = "<https://w3id.org/irkg/def#consolidates> ?m , ?n FILTER(?m != ?n)"
    query = f"SELECT ?w WHERE {{ GRAPH <{CURATED}> {{ ?w {both} }} }} ORDER BY ?w"
    wholes = sorted({row[0].value for row in store.query(query).rows if row[0]})
    for whole in (wholes[0], wholes[len(wholes) // 2], wholes[-1]):
        Joins(Settings(decisions=tmp_path / "decisions.tsv"), store).part(whole, "a test", "2031-01-01T00:00:00+00:00")
    merged = merging.merge()
    assert merged.read == 0
    assert sorted(store.quads(CURATED)) == from_scratch((built()[name] for name in names), tmp_path)


def test_a_run_reads_what_is_new_and_compares_its_neighbours_alone(tmp_path: Path) -> None:
    names = sorted(name for name in built() if not name.endswith("*"))
    store = Read()
    merging = consolidation(store, tmp_path)
    store.put([built()[name] for name in names[1:]])
    whole = merging.merge()
    assert store.asked == set(names[1:])
    store.asked.clear()
    again = merging.merge()
    assert (again.read, again.compared, store.asked) == (0, 0, set())
    store.put([built()[names[0]]])
    more = merging.merge()
    assert (more.read, more.articles) == (1, len(names))
    assert store.asked == {names[0]}
    assert 0 < more.compared < whole.compared / 10
    store.asked.clear()
    store.remove([names[0]])
    less = merging.merge()
    assert (less.read, store.asked) == (0, set())
    assert less.compared < whole.compared / 10
    assert less.quads == whole.quads


def test_notes_that_are_lost_broken_or_of_another_store_change_nothing(tmp_path: Path) -> None:
    names = sorted(name for name in built() if not name.endswith("*"))[:12]
    store, other = OxigraphStore(None, BASE), OxigraphStore(None, BASE)
    store.put([built()[name] for name in names[:8]])
    other.put([built()[name] for name in names[4:]])
    expected = [from_scratch((built()[n] for n in some), tmp_path) for some in (names[:8], names[4:])]
    for _ in range(2):  # both keep notes in one place
        for one, rows in zip((store, other), expected, strict=True):
            consolidation(one, tmp_path).merge()
            assert sorted(one.quads(CURATED)) == rows
    (notes,) = tmp_path.glob("*.sqlite")
    notes.write_bytes(b"no database at all" * 100)
    assert consolidation(store, tmp_path).merge().read == 8
    assert consolidation(store, tmp_path).merge().read == 0
    notes.unlink()
    assert consolidation(store, tmp_path / "no-such-folder").merge().read == 8
    assert sorted(store.quads(CURATED)) == expected[0]
