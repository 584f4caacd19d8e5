"""What a store holds of articles after merging, read back to be scored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.evaluate.match import Row
from kg.evaluate.merged import KINDS
from kg.evaluate.tellings import Merged
from kg.graph.export import export_events, export_mentions
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id
from kg.vocab.ontology import Ontology

__all__ = ["read_merged"]

_IR = PREFIXES["ir"]


def read_merged(store: Store, ontology: Ontology, base: str, articles: Iterable[str]) -> Merged:
    """Read what a store holds of articles after merging.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        articles: Ids of the articles.
    """
    ids = sorted(articles)
    curated = f"{base}graph/curated"
    kinds = " ".join(f"<{_IR}{kind}>" for kind in KINDS)
    documents = {f"{base}{document_id(id_)}": id_ for id_ in ids}
    wholes = _rows(store, f"SELECT ?a ?b WHERE {{ GRAPH <{curated}> {{ ?b <{_IR}consolidates> ?a }} }}")
    statuses = _rows(store, f"SELECT ?a ?b WHERE {{ GRAPH <{curated}> {{ ?a <{_IR}eventStatus> ?b }} }}")
    copies = _rows(store, f"SELECT ?a ?b WHERE {{ GRAPH <{curated}> {{ ?a <{_IR}nearCopyOf> ?b }} }}")
    links = _rows(store, f"SELECT ?p ?a ?b WHERE {{ VALUES ?p {{ {kinds} }} GRAPH ?g {{ ?a ?p ?b }} }}")
    return Merged(
        events=_by_article(export_events(store, ontology, base, ids), ids),
        mentions=_by_article(export_mentions(store, ontology, base, ids), ids),
        whole=dict(wholes),
        status={event: status.rpartition("#")[2] for event, status in statuses},
        copies=frozenset((documents[a], documents[b]) for a, b in copies if a in documents and b in documents),
        links=frozenset((kind.removeprefix(_IR), a, b) for kind, a, b in links),
    )


def _rows(store: Store, query: str) -> list[Any]:
    """Rows of a query all of whose columns are bound, as text."""
    return [tuple(term.value for term in row if term) for row in store.query(query).rows]


def _by_article(rows: Iterable[Row], ids: Iterable[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {id_: [] for id_ in ids}
    for row in rows:
        found[str(row["article"])].append(row)
    return found
