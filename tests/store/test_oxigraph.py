"""The embedded store on disk: kills, locks, foreign folders, versions, a full disk, reading alone."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from store_samples import BASE, article

from kg.config import Settings
from kg.errors import ConfigError, StoreError, StoreFormat, StoreInUse
from kg.model import ArticleQuads
from kg.store import dump, open_store, oxigraph, settle
from kg.store import folder as layout
from kg.store.change import Names, plan
from kg.store.oxigraph import OxigraphStore
from kg.vocab.ontology import ontology_nquads

HERE = Path(__file__).parent.parent


def rounds() -> list[list[ArticleQuads]]:
    """Puts that a writer makes, one after the other: new articles, and new versions of some."""
    made = []
    for n in range(6):
        new = [article(f"{n}-{k}", items=[f"Q{n + k}", f"Q{k}"], size=400) for k in range(8)]
        old = [article(f"{n - 1}-{k}", version="2", items=[f"Q{k + 50}"], size=300) for k in range(4)] if n else []
        made += [new, [*old, article(f"{n}-x", size=400)]]
    return made


WRITER = """
import sys
from pathlib import Path
from kg.store.oxigraph import OxigraphStore
from store_samples import BASE
from test_oxigraph import rounds
store = OxigraphStore(Path(sys.argv[1]), BASE)
batches = rounds()
print("open", flush=True)
for batch in batches:
    store.put(batch)
    print("put", flush=True)
store.remove(["0-0", "0-5"])
store.close()
"""


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process, with this checkout (or the installed package) and the tests on its path."""
    path = os.pathsep.join([*sys.path, str(HERE), str(HERE / "store")])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def lines(*articles: ArticleQuads) -> str:
    texts = [a.graph + a.catalog + "".join(a.entities.values()) for a in articles]
    return "".join(sorted({f"{line}\n" for text in texts for line in text.split("\n") if line}))


