"""Both engines find the same in two hundred articles, built from generated texts and damaged at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from random import Random

import pyoxigraph as ox
import pytest
from reading import stages
from texts import articles

from kg import plugins
from kg.protocols import Validator
from kg.vocab.iri import PREFIXES

ARTICLES, VERSIONS = 20, 10
"""So many texts, each damaged in so many ways: two hundred articles."""

Quads = list[ox.Quad]


@cache
def engine(name: str) -> Validator:
    return plugins.load("validator", name)()


@cache
def built() -> tuple[tuple[ox.Quad, ...], ...]:
    """The quads of each article with those of the entities that it names."""
    # the first paragraphs: damage spreads over fewer events, and pySHACL needs half a second for a long article
    short = [replace(a, text="\n\n".join(a.text.split("\n\n")[:4])) for a in islice(articles(200), 100)]
    found = []
    for _, document in zip(short, stages().parser.parse(short), strict=True):
        annotated = stages().annotator.annotate(document)
        reading = stages().join(annotated, stages().extractor.extract(annotated)[0], stages().linker.link(annotated))
        if reading.events:
            quads = stages().writer.build(reading)
            text = quads.graph + "".join(quads.entities[item] for item in sorted(quads.entities))
            found.append(tuple(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS)))
    assert len(found) >= ARTICLES
    return tuple(found[:ARTICLES])


def dropped(chance: Random, quads: Quads) -> Quads:
    quads.pop(chance.randrange(len(quads)))
    return quads


def untyped(chance: Random, quads: Quads) -> Quads:
    victim = chance.choice(quads).subject
    return [q for q in quads if not (q.subject == victim and q.predicate.value == PREFIXES["rdf"] + "type")]


def doubled(chance: Random, quads: Quads) -> Quads:
    one = chance.choice(quads)
    other = chance.choice([q for q in quads if q.predicate == one.predicate])
    return [*quads, ox.Quad(one.subject, one.predicate, other.object, one.graph_name)]


def misplaced(chance: Random, quads: Quads) -> Quads:
    one, other = chance.choice(quads), chance.choice(quads)
    return [*quads, ox.Quad(one.subject, other.predicate, other.object, one.graph_name)]


def mistyped(chance: Random, quads: Quads) -> Quads:
    literals = [i for i, q in enumerate(quads) if isinstance(q.object, ox.Literal)]
    at = chance.choice(literals)
    datatype = ox.NamedNode(PREFIXES["xsd"] + chance.choice(("string", "date", "integer", "decimal", "boolean")))
    value = ox.Literal(quads[at].object.value, datatype=datatype)
    quads[at] = ox.Quad(quads[at].subject, quads[at].predicate, value, quads[at].graph_name)
    return quads


def astray(chance: Random, quads: Quads) -> Quads:
    links = [i for i, q in enumerate(quads) if isinstance(q.object, ox.NamedNode)]
    at = chance.choice(links)
    quads[at] = ox.Quad(quads[at].subject, quads[at].predicate, chance.choice(quads).subject, quads[at].graph_name)
    return quads


DAMAGES: Sequence[Callable[[Random, Quads], Quads]] = (dropped, untyped, doubled, misplaced, mistyped, astray)


def damaged(number: int) -> Iterator[str]:
    """Versions of an article, each with up to four faults."""
    for version in range(VERSIONS):
        chance = Random(number * VERSIONS + version)
        quads = list(built()[number])
        for damage in chance.choices(DAMAGES, k=chance.randint(1, 4)):
            quads = damage(chance, quads)
        yield "".join(f"{quad} .\n" for quad in quads)


@pytest.mark.parametrize("number", range(ARTICLES))
def test_both_engines_find_the_same_in_damaged_articles(number: int) -> None:
    found = 0
    for text in damaged(number):
        reference, fast = engine("pyshacl").validate(text), engine("pyshifty").validate(text)
        assert set(fast.findings) == set(reference.findings)
        assert fast.conforms == reference.conforms
        found += not reference.conforms
    assert found  # faults that nothing finds would compare nothing
