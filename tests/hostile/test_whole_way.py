"""The hostile corpus all the way: built and stored as one, validated, asked, shown, exported; words stay words.

In the short form, the first file of each kind and format, and the first words of each kind.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

import pyoxigraph as ox
import pytest
from hostile_samples import Nasty, corpus, small
from hostile_words import DATES, KINDS
from limited import limited
from lxml import etree, html
from starlette.applications import Starlette
from store_servers import oxigraph

from kg.cli.main import main
from kg.config import Settings
from kg.graph.rdf import FORMATS
from kg.query.article import stored_article
from kg.query.catalog import load_catalog
from kg.serve.app import create_app
from kg.serve.fetch import fetch
from kg.store import dump, open_store
from kg.store.loading import load_store
from kg.store.oxigraph import OxigraphStore
from kg.store.sparql import SparqlStore
from kg.vocab.iri import document_id

LIMIT = 300
"""Seconds of processor time after which a file that is built counts as a hang."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
WORDS = [
    pytest.param(kind, number, marks=[pytest.mark.soak] if number > 1 else [], id=f"{kind}-{number}")
    for kind, words in KINDS.items()
    for number in range(len(words))
]
QUESTIONS = [
    pytest.param(name, marks=[pytest.mark.soak] if number % 8 else []) for number, name in enumerate(load_catalog())
]
HTML = {"accept": "text/html"}


def word(kind: str, number: int) -> str:
    return KINDS[kind][number]


def chosen(whole: bool) -> list[Nasty]:
    """The corpus but for what takes long, or the first file of each kind and format."""
    first = {(each.kind, each.name.rpartition(".")[2]): each for each in reversed(small())}
    return [each for each in corpus() if not each.heavy] if whole else list(first.values())


