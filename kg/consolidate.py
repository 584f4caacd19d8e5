"""``graph/curated`` of a store made anew: its articles' events, entities and texts merged, with why, and undone again.

The graph is a function of what the store holds, the rules and what a person decided: the same to the last quad in
whatever order the articles came, and written as the difference to what stands. Articles' own graphs are never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.config import Settings
from kg.curated import Curated
from kg.errors import UnknownName
from kg.graph.terms import iri as node
from kg.merge.chains import chains
from kg.merge.copies import copies
from kg.merge.entities import EntityMerge
from kg.merge.events import EventMerge
from kg.merge.records import Event, Rules
from kg.protocols import Store
from kg.reported import Reported
from kg.verdicts import VerdictFile
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["Consolidation", "Merged"]

_SAME = ("sameEvent", "sameIndividual")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to, in numbers; ``quads`` is the size of graph/curated."""

    articles: int
    copies: int
    entities: int
    joined_entities: int
    events: int
    merged_events: int
    canonical: int
    chains: int
    quads: int


class Consolidation:
    """Merges one store, and takes joins back.

    Args:
        settings: They name the base, the threshold and the file of verdicts.
        store: The store, open for writing.
        threshold: The score below which two events stay two, in place of that of the settings.
    """

    def __init__(self, settings: Settings, store: Store, threshold: float | None = None) -> None:
        self._store, self._base, self._ontology = store, settings.base, Ontology.load()
        self._rules = Rules.load(settings.merge_threshold if threshold is None else threshold)
        self._verdicts = VerdictFile(settings.decisions_file.with_name("merges.tsv"))
        self._graph = f"{settings.base}graph/curated"

    def merge(self) -> Merged:
        """Make graph/curated what the store's articles give; where they give the same, nothing is written.

        Raises:
            StoreError: The store gave or took nothing; the graph is as it was.
            ConfigError: The rules or the verdicts do not hold together.
        """
        reported = Reported(self._store, self._base, self._ontology, self._rules)
        documents = reported.documents()
        entities, events = list(reported.entities()), reported.events(documents)
        verdicts = self._verdicts.pairs()
        found_copies = copies(
            ((d.id, (d.issued or "~", d.day or "~"), d.text) for d in documents.values()), self._rules
        )
        entity_merge = EntityMerge(entities, self._rules, verdicts)
        joined = entity_merge.clusters()
        name = {member: group[0] for group in joined for member in group}
        renamed = [_renamed(event, name) for event in events]
        event_merge = EventMerge(renamed, self._rules, verdicts)
        told = event_merge.clusters()
        by_id = {event.id: event for event in renamed}
        single = by_id.keys() - {member for group in told for member in group}
        groups = [*told, *((one,) for one in sorted(single))]
        wholes = [_whole([by_id[m] for m in group]) for group in groups]
        links = chains(wholes, self._rules)
        curated = Curated(self._base, self._ontology, self._rules)
        for pair in found_copies:
            curated.copy(pair)
        kinds = {e.id: e for e in entities}
        labels = reported.labels([member for group in joined for member in group])
        for group in joined:
            curated.entity([kinds[m] for m in group], labels)
            curated.pairs("sameIndividual", group, entity_merge.compare)
        of = {group[0]: group for group in groups}
        canonical = set(told) | {of[end] for link in links for end in (link.later, link.earlier)}
        first_of = {pair.other: pair.one for pair in found_copies}
        facts = reported.facts([m for group in canonical for m in group])
        for group in sorted(canonical):
            curated.event([by_id[m] for m in group], facts, documents, first_of, name)
            curated.pairs("sameEvent", group, event_merge.compare)
        for link in links:
            curated.chain(link, of[link.later], of[link.earlier])
        text = curated.text(self._graph)
        self._store.put_graph(self._graph, text)
        return Merged(
            *(len(documents), len(found_copies), len(entities), sum(map(len, joined)), len(events)),
            *(sum(map(len, told)), len(canonical), len(links), text.count("\n")),
        )

    def undo(self, iri: str, by: str, at: str) -> int:
        """Take back what a canonical event or entity, or one assertion, holds together, and keep that decision.

        Args:
            iri: Its IRI.
            by: Who decides.
            at: When (ISO 8601).

        Returns:
            The pairs that are apart from now on.

        Raises:
            UnknownName: graph/curated has no such thing.
        """
        ir = PREFIXES["ir"]
        members = [
            r[0]
            for r in self._rows(f"SELECT ?m WHERE {{ GRAPH <{self._graph}> {{ {node(iri)} <{ir}consolidates> ?m }} }}")
        ]
        pairs = {(a, b) for a in members for b in members if a < b}
        rdf = PREFIXES["rdf"]
        pairs |= {
            (a, b)
            for a, b in self._rows(
                f"SELECT ?a ?b WHERE {{ GRAPH <{self._graph}> {{ {node(iri)} <{rdf}subject> ?a ; <{rdf}object> ?b ; "
                f"<{rdf}predicate> ?p FILTER(?p IN ({', '.join(f'<{ir}{p}>' for p in _SAME)})) }} }}"
            )
        }
        if not pairs:
            known = self._rows(f"SELECT ?x WHERE {{ GRAPH <{self._graph}> {{ ?x <{ir}consolidates> ?m }} }} LIMIT 20")
            raise UnknownName("merged event or entity", iri, sorted({row[0] for row in known}))
        self._verdicts.add(pairs, False, by, at)
        return len(pairs)

    def explain(self, iri: str) -> list[tuple[str, str, str]]:
        """What graph/curated says of a thing and of the assertions on its members: subject, property, value."""
        ir, rdf = PREFIXES["ir"], PREFIXES["rdf"]
        rows = self._rows(
            f"SELECT DISTINCT ?s ?p ?o WHERE {{ GRAPH <{self._graph}> {{ {{ BIND({node(iri)} AS ?s) ?s ?p ?o }} UNION "
            f"{{ {node(iri)} <{ir}consolidates> ?m . ?s <{rdf}subject> ?m ; ?p ?o }} UNION "
            f"{{ {node(iri)} <{ir}hasStatusReport> ?s . ?s ?p ?o }} }} }}"
        )
        if not rows:
            raise UnknownName("merged event or entity", iri, [])
        return sorted(rows)  # type: ignore[arg-type]

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(term.value if term else "" for term in row) for row in self._store.query(query).rows]


