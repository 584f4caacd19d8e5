"""Places by how they are told: "the Kenyan capital"; a name where only a place stands ("clashes near X")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.annotate.found import Found
from kg.annotate.text import MODIFIERS, Text

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_capitals", "is_where"]

_NEARBY = ("in", "near", "outside", "inside")
"""Prepositions after which a name is that of a place."""


def find_capitals(text: Text, states: Mapping[int, str], covered: set[int]) -> list[Found]:
    """Capitals called by their states ("the Kenyan capital") where no name follows, in text order.

    Args:
        text: The article.
        states: The state named at each token.
        covered: Tokens that belong to a name or its title.
    """
    found = []
    for token in text.tokens:
        if token.lower_ != "capital" or token.pos_ != "NOUN" or token.dep_ in MODIFIERS or token.i in covered:
            continue
        named = any(c.dep_ == "appos" or (c.pos_ == "PROPN" and c.i > token.i) for c in token.children)
        owner = next((c for c in token.lefts if c.dep_ in ("amod", "compound", "poss") and c.i in states), None)
        state = text.gazetteer.state(states[owner.i]) if owner is not None and not named else None
        capital = text.gazetteer.capital(state.key) if state else None
        if capital is not None:
            cells = (min(token.left_edge.i, token.i), token.i + 1)
            found.append(
                Found(
                    *cells, token.i, "Place", "nominal", capital.label, cells, (capital.key,),
                    state=capital.iso3, lemma="capital", definite=True,
                )
            )  # fmt: skip
    return found


def is_where(text: Text, first: int, last: int) -> bool:
    """Whether a name of one word, taken for a person's, stands where only a place does: "clashes near X"."""
    token = text.tokens[first]
    return last - first == 1 and token.dep_ == "pobj" and token.head.lower_ in _NEARBY and not _titled(token)


def _titled(token: Token) -> bool:
    return any(child.dep_ in MODIFIERS for child in token.children)
