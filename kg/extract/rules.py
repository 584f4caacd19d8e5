"""The rule extractor: frames matched on every word, then modality, attribution, time and place of each telling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.attribution import AttributionReader
from kg.extract.backoff import BackOff
from kg.extract.context import Context
from kg.extract.frames import FrameReader, Match, Tried
from kg.extract.lexicon import Lexicon
from kg.extract.modality import Modality, ModalityReader
from kg.extract.setting import SettingReader
from kg.model import Annotated, Attribution, Dropped, EventMention, EventTime, RoleFiller, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["RuleExtractor"]

_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj"})
_ORDINALS = {
    w: n
    for n, w in enumerate(
        (
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ),
        1,
    )
}
_BACK_OFF = 0.45
"""What the confidence of an unknown verb is multiplied by."""
_POINTING = frozenset({"the", "this", "these", "those", "their", "his", "her", "its", "both"})
_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_BASE = {"verb": 0.9, "adjective": 0.8, "noun": 0.7}
"""Confidence of a frame by its part of speech, before what is uncertain in its arguments is taken off."""


class RuleExtractor:
    """Reads event mentions by the frames of a lexicon (a ``protocols.Extractor``)."""

    name = "rules"
    version = "1"

    def __init__(self, lexicon: Lexicon, back_off: bool = True) -> None:
        self.lexicon = lexicon
        self.ontology = lexicon.ontology
        self._backs_off = back_off
        self._back_off: BackOff | None = None

    def _neighbours(self, annotated: Annotated) -> BackOff | None:
        """The back-off over this parser's vectors, made once."""
        if self._backs_off and self._back_off is None:
            self._back_off = BackOff(self.lexicon, annotated.document.parse.vocab)
        return self._back_off

    def extract(self, annotated: Annotated) -> tuple[tuple[EventMention, ...], tuple[Dropped, ...]]:
        """Read one article: event mentions in text order, and what was refused."""
        reading = _ArticleReading(annotated, self.lexicon, self._neighbours(annotated))
        return reading.mentions(), tuple(reading.dropped)

    def tried(self, annotated: Annotated) -> list[Tried]:
        """The frames that were tried in vain, for "why not"."""
        reading = _ArticleReading(annotated, self.lexicon, self._neighbours(annotated))
        reading.mentions()
        return reading.frames.tried


@dataclass(slots=True)
class _Kept:
    """A match with its modality."""

    match: Match
    modality: Modality
    anchors: tuple[int, ...]


