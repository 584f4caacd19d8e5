"""The stages by the names that the settings give them, with the data that they live on, loaded once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Protocol

from kg import plugins
from kg._version import __version__
from kg.config import Settings
from kg.decisions import Decisions
from kg.model import (
    Annotated,
    Article,
    ArticleQuads,
    EventMention,
    Finding,
    Link,
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

__all__ = ["Knowledge", "Stages", "load_stages", "load_writer"]


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


def load_writer(settings: Settings, knowledge: Knowledge, decisions: Decisions | None = None) -> GraphBuilder:
    """The last stage alone, which needs no model: enough to tell by fingerprint what has changed.

    Args:
        settings: What to run with.
        knowledge: The data.
        decisions: What was decided; by default what the settings' file holds.

    Raises:
        ConfigError: The base is no IRI.
        UnknownName: The settings name an extractor that does not exist.
    """
    from kg.graph.build import GraphBuilder
    from kg.graph.items import GazetteerItems

    extractor = plugins.load("extractor", settings.extractor)
    items = GazetteerItems(knowledge.gazetteer, knowledge.ontology)
    return GraphBuilder(
        knowledge.ontology,
        items,
        base=settings.base,
        extractor=extractor.name,
        version=extractor.version,
        config=_configuration(settings, knowledge),
        decided=(decisions or Decisions(settings.decisions_file)).mark,
    )


def load_stages(
    settings: Settings,
    knowledge: Knowledge | None = None,
    parser: Parses | None = None,
    decisions: Decisions | None = None,
) -> Stages:
    """The stages that the settings name.

    Args:
        settings: What to run with.
        knowledge: The data, where it is loaded already.
        parser: The parser, where it is loaded already.
        decisions: What was decided; by default what the settings' file holds.

    Raises:
        ConfigError: A model is not installed, or a data file does not hold together.
        UnknownName: The settings name an extractor or a validator that does not exist.
    """
    from kg.annotate.annotator import RuleAnnotator
    from kg.annotate.nlp import Parser
    from kg.events.build import build_events
    from kg.events.decided import decided
    from kg.graph.prune import without_events
    from kg.link.linker import GazetteerLinker
    from kg.validate.quarantine import faulty_events

    known = knowledge or Knowledge.load(settings)
    ontology, gazetteer = known.ontology, known.gazetteer
    journal = decisions or Decisions(settings.decisions_file)
    linker = GazetteerLinker(gazetteer, settings, journal)

    def join(annotated: Annotated, mentions: tuple[EventMention, ...], links: tuple[Link, ...]) -> Reading:
        reading = build_events(annotated, mentions, links, ontology, gazetteer)
        reading = decided(reading, journal.of(reading.article.id), ontology, gazetteer)
        reading = without_events(reading, [one.event for one in reading.aside])
        return replace(reading, dropped=(*reading.dropped, *linker.unplaced(annotated)))

    return Stages(
        parser=parser or Parser(settings),
        annotator=RuleAnnotator(gazetteer),
        extractor=plugins.load("extractor", settings.extractor)(known.lexicon, settings.back_off),
        linker=linker,
        join=join,
        writer=load_writer(settings, known, journal),
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
    digest.update(data_dir("confidence.toml").read_bytes())
    for path in sorted(data_dir("nominals").iterdir()):  # words that name a party decide who is found
        digest.update(path.read_bytes())
    for folder in (share_dir("shapes"), settings.shapes):  # what is set aside depends on them
        for path in sorted(folder.glob("*.ttl")) if folder else ():
            digest.update(path.read_bytes())
    return digest.hexdigest()