def _renamed(event: Event, name: Mapping[str, str]) -> Event:
    """An event whose agents bear the name of the first with whom they were joined."""

    def one(agents: frozenset[str]) -> frozenset[str]:
        return frozenset(name.get(agent, agent) for agent in agents)

    sides = (one(event.sides[0]), one(event.sides[1]))
    return replace(event, sides=sides, parties=one(event.parties), persons=one(event.persons))


def _whole(members: list[Event]) -> Event:
    """One event with all that its members know."""
    first = members[0]
    exact = [m for m in members if m.first and m.first == m.last] or members
    latest = max(members, key=lambda m: (m.published or 0, m.id))

    def union(name: str) -> frozenset[str]:
        return frozenset().union(*(getattr(m, name) for m in members))

    def both(name: str) -> tuple[frozenset[str], frozenset[str]]:
        left, right = zip(*(getattr(m, name) for m in members), strict=True)
        return frozenset().union(*left), frozenset().union(*right)

    return replace(
        first,
        status=latest.status,
        kinds=max((m.kinds for m in members), key=lambda k: (len(k), k)),
        first=min((m.first for m in exact if m.first), default=None),
        last=min((m.last for m in exact if m.last), default=None),
        sides=both("sides"),
        states=both("states"),
        parties=union("parties"),
        places=union("places"),
        place_states=union("place_states"),
        instruments=union("instruments"),
    )
