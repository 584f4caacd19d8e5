"""When and where: date phrases and places, each given to the predicate that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kg.dates import DatePhrase, default_past, find_dates, resolve
from kg.extract.arguments import Arguments
from kg.extract.context import Context
from kg.extract.phrases import RELATIVE, twin
from kg.extract.status import Modality
from kg.extract.words import VERBAL, Word
from kg.model import EventTime, RoleFiller

__all__ = ["SettingReader"]

_CLAUSES = frozenset({"ccomp", "xcomp", "relcl", "acl", "advcl", "pcomp"})
_PLACE = ("in", "at", "inside", "near", "outside", "around", "across", "throughout", "along", "off", "within")
"""Prepositions of place, in the order in which they are believed."""
_NO_SETTING = ("subject", "clause", "infinitive", "gerund")
"""Arguments below which no place of the event stands."""
_REAL = ("occurred", "ongoing", "denied", "cancelled")
"""Statuses of what lies before the day of publication where no day is told."""
_HIGHEST = 12
"""Words that are climbed from a date to its trigger, at most."""
_OCCASION = ("at", "during", "in", "after")
_WHILE = ("when", "while", "as", "during")
_TERMS = ("of", "for", "before", "until", "till", "by", "from", "through")
"""Prepositions by which a day within a document's name is the document's own."""
_DATED_NOUN = ("in", "at", "during", "under", "on")
"""Prepositions through which the day of a noun ("the November 27 summit") is that of the verb above."""


class SettingReader:
    """Gives the events of one article their days and places."""

    def __init__(self, context: Context) -> None:
        self.context, self.words, self.grammar = context, context.words, context.grammar
        self._phrases: dict[int, list[tuple[int, DatePhrase]]] = {}

    # ------------------------------------------------------------------------------------------------------------ days

    def time(
        self,
        anchors: tuple[int, ...],
        triggers: frozenset[int],
        modality: Modality,
        before: EventTime | None,
        titles: Sequence[tuple[int, int]] = (),
    ) -> EventTime | None:
        """The days of an event.

        Args:
            anchors: Tokens of its trigger and support verb.
            triggers: Tokens of all triggers (a phrase belongs to the nearest one above it).
            modality: Its tense decides the side on which a weekday lies.
            before: The time of the event told before, for "the following day".
            titles: Where documents are named: "the treaty of 2010" was not signed in 2010 again.
        """
        published = self.context.annotated.article.published
        for token, phrase in self._dates(self.words[anchors[0]]):
            if self._is_of_a_title(self.words[token], titles):
                continue
            if self._owner(self.words[token], triggers, anchors) in anchors:
                time = resolve(phrase, published=published, event=before, tense=modality.tense)
                if time is None and modality.tense != "past":
                    time = resolve(phrase, published=published, event=before, tense=None)
                if time is not None and not _is_beyond(time, modality, published):
                    return time
        if published is not None and modality.status in _REAL:
            return default_past(published)
        return None

    def shared(self, anchors: tuple[int, ...], times: dict[int, EventTime]) -> EventTime | None:
        """The day of what an event happened at or while ("said at a news conference on Monday").

        Args:
            anchors: Tokens of the event's trigger and support verb.
            times: Days that other events have of their own, by the tokens of their triggers.
        """
        for anchor in anchors:
            for other in _occasions(self.words[anchor]):
                if (time := times.get(other.i)) is not None and time.phrase:
                    return replace(time, anchor="event", rule="same-time")
        return None

    def _dates(self, word: Word) -> list[tuple[int, DatePhrase]]:
        """The date phrases of a word's sentence, each with the token that heads it."""
        if word.first not in self._phrases:
            self._phrases[word.first] = list(self._find_dates(word.first, word.last))
        return self._phrases[word.first]

    def _find_dates(self, first: int, last: int) -> Iterator[tuple[int, DatePhrase]]:
        document = self.context.document
        base = document.starts[first]
        for phrase in find_dates(document.article.reading[base : document.ends[last - 1]]):
            start, end = base + phrase.start, base + phrase.end
            tokens = [i for i in range(first, last) if start <= document.starts[i] < end]
            if tokens:
                yield self.context.root(tokens[0], tokens[-1] + 1), phrase

    def _is_of_a_title(self, date: Word, titles: Sequence[tuple[int, int]]) -> bool:
        at = self.context.document.starts[date.i]
        return date.dep == "pobj" and date.head.lower in _TERMS and any(start <= at < end for start, end in titles)

    def _owner(self, date: Word, triggers: frozenset[int], anchors: tuple[int, ...]) -> int | None:
        """The trigger that a date belongs to: the nearest above it, or one that its verb's clause tells."""
        for clause in date.kids("relcl"):  # "the following day X met Y": some parses hang the clause on the day
            if clause.i in triggers and not any(c.lower in RELATIVE for c in clause.children):
                return clause.i
        at = date
        while at.dep in ("compound", "nmod", "amod", "nummod") and at.head.pos == "NOUN":
            at = at.head  # "the November 27 agreement": the day is the agreement's, and nobody else's
            if at.i in triggers:
                return at.i
        if at is not date and not (at.dep == "pobj" and at.head.lower in _DATED_NOUN):
            return None
        for _ in range(_HIGHEST):
            if at.i in triggers and at is not date:
                return at.i
            if at.head is at:
                break
            if at is not date and _closes(at):
                return None
            at = at.head
        return self._below(at, triggers, anchors)

    def _below(self, at: Word, triggers: frozenset[int], anchors: tuple[int, ...]) -> int | None:
        """The trigger of the main clause, for a date that heads the sentence or hangs on a verb that tells no event."""
        below = next((i for i in anchors if at.is_above(self.words[i])), None)
        if below is None or any(above.i in triggers for above in self.words[below].ancestors()):
            return None
        return below

    # ---------------------------------------------------------------------------------------------------------- places

    def places(self, anchors: tuple[int, ...], taken: frozenset[int]) -> list[RoleFiller]:
        """Where an event is: after a preposition of place at its trigger or support verb.

        Args:
            anchors: Tokens of its trigger and support verb.
            taken: First tokens of mentions that fill a role already.
        """
        found: dict[int, RoleFiller] = {}
        for anchor in anchors:
            word = self.words[anchor]
            args = self.grammar.verb(word) if word.pos in VERBAL else self.grammar.noun(word)
            self._add_places(args, taken, found)
            if not found and (second := twin(word)) is not None:
                self._add_places(self.grammar.verb(second), taken, found)
            if found:
                continue
            # "bombed a bus station in Quetta", "met behind closed doors in New York"
            for argument in [a for name, arguments in args.items() if name not in _NO_SETTING for a in arguments]:
                if self.context.named.at(argument.head) is None:
                    self._add_places(self.grammar.noun(self.words[argument.head]), taken, found)
        return list(found.values())

    def _add_places(self, args: Arguments, taken: frozenset[int], found: dict[int, RoleFiller]) -> None:
        for argument in [a for name in _PLACE for a in args.get(name, ())]:
            for f in self.context.fillers.of(argument, "Place"):
                if f.mention is not None and f.mention.first not in taken:
                    found.setdefault(f.chain, RoleFiller("atPlace", f.chain, f.mention, f.path, f.found_by))


def _closes(word: Word) -> bool:
    """Whether a word heads a clause of its own: a day within it is not that of the clause above."""
    if word.dep not in _CLAUSES:
        return False
    return word.tag not in ("VBN", "VBG") or bool(word.kids("nsubj", "nsubjpass", "aux", "auxpass", "mark"))


def _is_beyond(time: EventTime, modality: Modality, published: date | None) -> bool:
    """Whether a phrase sets what has happened a limit that is yet to come: what was signed was planned until 2030."""
    if modality.tense != "past" or modality.status != "occurred" or published is None:
        return False
    return time.earliest is None and time.latest is not None and time.latest > published


def _occasions(word: Word) -> Iterator[Word]:
    """The words that may tell what an event happened at or while."""
    for preposition in word.kids("prep"):
        if preposition.lower in _OCCASION:
            yield from preposition.kids("pobj")
    for clause in word.kids("advcl"):
        if any(child.lower in _WHILE for child in clause.children):
            yield clause
    if word.dep == "conj" and word.pos == "VERB" and not word.kids("nsubj", "nsubjpass"):
        yield word.head
    if word.dep == "pobj" and word.head.lower in ("at", "during"):
        yield word.head.head
