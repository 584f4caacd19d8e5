"""The stores that the tests of this folder share; servers: one of each kind a run, started when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from serving import served
from store_samples import BASE
from store_servers import ABSENT, EMBEDDED, ON_DISK, SERVED, SERVERS, Server, has_virtuoso, oxigraph, virtuoso

from kg.plugins import load
from kg.protocols import Store
from kg.store.sparql import SparqlStore


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


def clear(server: Server) -> None:
    """Empty what a test left."""
    with SparqlStore(server.profile, BASE) as store:
        for graph in store.graphs():
            store.put_graph(graph, "")


@pytest.fixture(params=[*EMBEDDED, SERVED, *SERVERS], ids=" ".join)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty stores, and closes them; on a server, a new one empties that before it."""
    name, place = request.param
    made: list[Store] = []
    server = request.getfixturevalue(place) if name == "sparql" else None
    holding = ExitStack()

    def make() -> Store:
        folder = tmp_path / str(len(made))
        if name == "served":
            holding.enter_context(served(folder, BASE))
            made.append(load("store", name)(folder, BASE))
        elif server:
            clear(server)
            made.append(load("store", name)(server.profile, BASE))
        else:
            made.append(load("store", name)(folder if place == ON_DISK else None, BASE))
        return made[-1]

    yield make
    for store in made:
        store.close()
    holding.close()
    if server:  # others that share it find it empty
        clear(server)


@pytest.fixture
def store(fresh: Callable[[], Store]) -> Store:
    return fresh()
