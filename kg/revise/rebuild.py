"""Articles of a store, built again after something was decided: with other decisions, or with another gazetteer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kg.config import Settings
from kg.decisions import Decisions
from kg.gazetteer import Gazetteer
from kg.model import Article, BuildResult
from kg.pipeline import Builder
from kg.protocols import Parses, Store
from kg.query.article import stored_article
from kg.stages import Knowledge, Stages, load_stages

__all__ = ["Rebuilding"]


class Rebuilding:
    """Reads articles out of one store and builds them again; models and data are loaded when first needed.

    Args:
        settings: They name the files of decisions and of the gazetteer's supplement.
        store: The store.
        parser: The parser, where it is loaded already.
    """

    def __init__(self, settings: Settings, store: Store, parser: Parses | None = None) -> None:
        self._settings, self._store, self._parser = settings, store, parser

    @cached_property
    def knowledge(self) -> Knowledge:
        """Ontology, gazetteer and lexicon as they were at first.

        Raises:
            ConfigError: A data file does not hold together.
        """
        return Knowledge.load(self._settings)

    def stages(self, supplement: Path | None = None, decisions: Decisions | None = None) -> Stages:
        """The stages with what stands in the files now.

        Args:
            supplement: A supplement of the gazetteer in place of that of the settings.
            decisions: Decisions in place of those of the settings.

        Raises:
            ConfigError: A model is missing, or a data file does not hold together.
        """
        gazetteer = Gazetteer.load(self._settings.gazetteer, supplement or self._settings.supplement_folder)
        stages = load_stages(self._settings, replace(self.knowledge, gazetteer=gazetteer), self._parser, decisions)
        self._parser = stages.parser
        return stages

    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Those of these articles that the store holds, as they were read, by id."""
        there = self._store.fingerprints()
        return [stored_article(self._store, self._settings.base, id_) for id_ in sorted(set(ids)) if id_ in there]

    def build(self, ids: Iterable[str], decisions: Decisions | None = None) -> tuple[BuildResult, ...]:
        """Build articles of the store again; the store is left as it is.

        Args:
            ids: Their ids; those that the store does not hold are passed over.
            decisions: Decisions in place of those of the settings.

        Raises:
            ConfigError: A model is missing, or a data file does not hold together.
        """
        todo = self.articles(ids)
        return tuple(Builder(self._settings, self.stages(None, decisions)).build(todo)) if todo else ()
