"""What the shapes say today of one event that a store holds."""

from __future__ import annotations

from kg import plugins
from kg.config import Settings
from kg.model import Finding
from kg.protocols import Store
from kg.query.article import article_quads
from kg.validate.quarantine import faulty_events

__all__ = ["findings"]


def findings(store: Store, settings: Settings, article: str, event: str) -> tuple[Finding, ...]:
    """Findings on an event, on what lies below it, and on its claims.

    Args:
        store: Where it is.
        settings: Name the validator and the shapes.
        article: The id of its article.
        event: Its IRI.
    """
    quads = article_quads(store, settings.base, article)
    report = plugins.load("validator", settings.validator)(settings.shapes).validate(quads)
    violations = faulty_events(report, quads).get(event, ())
    warnings = (f for f in report.findings if f.severity == "Warning" and f.focus.startswith(event))
    return (*violations, *warnings)
