"""Why something was read from a sentence, or nothing: each frame tried on each word, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.model import Annotated, Article, Dropped, Event, EventMention, Quarantined, Span

if TYPE_CHECKING:
    from kg.extract.lexicon import Lexicon
    from kg.pipeline import Builder

__all__ = ["Named", "Step", "Trace", "locate", "trace"]


@dataclass(frozen=True, slots=True)
class Named:
    """Words that stand for somebody or something: what, of which class."""

    words: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Step:
    """One frame on one word.

    ``outcome`` is ``read`` (``reason`` is there where the word is unknown and that of a near one was taken), ``joined``
    (with an event told elsewhere too), ``tried`` (an argument was missing, or another frame goes before), ``dropped``
    (by the stage that ``reason`` begins with) or ``part`` (the word belongs to what another one tells).
    """

    word: Span
    frame: str
    event: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What came of one sentence: whom it names, its events, every frame tried, verbs for which there is none."""

    sentence: Span
    named: tuple[Named, ...]
    events: tuple[Event, ...]
    quarantined: tuple[Quarantined, ...]
    steps: tuple[Step, ...]
    without: tuple[str, ...]


def locate(article: Article, *, words: str | None = None, at: tuple[int, int] | None = None) -> tuple[int, int]:
    """Where in ``article.reading`` something stands.

    Args:
        article: The article.
        words: Words of it; white space may differ.
        at: Code points in its text (as the export gives them), in place of words.

    Raises:
        UsageError: The article does not have the words, or is shorter.
    """
    if words is not None:
        found = re.search(r"\s+".join(map(re.escape, words.split())), article.reading) if words.split() else None
        if found is None:
            raise UsageError(f"article {article.id} does not have the words {words!r}; copy them from its text")
        return found.span()
    first, last = at or (0, len(article.text))
    if not 0 <= first < last <= len(article.text):
        raise UsageError(
            f"article {article.id}: no words stand at {first}-{last}; offsets go from 0 to {len(article.text)}"
        )
    shift = len(article.reading) - len(article.text)
    return first + shift, last + shift


def trace(
    article: Article, builder: Builder, lexicon: Lexicon, within: tuple[int, int] | None = None
) -> Iterator[Trace]:
    """Read an article again and follow what came of its sentences.

    Args:
        article: The article, or a text taken for one.
        builder: What reads it.
        lexicon: The lexicon that the builder reads with.
        within: Only sentences that share code points of ``article.reading`` with this stretch.

    Raises:
        UsageError: The article cannot be read at all.
    """
    result = next(iter(builder.build([article])))
    if result.error:
        raise UsageError(f"{result.error}; there is nothing to follow")
    stages = builder.stages
    annotated = stages.annotator.annotate(next(iter(stages.parser.parse([article]))))
    mentions, _ = stages.extractor.extract(annotated)
    # only an extractor by frames can tell what it tried
    tried = stages.extractor.tried(annotated) if hasattr(stages.extractor, "tried") else []
    told = _Told(annotated, lexicon, result.events, mentions, tried, result.dropped)
    document = annotated.document
    for sentence in document.parse.sents:
        first, last = document.starts[sentence.start], document.ends[sentence.end - 1]
        if within is None or (first < within[1] and within[0] < last):
            where = document.span(sentence.start, sentence.end)
            yield Trace(
                where,
                tuple(told.named(sentence.start, sentence.end)),
                tuple(told.events(sentence.start, sentence.end)),
                tuple(q for q in result.quarantined if q.quote and q.quote in where.text),
                tuple(told.steps(sentence.start, sentence.end)),
                tuple(told.without(sentence.start, sentence.end)),
            )


