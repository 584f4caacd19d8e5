"""Mends who fills the roles of an event: nobody twice, no party against its own, and a recipient where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.arguments import Argument
from kg.extract.carriers import Telling
from kg.extract.context import Context
from kg.extract.documents import read_document
from kg.extract.fillers import OF_THE_PLACE, Filler
from kg.extract.patterns import Pattern
from kg.model import Mention, RoleFiller, Span

__all__ = ["mend_fillers"]

_OWN = ("nominal", "group")
"""Kinds of mention that may be somebody's own ("its troops")."""
_PLACES = ("atPlace", "destination")
_ATTACKER, _ADDRESSEE = "attacker", "addressee"
_MEANS = ("in", "by", "through", "via")
"""Arguments that name the paper in which something is said."""
_FIGHTS = ("in", "during")
"""Arguments that name in what somebody was hurt."""
_SPEECH = ("Statement", "Announcement")
"""Classes that have no recipient but whom they address."""
_ATTACK = "MilitaryAttack"
"""The class of attacks, in which nobody is on both sides."""
_PROMISE = "Commitment"
"""The class of what parties may promise each other ("agreed on a line")."""
_BELOW = ("to", "with", "from", "against", "for", "on", "in")
"""Arguments of an infinitive or gerund that name on whom its act falls, likeliest first."""
_DIRECT = ("to", "against", "with", "from", "for", "on", "object")
"""Arguments of the word itself that do so."""
_SHARED = ("object", "to", "on")
"""Arguments that name what parties agree to, or break."""
_DIRECT_OF_DEED = (*_DIRECT, "in", "at")


def mend_fillers(
    context: Context, pattern: Pattern, telling: Telling, fillers: list[RoleFiller]
) -> tuple[RoleFiller, ...]:
    """The fillers of an event, mended.

    Args:
        context: The article.
        pattern: The frame.
        telling: The word with its arguments.
        fillers: Who stands in the frame's own arguments.
    """
    mended = _unmixed(_without_own(context, fillers))
    if pattern.deed and not any(context.lexicon.ontology.side(f.role) == "initiator" for f in mended):
        mended = _unmixed([*mended, *_opponents(context, pattern, telling)])
    elif not pattern.deed:
        mended = _unmixed([*mended, *_addressed(context, pattern, telling, mended)])
    return (*mended, *_recipients(context, pattern, telling, mended))


def _without_own(context: Context, fillers: list[RoleFiller]) -> list[RoleFiller]:
    """Fillers without the initiator's own forces among the recipients ("withdrew its troops")."""
    side = context.lexicon.ontology.side
    starters = {f.chain for f in fillers if side(f.role) == "initiator"}
    return [f for f in fillers if side(f.role) != "recipient" or not _is_own(context, f.mention, starters)]


def _opponents(context: Context, pattern: Pattern, telling: Telling) -> Iterator[RoleFiller]:
    """Who attacks by the noun at which somebody is hurt: "killed in clashes with X", "died in an attack by X"."""
    if _ATTACKER not in context.lexicon.ontology.roles(pattern.frame.event):
        return
    for argument in [a for name in _FIGHTS for a in telling.usable(name)]:
        noun = context.words[argument.head]
        if ("noun", noun.lemma) not in context.lexicon.by_head:
            continue
        own = context.grammar.noun(noun)
        for name in ("with", "by"):
            for inner in own.get(name, ()):
                for f in context.fillers.of(inner, "Agent"):
                    path = f"{argument.path}, {name} of {noun.lemma}"
                    yield RoleFiller(_ATTACKER, f.chain, f.mention, path, f.found_by)


def _addressed(context: Context, pattern: Pattern, telling: Telling, fillers: list[RoleFiller]) -> Iterator[RoleFiller]:
    """To whom a paper goes in which something is said: "in a letter to X, Y said …"."""
    side, roles = context.lexicon.ontology.side, context.lexicon.ontology.roles(pattern.frame.event)
    if _ADDRESSEE not in roles or any(side(f.role) == "recipient" for f in fillers):
        return
    for argument in [a for name in _MEANS for a in telling.usable(name)]:
        paper = context.words[argument.head]
        if paper.lemma in context.lexicon.classes["voices"]:
            for inner in context.grammar.noun(paper).get("to", ()):
                for f in context.fillers.of(inner, "Agent"):
                    path = f"{argument.path}, to of {paper.lemma}"
                    yield RoleFiller(_ADDRESSEE, f.chain, f.mention, path, f.found_by)


def _is_own(context: Context, mention: Mention | None, starters: set[int]) -> bool:
    if mention is None or mention.kind not in _OWN:
        return False
    owners = (context.named.at(o.i) for o in context.words[mention.head].kids("poss"))
    return any(owner is not None and owner[1] in starters for owner in owners)


