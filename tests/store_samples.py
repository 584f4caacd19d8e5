"""Articles' quads made by hand, for whatever tests a store: small, and shaped like real ones."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import ArticleQuads
from kg.vocab.iri import PREFIXES, document_id

BASE = "https://example.org/data/"
ENTITIES, CATALOG = f"{BASE}graph/entities", f"{BASE}graph/catalog"
IR, DCT, RDF = PREFIXES["ir"], PREFIXES["dct"], PREFIXES["rdf"]


def quoted(text: str) -> str:
    """A text as an N-Quads string."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def item(name: str) -> str:
    return f"{BASE}entity/{name}"


def article(
    name: str,
    *,
    version: str = "1",
    items: Iterable[str] = (),
    size: int = 5,
    literals: Iterable[str] = (),
    label: str = "label",
    extractor: str = "rules-1",
) -> ArticleQuads:
    """An article's quads.

    Args:
        name: Its id.
        version: Changes one of its quads and the fingerprint.
        items: Names of the gazetteer items that it names.
        size: Number of quads that say nothing in particular.
        literals: Literals in N-Quads form that stand in its graph.
        label: What its items are called.
        extractor: What read it.
    """
    doc = BASE + document_id(name)
    record = doc.replace("/doc/", "/record/")
    run = f"{BASE}run/{extractor}/{version}"
    wanted = sorted({item(i) for i in items})
    graph = [
        f"<{doc}> <{RDF}type> <{IR}NewsArticle> <{doc}> .",
        f"<{run}> <{IR}extractor> <{BASE}extractor/{extractor}> <{doc}> .",
    ]
    graph += [
        f"<{doc}/event/{n}> <{IR}edtf> {quoted(f'{name} {n} {version if n == 0 else 0}')} <{doc}> ."
        for n in range(size)
    ]
    graph += [f"<{doc}/event/{n}> <{IR}value> {literal} <{doc}> ." for n, literal in enumerate(literals)]
    graph += [f"<{doc}/event/0> <{IR}hasParticipant> <{i}> <{doc}> ." for i in wanted]
    catalog = [
        f"<{record}> <{PREFIXES['foaf']}primaryTopic> <{doc}> <{CATALOG}> .",
        f"<{record}> <{IR}fingerprint> {quoted(f'{name}-{version}-{label}')} <{CATALOG}> .",
        f"<{BASE}dataset> <{PREFIXES['dcat']}record> <{record}> <{CATALOG}> .",
        f'<{BASE}dataset> <{DCT}title> "Example"@en <{CATALOG}> .',
        f'<{ENTITIES}> <{PREFIXES["owl"]}versionInfo> "gazetteer 1" <{CATALOG}> .',
        f"<{BASE}extractor/{extractor}> <{RDF}type> <{PREFIXES['prov']}SoftwareAgent> <{CATALOG}> .",
        *(f"<{record}> <{DCT}requires> <{i}> <{CATALOG}> ." for i in wanted),
    ]
    entities = {
        i: f"<{i}> <{PREFIXES['rdfs']}label> {quoted(label)}@en <{ENTITIES}> .\n"
        f"<{i}> <{RDF}type> <{IR}State> <{ENTITIES}> .\n"
        for i in wanted
    }
    text = "".join(f"{line}\n" for line in sorted(set(graph)))
    return ArticleQuads(
        name, doc, text, "".join(f"{line}\n" for line in sorted(catalog)), entities, f"{name}-{version}-{label}"
    )
