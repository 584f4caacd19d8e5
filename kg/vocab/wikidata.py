"""Which of our classes a class of Wikidata is, read off the ontology's alignments."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.resources import share_dir
from kg.vocab.iri import PREFIXES

__all__ = ["matched_classes"]


@cache
def matched_classes() -> dict[str, str]:
    """QID to the local name of the class that it matches closely (``skos:closeMatch``), sorted by QID."""
    text = (share_dir("ontology") / "alignments.ttl").read_bytes()
    match = PREFIXES["skos"] + "closeMatch"
    found = {}
    for quad in ox.parse(text, ox.RdfFormat.TURTLE):
        if quad.predicate.value == match and isinstance(quad.subject, ox.NamedNode):
            ours, theirs = quad.subject.value, getattr(quad.object, "value", "")
            if ours.startswith(PREFIXES["ir"]) and theirs.startswith(PREFIXES["wd"] + "Q"):
                found[theirs.removeprefix(PREFIXES["wd"])] = ours.removeprefix(PREFIXES["ir"])
    return dict(sorted(found.items()))
