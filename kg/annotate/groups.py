"""Joins plurals to their members: "the two presidents", "both sides", "their foreign ministers, A and B"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.annotate.chains import STATES, Chains, Growing, Joined
from kg.annotate.found import Found
from kg.annotate.pairs import pair_spoken_of
from kg.annotate.text import SUBJECTS, conjuncts, is_plural, verb_of
from kg.model import Title

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["join_group", "name_members"]

_WITH_MEMBERS, _WITHOUT = 0.85, 0.7
"""Confidence in a group whose members are known, and in one that stands for itself."""
_COUNTS = ("nummod", "predet", "det", "amod")
"""Relations of the word that counts a group's members."""
_PAIR = 2
"""Members of a group that no word counts."""
_PAIR_REACH = 3
"""Sentences back to which "both sides" takes up a pair spoken of."""
_NO_PERSONS = ("government", "capital", "country", "nation", "state")
"""Nouns that no two persons are."""
_PERSONS_THEMSELVES = "part"
"""Of "parties" and "partners" the persons are members, of "sides" their states."""


def join_group(chains: Chains, found: Found) -> Joined:
    """A new chain for a plural, with its members where it points back to them."""
    members = _members(chains, found)
    name = chains.text.quote(found.first, found.last)
    if members:
        return chains.new(name, "AgentGroup", members=members, complete=True), _WITH_MEMBERS
    return chains.new(name, "AgentGroup", state=chains.state_by(found), complete=False), _WITHOUT


def _members(chains: Chains, found: Found) -> tuple[int, ...]:
    """Whom a plural stands for: leaders by their office, states by how much they act in the sentences before."""
    head, grammar = chains.text.tokens[found.head], chains.text.grammar
    lemma = found.lemma.split()[-1]
    collective = chains.text.nominals.collective
    sort = collective.get(found.lemma) or collective.get(lemma)
    counts = (grammar.counts.get(c.lower_) for c in head.children if c.dep_ in _COUNTS)
    number = next((count for count in counts if count), None)
    points_back = found.definite and (lemma == "country" if sort == "states" else not found.state)
    if sort is None or not (number or points_back) or any(c.dep_ == "appos" and c.i > head.i for c in head.children):
        return ()
    acting = _acting_on(chains, found)
    present = [c for c in chains.salient(found) if id(c) not in acting]
    persons = [c for c in present if c.type == "Person" and c.is_named]
    if sort == "leaders":
        chosen = _leaders_before(chains, found, number) or _leaders(chains, found, persons, number)
    else:
        pair = _pair_before(chains, found, number or _PAIR) if sort == "either" else None
        chosen = pair or _most_present(chains, found, present, persons, number or _PAIR)
    enough = len(chosen) == number if number else len(chosen) >= _PAIR
    return tuple(sorted(c.index for c in chosen)) if enough else ()


def _acting_on(chains: Chains, found: Found) -> set[int]:
    """Who does something to, for or between those that a plural stands for, and so is none of them, by ``id``."""
    verb = verb_of(chains.text.tokens[found.head])
    subjects = [t for t in chains.text.tokens[verb].children if t.dep_ in SUBJECTS and t.i != found.head]
    heads = {t.i for subject in subjects for t in (subject, *conjuncts(subject))}
    if found.head in heads:
        return set()
    return {id(c) for i in heads if (c := chains.at(i)) is not None}


def _leaders(chains: Chains, found: Found, persons: list[Growing], number: int | None) -> list[Growing]:
    """The persons whose office the plural names, all of them where no word counts them."""
    kind = chains.text.gazetteer.office_kind(found.lemma)
    if "leader" in found.lemma or "head of" in found.lemma:
        persons = [c for c in persons if chains.offices(c) & chains.text.grammar.leader] or persons
    elif kind:  # of those of whom no office is told each may have this one
        holders = [c for c in persons if kind in chains.offices(c)]
        persons = holders or [c for c in persons if number and not chains.offices(c)]
    if found.state:
        persons = [c for c in persons if chains.state_of(c) == found.state]
    return persons if kind and not number else persons[: number or _PAIR]


def _leaders_before(chains: Chains, found: Found, number: int | None) -> list[Growing]:
    """The persons of the last group of this many, where it is near and the words name no office that they lack."""
    sizes = (c for c in chains.latest() if c.complete and len(c.members) == (number or _PAIR))
    last = next(sizes, None)
    if last is None or chains.text.sentence[found.head] - last.said[-1].sentence > _PAIR_REACH:
        return []
    members, kind = [chains.all[i] for i in last.members], chains.text.gazetteer.office_kind(found.lemma)
    alike = all(c.type == "Person" and (kind is None or kind in chains.offices(c)) for c in members)
    return members if alike and not found.state else []


