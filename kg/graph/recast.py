"""An article's graph in other forms: its spans as Web Annotations, its claims as nanopublications.

Web Annotation: https://www.w3.org/TR/annotation-vocab/; nanopublications: http://nanopub.org/guidelines/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.vocab.iri import PREFIXES

__all__ = ["EXACT", "VIEWS", "nanopublications", "web_annotations"]

_OA, _NP = "http://www.w3.org/ns/oa#", "http://www.nanopub.org/nschema#"
EXACT = _OA + "exact"
"""The property that has a span's words."""

_BODIES = {"denotes": "identifying", "evidence": "describing", "trigger": "classifying"}
"""What points from words to things, or from claims to words, and why one annotates so."""
_OF_SOURCE = frozenset({"attributedTo", "attributionType", "evidence", "reportedIn", "trigger"})


class _Graph:
    """An article's quads by subject."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.said: dict[Any, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            self.said[quad.subject].append(quad)

    def all(self, subject: Any, predicate: ox.NamedNode) -> list[Any]:
        return [quad.object for quad in self.said.get(subject, ()) if quad.predicate == predicate]


def _named(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)


_TYPE = _named("rdf", "type")


def web_annotations(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """One annotation for each thing that words stand for (a mention) or tell (evidence and trigger of a claim).

    Args:
        quads: An article's graph.

    Yields:
        Quads of the graph ``{document}/annotations``: body, reason, and a target with position and quote.
    """
    graph = _Graph(quads)
    for subject, said in graph.said.items():
        for quad in said:
            name = quad.predicate.value.removeprefix(PREFIXES["ir"])
            if name not in _BODIES:
                continue
            span, body = (subject, quad.object) if name == "denotes" else (quad.object, subject)
            for document in graph.all(span, _named("nif", "referenceContext")):
                yield from _annotation(graph, span, body, name, document, quad.graph_name)


def _annotation(graph: _Graph, span: Any, body: Any, name: str, document: Any, article: Any) -> Iterator[ox.Quad]:
    where = ox.NamedNode(f"{article.value}/annotations")
    claim = "" if name == "denotes" else "/" + body.value.removeprefix(f"{article.value}/").replace("/", "-")
    one = ox.NamedNode(f"{span.value}/{name}{claim}")
    target, place, quote = (ox.NamedNode(f"{span.value}/{part}") for part in ("target", "position", "quote"))
    statements: list[tuple[ox.NamedNode, ox.NamedNode, Any]] = [
        (one, _TYPE, ox.NamedNode(_OA + "Annotation")),
        (one, ox.NamedNode(_OA + "hasBody"), body),
        (one, ox.NamedNode(_OA + "motivatedBy"), ox.NamedNode(_OA + _BODIES[name])),
        (one, ox.NamedNode(_OA + "hasTarget"), target),
        (target, _TYPE, ox.NamedNode(_OA + "SpecificResource")),
        (target, ox.NamedNode(_OA + "hasSource"), document),
        (target, ox.NamedNode(_OA + "hasSelector"), place),
        (target, ox.NamedNode(_OA + "hasSelector"), quote),
        (place, _TYPE, ox.NamedNode(_OA + "TextPositionSelector")),
        (quote, _TYPE, ox.NamedNode(_OA + "TextQuoteSelector")),
    ]
    for node, property_, own in (
        (place, "start", "beginIndex"),
        (place, "end", "endIndex"),
        (quote, "exact", "anchorOf"),
    ):
        statements += [(node, ox.NamedNode(_OA + property_), value) for value in graph.all(span, _named("nif", own))]
    yield from (ox.Quad(s, p, o, where) for s, p, o in statements)


def nanopublications(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """One nanopublication for each claim.

    The assertion is what is claimed: the event or situation as described, and whether it is affirmed or denied. The
    provenance is who says so and in which words. The publication info is the article, and the run that read it.

    Args:
        quads: An article's graph.

    Yields:
        Quads of the four graphs of each nanopublication, whose IRI is ``{claim}/nanopub``.
    """
    graph = _Graph(quads)
    for claim in [s for s in graph.said if _named("ir", "Claim") in graph.all(s, _TYPE)]:
        yield from _nanopublication(graph, claim)


def _nanopublication(graph: _Graph, claim: Any) -> Iterator[ox.Quad]:
    one = ox.NamedNode(f"{claim.value}/nanopub")
    head, assertion, provenance, info = (
        ox.NamedNode(f"{one.value}/{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    yield ox.Quad(one, _TYPE, ox.NamedNode(_NP + "Nanopublication"), head)
    for name, part in (("Assertion", assertion), ("Provenance", provenance), ("PublicationInfo", info)):
        yield ox.Quad(one, ox.NamedNode(f"{_NP}has{name}"), part, head)
    of_source = {_named("ir", name) for name in _OF_SOURCE}
    run = _named("prov", "wasGeneratedBy")
    for quad in graph.said[claim]:
        if quad.predicate not in of_source and quad.predicate != run:
            yield ox.Quad(claim, quad.predicate, quad.object, assertion)
    for about in graph.all(claim, _named("ir", "about")):
        yield from (ox.Quad(about, quad.predicate, quad.object, assertion) for quad in graph.said.get(about, ()))
    for quad in graph.said[claim]:
        if quad.predicate in of_source:
            yield ox.Quad(claim, quad.predicate, quad.object, provenance)
    for source in graph.all(claim, _named("ir", "attributedTo")):
        yield ox.Quad(assertion, _named("prov", "wasAttributedTo"), source, provenance)
    for span in graph.all(claim, _named("ir", "evidence")):
        yield ox.Quad(assertion, _named("prov", "wasDerivedFrom"), span, provenance)
        yield from (ox.Quad(span, quad.predicate, quad.object, provenance) for quad in graph.said.get(span, ()))
    for document in graph.all(claim, _named("ir", "reportedIn")):
        yield ox.Quad(one, _named("dct", "source"), document, info)
        for name in ("title", "issued", "publisher", "identifier"):
            for value in graph.all(document, _named("dct", name)):
                yield ox.Quad(document, _named("dct", name), value, info)
    for made_by in graph.all(claim, run):
        yield ox.Quad(one, run, made_by, info)


VIEWS: dict[str, Callable[[Iterable[ox.Quad]], Iterator[ox.Quad]]] = {
    "annotations": web_annotations,
    "nanopublications": nanopublications,
}
"""Forms beside the graph itself."""
