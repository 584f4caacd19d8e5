"""One article as the rules of this room see it: its tokens and sentences, and the knowledge that they go by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate.nominals import Grammar, Nominals, load_grammar, load_nominals
from kg.gazetteer import Gazetteer
from kg.model import Document

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

__all__ = ["MODIFIERS", "OBJECTS", "SUBJECTS", "Text", "conjuncts", "is_plural", "verb_of"]

SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "pobj")
MODIFIERS = ("compound", "amod", "nmod")
"""Relations of the words before a noun that narrow it down."""
_CLIMB = 8
"""Steps from a word up to its verb; who is deeper in has none."""
_MARKS = frozenset({",", ";", ":", "“", "”", '"', "–", "—"})


@dataclass(frozen=True, slots=True)
class Text:
    """What is made once for an article and handed down.

    ``tokens`` and ``words`` are those of the parse (lists, since spaCy makes a new object at each look); ``sentence``
    gives each token its sentence's number; ``begins`` are the first tokens of paragraphs, over which no mention runs.
    """

    document: Document
    gazetteer: Gazetteer
    nominals: Nominals
    grammar: Grammar
    tokens: list[Token]
    words: list[str]
    sentence: list[int]
    begins: frozenset[int]

    @classmethod
    def of(cls, document: Document, gazetteer: Gazetteer) -> Text:
        """Look at a parsed article."""
        tokens, number, sentence = list(document.parse), -1, []
        for token in tokens:
            number += bool(token.is_sent_start)
            sentence.append(number)
        words, begins = [t.text for t in tokens], frozenset(first for first, _ in document.paragraphs)
        return cls(document, gazetteer, load_nominals(), load_grammar(), tokens, words, sentence, begins)

    @property
    def on(self) -> date | None:
        """The day of publication."""
        return self.document.article.published

    def root(self, first: int, last: int) -> Token:
        """The syntactic head of a range."""
        return self.tokens[first] if last - first == 1 else self.document.parse[first:last].root

    def phrase(self, first: int, last: int) -> str:
        """The words of a range as parsed, which in a headline may be in another case than in the article."""
        if last - first == 1:
            return self.words[first]
        return "".join(t.text_with_ws for t in self.tokens[first : last - 1]) + self.words[last - 1]

    def quote(self, first: int, last: int) -> str:
        """The article's own words of a range."""
        return self.document.span(first, last).text

    def unbroken(self, first: int, head: int) -> int:
        """The leftmost token, from ``first`` on, from which a phrase runs to its head without a clause mark between."""
        start = head
        for i in range(head - 1, first - 1, -1):
            if self.words[i] in _MARKS and all(t.dep_ != "conj" for t in self.tokens[i + 1 : head + 1]):
                break
            start = i
        return start


def is_plural(noun: Token) -> bool:
    """Whether the tagger takes a noun for a plural."""
    return noun.tag_ in ("NNS", "NNPS")


def conjuncts(token: Token) -> list[Token]:
    """What is coordinated with a token and stands after it."""
    return [c for c in token.conjuncts if c.i > token.i]


def verb_of(token: Token) -> int:
    """The nearest verb above a token; the root where there is none."""
    for _ in range(_CLIMB):
        if token.head.i == token.i:
            return token.i
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token.i
    return token.i
