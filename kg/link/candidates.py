"""Which gazetteer entries a chain's name may stand for, and in which way each bears it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.gazetteer import Entry, Gazetteer
from kg.model import Chain, Title

__all__ = ["Bearer", "bearers", "named_titles", "plain", "titles_of"]

_WAYS = ("name", "demonym", "metonym", "surname", "context", "party")  # surer ways first


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entry that bears the name of a chain.

    ``way`` is ``name`` (freely), ``context`` (only with support), ``party`` (only with its country), ``demonym``,
    ``metonym`` or ``surname``; ``name`` is the one that it bears.
    """

    entry: Entry
    way: str
    name: str


def plain(name: str) -> str:
    """A name without article before it and possessive after it."""
    return re.sub(r"^(?:[Tt]he|THE)\s+|['’]s?$", "", name.strip()).strip()


def named_titles(gazetteer: Gazetteer, name: str) -> tuple[str, str]:
    """Split the titles before a name from it: ("Prime Minister", "Singh"); the first is empty where there are none."""
    words = plain(name).split()
    n = 0
    while n < len(words) - 1 and gazetteer.is_title_word(words[n]):
        n += 1
    if not any(gazetteer.state_called(word) is None for word in words[:n]):
        n = 0  # "Israel Smith": a word of an office's name that is a given name here
    return " ".join(words[:n]), " ".join(words[n:])


def looked_up(chain: Chain) -> tuple[str, tuple[str, ...]]:
    """The fullest name and all names to look up; of a chain of demonyms alone ("Congolese") these words themselves."""
    if chain.mentions and all(m.kind in ("demonym", "pronoun") for m in chain.mentions):
        words = tuple(dict.fromkeys(plain(m.span.text) for m in chain.mentions if m.kind == "demonym"))
        if words:
            return words[0], words
    fullest = plain(chain.name)
    return fullest, tuple(dict.fromkeys((fullest, *(plain(n) for n in chain.names))))


def _ways(gazetteer: Gazetteer, name: str, chain: Chain) -> tuple[tuple[str, Entry], ...]:
    """Who bears a name; failing that, without initials ("Ann B. Example"), or as the body of the state before it."""
    found = gazetteer.ways(name)
    if found:
        bodies = [e for way, e in found if way == "name" and e.type not in ("Person", "Place") and not e.is_state]
        if len(bodies) > 1:  # "Council of Ministers": free in each row, but several states have one
            return tuple(("context" if e in bodies else way, e) for way, e in found)
        return found
    words = name.split()
    if chain.type == "Person":
        short = [w for w in words[1:-1] if len(w.rstrip(".")) > 1]
        return gazetteer.ways(" ".join((words[0], *short, words[-1]))) if len(words) > len(short) + 2 else ()
    for width in (1, 2, 3):
        if len(words) > width and (state := gazetteer.state_called(" ".join(words[:width]))):
            rest = gazetteer.ways(" ".join(words[width:]))
            own = tuple((way, e) for way, e in rest if e.iso3 == state.iso3 and e.type not in ("Person", "Place"))
            if own and not own[0][1].is_state:
                return tuple(("name", e) for _, e in own)
    ministry = gazetteer.ministry(name, chain.state)
    return (("name", ministry),) if ministry else ()


def bearers(chain: Chain, gazetteer: Gazetteer, on: date | None) -> tuple[Bearer, ...]:
    """All entries that a chain can mean, each in the surest way that it bears one of the names.

    A bare surname counts only where no fuller name stands in the chain: Sarah Putin is none of the Putins known.

    Args:
        chain: The names are looked up, and the annotator's candidates added.
        gazetteer: Where they are looked up.
        on: The article's day.
    """
    found: dict[str, Bearer] = {}

    def add(entry: Entry, way: str, name: str) -> None:
        known = found.get(entry.key)
        if known is None or _WAYS.index(way) < _WAYS.index(known.way):
            found[entry.key] = Bearer(entry, way, name)

    fullest, names = looked_up(chain)
    person = chain.type == "Person"
    for name in names:
        if not name or (gazetteer.shielded(name) and not gazetteer.named(name)):
            continue
        for way, entry in _ways(gazetteer, name, chain):
            if (entry.type == "Person") == person and (not person or " " in name or name == fullest):
                add(entry, way, name)
    if person and not found:
        surname = fullest if gazetteer.surname(fullest) else named_titles(gazetteer, fullest)[1]
        for entry in gazetteer.named(surname) if surname != fullest else ():
            add(entry, "name", surname)
        for entry in gazetteer.surname(surname, on):
            add(entry, "surname", surname)
    for key in chain.candidates:
        if key not in found and (other := gazetteer.get(key)) and not gazetteer.shielded(fullest):
            add(other, "surname" if person and fullest in other.surnames else "context", fullest)
    wanted = (b for b in found.values() if (b.entry.type == "Person") == person)
    return tuple(sorted(wanted, key=lambda b: b.entry.key))


def titles_of(chain: Chain, gazetteer: Gazetteer) -> tuple[Title, ...]:
    """The chain's titles, and those written into its name."""
    if chain.type != "Person" or gazetteer.named(plain(chain.name)):
        return chain.titles
    before, _ = named_titles(gazetteer, chain.name)
    return (*chain.titles, Title(before)) if before and not chain.titles else chain.titles
