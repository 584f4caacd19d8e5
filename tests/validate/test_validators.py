"""Validators take only what they promise, and leave the process as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib
from ontology_samples import article, broken, changed

from kg import plugins
from kg.errors import ConfigError, InputError
from kg.protocols import Validator
from kg.validate.choose import quickest
from kg.validate.shapes import load_shapes, shape_name

ENGINES = ("pyshacl", "pyshifty")
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ir: <https://w3id.org/irkg/def#> .
@prefix my: <https://example.org/shapes#> .
"""
OWN = """my:EveryMeetingHasAPlace a sh:NodeShape ; sh:targetClass ir:Meeting ;
  sh:property [ sh:path ir:atPlace ; sh:minCount 1 ] .
"""


def make(name: str, folder: Path | None = None, **options: Any) -> Validator:
    made: Validator = plugins.load("validator", name)(folder, **options)
    return made


@pytest.mark.parametrize("name", [*ENGINES, "auto"])
def test_a_validator_keeps_the_seam(name: str) -> None:
    assert isinstance(make(name), Validator)


def test_the_quickest_is_taken_where_none_is_asked_for() -> None:
    assert quickest().name == "pyshifty"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ENGINES)
def test_a_users_shapes_are_added_and_their_findings_named_by_the_shape(name: str, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(PREFIXES + OWN, "utf-8")
    report = make(name, tmp_path).validate(article("syn-b"))
    mine = [f for f in report.findings if f.shape == "EveryMeetingHasAPlace"]
    assert {f.focus.rpartition("/")[2] for f in mine} == {"282-287", "451-456"}
    assert all(f.severity == "Violation" and f.message for f in mine)
    assert not report.conforms


@pytest.mark.parametrize("name", ENGINES)
def test_a_users_shapes_for_audits_wait_for_an_audit(name: str, tmp_path: Path) -> None:
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "own.ttl").write_text(PREFIXES + OWN, "utf-8")
    assert make(name, tmp_path).validate(article("syn-b")).conforms
    assert not make(name, tmp_path, audit=True).validate(article("syn-b")).conforms


@pytest.mark.parametrize("name", ENGINES)
def test_shapes_that_do_not_parse_are_named_and_change_nothing(name: str, tmp_path: Path) -> None:
    before = rdflib.NORMALIZE_LITERALS, str(rdflib.Literal("1", datatype=rdflib.XSD.boolean))
    (tmp_path / "bad.ttl").write_text(PREFIXES + "my:Bad a sh:NodeShape ; sh:targetClass .", "utf-8")
    with pytest.raises(ConfigError, match=r"bad\.ttl.*line 3"):
        make(name, tmp_path)
    assert (rdflib.NORMALIZE_LITERALS, str(rdflib.Literal("1", datatype=rdflib.XSD.boolean))) == before


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "inner",
    ['sh:path ir:x ; sh:minCount "many"', "sh:minCount 1", "sh:path ir:edtf ; sh:in ir:x"],
    ids=["value", "no path", "no list"],
)
def test_a_malformed_shape_is_refused_and_not_passed_over(
    name: str, inner: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = f"my:Bad a sh:NodeShape ; sh:targetClass ir:Event ; sh:property [ {inner} ] ."
    (tmp_path / "bad.ttl").write_text(PREFIXES + bad, "utf-8")
    with pytest.raises(ConfigError, match=r"bad\.ttl: a malformed shape, .*; mend it$"):
        make(name, tmp_path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "query",
    ["SELECT $this WHERE { $this", "SELECT $this WHERE { $this ?p ?o MINUS { ?o ?q ?r } }"],
    ids=["syntax", "MINUS"],
)
@pytest.mark.parametrize("name", ENGINES)
def test_a_shape_that_fails_when_it_is_used_is_a_config_error_and_changes_nothing(
    name: str, query: str, tmp_path: Path
) -> None:
    """With MINUS pySHACL hands back an exception where the report should be."""
    bad = f'my:Bad a sh:NodeShape ; sh:targetClass ir:Event ; sh:sparql [ sh:select "{query}" ] .'
    (tmp_path / "bad.ttl").write_text(PREFIXES + bad, "utf-8")
    before = rdflib.NORMALIZE_LITERALS
    with pytest.raises(ConfigError, match=r"^shapes: [^\n]*; mend the shape$"):
        make(name, tmp_path).validate(article("syn-a"))
    assert rdflib.NORMALIZE_LITERALS is before


@pytest.mark.parametrize("name", ENGINES)
def test_validation_leaves_rdflib_as_it_was(name: str) -> None:
    before = rdflib.NORMALIZE_LITERALS
    make(name).validate(article("syn-a"))
    assert rdflib.NORMALIZE_LITERALS is before
    assert rdflib.Literal("01", datatype=rdflib.XSD.integer).n3().startswith('"1"' if before else '"01"')


@pytest.mark.parametrize("name", ENGINES)
def test_data_that_do_not_parse_are_an_input_error_with_the_line(name: str) -> None:
    with pytest.raises(InputError, match="line 2"):
        make(name).validate("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b .\n")


@pytest.mark.parametrize("name", ENGINES)
def test_one_validator_serves_many_articles_and_remembers_none(name: str) -> None:
    validator = make(name)
    assert not validator.validate(broken("S03")).conforms
    assert validator.validate(article("syn-a")).conforms
    assert validator.validate(article("syn-a")) == validator.validate(article("syn-a"))
    assert validator.validate("").conforms


@pytest.mark.parametrize("name", ENGINES)
def test_ill_typed_literals_are_findings_and_no_noise(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = changed('INSERT DATA { <urn:e> a ir:Event ; ir:earliestDate "x"^^xsd:date }', article("syn-a"))
    assert "S15" in {f.shape for f in make(name).validate(text).findings}
    assert capfd.readouterr().err == ""


def test_property_shapes_bear_the_name_of_their_node_shape() -> None:
    assert shape_name("https://w3id.org/irkg/shape#S03--2") == "S03"
    assert shape_name("https://example.org/my/Shape") == "Shape"
    subjects = {t.subject.value for t in load_shapes().triples}
    assert "https://w3id.org/irkg/shape#S24--4" in subjects


def test_every_article_is_held_against_the_hierarchy_alone_and_an_audit_against_the_whole_ontology() -> None:
    assert {t.predicate.value.rpartition("#")[2] for t in load_shapes().facts} == {
        "subClassOf",
        "subPropertyOf",
        "inScheme",
    }
    assert len(load_shapes(audit=True).facts) > 5 * len(load_shapes().facts)
