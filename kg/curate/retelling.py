"""The parts of graph/curated that a change of the articles touches, told anew: groups, chains and copies, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from kg.curate.neighbourhood import Entities, Events, Regrouped, regroup
from kg.curate.noted import Notes, Things
from kg.curate.quads import Curated
from kg.curate.reported import Report
from kg.merge.chains import Following, chains
from kg.merge.copies import copies
from kg.merge.records import Entity, Event, Rules, Verdicts
from kg.merge.standing import days, status
from kg.vocab.ontology import Ontology

__all__ = ["Change", "Parts", "Retelling"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is other than at the last run: articles (IRIs) that went or changed, reports that came, ids decided on."""

    left: set[str]
    came: Sequence[Report]
    decided: set[str]


@dataclass(slots=True)
class Parts:
    """Parts of graph/curated by name, as N-Quads, blank where they go; ``compared`` counts pairs."""

    text: dict[str, str] = field(default_factory=dict)
    compared: int = 0


class Retelling:
    """Finds what a change touches, notes what it found, and tells it.

    Args:
        notes: What earlier runs found.
        base: What IRIs of data begin with.
        ontology: The ontology.
        rules: Weights, windows, thresholds.
        verdicts: What a person decided.
    """

    def __init__(self, notes: Notes, base: str, ontology: Ontology, rules: Rules, verdicts: Verdicts) -> None:
        self._notes, self._rules, self._verdicts = notes, rules, verdicts
        self._curated = Curated(base, ontology, rules)
        self._entities = Things(notes, "entity", TypeAdapter(Entity))
        self._events = Things(notes, "event", TypeAdapter(Event), self._renamed)
        self._following = Following(rules)
        self._parts = Parts()

    def parts(self, change: Change) -> Parts:
        """The parts that are other than they were."""
        dirty = self._copies(change)
        names = self._join(change)
        touched = self._of_joined(names)
        found = self._consolidate(change, touched)
        ends = self._chain(found)
        firsts = {group[0] for group in found.before | found.after} | found.things | ends
        others = self._notes.of_documents("event", dirty) | touched
        self._tell_events(firsts | others | set(self._notes.firsts(others).values()))
        return self._parts

    # ---------------------------------------------------------------------------------------------------------- copies

    def _copies(self, change: Change) -> set[str]:
        """Find the near copies; gives the articles of which it is to be told otherwise what they carry."""
        documents = self._documents = self._notes.documents()
        before = self._notes.copies()
        ordered = ((d.id, (d.issued or "~", d.day or "~"), d.sketch) for d in documents.values())
        pairs = copies(ordered, self._rules)
        self._first_of = {pair.other: pair.one for pair in pairs}
        after = {pair.other: (pair.one, pair.score) for pair in pairs}
        for pair in pairs:
            if before.get(pair.other) != after[pair.other]:
                self._parts.text[f"copy {pair.other}"] = self._curated.copy(pair)
        for other in before.keys() - after.keys():
            self._parts.text[f"copy {other}"] = ""
        self._notes.set_copies(pairs)
        came = {report.document.id for report in change.came}
        return {doc for doc in before.keys() | after.keys() if before.get(doc) != after.get(doc)} | {
            doc for doc, (one, _) in after.items() if one in came
        }

    # ---------------------------------------------------------------------------------------------------------- groups

    def _join(self, change: Change) -> Regrouped:
        stale = self._notes.of_documents("entity", change.left)
        fresh = [entity for report in change.came for entity in report.entities]
        again = self._notes.of_kind("entity", change.decided) - stale
        found = regroup(self._notes, self._entities, Entities(self._rules), stale, fresh, again, self._verdicts)
        self._parts.compared += found.compared
        for group in found.before:
            self._parts.text |= {f"entity {group[0]}": "", f"same {group[0]}": ""}
        for group in sorted(found.after):
            members = list(self._entities.load(group).values())
            self._parts.text[f"entity {group[0]}"] = self._curated.entity(members)
            self._parts.text[f"same {group[0]}"] = self._curated.pairs("sameIndividual", group, found.compare)
        return found

    def _of_joined(self, names: Regrouped) -> set[str]:
        """Events that stand already, of those who are joined otherwise than before."""
        members = {id_ for group in names.before | names.after for id_ in group}
        ids = self._notes.of_documents("event", {id_.partition("/entity/")[0] for id_ in members})
        return {
            e.id
            for e in self._events.load(ids).values()
            if not members.isdisjoint((*e.parties, *e.sides[0], *e.sides[1], *(told for _, told in e.facts)))
        }

    def _renamed(self, events: Sequence[Event]) -> Iterable[Event]:
        """Events whose agents bear the name of the first with whom they were joined."""
        local = {a for e in events for a in e.parties | e.sides[0] | e.sides[1] if a not in e.known}
        name = self._notes.firsts(local)
        return [_renamed(event, name) for event in events]

    def _consolidate(self, change: Change, touched: set[str]) -> Regrouped:
        stale = self._notes.of_documents("event", change.left)
        fresh = [event for report in change.came for event in report.events]
        again = (self._notes.of_kind("event", change.decided) | touched) - stale
        found = regroup(self._notes, self._events, Events(self._rules), stale, fresh, again, self._verdicts)
        self._parts.compared += found.compared
        for group in found.before:
            self._parts.text[f"same {group[0]}"] = ""
        for group in found.after:
            self._parts.text[f"same {group[0]}"] = self._curated.pairs("sameEvent", group, found.compare)
        return found

    # ---------------------------------------------------------------------------------------------------------- chains

    def _wholes(self, firsts: set[str]) -> dict[str, Event]:
        """One event for each group, by its first, with all that its members know; those in no group as they are."""
        of = {group[0]: group for group in self._notes.groups(firsts)}
        at_hand = self._events.load(firsts.union(*of.values()))
        return {id_: _whole([at_hand[m] for m in of.get(id_, (id_,))]) for id_ in sorted(firsts) if id_ in at_hand}

    def _chain(self, found: Regrouped) -> set[str]:
        """Find anew what follows from what is new or followed it; gives the ends of the chains that are or were."""
        first = self._events.first
        ids = {id_ for group in found.before | found.after for id_ in group} | found.things
        first_of = self._notes.firsts(ids)
        wholes = self._wholes({first_of.get(id_, id_) for id_ in ids})
        names = [f"{end} {id_}" for end in ("earlier", "later") for id_ in ids]
        keys = set() if first else self._notes.keys(name for name in names if name.startswith("earlier"))
        self._notes.drop(names)
        earlier = {f"earlier {id_}": some for id_, w in wholes.items() if (some := self._following.earlier(w))}
        later = {f"later {id_}": some for id_, w in wholes.items() if (some := self._following.later(w))}
        self._notes.add("end", ((name, None, None) for name in (*earlier, *later)))
        keys |= self._notes.set_keys(earlier)
        sought = self._notes.set_keys(later)
        asked = {name.partition(" ")[2] for name in later}
        if not first:
            asked |= _ids("later", self._notes.sharing(keys))
            sought |= self._notes.keys(f"later {id_}" for id_ in asked)
            wholes |= self._wholes((_ids("earlier", self._notes.sharing(sought)) | asked) - wholes.keys())
        links = chains(list(wholes.values()), self._rules, asked)
        ends = {end for link in self._notes.chains(asked | ids) for end in link}
        self._notes.set_chains(asked | ids, links)
        ends |= {end for link in links for end in (link.later, link.earlier)}
        self._parts.text |= {f"chain {id_}": "" for id_ in asked | ids}
        groups = {group[0]: group for group in self._notes.groups(ends)}
        for link in links:
            one, other = (groups.get(end, (end,)) for end in (link.later, link.earlier))
            told = self._curated.chain(link, one, other)
            self._parts.text[f"chain {link.later}"] += told
        return ends

    # ---------------------------------------------------------------------------------------------------------- events

    def _tell_events(self, ids: set[str]) -> None:
        """Tell the canonical events among these: groups, and the ends of chains."""
        of = {group[0]: group for group in self._notes.groups(ids)}
        grouped = self._notes.firsts(ids).keys()
        ends = {end for link in self._notes.chains(ids) for end in link}
        self._parts.text |= {f"event {id_}": "" for id_ in ids}
        told = {id_: of.get(id_, (id_,)) for id_ in sorted(ids) if id_ in of or (id_ in ends and id_ not in grouped)}
        at_hand = self._events.load({m for group in told.values() for m in group})
        joined = self._joined(at_hand.values())
        for id_, group in told.items():
            members = [at_hand[m] for m in group]
            self._parts.text[f"event {id_}"] = self._curated.event(members, self._documents, self._first_of, joined)

    def _joined(self, events: Iterable[Event]) -> dict[str, str]:
        """Who takes part in events and was joined with others: the IRI of what they are together."""
        named = {told for event in events for _, told in event.facts if "/entity/" in told}
        found: dict[str, str] = {}
        for group in self._notes.groups(named):
            node = self._curated.entity_iri(list(self._entities.load(group).values()))
            found |= dict.fromkeys(group, node)
        return found


def _ids(kind: str, names: Iterable[str]) -> set[str]:
    """Of names such as ``later IRI`` the IRIs of one kind."""
    return {name.partition(" ")[2] for name in names if name.startswith(f"{kind} ")}


def _renamed(event: Event, name: Mapping[str, str]) -> Event:
    """An event whose agents bear the name of the first with whom they were joined."""

    def one(agents: frozenset[str]) -> frozenset[str]:
        return frozenset(name.get(agent, agent) for agent in agents)

    sides = (one(event.sides[0]), one(event.sides[1]))
    citizens = tuple(sorted({(name.get(person, person), state) for person, state in event.citizens}))
    return replace(event, sides=sides, parties=one(event.parties), persons=one(event.persons), citizens=citizens)


def _whole(members: list[Event]) -> Event:
    """One event with all that its members know."""
    first = members[0]
    if len(members) == 1:
        return first
    first_day, last_day = days(members)

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
