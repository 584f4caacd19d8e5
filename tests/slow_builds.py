"""Builds that say when they write, so that a test can break in at that moment, and what they come to undisturbed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kg.cli.build import run_build
from kg.config import Settings
from kg.store import dump, open_store

ARTICLES, TOGETHER = 24, 6
"""Articles of the news, and how many are written to the store in one go."""


def program(store_class: str, *options: str) -> str:
    """A program that builds the folder ``news`` and prints ``putting`` and ``put`` around each write.

    Args:
        store_class: ``module:Class`` of the store that is written to.
        options: More of the command line.
    """
    module, _, name = store_class.partition(":")
    return f"""
import kg.cli.build
from kg.cli.main import main
from {module} import {name}
kg.cli.build._TOGETHER = {TOGETHER}
put = {name}.put
def told(self, articles):
    print("putting", flush=True)
    put(self, articles)
    print("put", flush=True)
{name}.put = told
raise SystemExit(main(["build", "news", "--jobs", "1", "--quiet", *{options!r}]))
"""


def write_news(folder: Path) -> Path:
    """The news, in a new folder."""
    folder.mkdir()
    for n in range(ARTICLES):
        (folder / f"a{n:02}-2023-03-21.txt").write_text(f"Norway invited Chile to talks {n}.\n")
    return folder


def whole(folder: Path) -> str:
    """All that a store holds."""
    with closing(open_store(Settings(store=str(folder)), write=False)) as store:
        return dump(store)


def undisturbed(news: Path, folder: Path) -> str:
    """What a build of the news leaves that nobody disturbs."""
    run_build(Settings(store=str(folder), jobs=1), [str(news)], None, quiet=True)
    return whole(folder)