def final() -> str:
    """What the writer leaves when nobody stops it."""
    last = {a.article: a for batch in rounds() for a in batch}
    return lines(*(a for name, a in last.items() if name not in ("0-0", "0-5")))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_a_kill_the_store_holds_whole_articles_and_goes_on(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    writer = python(WRITER, tmp_path / "store")
    assert writer.stdout is not None
    for _ in range(chance.randint(1, 9)):
        assert writer.stdout.readline()
    time.sleep(chance.random() * 0.05)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    known = {a.fingerprint: a for batch in rounds() for a in batch}
    with OxigraphStore(tmp_path / "store", BASE) as store:
        there = store.fingerprints()
        assert dump(store) == lines(*(known[fingerprint] for fingerprint in there.values()))
        for batch in rounds():
            whole = sum(there.get(a.article) == a.fingerprint for a in batch)
            newer = any(there.get(a.article, a.fingerprint) != a.fingerprint for a in batch)
            assert newer or whole in (0, len(batch)), "a batch came in by half"
    again = python(WRITER, tmp_path / "store")
    assert again.communicate()[1] == ""
    with OxigraphStore(tmp_path / "store", BASE, read_only=True) as store:
        assert dump(store) == final()


def test_a_store_whose_making_was_killed_is_read_as_empty_and_goes_on(tmp_path: Path) -> None:
    """A database is made of several files, one after the other; with some of them it can be opened by nobody."""
    folder = tmp_path / "store"
    half = """
import os, sys
from pathlib import Path
from kg.store.oxigraph import OxigraphStore, ox
from store_samples import BASE
def begin(path):
    Path(path).mkdir()
    (Path(path) / "MANIFEST-000001").touch()
    os._exit(9)
ox.Store = begin
OxigraphStore(Path(sys.argv[1]), BASE)
"""
    killed = python(half, folder)
    killed.communicate()
    assert killed.returncode == 9
    with closing(OxigraphStore(folder, BASE, read_only=True)) as store:
        assert store.count() == 0
    with closing(OxigraphStore(folder, BASE)) as store:
        store.put([article("one")])
        assert dump(store) == lines(article("one"))
    assert not layout.begun(folder).exists()


def test_what_a_broken_load_left_is_undone_when_the_store_is_opened(tmp_path: Path) -> None:
    """As if the bulk loader were not atomic: parts of an article, its items and its record stand, and no more."""
    kept, half = article("kept", items=["Q1"]), article("half", items=["Q1", "Q2"], extractor="rules-9")
    with OxigraphStore(tmp_path / "store", BASE) as store:
        store.put([kept])
    for keep in range(1, 12):
        texts = half.graph + half.catalog + "".join(half.entities.values())
        database = ox.Store(layout.database(tmp_path / "store"))
        part = random.Random(keep).sample(texts.split("\n")[:-1], keep)
        database.load("\n".join(part), ox.RdfFormat.N_QUADS)
        del database
        layout.set_pending(tmp_path / "store", [half.doc])
        (layout.database(tmp_path / "store") / "bulk-1.sst").write_bytes(b"half")
        with OxigraphStore(tmp_path / "store", BASE, read_only=keep % 2 == 0) as store:
            assert dump(store) == lines(kept)
        assert layout.pending(tmp_path / "store") is None
        assert not list(layout.database(tmp_path / "store").glob("bulk-*"))


def test_what_a_broken_load_of_a_graph_left_is_undone_when_the_store_is_opened(tmp_path: Path) -> None:
    graph = f"{BASE}graph/curated"
    made = "".join(f"<{BASE}s{n}> <{BASE}p> <{BASE}o> <{graph}> .\n" for n in range(5))
    with OxigraphStore(tmp_path / "store", BASE) as store:
        store.put([article("kept", items=["Q1"])])
        before = dump(store)
        store.put_graph(graph, made)
        assert dump(store) == "".join(sorted((before + made).splitlines(keepends=True)))
        assert layout.pending(tmp_path / "store") is None
    layout.set_pending(tmp_path / "store", [graph])  # as if it had ended in the middle
    with OxigraphStore(tmp_path / "store", BASE) as store:
        assert dump(store) == before


def test_only_what_taking_articles_out_undoes_goes_through_the_loader() -> None:
    """An item that stands is told more of: were that loaded and broken off, removal would not bring the old back."""
    store, one, two = ox.Store(), article("one", items=["Q1"]), article("two", items=["Q1", "Q2"])
    store.load(one.graph + one.catalog + "".join(one.entities.values()), ox.RdfFormat.N_QUADS)
    fresh = plan(store, Names(BASE), [two], [], {})
    assert fresh.fresh and not fresh.gone and fresh.new
    iri = next(iter(one.entities))
    more = one.entities[iri] + f"<{iri}> <{BASE}also> <{iri}> <{BASE}graph/entities> .\n"
    amended = plan(store, Names(BASE), [replace(two, entities={**two.entities, iri: more})], [], {})
    assert not amended.fresh and not amended.gone and len(amended.new) == len(fresh.new) + 1


HOLDER = """
import sys
from pathlib import Path
from kg.store.oxigraph import OxigraphStore
from store_samples import BASE
store = OxigraphStore(Path(sys.argv[1]), BASE, read_only=sys.argv[2] == "read")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of one article."""
    with OxigraphStore(tmp_path / "store", BASE) as store:
        store.put([article("one")])
    return tmp_path / "store"


@pytest.mark.parametrize("read_only", [True, False])
def test_a_second_opener_is_told_which_process_holds_the_store(folder: Path, read_only: bool) -> None:
    holder = python(HOLDER, folder, "write")
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    with pytest.raises(StoreInUse, match=f"in use by process {holder.pid};"):
        OxigraphStore(folder, BASE, read_only=read_only)
    holder.kill()
    holder.communicate()
    OxigraphStore(folder, BASE, read_only=read_only).close()


def test_several_read_at_once_and_nobody_writes_meanwhile(folder: Path) -> None:
    holder = python(HOLDER, folder, "read")
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    with OxigraphStore(folder, BASE, read_only=True) as one, OxigraphStore(folder, BASE, read_only=True) as two:
        assert dump(one) == dump(two) == lines(article("one"))
        with pytest.raises(StoreInUse, match=str(holder.pid)):
            OxigraphStore(folder, BASE)
    holder.communicate("")
    OxigraphStore(folder, BASE).close()


def test_one_process_cannot_write_through_two_doors(folder: Path) -> None:
    with OxigraphStore(folder, BASE), pytest.raises(StoreInUse, match=str(os.getpid())):
        OxigraphStore(folder, BASE)
    OxigraphStore(folder, BASE).close()


def test_the_list_of_readers_does_not_grow_for_ever(folder: Path) -> None:
    with OxigraphStore(folder, BASE, read_only=True):
        with (folder / "lock").open("a") as file:
            file.write("999999999\n" * 1500)
        OxigraphStore(folder, BASE, read_only=True).close()
        assert (folder / "lock").stat().st_size < 100


@pytest.mark.parametrize("read_only", [True, False])
def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreFormat, match="no store"):
        OxigraphStore(tmp_path, BASE, read_only=read_only)
    with pytest.raises(StoreFormat, match="is a file"):
        OxigraphStore(tmp_path / "notes.txt", BASE, read_only=read_only)
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ({"format": 99, "base": BASE}, "format version 99"),
        ({"format": layout.FORMAT, "base": "https://other.org/"}, "https://other.org/"),
        ([], "format version"),
    ],
)
def test_a_store_of_another_version_or_base_is_refused(folder: Path, marker: object, words: str) -> None:
    (folder / "kg-store.json").write_text(json.dumps(marker))
    with pytest.raises(StoreFormat, match=words):
        OxigraphStore(folder, BASE)


def test_damage_is_told_in_one_sentence(folder: Path) -> None:
    (folder / "oxigraph" / "CURRENT").write_text("junk")
    with pytest.raises(StoreError, match="cannot be opened"):
        OxigraphStore(folder, BASE)
    (folder / "kg-store.json").write_text("{")
    with pytest.raises(StoreFormat, match="damaged"):
        OxigraphStore(folder, BASE)


