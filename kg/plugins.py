"""Names to classes: ``kind`` and ``name`` give "module:Class", loaded on use, so that heavy imports wait.

Third parties add theirs under the entry-point group ``kg.<kind>``.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.errors import UnknownName

__all__ = ["BUILTIN", "load", "names"]

BUILTIN: dict[str, dict[str, str]] = {
    "reader": {
        "txt": "kg.read.text:TextReader",
        "json": "kg.read.records:JsonReader",
        "jsonl": "kg.read.records:JsonLinesReader",
        "ninjs": "kg.read.records:JsonReader",
        "csv": "kg.read.tables:CsvReader",
        "tsv": "kg.read.tables:TsvReader",
        "parquet": "kg.read.parquet:ParquetReader",
        "html": "kg.read.html:HtmlReader",
        "htm": "kg.read.html:HtmlReader",
        "xhtml": "kg.read.html:HtmlReader",
        "warc": "kg.read.warc:WarcReader",
        "xml": "kg.read.newsml:XmlReader",
        "newsml": "kg.read.newsml:NewsmlReader",
        "rss": "kg.read.feeds:FeedReader",
        "atom": "kg.read.feeds:FeedReader",
        "eml": "kg.read.mail:EmlReader",
        "mbox": "kg.read.mail:MboxReader",
    },
    "extractor": {"rules": "kg.extract.rules:RuleExtractor"},
    "store": {
        "oxigraph": "kg.store.oxigraph:OxigraphStore",
        "served": "kg.store.served:ServedStore",
        "sparql": "kg.store.sparql:SparqlStore",
    },
    "validator": {
        "auto": "kg.validate.choose:quickest",
        "pyshacl": "kg.validate.pyshacl:PyshaclValidator",
        "pyshifty": "kg.validate.pyshifty:PyshiftyValidator",
    },
}


def names(kind: str) -> dict[str, str]:
    """All plug-ins of a kind, ours and third parties': name to "module:Class"."""
    found = {point.name: point.value for point in entry_points(group=f"kg.{kind}")}
    return {**BUILTIN.get(kind, {}), **found}


def load(kind: str, name: str) -> Any:
    """Import the class behind a name.

    Args:
        kind: ``reader``, ``extractor``, ``store`` or ``validator``.
        name: The plug-in's name.

    Raises:
        UnknownName: There is none of that name.
    """
    known = names(kind)
    if name not in known:
        raise UnknownName(kind, name, list(known))
    module, _, attribute = known[name].partition(":")
    return getattr(import_module(module), attribute)
