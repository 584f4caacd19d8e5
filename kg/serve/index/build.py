"""Keep the index as the store is: what came, changed or went since, by the articles' fingerprints."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from kg.protocols import Store
from kg.revise.review import gathered
from kg.serve.index import facts, waiting, wholes
from kg.vocab.iri import PREFIXES, document_id
from kg.vocab.ontology import Ontology

__all__ = ["ATTRIBUTIONS", "UNCOUNTED", "VERSION", "Update", "make"]

VERSION = "3"
"""Of the schema; an index of another version is made anew."""

ATTRIBUTIONS = {"authorial": 1, "accordingTo": 2, "directQuote": 4, "indirectSpeech": 8}
"""Bits of ``event.told``."""

UNCOUNTED = ("denied", "cancelled", "unknown")
"""Events of these statuses are listed, and not counted between states or by day."""

_TABLES = ("meta", "article", "thing", "event", "part", "dyad", "item", "joined", "name_text", "article_text")
_BATCH = 50
_CURATED = ""  # the id under which what merging made is kept


def make(path: str) -> sqlite3.Connection:
    """Open the index for writing; where there is none, or one of another version, make an empty one."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    found = dict(connection.execute("SELECT name, value FROM meta")) if "meta" in tables else {}
    if found.get("version") != VERSION:
        for name in sorted(tables & set(_TABLES)):
            connection.execute(f"DROP TABLE {name}")
        connection.executescript((Path(__file__).parent / "schema.sql").read_text("utf-8"))
        connection.execute("INSERT INTO meta VALUES ('version', ?)", [VERSION])
    return connection


