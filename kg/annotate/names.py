"""Finds names: what the gazetteer knows over what named entity recognition guesses; the longest wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.annotate.capitals import is_where
from kg.annotate.found import Found
from kg.annotate.nominals import Grammar
from kg.annotate.text import MODIFIERS, Text
from kg.gazetteer import Entry, Gazetteer, Match

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["find_demonyms", "find_names", "find_short_forms"]

_NER = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "EVENT": "EventSeries",
    "LAW": "Treaty",
    "NORP": "AgentGroup",
}
"""What each label of the recogniser is in the ontology."""
_PARTIES = ("Organization", "GovernmentBody", "PoliticalParty", "DiplomaticMission", "AgentGroup")
"""Classes of names that may hold the name of their state ("Turkish Red Crescent")."""
_MAY_BE = {"Person": ("Person",), "Place": ("Place", "State", "PartiallyRecognizedState")}
"""Classes that the entry of a recognised name may have; of any other name, all but Person."""
_KNOWN, _SHIELD, _GUESSED = 2, 3, 1
"""Who wins of two spans of one length: a shield over a name of the gazetteer over a guess."""
_POSSESSIVE = ("'s", "’s", "’", "'")
_BREAKS_NAME = (":", "–", "—", "/", "(", ",")
"""Marks that no person's name has inside ("Kerry: …", "Putin-Xi")."""
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_SHORT_FORM = 5
"""A word of a body's name stands for the body if it is at least this long (code points)."""


class _Span(NamedTuple):
    """A range that may be a name; an empty ``type`` is a shield that hides what it covers and is no mention."""

    first: int
    last: int
    rank: int
    type: str
    match: Match | None = None


def find_names(text: Text, matches: Sequence[Match]) -> list[Found]:
    """The names of an article, longest first, none overlapping another.

    Args:
        text: The article.
        matches: What the gazetteer finds in it.
    """
    known = {i: m for m in matches for i in range(m.first, m.last)}
    spans = [*_known_spans(text, matches), *_guessed_spans(text, known)]
    spans.sort(key=lambda s: (s.last - s.first, s.rank), reverse=True)
    taken: set[int] = set()
    found = []
    for span in spans:
        cells = range(span.first, span.last)
        if not taken.isdisjoint(cells):
            continue
        relation = text.tokens[span.last - 1].dep_
        people = span.match is None and span.type == "AgentGroup"
        place = span.match is None and span.type == "Place" and relation == "amod"
        if (people or place) and _is_demonym(known.get(span.first), span):
            continue  # the gazetteer knows better whose adjective it is
        taken.update(cells)
        if span.type and not (people and relation in ("amod", "compound")):
            found.append(_named(text, span))
    return found


def find_demonyms(text: Text, matches: Sequence[Match], names: Mapping[int, Found]) -> list[Found]:
    """Adjectives and nouns of states ("Russian" in "Russian troops") outside names, in text order."""
    return [
        Found(
            m.first, m.last, text.root(m.first, m.last).i, m.entries[0].type, "demonym", m.name, (m.first, m.last),
            tuple(e.key for e in m.entries), state=m.entries[0].iso3,
        )
        for m in matches
        if m.kind == "demonym" and m.entries and m.first not in names
    ]  # fmt: skip


def find_short_forms(text: Text, names: Sequence[Found], covered: set[int]) -> list[Found]:
    """Capitalised words of a body's name that stand alone after it ("the Observatory")."""
    others = ("Person", "State", "Place", "EventSeries", "Treaty")
    bodies = [n for n in reversed(names) if n.type not in others and " " in n.name]
    words = {w: n.inner[0] for n in bodies for w in n.name.split() if len(w) >= _SHORT_FORM and w[0].isupper()}

    def stands_alone(token: Token) -> bool:
        return (
            token.i not in covered
            and token.pos_ in ("NOUN", "PROPN")
            and token.dep_ not in MODIFIERS
            and any(c.lower_ == "the" for c in token.children)
        )

    return [
        Found(i, i + 1, i, "Organization", "name", word, (i, i + 1))
        for i, word in enumerate(text.words)
        if words.get(word, i) < i and stands_alone(text.tokens[i])
    ]