def _pair_before(chains: Chains, found: Found, number: int) -> list[Growing] | None:
    """The members of the last group of this many, if it is near, else of those spoken of together."""
    sizes = (c for c in chains.latest() if c.complete and len(c.members) == number)
    last = next(sizes, None)
    if last is not None and chains.text.sentence[found.head] - last.said[-1].sentence <= _PAIR_REACH:
        members = [chains.all[i] for i in last.members]
    else:
        members = [chains.all[i] for i in pair_spoken_of(chains, found)]
    if len(members) != number or _acting_on(chains, found) & {id(c) for c in members}:
        return None
    return _as_states(chains, found, members) if members[0].type == "Person" else members


def _most_present(
    chains: Chains, found: Found, present: list[Growing], persons: list[Growing], number: int
) -> list[Growing]:
    """The states that act most, or two persons in office who act more than the second of them."""
    states = [c for c in present if c.type in STATES][:number]
    leading = [c for c in persons if chains.offices(c)][:_PAIR]
    if len(leading) < _PAIR or found.lemma in _NO_PERSONS:
        return states
    if len(states) < _PAIR or chains.weight(leading[1], found) > chains.weight(states[1], found):
        return _as_states(chains, found, leading)
    return states


def _as_states(chains: Chains, found: Found, persons: list[Growing]) -> list[Growing]:
    """The states of persons, where each has one of his own and the words do not mean the persons."""
    states = [] if _PERSONS_THEMSELVES in found.lemma else chains.states_of(persons)
    return states if len(states) == len(persons) else persons


def name_members(chains: Chains, found: Sequence[Found]) -> None:
    """Give groups the members whose names follow: "their foreign ministers, A and B".

    Of counterparts ("his Greek and French counterparts, A and B") the states go to the names in order, with the office
    of the possessor.
    """
    firsts = {id(c.said[0].found): c for c in chains.all if c.said}
    for mention in found:
        head = chains.text.tokens[mention.head]
        if mention.kind == "nominal" and is_plural(head):
            _part(chains, firsts.get(id(mention)), head)
        if mention.kind != "group":
            continue
        named = (chains.at(t.i) for t in _coordinated(head, "appos"))
        persons = [c for c in named if c is not None and c.type == "Person"]
        group = firsts.get(id(mention))
        members = persons if len(persons) > 1 else _states_of_theirs(chains, head)
        if group is not None and len(members) > 1 and (persons or not group.members):
            group.members, group.complete = tuple(sorted({c.index for c in members})), True
        if mention.lemma.endswith("counterpart"):
            _entitle_counterparts(chains, mention, head, persons)


def _part(chains: Chains, bodies: Growing | None, head: Token) -> None:
    """Make bodies of several states a group of these: "the Japanese and Indian navies"."""
    states = _states_of_theirs(chains, head)
    if bodies is not None and len(states) > 1 and not bodies.keys:
        bodies.type, bodies.state = "AgentGroup", None
        bodies.members, bodies.complete = tuple(sorted({c.index for c in states})), True


def _states_of_theirs(chains: Chains, head: Token) -> list[Growing]:
    """The states whose a plural is: "the Peruvian and Bolivian navies", "the governments of Peru and Chile"."""
    behind = [t for c in head.children if c.dep_ == "prep" and c.lower_ == "of" for t in _coordinated(c, "pobj")]
    named = [chains.at(t.i) for t in (*_coordinated(head, "amod"), *behind)]
    states = [c for c in named if c is not None and c.type in STATES]
    return states if len(states) == len(named) else []


def _entitle_counterparts(chains: Chains, mention: Found, head: Token, persons: list[Growing]) -> None:
    demonym = chains.text.gazetteer.demonym
    states = [entry.iso3 for t in _coordinated(head, "amod") if (entry := demonym(t.text))]
    if len(persons) != len(states):
        return
    owner = chains.at(mention.owner) if mention.owner is not None else None
    office = next((title.text for title in owner.titles if title.text), "") if owner else ""
    for person, state in zip(persons, states, strict=True):
        chains.entitle(person, Title(office, state))


def _coordinated(head: Token, relation: str) -> list[Token]:
    """What hangs on a noun by a relation, with what is coordinated with it."""
    return [t for child in head.children if child.dep_ == relation for t in (child, *conjuncts(child))]
