"""Event mentions of matches: what a frame on a word tells, with status, source, day, place and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.extract.attribution import AttributionReader
from kg.extract.confidence import doubts, load_scale
from kg.extract.context import Context
from kg.extract.frames import Match
from kg.extract.modality import Modality, ModalityReader
from kg.extract.setting import SettingReader
from kg.extract.words import VERBAL, Word
from kg.model import Attribution, EventMention, EventTime, RoleFiller, Span

__all__ = ["Kept", "Tellings"]

_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj"})
"""Labels of clauses within clauses: each makes what it tells less central."""
_ASIDES = frozenset({"relcl", "acl", "advcl", "pcomp"})
"""Labels of clauses that tell something by the way."""
_PLACES = ("atPlace", "destination")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_LONGEST_TRIGGER = 4
"""Tokens over which the words of a lemma may spread to be quoted together."""
_WHERE = ("in", "object's in", "at")
"""Routes to who is meant because something happened in a place."""
_SIDES = ("with", "between")
"""Prepositions after a noun that name the sides of its event."""
_GRANTING = ("Concession", "Commitment", "Easing")
"""Classes of acts that give another what he asks for."""
_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""PLOVER types that a party can refuse."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A match that tells an event, with its modality."""

    match: Match
    modality: Modality


class Tellings:
    """Makes the event mentions of one article.

    Args:
        context: The article.
        modality: Reads polarity of what is said.
        kept: All matches that tell events, by token.
    """

    def __init__(self, context: Context, modality: ModalityReader, kept: Mapping[int, Kept]) -> None:
        self.context, self.words, self.ontology = context, context.words, context.lexicon.ontology
        self.modality, self.kept = modality, kept
        self.attribution, self.setting = AttributionReader(context), SettingReader(context)
        self._pointing = context.lexicon.listed("pointing")
        self._triggers = frozenset(anchor for one in kept.values() for anchor in one.match.anchors)
        self._carried = {one.match.support: token for token, one in reversed(tuple(kept.items()))}

    def all(self) -> list[EventMention]:
        """The mentions, in text order."""
        out: list[EventMention] = []
        times: dict[int, EventTime] = {}
        places: dict[int, tuple[RoleFiller, ...]] = {}
        before: EventTime | None = None
        for one in self.kept.values():
            mention = self._mention(one, before)
            if mention.time is not None and mention.time.phrase:
                if before is None or not self._is_aside(one):
                    before = mention.time
                times |= dict.fromkeys(one.match.anchors, mention.time)
            if where := tuple(f for f in mention.fillers if f.role in _PLACES):
                places |= dict.fromkeys(one.match.anchors, where)
            out.append(mention)
        return [self._with_shared_place(self._with_shared_day(mention, times), places) for mention in out]

    def _is_aside(self, one: Kept) -> bool:
        """Whether an event is told by the way: the story goes on from the day of the clause above ("that day")."""
        head = self.words[one.match.anchors[-1]]
        return any(word.dep in _ASIDES for word in (head, *head.ancestors()))

    def _with_shared_day(self, mention: EventMention, times: dict[int, EventTime]) -> EventMention:
        match = self.kept[mention.anchor].match
        if match.effect == "given" or (mention.time is not None and mention.time.phrase):
            return mention
        time = self.setting.shared(match.anchors, times)
        return mention if time is None else replace(mention, time=time)

    def _with_shared_place(self, mention: EventMention, places: dict[int, tuple[RoleFiller, ...]]) -> EventMention:
        match, type_ = self.kept[mention.anchor].match, mention.type
        placed = any(f.role in _PLACES for f in mention.fillers)
        if placed or match.effect == "given" or self._says(type_) or "atPlace" not in self.ontology.roles(type_):
            return mention
        found = self.setting.shared_places(match.anchors, places)
        return replace(mention, fillers=(*mention.fillers, *found)) if found else mention

    def _says(self, type_: str) -> bool:
        return self.ontology.is_a(type_, "CommunicativeAct")

    # -------------------------------------------------------------------------------------------------------- mentions

    def _mention(self, one: Kept, before: EventTime | None) -> EventMention:
        match, modality, frame = one.match, one.modality, one.match.frame
        head = self.words[match.anchors[-1]]
        told_apart = match.effect == "given"  # its verb tells when and where something else happens
        anchors = (match.token,) if told_apart else match.anchors
        time = self.setting.time(anchors, self._triggers, modality, before, self._titles(match))
        status, depth = self._status(one, time), self._depth(head, match)
        mention = EventMention(
            type=frame.event,
            frame=frame.id,
            trigger=self._trigger(match),
            anchor=match.token,
            evidence=self._evidence(head, match),
            fillers=(*match.fillers, *self._places(match, anchors)),
            status=status,
            polarity=modality.polarity,
            certainty=modality.certainty,
            attribution=self._attribution(head, match),
            time=time,
            confidence=load_scale().confidence(doubts(match, status, depth, self.ontology)),
            related=match.related,
            instruments=match.documents,
            content=tuple(self._contents(match)),
            concerns=match.concerns,
            plover=frame.plover,
            ordinal=_ordinal(self.words[match.token]),
            depth=depth,
            definite=self._is_definite(match),
            weak=frame.weak,
            notes=tuple(_notes(match)),
        )
        refused = modality.polarity == "negated" and (modality.tense == "future" or self._grants(frame.event))
        return self._as_refusal(mention) if refused else mention

    def _grants(self, event: str) -> bool:
        """Whether an act gives what another asks for: who did not allow, accept or agree to it refused."""
        return any(self.ontology.is_a(event, granting) for granting in _GRANTING)

    def _status(self, one: Kept, time: EventTime | None) -> str:
        status = one.modality.status
        if status == "occurred" and one.match.frame.status:
            status = one.match.frame.status
        published = self.context.annotated.article.published
        ahead = time is not None and time.earliest is not None and published is not None and time.earliest > published
        # "leaves tomorrow": the present tense of what is to come
        return "planned" if ahead and status in ("occurred", "ongoing") else status

    def _attribution(self, head: Word, match: Match) -> Attribution:
        """Who tells of an event, without those who speak in it."""
        saying = self._says(match.frame.event)
        found = self.attribution.read(head, saying)
        speakers = {f.chain for f in match.fillers if saying and self.ontology.side(f.role) == "initiator"}
        others = tuple(source for source in found.sources if source not in speakers)
        return Attribution(found.type, others) if others else Attribution()

    def _titles(self, match: Match) -> list[tuple[int, int]]:
        """The words of the documents that are signed or issued."""
        return [(span.start, span.end) for _, _, span in match.documents if span.part == "text"]

    def _places(self, match: Match, anchors: tuple[int, ...]) -> list[RoleFiller]:
        if any(f.role == "destination" for f in match.fillers):
            return []
        roles = self.ontology.roles(match.frame.event)
        # who is only the state of the place where it happened is no hindrance to the place
        taken = frozenset(f.mention.first for f in match.fillers if f.mention and f.path not in _WHERE)
        saying = self._says(match.frame.event)
        parts = () if saying else match.swallowed  # "took part in a meeting with X in Y"
        return [place for place in self.setting.places((*anchors, *parts), taken, saying) if place.role in roles]

    def _depth(self, head: Word, match: Match) -> int:
        """How far a telling lies below the main clause; a noun alone or before another lies one deeper."""
        clauses = sum(word.dep in _CLAUSAL for word in (head, *head.ancestors()))
        alone = match.frame.pos == "noun" and match.support is None
        return clauses + alone + (self.words[match.token].dep == "amod")

    def _is_definite(self, match: Match) -> bool:
        """Whether the words point back at an event told before ("his talks with X" do not: X is new)."""
        nouns = [self.words[i] for i in ((match.token,) if match.frame.pos == "noun" else match.swallowed)]
        return any(
            child.lower in self._pointing
            for noun in nouns
            for child in noun.kids("det", *(() if _names_sides(noun) else ("poss",)))
        )

    def _as_refusal(self, mention: EventMention) -> EventMention:
        """An act of cooperation that a party says it will not do is the party's refusal (PLOVER: REJECT)."""
        if self.ontology.is_a(mention.type, "Rejection"):
            return mention
        code = mention.plover.partition("-")[0] if mention.plover else (self.ontology.plover(mention.type) or ("",))[0]
        side = self.ontology.side
        actors = [f for f in mention.fillers if side(f.role) == "initiator" or f.role == "meetingParty"]
        if code not in _COOPERATIVE or not actors:
            return mention
        route = _argument(actors[0])
        others = [
            replace(f, role="target")
            for f in mention.fillers
            if side(f.role) == "recipient" or (f.role == "meetingParty" and _argument(f) != route)
        ]
        return replace(
            mention,
            type="Rejection",
            status="occurred",
            polarity="affirmed",
            fillers=(replace(actors[0], role="speaker"), *others),
            plover=None,
            related=(),
            instruments=(),
        )

    # ----------------------------------------------------------------------------------------------------------- words

    def _trigger(self, match: Match) -> Span:
        first, last = min(match.words), max(match.words)
        if last - first >= _LONGEST_TRIGGER:
            first = last = match.token
        return self.context.document.span(first, last + 1)

    def _evidence(self, head: Word, match: Match) -> Span:
        """The clause, widened to the fillers that stand in its sentence."""
        first, last = self.context.clauses.of(head)
        sentence = self.words[match.token].sentence
        for mention in (f.mention for f in match.fillers):
            if mention is not None and mention.span.part == "text" and self.words[mention.first].sentence == sentence:
                first, last = min(first, mention.first), max(last, mention.last)
        first, last = min(first, *match.words), max(last, *(word + 1 for word in match.words))
        return self.context.document.span(*self.context.clauses.bounded(first, last, match.token))

    def _contents(self, match: Match) -> Iterator[tuple[Span, str, int | None]]:
        """What is said: its words, whether affirmed, and the event that they tell, if any."""
        for token in match.contents:
            word = self.words[token]
            polarity = self.modality.read(word, None, None).polarity if word.pos in VERBAL else "affirmed"
            yield self.context.document.span(*self.context.clauses.of(word)), polarity, self._told_by(word)

    def _told_by(self, word: Word) -> int | None:
        """The event that a clause tells: by its verb, by a noun that the verb carries, by the verb's complement."""
        if word.i in self.kept:
            return word.i
        if word.i in self._carried:
            return self._carried[word.i]
        if word.pos not in VERBAL:
            return None
        return next((c.i for c in word.kids("acomp", "attr", "xcomp", "dobj") if c.i in self.kept), None)


def _ordinal(word: Word) -> int | None:
    """Which of a row an event is: 3 for "the third round", "the 3rd round"."""
    for child in word.kids("amod", "nummod", "compound"):
        if child.lower in _ORDINALS:
            return _ORDINALS.index(child.lower) + 1
        digits = child.lower.rstrip("stndrh")
        if child.entity == "ORDINAL" and digits.isdigit() and int(digits) > 0:
            return int(digits)
    return None


def _notes(match: Match) -> Iterator[str]:
    yield from (f"{f.role}: {f.path}" for f in match.fillers)
    if match.like:
        like = " and ".join(f"“{verb}” ({cosine:g})" for verb, cosine in match.like)
        yield f"back-off: the lexicon does not have the verb; read like {like}"


def _argument(filler: RoleFiller) -> str:
    """The argument with which the route to a filler begins."""
    return filler.path.partition(",")[0]


def _names_sides(noun: Word) -> bool:
    return any(preposition.lower in _SIDES for preposition in noun.kids("prep"))
