"""Finds words that name a party without its name: roles ("the spokesman"), groups ("Russian troops"), bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate.found import Found
from kg.annotate.text import MODIFIERS, SUBJECTS, Text, is_plural
from kg.annotate.titles import phrase_ends

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_parties"]

_STANDS_ALONE = (*SUBJECTS, "dobj", "pobj")
"""Where an adjective or number can stand for a party ("many fled")."""
_BELONGS = ("of", "for", "from", "in", "at")
"""Prepositions after a noun that say whose it is, or where."""
_LEFT = (
    "det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "case", "punct", "predet", "conj", "cc",
)  # fmt: skip
"""Relations of what stands before a noun inside its phrase."""
_INSIDE = ("prep", "compound", "amod", "nmod", "poss", "conj")
"""Relations through which a word deeper in the phrase still tells whose the party is."""
_NEAR, _OF_TAIL, _IN_TAIL = 8, 10, 6
"""Tokens after a noun within which its state or body is looked for, and "of …" and "in …" are part of the phrase."""
_UP = 4
"""Steps up from a word to the preposition that hangs it on the noun."""


@dataclass(slots=True)
class _Owner:
    """Whose a party is: a state's code, a body's name, the token of a possessor."""

    state: str | None = None
    body: str | None = None
    token: int | None = None


def find_parties(
    text: Text, covered: set[int], names: Mapping[int, Found], states: Mapping[int, str], persons: Sequence[Found]
) -> Iterator[Found]:
    """The nominals of an article, in text order, but those that are the title of a name.

    Args:
        text: The article.
        covered: Tokens that belong to a name or its title.
        names: The name at each token inside one.
        states: The state named at each token.
        persons: The names of persons, with their titles.
    """
    starts = {(at, text.sentence[n.first]) for n in persons for at in (n.inner[0], n.first)}
    known, ends = text.nominals.types, text.nominals.ends
    for i, token in enumerate(text.tokens):
        if i in covered or token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ"):
            continue
        lemma = _lemma(text, token)
        people = token.tag_ == "NNPS" and any(c.dep_ == "amod" and c.i in states for c in token.lefts)
        if (lemma not in known and lemma not in ends and not people) or token.dep_ in ("compound", "nmod"):
            continue
        phrase = _phrase(text, token, lemma)
        type_ = known.get(phrase) or known.get(lemma) or ("AgentGroup" if people else None)  # "Egyptian Copts"
        if type_ is None or (token.pos_ in ("NUM", "ADJ") and token.dep_ not in _STANDS_ALONE):
            continue
        here = text.sentence[i]
        if not is_plural(token) and any((end, here) in starts for end in phrase_ends(text, token)):
            continue
        yield _party(text, token, lemma, phrase, type_, _owner(token, names, states))


def _lemma(text: Text, token: Token) -> str:
    lemma = token.lemma_.lower() if token.pos_ in ("NOUN", "PROPN") else token.lower_
    return token.lower_.rstrip("s") if token.tag_ == "NNPS" and lemma not in text.nominals.types else lemma


def _phrase(text: Text, token: Token, lemma: str) -> str:
    """The longest phrase of the word list or the offices that a noun with the words beside it makes."""
    phrase = lemma
    if lemma in ("head", "chief") and token.i + 2 < len(text.tokens):
        of, after = text.tokens[token.i + 1 : token.i + 3]
        if of.lower_ == "of" and of.head.i == token.i and after.lower_ in ("state", "government"):
            phrase = f"{lemma} of {after.lower_}"
    for child in token.lefts:
        if child.dep_ in MODIFIERS:
            longer = f"{child.lower_} {lemma}"
            if longer in text.nominals.types or text.gazetteer.office_kind(longer):
                phrase = longer
    return phrase


def _party(text: Text, token: Token, lemma: str, phrase: str, type_: str, owner: _Owner) -> Found:
    grammar = text.grammar
    before = {c.lower_ for c in token.lefts}
    plural = is_plural(token) or lemma in grammar.plural
    group = plural and (type_ in ("Person", "State", "AgentGroup") or lemma in text.nominals.collective)
    indefinite = bool(before & grammar.indefinite)
    definite = not indefinite and (bool(before & grammar.definite) or bool(owner.state))
    first = min((t.i for t in _up_to(token) if t.dep_ in _LEFT), default=token.i)
    first, last = text.unbroken(first, token.i), _end(token, type_)
    return Found(
        first, last, token.i, "AgentGroup" if group else type_,
        "group" if group else "role" if type_ == "Person" else "nominal", text.phrase(first, last), (first, last),
        state=owner.state, body=owner.body, lemma=phrase, plural=plural, definite=definite, owner=owner.token,
    )  # fmt: skip


def _up_to(token: Token) -> Iterator[Token]:
    """The part of a noun's subtree that stands before it, and the noun."""
    for child in token.lefts:
        yield from (t for t in child.subtree if t.i < token.i)
    yield token


def _end(token: Token, type_: str) -> int:
    """The end of the phrase: after a short "of …" or "in …" without a verb or a day, else after the noun."""
    tail = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ in _BELONGS and c.i == token.i + 1), None)
    if tail is None or (type_ not in ("Person", "GovernmentBody") and tail.lower_ not in ("in", "from")):
        return token.i + 1
    words = list(tail.subtree)
    end = max(t.i for t in words)
    short = end - token.i <= (_OF_TAIL if tail.lower_ in ("of", "for") else _IN_TAIL)
    plain = short and not any(t.pos_ == "VERB" or t.ent_type_ in ("DATE", "TIME") for t in words)
    return end + 1 if plain else token.i + 1


def _owner(token: Token, names: Mapping[int, Found], states: Mapping[int, str]) -> _Owner:
    """Whose a party is, by the words of its phrase before the first clause, apposition or conjunct."""
    owner = _Owner()
    for word in token.subtree:
        if word.i > token.i + _NEAR or word.dep_ in ("relcl", "acl", "appos", "conj"):
            break
        if word.i == token.i or (word.head.i != token.i and word.head.dep_ not in _INSIDE):
            continue
        if word.i < token.i or (word.dep_ in ("pobj", "compound", "conj") and _hangs_on(word, token)):
            _take_owner(owner, names.get(word.i), states.get(word.i))
        if word.dep_ == "poss" and word.head.i == token.i:
            owner.token = _possessor(word)
    return owner


def _possessor(word: Token) -> int:
    """The token of a possessor; for "whose" of the noun on which its clause hangs."""
    if word.tag_ != "WP$":
        return word.i
    clause = next((above for above in word.ancestors if above.dep_ == "relcl"), None)
    return word.i if clause is None else clause.head.i


def _take_owner(owner: _Owner, name: Found | None, state: str | None) -> None:
    owner.state = owner.state or state
    if name is None or name.type in ("Person", "State", "EventSeries", "Treaty"):
        return
    owner.state = owner.state or name.state  # also of a place: "the police in Lagos"
    if name.type != "Place":
        owner.body = owner.body or name.name


def _hangs_on(word: Token, noun: Token) -> bool:
    """Whether a word hangs on a noun by a preposition that says whose it is."""
    for _ in range(_UP):
        if word.dep_ == "prep":
            return word.head.i == noun.i and word.lower_ in _BELONGS
        word = word.head
    return False
