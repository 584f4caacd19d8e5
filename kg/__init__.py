"""Read news, give back an RDF knowledge graph of international relations with attribution and reasons.

    from kg import Builder
    for result in Builder.default().build(articles):
        result.events, result.graph, result.report

Names are imported on first use, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg._version import __version__

if TYPE_CHECKING:
    from kg.config import Settings, load_settings
    from kg.errors import KgError
    from kg.model import Article, BuildResult, Event
    from kg.pipeline import Builder
    from kg.read.inputs import read_inputs
    from kg.store import open_store

__all__ = [
    "Article",
    "BuildResult",
    "Builder",
    "Event",
    "KgError",
    "Settings",
    "__version__",
    "load_settings",
    "open_store",
    "read_inputs",
]

_HOME = {
    "Article": "kg.model",
    "BuildResult": "kg.model",
    "Builder": "kg.pipeline",
    "Event": "kg.model",
    "KgError": "kg.errors",
    "Settings": "kg.config",
    "load_settings": "kg.config",
    "open_store": "kg.store",
    "read_inputs": "kg.read.inputs",
}


def __getattr__(name: str) -> Any:
    """Import a public name where it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
