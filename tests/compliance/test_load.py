"""``kg load`` into every kind of store: all forms of files, again, after a kill, and what does not fit."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
import zstandard
from serving import served
from store_samples import BASE, article
from store_servers import SECRET, Server, oxigraph

from kg.config import Settings
from kg.errors import InputError, UsageError
from kg.model import ArticleQuads
from kg.protocols import Store
from kg.store import dump, open_store
from kg.store.loading import load_files, load_store
from kg.store.oxigraph import OxigraphStore
from kg.store.sparql import SparqlStore
from kg.vocab.iri import PREFIXES

TESTS = Path(__file__).parent.parent
ARTICLES = [article(f"a{n:02}", items=[f"Q{n % 3}", "Q9"], size=20) for n in range(12)]
ONTOLOGY = f"<{BASE}s> <{BASE}p> <{BASE}o> <{BASE}graph/ontology> .\n"


def text(articles: list[ArticleQuads]) -> str:
    parts = [a.graph + a.catalog + "".join(a.entities.values()) for a in articles]
    return "".join(sorted({f"{line}\n" for part in parts for line in part.split("\n") if line}))


WHOLE = "".join(sorted([*text(ARTICLES).splitlines(keepends=True), ONTOLOGY]))


def shard(path: Path, nquads: str, form: ox.RdfFormat, pack: Callable[[bytes], bytes] = bytes) -> None:
    quads = ox.parse(nquads, ox.RdfFormat.N_QUADS)
    path.write_bytes(pack(ox.serialize(quads, format=form) or b""))


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    """All that is to be loaded, line by line over files of every form: no article is whole in any of them."""
    folder = tmp_path / "shards" / "deep"
    folder.mkdir(parents=True)
    lines = WHOLE.splitlines(keepends=True)
    parts = ["".join(lines[n::5]) for n in range(5)]
    shard(folder / "a.nq", parts[0], ox.RdfFormat.N_QUADS)
    shard(folder / "b.trig.gz", parts[1], ox.RdfFormat.TRIG, gzip.compress)
    shard(folder / "c.jsonld", parts[2], ox.RdfFormat.JSON_LD)
    shard(folder / "d.nq.zst", parts[3], ox.RdfFormat.N_QUADS, zstandard.ZstdCompressor().compress)
    two = [zstandard.ZstdCompressor().compress(half.encode()) for half in (parts[4][:0], parts[4])]
    (folder / "e.nq.zst").write_bytes(b"".join(two))
    (folder / "notes.txt").write_text("no RDF")
    return tmp_path / "shards"


def test_shards_of_every_form_give_the_whole_and_again_change_nothing(store: Store, shards: Path) -> None:
    loaded = load_files(store, [shards], BASE)
    assert (loaded.articles, loaded.unchanged, loaded.graphs, loaded.aside) == (12, 0, 1, [])
    assert dump(store) == WHOLE
    again = load_files(store, [shards, shards], BASE)
    assert (again.articles, again.unchanged, again.aside) == (0, 12, [])
    assert dump(store) == WHOLE


def test_a_store_into_a_store_and_back(store: Store, tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "source", BASE) as source:
        source.put(ARTICLES)
        source.put_graph(f"{BASE}graph/ontology", ONTOLOGY)
        load_store(store, source, BASE)
        assert dump(store) == dump(source) == WHOLE
    with OxigraphStore(tmp_path / "back", BASE) as back:
        load_store(back, store, BASE)
        assert dump(back) == WHOLE


def test_a_newer_version_replaces_the_older(store: Store, tmp_path: Path) -> None:
    store.put([article("a00", version="0", items=["Q7"]), article("mine", items=["Q9"])])
    (tmp_path / "x.nq").write_text(WHOLE)
    assert load_files(store, [tmp_path / "x.nq"], BASE).articles == 12
    assert dump(store) == "".join(
        sorted({*WHOLE.splitlines(True), *text([article("mine", items=["Q9"])]).splitlines(True)})
    )


LOADER = """
import sys
from pathlib import Path
from kg.config import Settings
from kg.store import open_store
from kg.store.loading import load_files
from serving import served
from store_samples import BASE
import kg.store.loading
kg.store.loading._TOGETHER = 2
target = open_store(Settings(base=BASE, store=sys.argv[1]), write=True)
print("opened", flush=True)
load_files(target, [Path(sys.argv[2])], BASE, tell=lambda loaded: print(loaded.articles, flush=True))
"""


@pytest.fixture(params=["embedded", "served", "oxigraph_server", "virtuoso_server"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """How an empty store is named from any process: by its folder, or by its server's URL."""
    with ExitStack() as holding:
        if request.param in ("embedded", "served"):
            if request.param == "served":
                holding.enter_context(served(tmp_path / "target", BASE))
            yield str(tmp_path / "target")
            return
        server: Server
        if request.param == "oxigraph_server":  # of its own: what was killed may go on in a shared one
            server = holding.enter_context(oxigraph(tmp_path / "server"))
        else:
            server = request.getfixturevalue(request.param)
        with SparqlStore(server.profile, BASE) as store:
            for graph in store.graphs():
                store.put_graph(graph, "")
        if request.param == "virtuoso_server":
            monkeypatch.setenv("KG_STORE_USER", "dba")
            monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
        yield server.root + ("/sparql" if request.param == "virtuoso_server" else "")