def _unmixed(fillers: list[RoleFiller]) -> list[RoleFiller]:
    """Fillers without those of a chain that fills two roles of one event: the one found first by the frame stays."""
    taken: dict[int, str] = {}
    return [f for f in fillers if f.role in _PLACES or taken.setdefault(f.chain, f.role) == f.role]


def _recipients(
    context: Context, pattern: Pattern, telling: Telling, fillers: list[RoleFiller]
) -> Iterator[RoleFiller]:
    """A recipient, where the frame's own arguments give none.

    Of words: on whom the promised or asked act would fall ("ready to send aid to X"). Of deeds: the party behind what
    the act is done to, or the state in which it is done. Of either, where several do what one does with another: each
    other ("X and Y agreed", "broke off relations").
    """
    side, event = context.lexicon.ontology.side, pattern.frame.event
    if pattern.symmetric or event in _SPEECH or any(side(f.role) == "recipient" for f in fillers):
        return
    starters = [f for f in fillers if side(f.role) == "initiator"]
    role = context.lexicon.recipient_role(event)
    if not starters or role is None:
        return
    found = _behind_arguments(context, pattern, telling, fillers, starters)
    if found:
        yield from (RoleFiller(role, f.chain, f.mention, f.path, "default") for f in found)
    elif len(starters) > 1 and _is_mutual(context, pattern, telling):
        yield from (RoleFiller(role, f.chain, f.mention, "each other", "default") for f in starters)


def _is_mutual(context: Context, pattern: Pattern, telling: Telling) -> bool:
    """Whether several parties do it to each other: no attack, and of words about a thing only what they commit to."""
    is_a, event = context.lexicon.ontology.is_a, pattern.frame.event
    if pattern.deed:
        return pattern.mutual and not is_a(event, _ATTACK)
    mutual = pattern.mutual and (is_a(event, _PROMISE) or not telling.usable("object"))
    return mutual or _is_joint(context, telling)


def _is_joint(context: Context, telling: Telling) -> bool:
    """Whether what is agreed, failed or broken is a thing that parties do with each other: "agreed to a truce"."""
    lexicon, words = context.lexicon, context.words
    acts = (words[a.head] for name in _SHARED for a in telling.usable(name))
    return any(
        lexicon.ontology.symmetric(f.event) for act in acts for _, f in lexicon.by_head.get(("noun", act.lemma), ())
    )


def _behind_arguments(
    context: Context, pattern: Pattern, telling: Telling, fillers: list[RoleFiller], starters: list[RoleFiller]
) -> list[Filler]:
    """The parties of the first argument on which the act may fall."""
    taken, own = {f.chain for f in fillers}, {f.chain for f in starters}
    home = {context.chains[chain].state for chain in own}
    titles = [
        document[2]
        for arguments in telling.args.values()
        for a in arguments
        if (document := read_document(context, a.head))
    ]
    means = {a.head for a in telling.args.get("object", ())}
    for argument in _undergoing(context, pattern, telling):
        if argument.head in telling.words or (argument.head in means and _is_at_home(context, argument, home)):
            continue
        found = [
            f
            for f in context.fillers.of(argument, "Agent", deed=True)
            if f.chain not in taken
            and (pattern.deed or f.path.removeprefix(argument.path).count(", ") < 2)
            and not _is_own(context, f.mention, own)
            and not _is_within(f.mention, titles)
            and not (f.path.endswith(OF_THE_PLACE) and context.chains[f.chain].state in home)
        ]
        if found:
            return found
    return []


def _undergoing(context: Context, pattern: Pattern, telling: Telling) -> Iterator[Argument]:
    args = telling.args
    acts = [*args.get("infinitive", ()), *args.get("gerund", ())]
    yield from context.grammar.within(acts)
    for act in acts:
        inner = context.grammar.verb(context.words[act.head])
        for name in _BELOW:
            yield from inner.get(name, ())
    for name in _DIRECT_OF_DEED if pattern.deed else _DIRECT:
        yield from args.get(name, ())


def _is_at_home(context: Context, argument: Argument, home: set[str | None]) -> bool:
    """Whether an argument is what a party acts with: "mobilised the army"."""
    at = context.named.at(argument.head)
    return at is not None and at[0].kind in _OWN and context.chains[at[1]].state in (None, *home)


def _is_within(mention: Mention | None, titles: Sequence[Span]) -> bool:
    """Whether a party stands within the title of a document, and does not own it: nothing is done to it."""
    return mention is not None and any(
        t.part == mention.span.part and t.start < mention.span.start < t.end for t in titles
    )
