"""Stories annotated: articles of several publishers, and which of the events, people and texts in them are the same."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article

__all__ = ["Cluster", "Individual", "Link", "Story", "Told", "load_story", "stories_in"]


@dataclass(frozen=True, slots=True)
class Told:
    """Words of an article that tell an event: code points of its text, or of its title (``part``)."""

    article: str
    part: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """One event, told in one article or in several.

    ``good`` are the classes as which it may be read; ``status`` those that it may have in the end, empty where the
    story leaves it open.
    """

    id: str
    type: str
    good: frozenset[str]
    status: frozenset[str]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Individual:
    """One person or body, and the name that each article gives it."""

    id: str
    named: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """What followed from what: ``later`` has the property ``kind`` with ``earlier``, both ids of clusters."""

    kind: str
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Story:
    """A set of articles annotated. ``copies`` holds for each article that is a copy the one that it is a copy of."""

    id: str
    articles: tuple[Article, ...]
    clusters: tuple[Cluster, ...]
    individuals: tuple[Individual, ...]
    copies: Mapping[str, str]
    links: tuple[Link, ...]


def load_story(path: Path) -> Story:
    """Read one story; ids of its events and entities come out behind its name.

    Args:
        path: A TOML file; tests/gold/stories/README.md describes its form.

    Raises:
        InputError: The file cannot be read, lacks what the form asks for, names an article or event that is not in it,
            or quotes words that its article has not, or has twice.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return _Form(path).story(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of a story") from error
    except KeyError as error:
        raise InputError(f"{path}: the story lacks {error}; add it, see tests/gold/stories/README.md") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: no story ({error}); see tests/gold/stories/README.md for its form") from error


class _Form:
    """Reads the parts of one file."""

    def __init__(self, path: Path) -> None:
        self._path, self._articles = path, dict[str, Article]()

    def story(self, data: Mapping[str, Any]) -> Story:
        self._articles = {one["id"]: _article(one) for one in data["article"]}
        events = {one["id"]: self._cluster(one) for one in data["event"]}
        if len(events) < len(data["event"]):
            raise ValueError("two events have one id")
        individuals = tuple(self._individual(one) for one in data.get("entity", ()))
        copies = {one["id"]: self._known(one["copy_of"]) for one in data["article"] if "copy_of" in one}
        links = tuple(Link(one["kind"], events[one["from"]].id, events[one["to"]].id) for one in data.get("chain", ()))
        return Story(
            self._path.stem, tuple(self._articles.values()), tuple(events.values()), individuals, copies, links
        )

    def _cluster(self, data: Mapping[str, Any]) -> Cluster:
        status = [data["status"], *data.get("accept_status", ())] if "status" in data else []
        told = [t for article, all_ in data["told"].items() for words in all_ for t in self._told(article, words)]
        good = frozenset({data["type"], *data.get("accept", ())})
        return Cluster(self._named(data["id"]), data["type"], good, frozenset(status), tuple(told))

    def _told(self, article: str, marked: str) -> Iterator[Told]:
        """Where the words between two asterisks stand; the words around them tell which of several is meant."""
        before, words, after = marked.split("*")
        found = []
        one = self._articles[self._known(article)]
        for part, text in (("title", one.title or ""), ("text", one.text)):
            start = text.find(before + words + after)
            while start >= 0:
                found.append(Told(article, part, start + len(before), start + len(before + words), words))
                start = text.find(before + words + after, start + 1)
        if len(found) != 1:
            raise ValueError(f"{article} has the words {before + words + after!r} {len(found)} times; quote others")
        yield from found

    def _individual(self, data: Mapping[str, Any]) -> Individual:
        for article, name in data["named"].items():
            one = self._articles[self._known(article)]
            if name not in f"{one.title}\n{one.text}":
                raise ValueError(f"{article} names no {name!r}; write it as the article has it")
        return Individual(self._named(data["id"]), dict(data["named"]))

    def _known(self, article: str) -> str:
        if article not in self._articles:
            raise ValueError(f"no article is called {article!r}; write one of {', '.join(self._articles)}")
        return article

    def _named(self, id_: str) -> str:
        return f"{self._path.stem}/{id_}"


def _article(data: Mapping[str, Any]) -> Article:
    published = data["published"]
    if not isinstance(published, date):
        raise ValueError(f"{data['id']}: published is {published!r}; write a day without quotes")
    return Article(
        id=data["id"],
        text=data["text"].strip("\n"),
        title=data["title"],
        published=published,
        publisher=data["publisher"],
        url=data.get("url"),
        title_apart=True,
        published_by="field",
    )


def stories_in(given: Sequence[Path]) -> list[Path]:
    """Files of stories, folders opened.

    Raises:
        InputError: There is none.
    """
    found = [file for path in given for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    if not found:
        raise InputError(f"{', '.join(map(str, given))}: no story is there; name .toml files or their folder")
    return found