def test_after_a_kill_at_any_moment_the_next_load_goes_on(
    place: str, tmp_path: Path, shards: Path, moment: int
) -> None:
    """What is there is whole, to the last statement, and the next load leaves what one alone would."""
    chance = Random(f"load {moment}")
    puts = chance.randrange(1 + len(ARTICLES) // 2)
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, place, str(shards)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])},
    )
    assert process.stdout is not None
    for _ in range(1 + puts):
        assert process.stdout.readline()
    time.sleep(chance.uniform(0, 0.03))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with closing(open_store(Settings(base=BASE, store=place), write=True)) as store:
        standing = store.fingerprints()
        assert 2 * puts <= len(standing)
        for one in ARTICLES:
            if one.article in standing:
                assert store.count(one.doc) == one.graph.count("\n"), "half an article"
        loaded = load_files(store, [shards], BASE)
        assert (loaded.unchanged, loaded.articles) == (len(standing), len(ARTICLES) - len(standing))
        assert dump(store) == WHOLE


def test_a_file_that_breaks_off_is_named_and_nothing_goes_in(tmp_path: Path) -> None:
    packed = {
        "x.nq.gz": gzip.compress(WHOLE.encode()),
        "x.nq.zst": zstandard.ZstdCompressor().compress(WHOLE.encode()),
        "x.nq": WHOLE.encode(),
        "x.trig": b"GRAPH <urn:g> { <urn:a> ",
    }
    store = OxigraphStore(None, BASE)
    for name, content in packed.items():
        (tmp_path / name).write_bytes(content[:-5])
        with pytest.raises(InputError, match=f"{name}: cannot be read"):
            load_files(store, [tmp_path / name], BASE)
    assert store.count() == 0


def test_articles_of_which_a_part_is_missing_are_set_aside(tmp_path: Path) -> None:
    lines = WHOLE.splitlines(keepends=True)
    for missing, words in [
        ("/doc/a00> .", "no graph"),
        ('fingerprint> "a01', "no fingerprint"),
        ("entity/Q2> <http://www", "nothing describes"),
        ("record/a05> <http://xmlns", "without a record"),
    ]:
        (tmp_path / "x.nq").write_text("".join(line for line in lines if missing not in line))
        store = OxigraphStore(None, BASE)
        loaded = load_files(store, [tmp_path / "x.nq"], BASE)
        assert loaded.aside and all(words in sentence for sentence in loaded.aside)
    (tmp_path / "x.nq").write_text(WHOLE)
    assert load_files(store, [tmp_path / "x.nq"], BASE).aside == []
    assert dump(store) == WHOLE


def test_an_article_that_lacks_a_single_statement_is_set_aside(tmp_path: Path) -> None:
    one = article("one")
    count = f'"{one.graph.count(chr(10))}"^^<{PREFIXES["xsd"]}integer>'
    told = f"<{BASE}record/one> <{PREFIXES['void']}triples> {count} <{BASE}graph/catalog> .\n"
    whole = one.graph + one.catalog + told
    for text, aside in ((whole.split("\n", 1)[1], 1), (whole, 0)):
        (tmp_path / "x.nq").write_text(text)
        with OxigraphStore(None, BASE) as store:
            loaded = load_files(store, [tmp_path / "x.nq"], BASE)
            assert (len(loaded.aside), len(store.fingerprints())) == (aside, 1 - aside)


def test_statements_without_a_graph_go_where_they_are_told(tmp_path: Path) -> None:
    store = OxigraphStore(None, BASE)
    (tmp_path / "x.ttl").write_text("@prefix x: <urn:x:> . x:a x:b x:c .")
    (tmp_path / "y.nq").write_text("<urn:x:a> <urn:x:b> <urn:x:d> .\n")
    for name in ("x.ttl", "y.nq"):
        with pytest.raises(UsageError, match="--graph"):
            load_files(store, [tmp_path / name], BASE)
    assert load_files(store, [tmp_path], BASE, graph="urn:x:g").graphs == 1
    assert dump(store) == "".join(f"<urn:x:a> <urn:x:b> <urn:x:{o}> <urn:x:g> .\n" for o in "cd")


def test_what_cannot_be_meant_is_told(tmp_path: Path) -> None:
    store = OxigraphStore(None, BASE)
    with pytest.raises(UsageError, match="no such file"):
        load_files(store, [tmp_path / "x.nq"], BASE)
    with pytest.raises(UsageError, match="no RDF file"):
        load_files(store, [tmp_path], BASE)
    (tmp_path / "x.txt").write_text("")
    with pytest.raises(InputError, match="its suffix"):
        load_files(store, [tmp_path / "x.txt"], BASE)
    (tmp_path / "x.nq").write_text(WHOLE.replace(BASE, "https://other.org/"))
    with pytest.raises(UsageError, match=r'base = "https://other\.org/"'):
        load_files(store, [tmp_path / "x.nq"], BASE)
