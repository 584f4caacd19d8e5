"""Items of a Wikibase as rows of the gazetteer: what of an item is believed, and under which names it is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer import Entry, Gazetteer
from kg.gazetteer.names import fold
from kg.gazetteer.supplement import Cells
from kg.link.items import Item, Position
from kg.vocab.ontology import Ontology

__all__ = ["LEARNED", "Rows"]

LEARNED = "wl"
"""The code in the column ``source`` of a row that was learned to link a name."""

_SERIES = ("EventSeries", "Initiative", "OfficialInstrument", "ArmedConflict")  # what the table series holds
_SURNAME_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "KOR", "PRK"})
_NO_SURNAME = frozenset({"MMR", "KHM", "VNM", "THA", "LAO", "IDN", "ETH", "ERI", "ISL", "MNG", "BTN"})
"""States where a bare last name is a given name, or the order is not told by the state."""
_SHORTEST = 3  # letters of an alias; shorter ones meet words
_NAME = re.compile(r"[^\W\d_][^()\[\]{}<>|\t\d]*")  # no markup, no number


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows.

    ``gazetteer`` says what is known already, ``as_of`` is the day on which the items were asked for (ISO), ``source``
    the code of the rows.
    """

    gazetteer: Gazetteer
    ontology: Ontology
    as_of: str
    source: str = LEARNED

    def of(self, item: Item, type_: str = "") -> tuple[tuple[str, Cells], ...]:
        """The rows of an item: (table, cells); none for what is no actor, place or series.

        States are left as they are, and so is whatever else but a person the gazetteer has: its marks on names are made
        with care.

        Args:
            item: The item.
            type_: The class that the text gives it, taken where the item's own says less.
        """
        kind = self._kind(item, type_)
        if kind is None or not item.label:
            return ()
        known = self.gazetteer.get(item.id)
        if known is not None and known.type != "Person":
            return ()
        if kind == "Person":
            return (("people", self._person(item, known)), *self._held(item))
        common = {
            "key": item.id, "label": item.label, "source": self.source, "description": item.description,
            "iso3": item.states[0] if len(item.states) == 1 else "",
        }  # fmt: skip
        names, short = self._names(item)
        if kind == "Place":
            place = {"lat": _number(item.lat), "lon": _number(item.lon), "feature": "site"}
            return (("places", {**common, **place, "aliases": "|".join((*names, *short))}),)
        table = "series" if self._is(kind, *_SERIES) else "organizations"
        return ((table, {**common, "type": kind, "aliases": "|".join(names), "needs_context": "|".join(short)}),)

    def _is(self, kind: str, *above: str) -> bool:
        return any(self.ontology.is_a(kind, one) for one in above)

    def _kind(self, item: Item, type_: str) -> str | None:
        """The most specific class that suits; what has a place on the map and no such class is a place."""
        if self._any(item, "State", "PartiallyRecognizedState"):
            return None
        suits = [k for k in item.kinds if self._is(k, "Person", "Organization", *_SERIES)]
        suits = [k for k in suits if not any(k != other and self._is(other, k) for other in suits)]
        if suits:
            return type_ if type_ and any(self._is(type_, k) for k in suits) else suits[0]
        if item.kinds and not self._any(item, "Place"):
            return None
        return "Place" if item.lat is not None else None

    def _any(self, item: Item, *above: str) -> bool:
        return any(self._is(kind, *above) for kind in item.kinds)

    def _names(self, item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Aliases that may match freely, and acronyms, which need support in the text."""
        label = fold(item.label)
        fit = [a for a in dict.fromkeys(item.aliases) if len(a) >= _SHORTEST and _latin(a) and fold(a) != label]
        fit = [a for a in fit if _NAME.fullmatch(a) and a[0].isupper()]
        short = tuple(a for a in fit if a.isupper() or " " not in a)
        return tuple(a for a in fit if a not in short), short

    def _person(self, item: Item, known: Entry | None) -> Cells:
        names, _ = self._names(item)  # one word alone is no full name
        states = tuple(dict.fromkeys((*(known.states if known else ()), *item.states, *self._served(item))))
        aliases = tuple(dict.fromkeys((*(known.aliases if known else ()), *names)))
        cells = {
            "key": item.id, "label": known.label if known else item.label, "aliases": "|".join(aliases),
            "states": "|".join(states), "tier": "1" if self._leads(item) else "2", "source": self.source,
            "start": item.born, "end": item.died, "description": item.description,
        }  # fmt: skip
        if surname := _surname(item.label, states):
            cells |= {"surnames": surname, "rule": "with-title"}
        old = known or self._unnumbered(item, states)
        if old is not None:
            first, last = old.years or ("", "")
            cells |= {
                "surnames": "|".join(old.surnames), "rule": old.rule, "gender": old.gender or "",
                "years": f"{first}-{last or ''}" if old.years else "", "tier": str(old.tier),
                "instead": old.key if old.qid is None else "",
            }  # fmt: skip
            if old is not known:
                cells["aliases"] = "|".join(dict.fromkeys((*old.aliases, *aliases)))
                cells["states"] = "|".join(dict.fromkeys((*old.states, *states)))
        return cells

    def _served(self, item: Item) -> Iterator[str]:
        return (p.iso3 for p in item.positions if p.iso3)

    def _leads(self, item: Item) -> bool:
        kinds = (self._office_kind(p) for p in item.positions if p.label)
        return any(kind is not None and self.gazetteer.titles.fits(kind, "leader") for kind in kinds)

    def _unnumbered(self, item: Item, states: tuple[str, ...]) -> Entry | None:
        """The one person of that name and of one of these states whom the gazetteer has without an item."""
        names = dict.fromkeys((item.label, *item.aliases))
        found = {e.key: e for name in names for e in self.gazetteer.named(name) if e.type == "Person"}
        fits = [e for e in found.values() if e.qid is None and set(e.states) & set(states)]
        return fits[0] if len(fits) == 1 else None

    def _held(self, item: Item) -> Iterator[tuple[str, Cells]]:
        for position in item.positions:
            yield from self.held(position)

    def held(self, position: Position) -> Iterator[tuple[str, Cells]]:
        """The rows of an office held: its own where the gazetteer lacks it, and the holding; none without a day."""
        if not (position.start or position.end):
            return
        if self.gazetteer.office(position.office) is None:
            kind = self._office_kind(position) if position.label else None
            if kind is None:
                return
            of = self.gazetteer.get(position.of)
            post = {"key": position.office, "label": position.label, "kind": kind, "of": of.key if of else ""}
            yield "offices", {**post, "source": self.source}
        holding = {"person": position.holder, "office": position.office, "start": position.start, "end": position.end}
        yield "holdings", {**holding, "as_of": self.as_of}

    def _office_kind(self, position: Position) -> str | None:
        """The kind of office by its label, with the state after "of" left out where the whole says nothing."""
        iso3 = position.iso3 or None
        shorter = re.sub(r"\s+(?:of|in|for)\s+(?:the\s+)?[A-Z][\w' -]*$", "", position.label)
        for label in dict.fromkeys((position.label, shorter)):
            if kind := self.gazetteer.office_kind(label, iso3):
                return kind
        return None


def _surname(label: str, states: tuple[str, ...]) -> str:
    """The surname in a full name, by the custom of the state; blank where there is none, or it cannot be told."""
    words = label.split()
    if len(words) < 2 or not words[-1][0].isupper() or _NO_SURNAME & set(states):
        return ""
    return words[0] if _SURNAME_FIRST & set(states) else words[-1]


def _latin(name: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")
