"""When and where: date phrases and places, each given to the predicate that it belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.dates import DatePhrase, default_past, find_dates, resolve
from kg.extract.arguments import Argument
from kg.extract.context import Context
from kg.extract.modality import Modality
from kg.model import EventTime, RoleFiller

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["SettingReader"]

_CLAUSES = frozenset({"ccomp", "xcomp", "relcl", "acl", "advcl", "pcomp"})
_PLACE = ("in", "at", "inside", "near", "outside", "around", "across", "throughout", "along", "off", "within")


class SettingReader:
    """Gives the events of one article their days and places."""

    def __init__(self, context: Context) -> None:
        self.context, self.grammar = context, context.grammar
        self._phrases: dict[int, list[tuple[int, DatePhrase]]] = {}

    # ------------------------------------------------------------------------------------------------------------- days

    def time(
        self, anchors: tuple[int, ...], triggers: frozenset[int], modality: Modality, before: EventTime | None
    ) -> EventTime | None:
        """The days of an event.

        Args:
            anchors: Tokens of its trigger and support verb.
            triggers: Tokens of all triggers (a phrase belongs to the nearest one above it).
            modality: Its tense decides the side on which a weekday lies.
            before: The time of the event told before, for "the following day".
        """
        article = self.context.annotated.article
        sentence = self.context.doc[anchors[0]].sent
        for token, phrase in self._in(sentence):
            if self._owner(self.context.doc[token], triggers, anchors) in anchors:
                time = resolve(phrase, published=article.published, event=before, tense=modality.tense)
                if time is None and modality.tense != "past":
                    time = resolve(phrase, published=article.published, event=before, tense=None)
                if time is not None:
                    return time
        if modality.status in ("occurred", "ongoing", "denied", "cancelled") and article.published is not None:
            return default_past(article.published)
        return None

    def shared(self, anchors: tuple[int, ...], times: dict[int, EventTime]) -> EventTime | None:
        """The day of what an event happened at or while ("said at a news conference on Monday", "when meeting X on Monday").

        Args:
            anchors: Tokens of the event's trigger and support verb.
            times: Days that other events have of their own, by the tokens of their triggers.
        """
        for anchor in anchors:
            token = self.context.doc[anchor]
            near = [
                g
                for c in self.grammar.kids(token, "prep")
                if c.lower_ in ("at", "during", "in", "after")
                for g in self.grammar.kids(c, "pobj")
            ]
            near += [
                c
                for c in self.grammar.kids(token, "advcl")
                if any(g.lower_ in ("when", "while", "as", "during") for g in self.grammar.children[c.i])
            ]
            if token.dep_ == "conj" and token.pos_ == "VERB" and not self.grammar.kids(token, "nsubj", "nsubjpass"):
                near.append(token.head)
            if token.dep_ == "pobj" and token.head.lower_ in ("at", "during"):
                near.append(token.head.head)
            for other in near:
                if (time := times.get(other.i)) is not None and time.phrase:
                    return replace(time, anchor="event", rule="same-time")
        return None

    def _in(self, sentence: Span) -> list[tuple[int, DatePhrase]]:
        """The date phrases of a sentence, each with its syntactic head token."""
        if sentence.start not in self._phrases:
            document = self.context.document
            base, end = document.starts[sentence.start], document.ends[sentence.end - 1]
            found = []
            for phrase in find_dates(document.article.reading[base:end]):
                tokens = [
                    i
                    for i in range(sentence.start, sentence.end)
                    if base + phrase.start <= document.starts[i] < base + phrase.end
                ]
                if tokens:
                    found.append((self.context.doc[tokens[0] : tokens[-1] + 1].root.i, phrase))
            self._phrases[sentence.start] = found
        return self._phrases[sentence.start]

    def _owner(self, token: Token, triggers: frozenset[int], anchors: tuple[int, ...]) -> int | None:
        """The trigger that a date belongs to: the nearest above it, or one that its verb's clause tells."""
        at = token
        while at.dep_ in ("compound", "nmod", "amod", "nummod") and at.head.pos_ == "NOUN":
            at = at.head  # "the November 27 agreement": the day is the agreement's, and nobody else's
            if at.i in triggers:
                return at.i
        if at is not token and not (at.dep_ == "pobj" and at.head.lower_ in ("in", "at", "during", "under", "on")):
            return None
        for _ in range(12):
            if at.i in triggers and at is not token:
                return at.i
            if at.head is at:
                break
            if (
                at.dep_ in _CLAUSES
                and at is not token
                and (
                    at.tag_ not in ("VBN", "VBG")
                    or self.grammar.kids(at, "nsubj", "nsubjpass", "aux", "auxpass", "mark")
                )
            ):
                return None  # a day within a clause is not that of the clause above
            at = at.head
        # no trigger above: the date heads the sentence or hangs on a verb that tells no event; it is the main clause's
        below = [i for i in anchors if at.is_ancestor(self.context.doc[i])]
        return below[0] if below and not any(t.i in triggers for t in self.context.doc[below[0]].ancestors) else None

    # ----------------------------------------------------------------------------------------------------------- places

    def places(self, anchors: tuple[int, ...], taken: frozenset[int]) -> list[RoleFiller]:
        """Where an event is: after a preposition of place at its trigger or support verb."""
        found: list[RoleFiller] = []
        for anchor in anchors:
            token = self.context.doc[anchor]
            args = self.grammar.verb(token) if token.pos_ in ("VERB", "AUX") else self.grammar.noun(token)
            for name in _PLACE:
                for argument in args.get(name, ()):
                    found += self._place(argument, taken, {f.chain for f in found})
            if not found:  # "bombed a bus station in Quetta", "met behind closed doors in New York"
                for inner in [
                    a
                    for name, arguments in args.items()
                    if name not in ("subject", "clause", "infinitive", "gerund")
                    for a in arguments
                ]:
                    if self.context.at(inner.head) is None:
                        below = self.grammar.noun(self.context.doc[inner.head])
                        for name in _PLACE:
                            for argument in below.get(name, ()):
                                found += self._place(argument, taken, {f.chain for f in found})
        return found

    def _place(self, argument: Argument, taken: frozenset[int], have: set[int]) -> list[RoleFiller]:
        out = []
        for filler in self.context.fillers(argument, "Place"):
            if filler.mention is not None and filler.mention.first not in taken and filler.chain not in have:
                out.append(RoleFiller("atPlace", filler.chain, filler.mention, filler.path, filler.found_by))
        return out
