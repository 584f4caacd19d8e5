"""What the shapes say today of one event that a store holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock

from kg import plugins
from kg.config import Settings
from kg.model import Finding
from kg.protocols import Store, Validator
from kg.query.article import article_quads
from kg.validate.quarantine import faulty_events

__all__ = ["findings"]

_KEPT = 32
"""Articles whose findings are kept: who looks at one event often looks at the next of the same article."""

_ONE_AT_A_TIME = Lock()


def findings(store: Store, settings: Settings, article: str, event: str) -> tuple[Finding, ...]:
    """Findings on an event, on what lies below it, and on its claims; by the shapes as they were when first used.

    Args:
        store: Where it is.
        settings: Name the validator and the shapes.
        article: The id of its article.
        event: Its IRI.
    """
    violations, warnings = _found(article_quads(store, settings.base, article), settings.validator, settings.shapes)
    return (*violations.get(event, ()), *(f for f in warnings if f.focus.startswith(event)))


@lru_cache(maxsize=_KEPT)
def _found(
    quads: str, validator: str, shapes: Path | None
) -> tuple[Mapping[str, tuple[Finding, ...]], tuple[Finding, ...]]:
    """Violations by event, and warnings, on an article as it stands."""
    with _ONE_AT_A_TIME:
        report = _validator(validator, shapes).validate(quads)
    return faulty_events(report, quads), tuple(f for f in report.findings if f.severity == "Warning")


@lru_cache(maxsize=1)
def _validator(name: str, shapes: Path | None) -> Validator:
    found: Validator = plugins.load("validator", name)(shapes)
    return found