class Update:
    """One bringing up to date.

    Args:
        connection: The index, open for writing.
        store: The store.
        base: What IRIs of data begin with.
        ontology: Knows classes and codes.
    """

    def __init__(self, connection: sqlite3.Connection, store: Store, base: str, ontology: Ontology) -> None:
        self._db, self._store, self._base, self._ontology = connection, store, base, ontology

    def run(self) -> Iterator[tuple[int, int]]:
        """Do it, some articles at a time, each time whole.

        Yields:
            How many articles are done, of how many; nothing where nothing has changed.
        """
        now = self._prints()
        known = dict(self._db.execute("SELECT id, fingerprint FROM article"))
        gone = [id_ for id_ in known if id_ not in now]
        changed = [id_ for id_, mark in now.items() if known.get(id_) != mark]
        if _CURATED in now and _CURATED not in changed and wholes.rest_on(self._db, [*gone, *changed]):
            changed.append(_CURATED)
        total, done = len(gone) + len(changed), 0
        for batch in _batches(gone):
            with self._changing():
                self._remove(batch)
            done += len(batch)
            yield done, total
        for batch in _batches(changed):
            with self._changing():
                self._remove([id_ for id_ in batch if id_ in known])
                self._add({id_: now[id_] for id_ in batch})
            done += len(batch)
            yield done, total
        if self._db.execute("SELECT 1 FROM meta WHERE name = 'unfinished'").fetchone():  # from before a break, perhaps
            yield total, total
            with self._changing():
                self._finish()
                self._db.execute("DELETE FROM meta WHERE name = 'unfinished'")

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change the index within, whole or not at all; what rests on all of it is to be finished then."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('unfinished', '')")
            yield

    def _prints(self) -> dict[str, str]:
        """Fingerprints of the articles, and of what merging made, where it made any."""
        mark = 0  # a sum, so that lines in any order give the same, and are not kept
        for line in self._store.quads(self._curated):
            mark += int.from_bytes(sha256(line.rstrip().encode()).digest())
        return self._store.fingerprints() | ({_CURATED: f"{mark:x}"} if mark else {})

    @property
    def _curated(self) -> str:
        return f"{self._base}graph/curated"

    def _graph(self, id_: str) -> str:
        return self._base + document_id(id_) if id_ else self._curated

    # --------------------------------------------------------------------------------------------------------- changes

    def _remove(self, ids: Sequence[str]) -> None:
        if _CURATED in ids:
            wholes.keep(self._db, {})
        wanted = ", ".join("?" * len(ids))
        numbers = [n for (n,) in self._db.execute(f"SELECT n FROM article WHERE id IN ({wanted})", ids)]
        of = ", ".join(map(str, numbers))
        events = f"SELECT n FROM event WHERE article IN ({of})"
        for table in ("part", "dyad"):
            self._db.execute(f"DELETE FROM {table} WHERE event IN ({events})")
        self._db.execute(f"DELETE FROM event WHERE article IN ({of})")
        self._db.execute(f"DELETE FROM item WHERE article IN ({of})")
        self._db.execute(f"DELETE FROM article WHERE n IN ({of})")

    def _add(self, prints: Mapping[str, str]) -> None:
        told = {id_: facts.said(self._store, self._graph(id_)) for id_ in prints if id_ != _CURATED}
        if _CURATED in prints:
            told[_CURATED], joined = facts.merged(self._store, self._curated)
            wholes.keep(self._db, joined)
        parts = {id_: sorted(set(_parts(said))) for id_, said in told.items()}
        publishers = [said.get(self._graph(id_), {}).get("publisher", [""])[0] for id_, said in told.items()]
        named = {thing for some in parts.values() for _, _, thing in some} | set(publishers) - {""}
        things = self._things(sorted(named))
        events, numbers, rows = dict[str, int](), dict[str, int](), list[tuple[int, str, int]]()
        for (id_, said), publisher in zip(told.items(), publishers, strict=True):
            about = said.get(self._graph(id_), {})
            title, published, text = (about.get(name, [None])[0] for name in ("title", "issued", "isString"))
            row = (id_, prints[id_], title, published, things.get(publisher))
            number = numbers[id_] = self._insert("INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?)", row)
            if id_:
                self._insert("INSERT INTO article_text (rowid, title, body) VALUES (?, ?, ?)", (number, title, text))
            own = self._events(said, number)
            rows += [(things[publisher], "b", event) for event in own.values() if publisher]
            events |= own
        rows += [(things[thing], role, events[event]) for some in parts.values() for event, role, thing in some]
        self._db.executemany("INSERT OR IGNORE INTO part VALUES (?, ?, ?)", sorted(rows))
        self._dyads(sorted(set(events.values())))
        articles = [id_ for id_ in prints if id_]
        waiting.keep(self._db, gathered(self._store, self._ontology, self._base, articles=articles), numbers)

    def _events(self, said: facts.Said, article: int) -> dict[str, int]:
        told: dict[str, int] = {}
        for about, how in ((one["about"][0], one["attributionType"][0]) for one in said.values() if _is_claim(one)):
            told[about] = told.get(about, 0) | ATTRIBUTIONS.get(_local(how), 0)
        words, found = dict(_words(said)), dict[str, int]()
        for event, one in sorted(said.items()):
            if "eventClass" in one:
                names = ("eventStatus", "codedAs", "earliestDate", "latestDate")
                status, code, first, last = (one.get(name, [""])[0] for name in names)
                state, plover = _local(status), code.removeprefix(PREFIXES["plover"]).partition("-")[0]
                row = (event, article, _local(one["eventClass"][0]), state, self._ontology.quad_class(plover))
                days = (
                    first or last or None,
                    last or None,
                    first if first and first == last else None,
                    told.get(event, 0),
                    state not in UNCOUNTED,
                    words.get(event),
                    self._place(one, article),
                    int(one.get("reportCount", ["1"])[0]),
                )
                found[event] = self._insert(
                    "INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)", (*row, *days)
                )
        return found

    def _place(self, event: Mapping[str, Sequence[str]], article: int) -> int:
        """The article in which an event stands: its own, or that which was first to tell a canonical one."""
        first = event.get("firstReport", [""])[0].removeprefix(f"{self._base}doc/")
        rows = self._db.execute("SELECT n FROM article WHERE id = ?", [unquote(first, errors="surrogatepass")])
        return next((n for (n,) in rows if first), article)

    def _dyads(self, events: Sequence[int]) -> None:
        """Pairs of different states in events that count."""
        of = ", ".join(map(str, events))
        self._db.execute(
            "INSERT INTO dyad SELECT a.thing, b.thing, event.n, quad, first, last, "
            "EXISTS (SELECT 1 FROM part WHERE thing = b.thing AND role = 'f' AND event = event.n) AND "
            "EXISTS (SELECT 1 FROM part WHERE thing = a.thing AND role = 't' AND event = event.n) FROM event "
            "JOIN part a ON a.event = event.n AND a.role = 'f' JOIN part b ON b.event = event.n AND b.role = 't' "
            f"WHERE event.n IN ({of}) AND counts = 1 AND whole = 0 AND a.thing <> b.thing"
        )

    def _things(self, iris: Iterable[str]) -> dict[str, int]:
        """Numbers of things; those not met before are looked up in the store."""
        wanted = sorted(set(iris))
        known: dict[str, int] = {}
        for some in _batches(wanted, 500):
            marks = ", ".join("?" * len(some))
            known.update(self._db.execute(f"SELECT iri, n FROM thing WHERE iri IN ({marks})", some))
        for some in _batches([iri for iri in wanted if iri not in known], 500):
            said: dict[str, dict[str, set[str]]] = {iri: {} for iri in some}
            graphs: dict[str, list[str]] = {}
            for iri in some:
                for graph in self._describing(iri):
                    graphs.setdefault(graph, []).append(iri)
            for thing, p, value in facts.things(self._store, graphs):
                said[thing].setdefault(p, set()).add(value)
            for iri, facts_ in said.items():
                label = min(facts_.get("label", ()), default=None)
                names = " | ".join(sorted({label or "", *facts_.get("altLabel", ())} - {""}))
                row = (iri, label, self._class(facts_.get("type", set())), names)
                known[iri] = self._insert("INSERT INTO thing VALUES (NULL, ?, ?, ?, ?, 0, 0)", row)
                self._db.execute("INSERT INTO name_text (rowid, names) VALUES (?, ?)", (known[iri], names))
        return known

    def _describing(self, iri: str) -> tuple[str, ...]:
        """The graphs that may describe a thing: that of its article; or those of items, and of what merging joined."""
        docs = f"{self._base}doc/"
        if iri.startswith(docs):
            return (docs + iri.removeprefix(docs).partition("/")[0],)
        return f"{self._base}graph/entities", self._curated

    def _class(self, types: Iterable[str]) -> str:
        names = [iri.removeprefix(PREFIXES["ir"]) for iri in types if iri.startswith(PREFIXES["ir"])]
        return max(names, key=lambda name: (len(self._ontology.superclasses(name)), name), default="Thing")

    def _insert(self, statement: str, row: Sequence[object]) -> int:
        return self._db.execute(statement, row).lastrowid or 0

    def _finish(self) -> None:
        """What rests on the whole: what stands for what, how many events a thing has, what the planner knows."""
        self._things(wholes.of_things(self._db))
        self._dyads(wholes.lay_over(self._db))
        self._db.execute(
            "UPDATE thing SET events = (SELECT COUNT(DISTINCT event) "  # CROSS: from the part, of which there are few
            "FROM part CROSS JOIN event ON event.n = part.event WHERE event.whole = 0 AND role <> 'b' "
            "AND part.thing IN (SELECT thing.n UNION ALL SELECT m.n FROM thing m WHERE m.whole = thing.n))"
        )
        waiting.rank(self._db)
        self._db.execute("PRAGMA analysis_limit = 1000")
        self._db.execute("ANALYZE")


