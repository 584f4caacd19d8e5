"""Matches frames: which frame a word tells with the arguments that it has, and what fills its roles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract.backoff import AGREEING, BackOff
from kg.extract.candidates import Candidates
from kg.extract.capacity import with_capacity
from kg.extract.carriers import Carriers, Telling
from kg.extract.context import Context
from kg.extract.lexicon import Frame
from kg.extract.patterns import Guard, Pattern, Patterns
from kg.extract.recipients import mend_fillers
from kg.extract.roles import ANSWERS, Filled, fill_roles
from kg.extract.words import Word
from kg.model import RoleFiller, Span

__all__ = ["FrameReader", "Match", "Tried"]

_OTHER_PARTY = ("object", "with", "to", "against", "on", "at")
"""Arguments in which the other party of an unknown verb stands."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A frame that was tried on a word and not taken, with the reason."""

    frame: str
    token: int
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """A frame matched on a word.

    ``words`` are the tokens of its lemma. ``support`` is the verb that carries a noun, ``relation`` what the noun is to
    it, ``effect`` what that verb says of its status. ``related`` are roles that another event fills (by the token that
    heads it), ``documents`` roles that a document fills (class, title, span), ``document_heads`` their head tokens,
    ``contents`` the head tokens of what is said, ``concerns`` chains that it is about, ``swallowed`` the nouns that the
    frame itself asks for ("halted the strikes"), which tell nothing of their own. ``like`` are the
    known verbs, with their cosines, that an unknown verb is read like.
    """

    frame: Frame
    token: int
    words: tuple[int, ...]
    fillers: tuple[RoleFiller, ...]
    support: int | None = None
    relation: str | None = None
    effect: str | None = None
    related: tuple[tuple[str, int], ...] = ()
    documents: tuple[tuple[str, str, Span], ...] = ()
    contents: tuple[int, ...] = ()
    concerns: tuple[int, ...] = ()
    document_heads: tuple[int, ...] = ()
    swallowed: tuple[int, ...] = ()
    like: tuple[tuple[str, float], ...] = ()

    @property
    def anchors(self) -> tuple[int, ...]:
        """The tokens of the trigger and of the verb that carries it."""
        return (self.token,) if self.support is None else (self.token, self.support)

    def rank(self) -> tuple[int, int, int, int, str]:
        """What decides between frames on one word: declared preference, words, conditions met, roles filled, name."""
        prefer, conditions, _ = self.frame.specificity()
        roles = len({f.role for f in self.fillers}) + len(self.related) + len(self.documents)
        return prefer, len(self.words), conditions, roles, self.frame.id


