"""Finds mentions: names with their titles, adjectives of states, words for parties, pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.capitals import find_capitals
from kg.annotate.found import Found
from kg.annotate.names import find_demonyms, find_names, find_short_forms
from kg.annotate.parties import find_parties
from kg.annotate.text import OBJECTS, SUBJECTS, Text
from kg.annotate.titles import Titles
from kg.gazetteer import Match

__all__ = ["Found", "find_mentions"]

_PRONOUN_TYPES = {"he": "Person", "she": "Person", "i": "Person", "it": "Organization"}
"""What a pronoun stands for until it is resolved; the others stand for a group."""
_WHERE = ("Place", "State", "PartiallyRecognizedState")
"""Classes of what a dateline is from."""
_GENDERS = {"he": "male", "she": "female"}


def find_mentions(text: Text) -> list[Found]:
    """All mentions of an article, in text order; none overlaps another of its kind but by nesting."""
    matches = list(_matches(text))
    names = _outside_datelines(text, find_names(text, matches))
    name_at = {i: n for n in names for i in range(*n.inner)}
    demonyms = find_demonyms(text, matches, name_at)
    states = {i: found.state or "" for found in demonyms for i in range(*found.inner) if i not in name_at}
    for name in names:
        if name.state and name.type in ("State", "PartiallyRecognizedState"):
            states[name.inner[1] - 1] = name.state
    titles = Titles(text, name_at, states)
    names = [titles.give(name) for name in names]
    covered = {i for n in names for i in range(n.first, n.last)}
    names += find_short_forms(text, names, covered)
    for name in names:
        for i in range(*name.inner):
            name_at.setdefault(i, name)
    names = [titles.give_role(name, covered) for name in names]
    persons = [name for name in names if name.type == "Person"]
    parties = find_parties(text, covered, name_at, states, persons)
    capitals = find_capitals(text, states, covered)
    found = [*names, *demonyms, *parties, *capitals, *_find_pronouns(text, covered)]
    return sorted(found, key=lambda f: (f.first, -f.last))


def _matches(text: Text) -> Iterator[Match]:
    """What the gazetteer finds, paragraph by paragraph, since no name runs over the end of one."""
    for first, last in text.document.paragraphs:
        for match in text.gazetteer.find(text.words[first:last], on=text.on):
            yield replace(match, first=match.first + first, last=match.last + first)


def _outside_datelines(text: Text, names: list[Found]) -> list[Found]:
    """The names, of a dateline only its place, which is no party there ("JAKARTA (Agency) —")."""
    line = {i: n for n, cells in enumerate(text.document.datelines) for i in range(*cells)}
    placed = {line[name.first] for name in names if name.first in line and name.type in _WHERE}
    found = []
    for name in names:
        if name.first not in line:
            found.append(name)
        elif name.type in _WHERE:
            found.append(replace(name, acting=False))
        elif name.keys and line[name.first] not in placed:  # "NATO - Russia talks resume" is none
            found.append(name)
    return found


def _find_pronouns(text: Text, covered: set[int]) -> Iterator[Found]:
    forms = text.grammar.pronouns
    for i, word in enumerate(text.words):
        form, token = forms.get(word.lower()), text.tokens[i]
        if form is None or i in covered or token.pos_ not in ("PRON", "DET"):
            continue
        if (form == "both" and token.dep_ not in (*SUBJECTS, *OBJECTS)) or (form == "it" and token.dep_ == "expl"):
            continue
        type_ = _PRONOUN_TYPES.get(form, "AgentGroup")
        yield Found(
            i, i + 1, i, type_, "pronoun", word, (i, i + 1),
            pronoun=form, plural=type_ == "AgentGroup", gender=_GENDERS.get(form),
        )  # fmt: skip
