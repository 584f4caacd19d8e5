"""Writes the vocabulary as it is published: ontology, codes and shapes as Turtle, each with a page to read.

    python tools/vocabulary.py FOLDER

The folder is laid out as its IRIs are (docs/ontology.md): ``def.ttl`` and ``def.html`` stand for
https://w3id.org/irkg/def, ``def/core.ttl`` for …/def/core, and so on; every term has its name as anchor. The page of
the ontology is made by pyLODE.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

from markdown import markdown
from pylode import OntPub
from rdflib import DCTERMS, OWL, RDF, SH, SKOS, Graph, URIRef

from kg.resources import share_dir
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import CONCEPTS, MODULES

__all__ = ["publish"]

ROOT = "https://w3id.org/irkg/"
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }}
td, th {{ text-align: left; vertical-align: top; padding: .2em 1em .2em 0 }}
</style></head><body>
{body}
</body></html>
"""
REDIRECTS = r"""# For w3id.org/irkg: a browser gets the page, all else the Turtle.
Options +FollowSymLinks
AddType text/turtle .ttl
RewriteEngine on
RewriteRule ^(def|code|plover)/\d+\.\d+\.\d+$ $1 [DPI]
RewriteCond %{HTTP_ACCEPT} text/html
RewriteRule ^(def|code|plover|shape)$ $1.html [R=303,L]
RewriteCond %{HTTP_ACCEPT} text/html
RewriteRule ^code/(\w+)$ code.html#$1 [R=303,NE,L]
RewriteRule ^def/(\w+)(/\d+\.\d+\.\d+)?$ def/$1.ttl [R=303,L]
RewriteRule ^(def|code|plover|shape)$ $1.ttl [R=303,L]
RewriteRule ^code/\w+$ code.ttl [R=303,L]
"""


def publish(folder: Path) -> None:
    """Write the vocabulary.

    Args:
        folder: Where to; files of these names are written anew.
    """
    ontology = share_dir("ontology")
    (folder / "def").mkdir(parents=True, exist_ok=True)
    for name in (*MODULES, "alignments"):
        (folder / "def" / f"{name}.ttl").write_bytes((ontology / f"{name}.ttl").read_bytes())
    whole = _read(ontology / f"{name}.ttl" for name in (*MODULES, "irkg"))
    for module in set(whole.subjects(RDF.type, OWL.Ontology)) - {URIRef(f"{ROOT}def")}:
        whole.remove((module, None, None))
    (folder / "def.ttl").write_text(_joined(ontology / f"{name}.ttl" for name in (*MODULES, "irkg")), "utf-8")
    (folder / "def.html").write_text(_lode(whole), "utf-8")
    for file, name in zip(CONCEPTS, ("code", "plover"), strict=True):
        (folder / f"{name}.ttl").write_bytes((ontology / f"{file}.ttl").read_bytes())
        (folder / f"{name}.html").write_text(_codes(_read([folder / f"{name}.ttl"])), "utf-8")
    (folder / "shape.ttl").write_text(_joined(sorted(share_dir("shapes").rglob("*.ttl"))), "utf-8")
    (folder / "shape.html").write_text(_shapes(_read([folder / "shape.ttl"])), "utf-8")
    (folder / "index.html").write_text(_index(whole), "utf-8")
    (folder / ".htaccess").write_text(REDIRECTS, "utf-8")


def _joined(files: Iterable[Path]) -> str:
    """Turtle files one after the other are Turtle."""
    return "\n".join(file.read_text("utf-8") for file in files)


def _read(files: Iterable[Path]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(file)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


def _lode(ontology: Graph) -> str:
    """The page that pyLODE makes of the ontology; a term's anchor is its name, so that its IRI leads there."""
    logging.getLogger().setLevel(logging.WARNING)  # pyLODE tells all that it does
    copy = Graph(bind_namespaces="none")
    for prefix, namespace in ontology.namespaces():
        copy.bind(prefix, namespace)
    copy += ontology  # pyLODE adds to what it is given
    page = OntPub(copy, sort_subjects=True)
    page.fids.update(
        {
            term: term.removeprefix(PREFIXES["ir"])
            for term in map(str, set(ontology.subjects()))
            if term.startswith(PREFIXES["ir"])
        }
    )
    return str(page.make_html())


def _codes(concepts: Graph) -> str:
    """A table for each scheme."""
    told = []
    for scheme in sorted(_named(concepts, SKOS.ConceptScheme)):
        title, name = concepts.value(scheme, DCTERMS.title), scheme.rpartition("/")[2]
        told.append(f"# {title} {{: #{name} }}\n\n`{scheme}`\n\n| code | name | means |\n|---|---|---|")
        for code in _named(concepts, SKOS.Concept):
            if (code, SKOS.inScheme, scheme) in concepts:
                label, means = (concepts.value(code, said) or "" for said in (SKOS.prefLabel, SKOS.definition))
                told.append(_row(code, str(label), str(means)))
        told.append("")
    return _page("Codes", told)


def _named(graph: Graph, cls: URIRef) -> list[URIRef]:
    """What has a class and a name, in the order of the file."""
    return [thing for thing in graph.subjects(RDF.type, cls) if isinstance(thing, URIRef)]


def _shapes(shapes: Graph) -> str:
    """A row for each shape that has something to say."""
    told = ["# Shapes\n", "| shape | severity | says |", "|---|---|---|"]
    where = SH.message | (SH.property / SH.message) | (SH.sparql / SH.message)
    for shape in sorted(_named(shapes, SH.NodeShape)):
        severity = str(shapes.value(shape, SH.severity) or SH.Violation)
        messages = sorted({str(message).partition(": ")[2] for message in shapes.objects(shape, where)})
        if messages:
            told.append(_row(shape, severity.rpartition("#")[2], "; ".join(messages)))
    return _page("Shapes", told)


def _index(ontology: Graph) -> str:
    about = URIRef(f"{ROOT}def")
    title, version = ontology.value(about, DCTERMS.title), ontology.value(about, OWL.versionInfo)
    told = [
        f"# {title}, {version}\n",
        str(ontology.value(about, DCTERMS.description)),
        "",
        "| what | to read | Turtle |",
        "|---|---|---|",
    ]
    for name, what in (("def", "Classes and properties"), ("code", "Codes"), ("plover", "PLOVER"), ("shape", "Shapes")):
        told.append(f"| {what} | [{name}.html]({name}.html) | [{name}.ttl]({name}.ttl) |")
    return _page(str(title), told)


def _row(term: URIRef, *cells: str) -> str:
    name = term.rpartition("#")[2]
    plain = (escape(" ".join(cell.split())).replace("|", "&#124;") for cell in cells)
    return f'| <a id="{name}" href="#{name}">{name}</a> | {" | ".join(plain)} |'


def _page(title: str, told: Iterable[str]) -> str:
    return PAGE.format(title=escape(title), body=markdown("\n".join(told), extensions=["tables", "attr_list"]))


if __name__ == "__main__":
    publish(Path(sys.argv[1]))