@pytest.fixture(scope="module", params=[False, pytest.param(True, marks=pytest.mark.soak)], ids=["sample", "corpus"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, int], list[str]]:
    """The store of the corpus, built by the command; what its summary counts, and what was said."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "files").mkdir()
    for each in chosen(request.param):
        (place / "files" / each.name).write_bytes(each.data)
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", said)
        code = main(["build", str(place / "files"), "--store", str(place / "store"), "--jobs", "1"])
    lines = said.getvalue().splitlines()
    assert code == 1, "something was set aside"
    assert "Traceback" not in said.getvalue()
    rows = (row.rsplit(maxsplit=1) for row in lines if re.search(r"\S {2,}\d+$", row))
    counts = {name.strip(): int(number) for name, number in rows}
    return place / "store", counts, lines


@pytest.fixture(scope="module")
def store(built: tuple[Path, dict[str, int], list[str]]) -> Iterator[OxigraphStore]:
    with closing(open_store(Settings(store=str(built[0])), write=False)) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(store: OxigraphStore, built: tuple[Path, dict[str, int], list[str]]) -> Iterator[Starlette]:
    made = create_app(store, Settings(store=str(built[0])), token="a token for tests")
    made.state.explorer.index.refresh()
    yield made
    made.state.explorer.index.close()


def test_everything_that_went_in_is_stored_or_set_aside_and_named(
    built: tuple[Path, dict[str, int], list[str]], store: OxigraphStore
) -> None:
    _, counts, lines = built
    assert counts["articles read"] > 40
    failed = [line for line in lines if re.search(r"article .* failed in \w+:", line)]
    assert failed == [], "a stage broke on an article"
    assert counts["built and stored"] == counts["articles read"]
    assert counts["events read"] > counts["built and stored"], "hostile names hide what is told beside them"
    told = [line for line in lines if line.startswith("set aside: ") or ": " in line]
    assert len(told) >= counts["set aside"] > 40
    assert len(store.fingerprints()) <= counts["built and stored"]


def test_what_is_stored_conforms(built: tuple[Path, dict[str, int], list[str]]) -> None:
    assert main(["validate", "--store", str(built[0])]) == 0


def test_an_article_of_every_id_is_found_as_it_was_read(store: OxigraphStore) -> None:
    base = Settings().base
    for name in store.fingerprints():
        article = stored_article(store, base, name)
        assert article.id == name
        assert store.count(base + document_id(name))


@pytest.mark.soak
@pytest.mark.parametrize("nasty", [each for each in corpus() if each.heavy], ids=lambda each: each.name)
def test_what_is_large_is_built_or_set_aside_in_time(nasty: Nasty, tmp_path: Path) -> None:
    (tmp_path / nasty.name).write_bytes(nasty.data)
    with limited(LIMIT):
        code = main(["build", str(tmp_path / nasty.name), "--store", str(tmp_path / "store"), "--jobs", "1"])
    assert code in (0, 1, 3)
    if code != 3:
        assert main(["validate", "--store", str(tmp_path / "store")]) == 0


def own(text: str) -> set[str]:
    """What is said in the graphs of articles and in those that they share."""
    base = re.escape(Settings().base)
    return {line for line in text.split("\n") if re.search(rf" <{base}(doc/[^>]*|graph/(?!ontology)\w+)> \.$", line)}


def test_all_goes_into_another_store_and_out_again_by_its_ids(
    built: tuple[Path, dict[str, int], list[str]], store: OxigraphStore, tmp_path: Path
) -> None:
    ids, other = list(store.fingerprints()), str(tmp_path / "other")
    assert main(["export", "rdf", "--format", "nquads", "--store", str(built[0]), "-o", str(tmp_path / "all.nq")]) == 0
    assert main(["load", str(tmp_path / "all.nq"), "--to", other]) == 0
    with closing(open_store(Settings(store=other), write=False)) as copy:
        assert own(dump(copy)) == own(dump(store))
    assert main(["merge", "--store", other]) == 0
    assert main(["validate", "--store", other]) == 0
    assert main(["retract", "--store", other, "--", *ids]) == 0
    with closing(open_store(Settings(store=other), write=False)) as copy:
        assert own(dump(copy)) == set()


@pytest.mark.soak
def test_on_a_server_it_is_the_same(store: OxigraphStore, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "server") as server, SparqlStore(server.profile, Settings().base) as there:
        load_store(there, store, Settings().base)
        assert own(dump(there)) == own(dump(store))
        there.remove(list(store.fingerprints()))
        assert own(dump(there)) == set()


# ------------------------------------------------------------------------------------------------------------- exports


@pytest.mark.parametrize(
    "command",
    [("export", "events"), ("export", "mentions"), ("export", "dyads"), ("ask", "unlinked-entities"), ("review",)],
    ids=" ".join,
)
def test_no_cell_of_csv_is_a_formula(
    command: tuple[str, ...], built: tuple[Path, dict[str, int], list[str]], tmp_path: Path
) -> None:
    assert main([*command, "--format", "csv", "--store", str(built[0]), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 20
    assert [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?!\d)", cell)] == []


def test_no_name_commands_a_terminal_or_looks_like_a_message(
    built: tuple[Path, dict[str, int], list[str]], store: OxigraphStore, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "\n".join(built[2])
    for command in (["ask", "unlinked-entities"], ["ask", "statements-by"], ["review"]):
        assert main([*command, "--format", "table", "--store", str(built[0])]) == 0
        said += "".join(capsys.readouterr())
    for given in KINDS["form"]:
        assert main(["explain", f"no {given}", "--store", str(built[0])]) == 2
        told = capsys.readouterr().err
        assert not CONTROL.search(told) and told.startswith("kg: ") and told.count("\n") == 1
    assert not CONTROL.search(said)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_rdf_comes_back_from_every_form(
    form: str, built: tuple[Path, dict[str, int], list[str]], store: OxigraphStore, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    assert main(["export", "rdf", "--format", form, "--store", str(built[0]), "-o", str(path)]) == 0
    read = {str(quad.triple) for quad in ox.parse(path.read_bytes(), FORMATS[form])}
    assert read == {str(quad.triple) for quad in ox.parse(dump(store).encode(), ox.RdfFormat.N_QUADS)}


@pytest.mark.parametrize("what", ["events", "mentions", pytest.param("dyads", marks=pytest.mark.soak)])
def test_tables_have_as_many_rows_as_lines(
    what: str, built: tuple[Path, dict[str, int], list[str]], tmp_path: Path
) -> None:
    for form in ("jsonl", "csv", "parquet"):
        if (what, form) == ("mentions", "parquet"):
            continue
        assert main(["export", what, "--format", form, "--store", str(built[0]), "-o", str(tmp_path / form)]) == 0
    rows = [json.loads(line) for line in (tmp_path / "jsonl").read_text("utf-8").split("\n") if line]
    with (tmp_path / "csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(rows) > 40
    if what != "mentions":
        import pyarrow.parquet as pq

        assert pq.read_table(tmp_path / "parquet").num_rows == len(rows)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@pytest.mark.parametrize("of", ["states", "persons"])
def test_networks_are_well_formed(
    form: str, of: str, built: tuple[Path, dict[str, int], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "out"
    assert main(["export", "network", "--format", form, "--of", of, "--store", str(built[0]), "-o", str(path)]) == 0
    assert len(etree.parse(path).getroot())


# --------------------------------------------------------------------------------------------------------------- pages


def harmless(text: str, address: str = "/") -> None:
    """Nothing in a page at this address runs, loads from elsewhere, or came in as markup."""
    page = html.document_fromstring(text)
    for item in page.iter():
        if not isinstance(item.tag, str):
            continue
        assert item.tag not in ("iframe", "object", "embed", "base", "style", "frame", "applet"), item.tag
        assert item.get("id") != "taken"
        for name, value in item.attrib.items():
            assert not name.lower().startswith("on") and name.lower() != "style", (item.tag, name)
            if name in ("href", "src", "action", "formaction"):
                target = _led_to(address, value).lower()
                assert re.match(r"(https?://|/(?!/)|#|\?|$)", target), (item.tag, name, value)
                if item.tag in ("script", "img", "link", "form"):
                    assert target.startswith(("/", "?", "#")) or (item.tag == "link" and "static" not in target)
        if item.tag == "script":
            assert _led_to(address, item.get("src", "")).startswith("/static/") and not (item.text or "").strip()
        if item.tag == "meta":
            assert (item.get("http-equiv") or "").lower() != "refresh"


def _led_to(address: str, value: str) -> str:
    try:
        return urljoin(address, value.strip())
    except ValueError:  # no address that any browser follows
        return value.strip()


def shown(app: Starlette, address: str, *codes: int) -> str:
    answer = fetch(app, address, HTML)
    assert answer.status in (codes or (200,)), (address, answer.status)
    for name, value in answer.headers.items():
        assert "\n" not in name + value and "\r" not in name + value and name.lower() != "set-cookie"
    if answer.text.strip():  # nothing, where another address is named
        harmless(answer.text)
    return answer.text


def test_the_page_of_every_article_shows_words_and_no_markup(app: Starlette, store: OxigraphStore) -> None:
    for name in store.fingerprints():
        text = shown(app, "/" + document_id(name))
        for link in sorted(set(re.findall(r'href="(/doc/[^"#]*/event/[^"#]*)"', text)))[:1]:
            shown(app, html.fromstring(f"<p>{link}</p>").text_content())


def test_lists_and_the_overview_show_words_and_no_markup(app: Starlette) -> None:
    for address in ("/", "/states", "/review", "/questions", "/sparql", *(f"/events?page={n}" for n in range(1, 9))):
        shown(app, address)


@pytest.mark.soak
def test_the_site_of_it_shows_words_and_no_markup(
    built: tuple[Path, dict[str, int], list[str]], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    assert main(["export", "site", str(site), "--store", str(built[0])]) == 0
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    for path in pages:
        assert path.resolve().is_relative_to(site)
        harmless(path.read_text("utf-8"), f"/{path.relative_to(site)}")


@pytest.mark.parametrize(("kind", "number"), WORDS)
def test_a_hostile_word_that_is_searched_or_chosen_is_only_a_word(app: Starlette, kind: str, number: int) -> None:
    given = word(kind, number).encode("utf-8", "surrogatepass")
    for name in ("q", "type", "state", "from", "to", "with", "status", "since", "page", "publisher", "source", "party"):
        query = f"{name}={quote(given, safe='')}"
        shown(app, f"/search?{query}" if name == "q" else f"/events?{query}", 200, 400, 404)
    for form in ("search.json?q", "events.csv?type", "events.json?state", "states.json?since"):
        assert fetch(app, f"/{form}={quote(given, safe='')}").status in (200, 400, 404)
    for path in ("doc", "entity", "article", "questions", "static", "event/x"):
        shown(app, f"/{path}/{quote(given, safe='')}", 200, 400, 404, 301, 302, 303, 307, 308)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_hostile_value_of_a_question_is_only_a_value(app: Starlette, store: OxigraphStore, question: str) -> None:
    before = store.count()
    values = [each for kind in ("sparql", "html", "path", "form", "nul") for each in KINDS[kind]]
    for parameter in load_catalog()[question].parameters:
        for value in [*values[:: 1 + len(values) // 12], *DATES[::6]]:
            text = urlencode({parameter.name: value}, errors="surrogatepass")
            shown(app, f"/questions/{question}?{text}", 200, 400)
    assert store.count() == before


@pytest.mark.parametrize(("kind", "number"), WORDS)
def test_a_hostile_word_as_a_query_is_refused_or_answered_and_changes_nothing(
    app: Starlette, store: OxigraphStore, kind: str, number: int
) -> None:
    before, given = store.count(), word(kind, number)
    for query in (given, f'SELECT * {{ ?s ?p "{given}" }} LIMIT 1', f"ASK {{ <{given}> ?p ?o }}"):
        body = urlencode({"query": query}, errors="surrogatepass").encode()
        head = {"content-type": "application/x-www-form-urlencoded", "accept": "application/sparql-results+json"}
        answer = fetch(app, "/sparql", head, "POST", body)
        assert answer.status in (200, 400, 403), answer.text[:300]
    assert store.count() == before


# -------------------------------------------------------------------------------------------------------- command line


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_hostile_arguments_end_in_a_sentence(
    kind: str, built: tuple[Path, dict[str, int], list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for number in range(2):
        given = word(kind, number)
        for command in (
            ["ask", "who-met-whom", "--party", given],
            ["explain", given],
            ["export", "events", "--article", given],
            ["sparql", given],
            ["export", "timeline", given],
        ):
            code = main([*command[:1], *command[1:], "--store", str(built[0])])
            said = capsys.readouterr().err
            assert code in (0, 1, 2, 3), (command, code)
            assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == [], "something was written"
