"""Finds capitals that are called by their states: "the Kenyan capital"."""

from __future__ import annotations

from collections.abc import Mapping

from kg.annotate.found import Found
from kg.annotate.text import MODIFIERS, Text

__all__ = ["find_capitals"]


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
