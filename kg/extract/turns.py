"""Turns of a transcript ("Name: …"), each a statement of its speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.context import Context
from kg.extract.setting import SettingReader
from kg.extract.status import Modality
from kg.model import Attribution, EventMention, Quote, RoleFiller

__all__ = ["turns"]

_SHORTEST = 4
"""Tokens of a turn, and of the sentence quoted from it, at least."""
_CONFIDENCE = 0.8


def turns(context: Context, setting: SettingReader) -> Iterator[EventMention]:
    """The turns of an article.

    Args:
        context: The article.
        setting: Gives them their days.
    """
    for quote in context.annotated.quotes:
        if quote.turn and quote.speaker is not None and quote.last - quote.first >= _SHORTEST:
            yield from _statement(context, setting, quote, quote.speaker)


def _statement(context: Context, setting: SettingReader, quote: Quote, speaker: int) -> Iterator[EventMention]:
    words = context.words[quote.first : quote.last]
    end = next((word.last for word in words if word.last - word.first >= _SHORTEST), None)
    if end is None:
        return
    mentions = context.chains[speaker].mentions
    mention = mentions[0] if mentions else None
    time = setting.time((quote.first,), frozenset(), Modality(), None)
    yield EventMention(
        type="Statement",
        frame="turn",
        trigger=context.document.span(quote.first, quote.first + 1),
        anchor=quote.first,
        evidence=context.document.span(*context.clauses.bounded(quote.first, end, quote.first)),
        fillers=(RoleFiller("speaker", speaker, mention, "turn of a transcript"),),
        status="occurred",
        polarity="affirmed",
        certainty="certain",
        attribution=Attribution(),
        time=replace(time, phrase=None) if time else None,
        confidence=_CONFIDENCE,
    )
