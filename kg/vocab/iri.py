"""Prefixes, and the ids of things: every id comes from content, so that the same article gives the same IRIs.

An id is what follows the base, which ``graph`` puts before it. ``doc`` below is the id of a document.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from kg.model import Span

__all__ = ["PREFIXES", "document_id", "entity_id", "key", "numbered", "short_hash", "slug", "span_id", "text_id"]

PREFIXES: dict[str, str] = {
    "c": "https://w3id.org/irkg/code#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "ir": "https://w3id.org/irkg/def#",
    "lex": "https://w3id.org/irkg/lexicon/en#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "plover": "https://w3id.org/irkg/plover#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "s": "https://w3id.org/irkg/shape#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def short_hash(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th"}
)
"""Latin letters that Unicode does not take apart into a plain letter and a mark."""


def slug(name: str) -> str:
    """A name as ASCII, lower case, words joined by hyphens; where letters or digits are lost on the way, with a hash.

    The hash keeps names apart that differ only in what is lost ("Иван 1", "Пётр 1").
    """
    apart = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).lower()
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain)
    if not words or any(c.isalnum() and not c.isascii() for c in plain):
        words.append(short_hash(name))
    return "-".join(words)


def document_id(article: str) -> str:
    """``doc/{id}``, the article's id percent-encoded (a slash as well, and dots that would climb)."""
    encoded = quote(article, safe="-_~.!*'()@:,;+$", encoding="utf-8", errors="surrogatepass").replace("'", "%27")
    return "doc/" + (encoded.replace(".", "%2E") if set(encoded) <= {"."} else encoded)


def _part(doc: str, span: Span) -> str:
    return f"{doc}/title" if span.part == "title" else doc


def span_id(doc: str, span: Span) -> str:
    """``{doc}/span/{b}-{e}``; spans of a title given apart stand under ``{doc}/title``."""
    return text_id(doc, "span", span)


def text_id(doc: str, kind: str, span: Span) -> str:
    """``{doc}/{kind}/{b}-{e}`` for what a stretch of text gives: event, claim, group, situation, instrument, link."""
    return f"{_part(doc, span)}/{kind}/{span.start}-{span.end}"


def numbered(first: str, n: int) -> str:
    """The n-th id (1 is the first) of several that one stretch gives: ``id``, ``id.2``, ``id.3``."""
    return first if n == 1 else f"{first}.{n}"


def entity_id(kind: str, name: str, doc: str | None = None) -> str:
    """``entity/{class}/{slug}``, below ``doc`` for a thing of one article."""
    return f"{doc}/entity/{kind.lower()}/{slug(name)}" if doc else f"entity/{kind.lower()}/{slug(name)}"


def key(id_: str, doc: str | None = None) -> str:
    """What follows ``entity/``, ``office/`` or ``{doc}/`` and these, with slashes as hyphens: part of longer ids."""
    rest = id_.removeprefix(f"{doc}/") if doc else id_
    return re.sub(r"^(entity|office)/", "", rest).replace("/", "-")
