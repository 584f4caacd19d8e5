"""What counts over everything is counted at the end of a large build, load or merge: then nobody waits for it."""

from __future__ import annotations

from contextlib import closing

from kg.config import Settings

__all__ = ["MANY", "count_ahead"]

MANY = 450
"""Articles from which on what was done was large."""


def count_ahead(chosen: Settings) -> None:
    """Ask the questions that count; the store keeps what took long. Some seconds for 10,000 articles.

    Args:
        chosen: The settings, which name a store that is not open here.
    """
    from kg.query.catalog import load_catalog
    from kg.query.run import bind, counts
    from kg.store import open_store
    from kg.store.oxigraph import OxigraphStore

    with closing(open_store(chosen, write=False)) as store:
        if isinstance(store, OxigraphStore):  # others keep nothing
            for question in load_catalog().values():
                if counts(question):
                    store.query(bind(question, {}))
