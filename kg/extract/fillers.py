"""Whom an argument stands for: the party that it names, the one behind a thing, the state in which a thing lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.arguments import Argument, Arguments, Grammar
from kg.extract.lexicon import Lexicon
from kg.extract.named import AGENTS, STATES, Named
from kg.extract.words import NOMINAL, Word
from kg.model import Mention

__all__ = ["OF_THE_PLACE", "Filler", "Fillers"]

OF_THE_PLACE = "state of the place"
"""How a route ends that leads from a place to its state."""
_COREFERENCE = ("pronoun", "role")
"""Kinds of mention that stand for somebody named elsewhere."""
_DOERS = ("possessive", "by", "between", "adjective", "compound", "from")
"""Arguments of a thing that name whose it is, or who did it, likeliest first."""
_OWNERS = ("possessive", "by", "between", "adjective", "compound", "of", "against", "from")
"""Arguments of a thing that name the party behind it, likeliest first."""
_TARGETS = ("on", "to", "of", "for")
"""Arguments of a thing below which the party may stand ("restrictions on aid to X")."""
_BELOW = ("to", "on", "against", "of")
_WHERE = ("in", "at", "of", "near", "on", "inside", "along", "compound", "possessive")
"""Arguments of a thing that name where it lies."""
_BORDERS = ("border", "frontier")


@dataclass(frozen=True, slots=True)
class Filler:
    """What an argument stands for: a chain, the mention in it, the route, and the code for how it was found."""

    chain: int
    mention: Mention | None
    path: str
    found_by: str


class Fillers:
    """Finds whom arguments stand for in one article."""

    def __init__(self, grammar: Grammar, named: Named, lexicon: Lexicon) -> None:
        self.grammar, self.named, self.words = grammar, named, grammar.words
        self._places = lexicon.listed("places")
        self._events = lexicon.by_head
        self._voices = lexicon.classes.get("voices", frozenset())
        self._owners: dict[int, list[Filler]] = {}

    def of(self, argument: Argument, range_: str, deed: bool = False, acts: bool = False) -> list[Filler]:
        """What an argument stands for, as fillers of a role.

        Args:
            argument: A head token and its route.
            range_: ``Agent`` or ``Place``; for any other class there are no fillers.
            deed: The role is one of a deed, not of words: then a thing may stand for the state in which it lies.
            acts: The role is that of who acts: then neither the place of a thing nor on whom an act falls is meant
                ("an attack on Israel killed …").
        """
        word = self.words[argument.head]
        named = self._named(word, range_)
        if named is not None:
            return _routed(argument.path, [named])
        if range_ != "Agent":
            return []
        found = self.behind(word)
        if not deed:  # "called for respect for the concerns of X" is addressed to nobody
            found = [f for f in found if f.path.count(", ") == 1]
        if acts and deed and ("noun", word.lemma) in self._events:
            found = [f for f in found if any(f.path.startswith(f", {name} ") for name in _DOERS)]
        elif not found and deed and not acts:
            found = self._lying_in(word)
        return _routed(argument.path, found)

    def behind(self, word: Word) -> list[Filler]:
        """The party behind a thing: "China's effort", "the Russian proposal", "the conclusions of the summit".

        Returns:
            Fillers whose route begins at the thing.
        """
        if word.i not in self._owners:
            self._owners[word.i] = self._find_owners(word) if word.pos in NOMINAL else []
        return self._owners[word.i]

    def _named(self, word: Word, range_: str) -> Filler | None:
        found = self.named.at(word.i)
        if found is None and word.lemma in self._places:  # "the town of Bentiu"
            inside = (self.named.at(inner.head) for inner in self.grammar.noun(word).get("of", ()))
            found = next((inner for inner in inside if inner is not None), None)
        if found is None:
            return None
        mention, chain = found
        type_ = self.named.chains[chain].type
        if type_ in (AGENTS if range_ == "Agent" else {"Place", *STATES} if range_ == "Place" else ()):
            return self._filler(mention, chain, "")
        if range_ == "Agent" and type_ == "Place":
            return Filler(chain, mention, f", {OF_THE_PLACE}", "default")
        return None

    def _filler(self, mention: Mention, index: int, path: str) -> Filler:
        chain = self.named.chains[index]
        how = "coreference" if mention.kind in _COREFERENCE else "argument"
        if mention.kind == "role" and chain.candidates and not any(m.kind == "name" for m in chain.mentions):
            how = "officeHolder"
        elif chain.members:
            how = "group"
        return Filler(index, mention, path, how)

    def _find_owners(self, word: Word) -> list[Filler]:
        own = self._with_lent(word)
        for name in _OWNERS:
            if name == "from" and ("noun", word.lemma) not in self._events:
                continue  # "a request from X" is X's, "a storm from X" is not
            route = f", {name} of {word.lemma}"
            owners = [
                self._filler(*found, route)
                for inner in own.get(name, ())
                if (found := self.named.at(inner.head)) is not None and self.named.chains[found[1]].type in AGENTS
            ]
            if owners:
                return owners
        for name in _TARGETS:
            for inner in own.get(name, ()):
                if below := self._below(inner):
                    return _routed(f", {name} of {word.lemma}, ", below)
        return []

    def _with_lent(self, word: Word) -> Arguments:
        """The arguments of a thing, with those that it is lent by what hangs on it."""
        own = self.grammar.noun(word)
        for inner in own.get("of", ()):  # "memoranda of understanding between X and Y"
            below = self.grammar.noun(self.words[inner.head])
            if "between" in below and "between" not in own:
                own = {**own, "between": below["between"]}
        for participle in word.kids("acl"):
            if participle.tag == "VBN":  # "the actions taken by X", "the sanctions imposed on Y"
                done = self.grammar.verb(participle)
                if "subject" in done:
                    own = {**own, "by": done["subject"]}
                target = done.get("against", done.get("on"))
                if target is not None and "against" not in own:
                    own = {**own, "against": target}
        if "by" not in own and (issuers := self._issuers(word)):
            own = {**own, "by": issuers}
        if word.lemma in _BORDERS and "with" in own:
            own = {**own, "of": own["with"]}
        return own

    def _issuers(self, word: Word) -> list[Argument]:
        """Who issues a paper: whatever it says is theirs ("released a statement condemning X")."""
        verb = word.head
        if word.dep != "dobj" or not any(f.event == "Issuance" for _, f in self._events.get(("verb", verb.lemma), ())):
            return []
        return self.grammar.verb(verb).get("subject", []) if word.lemma in self._voices else []

    def _below(self, inner: Argument) -> list[Filler]:
        """The party below a thing that names none itself; routes begin with the argument of that thing."""
        if self.named.at(inner.head) is not None:
            return []
        own = self.grammar.noun(self.words[inner.head])
        deeper = [a for name in _BELOW for a in own.get(name, ()) if self.named.at(a.head) is not None]
        if deeper:
            return [filler for argument in deeper for filler in self.of(argument, "Agent")]
        return self.behind(self.words[inner.head])  # "a ban on imports of British beef"

    def _lying_in(self, word: Word) -> list[Filler]:
        """The state in which a thing lies: "an army base in western Afghanistan"."""
        if word.pos not in NOMINAL:
            return []
        own = self.grammar.noun(word)
        for name in _WHERE:
            for inner in own.get(name, ()):
                found = self._named(self.words[inner.head], "Place")
                if found is not None:
                    path = f", {name} of {word.lemma}, {OF_THE_PLACE}"
                    return [Filler(found.chain, found.mention, path, "default")]
        return []


def _routed(path: str, fillers: Iterable[Filler]) -> list[Filler]:
    return [Filler(f.chain, f.mention, path + f.path, f.found_by) for f in fillers]
