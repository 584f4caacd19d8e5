"""Words that the rules go by: those that name a party without its name, and the closed classes of English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.resources import data_dir

__all__ = ["Grammar", "Nominals", "common_words", "load_grammar", "load_nominals"]

_CLASSES = {
    "person": "Person",
    "group": "AgentGroup",
    "nonstatearmedgroup": "NonStateArmedGroup",
    "governmentbody": "GovernmentBody",
    "state": "State",
    "intergovernmentalorganization": "Organization",
    "organization": "Organization",
    "mediaorganization": "MediaOrganization",
    "politicalparty": "PoliticalParty",
    "diplomaticmission": "DiplomaticMission",
}
"""Tables of words and the class that each gives; where two hold a word, the upper one has it."""


@dataclass(frozen=True, slots=True)
class Nominals:
    """What words say of a party.

    ``types`` maps a word or phrase (lemma, lower case) to a class; ``ends`` are the last words of its phrases;
    ``names`` maps a word inside a name to a class; ``polite`` are the honorifics in lower case. ``collective`` maps the
    noun of a group ("president" in "the two presidents") to ``states``, ``leaders`` or ``either``; ``saying`` are verbs
    whose subject speaks the words quoted beside them; ``lemmas`` mends those that the parser gets wrong.
    """

    types: Mapping[str, str]
    ends: frozenset[str]
    names: Mapping[str, str]
    honorifics: frozenset[str]
    polite: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    collective: Mapping[str, str]
    saying: frozenset[str]
    lemmas: Mapping[str, str]

    def kind_of_name(self, words: list[str]) -> str | None:
        """The class that a name's own words give it, the last word first; None where they give none."""
        for word in reversed(words):
            if found := self.names.get(word):
                return found
        return None

    def is_role(self, word: str) -> bool:
        """Whether a word (any case) names a person by what he does: "minister", "spokesman"."""
        return self.types.get(word.lower()) == "Person"

    def gender(self, words: set[str]) -> str | None:
        """The gender that titles give ("Mrs", "King"), or None."""
        return "female" if words & self.female else "male" if words & self.male else None


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed classes of words, lower case where not said otherwise; ``data/nominals/en.toml`` explains each.

    ``pronouns`` maps a word to its form ("him" to ``he``), ``counts`` to its number. ``leader`` and ``diplomat`` are
    kinds of office. ``abbreviations`` and ``openers`` are as written.
    """

    pronouns: Mapping[str, str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    counts: Mapping[str, int]
    place: frozenset[str]
    facing: frozenset[str]
    before_title: frozenset[str]
    former: frozenset[str]
    realm: frozenset[str]
    points_to_state: frozenset[str]
    homeland: frozenset[str]
    points_to_body: frozenset[str]
    plural: frozenset[str]
    leader: frozenset[str]
    diplomat: frozenset[str]
    stances: frozenset[str]
    opposite: frozenset[str]
    abbreviations: frozenset[str]
    openers: frozenset[str]
    small: frozenset[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((data_dir("nominals") / "en.toml").read_text("utf-8"))


@cache
def load_nominals() -> Nominals:
    """Read the words for parties from ``data/nominals/en.toml``."""
    data = _data()
    types = {word: _CLASSES[table] for table in reversed(_CLASSES) for word in data[table]["words"]}
    kinds = {kind: "Organization" if kind == "Company" else kind for kind in data["names"]}
    return Nominals(
        types=types,
        ends=frozenset(word.split()[-1] for word in types if " " in word),
        names={word: kinds[kind] for kind, words in data["names"].items() for word in words},
        honorifics=frozenset(data["honorifics"]["words"]),
        polite=frozenset(word.lower() for word in data["honorifics"]["words"]),
        female=frozenset(data["honorifics"]["female"]),
        male=frozenset(data["honorifics"]["male"]),
        collective={word: kind for kind, words in data["collective"].items() for word in words},
        saying=frozenset(data["saying"]["verbs"]),
        lemmas=data["lemmas"],
    )


@cache
def load_grammar() -> Grammar:
    """Read the closed classes from ``data/nominals/en.toml``."""
    data = _data()
    titles, pointers = data["titles"], data["pointers"]
    return Grammar(
        pronouns={word: form for form, words in data["pronouns"].items() for word in words},
        definite=frozenset(data["determiners"]["definite"]),
        indefinite=frozenset(data["determiners"]["indefinite"]),
        counts=data["counts"],
        place=frozenset(data["prepositions"]["place"]),
        facing=frozenset(data["prepositions"]["facing"]),
        before_title=frozenset(titles["before"]),
        former=frozenset(titles["former"]),
        realm=frozenset(titles["realm"]),
        points_to_state=frozenset(pointers["state"]),
        homeland=frozenset(pointers["homeland"]),
        points_to_body=frozenset(pointers["body"]),
        plural=frozenset(pointers["plural"]),
        leader=frozenset(data["offices"]["leader"]),
        diplomat=frozenset(data["offices"]["diplomat"]),
        stances=frozenset(pointers["stances"]),
        opposite=frozenset(pointers["opposite"]),
        abbreviations=frozenset(data["sentences"]["abbreviations"]),
        openers=frozenset(data["sentences"]["openers"]),
        small=frozenset(data["sentences"]["small"]),
    )


@cache
def common_words() -> frozenset[str]:
    """The most frequent words that are written in lower case: what in a headline is no name."""
    return frozenset((data_dir("nominals") / "common_words.txt").read_text("utf-8").split())
