"""Finds quoted words, also over paragraphs, and the turns of a transcript, with the mention that speaks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate.nominals import load_nominals

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Passage", "find_passages"]

_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")
_TURN_NAME = 8
"""A turn's name is at most this many tokens before its colon."""
_QUESTION = re.compile(r"^(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|MODERATOR|Moderator)\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that somebody speaks: token range (marks left out), the head token of the speaker, and whether a turn.

    ``verb`` is the verb of saying beside a quote; None for a turn, or where the speaker is carried on.
    """

    first: int
    last: int
    speaker: int | None = None
    verb: int | None = None
    turn: bool = False


def find_passages(doc: Doc, paragraphs: Sequence[tuple[int, int]]) -> list[Passage]:
    """Quotes and turns, in text order.

    Args:
        doc: A parse.
        paragraphs: Token ranges of the paragraphs.
    """
    turns = _turns(doc, paragraphs)
    saying = load_nominals().saying
    found: list[Passage] = []
    last_speaker: int | None = None
    for first, last in paragraphs:
        inside = next((t for t in turns if t.first <= first < t.last), None)
        for quote_first, quote_last in _quotes(doc, first, last):
            if quote_last - quote_first < 1:
                continue
            verb, speaker = _speaker(doc, quote_first, quote_last, first, last, saying)
            long = quote_last - quote_first > 5
            if speaker is None and long and inside is None:
                # a paragraph that is a quote, or a second quote in one, goes on with the one who spoke
                speaker = last_speaker if quote_first - first <= 1 or any(p.first >= first for p in found) else None
            if speaker is not None and long:
                last_speaker = speaker
            found.append(Passage(quote_first, quote_last, speaker, verb))
    return sorted([*found, *turns], key=lambda p: (p.first, -p.last))


def _quotes(doc: Doc, first: int, last: int) -> list[tuple[int, int]]:
    """Quoted ranges of one paragraph; an unclosed quote runs to the paragraph's end (it goes on in the next)."""
    found, start, straight = [], None, False
    for i in range(first, last):
        text = doc[i].text
        if text[0] in _OPEN and start is None:
            start = i + 1
        elif text[-1] in _CLOSE and start is not None and not straight:
            found.append((start, i))
            start = None
        elif text in ('"', "``", "''"):
            if start is None:
                start, straight = i + 1, True
            else:
                found.append((start, i))
                start, straight = None, False
    if start is not None and last - start > 3:
        found.append((start, last))
    return [(a, b) for a, b in found if b > a]


def _speaker(doc: Doc, first: int, last: int, begin: int, end: int, saying: frozenset[str]) -> tuple[int | None, int | None]:
    """The verb of saying beside a quote and its subject's head, in the sentence of its end or of its beginning."""
    for edge in (last - 1, first):
        sentence = doc[min(edge, end - 1)].sent
        verbs = [t for t in sentence if not first <= t.i < last and begin <= t.i < end and t.lemma_ in saying and t.pos_ in ("VERB", "AUX")]
        verbs.sort(key=lambda t: min(abs(t.i - first), abs(t.i - last)))
        for verb in verbs:
            subject = _subject(verb)
            if subject is not None and not first <= subject.i < last:
                return verb.i, subject.i
        if last < end:  # the mark closed a sentence of its own: "…." Wang said
            following = doc[min(last + 1, end - 1)].sent
            for verb in [t for t in following if t.lemma_ in saying and t.pos_ == "VERB" and t.i - last <= 12 and t.i >= last]:
                subject = _subject(verb)
                if subject is not None and following.start >= last - 1:
                    return verb.i, subject.i
    return None, None


def _subject(verb: Token) -> Token | None:
    at = verb
    for _ in range(4):
        for child in at.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ not in ("which", "that"):
                return child
        if at.dep_ in ("conj", "advcl", "xcomp") and at.head.pos_ in ("VERB", "AUX"):
            at = at.head
        else:
            break
    return None


def _turns(doc: Doc, paragraphs: Sequence[tuple[int, int]]) -> list[Passage]:
    """Turns of a transcript: paragraphs headed "Name:"; one runs up to the next; fewer than two are none."""
    heads: list[tuple[int, int, int | None]] = []
    names: list[str] = []
    for first, last in paragraphs:
        colon = next((i for i in range(first + 1, min(first + _TURN_NAME, last)) if doc[i].text == ":"), None)
        if colon is None or last - colon < 2:
            if _QUESTION.match(doc[first].text) and last - first > 3 and doc[first].text == "Q":
                heads.append((first, first + 1, None))
            continue
        name = [t for t in doc[first:colon] if t.is_alpha or t.text in (".", "-", "(", ")", ",") or t.text[0].isalpha()]
        capital = [t for t in name if t.text[0].isupper()]
        if len(name) == colon - first and 2 * len(capital) >= len([t for t in name if t.is_alpha]):
            question = bool(_QUESTION.match(doc[first].text))
            heads.append((first, colon + 1, None if question else colon - 1))
            names.append(doc[first:colon].text)
    if len(heads) < 2 or not any(names.count(n) > 1 or len(n.split()) > 1 for n in names):
        return []  # "WATCH: …" is no turn
    ends = [h[0] for h in heads[1:]] + [paragraphs[-1][1]]
    return [Passage(start, end, speaker, turn=True) for (_, start, speaker), end in zip(heads, ends, strict=True) if start < end]
