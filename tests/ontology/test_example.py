"""The worked example keeps every rule of the graph model that shapes cannot state."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from functools import cache

import pytest
import rdflib
from ontology_samples import BASE, EXAMPLE, IR, example_store, whole
from rdflib import FOAF, RDF, RDFS, VOID, XSD, Namespace, URIRef

from kg.resources import share_dir
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import CONCEPTS, MODULES

T, C = Namespace(IR), Namespace(PREFIXES["c"])
DCT = Namespace(PREFIXES["dct"])


@cache
def ontology(*names: str) -> rdflib.Graph:
    merged = rdflib.Graph()
    for name in names or MODULES:
        merged.parse(share_dir("ontology") / f"{name}.ttl")
    return merged


@cache
def dataset() -> rdflib.Dataset:
    data = rdflib.Dataset(default_union=True)
    data.parse(EXAMPLE)
    return data


@cache
def union() -> rdflib.Graph:
    return rdflib.Graph().parse(data=whole(), format="nt")


def up(term: URIRef, edge: URIRef) -> list[URIRef]:
    return [x for x in ontology().transitive_objects(term, edge) if str(x).startswith(IR)]


DOCS = sorted(union().subjects(RDF.type, T.NewsArticle))
ROLES = [p for p in ontology().subjects(RDFS.subPropertyOf) if T.hasParticipant in up(p, RDFS.subPropertyOf)]


def test_loading_it_twice_changes_nothing() -> None:
    store = example_store()
    before = {str(q) for q in store}
    store.load(path=str(EXAMPLE))
    assert {str(q) for q in store} == before


def test_no_blank_node_and_only_declared_terms() -> None:
    nodes = {x for t in union() for x in t}
    assert not [x for x in nodes if isinstance(x, rdflib.BNode)]
    assert {x for x in nodes if str(x).startswith(IR)} <= set(ontology().subjects())
    codes = {x for x in nodes if str(x).startswith((PREFIXES["c"], PREFIXES["plover"]))}
    assert codes <= set(ontology(*CONCEPTS).subjects())


def test_no_triple_stands_in_two_graphs() -> None:
    counted = collections.Counter(q[:3] for q in dataset().quads())
    assert [t for t, n in counted.items() if n > 1] == []


def test_records_count_truly_and_require_what_the_article_names_and_that_needs() -> None:
    entities = dataset().graph(URIRef(BASE + "graph/entities"))
    for record, doc in union().subject_objects(FOAF.primaryTopic):
        graph = dataset().graph(doc)
        assert int(union().value(record, VOID.triples)) == len(graph)
        assert int(union().value(record, T.claimCount)) == len(set(graph.subjects(RDF.type, T.Claim)))
        assert int(union().value(record, T.eventCount)) == len(set(graph.subjects(RDF.type, T.Event)))
        needed: set[object] = set()
        todo = [o for o in graph.objects() if (o, None, None) in entities]
        while todo:
            item = todo.pop()
            if item not in needed:
                needed.add(item)
                todo += [o for o in entities.objects(item) if (o, None, None) in entities]
                todo += list(entities.subjects(T.holder, item))
        assert set(union().objects(record, DCT.requires)) == needed
    assert set(entities.subjects()) == set(union().objects(None, DCT.requires))


def test_an_article_describes_only_its_own_and_names_nothing_of_another() -> None:
    for doc in DOCS:
        graph = dataset().graph(doc)
        runs = set(graph.subjects(RDF.type, T.ExtractionRun))
        own = (f"{doc}/", f"{doc}")
        assert [s for s in set(graph.subjects()) - runs if not str(s).startswith(own)] == []
        others = [o for o in graph.objects() if str(o).startswith(BASE + "doc/") and not str(o).startswith(own)]
        assert others == []


def test_the_only_moments_are_those_of_publication() -> None:
    assert {q[1] for q in dataset().quads() if getattr(q[2], "datatype", None) == XSD.dateTime} <= {T.issuedAt}


def test_every_class_and_property_above_one_used_is_written_out() -> None:
    wanted = set()
    for s, p, o in union():
        if p == RDF.type and str(o).startswith(IR):
            wanted |= {(s, p, x) for x in up(o, RDFS.subClassOf)}
        elif str(p).startswith(IR):
            wanted |= {(s, x, o) for x in up(p, RDFS.subPropertyOf)}
    assert wanted - set(union()) == set()


def test_the_event_class_is_the_most_specific_class() -> None:
    for event in union().subjects(RDF.type, T.Event):
        cls = union().value(event, T.eventClass)
        assert set(union().objects(event, RDF.type)) == set(up(cls, RDFS.subClassOf))


def test_members_have_every_role_of_their_group_and_are_attributed_what_it_is() -> None:
    for role in (*ROLES, T.hasParticipant, T.attributedTo):
        for subject, group in union().subject_objects(role):
            assert set(union().objects(group, T.hasMember)) <= set(union().objects(subject, role))


def test_a_participation_has_its_role_beside_it_and_says_more() -> None:
    role_of = dict(ontology(*CONCEPTS).subject_objects(T.roleProperty))
    for event, part in union().subject_objects(T.hasParticipation):
        role = role_of[union().value(part, T.participantRole)]
        assert (event, role, union().value(part, T.participant)) in union()
        more = (T.actingAs, T.onBehalfOf, T.accompanies, T.mentionedAs)
        assert any(union().value(part, p) for p in more) or union().value(part, T.foundBy) == C.default


def test_a_statement_concerns_its_targets_and_what_its_content_concerns() -> None:
    for event in union().subjects(RDF.type, T.Statement):
        wanted = set(union().objects(event, T.target))
        for claim in union().objects(event, T.hasContent):
            matter = union().value(claim, T.about)
            wanted |= {o for p in (T.concerns, T.hasParticipant, T.placeState) for o in union().objects(matter, p)}
        assert wanted <= set(union().objects(event, T.concerns))


def test_a_territory_bears_the_label_of_its_state() -> None:
    for place, state in union().subject_objects(T.territoryOf):
        assert union().value(place, RDFS.label) == union().value(state, RDFS.label)


def states(agent: object) -> Iterator[object]:
    yield agent
    for path in (T.partOfState, T.citizenOf, T.hasMember):
        for other in union().objects(agent, path):
            yield from states(other)


def test_states_follow_from_participants_and_places() -> None:
    for event in union().subjects(RDF.type, T.Event):
        able = {s for agent in union().objects(event, T.hasParticipant) for s in states(agent)}
        for told in (event, *union().objects(event, T.consolidates)):
            for part in union().objects(told, T.hasParticipation):
                holding = union().value(part, T.actingAs)
                office = union().value(holding, T.office) if holding else None
                for other in (union().value(part, T.onBehalfOf), union().value(office, T.officeOf) if office else None):
                    able |= set(states(other)) if other else set()
        here = {
            state
            for place in union().objects(event, T.atPlace)
            for whole_place in union().transitive_objects(place, T.locatedIn)
            for state in union().objects(whole_place, T.territoryOf)
        }
        assert set(union().objects(event, T.placeState)) == here
        for side in (T.initiatorState, T.recipientState):
            assert set(union().objects(event, side)) <= able | here


@pytest.mark.parametrize("end", [RDFS.domain, RDFS.range])
def test_subjects_and_objects_have_the_classes_asked_for(end: URIRef) -> None:
    for s, p, o in union():
        asked = ontology().value(p, end) if str(p).startswith(IR) else None
        if asked is not None and str(asked).startswith(IR):
            node = s if end == RDFS.domain else o
            assert asked in set(union().objects(node, RDF.type)), (p, node)


def test_events_are_ranked_in_their_article_without_gap() -> None:
    for doc in DOCS:
        graph = dataset().graph(doc)
        ranks = sorted(int(rank) for rank in graph.objects(None, T.order))
        assert ranks == list(range(len(set(graph.subjects(RDF.type, T.Event)))))
