"""The parse as plain words: what the rules ask of a token, read off spaCy's document once an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["NOMINAL", "VERBAL", "Word", "read_words"]

VERBAL = ("VERB", "AUX")
"""Parts of speech of what may head a clause."""
NOMINAL = ("NOUN", "PROPN")
"""Parts of speech of what may head a phrase that names something."""

_TEXTS: list[int | str] = ["ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]
"""spaCy's attributes of a token that are texts."""


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """A token in its sentence.

    ``base`` is the lemma as the parser writes it, ``lemma`` the same in lower case. ``pos`` is the part of speech of
    Universal Dependencies, ``tag`` Penn's, ``dep`` the label of the dependency on ``head`` (ClearNLP's, as spaCy's
    English pipelines give them; a root is its own head). ``entity`` is the type of name that the word is part of, or
    empty. ``sentence`` is the number of its sentence; ``first`` and ``last`` are that sentence's words (half-open).
    """

    i: int
    text: str
    lower: str
    lemma: str
    base: str
    pos: str
    tag: str
    dep: str
    entity: str
    punct: bool
    sentence: int
    first: int
    last: int
    head: Word = field(init=False)
    children: list[Word] = field(default_factory=list)

    def kids(self, *deps: str) -> list[Word]:
        """Children with one of the labels, in text order."""
        return [child for child in self.children if child.dep in deps]

    def subtree(self) -> Iterator[Word]:
        """The word and all that hangs on it, in no order."""
        queue = [self]
        for word in queue:  # grows while it is walked
            yield word
            queue += word.children

    def ancestors(self) -> Iterator[Word]:
        """The words above, nearest first."""
        at = self
        while at.head is not at:
            at = at.head
            yield at

    def is_above(self, other: Word) -> bool:
        """Whether another word hangs on this one, at whatever depth."""
        return any(word is self for word in other.ancestors())


def read_words(doc: Doc) -> list[Word]:
    """The words of a parsed document, in order, each with its head and children."""
    if not len(doc):
        return []
    rows = doc.to_array(_TEXTS).tolist()
    texts = {code: doc.vocab.strings[code] for code in {code for row in rows for code in row}}
    bounds = [(number, sent.start, sent.end) for number, sent in enumerate(doc.sents) for _ in range(len(sent))]
    words: list[Word] = []
    for i, (row, punct, bound) in enumerate(zip(rows, doc.to_array("IS_PUNCT").tolist(), bounds, strict=True)):
        text, lower, base, pos, tag, dep, entity = (texts[code] for code in row)
        words.append(Word(i, text, lower, base.lower(), base, pos, tag, dep, entity, bool(punct), *bound))
    for word, offset in zip(words, doc.to_array("HEAD").astype("int64").tolist(), strict=True):
        word.head = words[word.i + offset]
        if offset:
            word.head.children.append(word)
    return words