class _ArticleReading:
    def __init__(self, annotated: Annotated, lexicon: Lexicon, back_off: BackOff | None) -> None:
        self.annotated, self.lexicon, self.ontology = annotated, lexicon, lexicon.ontology
        self.context = Context(annotated, lexicon)
        self.frames = FrameReader(self.context, back_off)
        self.modality = ModalityReader(self.context)
        self.attribution = AttributionReader(self.context)
        self.setting = SettingReader(self.context)
        self.dropped: list[Dropped] = []

    def mentions(self) -> tuple[EventMention, ...]:
        matches = self._matches()
        sport = self._sport()
        kept: dict[int, _Kept] = {}
        for token, match in sorted(matches.items()):
            modality = self.modality.read(self.context.doc[token], match.support, match.effect)
            if self.context.sentence[token] in sport:
                self._drop(match, "a sentence about sport")
            elif modality.nothing:
                self._drop(match, modality.nothing)
            elif (reason := self._refused(match, modality)) is not None:
                self._drop(match, reason)
            else:
                anchors = (token,) if match.support is None else (token, match.support)
                kept[token] = _Kept(match, modality, anchors)
        triggers = frozenset(a for k in kept.values() for a in k.anchors)
        out: list[EventMention] = []
        times: dict[int, EventTime] = {}
        before: EventTime | None = None
        for token, item in sorted(kept.items()):
            mention = self._mention(token, item, triggers, kept, before)
            if mention.time is not None and mention.time.phrase:
                before = mention.time
                times |= dict.fromkeys(item.anchors, mention.time)
            out.append(self._refusal(mention, modality=item.modality))
        for n, mention in enumerate(out):
            if (
                not (mention.time and mention.time.phrase)
                and (time := self.setting.shared(kept[mention.anchor].anchors, times)) is not None
            ):
                out[n] = replace(mention, time=time)
        return (*out, *self._turns(kept))

    def _sport(self) -> set[int]:
        """The sentences that words of sport make no act of states: one in the sentence, another in its paragraph."""
        words = self.lexicon.words.get("sport", frozenset())
        found = set()
        for first, last in self.annotated.document.paragraphs:
            hits = [t for t in self.context.doc[first:last] if t.lower_ in words]
            if len({t.lower_ for t in hits}) > 1:
                found |= {self.context.sentence[t.i] for t in hits}
        return found

    # ---------------------------------------------------------------------------------------------------------- matches

    def _matches(self) -> dict[int, Match]:
        """The best match of each word, without words that belong to another match."""
        found: dict[int, Match] = {}
        for token in self.context.doc:
            if (
                token.pos_ in ("VERB", "NOUN", "PROPN", "ADJ", "AUX", "ADV")
                and (match := self.frames.read(token)) is not None
            ):
                found[token.i] = match
        for token, match in sorted(found.items()):
            for word in match.words:
                if word != token and word in found:
                    del found[word]
        for token, match in sorted(found.items()):
            if token not in found:
                continue
            if match.support is not None and match.support in found and match.relation == "object":
                verb = found[match.support]  # "hold talks": one event, told by the more exact
                exact = bool(verb.documents) or any(
                    c.startswith(("@", "=")) for cs in verb.frame.where.values() for c in cs
                )
                del found[token if exact else match.support]
        heads = {
            head for match in found.values() for head in match.document_heads
        }  # "sign an agreement": no act of its own
        heads |= {
            h
            for m in found.values()
            for h in m.swallowed
            if h != m.token and h not in {a for _, a in m.related} and h in found and found[h].frame.pos == "noun"
        }
        return {t: m for t, m in found.items() if t not in heads}

    def _refused(self, match: Match, modality: Modality) -> str | None:
        """Why a match with its arguments is no event of its own, or None."""
        if not self.ontology.is_a(match.frame.event, "Statement"):
            return None
        if modality.status == "unknown":
            return "an act of saying that is only possible"
        speakers = [self.context.chains[f.chain] for f in match.fillers if self.ontology.side(f.role) == "initiator"]
        if match.frame.event == "Statement":
            if speakers and all(c.type == "MediaOrganization" for c in speakers):
                return "a report by a news medium: kept as attribution"
            if not speakers:
                return "no speaker"
            if all(c.type == "AgentGroup" and not c.members and not c.state for c in speakers):
                return "the speakers are not named"
        return None

    def _drop(self, match: Match, reason: str) -> None:
        token = self.context.doc[match.token]
        span = self.context.document.span(token.i, token.i + 1)
        self.dropped.append(Dropped("extract", reason, span, f"{match.frame.event} by {match.frame.id}"))

    # --------------------------------------------------------------------------------------------------------- mentions

    def _mention(
        self, token: int, item: _Kept, triggers: frozenset[int], kept: dict[int, _Kept], before: EventTime | None
    ) -> EventMention:
        match, modality = item.match, item.modality
        frame = match.frame
        head = self.context.doc[match.support if match.support is not None else token]
        saying = self.ontology.is_a(frame.event, "CommunicativeAct")
        attribution = self.attribution.read(head, saying)
        speakers = {f.chain for f in match.fillers if saying and self.ontology.side(f.role) == "initiator"}
        if speakers and set(attribution.sources) <= speakers:
            attribution = Attribution()
        elif speakers & set(attribution.sources):
            attribution = Attribution(attribution.type, tuple(s for s in attribution.sources if s not in speakers))
        taken = frozenset(f.mention.first for f in match.fillers if f.mention is not None)
        roles = self.ontology.roles(frame.event)
        places = (
            self.setting.places(item.anchors, taken) if "destination" not in {f.role for f in match.fillers} else []
        )
        words = (
            self.context.document.span(min(match.words), max(match.words) + 1)
            if max(match.words) - min(match.words) < 4
            else self.context.document.span(token, token + 1)
        )
        status = frame.status if frame.status and modality.status == "occurred" else modality.status
        time = self.setting.time(item.anchors, triggers, modality, before)
        published = self.annotated.article.published
        if status in ("occurred", "ongoing") and time and time.earliest and published and time.earliest > published:
            status = "planned"  # "leaves tomorrow": the present tense of what is to come
        return EventMention(
            type=frame.event,
            frame=frame.id,
            trigger=words,
            anchor=token,
            evidence=self._evidence(head, token, match),
            fillers=(*match.fillers, *[p for p in places if p.role in roles]),
            status=status,
            polarity=modality.polarity,
            certainty=modality.certainty,
            attribution=attribution,
            time=time,
            confidence=self._confidence(match),
            related=match.related,
            instruments=match.documents,
            content=self._content(match, kept),
            concerns=match.concerns,
            plover=frame.plover,
            ordinal=self._ordinal(self.context.doc[token]),
            depth=sum(a.dep_ in _CLAUSAL for a in (head, *head.ancestors))
            + (frame.pos == "noun" and match.support is None)
            + (self.context.doc[token].dep_ == "amod"),
            definite=any(
                c.lower_ in _POINTING
                for h in ((token,) if match.frame.pos == "noun" else match.swallowed)
                for c in self.context.grammar.kids(self.context.doc[h], "det", "poss")
            ),
            weak=frame.weak,
            notes=(
                *(f"{f.role}: {f.path}" for f in match.fillers),
                *(
                    [f"back-off: nearest verb of {frame.id}, cosine {match.similarity}"]
                    if match.similarity is not None
                    else []
                ),
            ),
        )

    def _refusal(self, mention: EventMention, modality: Modality) -> EventMention:
        """An act of cooperation that a party says it will not do is the party's refusal (PLOVER: REJECT)."""
        if (
            modality.polarity != "negated"
            or modality.tense != "future"
            or self.ontology.is_a(mention.type, "Rejection")
        ):
            return mention
        code = mention.plover.partition("-")[0] if mention.plover else (self.ontology.plover(mention.type) or ("",))[0]
        actors = [f for f in mention.fillers if self.ontology.side(f.role) == "initiator" or f.role == "meetingParty"]
        if code not in _COOPERATIVE or not actors:
            return mention
        others = [f for f in mention.fillers if self.ontology.side(f.role) == "recipient"]
        fillers = (*(replace(f, role="speaker") for f in actors[:1]), *(replace(f, role="target") for f in others))
        return replace(
            mention,
            type="Rejection",
            status="occurred",
            polarity="affirmed",
            fillers=fillers,
            plover=None,
            related=(),
            instruments=(),
        )

    def _evidence(self, head: Token, token: int, match: Match) -> Span:
        first, last = self.context.clause(head)
        for f in match.fillers:
            if (
                f.mention is not None
                and f.mention.span.part == "text"
                and self.context.sentence[f.mention.first] == self.context.sentence[token]
            ):
                first, last = min(first, f.mention.first), max(last, f.mention.last)
        first, last = self.context.bounded(min(first, *match.words), max(last, *(w + 1 for w in match.words)), token)
        return self.context.document.span(first, last)

    def _content(self, match: Match, kept: dict[int, _Kept]) -> tuple[tuple[Span, str, int | None], ...]:
        out = []
        for head in match.contents:
            token = self.context.doc[head]
            first, last = self.context.clause(token)
            polarity = self.modality.read(token, None, None).polarity if token.pos_ in ("VERB", "AUX") else "affirmed"
            inner = head if head in kept else next((k for k in sorted(kept) if kept[k].match.support == head), None)
            if inner is None and token.pos_ in ("VERB", "AUX"):
                inner = next(
                    (
                        k
                        for c in self.context.grammar.kids(token, "acomp", "attr", "xcomp", "dobj")
                        for k in (c.i,)
                        if k in kept
                    ),
                    None,
                )
            out.append((self.context.document.span(first, last), polarity, inner))
        return tuple(out)

    def _confidence(self, match: Match) -> float:
        value = _BASE[match.frame.pos] + (0.12 if match.support is not None else 0)
        for filler in match.fillers:
            value *= (
                1
                if filler.mention is None or filler.mention.kind in ("name", "nominal", "group")
                else filler.mention.confidence**0.5
            )
            value *= 0.9 if filler.found_by == "default" or " of " in filler.path else 1
        if match.similarity is not None:  # a neighbour's reading
            value *= _BACK_OFF
        return round(max(value, 0.05), 2)

    def _ordinal(self, token: Token) -> int | None:
        for child in self.context.grammar.children[token.i]:
            if child.dep_ in ("amod", "nummod", "compound"):
                if child.lower_ in _ORDINALS:
                    return _ORDINALS[child.lower_]
                digits = child.lower_.rstrip("stndrh")
                if child.ent_type_ == "ORDINAL" and digits.isdigit() and int(digits) > 0:
                    return int(digits)
        return None

    # ------------------------------------------------------------------------------------------------------------ turns

    def _turns(self, kept: dict[int, _Kept]) -> list[EventMention]:
        """A turn of a transcript is a statement of its speaker."""
        out = []
        for quote in self.annotated.quotes:
            if not quote.turn or quote.speaker is None or quote.last - quote.first < 4:
                continue
            sentences = [s for s in self.context.doc[quote.first : quote.last].sents if len(s) > 3]
            if not sentences:
                continue
            first, last = self.context.bounded(quote.first, sentences[0].end, quote.first)
            chain = self.context.chains[quote.speaker]
            mention = chain.mentions[0] if chain.mentions else None
            time = self.setting.time((quote.first,), frozenset(), Modality(), None)
            out.append(
                EventMention(
                    type="Statement",
                    frame="turn",
                    trigger=self.context.document.span(quote.first, quote.first + 1),
                    anchor=quote.first,
                    evidence=self.context.document.span(first, last),
                    fillers=(RoleFiller("speaker", quote.speaker, mention, "turn of a transcript"),),
                    status="occurred",
                    polarity="affirmed",
                    certainty="certain",
                    attribution=Attribution(),
                    time=replace(time, phrase=None) if time else None,
                    confidence=0.8,
                )
            )
        return out
