"""What an article as a whole says for or against a reading: its states, places, leaders and days."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from kg.gazetteer import Entry, Gazetteer, Holding
from kg.link.candidates import Bearer
from kg.model import Annotated, Chain

__all__ = ["Context", "Period", "around", "context_of", "period_of"]

Period = tuple[date, date]
"""First and last day."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name: n for n, name in enumerate(_NAMES.split(), 1)}
_STOPS = frozenset(".!?;")


def around(annotated: Annotated, chain: Chain) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words before, of and after the first named mention, to the ends of its sentence."""
    mention = next((m for m in chain.mentions if m.kind == "name"), chain.mentions[0] if chain.mentions else None)
    if mention is None:
        return (), (), ()
    parse, first, last = annotated.document.parse, mention.first, mention.last
    low, high = next(((a, b) for a, b in annotated.document.paragraphs if a <= first < b), (0, len(parse)))
    start, end = first, last
    while start > max(low, first - 60) and parse[start - 1].text not in _STOPS:
        start -= 1
    while end < min(high, last + 60) and parse[end].text not in _STOPS:
        end += 1
    words = [token.text for token in parse[start:end]]
    return tuple(words[: first - start]), tuple(words[first - start : last - start]), tuple(words[last - start :])


def period_of(words: tuple[str, ...]) -> Period | None:
    """The one year ("in 1996") or month ("in August 1990") that a sentence names; None where several or none."""
    found: set[Period] = set()
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        if not _YEAR.fullmatch(word) or not (before in _MONTHS or before.lower() == "in"):
            continue
        year, month = int(word), _MONTHS.get(before)
        if month:
            after = date(year + month // 12, month % 12 + 1, 1)
            found.add((date(year, month, 1), after - timedelta(days=1)))
        else:
            found.add((date(year, 1, 1), date(year, 12, 31)))
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Context:
    """Signs that an article gives, each with the chains that give it, so that a chain never supports itself.

    ``states`` counts by ISO code, ``units`` by key of a first-level unit; ``keys`` are the entries named for sure;
    ``leaders`` the states of the leaders named, by chain, ``terms`` the offices that these held.
    """

    published: date | None
    states: dict[str, Counter[int]] = field(default_factory=dict)
    units: dict[str, Counter[int]] = field(default_factory=dict)
    keys: dict[str, Counter[int]] = field(default_factory=dict)
    leaders: dict[int, str] = field(default_factory=dict)
    terms: dict[int, tuple[Holding, ...]] = field(default_factory=dict)

    def contemporary(self, holdings: tuple[Holding, ...], but: int) -> bool | None:
        """Whether somebody was in office while one of the leaders named was; None where nothing can be said."""
        others = [h for chain, terms in self.terms.items() if chain != but for h in terms if h.start_earliest]
        mine = [h for h in holdings if h.start_earliest]
        if not others or not mine:
            return None
        last = date.max
        return any(
            (a.start_earliest or last) <= (b.end_latest or last)
            and (b.start_earliest or last) <= (a.end_latest or last)
            for a in mine
            for b in others
        )

    @staticmethod
    def _weight(signs: Counter[int] | None, but: int) -> int:
        return sum(n for chain, n in signs.items() if chain != but) if signs else 0

    def state(self, iso3: str | None, but: int) -> float:
        """How well the rest of the article supports a state: 1 for the state that it names most, 0 for none."""
        if not iso3:
            return 0.0
        mine = self._weight(self.states.get(iso3), but)
        most = max((self._weight(signs, but) for signs in self.states.values()), default=0)
        return mine / most if mine else 0.0

    def has_states(self, but: int) -> bool:
        """Whether any state is named by the rest."""
        return any(self._weight(signs, but) for signs in self.states.values())

    def unit(self, entry: Entry, but: int) -> bool:
        """Whether the rest names the unit that a place lies in, or (for a unit) another unit of the same country."""
        if entry.within and self._weight(self.units.get(entry.within), but):
            return True
        return entry.feature == "unit" and any(
            key != entry.key and self._weight(self.units[key], but)
            for key in self.units
            if key.startswith("@") and key[1:] == entry.iso3
        )

    def names(self, key: str, but: int) -> bool:
        """Whether the rest names an entry for sure."""
        return self._weight(self.keys.get(key), but) > 0

    def counterpart(self, entry: Entry, but: int) -> bool:
        """Whether a leader of another state is named."""
        return any(chain != but and iso3 not in entry.states for chain, iso3 in self.leaders.items())


def context_of(annotated: Annotated, weighed: dict[int, tuple[Bearer, ...]], gazetteer: Gazetteer) -> Context:
    """Gather the signs: of chains whose name is borne by one entry freely, and of states that the text gives."""
    published = annotated.article.published
    context = Context(published)

    def sign(table: dict[str, Counter[int]], key: str | None, chain: int, n: int) -> None:
        if key:
            table.setdefault(key, Counter())[chain] += n

    for chain in annotated.chains:
        n = min(len(chain.mentions) or 1, 3)
        for code in {chain.state, *(title.state for title in chain.titles)} - {None}:
            sign(context.states, code, chain.index, n)
        sure = [
            b
            for b in weighed.get(chain.index, ())
            if b.way in ("name", "demonym", "metonym") or (b.way == "surname" and b.entry.alone(published))
        ]
        entries = {
            b.entry.key: b.entry for b in sure if b.entry.end is None or (published and b.entry.alive(published))
        }
        states = {e.iso3 for e in entries.values()}
        if len(states) == 1 or len(entries) == 1:  # a capital and its state are one sign
            for iso3 in states:
                sign(context.states, iso3, chain.index, n)
        if len(entries) == 1:
            (entry,) = entries.values()
            sign(context.keys, entry.key, chain.index, n)
            if entry.feature == "unit":
                sign(context.units, entry.key, chain.index, n)
                sign(context.units, f"@{entry.iso3}", chain.index, n)
            if entry.type == "Person" and entry.tier == 1 and entry.iso3:
                context.leaders[chain.index] = entry.iso3
                context.terms[chain.index] = gazetteer.holdings(entry.key)
    return context