def test_reading_where_no_store_is_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        OxigraphStore(tmp_path / "nothing", BASE, read_only=True)
    assert not (tmp_path / "nothing").exists()


def test_a_store_open_for_reading_refuses_to_be_written(folder: Path) -> None:
    with OxigraphStore(folder, BASE, read_only=True) as store:
        for change in (lambda: store.put([article("two")]), lambda: store.remove(["one"])):
            with pytest.raises(StoreError, match="reading only"):
                change()
        assert dump(store) == lines(article("one"))


def test_a_closed_store_says_so(folder: Path) -> None:
    store = OxigraphStore(folder, BASE)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def test_optimizing_changes_nothing(folder: Path) -> None:
    with OxigraphStore(folder, BASE) as store:
        store.optimize()
        assert dump(store) == lines(article("one"))


def test_a_large_load_ends_with_its_files_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OxigraphStore(tmp_path / "s", BASE) as store:
        for number in range(6):
            store.put([article(str(number), size=40)])
        before, loaded = dump(store), len(list(tmp_path.rglob("*.sst")))
        settle(store)
        assert len(list(tmp_path.rglob("*.sst"))) == loaded, "little was loaded"
        monkeypatch.setattr(oxigraph, "MUCH", 100)
        settle(store)
        assert len(list(tmp_path.rglob("*.sst"))) < loaded
        assert dump(store) == before


# A limit on the size of a file stands in for a full disk: the write fails at the same place, without a disk to fill.
FULL = """
import random, resource, signal, sys
from pathlib import Path
from kg.errors import StoreError
from kg.store.oxigraph import OxigraphStore
from store_samples import BASE, article, quoted
store = OxigraphStore(Path(sys.argv[1]), BASE)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
big = [quoted(random.Random(n).randbytes(50_000).hex()) for n in range(60)]  # no loader can press that together
try:
    store.put([article("two", items=["Q9"]), article(sys.argv[2], version="2", literals=big)])
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["new", "one"], ids=["by the loader", "by an update"])
def test_a_full_disk_is_an_error_in_one_sentence_and_the_store_is_as_before(folder: Path, name: str) -> None:
    output, errors = python(FULL, folder, name).communicate()
    assert errors == ""
    assert "cannot be written" in output and "\n" not in output.strip()
    assert not list((folder / "oxigraph").glob("bulk-*"))
    with OxigraphStore(folder, BASE) as store:
        assert dump(store) == lines(article("one"))
        store.put([article("two", items=["Q9"])])
        assert dump(store) == lines(article("one"), article("two", items=["Q9"]))


def test_settings_name_a_store_by_folder_or_by_table(tmp_path: Path) -> None:
    stores = {"mine": {"folder": str(tmp_path / "a")}, "odd": {"folder": 3}}
    with open_store(Settings(base=BASE, store="mine", stores=stores), write=True) as store:  # type: ignore[attr-defined]
        store.put([article("one")])
    with open_store(Settings(base=BASE, store=str(tmp_path / "a")), write=False) as store:  # type: ignore[attr-defined]
        assert store.fingerprints() == {"one": article("one").fingerprint}
    with pytest.raises(ConfigError, match=r"stores\.odd"):
        open_store(Settings(store="odd", stores=stores), write=True)


def test_a_store_opened_for_writing_has_the_ontology_of_this_version(tmp_path: Path) -> None:
    chosen, graph = Settings(base=BASE, store=str(tmp_path / "store")), f"{BASE}graph/ontology"
    for _ in range(2):
        open_store(chosen, write=True).close()
        with closing(open_store(chosen, write=False)) as store:
            assert "".join(f"{line}\n" for line in sorted(store.quads(graph))) == ontology_nquads(graph)
    with OxigraphStore(tmp_path / "store", BASE) as older:
        older.put_graph(graph, f"<{BASE}s> <{BASE}p> <{BASE}o> <{graph}> .\n")
    open_store(chosen, write=True).close()
    with closing(open_store(chosen, write=False)) as store:
        assert dump(store) == ontology_nquads(graph)


def test_a_graph_of_its_own_is_replaced_whole_and_nothing_else_goes_in(tmp_path: Path) -> None:
    store, graph = OxigraphStore(None, BASE), f"{BASE}graph/curated"
    store.put([article("one")])
    before = dump(store)
    for text in (f"<{BASE}s> <{BASE}p> <{BASE}o> <{graph}> .\n", f"<{BASE}s> <{BASE}p> <{BASE}q> <{graph}> .\n"):
        store.put_graph(graph, text)
        assert set(store.quads(graph)) == {text.strip()}
    for wrong in (f"_:b <{BASE}p> <{BASE}o> <{graph}> .\n", f"<{BASE}s> <{BASE}p> <{BASE}o> <{BASE}x> .\n", "x"):
        with pytest.raises(StoreError):
            store.put_graph(graph, wrong)
    store.put_graph(graph, "")
    assert dump(store) == before
