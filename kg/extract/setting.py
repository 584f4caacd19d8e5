"""When and where: date phrases and places, each given to the predicate that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kg.dates import DatePhrase, default_past, find_dates, resolve
from kg.extract.arguments import Argument, Arguments
from kg.extract.context import Context
from kg.extract.intervals import counted_off
from kg.extract.named import STATES
from kg.extract.occasions import OCCASION, is_beside, occasions
from kg.extract.phrases import RELATIVE, twin
from kg.extract.status import Modality
from kg.extract.words import VERBAL, Word
from kg.model import EventTime, RoleFiller

__all__ = ["SettingReader"]

_CLAUSES = frozenset({"ccomp", "xcomp", "relcl", "acl", "advcl", "pcomp"})
_PLACE = ("in", "at", "inside", "near", "outside", "around", "across", "throughout", "along", "off", "within")
"""Prepositions of place, in the order in which they are believed."""
_UNPLACED = (None, "Person", "AgentGroup")
"""Classes of arguments below which a place is the event's: things without a name, and people ("with X in Y")."""
_NO_SETTING = ("subject", "clause", "infinitive", "gerund")
"""Arguments below which no place of the event stands."""
_REAL = ("occurred", "ongoing", "denied", "cancelled")
"""Statuses of what lies before the day of publication where no day is told."""
_HIGHEST = 12
"""Words that are climbed from a date to its trigger, at most."""
_THERE = 40
"""Words before its sentence in which the place is sought that a "there" points to, at most."""
_OLDEST = timedelta(7)
"""A dateline's day is at most so long before publication."""
_TERMS = ("of", "for", "before", "until", "till", "by", "from", "through")
"""Prepositions by which a day within a document's name is the document's own."""
_DATED_NOUN = ("in", "at", "during", "under", "on")
"""Prepositions through which the day of a noun ("the November 27 summit") is that of the verb above."""


