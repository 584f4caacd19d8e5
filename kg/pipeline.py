"""The one place where the order of the stages is written: parse, annotate, extract, link, join, write, validate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter
from typing import Any

from kg.config import Settings, load_settings
from kg.errors import KgError
from kg.model import (
    Article,
    ArticleQuads,
    BuildResult,
    Document,
    Dropped,
    Event,
    Finding,
    Quarantined,
    Reading,
    SetAside,
    ValidationReport,
)
from kg.stages import Stages, load_stages

__all__ = ["Builder"]


class Builder:
    """Builds the graphs of articles; loads models and data once, when made.

    Args:
        settings: What to run with.
        stages: The stages; those that the settings name by default.

    Raises:
        ConfigError: A model is not installed, or a data file does not hold together.
    """

    def __init__(self, settings: Settings, stages: Stages | None = None) -> None:
        self.settings = settings
        self.stages = stages or load_stages(settings)

    @classmethod
    def default(cls, **options: Any) -> Builder:
        """A builder with the settings of the working directory's ``kg.toml``, and these options over them."""
        return cls(load_settings(**options))

    def fingerprint(self, article: Article) -> str:
        """What ``BuildResult.quads.fingerprint`` will be: equal fingerprints mean equal quads, so nothing to build."""
        return self.stages.writer.fingerprint(article)

    def build(self, articles: Iterable[Article]) -> Iterator[BuildResult]:
        """Build articles one after the other, in constant memory.

        Args:
            articles: Any number of articles, taken ``settings.batch`` at a time.

        Yields:
            One result an article, in order. An article that fails is set aside (``error`` is one sentence) and ends
            nothing.
        """
        stream = iter(articles)
        while batch := list(islice(stream, self.settings.batch)):
            start = perf_counter()
            parsed = self._parse(batch)
            share = (perf_counter() - start) / len(batch)
            for article, document in zip(batch, parsed, strict=True):
                yield self._build(article, document, share)

    def _parse(self, batch: Sequence[Article]) -> list[Document | Exception]:
        """Parse a batch, equal texts once; where the batch fails, article by article, to find the one that fails."""
        unique = {article.reading: article for article in batch}
        try:
            documents: dict[str, Document | Exception] = dict(
                zip(unique, self.stages.parser.parse(unique.values()), strict=True)
            )
        except Exception:
            documents = {text: self._parse_one(article) for text, article in unique.items()}
        found = ((article, documents[article.reading]) for article in batch)
        return [replace(d, article=a) if isinstance(d, Document) else d for a, d in found]

    def _parse_one(self, article: Article) -> Document | Exception:
        try:
            return next(iter(self.stages.parser.parse([article])))
        except Exception as error:
            return error

    def _build(self, article: Article, document: Document | Exception, parsing: float) -> BuildResult:
        if isinstance(document, Exception):
            return _failed(article, "parse", document)
        clock = _Clock(parsing)
        try:
            clock.turn("annotate")
            annotated = self.stages.annotator.annotate(document)
            clock.turn("extract")
            mentions, refused = self.stages.extractor.extract(annotated)
            clock.turn("link")
            links = self.stages.linker.link(annotated)
            clock.turn("events")
            reading = self.stages.join(annotated, mentions, links)
            reading = self._confident(reading)
            clock.turn("graph")
            quads = self.stages.writer.build(reading)
            clock.turn("validate")
            reading, quads, report, quarantined = self._validated(reading, quads)
            clock.turn("done")
        except Exception as error:  # whatever one article does to a stage, the run goes on
            return _failed(article, clock.stage, error)
        dropped = (*annotated.dropped, *refused, *reading.dropped)
        return BuildResult(article, reading.events, quads, report, quarantined, dropped, seconds=clock.seconds)

    def _confident(self, reading: Reading) -> Reading:
        """The reading without events that no claim tells confidently enough for the settings; each is told."""
        least = self.settings.min_confidence
        weak = [e for e in reading.events if max(c.confidence for c in e.claims) < least and not e.review]
        if not weak:
            return reading
        told = (Dropped("confidence", f"below {least:g}", e.claims[0].trigger, e.type) for e in weak)
        without = self.stages.without(reading, [event.id for event in weak])
        return replace(without, dropped=(*without.dropped, *told))

    def _validated(
        self, reading: Reading, quads: ArticleQuads
    ) -> tuple[Reading, ArticleQuads, ValidationReport, tuple[Quarantined, ...]]:
        """Validate; take events with violations out, write the graph again, and validate that too."""
        out: list[Quarantined] = []
        while not (report := self.stages.validator.validate(whole := quads.whole)).conforms:
            faulty = self.stages.faulty(report, whole)
            by_iri = {f"{self.settings.base}{event.id}": event for event in reading.events}
            bad = [iri for iri in by_iri if iri in faulty]
            if not bad:  # nothing to take out would mend it: the article as a whole is wrong
                finding = next(f for f in report.findings if f.severity == "Violation")
                raise KgError(f"its graph breaks shape {finding.shape} at {finding.focus}: {finding.message}")
            out += [Quarantined(iri, faulty[iri], by_iri[iri].claims[0].evidence[0].text) for iri in bad]
            aside = tuple(_aside(by_iri[iri], faulty[iri]) for iri in bad)
            reading = self.stages.without(reading, [by_iri[iri].id for iri in bad])
            reading = replace(reading, aside=(*reading.aside, *aside))
            quads = self.stages.writer.build(reading)
        return reading, quads, report, tuple(out)


class _Clock:
    """Seconds that each stage takes (for benchmarks and logs; never in a graph), and which one is running."""

    def __init__(self, parsing: float) -> None:
        self.seconds: dict[str, float] = {"parse": parsing}
        self.stage, self._since = "", 0.0

    def turn(self, stage: str) -> None:
        """The running stage ends, this one begins."""
        now = perf_counter()
        if self.stage:
            self.seconds[self.stage] = now - self._since
        self.stage, self._since = stage, now


def _aside(event: Event, findings: Sequence[Finding]) -> SetAside:
    told, reasons = event.claims[0], tuple(dict.fromkeys(f.message for f in findings))
    return SetAside(event.id, event.type, told.trigger, told.evidence[0], reasons, event.review)


def _failed(article: Article, stage: str, error: Exception) -> BuildResult:
    reason = str(error).splitlines()[0] if str(error) else "no message"
    told = reason if isinstance(error, KgError) else f"{type(error).__name__}: {reason}"
    where = f"{article.id} ({article.source})" if article.source else article.id
    return BuildResult(
        article, (), None, ValidationReport(conforms=False), error=f"article {where} failed in {stage}: {told}"
    )
