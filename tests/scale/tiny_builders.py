"""Builders that make quads of an article without reading it: for tests of what moves articles about."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator

from store_samples import article as quads_of

from kg.config import Settings
from kg.errors import UnknownName
from kg.model import Article, BuildResult, ValidationReport


class Tiny:
    """Builds; an article whose text is ``die`` ends the process, ``slow`` takes a while."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def build(self, articles: Iterable[Article]) -> Iterator[BuildResult]:
        batch = list(articles)
        for article in batch:
            if article.text == "die":
                os._exit(9)
            if article.text == "slow":
                time.sleep(0.05)
            seconds = {
                "pid": float(os.getpid()),
                "batch": float(len(batch)),
                "blas": float(os.environ.get("OMP_NUM_THREADS", 0)),
            }
            quads = quads_of(article.id, items=["Q1"], size=20)
            yield BuildResult(article, (), quads, ValidationReport(conforms=True), seconds=seconds)


def unmakeable(settings: Settings) -> Tiny:
    """What a missing model is like; the error has a form of its own."""
    raise UnknownName("model", settings.model, ["other"])
