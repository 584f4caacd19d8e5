"""Every term of the ontology is described, used as declared, and found where its module promises it."""

from __future__ import annotations

import collections
import re
from functools import cache

import pytest
import rdflib
from ontology_samples import IR
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Namespace, URIRef

from kg.resources import share_dir
from kg.vocab.ontology import CONCEPTS, MODULES

TERMS = Namespace(IR)
TOPS = {
    *("Event", "EventSeries", "Participation", "Situation", "Initiative", "Agent", "Place", "Document"),
    *("Office", "OfficeHolding", "Claim", "Mention", "TextSpan", "ExtractionRun", "EntityLink", "LinkCandidate"),
    *("SetAside", "Assertion", "StatusReport"),
}


@cache
def graph(*names: str) -> rdflib.Graph:
    merged = rdflib.Graph()
    for name in names:
        merged.parse(share_dir("ontology") / f"{name}.ttl")
    return merged


ONTOLOGY = graph(*MODULES)
CODES = graph(*CONCEPTS)
CLASSES = {s for s in ONTOLOGY.subjects(RDF.type, OWL.Class) if s.startswith(IR)}
PROPERTIES = {
    s
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for s in ONTOLOGY.subjects(RDF.type, kind)
    if s.startswith(IR)
}
CONCEPT_IRIS = set(CODES.subjects(RDF.type, SKOS.Concept))


def text_of(folder: str) -> dict[str, str]:
    return {str(p.relative_to(share_dir(folder))): p.read_text("utf-8") for p in share_dir(folder).rglob("*.*")}


def test_every_term_has_label_definition_and_module() -> None:
    wanted = (RDFS.label, SKOS.definition, RDFS.isDefinedBy)
    assert [t for t in CLASSES | PROPERTIES if not all(ONTOLOGY.value(t, p) for p in wanted)] == []


def test_every_class_but_the_topmost_has_a_superclass() -> None:
    assert {c.removeprefix(IR) for c in CLASSES if not ONTOLOGY.value(c, RDFS.subClassOf)} == TOPS


def test_every_concept_has_label_definition_and_scheme() -> None:
    wanted = (SKOS.prefLabel, SKOS.definition, SKOS.inScheme)
    assert [c for c in CONCEPT_IRIS if not all(CODES.value(c, p) for p in wanted)] == []


def test_labels_are_unique_among_classes_and_among_properties() -> None:
    for terms in (CLASSES, PROPERTIES):
        counted = collections.Counter(str(ONTOLOGY.value(t, RDFS.label)) for t in terms)
        assert [label for label, n in counted.items() if n > 1] == []


def test_a_module_refers_to_its_own_and_lower_terms_only() -> None:
    seen: set[object] = set()
    for name in MODULES:
        module = graph(name)
        seen |= {s for s in module.subjects(RDF.type) if str(s).startswith(IR)}
        assert [x for t in module for x in t if str(x).startswith(IR) and x not in seen] == [], name


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_files_use_declared_terms_and_codes_only(folder: str) -> None:
    for name, text in text_of(folder).items():
        if name == "README.md":
            continue
        used = set(re.findall(r"(?<![\w/])ir:(\w+)", text))
        assert {t for t in used if TERMS[t] not in CLASSES | PROPERTIES} == set(), name
        for prefix in ("c", "plover"):
            named = re.findall(rf"(?<![\w/<]){prefix}:(\w[\w-]*)", text)
            namespace = {"c": "https://w3id.org/irkg/code#", "plover": "https://w3id.org/irkg/plover#"}[prefix]
            assert {n for n in named if URIRef(namespace + n) not in CONCEPT_IRIS} == set(), name


def test_there_is_one_concept_for_each_role_that_agents_fill() -> None:
    roles = {p for p in PROPERTIES if TERMS.hasParticipant in set(ONTOLOGY.transitive_objects(p, RDFS.subPropertyOf))}
    assert collections.Counter(CODES.objects(None, TERMS.roleProperty)) == collections.Counter(dict.fromkeys(roles, 1))


def test_default_codes_are_plover_concepts_and_only_events_have_them() -> None:
    for cls, code in ONTOLOGY.subject_objects(TERMS.ploverType):
        assert TERMS.Event in set(ONTOLOGY.transitive_objects(cls, RDFS.subClassOf))
        assert CODES.value(code, SKOS.notation)


def test_a_plover_code_reaches_its_quad_class_in_one_hop() -> None:
    tops = set(CODES.objects(None, SKOS.hasTopConcept))
    for concept in CODES.subjects(SKOS.notation):
        assert len(tops & set(CODES.objects(concept, SKOS.broaderTransitive))) == 1, concept


def test_scores_stand_in_a_file_of_their_own_under_their_own_licence() -> None:
    assert not list((ONTOLOGY + CODES).triples((None, TERMS.goldsteinScale, None)))
    scores = graph("plover_scores")
    assert URIRef("https://creativecommons.org/licenses/by-sa/4.0/") in set(scores.objects())
    scored = dict(scores.subject_objects(TERMS.goldsteinScale))
    assert set(scored) <= CONCEPT_IRIS
    assert all(-10 <= float(score) <= 10 for score in scored.values())


def test_alignments_add_no_term_and_no_equivalence() -> None:
    aligned = graph("alignments")
    assert {s for s in aligned.subjects() if str(s).startswith(IR)} <= CLASSES | PROPERTIES
    assert not list(aligned.triples((None, OWL.equivalentClass, None)))


def test_ranges_in_owl_are_datatypes_of_owl_2() -> None:
    used = {r for r in ONTOLOGY.objects(None, RDFS.range) if str(r).startswith(str(XSD))}
    assert XSD.date not in used  # no datatype of OWL 2: reasoners refuse it, so SHACL alone asks for it


def test_modules_share_one_version() -> None:
    merged = graph(*MODULES, "irkg", "codes", "alignments")
    assert len(set(merged.objects(None, OWL.versionInfo))) == 1
