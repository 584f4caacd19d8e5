"""The explorer over an empty store, and over the samples with some hostile articles among them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from explorer_samples import HOSTILE, Shown
from starlette.applications import Starlette

from kg.config import Settings
from kg.curate.consolidate import Consolidation
from kg.evaluate.stories import load_story
from kg.model import Article
from kg.pipeline import Builder
from kg.read.inputs import read_inputs
from kg.resources import data_dir
from kg.serve.app import create_app
from kg.store import open_store
from kg.store.oxigraph import OxigraphStore


@pytest.fixture
def empty() -> Iterator[Starlette]:
    """The explorer of a store with nothing in it."""
    settings = Settings()
    app = create_app(OxigraphStore(None, settings.base), settings)
    yield app
    app.state.explorer.index.close()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The explorer over samples and hostile articles."""
    folder = tmp_path_factory.mktemp("explorer") / "store"
    settings = Settings(store=str(folder))
    samples = [str(path) for path in sorted(data_dir("samples").iterdir())]
    read = [item for item in read_inputs(samples) if isinstance(item, Article)]
    with closing(open_store(settings, write=True)) as store:
        store.put([result.quads for result in Builder(settings).build([*read, *HOSTILE]) if result.quads])
        app = create_app(store, settings, folder=folder, token="a token for tests")
        app.state.explorer.index.refresh()
        yield Shown(app, folder)
        app.state.explorer.index.close()


STORIES = Path(__file__).resolve().parents[1] / "gold" / "stories"


@pytest.fixture(scope="session")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The explorer over stories told by several publishers, merged: what some deny, people without an item."""
    folder = tmp_path_factory.mktemp("merged") / "store"
    settings = Settings(store=str(folder), decisions=folder.parent / "decisions.tsv")
    files = (STORIES / f"{name}.toml" for name in ("prisoner-swap", "two-novaks", "baku-visit"))
    told = [article for file in files for article in load_story(file).articles]
    with closing(open_store(settings, write=True)) as store:
        store.put([result.quads for result in Builder(settings).build(told) if result.quads])
        Consolidation(settings, store).merge()
        app = create_app(store, settings, folder=folder)
        app.state.explorer.index.refresh()
        yield Shown(app, folder)
        app.state.explorer.index.close()


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The address of an application, as long as within."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    listener = server.config.bind_socket()
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def address(shown: Shown) -> Iterator[str]:
    """Where the explorer is served."""
    with served(shown.app) as at:
        yield at


@pytest.fixture(scope="session")
def merged_address(merged: Shown) -> Iterator[str]:
    """Where the explorer over the merged store is served."""
    with served(merged.app) as at:
        yield at
