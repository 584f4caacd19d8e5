"""Noun phrases that name a document: which class, which title, and where they stand."""

from __future__ import annotations

from kg.extract.context import Context
from kg.extract.phrases import BEHALF, preposition_name
from kg.extract.words import Word
from kg.model import Span

__all__ = ["Named", "read_document"]

Named = tuple[str, str, Span]
"""Class, title and words of a document."""

_APART = ("relcl", "appos")
_AFTERWARDS = (*_APART, "acl")
"""Labels after a noun that tell more about the document, and are no part of its title."""


def read_document(context: Context, head: int) -> Named | None:
    """The document that a noun phrase names, or None.

    Args:
        context: The article.
        head: The token that heads the phrase.
    """
    noun = context.words[head]
    documents = context.lexicon.documents
    names = [f"{child.lower} {noun.lemma}" for child in noun.kids("amod", "compound", "nmod")]
    kind = next((documents[name] for name in (*names, noun.lemma) if name in documents), None)
    if kind is None:
        return None
    first, last = _title(context.words, noun)
    span = context.document.span(first, last)
    return kind, " ".join(span.text.split()), span


def _title(words: list[Word], noun: Word) -> tuple[int, int]:
    """The tokens of a title: an unbroken stretch about its noun, without article and full stop."""
    tokens = _phrase(noun)
    first, last = tokens[0], noun.i + 1
    for i in tokens:
        if i >= last and i - last <= 1:
            last = i + 1
    while words[first].dep in ("det", "cc", "punct") or words[first].lower in ("the", "a", "an"):
        first += 1
    while words[last - 1].punct:
        last -= 1
    return first, max(last, first + 1)


def _tells_more(child: Word) -> bool:
    """Whether what stands after a noun is no part of the document's title."""
    return child.dep in _AFTERWARDS or (child.dep == "prep" and preposition_name(child) == BEHALF)


def _phrase(noun: Word) -> list[int]:
    queue = [noun]
    for at in queue:  # grows while it is walked
        queue += [c for c in at.children if c.i < noun.i or not _tells_more(c)]
    return sorted(word.i for word in queue if word is noun or word.dep not in _APART)
