"""The servers that the tests of this folder share: one of each kind a run, started when first asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from store_servers import ABSENT, Server, has_virtuoso, oxigraph, virtuoso


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs Virtuoso where it is not installed (tests/conftest.py says so); in CI they run, and fail."""
    if has_virtuoso() or os.environ.get("CI"):
        return
    needing = [item for item in items if "virtuoso" in item.name]
    if needing:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not has_virtuoso():
        pytest.fail(ABSENT)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server
