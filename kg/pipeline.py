"""The one place where the order of the stages is written: parse, annotate, extract, link, join, write, validate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from kg import plugins
from kg._version import __version__
from kg.config import Settings, load_settings
from kg.errors import KgError
from kg.model import (
    Annotated,
    Article,
    ArticleQuads,
    BuildResult,
    Document,
    Dropped,
    EventMention,
    Finding,
    Link,
    Quarantined,
    Reading,
    ValidationReport,
)
from kg.protocols import Annotator, Extractor, Linker, Parses, Validator
from kg.resources import data_dir, share_dir

if TYPE_CHECKING:
    from kg.extract.lexicon import Lexicon
    from kg.gazetteer import Gazetteer
    from kg.graph.build import GraphBuilder
    from kg.vocab.ontology import Ontology

__all__ = ["Builder", "Knowledge", "Stages", "load_stages", "load_writer"]


class _Writer(Protocol):
    def build(self, reading: Reading) -> ArticleQuads: ...

    def fingerprint(self, article: Article) -> str: ...


@dataclass(frozen=True)
class Stages:
    """What a builder runs, each behind its seam; tests and other programs may put their own in.

    ``join`` makes one article's ``Reading`` of its event mentions and links. ``faulty`` says which events (full IRI) a
    report's violations concern. ``without`` takes events (ids) out of a reading.
    """

    parser: Parses
    annotator: Annotator
    extractor: Extractor
    linker: Linker
    join: Callable[[Annotated, tuple[EventMention, ...], tuple[Link, ...]], Reading]
    writer: _Writer
    validator: Validator
    faulty: Callable[[ValidationReport, str], dict[str, tuple[Finding, ...]]]
    without: Callable[[Reading, Iterable[str]], Reading]


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
        weak = [event for event in reading.events if max(claim.confidence for claim in event.claims) < least]
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
        while not (report := self.stages.validator.validate(whole := _whole(quads))).conforms:
            faulty = self.stages.faulty(report, whole)
            by_iri = {f"{self.settings.base}{event.id}": event for event in reading.events}
            bad = [iri for iri in by_iri if iri in faulty]
            if not bad:  # nothing to take out would mend it: the article as a whole is wrong
                finding = next(f for f in report.findings if f.severity == "Violation")
                raise KgError(f"its graph breaks shape {finding.shape} at {finding.focus}: {finding.message}")
            out += [Quarantined(iri, faulty[iri], by_iri[iri].claims[0].evidence[0].text) for iri in bad]
            reading = self.stages.without(reading, [by_iri[iri].id for iri in bad])
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


def _whole(quads: ArticleQuads) -> str:
    return quads.graph + "".join(quads.entities[item] for item in sorted(quads.entities))


def _failed(article: Article, stage: str, error: Exception) -> BuildResult:
    reason = str(error).splitlines()[0] if str(error) else "no message"
    told = reason if isinstance(error, KgError) else f"{type(error).__name__}: {reason}"
    where = f"{article.id} ({article.source})" if article.source else article.id
    return BuildResult(
        article, (), None, ValidationReport(conforms=False), error=f"article {where} failed in {stage}: {told}"
    )


@dataclass(frozen=True)
class Knowledge:
    """The data that the stages live on, loaded once: what classes there are, who is who, which words tell events."""

    ontology: Ontology
    gazetteer: Gazetteer
    lexicon: Lexicon

    @classmethod
    def load(cls, settings: Settings) -> Knowledge:
        """The shipped data, with the user's own folders added.

        Raises:
            ConfigError: A data file does not hold together.
        """
        from kg.extract.lexicon import Lexicon
        from kg.gazetteer import Gazetteer
        from kg.vocab.ontology import Ontology

        ontology = Ontology.load()
        gazetteer = Gazetteer.load(settings.gazetteer, settings.supplement_folder)
        return cls(ontology, gazetteer, Lexicon.load(ontology, settings.lexicon))


def load_writer(settings: Settings, knowledge: Knowledge) -> GraphBuilder:
    """The last stage alone, which needs no model: enough to tell by fingerprint what has changed.

    Raises:
        ConfigError: The base is no IRI.
        UnknownName: The settings name an extractor that does not exist.
    """
    from kg.graph.build import GraphBuilder
    from kg.graph.items import GazetteerItems
    from kg.link.decisions import Decisions

    extractor = plugins.load("extractor", settings.extractor)
    items = GazetteerItems(knowledge.gazetteer, knowledge.ontology)
    return GraphBuilder(
        knowledge.ontology,
        items,
        base=settings.base,
        extractor=extractor.name,
        version=extractor.version,
        config=_configuration(settings, knowledge),
        decided=Decisions(settings.decisions_file).mark,
    )


def load_stages(settings: Settings, knowledge: Knowledge | None = None, parser: Parses | None = None) -> Stages:
    """The stages that the settings name.

    Args:
        settings: What to run with.
        knowledge: The data, where it is loaded already.
        parser: The parser, where it is loaded already.

    Raises:
        ConfigError: A model is not installed, or a data file does not hold together.
        UnknownName: The settings name an extractor or a validator that does not exist.
    """
    from kg.annotate.annotator import RuleAnnotator
    from kg.annotate.nlp import Parser
    from kg.events.build import build_events
    from kg.graph.prune import without_events
    from kg.link.decisions import Decisions
    from kg.link.linker import GazetteerLinker
    from kg.validate.quarantine import faulty_events

    known = knowledge or Knowledge.load(settings)
    ontology, gazetteer = known.ontology, known.gazetteer
    linker = GazetteerLinker(gazetteer, settings, Decisions(settings.decisions_file))

    def join(annotated: Annotated, mentions: tuple[EventMention, ...], links: tuple[Link, ...]) -> Reading:
        reading = build_events(annotated, mentions, links, ontology, gazetteer)
        return replace(reading, dropped=(*reading.dropped, *linker.unplaced(annotated)))

    return Stages(
        parser=parser or Parser(settings),
        annotator=RuleAnnotator(gazetteer),
        extractor=plugins.load("extractor", settings.extractor)(known.lexicon, settings.back_off),
        linker=linker,
        join=join,
        writer=load_writer(settings, known),
        validator=plugins.load("validator", settings.validator)(settings.shapes),
        faulty=faulty_events,
        without=without_events,
    )


def _configuration(settings: Settings, knowledge: Knowledge) -> str:
    """A hash of all that decides what is read of an article, beside the extractor, the gazetteer and the ontology."""
    try:
        model = version(settings.model)
    except PackageNotFoundError:  # a folder, whose version only loading it would tell
        model = "unknown"
    digest = hashlib.sha256()
    parts = (
        __version__,
        settings.model,
        model,
        knowledge.lexicon.version,
        settings.link_threshold,
        settings.back_off,
        settings.min_confidence,
    )
    digest.update(repr(parts).encode())
    for path in sorted(data_dir("nominals").iterdir()):  # words that name a party decide who is found
        digest.update(path.read_bytes())
    for folder in (share_dir("shapes"), settings.shapes):  # what is set aside depends on them
        for path in sorted(folder.glob("*.ttl")) if folder else ():
            digest.update(path.read_bytes())
    return digest.hexdigest()
