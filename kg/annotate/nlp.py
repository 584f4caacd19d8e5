"""The spaCy pipeline: articles to parsed documents, one parse an article, offsets kept exactly.

White space is no token (double spaces, no-break spaces and line breaks cost the parser accuracy); a paragraph always
begins a sentence; headlines in capitals or title case are put into running case before they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.annotate.nominals import common_words, load_nominals
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
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION = frozenset({"No.", "Nos.", "Gen.", "Lt.", "Col.", "Maj.", "Sgt.", "Adm.", "Gov.", "Sen.", "Rep.", "St.", "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "vs."})
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_OPENERS = frozenset({"The", "A", "An", "It", "He", "She", "They", "We", "I", "In", "On", "At", "But", "And", "This", "That", "These", "Those", "His", "Her", "Its", "Their", "If", "As"})
_DATELINE = 14
"""A dateline is at most this many tokens."""
_DASHES = frozenset({"—", "–", "--", "-", "―"})
_SMALL = frozenset({"of", "the", "and", "in", "via", "by"})
_HEADLINE_WORDS = 24
"""A paragraph longer than this is no headline."""


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
        pairs = ((self._tokenised(article), article) for article in articles)
        for doc, (article, rest) in self.nlp.pipe(
            ((doc, (article, rest)) for (doc, *rest), article in pairs),
            as_tuples=True,
            batch_size=self.settings.batch,
        ):
            _mend_lemmas(doc)
            yield Document(article, doc, *rest)

    def _tokenised(self, article: Article) -> tuple[Doc, tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]:
        from spacy.tokens import Doc

        reading = article.reading
        edges = _paragraph_starts(reading)
        raw = self.nlp.make_doc(reading.replace("\u00a0", " "))
        kept = [t for t in raw if not t.is_space]
        words = [t.text for t in kept]
        starts = tuple(t.idx for t in kept)
        ends = tuple(t.idx + len(t.text) for t in kept)
        begins, at = [False] * len(kept), 0
        for i, start in enumerate(starts):
            while at < len(edges) and edges[at] <= start:
                begins[i] = True
                at += 1
        if begins:
            begins[0] = True
        after_dateline = _dateline_ends(words, begins)
        _running_case(words, begins)
        spaces = [end < following for end, following in zip(ends, (*starts[1:], ends[-1] if ends else 0), strict=True)]
        doc = Doc(raw.vocab, words=words, spaces=spaces)
        for i, token in enumerate(doc):
            if begins[i] or i in after_dateline:
                token.is_sent_start = True
            elif token.text[0].islower() or (i and _goes_on(doc[i - 1].text, token.text)):
                token.is_sent_start = False
        first = [i for i, b in enumerate(begins) if b]
        paragraphs = tuple(zip(first, [*first[1:], len(words)], strict=True))
        return doc, starts, ends, paragraphs


def _dateline_ends(words: list[str], begins: list[bool]) -> set[int]:
    """Tokens after the dash of a dateline ("JAKARTA, May 14 (Agency) —"), where the first sentence begins."""
    found = set()
    for first, begin in enumerate(begins):
        if begin and words[first].isupper() and len(words[first]) > 2:
            dash = next((i for i in range(first + 1, min(first + _DATELINE, len(words))) if words[i] in _DASHES), None)
            if dash is not None and dash + 1 < len(words) and not any(w.islower() and w not in _SMALL for w in words[first:dash]):
                found.add(dash + 1)
    return found


def _goes_on(word: str, following: str) -> bool:
    """Whether a full stop after ``word`` belongs to it, so that no sentence ends there."""
    return word in _ABBREVIATION or (bool(_INITIALS.fullmatch(word)) and following not in _OPENERS)


def _paragraph_starts(text: str) -> list[int]:
    """Code points at which paragraphs begin: after an empty line, or after a line that is short or ends a sentence."""
    starts, line = [], 0
    for match in _BREAK.finditer(text):
        before = text[line : match.start()].rstrip()
        if match.group().count("\n") > 1 or len(before) < _WRAPPED or before[-1] in ".!?:”\"’)":
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
                raise ConfigError(f"the model {model!r} is not installed; pip install it, or name another as model in kg.toml") from error
            return nlp


def _running_case(words: list[str], begins: list[bool]) -> None:
    """Put headlines into running case, in place: a word goes lower if the article has it so, or if it is a common word."""
    lower = {w for w in words if w.islower()} | common_words()
    edges = [i for i, b in enumerate(begins) if b] + [len(words)]
    for first, last in zip(edges, edges[1:], strict=False):
        line = [i for i in range(first, last) if _WORD.match(words[i])]
        if not 3 <= len(line) <= _HEADLINE_WORDS:
            continue
        capital = sum(words[i][0].isupper() for i in line)
        long = [i for i in line if len(words[i]) > 3]
        if capital < 0.6 * len(line) or sum(words[i][0].isupper() for i in long) < 0.8 * len(long):
            continue
        shouting = sum(words[i].isupper() for i in line) >= 0.7 * len(line)
        for n, i in enumerate(line):
            word = words[i]
            if word.lower() in lower:
                words[i] = word.lower() if n else word.capitalize() if word.isupper() else word
            elif shouting and word.isupper() and len(word) > 3:
                words[i] = word.capitalize()
