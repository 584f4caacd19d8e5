"""``graph/curated`` of a store made anew: its articles' events, entities and texts merged, with why.

The graph is a function of what the store holds, the rules and what a person decided: the same to the last quad in
whatever order the articles came, and written as the difference to what stands. Articles' own graphs are never touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from kg._version import __version__
from kg.config import Settings
from kg.curate.noted import Notes
from kg.curate.quads import Curated
from kg.curate.reported import Report, reports
from kg.curate.retelling import Change, Retelling
from kg.curate.verdicts import VerdictFile
from kg.merge.records import Rules
from kg.protocols import Store
from kg.vocab.iri import PREFIXES, document_id, short_hash
from kg.vocab.ontology import Ontology

__all__ = ["Consolidation", "Merged"]

_FORM = "2"
"""Of the notes; those of another form are forgotten."""
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
        parts = [_FORM, __version__, settings.base, self._ontology.version, repr(Rules.load())]
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
        there, verdicts = self._store.fingerprints(), self._verdicts.pairs()
        with closing(Notes(self._notes, self._reader, self._by)) as notes:
            reports = self._read(notes, there, tell)
            tell("comparing", 0, 0)
            was = notes.merged()
            left = [id_ for id_, print_ in was.items() if there.get(id_) != print_]
            notes.forget(left)
            notes.take_in((id_, there[id_], report.document) for id_, report in reports.items())
            decided = {(one, other, same) for (one, other), same in verdicts.items()}
            before = {tuple(row) for row in json.loads(notes.value("verdicts") or "[]")}
            new = {id_ for one, other, _ in decided ^ before for id_ in (one, other)}
            change = Change({self._doc(id_) for id_ in left}, list(reports.values()), new)
            parts = Retelling(notes, self._base, self._ontology, self._rules, verdicts).parts(change)
            tell("writing", 0, 0)
            quads = self._write(notes, parts.text, [self._by, sorted(there.items()), sorted(decided)])
            notes.set_value("verdicts", json.dumps(sorted(decided)))
            merged = Merged(
                len(notes.merged()),
                len(reports),
                notes.parts("copy"),
                notes.count("entity"),
                notes.grouped("entity"),
                notes.count("event"),
                notes.grouped("event"),
                notes.parts("event"),
                notes.chained(),
                parts.compared,
                quads,
            )
            notes.keep()
        return merged

    def _read(self, notes: Notes, there: Mapping[str, str], tell: Callable[[str, int, int], None]) -> dict[str, Report]:
        """The reports of articles that are new or have changed; those that wait since a run broke off are not read."""
        merged, waiting = notes.merged(), notes.waiting()
        came = {id_ for id_, print_ in there.items() if merged.get(id_) != print_}
        found = dict(notes.waited(id_ for id_ in came if waiting.get(id_) == there[id_]))
        wanted = {self._doc(id_): id_ for id_ in came - found.keys()}
        done = 0
        tell("reading", done, len(wanted))
        stream = reports(self._store, self._base, self._ontology, self._rules, wanted)
        while batch := list(islice(stream, _KEPT)):
            read = {wanted[report.document.id]: report for report in batch}
            notes.wait((id_, there[id_], report) for id_, report in read.items())
            found |= read
            done += len(batch)
            tell("reading", done, len(wanted))
        return found

    def _doc(self, article: str) -> str:
        return self._base + document_id(article)

    def _write(self, notes: Notes, parts: Mapping[str, str], made_of: object) -> int:
        """Write what has changed, or all, where graph/curated is not as the last run left it; gives its size in quads.

        What takes articles out of a store takes out what rests on them here as well, and the mark with it.
        """
        gone, new = notes.write(parts)
        quads = int(notes.value("quads") or 0) + len(new) - len(gone)
        curated = Curated(self._base, self._ontology, self._rules)
        before = notes.value("mark")
        mark = curated.mark(f"sha256:{sha256(repr(made_of).encode()).hexdigest()}") if quads else ""
        found = f"SELECT ?f {{ GRAPH <{self._graph}> {{ <{self._graph}> <{PREFIXES['ir']}fingerprint> ?f }} }}"
        stands = "".join(curated.mark(row[0].value) for row in self._store.query(found).rows if row[0])
        if before and stands == before:
            if gone or new or mark != before:
                # on a server the steps are no transaction: what breaks off leaves no mark
                self._store.change_graph(self._graph, before, "")
                self._store.change_graph(self._graph, "".join(sorted(gone)), "".join(sorted(new)))
                self._store.change_graph(self._graph, "", mark)
        else:
            self._store.put_graph(self._graph, notes.whole() + mark)
        notes.set_value("quads", str(quads))
        notes.set_value("mark", mark)
        return quads + bool(mark)
