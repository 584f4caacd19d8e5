"""``kg load``, ``info``, ``diff`` and ``retract`` do the same on every kind of store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from serving import served
from store_servers import SECRET, Server

from kg.cli.main import main
from kg.config import Settings
from kg.store.sparql import SparqlStore

KINDS = ["embedded", "served", "oxigraph_server", "virtuoso_server"]
TEXTS = {
    "one": "Chinese President Xi Jinping met with Russian President Vladimir Putin in Moscow on March 21, 2023.",
    "two": "Kenya condemned Uganda on May 4, 2021. Uganda invited the president of Kenya to Kampala.",
}

Kg = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles."""
    folder = tmp_path_factory.mktemp("commands")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    texts = [str(folder / f"{name}.txt") for name in TEXTS]
    assert main(["build", *texts, "--store", str(folder / "store"), "--jobs", "1", "--quiet"]) == 0
    return folder / "store"


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Kg:
    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty store of that kind, which kg.toml calls ``there``."""
    monkeypatch.chdir(tmp_path)
    table: dict[str, Any] = {"folder": str(tmp_path / "there")}
    with ExitStack() as holding:
        if request.param == "served":
            holding.enter_context(served(tmp_path / "there", Settings().base))
        elif request.param != "embedded":
            server: Server = request.getfixturevalue(request.param)
            table = server.table
            monkeypatch.setenv("KG_TEST_PASSWORD", SECRET)
            holding.callback(clear, server)
        lines = (f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        Path("kg.toml").write_text(f"[stores.there]\n{''.join(lines)}")
        yield "there"


def clear(server: Server) -> None:
    """Empty what the commands wrote, which is below their own base."""
    with SparqlStore(server.profile, Settings().base) as store:
        for graph in store.graphs():
            store.put_graph(graph, "")


def told(kg: Kg, store: object) -> dict[str, object]:
    """What ``kg info`` tells of a store, without its name."""
    code, out, err = kg("info", "--store", store, "--format", "json")
    assert code == 0, err
    return {row["what"]: row["value"] for row in json.loads(out) if row["what"] != "store"}


def test_what_is_loaded_is_told_compared_and_retracted_alike(kg: Kg, there: str, built: Path) -> None:
    assert kg("load", "--store", built, "--to", there, "--quiet")[0] == 0
    here = told(kg, built)
    assert here["articles"] == 2
    assert int(str(here["events"])) >= 3
    assert told(kg, there) == here
    assert kg("diff", built, there, "--format", "table") == (0, "", "0 added, 0 removed, 0 changed\n")

    code, _, err = kg("retract", "two", "--store", there)
    assert code == 0, err
    code, out, err = kg("diff", built, there, "--format", "json", "--quiet")
    assert code == 0, err
    assert [(row["change"], row["article"], row["event"]) for row in json.loads(out)] == [("removed", "two", None)]
    left = told(kg, there)
    assert left["articles"] == 1
    assert int(str(left["quads"])) < int(str(here["quads"]))
    code, out, _ = kg("sparql", "ASK { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?s), '/two')) }", "--store", there)
    assert (code, out.split()[-1]) == (0, "false")

    code, _, err = kg("retract", "two", "--store", there)
    assert code == 2
    assert "two" in err
