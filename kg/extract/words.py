"""The parse as plain words: what the rules ask of a token, read off spaCy's document once an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

__all__ = ["NOMINAL", "VERBAL", "Word", "read_words"]

VERBAL = ("VERB", "AUX")
"""Parts of speech of what may head a clause."""
NOMINAL = ("NOUN", "PROPN")
"""Parts of speech of what may head a phrase that names something."""

_TEXTS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
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
    children: tuple[Word, ...] = ()

    def kids(self, *deps: str) -> list[Word]:
        """Children with one of the labels, in text order."""
        return [child for child in self.children if child.dep in deps] if self.children else []

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
    strings = doc.vocab.strings
    columns = [_spelt(doc.to_array(attribute).tolist(), strings) for attribute in _TEXTS]
    punct = map(bool, doc.to_array("IS_PUNCT").tolist())
    bounds = [(number, sent.start, sent.end) for number, sent in enumerate(doc.sents) for _ in range(len(sent))]
    words = [
        Word(i, text, lower, base.lower(), base, pos, tag, dep, entity, mark, *bound)
        for i, (text, lower, base, pos, tag, dep, entity, mark, bound) in enumerate(
            zip(*columns, punct, bounds, strict=True)
        )
    ]
    for word, offset in zip(words, doc.to_array("HEAD").astype("int64").tolist(), strict=True):
        word.head = words[word.i + offset]
        if offset:
            word.head.children = (*word.head.children, word)
    return words


def _spelt(codes: list[int], strings: StringStore) -> list[str]:
    """The texts that spaCy's codes stand for; one string a text, so that comparing them is quick."""
    texts = {code: strings[code] for code in set(codes)}
    return [texts[code] for code in codes]
