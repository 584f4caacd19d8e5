"""Joins names of persons: the full name and the surname, two spellings, a title that fits or speaks against it."""

from __future__ import annotations

from difflib import SequenceMatcher

from kg.annotate.chains import Chains, Growing
from kg.annotate.found import Found

__all__ = ["is_persons_word", "join_person"]

_SPELLING = 0.8
"""Similarity (difflib's ratio) from which on two surnames can be spellings of one."""
_SHOUTED = 3
"""A name in capitals that is longer than this (code points) is written in capitals, and no acronym."""


def is_persons_word(chains: Chains, name: str) -> bool:
    """Whether a word begins or ends a person's name: "Wang" after "Wang Wenbin", whatever the tagger took it for."""
    return " " not in name and any(c.type == "Person" and name in c.edges for c in chains.all)


def join_person(chains: Chains, found: Found) -> Growing:
    """The chain of a person's name, begun if there is none."""
    name = " ".join(found.name.split())
    if name.isupper() and len(name) > _SHOUTED:
        name = name.title()
    parts = name.split()
    persons = [c for c in reversed(chains.all) if c.type == "Person" and c.said and c.names[0]]
    return (
        _same(found, name, persons)
        or _fitting(chains, found, name, persons)
        or _surname_before(chains, found, name)
        or chains.new(name, "Person", _keys(chains, found, parts))
    )


def _same(found: Found, name: str, persons: list[Growing]) -> Growing | None:
    """Who has this very name, or is known to have both."""
    wide = " " in name
    for chain in persons:
        same_item = len(found.keys) == 1 and found.keys == chain.keys
        if name.casefold() in chain.known_as or (same_item and (wide or " " not in chain.names[0])):
            if name not in chain.names:
                chain.call(name)
            return chain
    return None


def _fitting(chains: Chains, found: Found, name: str, persons: list[Growing]) -> Growing | None:
    """Who has a name that this one shortens or fills up, and no title that speaks against it."""
    parts = name.split()
    fitting = [c for c in persons if _fits(parts, max(c.names, key=len).split())]
    if not fitting:
        return None
    chain = max(fitting, key=lambda c: _agreement(chains, found, c))  # the first of equals is the nearest
    if _agreement(chains, found, chain) < 0:
        return None
    if len(parts) > len(max(chain.names, key=len).split()):
        chain.name, chain.keys = name, found.keys or chain.keys
    chain.call(name)
    return chain


def _fits(name: list[str], full: list[str]) -> bool:
    """Whether two names can be one person's: one begins or ends the other, or a first name is cut to its initial."""
    if len(name) < len(full) and name in (full[: len(name)], full[-len(name) :]):
        return True
    if len(name) == 1:
        return False
    if len(full) == 1:
        return full[0] in (name[0], name[-1])
    first, other = name[0].rstrip("."), full[0].rstrip(".")
    cut = name[0][0] == full[0][0] and 1 in (len(first), len(other))
    return name[-1] == full[-1] and (cut or first == other)


def _agreement(chains: Chains, found: Found, chain: Growing) -> int:
    """How well the title beside a name goes with a chain: 1 the same, 0 nothing against it, -1 another."""
    office_kind = chains.text.gazetteer.office_kind
    kinds = {kind for t in found.titles if (kind := office_kind(t.text))}
    states = {t.state for t in found.titles if t.state}
    words = {w.lower() for t in found.titles for w in t.text.split()} - chains.text.nominals.polite
    offices = chains.offices(chain)
    if states and chains.state_of(chain) not in (None, *states):
        return -1
    told = {w.lower() for t in chain.titles for w in t.text.split()}
    if kinds & offices or (words and words <= told):  # "Minister Wang" is the foreign minister
        return 1
    if kinds and offices:
        return -1
    return 1 if words & told else 0


def _surname_before(chains: Chains, found: Found, name: str) -> Growing | None:
    """A surname in a headline that the tagger took for something else."""
    first, _, surname = name.rpartition(" ")
    for chain in chains.all if first else ():
        if chain.type != "Person" and not chain.keys and not chain.members and set(chain.names) == {surname}:
            chain.type, chain.name, chain.keys = "Person", name, found.keys
            chain.call(name)
            return chain
    return None


def _keys(chains: Chains, found: Found, parts: list[str]) -> tuple[str, ...]:
    """Who may bear a new name: of several with one surname those in office, or who spells it otherwise."""
    keys = found.keys
    if len(parts) == 1 and len(keys) > 1:
        keys = tuple(key for key in keys if chains.held(key)) or keys
    return keys or _spelt_otherwise(chains, found, parts[-1])


def _spelt_otherwise(chains: Chains, found: Found, surname: str) -> tuple[str, ...]:
    """Who held the office that the title names on that day, if the surname is a spelling of the holder's."""
    gazetteer, on = chains.text.gazetteer, chains.text.on

    def likeness(key: str) -> float:
        surnames = gazetteer.entry(key).surnames
        return max((SequenceMatcher(None, surname.lower(), s.lower()).ratio() for s in surnames), default=0)

    for title in found.titles:
        kind = gazetteer.office_kind(title.text)
        if kind and title.state and on and not title.former:
            people = {holding.person for holding in gazetteer.holders(kind, title.state, on)}
            near = [key for key in people if likeness(key) >= _SPELLING]
            if len(near) == 1:
                return (near[0],)
    return ()
