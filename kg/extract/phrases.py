"""Arguments as phrases: from the word under a label to what it stands for, with what is coordinated with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.lexicon import Lexicon
from kg.extract.words import NOMINAL, VERBAL, Word

__all__ = [
    "BEHALF",
    "RELATIVE",
    "Argument",
    "Arguments",
    "Phrases",
    "is_infinitive",
    "is_passive",
    "preposition_name",
    "twin",
]

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
"""Pronouns that stand for the noun on which their clause hangs."""
_COORDINATED = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X")
"""What is coordinated with a phrase even where its part of speech is another."""
_PARTICIPIAL = ("acl", "advcl", "amod")
"""Labels under which a past participle without an auxiliary is passive."""
_HAVE = ("have", "having", "’ve", "'ve")
"""The lemmas that the parser gives the auxiliary of the perfect."""
_REACH = 6
"""Words between a relative pronoun and the verb of its clause, at most."""
_MULTIWORD = {
    ("according", "to"): "according to",
    ("because", "of"): "because of",
    ("out", "of"): "out of",
    ("along", "with"): "with",
    ("together", "with"): "with",
    ("ahead", "of"): "ahead of",
}
"""Prepositions of two words, each with the name of the argument; of any others the second word is the name."""
BEHALF = "on behalf of"
"""The argument of for whom somebody acts."""
_WITH_NOUN = {("on", "behalf"): BEHALF, ("in", "behalf"): BEHALF, ("in", "name"): BEHALF}
"""Prepositions with a noun that are one preposition, each with the name of the argument: whose the noun is."""


@dataclass(frozen=True, slots=True)
class Argument:
    """The head token of an argument, and the route by which it was reached ("passive agent")."""

    head: int
    path: str


Arguments = dict[str, list[Argument]]
"""Argument name to arguments, in text order: ``subject``, ``object``, ``indirect``, ``clause``, ``infinitive``,
``gerund``, ``predicate``, prepositions by their word; of nouns also ``possessive``, ``compound``, ``adjective``."""


def is_infinitive(word: Word) -> bool:
    """Whether a verb stands with "to"."""
    return any(child.tag == "TO" and child.dep == "aux" for child in word.children)


def is_passive(word: Word) -> bool:
    """Whether a verb form is passive."""
    if word.kids("auxpass", "nsubjpass"):
        return True
    if word.tag != "VBN" or word.kids("nsubj"):
        return False
    if any(child.lemma in _HAVE for child in word.kids("aux")):
        return bool(word.kids("agent")) and word.dep != "ROOT"
    if word.dep in _PARTICIPIAL:
        return True
    return word.dep == "conj" and not word.kids("aux", "nsubj", "nsubjpass", "expl") and is_passive(word.head)


def twin(word: Word) -> Word | None:
    """The participle that shares what follows it: the released, in "was signed and released by X at Y"."""
    twins = (c for c in word.kids("conj") if c.tag == word.tag == "VBN" and c.i == word.i + 2)
    return next((c for c in twins if not c.kids("nsubj", "nsubjpass", "aux", "auxpass")), None)


class Phrases:
    """Reads phrases of one article.

    Args:
        words: Its words.
        lexicon: For the words of quantity and of the calendar.
    """

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self._calendar = lexicon.listed("calendar")
        self._quantities = lexicon.listed("quantities")
        self._directions = lexicon.listed("directions")

    def arguments(self, words: Iterable[Word], path: str) -> list[Argument]:
        """What words stand for, as arguments reached by a route, each followed by what is coordinated with it."""
        found: list[Argument] = []
        for word in words:
            if self._is_date(word):
                continue  # "on Sunday" is no argument
            real = self._counted(_antecedent(word))
            route = f"{path}, relative clause" if word.lower in RELATIVE and real is not word else path
            parts = self.conjuncts(real) if real is word or word.lemma in self._quantities else [real]
            found += [Argument(part.i, f"{route}, coordinated" if n else route) for n, part in enumerate(parts)]
        return found

    def conjuncts(self, word: Word) -> list[Word]:
        """The word and what is coordinated with it, in text order."""
        found, queue = [word], [word]
        found += [w for w in (self._listed_before(word), self._listed_after(word)) if w is not None]
        for at in queue:  # grows while it is walked
            more = [c for c in at.children if c.dep == "conj" and (c.pos in _COORDINATED or word.pos == c.pos)]
            found += more
            queue += more
        return sorted(found, key=lambda w: w.i) if len(found) > 1 else found

    def prepositions(self, word: Word, args: Arguments, prefix: str = "", missing_only: bool = False) -> None:
        """Add what stands after the prepositions of a word to its arguments.

        Args:
            word: A verb or noun.
            args: Is changed: each preposition is an argument.
            prefix: What the route begins with.
            missing_only: Leave prepositions alone that ``args`` has already.
        """
        mine: Arguments = {}
        moved = (c for child in word.kids("advmod") if child.lower in self._directions for c in child.kids("prep"))
        for child in sorted((*word.children, *moved), key=lambda w: w.i):  # "sent back to X": "to" hangs on "back"
            if child.dep != "prep" and (child.dep != "agent" or is_passive(word)):
                continue
            name, target, objects = _preposition(child)
            found = mine.setdefault(name, [])
            found += self.arguments(objects, prefix + name)
            if name == "as":
                found += [Argument(c.i, "as") for c in target.kids("amod", "acomp")]
            found += [Argument(c.i, f"{prefix}{name}, gerund") for c in target.kids("pcomp")]
        for name, found in mine.items():
            if found and not (missing_only and name in args):
                args.setdefault(name, []).extend(found)

    def _listed_before(self, word: Word) -> Word | None:
        """The first name of a headline's "China, Russia sign …", which the parser takes for something else."""
        if word.i < 2 or word.pos != "PROPN" or word.dep not in ("nsubj", "nsubjpass"):
            return None
        before, comma = self.words[word.i - 2 : word.i]
        opens = before.pos == "PROPN" and before.i == before.first and before.dep not in ("conj", "pobj")
        return before if opens and comma.text == "," else None

    def _listed_after(self, word: Word) -> Word | None:
        """The second name of "by X, minister of A, and Y, minister of B", which the parser hangs on the verb."""
        if not word.kids("appos"):
            return None
        verb = word.head.head if word.dep == "pobj" else word.head
        end = max(below.i for below in word.subtree())
        for second in verb.kids("conj") if verb.pos in VERBAL else ():
            between = self.words[end + 1 : min(below.i for below in second.subtree())]
            if second.i > end and second.pos in NOMINAL and all(w.punct or w.dep == "cc" for w in between):
                return second
        return None

    def _is_date(self, word: Word) -> bool:
        return (
            word.entity in ("DATE", "TIME")
            and (word.lemma in self._calendar or word.text.isdigit())
            and not any(c.pos == "PROPN" and c.entity == "PERSON" for c in word.children)
        )

    def _counted(self, word: Word) -> Word:
        """For a word of quantity what is counted: the troops, in "thousands of troops"."""
        if word.lemma in self._quantities:
            for child in word.kids("prep"):
                if child.lower == "of" and (inner := child.kids("pobj")):
                    return inner[0]
        return word

    def counting(self, word: Word) -> Word:
        """For a noun that is counted the word of quantity: the series, in "a series of attacks"; else the noun."""
        of = word.head
        if word.dep == "pobj" and of.lower == "of" and of.dep == "prep" and of.head.lemma in self._quantities:
            return of.head
        return word


def _antecedent(word: Word) -> Word:
    """For a relative pronoun the noun that it stands for, else the word itself."""
    if word.lower in RELATIVE and word.tag in ("WDT", "WP", "WP$", "IN"):
        clause = word
        for _ in range(_REACH):
            clause = clause.head
            if clause.dep == "relcl":
                return clause.head
            if clause.head is clause:
                break
    return word


def preposition_name(word: Word) -> str:
    """The name of a preposition, of one word or several."""
    return _preposition(word)[0]


def _preposition(word: Word) -> tuple[str, Word, list[Word]]:
    """The name of a preposition, its last word (the second, in "according to"), and what stands after it."""
    for noun in word.kids("pobj"):
        if name := _WITH_NOUN.get((word.lower, noun.lower)):  # "on behalf of X", "on X's behalf"
            owners = [c for of in noun.kids("prep") if of.lower == "of" for c in of.kids("pobj")]
            return name, noun, [*noun.kids("poss"), *owners]
    name, target = word.lower, word
    if not word.kids("pobj"):
        for deeper in word.kids("prep"):
            name, target = _MULTIWORD.get((name, deeper.lower), deeper.lower), deeper
    return name, target, target.kids("pobj")
