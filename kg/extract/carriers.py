"""The arguments with which a word tells: its own, and those that a support verb lends a noun ("hold talks")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.extract.arguments import Argument, Arguments, Governor
from kg.extract.candidates import Candidates
from kg.extract.context import Context
from kg.extract.lexicon import Frame, Support
from kg.extract.patterns import Pattern
from kg.extract.words import VERBAL, Word

__all__ = ["Carriers", "Telling"]

_LIGHT_RELATION = "object"
"""What a noun is to a light verb; its subject is the noun's, where nothing else is said."""
_LIGHT_ARGUMENTS = {"subject": "subject"}
_VERBS_OWN = frozenset({"subject", "object", "indirect", "clause", "infinitive", "gerund", "predicate"})
"""Arguments of a verb that it never lends unasked."""
_DAY = "day"
"""What a support may ask of its noun beside arguments: a day of its own."""
_SHORTEST_QUOTE = 3
"""Tokens of a quote that counts as what is said."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A word with the arguments that it has.

    ``words`` are the tokens of its lemma. ``support`` is the verb that carries a noun, ``relation`` what the noun is to
    it, ``effect`` what that verb says of the noun's status.
    """

    word: Word
    words: tuple[int, ...]
    args: Arguments
    support: int | None = None
    relation: str | None = None
    effect: str | None = None

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether there is an argument of one of some names, beside the words of the lemma itself."""
        return any(self.usable(name) for name in names if name in self.args)

    def usable(self, argument: str) -> list[Argument]:
        """The arguments of a name, without the words of the lemma itself."""
        found = self.args.get(argument)
        return [a for a in found if a.head not in self.words] if found else []


class Carriers:
    """Finds the arguments of words in one article."""

    def __init__(self, context: Context, candidates: Candidates) -> None:
        self.words, self.grammar, self.lexicon = context.words, context.grammar, context.lexicon
        self.context, self.candidates = context, candidates
        self._known: dict[tuple[object, ...], tuple[Telling, ...]] = {}
        self._quotes = {
            quote.verb: (quote.first, quote.last)
            for quote in reversed(context.annotated.quotes)
            if quote.verb is not None and quote.last - quote.first >= _SHORTEST_QUOTE
        }

    def of(self, pattern: Pattern, word: Word, words: tuple[int, ...]) -> tuple[Telling, ...]:
        """The ways in which a word may tell a frame: one for a verb or adjective, for a noun also one a support verb.

        Args:
            pattern: The frame.
            word: The word.
            words: The tokens of the lemma.
        """
        frame = pattern.frame
        named = frozenset(frame.args) & {self.words[i].lower for i in words}
        key = (word.i, words, frame.pos, frame.light, named, pattern.told_within, pattern.told_in_quotes)
        known = self._known.get(key)  # most frames of a word ask for the same
        if known is None:
            if frame.pos == "noun":
                known = tuple(self._noun(frame, word, words))
            else:
                known = (Telling(word, words, self._predicate(pattern, word, words)),)
            self._known[key] = known
        return known

    # ------------------------------------------------------------------------------------------------------ predicates

    def _predicate(self, pattern: Pattern, word: Word, words: tuple[int, ...]) -> Arguments:
        args = self.grammar.verb(word) if pattern.frame.pos == "verb" else self._adjective(word)
        for part in (self.words[i] for i in words if i != word.i):
            if part.pos == "NOUN":  # "took the side of X": what hangs on the noun belongs to the whole
                args = {**self.grammar.noun(part), **args}
            elif part.lower == "out" and "out of" in args:  # "pulled out of Y"
                args = {"from": args["out of"], **args}
            elif part.dep == "prep" and part.lower in args and part.lower not in pattern.frame.args:
                args = {"object": args[part.lower], **args}  # "voted down the treaty"
        if pattern.told_within:
            args = {**args, **self._within(args)}
        if pattern.told_in_quotes and "clause" not in args and word.i in self._quotes:
            args = {**args, "clause": [Argument(self.context.root(*self._quotes[word.i]), "quoted words")]}
        return args

    def _within(self, args: Arguments) -> Arguments:
        """What stands within the clauses of a verb, as arguments of its own."""
        inner = {
            "within": self.grammar.within([*args.get("infinitive", ()), *args.get("gerund", ())]),
            "clause subject": self.grammar.clause_subject(args.get("clause", ())),
        }
        return {name: found for name, found in inner.items() if found}

    def _adjective(self, word: Word) -> Arguments:
        args = dict(self.grammar.verb(word))
        subject = self.grammar.surface_subject(word)
        if not subject and word.head.pos in VERBAL:
            subject = self.grammar.surface_subject(word.head)
        if subject:
            args["subject"] = subject
        return args

    # ----------------------------------------------------------------------------------------------------------- nouns

    def _noun(self, frame: Frame, word: Word, words: tuple[int, ...]) -> Iterator[Telling]:
        head = word
        while head.head.i in words and head.head is not head:
            head = head.head  # "exchange of views": what carries it hangs on its first word
        own = self.grammar.noun(head)
        if head is not word:  # "a motion of no confidence in X"
            own = {**self.grammar.noun(word), **own}
        yield Telling(word, words, own)
        for governor in self.grammar.governors(head):
            verb = self.words[governor.verb]
            support = self._support(frame, head, verb, governor.relation)
            if support is None:
                continue
            args = {**own, **self._lent(own, head, governor, support)}
            if support.has:
                yield Telling(word, words, args)
            else:
                yield Telling(word, words, args, verb.i, governor.relation, support.effect)

    def _lent(self, own: Arguments, noun: Word, governor: Governor, support: Support) -> Arguments:
        """What a support verb lends its noun: the arguments that it maps, and whatever stands after prepositions."""
        verb = self.words[governor.verb]
        lent = self.grammar.verb(verb)
        mapping: Mapping[str, str] = support.args
        if not mapping and support.noun == _LIGHT_RELATION:
            mapping = _LIGHT_ARGUMENTS
        args: Arguments = {}
        for mine, theirs in mapping.items():
            if theirs in lent and all(a.head != noun.i for a in lent[theirs]):
                args[mine] = _of(verb, lent[theirs])
        if support.has:
            return args
        kept = {*_VERBS_OWN, governor.relation, *mapping.values(), *own, *args}
        for name, found in lent.items():
            if name not in kept:
                args[name] = _of(verb, [a for a in found if a.head != noun.i])
        return args

    def _support(self, frame: Frame, noun: Word, verb: Word, relation: str) -> Support | None:
        """How a verb carries a noun, or None."""
        # "stepped up cooperation": the parser may take the particle for a preposition
        phrasal = f"{verb.base} {relation}"
        if frame.light and (relation == _LIGHT_RELATION or phrasal in frame.light):
            return self._light(frame, verb, relation)  # a frame that names its own verbs takes no others
        for key in (verb.lemma, "*"):
            fitting = (
                support
                for support in self.lexicon.supports.get(key, ())
                if support.noun == relation or (support.noun == _LIGHT_RELATION and support.lemma == phrasal)
                if self._carries(support, noun, verb) and self._has(support, noun)
            )
            if found := max(fitting, key=lambda support: support.lemma.count(" "), default=None):
                return found  # to put off a visit is not to put one
        return None

    def _has(self, support: Support, noun: Word) -> bool:
        """Whether a noun has of itself what it must have, and does not name who acts ("after X's talks with Y")."""
        if not support.has:
            return True
        own = self.grammar.noun(noun)
        named = any(name in own for name in support.has) or (_DAY in support.has and _is_dated(noun))
        return "possessive" not in own and named

    def _light(self, frame: Frame, verb: Word, relation: str) -> Support | None:
        """How one of the verbs that a frame names carries its noun, or None."""
        for light in frame.light:
            first, *rest = light.split()
            if first == verb.base and (not rest or self.candidates.verb_words(verb, (first, *rest)) is not None):
                return Support(light, relation, _LIGHT_ARGUMENTS)
        return None

    def _carries(self, support: Support, noun: Word, verb: Word) -> bool:
        classes = self.lexicon.classes
        if (
            support.nouns
            and noun.lemma not in support.nouns
            and not any(noun.lemma in classes.get(name[1:], ()) for name in support.nouns)
        ):
            return False
        words = tuple(support.lemma.split())
        return len(words) == 1 or self.candidates.verb_words(verb, words) is not None


def _is_dated(noun: Word) -> bool:
    """Whether a noun has a day of its own: "a meeting on Friday", "an emergency meeting Friday"."""
    after = (c for preposition in noun.kids("prep") for c in preposition.kids("pobj"))
    return any(c.entity == "DATE" for c in (*noun.kids("npadvmod", "nmod", "compound", "appos"), *after))


def _of(verb: Word, found: list[Argument]) -> list[Argument]:
    return [Argument(a.head, f"{a.path} of {verb.base}") for a in found]
