"""The rules of the design that shapes cannot state, and the shapes, over every graph that the samples give."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from graph_samples import BASE, SAMPLES, builder

from kg.model import ArticleQuads
from kg.validate.pyshacl import PyshaclValidator
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology, ontology_nquads

IR, CODE, RDF = PREFIXES["ir"], PREFIXES["c"], PREFIXES["rdf"]
LABEL = PREFIXES["rdfs"] + "label"
ONTOLOGY = Ontology.load()
ROLES = [p for p in ONTOLOGY.properties if "hasParticipant" in (p, *ONTOLOGY.superproperties(p))]


class Graph:
    """Triples of one article with the items it needs."""

    def __init__(self, quads: ArticleQuads) -> None:
        self.quads = quads
        self.text = quads.graph + "".join(quads.entities.values())
        self.triples: set[tuple[str, str, str]] = set()
        self.objects: dict[tuple[str, str], set[str]] = {}
        for quad in ox.parse(self.text.encode(), format=ox.RdfFormat.N_QUADS):
            s, p, o = quad.subject.value, quad.predicate.value, quad.object.value
            self.triples.add((s, p, o))
            self.objects.setdefault((s, p), set()).add(o)

    def all(self, subject: str, name: str) -> set[str]:
        return self.objects.get((subject, IR + name), set())

    def one(self, subject: str | None, name: str) -> str | None:
        return next(iter(self.all(subject, name)), None) if subject else None

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        return ((s, o) for s, p, o in self.triples if p == IR + name)

    def a(self, class_: str) -> set[str]:
        return {s for s, p, o in self.triples if p == RDF + "type" and o == IR + class_}

    def types(self, thing: str) -> set[str]:
        return {o.removeprefix(IR) for o in self.objects.get((thing, RDF + "type"), set()) if o.startswith(IR)}


@pytest.fixture(scope="module", params=SAMPLES)
def graph(request: pytest.FixtureRequest) -> Graph:
    return Graph(builder().build(SAMPLES[request.param]()))


def test_it_conforms_to_the_shapes_with_those_for_audits(graph: Graph) -> None:
    report = PyshaclValidator(audit=True).validate(graph.text)
    assert [f for f in report.findings if f.severity == "Violation"] == []


def test_no_blank_nodes_and_no_clock(graph: Graph) -> None:
    for quad in ox.parse(graph.text.encode(), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#dateTime"):
            assert quad.predicate.value == IR + "issuedAt"


def test_lines_are_sorted_once_each_and_canonical(graph: Graph) -> None:
    for text in (graph.quads.graph, graph.quads.catalog, *graph.quads.entities.values()):
        lines = text.split("\n")[:-1]
        assert lines == sorted(set(lines))
        store = ox.Store()
        store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
        assert sorted(store.dump(format=ox.RdfFormat.N_QUADS).decode().split("\n")[:-1]) == lines


def test_an_article_describes_its_own_and_names_items(graph: Graph) -> None:
    doc, items = graph.quads.doc, set(graph.quads.entities)
    run = graph.a("ExtractionRun")
    for quad in ox.parse(graph.quads.graph.encode(), format=ox.RdfFormat.N_QUADS):
        subject, object_ = quad.subject.value, quad.object
        assert quad.graph_name.value == doc
        assert f"{subject}/".startswith(f"{doc}/") or subject in run
        if isinstance(object_, ox.NamedNode) and object_.value.startswith(BASE):
            own = f"{object_.value}/".startswith(f"{doc}/") or object_.value in run
            assert own or object_.value in items or object_.value.startswith(BASE + "extractor/")


def test_items_are_those_named_and_those_they_need(graph: Graph) -> None:
    """Each item stands under its own IRI, points at items there, and is reached from the article's graph."""
    items = graph.quads.entities
    assert all(line.startswith(f"<{iri}> ") for iri, text in items.items() for line in text.split("\n")[:-1])
    todo = {
        o.value
        for q in ox.parse(graph.quads.graph.encode(), format=ox.RdfFormat.N_QUADS)
        if (o := q.object) and hasattr(o, "value")
    }
    todo &= set(items)
    seen: set[str] = set()
    while todo:
        thing = todo.pop()
        seen.add(thing)
        near = {o for s, _, o in graph.triples if s == thing} | {s for s, o in graph.pairs("holder") if o == thing}
        todo |= (near & set(items)) - seen
    assert seen == set(items)


def test_the_record_is_true(graph: Graph) -> None:
    quads = graph.quads
    store = ox.Store()
    store.load(quads.catalog.encode(), format=ox.RdfFormat.N_QUADS)
    record = quads.doc.replace("/doc/", "/record/")
    said: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(record), None, None):
        said.setdefault(quad.predicate.value, set()).add(quad.object.value)
    assert said[PREFIXES["foaf"] + "primaryTopic"] == {quads.doc}
    assert said[PREFIXES["void"] + "triples"] == {str(quads.graph.count("\n"))}
    assert said[IR + "eventCount"] == {str(len(graph.a("Event")))}
    assert said[IR + "claimCount"] == {str(len(graph.a("Claim")))}
    assert said[IR + "fingerprint"] == {quads.fingerprint}
    assert said[IR + "run"] == graph.a("ExtractionRun")
    assert said[PREFIXES["dct"] + "requires"] == set(quads.entities)


