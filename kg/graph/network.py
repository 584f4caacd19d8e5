"""Who deals with whom, as a network for Gephi, R or networkx: states or persons, joined by the events between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import UnknownName
from kg.graph.dyads import QUADS, states
from kg.graph.fillers import Row
from kg.vocab.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMS", "network", "write_network"]

FORMS = ("graphml", "gexf")


def network(events: Iterable[Row], ontology: Ontology, of: str = "states") -> nx.DiGraph[str]:
    """Add events up to a directed network: in memory is one edge for each pair, however many events there are.

    Args:
        events: Rows of ``export_events``; what is denied or did not happen is left out.
        ontology: Knows the quad class of a PLOVER type.
        of: ``states`` (nodes are ISO codes) or ``persons`` (nodes are IRIs).

    Returns:
        A graph whose edges have ``weight`` (events) and a number for each quad class, nodes and edges sorted.
    """
    import networkx as nx

    labels: dict[str, dict[str, str]] = {}
    edges: dict[tuple[str, str], dict[str, int]] = {}
    for row in events:
        if row["polarity"] == "negated" or row["status"] in ("cancelled", "unknown"):
            continue
        quad = ontology.quad_class(row["plover"] or "")
        for source in _nodes(row["initiators"], of, ontology, labels):
            for target in _nodes(row["recipients"], of, ontology, labels):
                if source != target:
                    edge = edges.setdefault((source, target), dict.fromkeys(("weight", *QUADS.values()), 0))
                    edge["weight"] += 1
                    if quad:
                        edge[QUADS[quad]] += 1
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from((node, labels[node]) for node in sorted({node for pair in edges for node in pair}))
    graph.add_edges_from((source, target, edge) for (source, target), edge in sorted(edges.items()))
    return graph


def _nodes(fillers: list[Row], of: str, ontology: Ontology, labels: dict[str, dict[str, str]]) -> list[str]:
    if of == "states":
        found = states(fillers)
        labels.update({code: {"label": code} for code in found})
        return found
    persons = {row["iri"]: row for row in _flat(fillers) if ontology.is_a(row["type"], "Person")}
    for iri, row in persons.items():
        labels.setdefault(iri, {"label": row["label"] or iri, "state": row["state"] or ""})
    return sorted(persons)


def _flat(fillers: Iterable[Row]) -> Iterator[Row]:
    for filler in fillers:
        yield filler
        yield from _flat(filler["members"])


def write_network(graph: nx.DiGraph[str], out: BinaryIO, form: str) -> None:
    """Write a network.

    Args:
        graph: The network.
        out: Where to.
        form: One of ``FORMS``.

    Raises:
        UnknownName: There is no such form.
    """
    import networkx as nx

    if form == "graphml":
        nx.write_graphml(graph, out, encoding="utf-8", prettyprint=True)
    elif form == "gexf":
        from networkx.readwrite.gexf import GEXFWriter

        writer: Any = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
        writer.add_graph(graph)
        for meta in writer.xml.iter("meta"):
            meta.attrib.pop("lastmodifieddate", None)  # the same network is the same bytes on any day
        writer.write(out)
    else:
        raise UnknownName("network format", form, list(FORMS))
