"""What merging makes of a store of any kind: in this process, of a server of ours, of real servers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from store_samples import BASE

from kg import Article, Builder
from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.curate.joins import Joins
from kg.model import ArticleQuads
from kg.protocols import Store
from kg.query.catalog import load_catalog
from kg.query.run import ask
from kg.store.oxigraph import OxigraphStore
from kg.vocab.iri import PREFIXES

CURATED = f"{BASE}graph/curated"
IR = PREFIXES["ir"]
TEXTS = {
    "wire": "Serbian President Aleksandar Vučić met Hungarian Prime Minister Viktor Orbán in Belgrade on Wednesday. "
    "Orbán invited Vučić to visit Budapest. The Serbian side's envoy, Milan Petrović of Serbia, was there.",
    "post": "Viktor Orbán met Aleksandar Vučić in Belgrade on Wednesday, the Serbian presidency said. Serbia's envoy "
    "Milan Petrović took part.",
    "mail": "In Belgrade, Serbia's Aleksandar Vučić met Viktor Orbán on Wednesday, Hungary's government said. Viktor "
    "Orbán invited Aleksandar Vučić to Budapest.",
    "late": "Serbian President Aleksandar Vučić visited Budapest on Monday.",
}
SETTINGS = Settings(base=BASE)


@cache
def built() -> dict[str, ArticleQuads]:
    """The articles; ``mail*`` is a version of ``mail`` that tells nothing of a meeting."""
    days = {"late": date(2019, 5, 28)}
    articles = [
        Article(id_, text, published=days.get(id_, date(2019, 5, 16)), published_by="field", publisher=f"The {id_}")
        for id_, text in TEXTS.items()
    ]
    other = replace(articles[2], text="Serbia and Hungary have a common border.")
    found = {r.quads.article: r.quads for r in Builder(SETTINGS).build(articles) if r.quads}
    (changed,) = Builder(SETTINGS).build([other])
    assert changed.quads
    return found | {"mail*": changed.quads}


def merging(store: Store, folder: Path) -> Consolidation:
    return Consolidation(replace(SETTINGS, decisions=folder / "decisions.tsv"), store)


def expected(names: list[str], folder: Path) -> list[str]:
    """graph/curated of a store in memory that holds these articles."""
    store = OxigraphStore(None, BASE)
    store.put([built()[name] for name in names])
    merging(store, folder / "elsewhere").merge()
    return sorted(store.quads(CURATED))


def wholes(store: Store) -> dict[str, set[str]]:
    """Each merged thing, and the articles of its members."""
    found: dict[str, set[str]] = {}
    for row in store.query(f"SELECT ?w ?m {{ GRAPH <{CURATED}> {{ ?w <{IR}consolidates> ?m }} }}").rows:
        whole, member = (term.value if term else "" for term in row)
        found.setdefault(whole, set()).add(member.split("/doc/")[1].split("/")[0])
    return found


def test_a_store_of_any_kind_is_merged_alike_and_step_by_step(store: Store, tmp_path: Path) -> None:
    at_work = merging(store, tmp_path)
    for names in (["wire"], ["post", "mail"], ["late"]):
        store.put([built()[name] for name in names])
        assert at_work.merge().read == len(names)
    assert sorted(store.quads(CURATED)) == expected(["wire", "post", "mail", "late"], tmp_path)
    assert {"wire", "post", "mail"} in wholes(store).values()
    again = at_work.merge()
    assert (again.read, again.compared) == (0, 0)
    meeting = next(whole for whole, articles in wholes(store).items() if articles == {"wire", "post", "mail"})
    joins = Joins(replace(SETTINGS, decisions=tmp_path / "decisions.tsv"), store)
    (first, *_) = joins.explain(meeting).joins
    assert (first.property, first.decided) == ("sameEvent", False)
    assert joins.part(meeting, "a test", "2031-01-01T00:00:00+00:00") == 3
    at_work.merge()
    assert meeting not in wholes(store)


def test_a_graph_that_is_no_articles_is_changed_by_what_goes_and_what_comes(store: Store) -> None:
    one, two, three = (f'<{BASE}s> <{BASE}p> "{n}" <{CURATED}> .' for n in (1, 2, 3))
    store.put_graph(CURATED, f"{one}\n{two}\n")
    store.change_graph(CURATED, f"{two}\n{three}\n", "")
    assert list(store.quads(CURATED)) == [one]
    store.change_graph(CURATED, f"{one}\n", f"{two}\n{three}\n")
    assert sorted(store.quads(CURATED)) == [two, three]
    store.change_graph(CURATED, f"{two}\n{three}\n", "")
    assert store.count(CURATED) == 0


def test_what_was_merged_is_made_whole_where_somebody_took_of_it(store: Store, tmp_path: Path) -> None:
    store.put([built()[name] for name in ("wire", "post", "mail", "late")])
    merging(store, tmp_path).merge()
    whole = sorted(store.quads(CURATED))
    store.put([built()["mail*"]])
    store.put([built()["mail"]])  # as it was when it was merged; what rested on it is gone
    assert len(list(store.quads(CURATED))) < len(whole)
    assert merging(store, tmp_path).merge().read == 0
    assert sorted(store.quads(CURATED)) == whole
    store.put_graph(CURATED, whole[0] + "\n")
    merging(store, tmp_path).merge()
    assert sorted(store.quads(CURATED)) == whole


def test_an_article_that_goes_or_comes_anew_takes_along_what_rests_on_it(store: Store, tmp_path: Path) -> None:
    everything = ["wire", "post", "mail", "late"]
    store.put([built()[name] for name in everything])
    merging(store, tmp_path).merge()
    before = wholes(store)
    assert any("mail" in articles for articles in before.values())
    store.put([built()[name] for name in everything])  # as they were
    assert wholes(store) == before
    store.put([built()["mail*"]])  # tells of no meeting any longer
    assert wholes(store) == {whole: articles for whole, articles in before.items() if "mail" not in articles}
    assert not any("doc/mail" in line for line in store.quads(CURATED))
    merging(store, tmp_path).merge()
    assert sorted(store.quads(CURATED)) == expected(["wire", "post", "mail*", "late"], tmp_path)
    store.remove(["wire", "post", "mail", "late"])
    assert list(store.quads()) == []


def test_a_question_on_what_is_merged_never_shows_what_no_article_says(store: Store, tmp_path: Path) -> None:
    names = ["wire", "post", "mail", "late"]
    store.put([built()[name] for name in names])
    merging(store, tmp_path).merge()
    questions = ("who-met-whom", "first-report", "invitation-chain", "state-pair-timeline")
    shown = {name: ask(store, load_catalog()[name], {}, BASE).rows for name in questions}
    assert all(shown.values())
    store.remove(["wire"])
    for name in questions:
        for row in ask(store, load_catalog()[name], {}, BASE).rows:
            assert not any(term and "doc/wire" in term.value for term in row)
            for term in row:
                if term and "/event/" in term.value:  # it is still told, as what it was told
                    (told,) = store.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ <{term.value}> a ?class }} }}").rows
                    assert told[0]
                    assert told[0].value != "0"