# ------------------------------------------------------------------------------------------------------ where names are


def _known_spans(text: Text, matches: Sequence[Match]) -> Iterator[_Span]:
    for match in matches:
        first, last, type_ = match.first, match.last, match.entries[0].type if match.entries else ""
        if match.kind == "name" and type_ not in ("Person", "State", "Place") and _ends_office(text, first, last):
            continue
        if match.kind == "shield" and not match.entries and _is_people(text, last - 1):
            yield _Span(first, last, _KNOWN, "AgentGroup", match)  # "Bosnian Serbs" are not Serbia's
        elif match.kind != "demonym" or not match.entries:
            rank = _SHIELD if match.kind == "shield" and match.entries else _KNOWN
            yield _Span(first, last, rank, type_, match)
        elif text.tokens[first].tag_ in ("NNPS", "NNS") and text.tokens[last - 1].dep_ not in ("amod", "compound"):
            yield _Span(first, last, _KNOWN, "AgentGroup", match)


def _is_people(text: Text, last: int) -> bool:
    """Whether a name that hides others ends in the name of a people, as a noun of its own."""
    token = text.tokens[last]
    return token.ent_type_ == "NORP" and token.tag_ in ("NNPS", "NNS") and token.dep_ not in ("amod", "compound")


def _guessed_spans(text: Text, known: Mapping[int, Match]) -> Iterator[_Span]:
    for entity in text.document.parse.ents:
        type_ = _NER.get(entity.label_)
        if type_ is None:
            continue
        first, last = _trimmed(text, entity)
        if type_ == "Person" and is_where(text, first, last):
            type_ = "Place"
        if type_ == "Person":
            first = _with_given_names(text, known, first, last)
        if _ends_office(text, first, last) or (type_ == "Place" and _holds_state(known, first, last)):
            continue
        if any(t.pos_ == "PROPN" or t.is_title for t in text.tokens[first:last]):
            yield _Span(first, last, _GUESSED, type_)


def _holds_state(known: Mapping[int, Match], first: int, last: int) -> bool:
    """Whether the gazetteer knows where a state's name ends: "Republic of Turkey Recep Tayyip Erdoğan"."""
    inside = [m for i in range(first, last) if (m := known.get(i)) and m.first == i and m.last <= last]
    return any(
        m.kind == "name" and m.entries and m.entries[0].is_state and m.last - m.first < last - first for m in inside
    )


def _is_demonym(match: Match | None, span: _Span) -> bool:
    return match is not None and match.kind == "demonym" and match.last >= span.last


def _ends_office(text: Text, first: int, last: int) -> bool:
    """Whether a name is only the end of an office's name ("Secretary of State", "Minister for Foreign Affairs")."""
    if first < 2 or first >= last or text.words[first - 1].lower() not in ("of", "for"):
        return False
    phrase = " ".join(text.words[first - 2 : last]).lower()
    return text.gazetteer.office_kind(phrase) is not None


def _trimmed(text: Text, entity: Span) -> tuple[int, int]:
    """A named entity without the article before it, the possessive after it, and, of a person, the titles."""
    tokens, first, last = text.tokens, entity.start, entity.end
    while first < last and _is_edge(tokens[first]):
        first += 1
    while first < last and _is_end(tokens[last - 1]):
        last -= 1
    if entity.label_ == "PERSON":
        nominals = text.nominals
        while last - first > 1:
            token = tokens[first]
            if token.text not in nominals.honorifics and not nominals.is_role(token.text) and token.tag_ != "JJ":
                break
            first += 1
        last = next((i for i in range(first, last) if tokens[i].text in _BREAKS_NAME), last)
    return first, last


def _with_given_names(text: Text, known: Mapping[int, Match], first: int, last: int) -> int:
    """Where a person's name begins that the recogniser cut to its end: "Sri Lankan president Nimal Perera"."""
    while first > 0 and first not in text.begins:
        token = text.tokens[first - 1]
        if (
            token.pos_ != "PROPN"
            or token.dep_ != "compound"
            or not first <= token.head.i < last
            or token.ent_type_
            or first - 1 in known
            or token.text in text.nominals.honorifics
            or text.nominals.is_role(token.text)
            or not token.is_title
        ):
            break
        first -= 1
    return first


