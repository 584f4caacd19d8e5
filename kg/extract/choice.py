"""Which of the words that match a frame tell an event of their own, and which only belong to another's telling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.extract.context import Context
from kg.extract.frames import Match
from kg.extract.generic import only_identifies
from kg.extract.phrases import is_infinitive
from kg.extract.status import Modality
from kg.extract.words import Word
from kg.vocab.ontology import Ontology

__all__ = ["choose", "is_by_the_way", "refusal", "sport_sentences"]

_TELLING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "AUX", "ADV"})
"""Parts of speech of words that may tell an event."""
_ONLY_DONE = "MaterialCooperation"
"""The class of what is cooperation only once it is done: to be ready for it is a commitment, told by other words."""
_OFF = "cancelled"
"""What a verb says of a noun that it calls off."""
_BLAME, _FORCE = "Criticism", "ConflictEvent"
"""The class of words that blame, and that of deeds that are blamed."""
_PARTY = "meetingParty"
"""The role that verb and noun fill between them: "took part in talks with X"."""
_DASHES = ("-", "–")


def choose(context: Context, read: Callable[[Word], Match | None]) -> dict[int, Match]:
    """The matches that tell events of their own.

    Args:
        context: An article.
        read: Gives the best frame of a word.

    Returns:
        Matches by their token, in text order.
    """
    words, ontology = context.words, context.lexicon.ontology
    found = {word.i: match for word in words if word.pos in _TELLING and (match := read(word)) is not None}
    parts = {part for token, match in found.items() for part in match.words if part != token}
    found = _once({token: match for token, match in found.items() if token not in parts})
    swallowed = {
        token: [*_swallowed(match, found, ontology), *_effects(words[token], found)] for token, match in found.items()
    }
    told = {head for match in found.values() for head in match.document_heads}.union(*swallowed.values())
    return {
        token: _fuller(match, [found[head] for head in swallowed[token]])
        for token, match in found.items()
        if token not in told
    }


def _once(found: dict[int, Match]) -> dict[int, Match]:
    """Matches without the less exact one of a noun and the verb that carries it: "hold talks" is one event.

    To call off a visit is an act, and the visit an event that does not take place.
    """
    left = dict(found)
    for token, match in found.items():
        carried = match.support in left and match.relation == "object"
        if token in left and carried and match.support is not None and match.effect != _OFF:
            del left[token if _is_exact(left[match.support]) else match.support]
    return left


def _is_exact(match: Match) -> bool:
    """Whether a verb's frame asks for words of its own, so that no noun tells the event more exactly."""
    return bool(match.documents) or any(c.startswith(("@", "=")) for cs in match.frame.where.values() for c in cs)


def _swallowed(match: Match, found: dict[int, Match], ontology: Ontology) -> list[int]:
    """The nouns that are part of what a frame tells.

    A deed that is blamed on who did it has happened, and is told beside the blame ("condemned the attack by X").
    """
    related = {anchor for _, anchor in match.related}
    return [
        head
        for head in match.swallowed
        if head != match.token
        and head not in related
        and head in found
        and found[head].frame.pos == "noun"
        and found[head].effect != _OFF
        and not (match.frame.event == _BLAME and _is_done(found[head], ontology))
    ]


def _is_done(match: Match, ontology: Ontology) -> bool:
    """Whether a noun tells a deed of force and who did it."""
    sides = {ontology.side(f.role) for f in match.fillers}
    return ontology.is_a(match.frame.event, _FORCE) and "initiator" in sides


def _effects(word: Word, found: dict[int, Match]) -> list[int]:
    """What goes on with an act of the same class: "attacked a town, killing three people", "vowed to reach a deal"."""
    event = found[word.i].frame.event
    participles = (c for c in word.kids("advcl") if c.tag == "VBG" and c.i > word.i and not c.kids("nsubj", "mark"))
    below = [c for c in participles if c.i in found and not found[c.i].contents]
    below += [c for c in word.kids("xcomp") if c.i in found and is_infinitive(c)]
    return [c.i for c in below if found[c.i].frame.event == event]


def _fuller(match: Match, parts: Sequence[Match]) -> Match:
    """A match with the fillers that only the parts of its telling have: of roles that it lacks, and of effects all.

    "X carried out an attack on Y that killed …" tells one event: who attacked stands beside the noun.
    """
    roles = {filler.role for filler in match.fillers}
    same = [part for part in parts if part.frame.event == match.frame.event]
    more = [
        f for part in same for f in part.fillers if part.frame.pos == "verb" or f.role not in roles or f.role == _PARTY
    ]
    taken = {filler.chain for filler in match.fillers}
    return replace(match, fillers=(*match.fillers, *(f for f in more if f.chain not in taken))) if more else match


def sport_sentences(context: Context) -> set[int]:
    """The sentences that words of sport make no act of states: one in the sentence, another in its paragraph."""
    sport = context.lexicon.listed("sport")
    found: set[int] = set()
    for first, last in context.document.paragraphs:
        words = context.words[first:last]
        hits = [word for word in words if word.lower in sport]
        scores = [mid for one, mid, two in zip(words, words[1:], words[2:], strict=False) if _is_score(one, mid, two)]
        if len({word.lower for word in hits}) + bool(scores) > 1:
            found |= {word.sentence for word in (*hits, *scores)}
    return found


def is_by_the_way(context: Context, match: Match) -> bool:
    """Whether a participle tells a deed only to say which are meant; what documents are and say is no such deed."""
    word, ontology = context.words[match.token], context.lexicon.ontology
    if match.frame.pos != "verb" or not only_identifies(word):
        return False
    written = word.head.lemma in context.lexicon.documents or ("noun", word.head.lemma) in context.lexicon.by_head
    return not (written and (ontology.is_a(match.frame.event, "CommunicativeAct") or match.documents))


def _is_score(one: Word, between: Word, two: Word) -> bool:
    """Whether three words are the score of a match: "5-0"."""
    return between.text in _DASHES and one.text.isdigit() and two.text.isdigit() and len(one.text + two.text) < 5


def refusal(context: Context, match: Match, modality: Modality) -> str | None:
    """Why a match is no event of its own, by what its clause asserts or by who speaks; None where it is one."""
    ontology = context.lexicon.ontology
    if modality.nothing:
        return modality.nothing
    if match.frame.event == _ONLY_DONE and modality.status in ("planned", "proposed"):
        return "a promise to cooperate, and no deed"
    if not ontology.is_a(match.frame.event, "Statement"):
        return None
    if modality.status == "unknown":
        return "an act of saying that is only possible"
    if match.frame.event != "Statement":
        return None
    speakers = [context.chains[f.chain] for f in match.fillers if ontology.side(f.role) == "initiator"]
    if not speakers:
        return "no speaker"
    if all(c.type == "MediaOrganization" for c in speakers):
        return "a report by a news medium: kept as attribution"
    if all(c.type == "AgentGroup" and not c.members and not c.state for c in speakers):
        return "the speakers are not named"
    return None
