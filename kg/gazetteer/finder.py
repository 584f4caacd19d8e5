"""Finding names in a run of tokens: longest first, shields before all else, marks honoured."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.gazetteer.build import years_of
from kg.gazetteer.entries import Match
from kg.gazetteer.names import NameIndex, Reading

if TYPE_CHECKING:
    from kg.gazetteer.gazetteer import Gazetteer

__all__ = ["Finder"]

_ORDER = "ncpdDms"  # of two ways to bear a name, the one that comes first here is the match's kind
_KIND = {
    "n": "name", "c": "name", "p": "name", "d": "demonym", "D": "demonym", "m": "metonym", "s": "surname"
}  # fmt: skip


class Finder:
    """What ``Gazetteer.find`` does."""

    def __init__(self, gazetteer: Gazetteer, names: NameIndex, folders: tuple[Path, ...]) -> None:
        self._gazetteer, self._names = gazetteer, names
        words: dict[str, set[str]] = {"function": set(), "title": set(), "person_name": set(), "person_verb": set()}
        for folder in folders:
            if (path := folder / "words.toml").is_file():
                for kind, text in tomllib.loads(path.read_text("utf-8")).items():
                    words[kind].update(text.split())
        self._small, self._titles = words["function"], words["title"]
        self._persons, self._alone_acts = words["person_name"], words["person_verb"]

    def find(self, tokens: Sequence[str], on: date | None) -> list[Match]:
        """See ``Gazetteer.find``."""
        words = [t for t in tokens if t[:1].isalpha()]
        if len(words) > 2 and all(w.isupper() for w in words):
            return []
        heavy = [w for w in words if w.lower() not in self._small]
        headline = len(words) > 3 and sum(w[0].isupper() for w in heavy) > 0.8 * len(heavy)
        found: list[Match] = []
        after = 0
        for first, last, readings in self._names.scan(tokens):
            if first >= after and (match := self._match(tokens, first, last, readings, on, headline)):
                found.append(match)
                after = last
        return found

    def _match(
        self, tokens: Sequence[str], first: int, last: int, readings: list[Reading], on: date | None, headline: bool
    ) -> Match | None:
        name = " ".join(t for t in tokens[first:last] if not t.isspace())
        shields = [row[1] for kind, _, row in readings if kind == "x"]
        borne = [r for r in readings if self._may(r, tokens, first, last, on, headline)]
        if not borne:
            known = [e for key in shields if key and (e := self._gazetteer.get(key))]
            return Match(first, last, name, "shield", tuple(known)) if shields else None
        day = on or self._gazetteer.as_of
        # a seat or adjective stands for the state of the day: "Moscow" for the Soviet Union in 1985 only
        build = self._gazetteer.build
        seats = [build(r[1], r[2]) for r in borne if r[0] in "dDm"]
        if len(seats) > 1:
            alive = [e for e in seats if e.alive(day)]
            then = {e.key for e in [e for e in alive if e.end] or alive}
            borne = [r for r in borne if r[0] not in "dDm" or r[2][0] in then] if then else borne
        kinds = {kind for kind, _, _ in borne}
        main = _KIND[min(kinds, key=_ORDER.index)]
        entries = self._gazetteer.take(borne, "".join(k for k in kinds if _KIND[k] == main))
        also = self._gazetteer.take(borne, "".join(k for k in kinds if _KIND[k] != main))
        also = tuple(e for e in also if e not in entries)
        return Match(first, last, name, "shield" if shields else main, entries, also, not kinds & set("ndms"))

    def _may(
        self, reading: Reading, tokens: Sequence[str], first: int, last: int, on: date | None, headline: bool
    ) -> bool:
        kind, _, row = reading
        if kind == "p":  # a party of one word needs the word "party" beside it, unless it is an acronym
            beside = {t.lower() for t in (*tokens[max(0, first - 1) : first], *tokens[last : last + 1])}
            return last - first > 1 or bool(beside & {"party", "parties"}) or tokens[first].isupper()
        if kind != "s":
            return kind != "x"
        years = years_of(row[5])
        if on is not None and (years is None or not years[0] - 1 <= on.year <= (years[1] or 9999) + 1):
            return False
        return self._alone(tokens, first, last, headline)

    def _alone(self, tokens: Sequence[str], first: int, last: int, headline: bool) -> bool:
        """No other capitalised word that is no title, state or function word touches the surname (Hunter Biden)."""
        before = tokens[first - 1] if first else ""
        if before[:1].isupper() and not (
            before.lower().rstrip(".") in self._small
            or self.is_title_word(before)
            or self._gazetteer.demonyms(before)
            or self._gazetteer.named(before)
        ):
            return False
        follows = tokens[last] if last < len(tokens) else ""
        return headline or not follows[:1].isupper() or self.is_title_word(follows)

    @cached_property
    def _title_words(self) -> frozenset[str]:
        labels = (word.lower() for post in self._gazetteer.offices for word in post.label.split())
        return frozenset({*self._titles, *labels} - self._small)

    def is_title_word(self, word: str) -> bool:
        """See ``Gazetteer.is_title_word``."""
        return word.lower().rstrip(".") in self._title_words

    def is_person(self, name: str, follows: str) -> bool:
        """See ``Gazetteer.is_person``."""
        return name in self._persons and follows in self._alone_acts