def _is_edge(token: Token) -> bool:
    return token.dep_ == "det" or token.is_punct or token.text in ("the", "The", "'s", "’s")


def _is_end(token: Token) -> bool:
    return token.text in _POSSESSIVE or (token.is_punct and token.text not in (")", "."))


# ------------------------------------------------------------------------------------------------------- what they name


def _named(text: Text, span: _Span) -> Found:
    """The mention that a span is, with its entries, class and state."""
    match, gazetteer = span.match, text.gazetteer
    head = text.root(span.first, span.last)
    first, last = _with_ordinal(text, span)
    words = text.words[first:last]
    name = text.phrase(first, last)
    if match:
        entries = match.entries
    else:
        entries = gazetteer.named(text.phrase(span.first, span.last))
        if span.type == "Person" and len(words) == 1:
            entries = entries or gazetteer.surname(name, None)
        entries = tuple(e for e in entries if _may_be(span.type, e.type))
    if match and span.type == "AgentGroup" and match.kind in ("demonym", "shield"):
        state = entries[0].iso3 if entries else None  # "Greeks marched": people, not the state
        return Found(first, last, head.i, "AgentGroup", "name", name, (first, last), state=state, plural=True)
    kind = _class(text, span, entries, words)
    keys = tuple(e.key for e in entries)
    acting = kind == "Place" and _acts(head, text.grammar)
    also = tuple(e.key for e in match.also if e.type not in ("Person", "Place")) if match else ()
    if match and match.kind == "metonym":
        acting, also = True, keys
    genders = {e.gender for e in entries}
    return Found(
        first, last, head.i, kind, "name", name, (first, last), keys,
        state=_state(gazetteer, kind, entries, words), plural=kind == "AgentGroup",
        gender=genders.pop() if len(genders) == 1 else None, acting=acting, also=also,
    )  # fmt: skip


def _with_ordinal(text: Text, span: _Span) -> tuple[int, int]:
    """The range with the number before it ("66th Division"), without the article."""
    first, last, words = span.first, span.last, text.words
    if first not in text.begins and span.type != "Person" and _ORDINAL.fullmatch(words[first - 1]):
        first -= text.tokens[first - 1].head.i < last
    if words[first] in ("the", "The") and last - first > 1:
        first += 1
    return first, last


def _class(text: Text, span: _Span, entries: Sequence[Entry], words: list[str]) -> str:
    """The class of a name: its entries', where they agree or the gazetteer found it; else what its words say."""
    if entries:
        return entries[0].type if span.match or len({e.type for e in entries}) == 1 else span.type
    told_by_words = span.type == "Organization" or (
        span.type in ("Place", "EventSeries", "Treaty") and span.match is None
    )
    return (text.nominals.kind_of_name(words) if told_by_words else None) or span.type


def _state(gazetteer: Gazetteer, kind: str, entries: Sequence[Entry], words: list[str]) -> str | None:
    """The state that a name is or belongs to: its entries', or of a party the one that its words name."""
    states = {e.iso3 for e in entries}
    state = entries[0].iso3 if len(states) == 1 else None
    if state is None and kind in _PARTIES:
        found = (
            gazetteer.demonym(word) or next((e for e in gazetteer.named(word) if e.type == "State"), None)
            for word in words
        )
        told = {named.iso3 for named in found if named}
        return told.pop() if len(told) == 1 else None  # the Serbian-Cuban Trade League is neither's
    return state


def _may_be(type_: str, entry: str) -> bool:
    allowed = _MAY_BE.get(type_)
    return entry in allowed if allowed else entry != "Person"


def _acts(head: Token, grammar: Grammar) -> bool:
    """Whether a place stands where a party stands: subject of a verb, "with X", "between X and Y", "X's position"."""
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    if head.dep_ == "nsubj":
        return head.head.pos_ == "VERB" and head.head.tag_ != "VBG"
    if head.dep_ == "poss":
        return head.head.lemma_ in grammar.stances
    return head.dep_ == "pobj" and head.head.lower_ in grammar.facing
