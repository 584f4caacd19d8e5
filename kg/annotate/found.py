"""The mention as it is found, before coreference."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Title

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before coreference.

    Token ranges are half-open. ``first`` to ``last`` is the whole phrase ("Chinese President Xi Jinping"), ``inner``
    the range of the name alone. ``kind`` is that of ``Mention.kind``. ``keys`` are gazetteer keys that bear the name;
    ``state`` is an ISO code that the phrase gives, ``body`` the name of a body that it gives; ``lemma`` the phrase of a
    nominal; ``pronoun`` the form of a pronoun; ``plural`` its number; ``acting`` is true where a place stands where a
    party stands, ``also`` the keys of the states and bodies that it may then stand for; ``owner`` the token of a
    possessor ("his counterparts").
    """

    first: int
    last: int
    head: int
    type: str
    kind: str
    name: str
    inner: tuple[int, int]
    keys: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    state: str | None = None
    body: str | None = None
    lemma: str = ""
    pronoun: str = ""
    plural: bool = False
    definite: bool = False
    gender: str | None = None
    acting: bool = False
    owner: int | None = None
    also: tuple[str, ...] = ()
