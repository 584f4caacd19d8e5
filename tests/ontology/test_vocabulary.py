"""What is published of the vocabulary: every term on its page under its name, and the Turtle whole."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SKOS
from vocabulary import publish

from kg.resources import share_dir
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import CONCEPTS, MODULES, Ontology

ONTOLOGY = Ontology.load()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vocabulary")
    publish(folder)
    return folder


def anchors(page: Path) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', page.read_text("utf-8")))


def words(page: Path) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def graph(*files: Path) -> rdflib.Graph:
    read = rdflib.Graph()
    for file in files:
        read.parse(file)
    return read


def test_every_class_and_property_has_its_place_and_its_definition_on_the_page(site: Path) -> None:
    page = site / "def.html"
    names = {*ONTOLOGY.classes, *ONTOLOGY.properties}
    assert names <= anchors(page)
    text = words(page)
    assert [name for name in names if f"{PREFIXES['ir']}{name} " not in text] == []
    said = graph(*(share_dir("ontology") / f"{module}.ttl" for module in MODULES))
    for term, definition in said.subject_objects(SKOS.definition):
        assert " ".join(str(definition).split()) in text, term


def test_every_code_and_shape_has_its_place(site: Path) -> None:
    for file, name in zip(CONCEPTS, ("code", "plover"), strict=True):
        held = graph(share_dir("ontology") / f"{file}.ttl")
        codes = {str(code).rpartition("#")[2] for code in held.subjects(RDF.type, SKOS.Concept)}
        schemes = {str(scheme).rpartition("/")[2] for scheme in held.subjects(RDF.type, SKOS.ConceptScheme)}
        assert codes and schemes and not codes & schemes
        assert codes | schemes <= anchors(site / f"{name}.html")
    shapes = re.findall(r"^s:(S\d\d) ", (site / "shape.ttl").read_text("utf-8"), re.M)
    assert len(shapes) > 20
    assert set(shapes) <= anchors(site / "shape.html")


def test_the_turtle_holds_all_that_the_modules_say(site: Path) -> None:
    whole = graph(site / "def.ttl")
    for module in MODULES:
        said = graph(site / "def" / f"{module}.ttl")
        about = rdflib.URIRef(f"https://w3id.org/irkg/def/{module}")
        missing = {t for t in said if t[0] != about and not any(isinstance(n, rdflib.BNode) for n in t)} - set(whole)
        assert missing == set()
    assert len(graph(site / "shape.ttl")) > 500


def test_the_pages_load_nothing_and_lead_to_what_is_there(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<(script|img|link|iframe)\b[^>]*\b(src|href)=\"(?!#|data:)", text), page
    for target in re.findall(r'href="([^"#:]+)"', (site / "index.html").read_text("utf-8")):
        assert (site / target).is_file()


def test_what_is_published_is_the_same_every_time(site: Path, tmp_path: Path) -> None:
    publish(tmp_path)
    files = [path for path in site.rglob("*") if path.is_file()]
    assert [path for path in files if (tmp_path / path.relative_to(site)).read_bytes() != path.read_bytes()] == []
