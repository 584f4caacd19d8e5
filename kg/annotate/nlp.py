"""The spaCy pipeline: articles to parsed documents, one parse an article, offsets kept exactly.

White space is no token (double spaces, no-break spaces and line breaks cost the parser accuracy); a paragraph always
begins a sentence; headlines in capitals or title case are put into running case before they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.annotate.mends import mend
from kg.annotate.nominals import common_words, load_grammar, load_nominals
from kg.config import Settings
from kg.errors import ConfigError
from kg.model import Article, Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Parser"]

_BREAK = re.compile(r"\n\s*\n|\n")
_WRAPPED = 60
"""A line at least this long that ends without a full stop goes on in the next line (code points)."""
_ENDS = '.!?:”"’)'
"""Marks that end a line which the next does not go on with."""
_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_DATELINE = 14
"""A dateline is at most this many tokens."""
_DASHES = frozenset({"—", "–", "--", "-", "―"})
_HEADLINE_WORDS = range(3, 25)
"""How many words a headline has; a longer paragraph is none."""
_LONG_WORD = 4
"""A word is long from this many code points on: no small word, which a headline may leave in lower case."""
_CAPITALS, _LONG_CAPITALS, _SHOUTING = 0.6, 0.8, 0.7
"""Shares in a headline of words, and of long words, with a capital; in a loud one of words all in capitals."""


class _Layout(NamedTuple):
    """Where the tokens of an article stand; see ``model.Document``."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]
    datelines: tuple[tuple[int, int], ...]


class Parser:
    """Parses articles with the spaCy pipeline that ``settings.model`` names.

    Raises:
        ConfigError: The model is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.nlp = _load(settings.model)

    def parse(self, articles: Iterable[Article]) -> Iterator[Document]:
        """Parse articles in batches of ``settings.batch``; one document an article, in order, memory constant."""
        tokenised = ((*self._tokenised(article), article) for article in articles)
        pairs = ((doc, (article, layout)) for doc, layout, article in tokenised)
        for doc, (article, layout) in self.nlp.pipe(pairs, as_tuples=True, batch_size=self.settings.batch):
            _mend_lemmas(doc)
            mend(doc)
            yield Document(article, doc, layout.starts, layout.ends, layout.paragraphs, layout.datelines)

    def _tokenised(self, article: Article) -> tuple[Doc, _Layout]:
        """An article's tokens without white space, headlines in running case, sentence bounds set where sure."""
        from spacy.tokens import Doc

        reading = article.reading
        raw = self.nlp.make_doc(reading.replace("\u00a0", " "))
        kept = [t for t in raw if not t.is_space]
        words = [t.text for t in kept]
        starts = tuple(t.idx for t in kept)
        ends = tuple(t.idx + len(t.text) for t in kept)
        paragraphs = _paragraphs(starts, _paragraph_starts(reading))
        datelines = tuple(_datelines(words, paragraphs))
        begins = {first for first, _ in paragraphs} | {last for _, last in datelines}
        _running_case(words, paragraphs)
        for first, last in datelines:
            _lower_place(words, first, last)
        spaces = [end < following for end, following in zip(ends, (*starts[1:], *ends[-1:]), strict=True)]
        # Given to the constructor: the setter of a token looks through the document each time, 6 ms an article.
        sure: list[bool | int | None] = [
            True if i in begins else False if word[0].islower() or (i and _goes_on(words[i - 1], word)) else None
            for i, word in enumerate(words)
        ]
        doc = Doc(raw.vocab, words=words, spaces=spaces, sent_starts=sure)
        return doc, _Layout(starts, ends, paragraphs, datelines)


def _paragraphs(starts: tuple[int, ...], edges: list[int]) -> tuple[tuple[int, int], ...]:
    """Token ranges of the paragraphs, from the code points of tokens and of the paragraphs' beginnings."""
    first, at = [0] if starts else [], 0
    for i, start in enumerate(starts):
        begins = False
        while at < len(edges) and edges[at] <= start:
            begins, at = True, at + 1
        if begins and i:
            first.append(i)
    return tuple(pairwise((*first, len(starts))))