class FrameReader:
    """Tries the frames of the lexicon on the words of one article.

    Args:
        context: The article.
        patterns: The frames, made ready.
        back_off: For verbs that the lexicon does not have; None leaves them unread.
        follow: Note in ``tried`` what was tried in vain.
    """

    def __init__(
        self, context: Context, patterns: Patterns, back_off: BackOff | None = None, follow: bool = False
    ) -> None:
        self.context, self.patterns, self.back_off = context, patterns, back_off
        self.candidates = Candidates(context.words, context.lexicon)
        self.carriers = Carriers(context, self.candidates)
        self.tried: list[Tried] = []
        self._follow = follow

    def read(self, word: Word) -> Match | None:
        """The best frame for a word, or None."""
        best: Match | None = None
        for frame, words in self.candidates.of(word):
            match = self._match(self.patterns.of(frame), word, words)
            if match is None:
                continue
            if best is None or match.rank() > best.rank():
                best, match = match, best
            if match is not None:
                self._note(match.frame, word, "{} is preferred", best.frame.id)
        if best is None and self.back_off is not None and word.pos == "VERB":
            return self._by_neighbours(word, self.back_off)
        return best

    def _by_neighbours(self, word: Word, back_off: BackOff) -> Match | None:
        """For an unknown verb between parties: the frame of its nearest neighbour, where others tell the same class."""
        near = back_off.neighbours(word)
        if len(near) < AGREEING or not self._is_between_parties(word):
            return None
        found: dict[str, list[tuple[str, float, Match]]] = {}
        for verb, cosine, frames in near:
            matches = (self._match(self.patterns.of(frame), word, (word.i,)) for frame in frames)
            fitting = (m for m in matches if m is not None and len({f.role for f in m.fillers}) > 1)
            if (match := next(fitting, None)) is not None:
                found.setdefault(match.frame.event, []).append((verb, cosine, match))
        agreed = next((told for told in found.values() if len(told) >= AGREEING), None)
        if agreed is None:
            return None
        match = agreed[0][2]
        fillers = tuple(replace(f, path=f"{f.path}, as of “{agreed[0][0]}”") for f in match.fillers)
        return replace(match, fillers=fillers, like=tuple((verb, cosine) for verb, cosine, _ in agreed))

    def _is_between_parties(self, word: Word) -> bool:
        args, kinds = self.context.grammar.verb(word), self.context.conditions.kinds
        if not any("party" in kinds(a.head) for a in args.get("subject", ())):
            return False
        return any(kinds(a.head) & {"party", "owned", "place"} for name in _OTHER_PARTY for a in args.get(name, ()))

    # -------------------------------------------------------------------------------------------------------- matching

    def _match(self, pattern: Pattern, word: Word, words: tuple[int, ...]) -> Match | None:
        """A frame on a word, with the arguments that fill most of its roles."""
        best: Match | None = None
        for telling in self.carriers.of(pattern, word, words):
            match = self._filled(pattern, telling)
            if match is not None and (best is None or _fullness(match) > _fullness(best)):
                best = match
        return best

    def _filled(self, pattern: Pattern, telling: Telling) -> Match | None:
        if self._is_refused(pattern, telling):
            return None
        filled = fill_roles(self.context, pattern, telling)
        silent = not filled.fillers and not filled.documents
        if silent and not self._answers(filled) and not self._happens(pattern, telling):
            self._note(pattern.frame, telling.word, "no party among its arguments")
            return None
        if _count_parties(self.context, filled.fillers) < pattern.frame.parties:
            self._note(pattern.frame, telling.word, "fewer than {} parties", str(pattern.frame.parties))
            return None
        mended = mend_fillers(self.context, pattern, telling, filled.fillers)
        fillers, also = with_capacity(self.context, pattern, telling, mended), pattern.frame.also
        return Match(
            pattern.frame,
            telling.word.i,
            telling.words,
            (*fillers, *(replace(f, role=also[f.role]) for f in fillers if f.role in also)),
            telling.support,
            telling.relation,
            telling.effect,
            related=tuple(filled.related),
            documents=tuple(filled.documents),
            contents=tuple(filled.contents),
            concerns=tuple(filled.concerns),
            document_heads=tuple(filled.document_heads),
            swallowed=tuple(
                argument.head
                for name, condition in pattern.swallows
                for argument in telling.usable(name)
                if self.context.conditions.fits(argument, condition)
            ),
        )

    def _is_refused(self, pattern: Pattern, telling: Telling) -> bool:
        """Whether a word lacks an argument that the frame needs, has one that it must not have, or a wrong one."""
        frame, word = pattern.frame, telling.word
        for written, options in pattern.needs:
            if not telling.has_any(options):
                self._note(frame, word, "no {}", written)
                return True
        for lack in frame.lacks:
            if telling.usable(lack):
                self._note(frame, word, "there is {}", lack)
                return True
        args = telling.args
        return any(self._is_barred(frame, guard, telling) for guard in pattern.guards if guard.argument in args)

    def _is_barred(self, frame: Frame, guard: Guard, telling: Telling) -> bool:
        fits, words = self.context.conditions.fits, self.context.words
        if guard.barred is not None:
            for argument in telling.args.get(guard.argument, ()):
                if not fits(argument, guard.barred):
                    self._note(frame, telling.word, "{} is “{}”", guard.argument, words[argument.head].text)
                    return True
        if guard.asked is None:
            return False
        found = telling.usable(guard.argument)
        if not found or any(fits(argument, guard.asked) for argument in found):
            return False
        asked = " or ".join(guard.written)
        self._note(frame, telling.word, "{} “{}” is not {}", guard.argument, words[found[0].head].text, asked)
        return True

    def _answers(self, filled: Filled) -> bool:
        """Whether an answer is told without who gives it: "the invitation was accepted"."""
        return any(role == ANSWERS for role, _ in filled.related)

    def _happens(self, pattern: Pattern, telling: Telling) -> bool:
        """Whether something happens without a party named: "negotiations will take place in Geneva"."""
        if telling.support is None or not pattern.symmetric:
            return False
        kinds = self.context.conditions.kinds
        return any(kinds(a.head) & {"place", "state"} for name in ("in", "at") for a in telling.args.get(name, ()))

    def _note(self, frame: Frame, word: Word, reason: str, *values: str) -> None:
        if self._follow:
            self.tried.append(Tried(frame.id, word.i, reason.format(*values)))


def _count_parties(context: Context, fillers: list[RoleFiller]) -> int:
    """How many parties are named, each member of a group by itself."""
    return sum(len(context.chains[chain].members) or 1 for chain in {f.chain for f in fillers})


def _fullness(match: Match) -> tuple[int, bool]:
    return len(match.fillers), match.support is not None
