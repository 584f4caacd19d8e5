"""The gazetteer: names of states, persons, bodies, places, series: looked up, found in tokens, dated by office."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from kg.errors import ConfigError, UnknownName
from kg.gazetteer.build import BUILD
from kg.gazetteer.entries import Entry, Holding, Match, Post
from kg.gazetteer.finder import Finder
from kg.gazetteer.index import Index
from kg.gazetteer.ministries import Ministries
from kg.gazetteer.names import Reading, clean, fold
from kg.gazetteer.offices import OfficeRegister, TitleTable
from kg.gazetteer.tables import Row, fingerprint
from kg.model import Entity
from kg.resources import data_dir

__all__ = ["Gazetteer"]

_WAYS = (("n", "name"), ("d", "demonym"), ("m", "metonym"), ("cD", "context"), ("p", "party"))


class Gazetteer:
    """All that is known offline. Made by ``load``; unchanged after; safe to share between threads that only read."""

    def __init__(self, folders: tuple[Path, ...], as_of: date) -> None:
        self.as_of = as_of
        self._folders = folders
        self._entries: dict[str, Entry] = {}
        index = Index(folders)
        self._rows, self._names, self._surnames = index.rows, index.names, index.surnames
        self._codes, self._capitals, self._other, self._instead = (
            index.codes,
            index.capitals,
            index.other,
            index.instead,
        )
        self._office_kind = lru_cache(maxsize=1 << 14)(self._kind_and_state)
        self._finder = Finder(self, self._names, folders)
        self.titles = TitleTable(folders)
        self._offices = OfficeRegister(
            folders,
            as_of,
            self.titles,
            lambda of: self._codes.get(of, of),
            self._iso3,
            lambda p: self._instead.get(p, p),
        )

    @classmethod
    def load(cls, extra: Path | None = None, supplement: Path | None = None) -> Gazetteer:
        """Read the shipped tables, those of a user's folder, whose rows are added, and what was learned.

        A row that names a key again says what is known of it now; the names of both count. A row with ``instead`` takes
        the place of the one of that key.

        Raises:
            ConfigError: A table does not hold together; the message names file and line.
        """
        shipped = data_dir("gazetteer")
        if extra is not None and not extra.is_dir():
            raise ConfigError(f"gazetteer folder {extra} does not exist; make it, or take the setting out")
        about = shipped / "about.toml"
        as_of = tomllib.loads(about.read_text("utf-8"))["as_of"]
        learned = supplement if supplement and supplement.is_dir() else None
        return cls(tuple(folder for folder in (shipped, extra, learned) if folder), as_of)

    # ------------------------------------------------------------------------------------------------------- entries

    def entry(self, key: str) -> Entry:
        """The entry of a key (QID or ``class/slug``; a state's second item gives the state).

        Raises:
            UnknownName: There is none.
        """
        if (entry := self.get(key)) is None:
            raise UnknownName("gazetteer entry", key, [])
        return entry

    def get(self, key: str) -> Entry | None:
        """The entry of a key, or None."""
        found = self._rows.get(key) or self._rows.get(self._other.get(key, ""))
        return self.build(found[0], found[1]) if found else None

    def build(self, table: str, row: Row) -> Entry:
        """The entry of a row, made once."""
        if (entry := self._entries.get(row[0])) is None:
            try:
                entry = self._entries[row[0]] = BUILD[table](row)
            except ValueError as error:
                raise ConfigError(f"{table}.tsv: {row[0]}: {error}; mend the row") from error
        return entry

    def __iter__(self) -> Iterator[Entry]:
        """All entries, by key."""
        return (self.build(*self._rows[key]) for key in sorted(self._rows.keys() - self._instead.keys()))

    def __len__(self) -> int:
        return len(self._rows.keys() - self._instead.keys())

    @cached_property
    def version(self) -> str:
        """The day of the data and the first digits of a hash of all tables."""
        return f"{self.as_of}-{fingerprint(self._folders)}"

    # --------------------------------------------------------------------------------------------------------- names

    def named(self, name: str) -> tuple[Entry, ...]:
        """The entries that bear a name, freely or with context; demonyms, metonyms and bare surnames are left out."""
        return self.take(self._names.get(name), "ncp")

    def ways(self, name: str) -> tuple[tuple[str, Entry], ...]:
        """The entries that bear a name, each with how: ``name``, ``context``, ``party``, ``demonym`` or ``metonym``."""
        found = self._names.get(name)
        return tuple((way, e) for kinds, way in _WAYS for e in self.take(found, kinds))

    def ministry(self, name: str, iso3: str | None = None) -> Entry | None:
        """The ministry that a name describes: "Turkish Ministry of Foreign Affairs", "Foreign Ministry" with a code."""
        return self._ministries.get(name, iso3)

    @cached_property
    def _ministries(self) -> Ministries:
        bodies = (self.build(table, row) for table, row in self._rows.values() if table == "organizations")
        return Ministries(bodies, self._office_kind)

    def surname(self, name: str, on: date | None = None) -> tuple[Entry, ...]:
        """The persons whose surname this is, whatever their rule; those who may stand alone on that day come first."""
        rows = self._surnames.get(fold(clean(name)), ())
        people = {e.key: e for e in (self.build(*self._rows[row[0]]) for row in rows)}
        return tuple(sorted(people.values(), key=lambda e: (not e.alone(on), e.tier, e.key)))

    def demonyms(self, word: str) -> tuple[Entry, ...]:
        """The states whose people or adjective a word names ("Congolese" has two), those that last first."""
        return self.take(self._names.get(word), "dD")

    def demonym(self, word: str, on: date | None = None) -> Entry | None:
        """The one state of an adjective or noun, or None where it is none's or several'. Without a day, of our time."""
        return self._sole(self.demonyms(word), on)

    def metonyms(self, name: str) -> tuple[Entry, ...]:
        """The states and bodies for which a seat can stand, of all times."""
        return self.take(self._names.get(name), "m")

    def metonym(self, name: str) -> Entry | None:
        """The state or body that a seat can stand for ("Kremlin", "Beijing", "Brussels"), or None."""
        return self._sole(self.metonyms(name), None)

    def shielded(self, name: str) -> bool:
        """Whether the name is one that contains another's and is not it ("Paris Hilton")."""
        return any(kind == "x" for kind, _, _ in self._names.get(name))

    @staticmethod
    def _sole(entries: tuple[Entry, ...], on: date | None) -> Entry | None:
        if len(entries) > 1:
            entries = tuple(e for e in entries if (e.alive(on) if on else e.end is None)) or entries
        return entries[0] if len(entries) == 1 else None

    def take(self, readings: Sequence[Reading], kinds: str) -> tuple[Entry, ...]:
        """The entries that bear a name in one of the ways ``kinds`` (letters of ``names.Reading``), best first."""
        keys = dict.fromkeys(row[0] for kind, _, row in readings if kind in kinds)
        found = {e.key: e for e in (self.build(*self._rows[key]) for key in keys)}
        return tuple(
            sorted(found.values(), key=lambda e: (e.end is not None, not e.is_state, e.tier or 3, -e.population, e.key))
        )

    # ------------------------------------------------------------------------------------------------------ in a text

    def find(self, tokens: Sequence[str], on: date | None = None) -> list[Match]:
        """Find names in a run of tokens (a sentence or paragraph), longest first, none inside another.

        Args:
            tokens: Words and marks, white space between them optional.
            on: The article's day, for bare surnames.

        Returns:
            Matches in order. Nothing where the whole line is in capitals: acronyms are not to be told from words there.
        """
        return self._finder.find(tokens, on)

    def is_title_word(self, word: str) -> bool:
        """Whether a word stands in titles: of offices, or before names ("Mr", "General")."""
        return self._finder.is_title_word(word)

    def is_person(self, name: str, follows: str) -> bool:
        """Whether a state's name is a person's here, by the word right after it ("Jordan scored")."""
        return self._finder.is_person(name, follows)

    # --------------------------------------------------------------------------------------------------------- states

    def state(self, iso3: str) -> Entry | None:
        """The state (else the territory) of an ISO 3166 alpha-3 code; the one that lasts, where two had the code."""
        key = self._codes.get(iso3)
        return self.get(key) if key else None

    def state_called(self, words: str) -> Entry | None:
        """The one state that a name or adjective before a title or body means ("South Korean", "US", "Iran's")."""
        words = words.removesuffix("'s")
        return self.demonym(words) or self._sole(tuple(e for e in self.named(words) if e.is_state), None)

    def _iso3(self, key: str) -> str | None:
        found = self._rows.get(key)
        return (found[1][5] or None) if found and found[0] == "states" else None

    def capital_of(self, place: str) -> Entry | None:
        """The state whose capital a place is, by keys."""
        key = self._capitals.get(place)
        return self.get(key) if key else None

    def capital(self, state: str) -> Entry | None:
        """The capital of a state, by keys."""
        entry = self.get(state)
        return self.get(entry.capital) if entry and entry.capital else None

    def entity(self, entry: Entry) -> Entity:
        """The entry as it is passed between stages, with the state that it is or belongs to by its own facts."""
        state = entry if entry.is_state else self.state(entry.iso3) if entry.iso3 else None
        state = state if state and state.is_state else None
        return Entity(
            entry.id, entry.type, entry.label, entry.qid, state.iso3 if state else None, state.id if state else None,
            entry.lat, entry.lon, shared=True,
        )  # fmt: skip

    def territory(self, state: Entry) -> Entity:
        """The territory of a state: a Place with the label and item of its state."""
        return replace(self.entity(state), id=f"{state.id}-territory", type="Place")

    # --------------------------------------------------------------------------------------------------------- offices

    def office_kind(self, title: str, iso3: str | None = None) -> str | None:
        """The kind of office that a title names; a state's adjective before it, or its name after, gives the state.

        Args:
            title: "Foreign Minister", "Russian defence minister", "Secretary of State".
            iso3: Code of the state where the text gives it apart.
        """
        return self._office_kind(title, iso3)[0]

    def _kind_and_state(self, title: str, iso3: str | None) -> tuple[str | None, str | None]:
        return self.titles.read(title, iso3, self.state_called)

    def holders(self, kind: str, of: str, on: date) -> tuple[Holding, ...]:
        """Who held an office of a kind on a day: of a state (ISO code or key) or body (key). See ``Holding.stale``."""
        return self._offices.holders(kind, of, on)

    def holdings(self, person: str) -> tuple[Holding, ...]:
        """All holdings of a person, by start."""
        return self._offices.holdings(person)

    def holding(self, person: str, kind: str, on: date, of: str | None = None) -> tuple[Holding, ...]:
        """The person's holdings of a kind of office (of one state or body) that cover a day."""
        return self._offices.holding(person, kind, on, of)

    def covers(self, kind: str, of: str) -> bool:
        """Whether the register knows offices of a kind at all, of a state (ISO code or key) or body (key)."""
        return self._offices.covers(kind, of)

    def office(self, key: str) -> Post | None:
        """The office of a key."""
        return self._offices.posts.get(key)

    @property
    def offices(self) -> tuple[Post, ...]:
        """All offices, by key."""
        return tuple(post for _, post in sorted(self._offices.posts.items()))
