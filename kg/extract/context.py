"""One article while it is read: its parse, grammar, mentions by token, and what an argument stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.arguments import Argument, Grammar
from kg.extract.lexicon import Lexicon
from kg.model import Annotated, Chain, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["AGENTS", "Context", "Filler"]

AGENTS = frozenset(
    {
        "Person",
        "AgentGroup",
        "State",
        "PartiallyRecognizedState",
        "Organization",
        "GovernmentBody",
        "IntergovernmentalOrganization",
        "NonStateArmedGroup",
        "PoliticalParty",
        "MediaOrganization",
        "DiplomaticMission",
    }
)
_STATES = frozenset({"State", "PartiallyRecognizedState"})
_FOUND_BY = {
    "pronoun": "coreference",
    "role": "coreference",
    "group": "argument",
    "nominal": "argument",
    "name": "argument",
    "demonym": "argument",
}
_FORCES = ("of", "by", "against", "in", "from", "with")


@dataclass(frozen=True, slots=True)
class Filler:
    """What an argument stands for: a chain, the mention in it, the route, and the code for how it was found."""

    chain: int
    mention: Mention | None
    path: str
    found_by: str


class Context:
    """Everything that frames, modality and attribution ask of an article."""

    def __init__(self, annotated: Annotated, lexicon: Lexicon) -> None:
        self.annotated, self.lexicon = annotated, lexicon
        self.document = annotated.document
        self.doc: Doc = annotated.document.parse
        self.grammar = Grammar(self.doc)
        self.chains: tuple[Chain, ...] = annotated.chains
        self._kind_cache: dict[int, set[str]] = {}
        self._word_cache: dict[int, frozenset[str]] = {}
        self.sentence: list[int] = []
        number = -1
        for token in self.doc:
            number += bool(token.is_sent_start)
            self.sentence.append(number)

    @cached_property
    def covering(self) -> dict[int, list[tuple[Mention, int]]]:
        """For each token the mentions that cover it with the index of their chain, smallest first."""
        found: dict[int, list[tuple[Mention, int]]] = {}
        for chain in self.chains:
            for mention in chain.mentions:
                for i in range(mention.first, mention.last):
                    found.setdefault(i, []).append((mention, chain.index))
        for entries in found.values():
            entries.sort(key=lambda e: e[0].last - e[0].first)
        return found

    def at(self, token: int) -> tuple[Mention, int] | None:
        """The mention headed by a token, or else one that covers it as part of its name."""
        entries = self.covering.get(token, ())
        for mention, chain in reversed(entries):
            if mention.head == token:
                return self._apposed(token, mention) or (mention, chain)
        for mention, chain in entries:
            outside = not mention.first <= self.doc[token].head.i < mention.last  # the parser gave the name two heads
            if mention.kind == "name" and (
                outside or self.doc[mention.head].i in {t.i for t in (self.doc[token], *self.doc[token].ancestors)}
            ):
                return mention, chain
        if self.doc[token].pos_ in ("NOUN", "PROPN"):  # "my colleague the minister, X": the name that follows
            for child in self.grammar.kids(self.doc[token], "appos"):
                for mention, chain in self.covering.get(child.i, ()):
                    if mention.kind == "name" and self.chains[chain].type in AGENTS and mention.head == child.i:
                        return mention, chain
        return None

    def _apposed(self, token: int, mention: Mention) -> tuple[Mention, int] | None:
        """For "one country – the US": the name in apposition to words that name nobody."""
        if mention.kind not in ("nominal", "role") and not (mention.kind == "group" and self.doc[token].tag_ == "NN"):
            return None
        named = [
            c
            for a in self.grammar.kids(self.doc[token], "acl")
            if a.lemma_ in ("know", "call", "name", "dub")
            for p in self.grammar.kids(a, "prep", "oprd")
            for c in (self.grammar.kids(p, "pobj") or [p])
        ]
        for child in [*self.grammar.kids(self.doc[token], "appos"), *named]:  # "…, X"; "… known as X"
            for other, chain in self.covering.get(child.i, ()):
                if other.kind == "name" and other.head == child.i and self.chains[chain].type in AGENTS:
                    return other, chain
        return None

    # ---------------------------------------------------------------------------------------------------------- fillers

    def fillers(self, argument: Argument, range_: str, deed: bool = False) -> Iterator[Filler]:
        """What an argument stands for, as a filler of a role with a range.

        Args:
            argument: A head token and its route.
            range_: ``Agent``, ``Place`` or another class.
            deed: The role is one of a deed, not of words: then a thing may stand for the state that it lies in.
        """
        found = self.at(argument.head)
        if found is None and self.doc[argument.head].lemma_.lower() in self.lexicon.words.get("places", ()):
            for inner in self.grammar.noun(self.doc[argument.head]).get("of", ()):  # "the town of Bentiu"
                if (found := self.at(inner.head)) is not None:
                    break
        if found is not None:
            mention, chain = found
            type_ = self.chains[chain].type
            if range_ == "Place" and type_ in ("Place", *_STATES):
                yield self._filler(mention, chain, argument.path)
                return
            if range_ == "Agent" and type_ in AGENTS:
                yield self._filler(mention, chain, argument.path)
                return
            if range_ == "Agent" and type_ == "Place":
                yield Filler(chain, mention, f"{argument.path}, state of the place", "default")
                return
        if range_ == "Agent":
            behind = list(self._behind(argument))
            yield from behind or (self._lying_in(argument) if deed else ())

    def _filler(self, mention: Mention, chain: int, path: str) -> Filler:
        how = "group" if self.chains[chain].members else _FOUND_BY[mention.kind]
        if (
            mention.kind == "role"
            and not any(m.kind == "name" for m in self.chains[chain].mentions)
            and self.chains[chain].candidates
        ):
            how = "officeHolder"
        return Filler(chain, mention, path, how)

    def _behind(self, argument: Argument) -> Iterator[Filler]:
        """The party behind a thing: "China's effort", "the Russian proposal", "the conclusions of the summit"."""
        token = self.doc[argument.head]
        if token.pos_ not in ("NOUN", "PROPN") or self.grammar is None:
            return
        own = self.grammar.noun(token)
        for inner in own.get("of", ()):  # "memoranda of understanding between X and Y"
            below = self.grammar.noun(self.doc[inner.head])
            if "between" in below and "between" not in own:
                own = {**own, "between": below["between"]}
        for participle in (c for c in self.grammar.kids(token, "acl") if c.tag_ == "VBN"):
            done = self.grammar.verb(participle)  # "the actions taken by X", "the sanctions imposed on Y"
            own = {
                **own,
                **{"by": done[n] for n in ("subject",) if n in done},
                **{"against": done[n] for n in ("on", "against") if n in done and "against" not in own},
            }
        if token.lemma_.lower() in ("border", "frontier") and "with" in own:
            own = {**own, "of": own["with"]}
        for name in ("possessive", "by", "between", "adjective", "compound", "of", "against"):
            hits: list[Filler] = []
            for inner in own.get(name, ()):
                found = self.at(inner.head)
                if found is not None and self.chains[found[1]].type in AGENTS:
                    mention, chain = found
                    hits.append(
                        Filler(
                            chain,
                            mention,
                            f"{argument.path}, {name} of {token.lemma_.lower()}",
                            self._filler(mention, chain, "").found_by,
                        )
                    )
            if hits:
                yield from hits
                return
        for name in ("on", "to", "of", "for"):  # "restrictions on aid to X"
            for inner in own.get(name, ()):
                noun = self.doc[inner.head]
                route = f"{argument.path}, {name} of {token.lemma_.lower()}"
                deeper = (
                    [a for n in ("to", "on", "against", "of") for a in self.grammar.noun(noun).get(n, ())]
                    if self.at(inner.head) is None
                    else []
                )
                below = [
                    f
                    for a in deeper
                    if self.at(a.head) is not None
                    for f in self.fillers(Argument(a.head, f"{route}, {a.path}"), "Agent")
                ]
                if below:
                    yield from below
                    return

    def _lying_in(self, argument: Argument) -> Iterator[Filler]:
        """The state in which a thing lies: "an army base in western Afghanistan"."""
        token = self.doc[argument.head]
        if token.pos_ not in ("NOUN", "PROPN"):
            return
        own = self.grammar.noun(token)
        for name in ("in", "at", "of", "near", "on", "inside", "along"):
            for inner in own.get(name, ()):
                found = self.at(inner.head)
                if found is not None and self.chains[found[1]].type in ("Place", *_STATES):
                    yield Filler(
                        found[1],
                        found[0],
                        f"{argument.path}, {name} of {token.lemma_.lower()}, state of the place",
                        "default",
                    )
                    return

    def kinds(self, argument: Argument) -> set[str]:
        """What an argument is, for the conditions of frames: ``party``, ``person``, ``place``, ``document``, ``thing`` …"""
        if argument.head in self._kind_cache:
            return self._kind_cache[argument.head]
        token = self.doc[argument.head]
        found = self.at(argument.head)
        kinds: set[str] = set()
        if found is not None:
            type_ = self.chains[found[1]].type
            kinds.add(type_)
            if type_ in AGENTS:
                kinds.add("party")
            if type_ == "Person" or (type_ == "AgentGroup" and found[0].kind != "nominal"):
                kinds.add("person")
            if type_ in _STATES:
                kinds |= {"state", "place"}
            if type_ == "Place":
                kinds.add("place")
        else:
            kinds.add("thing")
            if token.pos_ in ("NOUN", "PROPN") and any(True for _ in self._behind(argument)):
                kinds.add("owned")
        if token.pos_ in ("VERB", "AUX"):
            kinds = {"clause"}
        lemma = token.lemma_.lower()
        if ("noun", lemma) in self.lexicon.by_head:
            kinds.add("event")
        if lemma in self.lexicon.documents:
            kinds.add("document")
        self._kind_cache[argument.head] = kinds
        return kinds

    def fits(self, argument: Argument, conditions: tuple[str, ...]) -> bool:
        """Whether an argument meets one of the conditions, and none of those that begin with ``!``."""
        asked = self.lexicon.condition(conditions)
        words, kinds = self._words(argument.head), self.kinds(argument)
        wanted = asked.words or asked.kinds
        if wanted and asked.words.isdisjoint(words) and asked.kinds.isdisjoint(kinds):
            return False
        return asked.barred_words.isdisjoint(words) and asked.barred_kinds.isdisjoint(kinds)

    def _words(self, head: int) -> frozenset[str]:
        """The words by which an argument is known to conditions: its own, with a modifier, a clause's auxiliaries."""
        if head in self._word_cache:
            return self._word_cache[head]
        token = self.doc[head]
        lemma = token.lemma_.lower()
        words = {lemma, token.lower_}
        if token.pos_ == "PROPN" and (named := self.at(head)) is not None and named[0].kind == "name":
            words = {named[0].span.text.lower()}  # a word within a name is not the common word
        if token.pos_ in ("VERB", "AUX", "ADJ"):  # "should go", "has to go"
            words |= {c.lower_ for c in self.grammar.kids(token, "aux", "auxpass", "neg")}
            if any(c.tag_ == "TO" for x in self.grammar.kids(token, "xcomp") for c in self.grammar.kids(x, "aux")):
                words.add(f"{lemma} to")
        words |= {f"{child.lower_} {lemma}" for child in self.grammar.kids(token, "compound", "amod", "nmod")}
        self._word_cache[head] = found = frozenset(words)
        return found

    # ---------------------------------------------------------------------------------------------------------- clauses

    def clause(self, token: Token) -> tuple[int, int]:
        """The token range of the clause that a predicate heads, without coordinated clauses after it."""
        sent = token.sent
        keep = {token.i}
        queue = [token]
        while queue:
            for child in self.grammar.children[queue.pop().i]:
                if child.dep_ in ("parataxis",) or (
                    child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.head.i == token.i
                ):
                    continue
                if (
                    child.head.i == token.i
                    and child.dep_ == "cc"
                    and any(c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") for c in self.grammar.children[token.i])
                ):
                    continue
                keep.add(child.i)
                queue.append(child)
        first, last = max(min(keep), sent.start), min(max(keep) + 1, sent.end)
        while last - 1 > token.i and self.doc[last - 1].is_punct and self.doc[last - 1].text not in ("”", '"', ")"):
            last -= 1
        while first < token.i and (self.doc[first].is_punct and self.doc[first].text not in ("“", '"', "(")):
            first += 1
        return self.bounded(first, last, token.i)

    def bounded(self, first: int, last: int, anchor: int, limit: int = 390) -> tuple[int, int]:
        """A range cut to at most ``limit`` code points around a token."""
        starts, ends = self.document.starts, self.document.ends
        while (
            last - 1 > anchor
            and ends[last - 1] - starts[first] > limit
            and ends[last - 1] - starts[anchor] > limit // 3
        ):
            last -= 1
        while first < anchor and ends[last - 1] - starts[first] > limit:
            first += 1
        while last - 1 > anchor and ends[last - 1] - starts[first] > limit:
            last -= 1
        return first, last
