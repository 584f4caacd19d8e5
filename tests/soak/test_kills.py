"""A kill at any moment of a build, a load, a merge or a rewrite of links loses nothing and leaves nothing half."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kills import TOGETHER, State, run, state
from wikibase_server import CHINA, HUMAN, NORWAY, STATE, Thing, serving

ARTICLES = 4 * TOGETHER
DAGNY = Thing("Q8000001", "Dagny Testvold", "Norwegian diplomat", (), (("P31", "Q5"), ("P27", "Q20")))
COMMANDS = {
    "build": ("build", "news", "--jobs", "1", "--quiet"),
    "load": ("load", "news.nq", "--to", "kg-store", "--quiet"),
    "merge": ("merge", "--quiet"),
    "link": ("link", "--quiet"),
}


@dataclass(frozen=True)
class Deed:
    """A command, the folder in which it is about to be done, and what stands there before and after."""

    command: tuple[str, ...]
    folder: Path
    before: State
    after: State
    seconds: float


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with news, and a service of names that knows who is meant."""
    with serving(HUMAN, STATE, CHINA, NORWAY, DAGNY) as server:
        folder = tmp_path_factory.mktemp("beginning")
        table = server.table(cache=str(folder / "cache.sqlite"), seconds=20)
        lines = (f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        (folder / "kg.toml").write_text("jobs = 1\n\n[wikibase]\n" + "".join(lines))
        (folder / "news").mkdir()
        for n in range(ARTICLES):
            (folder / "news" / f"a{n:02}-2023-02-21.txt").write_text(
                "Norwegian diplomat Dagny Testvold met Chinese Foreign Minister Wang Yi in Oslo on Monday. "
                f"Norway invited Chile to talks {n}.\n"
            )
        yield folder


@pytest.fixture(scope="module")
def built(beginning: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a store, and what it holds as a file."""
    folder = shutil.copytree(beginning, tmp_path_factory.mktemp("built") / "folder")
    assert run(folder, *COMMANDS["build"]).code == 0
    assert run(folder, "export", "rdf", "--format", "nquads", "-o", "news.nq").code == 0
    return folder


@pytest.fixture(scope="module", params=list(COMMANDS))
def deed(
    request: pytest.FixtureRequest, beginning: Path, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Deed:
    """Each command, with what it leaves when nobody disturbs it."""
    name = request.param
    start = tmp_path_factory.mktemp(name)
    folder = shutil.copytree(built if name in {"merge", "link"} else beginning, start / "before")
    if name == "load":
        shutil.copy(built / "news.nq", folder)
    undisturbed = shutil.copytree(folder, start / "undisturbed")
    ended = run(undisturbed, *COMMANDS[name])
    assert ended.code == 0, (undisturbed / "said.txt").read_text()
    before, after = state(folder), state(undisturbed)
    assert before != after and len(after.articles) == ARTICLES
    return Deed(COMMANDS[name], folder, before, after, ended.seconds)


def test_what_is_killed_leaves_whole_articles_and_ends_in_the_same_bytes(
    deed: Deed, moment: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seconds = random.Random(f"{deed.command[0]} {moment}").random() * deed.seconds
    for attempt in range(20):  # where it was through before, it is done again and killed earlier
        folder = shutil.copytree(deed.folder, tmp_path / f"attempt-{attempt}")
        if (ended := run(folder, *deed.command, kill_after=seconds * 0.7**attempt)).code:
            break
    assert ended.code == -signal.SIGKILL, (folder / "said.txt").read_text()
    record_property(f"{deed.command[0]} killed", 1)
    left = state(folder)
    for graph in left.articles:
        assert left.graphs[graph] in (deed.before.graphs.get(graph), deed.after.graphs.get(graph)), "half an article"
    catalog = " ".join(line for name in left.graphs if name.endswith("/catalog") for line in left.graphs[name])
    recorded = set(re.findall(r"<http://xmlns\.com/foaf/0\.1/primaryTopic> <([^>]+)>", catalog))
    assert recorded == left.articles, "an article without its record, or a record without its article"
    if left.articles:
        assert run(folder, "validate").code == 0, (folder / "said.txt").read_text()
    assert run(folder, *deed.command).code == 0, (folder / "said.txt").read_text()
    assert state(folder) == deed.after
