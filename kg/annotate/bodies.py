"""Joins names of states, places and bodies with their short forms, and bodies without a name ("the ministry")."""

from __future__ import annotations

from kg.annotate.chains import ORGANISATIONS, STATES, Chains, Growing, Joined, folded
from kg.annotate.found import Found
from kg.annotate.text import MODIFIERS

__all__ = ["join_name", "join_nominal"]

_BY_WORDS, _HOMELAND, _LAST_BODY, _LAST_STATE, _UNKNOWN = 0.85, 0.8, 0.65, 0.6, 0.7
"""Confidence in a body whose name has the words, a possessor's state, the last body or state; in one not named."""
_ACRONYM = range(2, 7)
"""Lengths of an acronym (code points)."""
_HEAD_WORD = 5
"""A word of a name stands for the name if it is at least this long (code points)."""
_EMPTY = ("main", "own")
"""Words before a noun that tell no body from another."""


def join_name(chains: Chains, found: Found) -> Growing:
    """The chain of a name or adjective of anything but a person, begun if there is none."""
    gazetteer = chains.text.gazetteer
    keys, type_, name = found.keys, found.type, found.name
    if found.acting and found.also:
        keys, entry = found.also, gazetteer.entry(found.also[0])
        type_, name = entry.type, entry.label
    same = folded(found.name)
    for chain in chains.all:
        if chain.type == "Person" or chain.members:
            continue
        if _share(keys, chain.keys) if keys else same in chain.known_as:
            if name not in chain.names and found.kind != "demonym":
                chain.call(found.name)
            return chain
    if found.kind == "demonym":
        name = gazetteer.entry(keys[0]).label
    return (None if keys else _by_short_form(chains, found)) or chains.new(name, type_, keys, state=found.state)


def _share(keys: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two names can be of one item: the sole item of one, or the same several."""
    return keys == others or (len(keys) == 1 and keys[0] in others)


def _by_short_form(chains: Chains, found: Found) -> Growing | None:
    """The body whose name this one shortens: "the Observatory", "OFAC"."""
    for chain in reversed(chains.all):
        if chain.type in ("Person", "State", "Place") or chain.members:
            continue
        if any(_shortens(found.name, name) for name in chain.names):
            chain.call(found.name)
            return chain
    return None


def _shortens(short: str, long: str) -> bool:
    """Whether one name is a short form of another: its initials, its beginning, or its head word."""
    words = [w for w in long.replace("-", " ").split() if w[:1].isupper()]
    if short.isupper() and len(short) in _ACRONYM:
        letters = "".join(c for c in short if c.isalpha())
        if letters == "".join(w[0] for w in words):
            return True
    if len(short.split()) >= len(long.split()):
        return False
    head = short in words and len(short) >= _HEAD_WORD and long.split()[0] != short
    return head or long.startswith(short + " ")


def join_nominal(chains: Chains, found: Found) -> Joined:
    """The chain of a body without a name: "the Turkish foreign ministry", "the ministry", "the rebels"."""
    if found.keys:  # "the Kenyan capital"
        return join_name(chains, found), _BY_WORDS
    state = chains.state_by(found)
    joined = _known_body(chains, found, state) if found.definite else None
    if joined:
        return joined
    name = chains.text.quote(found.first, found.last)
    return chains.new(name, found.type, state=state), _UNKNOWN


def _known_body(chains: Chains, found: Found, state: str | None) -> Joined | None:
    """What a definite noun points back to: a body whose name has its words, the state or the body spoken of."""
    grammar, lemma = chains.text.grammar, found.lemma.split()[-1]
    latest = chains.latest()
    words = _telling_words(chains, found)
    bodies = [c for c in latest if c.type in ORGANISATIONS and not c.members]
    for chain in bodies:
        fits = state is None or chain.state in (None, state)
        if fits and any(words <= set(name.lower().replace("'s", "").split()) for name in chain.names):
            return chain, _BY_WORDS
    if lemma in grammar.homeland and found.owner is not None and not found.plural and state:
        homeland = chains.state_chain(state)
        if homeland:
            return homeland, _HOMELAND
    if lemma in grammar.points_to_state and not found.plural:
        states = [c for c in latest if c.type in STATES]
        if states:
            return states[0], _LAST_STATE
    if found.type == "Organization" and lemma in grammar.points_to_body and not state:
        named = next((c for c in bodies if c.is_named), None)
        if named:
            return named, _LAST_BODY
    return None


def _telling_words(chains: Chains, found: Found) -> set[str]:
    """The noun and the words before it that tell which body is meant."""
    head, demonym = chains.text.tokens[found.head], chains.text.gazetteer.demonym
    before = (c for c in head.lefts if c.dep_ in MODIFIERS and c.lower_ not in _EMPTY)
    return {head.lower_, *(c.lower_ for c in before if demonym(c.text) is None)}
