"""The order of stages, tried with stages that fail: what one article does wrong touches no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg.config import Settings
from kg.errors import InputError
from kg.model import (
    Annotated,
    Article,
    ArticleQuads,
    Claim,
    Document,
    Event,
    Finding,
    Reading,
    ValidationReport,
)
from kg.pipeline import Builder
from kg.stages import Stages

SETTINGS = Settings(base="x:", batch=4)


def article(number: int, text: str | None = None) -> Article:
    return Article(f"a{number}", text or f"Text number {number}.", published=date(2020, 1, 1))


def event(of: Article, name: str) -> Event:
    span = of.span(0, 4)
    claim = Claim(f"doc/{of.id}/claim/{name}", name, "affirmed", "certain", "authorial", (), (span,), span, None, 0.9)
    return Event(f"doc/{of.id}/event/{name}", "Visit", "occurred", (), (claim,))


class Faults:
    """Stages that do next to nothing, and fail where they are told to: ``at`` maps a stage to ids of articles."""

    def __init__(self, at: dict[str, set[str]] | None = None, bad_events: set[str] | None = None) -> None:
        self.at, self.bad_events = at or {}, bad_events or set()
        self.parsed: list[str] = []
        self.validated: list[str] = []
        self.stages = Stages(self, self, self, self, self.join, self, self, self.faulty, self.without)  # type: ignore[arg-type]

    name, version = "faults", "1"

    def fail(self, stage: str, id_: str) -> None:
        if id_ in self.at.get(stage, ()):
            raise ValueError(f"no {stage}")

    def parse(self, articles: Iterable[Article]) -> Iterator[Document]:
        for one in articles:
            self.fail("parse", one.id)
            self.parsed.append(one.id)
            yield Document(one, None, (), (), ())  # type: ignore[arg-type]

    def annotate(self, document: Document) -> Annotated:
        self.fail("annotate", document.article.id)
        return Annotated(document, ())

    def extract(self, annotated: Annotated) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        self.fail("extract", annotated.article.id)
        return (), ()

    def link(self, annotated: Annotated) -> tuple[Any, ...]:
        self.fail("link", annotated.article.id)
        return ()

    def join(self, annotated: Annotated, mentions: Any, links: Any) -> Reading:
        self.fail("events", annotated.article.id)
        one = annotated.article
        return Reading(one, (event(one, "good"), event(one, "bad")), (), ())

    def build(self, reading: Reading) -> ArticleQuads:
        self.fail("graph", reading.article.id)
        graph = "".join(f"<x:{e.id}>\n" for e in reading.events)
        return ArticleQuads(reading.article.id, f"x:doc/{reading.article.id}", graph, "", {"x:e": "<x:e>\n"}, "f")

    def fingerprint(self, one: Article) -> str:
        return one.hash

    def validate(self, nquads: str) -> ValidationReport:
        self.validated.append(nquads)
        found = tuple(Finding("S01", "Violation", bad, "is wrong") for bad in sorted(self.bad_events) if bad in nquads)
        return ValidationReport(not found, found)

    def faulty(self, report: ValidationReport, nquads: str) -> dict[str, tuple[Finding, ...]]:
        return {f.focus: (f,) for f in report.findings}

    def without(self, reading: Reading, ids: Iterable[str]) -> Reading:
        gone = set(ids)
        return replace(reading, events=tuple(e for e in reading.events if e.id not in gone))


def test_results_come_in_order_and_no_more_is_read_than_a_batch() -> None:
    taken: list[str] = []

    def endless() -> Iterator[Article]:
        number = 0
        while True:
            taken.append(f"a{number}")
            yield article(number)
            number += 1

    results = Builder(SETTINGS, Faults().stages).build(endless())
    assert [next(results).article.id for _ in range(6)] == [f"a{n}" for n in range(6)]
    assert len(taken) == 8


@pytest.mark.parametrize("stage", ["parse", "annotate", "extract", "link", "events", "graph"])
def test_one_article_that_fails_is_named_and_the_others_go_on(stage: str) -> None:
    faults = Faults({stage: {"a2"}})
    results = list(Builder(SETTINGS, faults.stages).build(article(n) for n in range(6)))
    assert [r.article.id for r in results] == [f"a{n}" for n in range(6)]
    failed = [r for r in results if r.error]
    assert [r.article.id for r in failed] == ["a2"]
    assert failed[0].error == f"article a2 failed in {stage}: ValueError: no {stage}"
    assert failed[0].quads is None
    assert all(r.quads for r in results if not r.error)


def test_our_own_errors_are_told_as_they_are() -> None:
    faults = Faults()

    def refuse(reading: Reading) -> ArticleQuads:
        raise InputError("half a pair")

    faults.build = refuse  # type: ignore[method-assign]
    (result,) = Builder(SETTINGS, faults.stages).build([replace(article(1), source="news/a1.txt")])
    assert result.error == "article a1 (news/a1.txt) failed in graph: half a pair"


def test_equal_texts_of_a_batch_are_parsed_once_and_every_id_is_kept() -> None:
    faults = Faults()
    results = list(Builder(SETTINGS, faults.stages).build([article(1, "Same."), article(2, "Same."), article(3)]))
    assert [r.article.id for r in results] == ["a1", "a2", "a3"]
    assert [r.quads.article for r in results if r.quads] == ["a1", "a2", "a3"]
    assert len(faults.parsed) == 2


def test_an_event_with_a_violation_is_quarantined_and_the_rest_is_validated_again() -> None:
    faults = Faults(bad_events={"x:doc/a1/event/bad"})
    (result,) = Builder(SETTINGS, faults.stages).build([article(1)])
    assert [e.id for e in result.events] == ["doc/a1/event/good"]
    assert result.report.conforms
    assert result.quads is not None
    assert "event/bad" not in result.quads.graph
    (quarantined,) = result.quarantined
    assert quarantined.event == "x:doc/a1/event/bad"
    assert quarantined.quote == "Text"
    assert quarantined.findings[0].shape == "S01"
    assert len(faults.validated) == 2
    assert faults.validated[0].endswith("<x:e>\n")  # the items that the article needs are validated with it


def test_a_violation_that_no_event_explains_sets_the_article_aside() -> None:
    faults = Faults(bad_events={"x:e"})
    (result,) = Builder(SETTINGS, faults.stages).build([article(1)])
    assert result.quads is None
    assert result.error == "article a1 failed in validate: its graph breaks shape S01 at x:e: is wrong"


def test_seconds_are_told_for_every_stage() -> None:
    (result,) = Builder(SETTINGS, Faults().stages).build([article(1)])
    assert list(result.seconds) == ["parse", "annotate", "extract", "link", "events", "graph", "validate"]
