"""The rule extractor: frames matched on every word, then modality, attribution, time and place of each telling."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.backoff import BackOff
from kg.extract.choice import choose, is_by_the_way, refusal, sport_sentences
from kg.extract.context import Context
from kg.extract.frames import FrameReader, Match, Tried
from kg.extract.lexicon import Lexicon
from kg.extract.modality import ModalityReader
from kg.extract.patterns import Patterns
from kg.extract.tellings import Kept, Tellings
from kg.extract.turns import turns
from kg.model import Annotated, Dropped, EventMention

__all__ = ["RuleExtractor"]


class RuleExtractor:
    """Reads event mentions by the frames of a lexicon (a ``protocols.Extractor``).

    Args:
        lexicon: The frames, and all that is known of words.
        back_off: Read verbs that the lexicon does not have like the verbs nearest to them in meaning.
    """

    name = "rules"
    version = "1"

    def __init__(self, lexicon: Lexicon, back_off: bool = True) -> None:
        self.lexicon = lexicon
        self.patterns = Patterns(lexicon)
        self._backs_off = back_off
        self._back_off: BackOff | None = None

    def extract(self, annotated: Annotated) -> tuple[tuple[EventMention, ...], tuple[Dropped, ...]]:
        """Read one article: event mentions in text order, and what was refused with its reason."""
        context = Context(annotated, self.lexicon)
        matches = choose(context, self._frames(context).read)
        modality = ModalityReader(context)
        kept, dropped = _kept(context, modality, matches)
        tellings = Tellings(context, modality, kept)
        return (*tellings.all(), *turns(context, tellings.setting)), dropped

    def tried(self, annotated: Annotated) -> list[Tried]:
        """The frames that were tried in vain, for "why not"."""
        context = Context(annotated, self.lexicon)
        frames = self._frames(context, follow=True)
        choose(context, frames.read)
        return frames.tried

    def _frames(self, context: Context, follow: bool = False) -> FrameReader:
        if self._backs_off and self._back_off is None:  # over this parser's vectors, made once
            self._back_off = BackOff(self.lexicon, context.document.parse.vocab)
        return FrameReader(context, self.patterns, self._back_off, follow)


def _kept(
    context: Context, modality: ModalityReader, matches: Mapping[int, Match]
) -> tuple[dict[int, Kept], tuple[Dropped, ...]]:
    """The matches that tell events, each with its modality, and those that do not, with the reason."""
    words, sport = context.words, sport_sentences(context)
    found = {token: modality.read(words[token], match.support, match.effect) for token, match in matches.items()}
    reasons = {
        token: "a sentence about sport" if words[token].sentence in sport else refusal(context, match, found[token])
        for token, match in matches.items()
    }
    aside = {token for token, match in matches.items() if reasons[token] is None and is_by_the_way(context, match)}
    telling = {words[token].sentence for token in matches if reasons[token] is None and token not in aside}
    reasons |= {token: "only says which are meant" for token in aside if words[token].sentence in telling}
    dropped = (
        Dropped("extract", reason, context.document.span(token, token + 1), f"{match.frame.event} by {match.frame.id}")
        for token, match in matches.items()
        if (reason := reasons[token]) is not None
    )
    kept = {token: Kept(match, found[token]) for token, match in matches.items() if reasons[token] is None}
    return kept, tuple(dropped)