def _is_claim(one: Mapping[str, Sequence[str]]) -> bool:
    return "about" in one and "attributionType" in one


def _parts(said: facts.Said) -> Iterator[tuple[str, str, str]]:
    """Event, role and thing: all who take part, states, places and sources."""
    for iri, one in said.items():
        if "eventClass" in one:
            yield from ((iri, role, thing) for name, role in facts.ROLES.items() for thing in one.get(name, ()))
        if _is_claim(one) and "eventClass" in said.get(one["about"][0], {}):
            yield from ((one["about"][0], "s", source) for source in one.get("attributedTo", ()))


def _words(said: facts.Said) -> Iterator[tuple[str, str]]:
    """Event and the first stretch of text that tells it, cut out by the offsets in the stretch's IRI."""
    first: dict[str, tuple[int, int, str]] = {}
    for one in filter(_is_claim, said.values()):
        for span in one.get("evidence", ()):
            text, _, place = span.rpartition("/span/")
            start, end = map(int, place.split("-"))
            event = one["about"][0]
            first[event] = min(first.get(event, (start, end, text)), (start, end, text))
    for event, (start, end, text) in first.items():
        yield event, said.get(text, {}).get("isString", [""])[0][start:end]


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _batches(items: Iterable[str], size: int = _BATCH) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
