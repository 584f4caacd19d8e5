"""A store with a few articles in memory, and the explorer over it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from kg.config import Settings
from kg.serve.app import create_app
from kg.store.oxigraph import OxigraphStore


@pytest.fixture
def empty() -> Starlette:
    """The explorer of a store with nothing in it."""
    settings = Settings()
    return create_app(OxigraphStore(None, settings.base), settings)
