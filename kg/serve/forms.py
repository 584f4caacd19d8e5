"""The forms of answers: media types, which one a client wants, and answers written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mimeparse
import pyoxigraph as ox

from kg.errors import OverLimit
from kg.model import Answer
from kg.store.results import to_text
from kg.vocab.iri import PREFIXES

__all__ = ["GRAPHS", "NTRIPLES", "PAGE", "TABLES", "Form", "choose", "written"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name in ``?format=``, its media type, and others under which it is asked for."""

    name: str
    media_type: str
    others: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type, with the character set where it is one of text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = Form("json", "application/sparql-results+json", ("application/json",))
TABLES = (
    JSON,
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
)
"""What SELECT and ASK can give; the first one where a client takes any."""

NTRIPLES = Form("ntriples", "application/n-triples", ("text/plain",))
GRAPHS = (
    Form("turtle", "text/turtle", ("application/x-turtle",)),
    NTRIPLES,
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("rdfxml", "application/rdf+xml", ("application/xml", "text/xml")),
)
"""What CONSTRUCT and DESCRIBE can give."""

PAGE = Form("html", "text/html", ("application/xhtml+xml",))
"""What a person reads."""

_RESULTS = {
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_SYNTAX = {"turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML}


def choose(accept: str | None, forms: Sequence[Form]) -> Form | None:
    """The form that a client likes best.

    Args:
        accept: The Accept header; None or empty: anything.
        forms: What there is; of two that are liked as much, the first is taken.

    Returns:
        The form; None where none is acceptable.
    """
    types = {name: form for form in reversed(forms) for name in (*form.others, form.media_type)}
    try:  # of equals the last is taken
        found = mimeparse.best_match(list(types), accept) if accept else forms[0].media_type
    except (mimeparse.MimeTypeParseException, ValueError):
        return None
    return types.get(found)


def written(answer: Answer, form: Form) -> bytes:
    """An answer in one form, one of ``GRAPHS`` for triples, else one of ``TABLES``.

    Raises:
        OverLimit: It holds a literal too long for this form.
    """
    text = to_text(answer).encode()
    try:
        if form.name in _RESULTS:
            table = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
            assert not isinstance(table, ox.QueryTriples)
            return bytes(table.serialize(format=_RESULTS[form.name]) or b"")
        if form.name in _SYNTAX:
            triples = ox.parse(text, ox.RdfFormat.N_TRIPLES)
            return ox.serialize(triples, format=_SYNTAX[form.name], prefixes=_used(answer)) or b""
    except MemoryError as error:  # a literal of more than 16 MB
        raise OverLimit("memory", f"{error}; ask for {JSON.media_type} or {NTRIPLES.media_type}") from error
    return text


def _used(answer: Answer) -> dict[str, str]:
    """The prefixes that triples may want."""
    return {prefix: name for prefix, name in PREFIXES.items() if f"<{name}" in (answer.triples or "")}