class _Told:
    """What is known of an article's reading, asked by range of tokens."""

    def __init__(
        self,
        annotated: Annotated,
        lexicon: Lexicon,
        events: Sequence[Event],
        mentions: Sequence[EventMention],
        tried: Sequence[Any],
        dropped: Sequence[Dropped],
    ) -> None:
        self._annotated, self._lexicon, self._mentions, self._tried = annotated, lexicon, mentions, tried
        self._document, self._parse = annotated.document, annotated.document.parse
        self._dropped = dropped
        self._event_at = {_where(claim.trigger): event for event in events for claim in event.claims}
        self._events = events

    def named(self, first: int, last: int) -> Iterator[Named]:
        """Whom or what the words stand for, in text order, each once."""
        found = [
            (mention.first, Named(mention.span.text, chain.name, chain.type))
            for chain in self._annotated.chains
            for mention in chain.mentions
            if first <= mention.head < last
        ]
        yield from dict.fromkeys(named for _, named in sorted(found, key=lambda pair: pair[0]))

    def events(self, first: int, last: int) -> Iterator[Event]:
        """Events that the sentence tells, those joined from several sentences too."""
        for event in self._events:
            if any(self._inside(claim.trigger, first, last) for claim in event.claims):
                yield event

    def steps(self, first: int, last: int) -> Iterator[Step]:
        """What came of each frame on each word, in text order, the frames that were read first."""
        steps = [*self._read(first, last), *self._in_vain(first, last)]
        steps += self._refused(first, last)
        seen = {_where(step.word) for step in steps}
        steps += (step for step in self._parts(first, last) if _where(step.word) not in seen)
        order = {"read": 0, "joined": 0, "dropped": 1, "tried": 2, "part": 3}
        yield from sorted(
            dict.fromkeys(steps), key=lambda s: (s.word.part == "text", s.word.start, order[s.outcome], s.frame)
        )

    def _read(self, first: int, last: int) -> Iterator[Step]:
        for mention in self._mentions:
            if not first <= mention.anchor < last:
                continue
            event = self._event_at.get(_where(mention.trigger))
            if event is None:
                yield Step(mention.trigger, mention.frame, mention.type, "dropped", "events: told by another word too")
            elif len(event.claims) > 1:
                others = [c.trigger.text for c in event.claims if _where(c.trigger) != _where(mention.trigger)]
                reason = f"one event with “{'”, “'.join(others)}”"
                yield Step(mention.trigger, mention.frame, event.type, "joined", reason)
            else:
                guessed = "; ".join(note for note in mention.notes if note.startswith("back-off"))
                yield Step(mention.trigger, mention.frame, event.type, "read", guessed)

    def _in_vain(self, first: int, last: int) -> Iterator[Step]:
        frames = self._lexicon.frames
        for one in self._tried:
            itself = one.reason.startswith(f"{one.frame} ")  # it was tried by a shorter word of its own too
            if first <= one.token < last and one.frame in frames and not itself:
                word = self._document.span(one.token, one.token + 1)
                yield Step(word, one.frame, frames[one.frame].event, "tried", one.reason)

    def _refused(self, first: int, last: int) -> Iterator[Step]:
        for one in self._dropped:
            if one.span is not None and self._inside(one.span, first, last):
                event, _, frame = one.what.partition(" by ")
                yield Step(one.span, frame, event, "dropped", f"{one.stage}: {one.reason}")

    def _parts(self, first: int, last: int) -> Iterator[Step]:
        """Words with frames of their own that were taken for a part of another word's event."""
        for token in self._parse[first:last]:
            pos = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}.get(token.pos_)
            entries = self._lexicon.by_head.get((pos, token.lemma_.lower()), ()) if pos else ()
            alone = [frame for words, frame in entries if len(words) == 1]
            if alone:
                word = self._document.span(token.i, token.i + 1)
                yield Step(word, alone[0].id, alone[0].event, "part", "belongs to what another word tells")

    def without(self, first: int, last: int) -> Iterator[str]:
        """Verbs that no frame and no list of the lexicon knows, in text order."""
        lexicon = self._lexicon
        known = lexicon.supports.keys() | lexicon.operators.keys()
        for token in self._parse[first:last]:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and ("verb", lemma) not in lexicon.by_head and lemma not in known:
                yield lemma

    def _inside(self, span: Span, first: int, last: int) -> bool:
        sentence = self._document.span(first, last)
        return span.part == sentence.part and sentence.start <= span.start and span.end <= sentence.end


def _where(span: Span) -> tuple[str, int, int]:
    return span.part, span.start, span.end
