"""No class is unsatisfiable, and the example contradicts nothing: HermiT and OWL RL say so."""

from __future__ import annotations

from pathlib import Path

import owlready2
import owlrl
import pytest
import rdflib
from ontology_samples import whole
from rdflib import OWL, RDF, URIRef

from kg.resources import share_dir
from kg.vocab.ontology import MODULES

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def graph(*names: str) -> rdflib.Graph:
    merged = rdflib.Graph()
    for name in names:
        merged.parse(share_dir("ontology") / f"{name}.ttl")
    merged.remove((None, OWL.imports, None))  # all that is imported lies in the graph
    return merged


def unsatisfiable(ontology: rdflib.Graph, folder: Path) -> list[str]:
    path = folder / "ontology.nt"
    ontology.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, debug=0)
    return [str(cls) for cls in world.inconsistent_classes()]


@pytest.mark.parametrize("names", [MODULES, (*MODULES, "alignments")], ids=["modules", "with alignments"])
def test_hermit_finds_no_unsatisfiable_class(names: tuple[str, ...], tmp_path: Path) -> None:
    assert unsatisfiable(graph(*names), tmp_path) == []


def test_hermit_finds_one_that_is(tmp_path: Path) -> None:
    broken = graph(*MODULES)
    broken.parse(
        data="""@prefix ir: <https://w3id.org/irkg/def#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        ir:Embassy a owl:Class ; rdfs:subClassOf ir:Agent , ir:Place .""",
        format="turtle",
    )
    assert len(unsatisfiable(broken, tmp_path)) == 2  # and owl:Nothing


@pytest.mark.parametrize(("said", "clash"), [("", False), ("ir:Event, ir:Place", True)])
def test_owl_rl_finds_a_clash_only_where_there_is_one(said: str, clash: bool) -> None:
    data = graph(*MODULES, "alignments")
    data.parse(data=whole(), format="nt")
    if said:
        data.parse(data=f"@prefix ir: <https://w3id.org/irkg/def#> . <urn:x> a {said} .", format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
    assert bool(list(data.objects(None, ERROR)) + list(data.subjects(RDF.type, OWL.Nothing))) is clash
