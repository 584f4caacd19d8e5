"""Words that name a party without its name ("rebels", "the foreign ministry"), and words that tell what a name is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.resources import data_dir

__all__ = ["Nominals", "common_words", "load_nominals"]

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


@dataclass(frozen=True, slots=True)
class Nominals:
    """``types`` maps a word or phrase (lemma, lower case) to a class; ``names`` a word inside a name to a class.

    ``collective`` maps the noun of a group ("president" in "the two presidents") to ``states``, ``leaders`` or ``either``;
    ``saying`` are verbs whose subject speaks the words quoted beside them; ``lemmas`` mends those that the parser gets wrong.
    """

    types: Mapping[str, str]
    names: Mapping[str, str]
    honorifics: frozenset[str]
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


@cache
def load_nominals() -> Nominals:
    """Read ``data/nominals/en.toml``."""
    data = tomllib.loads((data_dir("nominals") / "en.toml").read_text("utf-8"))
    names = {word: "Organization" if kind == "Company" else kind for kind, words in data["names"].items() for word in words}
    return Nominals(
        types={word: _CLASSES[table] for table in reversed(_CLASSES) for word in data[table]["words"]},
        names=names,
        honorifics=frozenset(data["honorifics"]["words"]),
        female=frozenset(data["honorifics"]["female"]),
        male=frozenset(data["honorifics"]["male"]),
        collective={word: kind for kind, words in data["collective"].items() for word in words},
        saying=frozenset(data["saying"]["verbs"]),
        lemmas=data["lemmas"],
    )


@cache
def common_words() -> frozenset[str]:
    """The most frequent words that are written in lower case: what in a headline is no name."""
    return frozenset((data_dir("nominals") / "common_words.txt").read_text("utf-8").split())
