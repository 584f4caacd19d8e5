"""Joins bare roles ("the Russian prime minister", "the spokesman") to persons named, or to who held the office."""

from __future__ import annotations

from kg.annotate.chains import Chains, Growing, Joined
from kg.annotate.found import Found

__all__ = ["join_named_later", "join_role"]

_REACH = 4
"""Of several persons who fit, the most present in this many sentences before is meant, not the last named."""
_LEADER, _DIPLOMAT = frozenset({"leader", "ruler"}), "diplomat"
_TOP = frozenset({"top", "chief", "senior"})
"""Words that make a diplomat the minister."""
_OF_STATE, _OF_OFFICE, _ON_THE_DAY, _UNKNOWN = 0.9, 0.8, 0.85, 0.6
"""Confidence in a bearer by office and state, by office alone, by who held it on the day; in a person not named."""
_SHARED = "ambassador"
"""An office that many hold at a time for one state: on its day it gives no one."""
_SMALL = frozenset({"the", "a", "an", "mr", "mr.", "mrs", "ms", "dr"})


def join_role(chains: Chains, found: Found) -> Joined | None:
    """The chain of a role in the singular; None for one that is a name's apposition, and so no mention of its own."""
    head = chains.text.tokens[found.head]
    if any(c.dep_ == "appos" and c.i > head.i and c.pos_ == "PROPN" for c in head.children):
        return None  # "the Chinese president, Xi Jinping": the name follows
    if head.dep_ == "appos" and chains.at(head.head.i) is not None:
        return None
    if found.lemma in chains.text.grammar.opposite:
        return _opposite(chains, found)
    state = chains.state_by(found)
    if (found.definite or state) and (joined := _bearer(chains, found, state)):
        return joined
    name = chains.text.phrase(found.first, found.last)
    return chains.new(name, "Person", state=state), _UNKNOWN


def _opposite(chains: Chains, found: Found) -> Joined | None:
    """Who is across from a possessor ("his host"): of the named in office of other states, the one most spoken of."""
    owner = chains.at(found.owner) if found.owner is not None else None
    if owner is None or owner.type != "Person" or found.plural:
        return None
    home = chains.state_of(owner)
    persons = (c for c in chains.latest() if c is not owner and c.type == "Person" and c.is_named)
    others = [c for c in persons if (chains.offices(c) and home is None) or chains.state_of(c) not in (None, home)]
    return (max(others, key=lambda c: chains.weight(c, found, _REACH)), _OF_OFFICE) if others else None


def _bearer(chains: Chains, found: Found, state: str | None) -> Joined | None:
    """The person spoken of who has the office or title, else who held it on the day."""
    kind = chains.text.gazetteer.office_kind(found.lemma)
    wanted = _wanted(chains, found, kind)
    persons = [c for c in chains.latest() if c.type == "Person" and (state is None or chains.state_of(c) == state)]
    if wanted:
        fitting = [c for c in persons if chains.offices(c) & wanted]
    else:
        noun = found.lemma.split()[-1]
        fitting = [c for c in persons if any(noun in title.text.lower().split() for title in c.titles)]
    if fitting:
        return max(fitting, key=lambda c: chains.weight(c, found, _REACH)), _OF_STATE if state else _OF_OFFICE
    return _holder(chains, kind, state) if kind and state else None


def _wanted(chains: Chains, found: Found, kind: str | None) -> frozenset[str]:
    """The kinds of office that the words of a role can mean."""
    words, grammar = set(found.lemma.split()), chains.text.grammar
    if words & _LEADER:
        return grammar.leader
    if _DIPLOMAT in words and _TOP & {c.lower_ for c in chains.text.tokens[found.head].children}:
        return grammar.diplomat
    return frozenset({kind}) if kind else frozenset()


def _holder(chains: Chains, kind: str, state: str) -> Joined | None:
    """The one person who held an office on the day, named in the article or not."""
    gazetteer, on = chains.text.gazetteer, chains.text.on
    if on is None or kind == _SHARED:
        return None
    people = {holding.person for holding in gazetteer.holders(kind, state, on) if not holding.stale}
    if len(people) != 1:
        return None
    entry = gazetteer.entry(people.pop())
    chain = next((c for c in chains.all if c.keys == (entry.key,)), None)
    if chain is None:
        chain = chains.new(entry.label, "Person", (entry.key,), gender=entry.gender, state=state)
        chain.kinds.add(kind)
    return chain, _ON_THE_DAY


def join_named_later(chains: Chains) -> None:
    """Give bare roles to the person who is named with the same words later.

    ("The President of the Republic" in a headline; "The President of the Republic, Mr X" in the text.)
    """
    persons = [c for c in chains.all if c.type == "Person"]
    for chain in persons:
        words = _bare(chain.name)
        if chain.keys or " " not in words or not chain.said or any(s.found.kind != "role" for s in chain.said):
            continue
        other = next((c for c in persons if c is not chain and _is_named_so(chains, c, words)), None)
        if other:
            other.said += chain.said
            chain.said, chain.joined = [], other


def _is_named_so(chains: Chains, person: Growing, words: str) -> bool:
    quote = chains.text.quote
    names = (s.found for s in person.said if s.found.kind == "name")
    return any(_bare(quote(name.first, name.last)).startswith(words) for name in names)


def _bare(phrase: str) -> str:
    """A phrase in lower case without commas, articles and courtesies."""
    return " ".join(w for w in phrase.lower().replace(",", " ").split() if w not in _SMALL)
