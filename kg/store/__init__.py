"""Stores: where articles' quads are kept whole and asked; ``open_store`` finds the one that settings name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.config import Settings
from kg.errors import ConfigError, StoreInUse
from kg.plugins import load
from kg.protocols import Store
from kg.store.folder import is_served

__all__ = ["dump", "open_store", "settle", "store_folder"]


def open_store(settings: Settings, *, write: bool, timeout: float | None = None) -> Store:
    """Open the store that ``settings.store`` names.

    Args:
        settings: ``store`` is a name under ``[stores]`` in kg.toml (a table with ``folder``, or with the ``query`` of a
            server), the URL of a server, or else a folder.
        write: Open it for writing (and make it where nothing is yet), or for reading only.
        timeout: Seconds that an answer of a server may take at most; by default what kg.toml says of it.

    Raises:
        UsageError: A URL that is none.
        ConfigError: The table in kg.toml does not hold together, or its secret is not in the environment.
        StoreError: See ``OxigraphStore``, ``ServedStore`` and ``SparqlStore``.
    """
    folder = store_folder(settings)
    if folder is None:
        from kg.store.profile import Profile

        name, table = settings.store, settings.stores.get(settings.store)
        profile = Profile.from_url(name) if table is None else Profile.from_table(name, table)
        if timeout is not None:
            profile = replace(profile, timeout=min(timeout, profile.timeout))
        store: Store = load("store", "sparql")(profile, settings.base, read_only=not write)
    else:
        store = _in_folder(folder, settings.base, write=write)
    return _with_ontology(store, settings.base) if write else store


def store_folder(settings: Settings) -> Path | None:
    """The folder that ``settings.store`` names; None for a store on a server.

    Raises:
        ConfigError: The table in kg.toml names no folder in a text.
    """
    name, table = settings.store, settings.stores.get(settings.store)
    if "://" in name or (table is not None and "folder" not in table):
        return None
    if table is not None:
        name = table["folder"]
        if not isinstance(name, str):
            raise ConfigError(f"kg.toml: folder under [stores.{settings.store}] is {name!r}; write a path in quotes")
    return Path(name).expanduser()


def settle(store: Store) -> bool:
    """Put a store's files in order after a large load; what a server holds is the server's affair.

    Returns:
        Whether that was to be done.

    Raises:
        StoreError: The disk is full or fails; the store is as before.
    """
    from kg.store.oxigraph import OxigraphStore

    return isinstance(store, OxigraphStore) and store.settle()


def _in_folder(folder: Path, base: str, *, write: bool) -> Store:
    """The store in a folder; where a server holds it, through that server."""
    store: Store
    try:
        store = load("store", "oxigraph")(folder, base, read_only=not write)
    except StoreInUse:
        if not is_served(folder):
            raise
        store = load("store", "served")(folder, base, read_only=not write)
    return store


def _with_ontology(store: Store, base: str) -> Store:
    """See that the store has the ontology of this version: questions read classes and codes from it."""
    from kg.vocab.ontology import ontology_nquads

    graph = f"{base}graph/ontology"
    try:
        text = ontology_nquads(graph)
        if sorted(store.quads(graph)) != text.split("\n")[:-1]:
            store.put_graph(graph, text)
    except BaseException:
        store.close()
        raise
    return store


def dump(store: Store) -> str:
    """All of a store as sorted N-Quads text: two stores hold the same exactly if their dumps are equal."""
    return "".join(f"{line}\n" for line in sorted(store.quads()))
