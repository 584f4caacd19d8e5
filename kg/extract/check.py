"""Holds each frame of the lexicon to its own examples: what is read, and what was expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.extract.lexicon import Example, Frame, Lexicon
from kg.extract.rules import RuleExtractor
from kg.model import Annotated, Article, Document, EventMention
from kg.protocols import Annotator, Parses

__all__ = ["Outcome", "check_examples"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example: the faults are sentences, none where all is as expected."""

    frame: str
    text: str
    faults: tuple[str, ...]


def check_examples(
    lexicon: Lexicon, parser: Parses, annotator: Annotator, extractor: RuleExtractor, published: date
) -> Iterator[Outcome]:
    """Read every example of a lexicon.

    Args:
        lexicon: Whose frames are checked.
        parser: Parses articles.
        annotator: Annotates documents.
        extractor: Built on the same lexicon.
        published: The day that the examples are taken to be from.
    """
    pairs = [(frame, example) for frame in lexicon for example in frame.examples]
    articles = (Article(f"example-{n}", example.text, published=published) for n, (_, example) in enumerate(pairs))
    for (frame, example), document in zip(pairs, parser.parse(articles), strict=True):
        yield Outcome(frame.id, example.text, tuple(_faults(frame, example, annotator, extractor, document)))


def _faults(
    frame: Frame, example: Example, annotator: Annotator, extractor: RuleExtractor, document: Document
) -> Iterator[str]:
    annotated = annotator.annotate(document)
    mentions, dropped = extractor.extract(annotated)
    expect = dict(example.expect)
    silent = expect.pop("none", None)
    type_ = expect.pop("type", frame.event)
    mine = [m for m in mentions if m.frame == frame.id and m.type == type_]
    if silent:
        if mine:
            yield "an event is read where none is expected"
        return
    if not mine:
        others = ", ".join(f"{m.type} by {m.frame}" for m in mentions) or "nothing"
        refused = "; ".join(f"{d.what}: {d.reason}" for d in dropped)
        tried = "; ".join(t.reason for t in extractor.tried(annotated) if t.frame == frame.id)
        yield (
            f"not read; instead {others}"
            + (f"; refused: {refused}" if refused else "")
            + (f"; tried: {tried}" if tried else "")
        )
        return
    misses = [list(_misses(m, expect, annotated)) for m in mine]
    yield from min(misses, key=len)


def _misses(mention: EventMention, expect: dict[str, str], annotated: Annotated) -> Iterator[str]:
    for key, wanted in expect.items():
        if key in ("status", "polarity", "certainty", "plover"):
            if getattr(mention, key) != wanted:
                yield f"{key} is {getattr(mention, key)}, expected {wanted}"
        else:
            got = sorted(_names(mention, key, annotated))
            if not any(_plain(wanted) in _plain(g) or _plain(g) in _plain(wanted) for g in got):
                yield f"{key} is {got or 'empty'}, expected {wanted}"


def _plain(text: str) -> str:
    return " ".join(w for w in text.lower().split() if w not in ("the", "a", "an"))


def _names(mention: EventMention, role: str, annotated: Annotated) -> set[str]:
    names = {title for _, title, _ in mention.instruments} if role == "instrument" else set()
    for filler in mention.fillers:
        if filler.role == role:
            chain = annotated.chains[filler.chain]
            names |= {chain.name, *chain.names} | ({filler.mention.span.text} if filler.mention else set())
    return names