class SettingReader:
    """Gives the events of one article their days and places."""

    def __init__(self, context: Context) -> None:
        self.context, self.words, self.grammar = context, context.words, context.grammar
        self._phrases: dict[int, list[tuple[int, DatePhrase]]] = {}
        self._dateline = next(self._dateline_days(), None)
        self._here = next(self._dateline_places(), None)

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
        dates = [d for d in self._dates(self.words[anchors[0]]) if not self._is_of_a_title(self.words[d[0]], titles)]
        for below in ((), anchors):  # its own before that of the main clause
            for token, phrase in dates:
                if self._owner(self.words[token], triggers, below) in anchors:
                    time = self._resolve(phrase, before, modality.tense)
                    if time is None and modality.tense != "past":
                        time = self._resolve(phrase, before, None)
                    if time is not None and not _is_beyond(time, modality, published):
                        return time
        if published is not None and modality.status in _REAL:
            return default_past(published)
        return None

    def shared(self, anchors: tuple[int, ...], times: dict[int, EventTime]) -> EventTime | None:
        """The day of what an event happened at or while ("said at a briefing on Monday"), or is counted off from.

        Args:
            anchors: Tokens of the event's trigger and support verb.
            times: Days that other events have of their own, by the tokens of their triggers.
        """
        for anchor in anchors:
            for other in occasions(self.words[anchor]):
                if (time := times.get(other.i)) is not None and time.phrase:
                    return replace(time, anchor="event", rule="same-time")
            if (counted := counted_off(self.words[anchor], times)) is not None:
                return counted
        return None

    def shared_places(
        self, anchors: tuple[int, ...], places: Mapping[int, tuple[RoleFiller, ...]]
    ) -> tuple[RoleFiller, ...]:
        """Where something happened that an event happened at or while ("arrived in Moscow and met X").

        Args:
            anchors: Tokens of the event's trigger and support verb.
            places: Places that other events have of their own, by the tokens of their triggers.
        """
        for anchor in anchors:
            for other in occasions(self.words[anchor], after=False):
                if found := places.get(other.i):
                    return tuple(replace(f, role="atPlace", path=f"{f.path} of {other.base}") for f in found)
        return ()

    def _resolve(self, phrase: DatePhrase, before: EventTime | None, tense: str | None) -> EventTime | None:
        published = self.context.annotated.article.published
        return resolve(phrase, published=published, dateline=self._dateline, event=before, tense=tense)

    def _dateline_days(self) -> Iterator[date]:
        """The days that datelines name, where they fit the day of publication."""
        published = self.context.annotated.article.published
        if published is None:
            return
        for first, last in self.context.document.datelines:
            for _, phrase in self._find_dates(first, last):
                time = resolve(phrase, published=published, tense="past")
                day = time.earliest if time is not None and time.earliest == time.latest else None
                if day is not None and published - _OLDEST <= day <= published:
                    yield day

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
        """The trigger that a date belongs to: the nearest above it, or one of ``anchors`` below its verb."""
        for clause in date.kids("relcl"):  # "the following day X met Y": some parses hang the clause on the day
            if clause.i in triggers and not any(c.lower in (*RELATIVE, "where", "when") for c in clause.children):
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

    def places(self, anchors: tuple[int, ...], taken: frozenset[int], saying: bool) -> list[RoleFiller]:
        """Where an event is: after a preposition of place at its trigger or support verb, or where its clause says.

        Args:
            anchors: Tokens of its trigger and support verb.
            taken: First tokens of mentions that fill a role already.
            saying: The event is an act of words: what these are about lies elsewhere ("condemned the blast in X").
        """
        found: dict[int, RoleFiller] = {}
        for anchor in anchors:
            word = self.words[anchor]
            self._add_around(word, taken, saying, found)
            if not found and (second := twin(word)) is not None:
                self._add_places(self.grammar.verb(second), taken, found)
            if not found:
                self._add_outer(word, taken, found)
        return list(found.values())

    def _add_around(self, word: Word, taken: frozenset[int], saying: bool, found: dict[int, RoleFiller]) -> None:
        """Add places of a word, or else of its arguments: "bombed a bus station in Quetta", "with X in Sochi"."""
        args = self.grammar.verb(word) if word.pos in VERBAL else self.grammar.noun(word)
        self._add_places(args, taken, found)
        if found:
            return
        names = [name for name in args if name in OCCASION or not saying]
        for name, argument in ((n, a) for n in names for a in args[n] if _may_stand_below(n, a)):
            at = self.words[argument.head]
            of_whom = name == "of" and word.pos not in VERBAL  # "a meeting of the G7 in X"
            if at.pos not in VERBAL and (of_whom or self.context.named.type_at(argument.head) in _UNPLACED):
                self._add_places(self.grammar.noun(at), taken, found)
        for days in (d for p in word.kids("prep") for d in p.kids("pobj") if d.entity == "DATE"):
            if not found:  # "over two days in X"
                self._add_places(self.grammar.noun(days), taken, found)

    def _add_outer(self, word: Word, taken: frozenset[int], found: dict[int, RoleFiller]) -> None:
        """Add the place that a clause takes from around it: "in X, where …", "speaking in X, …", "here"."""
        clause = word
        while clause.dep == "xcomp":  # "where X is to host talks"
            clause = clause.head
        adverbs = {child.lower: child for verb in (clause, word) for child in verb.kids("advmod")}
        if clause.dep == "relcl" and (where := adverbs.get("where")) is not None:
            for filler in self._before(where, where.first):
                found.setdefault(filler.chain, filler)
        elif "here" in adverbs and self._here is not None:
            found[self._here.chain] = self._here
        elif (there := adverbs.get("there")) is not None:
            for filler in self._before(there, max(0, there.first - _THERE), taken):
                found.setdefault(filler.chain, filler)
        for beside in word.kids("advcl"):
            if not found and is_beside(beside):
                self._add_places(self.grammar.verb(beside), taken, found)

    def _before(self, pointing: Word, first: int, taken: frozenset[int] = frozenset()) -> Iterator[RoleFiller]:
        """The place that stands last before a "where" or "there", from a token on, and fills no role."""
        for i in range(pointing.i - 1, first - 1, -1):
            fillers = self.context.fillers.of(Argument(i, pointing.lower), "Place")
            heads = (f for f in fillers if f.mention is not None and f.mention.head == i)
            placed = [f for f in heads if f.mention is not None and f.mention.first not in taken]
            if placed:
                yield from (RoleFiller("atPlace", f.chain, f.mention, f.path, f.found_by) for f in placed)
                return

    def _dateline_places(self) -> Iterator[RoleFiller]:
        for first, last in self.context.document.datelines:
            for chain in self.context.chains:
                for m in chain.mentions:
                    if first <= m.first < last and chain.type in ("Place", *STATES):
                        yield RoleFiller("atPlace", chain.index, m, "here, dateline", "coreference")

    def _add_places(self, args: Arguments, taken: frozenset[int], found: dict[int, RoleFiller]) -> None:
        for argument in [a for name in _PLACE for a in args.get(name, ())]:
            for f in self.context.fillers.of(argument, "Place"):
                if f.mention is not None and f.mention.first not in taken:
                    found.setdefault(f.chain, RoleFiller("atPlace", f.chain, f.mention, f.path, f.found_by))
            if not found:  # "at State House, Nairobi"
                for city in self.words[argument.head].kids("appos"):
                    for f in self.context.fillers.of(Argument(city.i, argument.path), "Place"):
                        found.setdefault(f.chain, RoleFiller("atPlace", f.chain, f.mention, f.path, f.found_by))


def _may_stand_below(name: str, argument: Argument) -> bool:
    """Whether the place of an event may stand below an argument: of subjects only below means ("by a bomb in X")."""
    return name not in _NO_SETTING or argument.path == "passive agent"


def _closes(word: Word) -> bool:
    """Whether a word heads a clause of its own: a day within it is not that of the clause above."""
    if word.dep not in _CLAUSES:
        return False
    participle = word.tag in ("VBN", "VBG") or (word.dep == "acl" and word.tag == "VBD")  # "a note issued on Friday"
    return not participle or bool(word.kids("nsubj", "nsubjpass", "aux", "auxpass", "mark"))


def _is_beyond(time: EventTime, modality: Modality, published: date | None) -> bool:
    """Whether a phrase sets what has happened a limit that is yet to come: what was signed was planned until 2030."""
    if modality.tense != "past" or modality.status != "occurred" or published is None:
        return False
    return time.earliest is None and time.latest is not None and time.latest > published
