"""``graph/curated`` of a store made anew: its articles' events, entities and texts merged, with why.

The graph is a function of what the store holds, the rules and what a person decided: the same to the last quad in
whatever order the articles came, and written as the difference to what stands. Articles' own graphs are never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

from kg._version import __version__
from kg.config import Settings
from kg.curate.neighbourhood import Neighbourhood, partners, same_name
from kg.curate.noted import Found, Notes, Outcome
from kg.curate.quads import Curated
from kg.curate.reported import Report, reports
from kg.curate.verdicts import VerdictFile
from kg.merge.chains import chains
from kg.merge.copies import copies
from kg.merge.entities import EntityMerge
from kg.merge.events import EventMerge
from kg.merge.records import Event, Rules
from kg.merge.standing import days, status
from kg.protocols import Store
from kg.vocab.iri import document_id, short_hash
from kg.vocab.ontology import Ontology

__all__ = ["Consolidation", "Merged"]

_KEPT = 64
"""Reports that are kept together while reading: what a break loses."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to, in numbers.

    ``read`` articles were read anew, ``compared`` pairs were compared; ``quads`` is the size of graph/curated.
    """

    articles: int
    read: int
    copies: int
    entities: int
    joined_entities: int
    events: int
    merged_events: int
    canonical: int
    chains: int
    compared: int
    quads: int


class Consolidation:
    """Merges one store.

    Args:
        settings: They name the base, the threshold and the file of verdicts.
        store: The store, open for writing.
        threshold: The score below which two events stay two, in place of that of the settings.
    """

    def __init__(self, settings: Settings, store: Store, threshold: float | None = None) -> None:
        self._store, self._base, self._ontology = store, settings.base, Ontology.load()
        self._rules = Rules.load(settings.merge_threshold if threshold is None else threshold)
        self._verdicts = VerdictFile.beside(settings.decisions_file)
        self._graph = f"{settings.base}graph/curated"
        parts = [__version__, settings.base, self._ontology.version, repr(Rules.load())]
        self._reader, self._by = short_hash(repr(parts)), short_hash(repr([*parts, self._rules.threshold]))
        self._notes = settings.decisions_file.with_name(f"merges.{short_hash(settings.store)}.sqlite")

    def merge(self, tell: Callable[[str, int, int], None] = lambda stage, done, of: None) -> Merged:
        """Make graph/curated what the store's articles give; where they give the same, nothing is written.

        Args:
            tell: Is told of each stage: its name, how much is done, and of how much.

        Raises:
            StoreError: The store gave or took nothing; the graph is as it was.
            ConfigError: The rules or the verdicts do not hold together.
        """
        there = self._store.fingerprints()
        with closing(Notes(self._notes, self._reader)) as notes:
            read = self._read(notes, there, tell)
            before = notes.outcome(self._by) or Outcome({}, (), Found(), Found())
            tell("comparing", 0, 0)
            told = list(notes.reports())
            changed = {self._doc(id_) for id_, print_ in there.items() if before.articles.get(id_) != print_}
            verdicts = self._verdicts.pairs()
            decided = {(one, other, same) for (one, other), same in verdicts.items()}
            new = {id_ for one, other, _ in decided ^ set(before.verdicts) for id_ in (one, other)}
            entities = Neighbourhood(
                before.entities, {e.id: e for r in told for e in r.entities}, changed, new, verdicts
            )
            names = entities.regroup(self._rules, EntityMerge, same_name)
            was, name = (_first(found.groups) for found in (before.entities, names))
            renamed = {a for a in was.keys() | name.keys() if was.get(a, a) != name.get(a, a)}
            wholes = {event.id: _renamed(event, name) for r in told for event in r.events}
            again = {
                e.id for r in told for e in r.events if renamed and renamed & (e.parties | e.sides[0] | e.sides[1])
            }
            events = Neighbourhood(before.events, wholes, changed, new | again, verdicts)
            found = events.regroup(self._rules, EventMerge, partners)
            tell("writing", 0, 0)
            text, numbers = self._curated(told, wholes, names, found, name)
            self._store.put_graph(self._graph, text)
            notes.keep(self._by, Outcome(there, tuple(sorted(decided)), names, found))
        return Merged(len(told), read, *numbers, entities.compared + events.compared, text.count("\n"))

    def _read(self, notes: Notes, there: Mapping[str, str], tell: Callable[[str, int, int], None]) -> int:
        """Read the articles of which no report stands, and forget those that the store has no longer."""
        noted = notes.fingerprints()
        notes.forget(noted.keys() - there.keys())
        wanted = {self._doc(id_): id_ for id_, print_ in there.items() if noted.get(id_) != print_}
        notes.forget(wanted.values())
        done = 0
        tell("reading", done, len(wanted))
        stream = reports(self._store, self._base, self._ontology, self._rules, wanted)
        while batch := list(islice(stream, _KEPT)):
            ids = [wanted[report.document.id] for report in batch]
            notes.note((id_, there[id_], report) for id_, report in zip(ids, batch, strict=True))
            done += len(batch)
            tell("reading", done, len(wanted))
        return done

    def _doc(self, article: str) -> str:
        return self._base + document_id(article)

    def _curated(
        self, told: Sequence[Report], by_id: Mapping[str, Event], names: Found, found: Found, name: Mapping[str, str]
    ) -> tuple[str, tuple[int, int, int, int, int, int, int]]:
        """The text of graph/curated, and what stands in it in numbers."""
        documents = {report.document.id: report.document for report in told}
        found_copies = copies(
            ((d.id, (d.issued or "~", d.day or "~"), d.sketch) for d in documents.values()), self._rules
        )
        single = by_id.keys() - {member for group in found.groups for member in group}
        groups = [*found.groups, *((one,) for one in sorted(single))]
        links = chains([_whole([by_id[m] for m in group]) for group in groups], self._rules)
        curated = Curated(self._base, self._ontology, self._rules)
        for pair in found_copies:
            curated.copy(pair)
        kinds = {e.id: e for report in told for e in report.entities}
        labels = {id_: label for report in told for id_, label in report.labels.items()}
        pairs = {(pair.one, pair.other): pair for pair in (*names.pairs, *found.pairs)}
        for group in names.groups:
            curated.entity([kinds[m] for m in group], labels)
            curated.pairs("sameIndividual", group, pairs)
        of = {group[0]: group for group in groups}
        canonical = set(found.groups) | {of[end] for link in links for end in (link.later, link.earlier)}
        first_of = {pair.other: pair.one for pair in found_copies}
        facts = {id_: rows for report in told for id_, rows in report.facts.items()}
        for group in sorted(canonical):
            curated.event([by_id[m] for m in group], facts, documents, first_of, name)
            curated.pairs("sameEvent", group, pairs)
        for link in links:
            curated.chain(link, of[link.later], of[link.earlier])
        return curated.text(self._graph), (
            len(found_copies),
            len(kinds),
            sum(map(len, names.groups)),
            len(by_id),
            sum(map(len, found.groups)),
            len(canonical),
            len(links),
        )


def _first(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """For each member the first of its group."""
    return {member: group[0] for group in groups for member in group}


def _renamed(event: Event, name: Mapping[str, str]) -> Event:
    """An event whose agents bear the name of the first with whom they were joined."""

    def one(agents: frozenset[str]) -> frozenset[str]:
        return frozenset(name.get(agent, agent) for agent in agents)

    sides = (one(event.sides[0]), one(event.sides[1]))
    citizens = tuple(sorted({(name.get(person, person), state) for person, state in event.citizens}))
    return replace(event, sides=sides, parties=one(event.parties), persons=one(event.persons), citizens=citizens)


def _whole(members: list[Event]) -> Event:
    """One event with all that its members know."""
    first, (first_day, last_day) = members[0], days(members)

    def union(name: str) -> frozenset[str]:
        return frozenset().union(*(getattr(m, name) for m in members))

    def both(name: str) -> tuple[frozenset[str], frozenset[str]]:
        left, right = zip(*(getattr(m, name) for m in members), strict=True)
        return frozenset().union(*left), frozenset().union(*right)

    return replace(
        first,
        status=status(members),
        kinds=max((m.kinds for m in members), key=lambda k: (len(k), k)),
        first=first_day,
        last=last_day,
        sides=both("sides"),
        states=both("states"),
        parties=union("parties"),
        places=union("places"),
        place_states=union("place_states"),
        instruments=union("instruments"),
        words=union("words"),
    )
