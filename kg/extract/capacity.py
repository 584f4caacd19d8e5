"""In what capacity somebody acts: for whom ("on behalf of the government"), and in whose company ("accompanied by")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.arguments import Argument, Arguments
from kg.extract.carriers import Telling
from kg.extract.context import Context
from kg.extract.patterns import Pattern
from kg.extract.phrases import BEHALF, is_passive
from kg.extract.words import VERBAL, Word
from kg.model import RoleFiller

__all__ = ["with_capacity"]

_IN_TURN = "respectively"
_PARTICIPIAL = ("acl", "advcl", "relcl")
_CLAUSES = ("conj", "xcomp", "advcl", "acl")
"""Labels of clauses for which a phrase of the clause above holds too."""
_HIGHEST = 4
"""Clauses that are climbed in search of a phrase, at most."""
_STATES = ("State", "PartiallyRecognizedState")
_IN_PERSON = "DiplomaticEvent"
"""The class of events in which somebody can take part in another's company."""


def with_capacity(
    context: Context, pattern: Pattern, telling: Telling, fillers: tuple[RoleFiller, ...]
) -> tuple[RoleFiller, ...]:
    """The fillers of an event, with the parties for whom those who act do so, and with their company.

    Args:
        context: The article.
        pattern: The frame.
        telling: The word with its arguments.
        fillers: Who fills the roles.
    """
    out = [replace(f, on_behalf_of=states) if (states := _each_of(context, f)) else f for f in fillers]
    acting = [f for f in out if _acts(context, pattern, f)]
    taken = {f.chain for f in fillers}
    company = list[RoleFiller]()
    for filler in acting:
        if behalf := _represented(context, telling, filler, acting):
            out[out.index(filler)] = replace(filler, on_behalf_of=behalf)
        if context.lexicon.ontology.is_a(pattern.frame.event, _IN_PERSON):
            company += [one for one in _company(context, filler) if one.chain not in taken]
    return (*out, *company)


def _acts(context: Context, pattern: Pattern, filler: RoleFiller) -> bool:
    """Whether somebody does what is told, or as one of several parties is its subject."""
    if filler.mention is None:
        return False
    side = context.lexicon.ontology.side(filler.role)
    return side == "initiator" or (pattern.symmetric and filler.path.startswith(("subject", "passive agent")))


# ------------------------------------------------------------------------------------------------------------ on behalf


def _each_of(context: Context, filler: RoleFiller) -> tuple[int, ...]:
    """The states of several people whom one noun names: "the leaders of X and Y"."""
    chains = context.annotated.chains
    if filler.mention is None or chains[filler.chain].type != "AgentGroup" or chains[filler.chain].members:
        return ()
    owners = context.grammar.noun(context.words[filler.mention.head]).get("of", [])
    states = dict.fromkeys(f.chain for a in owners for f in context.fillers.of(a, "Agent"))
    return tuple(states) if len(states) > 1 and all(chains[chain].type in _STATES for chain in states) else ()


def _represented(
    context: Context, telling: Telling, filler: RoleFiller, acting: Sequence[RoleFiller]
) -> tuple[int, ...]:
    """The parties for which somebody acts, by the first phrase that says so."""
    for args in _phrases(context, telling, filler):
        mine = _shared_out(context, args, filler, acting)
        if found := dict.fromkeys(f.chain for a in mine for f in context.fillers.of(a, "Agent")):
            return tuple(chain for chain in found if chain != filler.chain)
    return ()


def _shared_out(
    context: Context, args: list[Argument], filler: RoleFiller, acting: Sequence[RoleFiller]
) -> list[Argument]:
    """The arguments that belong to one of several who act: "A on behalf of X and B on behalf of Y"."""
    heads = sorted({f.mention.head for f in acting if f.mention is not None})
    assert filler.mention is not None
    me = heads.index(filler.mention.head)
    if len(heads) < 2 or len(args) < 2:
        return args
    nearest = [max((h for h in heads if h < a.head), default=heads[0]) for a in args]
    if len(set(nearest)) > 1:
        return [a for a, head in zip(args, nearest, strict=True) if head == heads[me]]
    word = context.words[heads[me]]
    sentence = context.words[word.first : word.last]
    if len(heads) == len(args) and any(w.lower == _IN_TURN for w in sentence):
        return [args[me]]
    return args


def _phrases(context: Context, telling: Telling, filler: RoleFiller) -> Iterator[list[Argument]]:
    grammar, words = context.grammar, context.words
    assert filler.mention is not None
    noun = words[filler.mention.head]
    yield grammar.noun(noun).get(BEHALF, [])
    yield telling.args.get(BEHALF, [])
    verb = words[telling.support if telling.support is not None else telling.word.i]
    for participle in (*noun.kids(*_PARTICIPIAL), *verb.kids("advcl")):
        yield _spoken_for(context, participle, grammar.verb(participle))
    at = verb
    for _ in range(_HIGHEST):  # "on behalf of X, Y thanked Z and invited him"
        if at.dep not in _CLAUSES or at.head.pos not in VERBAL:
            break
        joined, at = at.dep == "conj", at.head
        yield [a for a in grammar.verb(at).get(BEHALF, []) if not joined or a.head < at.i]


def _spoken_for(context: Context, verb: Word, args: Arguments) -> list[Argument]:
    """Whom a participle clause names: "acting on behalf of X", "speaking for X"."""
    if BEHALF in args or verb.pos not in VERBAL:
        return args.get(BEHALF, [])
    return args.get("for", []) if verb.lemma in context.lexicon.listed("representing") else []


# -------------------------------------------------------------------------------------------------------------- company


def _company(context: Context, filler: RoleFiller) -> Iterator[RoleFiller]:
    """Who is with somebody: "X, accompanied by Y, met Z"."""
    assert filler.mention is not None
    accompanying = context.lexicon.listed("accompanying")
    for clause in context.words[filler.mention.head].kids(*_PARTICIPIAL):
        if clause.lemma not in accompanying or not is_passive(clause):
            continue
        for argument in context.grammar.verb(clause).get("subject", ()):
            for f in context.fillers.of(argument, "Agent"):
                path = f"{f.path} of {clause.base}"
                yield RoleFiller("accompanyingAgent", f.chain, f.mention, path, f.found_by, accompanies=filler.chain)