def _datelines(words: list[str], paragraphs: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Token ranges of datelines with their dash ("JAKARTA, May 14 (Agency) —", "Lima (Agency) -").

    A dateline opens a paragraph with a place in capitals, or closes with the agency in brackets before the dash.
    """
    small = load_grammar().small
    for first, last in paragraphs:
        reach = range(first + 1, min(first + _DATELINE, last - 1))
        dash = next((i for i in reach if words[i] in _DASHES), None)
        if dash is None or any(w.islower() and w not in small for w in words[first:dash]):
            continue
        loud = words[first].isupper() and len(words[first]) > 2
        if loud or (words[first].istitle() and words[dash - 1] == ")" and "(" in words[first:dash]):
            yield first, dash + 1


def _goes_on(word: str, following: str) -> bool:
    """Whether a full stop after ``word`` belongs to it, so that no sentence ends there."""
    grammar = load_grammar()
    return word in grammar.abbreviations or (bool(_INITIALS.fullmatch(word)) and following not in grammar.openers)


def _paragraph_starts(text: str) -> list[int]:
    """Code points at which paragraphs begin: after an empty line, or after a line that is short or ends a sentence."""
    starts, line = [], 0
    for match in _BREAK.finditer(text):
        before = text[line : match.start()].rstrip()
        if match.group().count("\n") > 1 or len(before) < _WRAPPED or before[-1] in _ENDS:
            starts.append(match.end())
        line = match.end()
    return starts


def _mend_lemmas(doc: Doc) -> None:
    """Put right the few lemmas of verbs that the parser's rules get wrong ("staged" → "stag")."""
    table = load_nominals().lemmas
    for token in doc:
        if token.pos_ == "VERB" and (right := table.get(token.lemma_)) and token.lower_ != token.lemma_:
            token.lemma_ = right


def _load(model: str) -> Language:
    import importlib
    import warnings

    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            return spacy.load(model)
        except OSError:
            try:
                nlp: Language = importlib.import_module(model).load()
            except (ImportError, AttributeError, OSError) as error:
                raise ConfigError(
                    f"the model {model!r} is not installed; pip install it, or name another as model in kg.toml"
                ) from error
            return nlp


def _running_case(words: list[str], paragraphs: tuple[tuple[int, int], ...]) -> None:
    """Put headlines into running case, in place: a word goes lower if the article has it so, or if it is common."""
    lower: set[str] | frozenset[str] | None = None
    for first, last in paragraphs:
        line = [i for i in range(first, last) if _WORD.match(words[i])]
        if not _is_headline([words[i] for i in line]):
            continue
        if lower is None:
            lower = common_words().union(w for w in words if w.islower())
        shouting = sum(words[i].isupper() for i in line) >= _SHOUTING * len(line)
        for n, i in enumerate(line):
            word = words[i]
            if word.lower() in lower:
                words[i] = word.lower() if n else word.capitalize() if word.isupper() else word
            elif shouting and word.isupper() and len(word) >= _LONG_WORD:
                words[i] = word.capitalize()


def _lower_place(words: list[str], first: int, last: int) -> None:
    """Put the place with which a dateline opens into running case, in place: "TEL AVIV" is Tel Aviv."""
    for i in range(first, last):
        if not (words[i].isupper() and words[i].isalpha()):
            return
        if len(words[i]) > 2:
            words[i] = words[i].capitalize()


def _is_headline(line: list[str]) -> bool:
    """Whether a paragraph's words are those of a headline: few, and nearly all with a capital."""
    if len(line) not in _HEADLINE_WORDS:
        return False
    long = [w for w in line if len(w) >= _LONG_WORD]
    capitals, long_capitals = sum(w[0].isupper() for w in line), sum(w[0].isupper() for w in long)
    return capitals >= _CAPITALS * len(line) and long_capitals >= _LONG_CAPITALS * len(long)
