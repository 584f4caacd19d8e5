"""Stories annotated are read, or refused with the words that do not fit; those of the tests hold what was promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate.merged import KINDS
from kg.evaluate.stories import load_story, stories_in
from kg.vocab.ontology import Ontology

GOLD = Path(__file__).parents[1] / "gold" / "stories"
STORIES = [load_story(path) for path in stories_in([GOLD])]

GOOD = """
[[article]]
id = "a"
publisher = "The Daily"
published = 2019-03-13
title = "Chad and Niger met"
text = '''
Chad and Niger met in Zinder. Chad met Mali, too.
'''

[[event]]
id = "talks"
type = "Meeting"
status = "occurred"
told = { a = ["Niger *met* in", "*met* in Zinder"] }

[[entity]]
id = "chad"
type = "State"
named = { a = "Chad" }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "story.toml"
    path.write_text(text, "utf-8")
    return path


def test_words_between_asterisks_are_found_by_those_around_them(tmp_path: Path) -> None:
    story = load_story(write(tmp_path, GOOD.replace(', "*met* in Zinder"', ', "Chad *met* Mali"')))
    (article,), (cluster,) = story.articles, story.clusters
    assert cluster.id == "story/talks"
    assert [article.text[told.start : told.end] for told in cluster.told] == ["met", "met"]
    assert [told.start for told in cluster.told] == [15, 35]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Niger *met* in", "*met*", "'met' 3 times"),
        ("Niger *met*", "Niger *meets*", "'Niger meets in' 0 times"),
        ("told = { a =", "told = { b =", "no article is called 'b'"),
        ('a = "Chad"', 'a = "Tchad"', "names no 'Tchad'"),
        ("2019-03-13", '"2019-03-13"', "write a day without quotes"),
        ('publisher = "The Daily"', "", "lacks 'publisher'"),
        ("[[article]]", "[[article", "no story"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError, match=r"story\.toml") as caught:
        load_story(path)
    assert told in str(caught.value)


def test_no_story_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no story is there"):
        stories_in([tmp_path])
    with pytest.raises(InputError, match="cannot be read"):
        load_story(tmp_path / "none.toml")


def test_there_are_enough_stories_and_each_is_told_by_several_publishers() -> None:
    assert len(STORIES) >= 12
    for story in STORIES:
        assert 3 <= len(story.articles) <= 6
        assert len({article.publisher for article in story.articles}) > 1
        assert all(100 <= len(article.text.split()) <= 350 for article in story.articles)
        assert any(len({told.article for told in cluster.told}) > 1 for cluster in story.clusters)
    articles = [article.id for story in STORIES for article in story.articles]
    assert len(set(articles)) == len(articles)


def test_what_is_annotated_is_of_the_ontology() -> None:
    ontology = Ontology.load()
    statuses = set(ontology.codes["status"])
    for cluster in (cluster for story in STORIES for cluster in story.clusters):
        assert cluster.good <= set(ontology.classes)
        assert cluster.status <= statuses
    assert {link.kind for story in STORIES for link in story.links} <= set(KINDS)
