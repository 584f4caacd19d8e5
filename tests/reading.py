"""Short texts read by the real stages, for tests of annotation, extraction and joining; each text is read once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from kg.config import Settings
from kg.model import Annotated, Article, Chain, Event, EventMention, Reading
from kg.stages import Stages, load_stages

DAY = date(2019, 3, 13)
"""The day on which the texts are published: a Wednesday."""


@cache
def stages() -> Stages:
    """The stages of the default settings, loaded once for all tests of a process."""
    return load_stages(Settings())


@cache
def annotated(text: str, title: str | None = None, published: date | None = DAY) -> Annotated:
    """A text with its mentions, chains and quotes."""
    article = Article("a", text, title, published, title_apart=title is not None)
    return stages().annotator.annotate(next(iter(stages().parser.parse([article]))))


@cache
def mentions(text: str, title: str | None = None) -> tuple[EventMention, ...]:
    """The event mentions of a text."""
    return stages().extractor.extract(annotated(text, title))[0]


@cache
def reading(text: str, title: str | None = None, published: date | None = DAY) -> Reading:
    """A text read to the end: events, links, holdings."""
    found = annotated(text, title, published)
    return stages().join(found, stages().extractor.extract(found)[0], stages().linker.link(found))


def events(text: str, type_: str | None = None, title: str | None = None) -> list[Event]:
    """The events of a text, of one class or all."""
    return [event for event in reading(text, title).events if type_ in (None, event.type)]


def only(text: str, type_: str | None = None) -> Event:
    """The one event of a text (of a class)."""
    found = events(text, type_)
    assert len(found) == 1, f"{text}: {[event.type for event in reading(text).events]}"
    return found[0]


def fillers(event: Event, role: str) -> set[str]:
    """The labels of who fills a role; the members of a group in its place."""
    parts = [part.entity for part in event.participants if part.role == role]
    return {entity.label for part in parts for entity in (part.members or (part,))}


def roles(event: Event) -> dict[str, set[str]]:
    """All roles with the labels of their fillers."""
    return {role: fillers(event, role) for role in sorted({part.role for part in event.participants})}


def paths(event: Event, role: str) -> set[str]:
    """The routes by which the fillers of a role were found."""
    return {part.path for part in event.participants if part.role == role}


def chain(found: Annotated, words: str) -> Chain:
    """The one chain with a mention of these words."""
    fitting = [c for c in found.chains if any(m.span.text == words for m in c.mentions)]
    assert len(fitting) == 1, (words, [[m.span.text for m in c.mentions] for c in found.chains])
    return fitting[0]


def words(chains: Iterable[Chain]) -> list[list[str]]:
    """The words of each chain's mentions."""
    return [[mention.span.text for mention in chain.mentions] for chain in chains]
