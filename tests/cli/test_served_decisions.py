"""What link, merge and review write through a server is what they write alone, and its visitors see it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from serving import serving
from slow_builds import whole
from wikibase_server import CHINA, HUMAN, NORWAY, STATE, Thing
from wikibase_server import serving as wikibase

from kg.config import Settings
from kg.vocab.iri import PREFIXES

Kg = Callable[..., "tuple[int, str, str]"]
BASE = Settings().base
DAGNY = Thing("Q8000001", "Dagny Testvold", "Norwegian diplomat", (), (("P31", "Q5"), ("P27", "Q20")))
NEWS = {
    "a-2023-02-21": "Norwegian diplomat Dagny Testvold met Chinese Foreign Minister Wang Yi in Oslo on Monday.\n",
    "b-2023-02-22": "Chinese Foreign Minister Wang Yi met Norwegian diplomat Dagny Testvold in Oslo on Monday.\n"
    "Congo denied the charges.\n",
}
MERGED = f"SELECT ?w WHERE {{ GRAPH <{BASE}graph/curated> {{ ?w a ir:Meeting ; ir:consolidates ?m }} }} LIMIT 1"


def plain(text: str) -> str:
    """A text without the moments at which something was decided."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+Z:\d]*", "NOW", text)


class Desk:
    """Somebody who works on a store in a folder of their own, command by command."""

    def __init__(self, kg: Kg, place: Path, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kg, self.place, self.store, self._patch = kg, place, place / "held" / "store", monkeypatch
        self.store.parent.mkdir(parents=True)
        (place / "kg.toml").write_text(table)
        for name, text in NEWS.items():
            (place / f"{name}.txt").write_text(text)
        self(*("build", *(f"{name}.txt" for name in NEWS)))

    def __call__(self, *command: str) -> str:
        self._patch.chdir(self.place)
        code, out, err = self.kg(*command, "--store", self.store)
        assert code == 0, (command, err)
        return plain(out)

    def decide(self, **values: str) -> None:
        """Fill in what ``kg review`` asks, by the words asked about."""
        self("review", "--below", "1", "-o", "todo.tsv")
        head, *lines = (self.place / "todo.tsv").read_text().splitlines()
        filled = [values.get(line.split("\t")[2], "") + line[line.index("\t") :] for line in lines]
        (self.place / "todo.tsv").write_text("\n".join([head, *filled]) + "\n")
        self("review", "--apply", "todo.tsv", "--by", "Ana")

    def merged(self) -> str:
        found: str = json.loads(self("sparql", MERGED, "--format", "json"))[0]["w"]
        return found


def test_link_merge_and_review_write_through_the_server_what_they_write_without(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with wikibase(HUMAN, STATE, CHINA, NORWAY, DAGNY) as server:
        lines = (f"{key} = {json.dumps(value)}\n" for key, value in server.table(seconds=20).items())
        table = f"jobs = 1\n\n[wikibase]\n{''.join(lines)}"
        alone, through = (Desk(kg, tmp_path / name, table, monkeypatch) for name in ("alone", "through"))
        states = [whole(alone.store)]
        with serving(through.store, base=BASE) as running:
            steps: list[Callable[[Desk], object]] = [
                lambda desk: desk("link", "--format", "jsonl"),
                lambda desk: desk.decide(Congo="Q974"),
                lambda desk: desk("merge", "--format", "tsv"),
                lambda desk: desk("merge", "--undo", desk.merged(), "--format", "tsv"),
                lambda desk: desk("link", "--undo", "Q8000001"),
            ]
            for step in steps:
                assert step(alone) == step(through)
                states.append(whole(alone.store))
                assert plain(whole(through.store)) == plain(states[-1])
                query = {"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"}
                told = requests.get(running.sparql, query, timeout=60).json()["results"]["bindings"][0]["n"]["value"]
                assert int(told) == states[-1].count("\n"), "a visitor does not see it"
    assert all(one != other for one, other in pairwise(states)), "a step that writes nothing"
    assert PREFIXES["wd"] + "Q8000001" in states[1] and PREFIXES["wd"] + "Q974" in states[2]
