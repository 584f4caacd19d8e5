"""Articles with chains as an annotator would give them, for tests of linking."""

from __future__ import annotations

import re
from datetime import date

import spacy

from kg.gazetteer import Gazetteer
from kg.model import Annotated, Article, Chain, Document, Mention, Title

GAZETTEER = Gazetteer.load()
ENGLISH = spacy.blank("en")


def annotated(text: str, *chains: dict[str, object], on: date | None = None) -> Annotated:
    """An article with chains as an annotator would give them: each names its words (``at``) and its type."""
    article, doc = Article("a", text, published=on), ENGLISH(text)
    starts, ends = tuple(t.idx for t in doc), tuple(t.idx + len(t) for t in doc)
    document = Document(article, doc, starts, ends, ((0, len(doc)),))
    made = []
    for index, given_ in enumerate(chains):
        fields = dict(given_)
        words, type_, kind = str(fields.pop("at")), str(fields.pop("type")), str(fields.pop("kind", "name"))
        mentions = []
        for hit in re.finditer(rf"\b{re.escape(words)}", text):
            span = doc.char_span(*hit.span(), alignment_mode="expand")
            mentions.append(Mention(article.span(*hit.span()), span.start, span.end, span.end - 1, type_, kind))
        name = str(fields.pop("name", words))
        made.append(Chain(index, type_, name, tuple(fields.pop("names", (name,))), tuple(mentions), **fields))
    return Annotated(document, tuple(made))


def person(at: str, *titles: Title, **more: object) -> dict[str, object]:
    return {"at": at, "type": "Person", "titles": titles, **more}


def state(at: str, **more: object) -> dict[str, object]:
    return {"at": at, "type": "State", **more}


def place(at: str, **more: object) -> dict[str, object]:
    return {"at": at, "type": "Place", **more}


def body(at: str, type_: str = "GovernmentBody", **more: object) -> dict[str, object]:
    return {"at": at, "type": type_, **more}
