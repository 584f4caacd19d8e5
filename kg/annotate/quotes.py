"""Finds quoted words, also over paragraphs, and the turns of a transcript, with the mention that speaks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.annotate.nominals import load_nominals
from kg.annotate.text import SUBJECTS, Text

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["Passage", "find_passages"]

_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")
_STRAIGHT = ('"', "``", "''")
_LONG = 6
"""A quote of this many tokens is a sentence of its own, and can have its speaker from the quote before."""
_UNCLOSED = 4
"""A quote that the paragraph's end closes has at least this many tokens; what is shorter is a stray mark."""
_AFTER = 12
"""The verb of saying after a quote that ends its sentence stands within this many tokens."""
_UP = 4
"""Steps up from a verb without a subject to the verb whose subject it shares."""
_TURN_NAME = 8
"""A turn's name is at most this many tokens before its colon."""
_NAME_MARKS = (".", "-", "(", ")", ",")
"""Marks inside the name of a turn: "MR. A. B. SMITH (Treasury)"."""
_QUESTION = re.compile(r"^(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|MODERATOR|Moderator)\b")
"""Heads of turns that no one known speaks."""
_ASKED, _ASKED_LENGTH = "Q", 4
"""The letter that heads a question without a colon, and how many tokens such a paragraph has at least."""


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


class _Teller(NamedTuple):
    """Who tells a quote: the tokens of the verb of saying and of its subject's head."""

    verb: int | None
    speaker: int | None


def find_passages(text: Text) -> list[Passage]:
    """Quotes and turns, in text order."""
    turns = _turns(text)
    found: list[Passage] = []
    last_speaker: int | None = None
    for first, last in text.document.paragraphs:
        in_turn = any(turn.first <= first < turn.last for turn in turns)
        for begin, end in _quotes(text.words, first, last):
            verb, speaker = _teller(text.tokens, begin, end, first, last)
            if end - begin >= _LONG:
                # a paragraph that is a quote, or a second quote in one, goes on with the one who spoke
                goes_on = begin - first <= 1 or (bool(found) and found[-1].first >= first)
                if speaker is None and goes_on and not in_turn:
                    speaker = last_speaker
                last_speaker = last_speaker if speaker is None else speaker
            found.append(Passage(begin, end, speaker, verb))
    return sorted([*found, *turns], key=lambda p: (p.first, -p.last))


def _quotes(words: Sequence[str], first: int, last: int) -> list[tuple[int, int]]:
    """Quoted ranges of one paragraph; an unclosed quote runs to the paragraph's end (it goes on in the next)."""
    found, start, straight = [], None, False
    for i in range(first, last):
        word = words[i]
        if word[0] in _OPEN and start is None:
            start = i + 1
        elif word[-1] in _CLOSE and start is not None and not straight:
            found.append((start, i))
            start = None
        elif word in _STRAIGHT:
            if start is None:
                start, straight = i + 1, True
            else:
                found.append((start, i))
                start, straight = None, False
    if start is not None and last - start >= _UNCLOSED:
        found.append((start, last))
    return [(begin, end) for begin, end in found if end > begin]


# ---------------------------------------------------------------------------------------------------- who tells a quote


def _teller(tokens: Sequence[Token], first: int, last: int, begin: int, end: int) -> _Teller:
    """Who tells a quote, by a verb of saying in the sentence of its end, after it, or in that of its beginning.

    Args:
        tokens: All tokens.
        first: The quote's first token.
        last: The token after its last.
        begin: The paragraph's first token.
        end: The token after its last.
    """
    quote, paragraph = range(first, last), range(begin, end)
    return (
        _beside(tokens[last - 1].sent, quote, paragraph)
        or (_after(tokens[min(last + 1, end - 1)].sent, last) if last < end else None)
        or _beside(tokens[first].sent, quote, paragraph)
        or _Teller(None, None)
    )


def _beside(sentence: Span, quote: range, paragraph: range) -> _Teller | None:
    """The nearest verb of saying of a sentence outside the quote whose subject is outside too."""
    verbs = [t for t in sentence if t.i not in quote and t.i in paragraph and _is_saying(t, ("VERB", "AUX"))]
    verbs.sort(key=lambda t: min(abs(t.i - quote.start), abs(t.i - quote.stop)))
    for verb in verbs:
        subject = _subject(verb)
        if subject is not None and subject.i not in quote:
            return _Teller(verb.i, subject.i)
    return None


def _after(sentence: Span, last: int) -> _Teller | None:
    """The verb of saying after a quote whose mark closed a sentence of its own: "…." Wang said."""
    if sentence.start < last - 1:
        return None
    for verb in sentence:
        if last <= verb.i <= last + _AFTER and _is_saying(verb, ("VERB",)):
            subject = _subject(verb)
            if subject is not None:
                return _Teller(verb.i, subject.i)
    return None


def _is_saying(token: Token, parts: Sequence[str]) -> bool:
    return token.pos_ in parts and token.lemma_ in load_nominals().saying


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it shares one with."""
    at = verb
    for _ in range(_UP):
        for child in at.children:
            if child.dep_ in SUBJECTS and child.lower_ not in ("which", "that"):
                return child
        if at.dep_ not in ("conj", "advcl", "xcomp") or at.head.pos_ not in ("VERB", "AUX"):
            return None
        at = at.head
    return None


# ---------------------------------------------------------------------------------------------------------------- turns


def _turns(text: Text) -> list[Passage]:
    """Turns of a transcript: paragraphs headed "Name:"; one runs up to the next; fewer than two are none."""
    words = text.words
    heads: list[tuple[int, int, int | None]] = []  # the paragraph, the first word spoken, the last word of the name
    names: list[str] = []
    for first, last in text.document.paragraphs:
        reach = range(first + 1, min(first + _TURN_NAME, last))
        colon = next((i for i in reach if words[i] == ":"), None)
        if colon is None or last - colon < 2:
            if words[first] == _ASKED and last - first >= _ASKED_LENGTH:
                heads.append((first, first + 1, None))
        elif _is_turn_name(text.tokens[first:colon]):
            heads.append((first, colon + 1, None if _QUESTION.match(words[first]) else colon - 1))
            names.append(text.phrase(first, colon))
    if len(heads) < 2 or not any(names.count(name) > 1 or len(name.split()) > 1 for name in names):
        return []  # "WATCH: …" is no turn
    ends = [first for first, _, _ in heads[1:]] + [len(words)]
    turns = zip(heads, ends, strict=True)
    return [Passage(start, end, speaker, turn=True) for (_, start, speaker), end in turns if start < end]


def _is_turn_name(before: Sequence[Token]) -> bool:
    """Whether what stands before a colon is a name: words and a name's marks alone, half of the words capital."""
    if not all(t.text[0].isalpha() or t.text in _NAME_MARKS for t in before):
        return False
    return 2 * sum(t.text[0].isupper() for t in before) >= sum(t.is_alpha for t in before)
