"""Each shape fires on what breaks it, in every engine alike, and on nothing else."""

from __future__ import annotations

import re
from functools import cache

import pytest
from ontology_samples import article, broken, changed, updates, whole

from kg import plugins
from kg.model import Finding
from kg.protocols import Validator
from kg.resources import share_dir

ENGINES = ("pyshacl", "pyshifty")
NUMBERED = re.compile(r"^s:(S\d\d) a sh:NodeShape", re.M)
CORE = {n for path in share_dir("shapes").glob("*.ttl") for n in NUMBERED.findall(path.read_text("utf-8"))}
AUDIT = {n for path in share_dir("shapes").glob("audit/*.ttl") for n in NUMBERED.findall(path.read_text("utf-8"))}
WARNINGS = {"S08", "S10", "S35"}
FORUM = "https://w3id.org/irkg/data/doc/syn-b/event/451-456"
USUAL = {Finding("S35", "Warning", FORUM, "an event has no participant, no instrument and no whole or part")}


@cache
def engine(name: str, audit: bool) -> Validator:
    return plugins.load("validator", name)(audit=audit)


@cache
def findings(name: str, audit: bool, shape: str) -> frozenset[Finding]:
    # audits are slow in pySHACL: one article is enough
    text = changed(updates()[shape], article("syn-b" if shape == "S42" else "syn-a")) if audit else broken(shape)
    return frozenset(engine(name, audit).validate(text).findings)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("audit", [False, True])
def test_the_example_conforms_and_has_the_one_warning_it_should_have(name: str, audit: bool) -> None:
    report = engine(name, audit).validate(whole() if name == "pyshifty" or not audit else article("syn-b"))
    assert report.conforms
    assert set(report.findings) == USUAL


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("doc", ["syn-a", "syn-b"])
def test_an_article_with_the_entities_that_it_names_conforms_by_itself(name: str, doc: str) -> None:
    assert engine(name, False).validate(article(doc)).conforms


def test_there_is_one_broken_example_for_each_shape() -> None:
    assert set(updates()) == CORE | AUDIT
    assert not CORE & AUDIT


@pytest.mark.parametrize("shape", sorted(CORE | AUDIT))
def test_a_shape_fires_on_its_broken_example_at_its_severity(shape: str) -> None:
    found = findings("pyshacl", shape in AUDIT, shape) - USUAL
    fired = {f.severity for f in found if f.shape == shape}
    assert fired == {"Warning" if shape in WARNINGS else "Violation"}
    assert all(f.message and not f.message.startswith("S") for f in found)


@pytest.mark.parametrize("shape", sorted(WARNINGS))
def test_a_warning_leaves_the_data_conforming(shape: str) -> None:
    for name in ENGINES:
        report = engine(name, False).validate(broken(shape))
        assert report.conforms
        assert shape in {f.shape for f in report.findings}


@pytest.mark.parametrize("shape", sorted(CORE | AUDIT))
def test_both_engines_find_the_same(shape: str) -> None:
    audit = shape in AUDIT
    assert findings("pyshifty", audit, shape) == findings("pyshacl", audit, shape)


@pytest.mark.parametrize("shape", sorted(AUDIT))
def test_shapes_for_audits_cost_nothing_otherwise(shape: str) -> None:
    assert shape not in {f.shape for name in ENGINES for f in findings(name, False, shape)}


DOC_A, DOC_B = "<https://w3id.org/irkg/data/doc/syn-a>", "<https://w3id.org/irkg/data/doc/syn-b>"
TITLE = "<https://w3id.org/irkg/data/doc/syn-b/title>"
SPAN = "<https://w3id.org/irkg/data/doc/syn-b/title/span/0-43>"

IN_THE_TITLE_ALONE = f"""DELETE {{ ?k ir:evidence ?other ; ir:trigger ?t }} INSERT {{ ?k ir:trigger {SPAN} }}
  WHERE {{ ?k ir:evidence {SPAN} , ?other ; ir:trigger ?t FILTER(?other != {SPAN}) }}"""
TITLE_OF_ANOTHER = f"""DELETE {{ {TITLE} dct:isPartOf {DOC_B} }} INSERT {{ {TITLE} dct:isPartOf {DOC_A} }} WHERE {{}}"""
TITLE_OF_NOTHING = f"DELETE DATA {{ {TITLE} dct:isPartOf {DOC_B} }}"
NO_DOCUMENT = f"DELETE DATA {{ {TITLE} a ir:Document }}"
IN_TWO_ARTICLES = f"""INSERT {{ ?k ir:evidence ?s }}
  WHERE {{ ?k ir:reportedIn {DOC_A} ; a ir:Claim . ?l ir:reportedIn {DOC_B} ; ir:evidence ?s }}"""


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("update", "shapes"),
    [
        (IN_THE_TITLE_ALONE, set()),
        (TITLE_OF_ANOTHER, {"S23"}),
        (TITLE_OF_NOTHING, {"S41"}),
        (NO_DOCUMENT, {"S24", "S41"}),
        (IN_TWO_ARTICLES, {"S23"}),
    ],
)
def test_spans_in_a_title_given_apart(name: str, update: str, shapes: set[str]) -> None:
    report = engine(name, False).validate(changed(update))
    assert {f.shape for f in report.findings if f.severity == "Violation"} == shapes


def test_words_of_a_title_are_held_against_the_title() -> None:
    other = f"""DELETE {{ {SPAN} nif:anchorOf ?w }} INSERT {{ {SPAN} nif:anchorOf "other" }}
      WHERE {{ {SPAN} nif:anchorOf ?w }}"""
    report = engine("pyshifty", True).validate(changed(other))
    assert {(f.shape, f"<{f.focus}>") for f in report.findings if f.severity == "Violation"} == {("S17", SPAN)}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("update", "shape"),
    [
        ("INSERT { ?p ir:participantRole c:host } WHERE { ?p ir:participantRole c:visitor }", "S12"),
        ('INSERT { ?k ir:path "subject" } WHERE { ?k a ir:Claim }', "S16"),
        ("INSERT { ?e ir:order 99 } WHERE { ?e a ir:Event ; ir:order ?o }", "S01"),
        ('INSERT { ?r ir:fingerprint "b" } WHERE { ?r ir:fingerprint ?f }', "S32"),
        ('DELETE { ?p geo:long ?x } INSERT { ?p geo:long "east" } WHERE { ?p geo:long ?x }', "S39"),
        ("DELETE { ?e a ir:Event } WHERE { ?e a ir:Signing }", "S01"),
    ],
)
def test_other_faults(name: str, update: str, shape: str) -> None:
    assert shape in {f.shape for f in engine(name, False).validate(changed(update)).findings}
