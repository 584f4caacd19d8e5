"""Who held which office on which day, and what a title means: the register of offices."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg.errors import ConfigError
from kg.gazetteer.entries import Entry, Holding, Post
from kg.gazetteer.names import clean
from kg.gazetteer.tables import bounds, read_table

__all__ = ["OfficeRegister", "TitleTable"]

_LEAD = re.compile(
    r"(?:(?:the|his|her|their|its|then|now|former|ex|late|acting|interim|caretaker|outgoing|incoming|new|current|longtime|"
    r"long-time|deposed|ousted|retired|first female|honorary)[ -])+"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    states: frozenset[str]
    pattern: re.Pattern[str]


class TitleTable:
    """Titles to kinds of office, read from ``offices.toml``; a user's file is asked before the shipped one."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._kinds: list[_Kind] = []
        self._implies: dict[str, frozenset[str]] = {}
        for folder in reversed(folders):
            if (path := folder / "offices.toml").is_file():
                self._read(path)
        self.kind = lru_cache(maxsize=4096)(self._kind)

    def _read(self, path: Path) -> None:
        try:
            for item in tomllib.loads(path.read_text("utf-8")).get("kind", []):
                pattern = re.compile("|".join(f"(?:{p})" for p in item["patterns"]))
                self._kinds.append(_Kind(item["name"], frozenset(item.get("states", ())), pattern))
                self._implies[item["name"]] = self._implies.get(item["name"], frozenset()) | frozenset(
                    item.get("implies", ())
                )
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: {error}; mend the file") from error
        except (re.error, KeyError, TypeError) as error:
            raise ConfigError(f"{path}: {error!r} in {item!r}; a kind has a name and a list of patterns") from error

    def _kind(self, title: str, iso3: str | None = None) -> str | None:
        """The kind that a title names, in the state where it is held ("secretary of state" is a kind of USA alone)."""
        text = clean(title).lower().strip(" ,.")
        text = text[lead.end() :] if (lead := _LEAD.match(text)) else text
        for kind in self._kinds:
            if (not kind.states or (iso3 or "") in kind.states) and kind.pattern.fullmatch(text):
                return kind.name
        return None

    def read(
        self, title: str, iso3: str | None, state_called: Callable[[str], Entry | None]
    ) -> tuple[str | None, str | None]:
        """The kind, and the code of the state that the title names before the office, or that is given."""
        words = clean(title).split()
        for width in (3, 2, 1):  # "South Korean president", "US secretary of state"
            if len(words) > width and (state := state_called(" ".join(words[:width]))):
                words, iso3 = words[width:], iso3 or state.iso3
                break
        return self.kind(" ".join(words), iso3), iso3

    def fits(self, held: str | None, asked: str) -> bool:
        """Whether an office of kind ``held`` may be called by a title of kind ``asked`` (a president is a leader)."""
        return held is not None and (held == asked or asked in self._implies.get(held, ()))

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds, sorted."""
        return tuple(sorted(set(self._implies) | {wider for each in self._implies.values() for wider in each}))


class OfficeRegister:
    """Offices and holdings, parsed when first asked for.

    Args:
        folders: The shipped folder and the user's.
        as_of: Day of the data; a blank end means in office on that day.
        titles: The kinds of title.
        body: Maps a code (ISO 3166 alpha-3) or key to the key of the state or body.
        iso3: The code of a key, where it is a state.
        person: Maps the key of a person to the one that stands instead of it, or to itself.
    """

    def __init__(
        self,
        folders: tuple[Path, ...],
        as_of: date,
        titles: TitleTable,
        body: Callable[[str], str],
        iso3: Callable[[str], str | None],
        person: Callable[[str], str] = str,
    ) -> None:
        self._folders, self._as_of, self._titles, self._body, self._iso3 = folders, as_of, titles, body, iso3
        self._person = person
        self._posts: dict[str, Post] | None = None
        self._rows: dict[str, list[tuple[str, str, str, str]]] = {}
        self._people_of: dict[str, list[str]] = {}
        self._held: dict[str, tuple[Holding, ...]] = {}
        self._covered: dict[tuple[str, str], bool] = {}

    def _load(self) -> dict[str, Post]:
        if self._posts is None:
            posts = {
                key: Post(key, label, kind or None, of or None, self._iso3(of) if of else None)
                for key, label, kind, of, _ in read_table("offices", self._folders)
            }
            people_of: dict[str, dict[str, None]] = {}
            rows = [(self._person(row[0]), *row[1:]) for row in read_table("holdings", self._folders)]
            newer = {(person, office) for person, office, _, _, as_of in rows if as_of}
            for person, office, start, end, as_of in rows:
                if office not in posts:
                    raise ConfigError(
                        f"holdings.tsv: {person} holds {office!r}, which is not in offices.tsv; add it there"
                    )
                if not as_of and (person, office) in newer:
                    continue  # what was learned later of the two says it all
                self._rows.setdefault(person, []).append((office, start, end, as_of))
                if of := posts[office].of:
                    people_of.setdefault(of, {})[person] = None
            self._people_of = {of: sorted(people) for of, people in people_of.items()}
            self._posts = posts
        return self._posts

    @property
    def posts(self) -> Mapping[str, Post]:
        """All offices by key."""
        return self._load()

    def holdings(self, person: str) -> tuple[Holding, ...]:
        """All holdings of a person by key, by start (unknown first), then office."""
        if (held := self._held.get(person)) is None:
            posts = self._load()
            made = []
            for office, start, end, told in self._rows.get(person, ()):
                try:
                    first, last, known = bounds(start), bounds(end), bounds(told)[1] or self._as_of
                except ValueError as error:
                    raise ConfigError(
                        f"holdings.tsv: {person} {office}: {start!r} or {end!r} is no date; write 2014 or 2014-05-20"
                    ) from error
                as_of = max(known, first[1] or known)
                made.append(Holding(person, posts[office], *first, *last, as_of))
            held = tuple(
                sorted(made, key=lambda h: (h.start_earliest or date.min, h.post.key, h.end_latest or date.max))
            )
            if len(self._held) > 20_000:  # a worker that runs for days must not grow
                self._held.clear()
            self._held[person] = held
        return held

    def holding(self, person: str, kind: str, on: date, of: str | None = None) -> tuple[Holding, ...]:
        """The person's holdings of a kind that cover a day, of one state or body (code or key) where that is given."""
        key = self._body(of) if of else None
        return tuple(
            self._on(h, on)
            for h in self.holdings(person)
            if h.covers(on) and self._titles.fits(h.post.kind, kind) and (key is None or h.post.of == key)
        )

    def covers(self, kind: str, of: str) -> bool:
        """Whether offices of a kind, of a state or body (code or key), are known at all."""
        if (known := self._covered.get((kind, of))) is None:
            body = self._body(of)
            known = any(post.of == body and self._titles.fits(post.kind, kind) for post in self.posts.values())
            self._covered[kind, of] = known
        return known

    @staticmethod
    def _on(holding: Holding, on: date) -> Holding:
        return replace(holding, stale=True) if holding.end_latest is None and on > holding.as_of else holding

    def holders(self, kind: str, of: str, on: date) -> tuple[Holding, ...]:
        """Who can have held an office of that kind, of that state or body, on that day: known before stale ones."""
        self._load()
        found = [h for person in self._people_of.get(self._body(of), ()) for h in self.holding(person, kind, on, of)]
        return tuple(sorted(found, key=lambda h: (h.stale, h.person, h.post.key, h.start_earliest or date.min)))