def test_only_declared_terms(graph: Graph) -> None:
    declared = {q.subject.value for q in ox.parse(ontology_nquads("http://g").encode(), format=ox.RdfFormat.N_QUADS)}
    used = {x for t in graph.triples for x in t if x.startswith((IR, CODE, PREFIXES["plover"]))}
    assert used <= declared


def test_classes_and_properties_above_are_written(graph: Graph) -> None:
    for thing in {s for s, p, _ in graph.triples if p == RDF + "type"}:
        types = graph.types(thing)
        assert {above for t in types for above in ONTOLOGY.superclasses(t)} <= types
    for s, p, o in graph.triples:
        name = p.removeprefix(IR)
        if name in ONTOLOGY.properties:
            assert all((s, IR + above, o) in graph.triples for above in ONTOLOGY.superproperties(name))


def test_event_class_is_the_most_specific(graph: Graph) -> None:
    assert {e for e, _ in graph.pairs("eventClass")} == graph.a("Event")
    for event, class_ in graph.pairs("eventClass"):
        assert graph.types(event) == set(ONTOLOGY.types(class_.removeprefix(IR)))


def test_what_a_group_does_its_members_do(graph: Graph) -> None:
    for name in (*ROLES, "attributedTo"):
        for subject, group in graph.pairs(name):
            assert graph.all(group, "hasMember") <= graph.all(subject, name)


def test_a_participation_says_more_than_its_role_triple(graph: Graph) -> None:
    codes = {CODE + str(ONTOLOGY.role_code(role)): role for role in ROLES}
    for event, part in graph.pairs("hasParticipation"):
        role, agent = codes[str(graph.one(part, "participantRole"))], graph.one(part, "participant")
        assert agent in graph.all(event, role)
        says = [graph.one(part, name) for name in ("actingAs", "onBehalfOf", "accompanies", "mentionedAs")]
        assert any(says) or graph.one(part, "foundBy") == CODE + "default"


def test_a_statement_concerns_its_targets_and_what_its_content_concerns(graph: Graph) -> None:
    for statement in graph.a("Statement"):
        wanted = set(graph.all(statement, "target"))
        for claim in graph.all(statement, "hasContent"):
            about = str(graph.one(claim, "about"))
            wanted |= {o for name in ("concerns", "hasParticipant", "placeState") for o in graph.all(about, name)}
        assert wanted <= graph.all(statement, "concerns")


def test_content_is_said_by_the_speaker(graph: Graph) -> None:
    for statement, claim in graph.pairs("hasContent"):
        assert graph.all(claim, "attributedTo") == graph.all(statement, "speaker")


def test_a_territory_bears_the_label_of_its_state(graph: Graph) -> None:
    for land, state in graph.pairs("territoryOf"):
        assert graph.objects[land, LABEL] == graph.objects[state, LABEL]


def test_states_follow_from_participants_and_places(graph: Graph) -> None:
    def states(thing: str) -> Iterator[str]:
        yield thing
        for name in ("partOfState", "citizenOf", "hasMember"):
            for other in graph.all(thing, name):
                yield from states(other)

    def lands(place: str) -> Iterator[str]:
        yield from graph.all(place, "territoryOf")
        for other in graph.all(place, "locatedIn"):
            yield from lands(other)

    for event in graph.a("Event"):
        can = {s for agent in graph.all(event, "hasParticipant") for s in states(agent)}
        for part in graph.all(event, "hasParticipation"):
            office = graph.one(graph.one(part, "actingAs"), "office")
            for party in {graph.one(part, "onBehalfOf"), graph.one(office, "officeOf")} - {None}:
                can |= set(states(str(party)))
        can |= {s for place in graph.all(event, "destination") for s in lands(place)}
        assert graph.all(event, "initiatorState") | graph.all(event, "recipientState") <= can
        assert graph.all(event, "placeState") == {s for place in graph.all(event, "atPlace") for s in lands(place)}


def test_subjects_and_objects_have_the_classes_of_domain_and_range(graph: Graph) -> None:
    for s, p, o in graph.triples:
        name = p.removeprefix(IR)
        if name in ONTOLOGY.properties:
            for class_, thing in ((ONTOLOGY.domain(name), s), (ONTOLOGY.range(name), o)):
                if class_ in ONTOLOGY.classes:
                    assert class_ in graph.types(thing), (s, p, o)


def test_every_date_has_anchor_and_rule(graph: Graph) -> None:
    for event in graph.a("Event"):
        if graph.one(event, "earliestDate") or graph.one(event, "latestDate"):
            assert graph.one(event, "dateAnchor") and graph.one(event, "dateRule")
