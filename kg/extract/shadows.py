"""Frames that can never be read, because another always goes before; and frames whose examples ask for nothing.

Of two frames on one word the one of higher rank is read (``frames.Match.rank``): declared preference, words,
conditions, roles filled, and last the name. A frame is shadowed where another of the same word matches whatever it
matches, and always with the higher rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.lexicon import EXPANDED, Frame, Lexicon

__all__ = ["Shadow", "preferred", "shadows", "untested"]


@dataclass(frozen=True, slots=True)
class Shadow:
    """A frame that is never read for a word: ``by`` goes before it, ``named`` says that the name alone decides."""

    frame: str
    by: str
    word: str
    named: bool


def preferred(frames: Iterable[Frame]) -> list[Frame]:
    """Verbs, nouns, adjectives, each in the order in which they are preferred where several match in full."""
    return sorted(sorted(frames, key=_rank, reverse=True), key=lambda frame: frame.pos, reverse=True)


def _rank(frame: Frame) -> tuple[int, int, int, int, str]:
    prefer, conditions, _ = frame.specificity()
    words = max(len(lemma.split()) for lemma in frame.lemmas)
    return prefer, words, conditions, len(set(frame.args.values())), frame.id


def shadows(lexicon: Lexicon) -> Iterator[Shadow]:
    """Frames that are never read for one of their words, by frame and word."""
    by_word: dict[tuple[str, str], list[Frame]] = {}
    for frame in lexicon:
        for lemma in frame.lemmas:
            by_word.setdefault((frame.pos, lemma), []).append(frame)
    found = []
    for (_, lemma), frames in by_word.items():
        for frame in frames:
            before = [other for other in frames if other is not frame and _always_before(other, frame, lexicon)]
            if before:
                best = preferred(before)[0]
                same = _strength(best) == _strength(frame) and dict(best.args) == dict(frame.args)
                found.append(Shadow(frame.id, best.id, lemma, same))
    yield from sorted(found, key=lambda one: (one.frame, one.word))


def untested(lexicon: Lexicon) -> Iterator[str]:
    """Frames without an example that asks for a filler: nothing would tell that they are read at all."""
    for frame in lexicon:
        asked = {key for example in frame.examples for key in example.expect if "none" not in example.expect}
        if asked.isdisjoint({*frame.args.values(), "atPlace"}):
            yield frame.id


def _strength(frame: Frame) -> tuple[int, int]:
    prefer, conditions, _ = frame.specificity()
    return prefer, conditions


def _always_before(other: Frame, frame: Frame, lexicon: Lexicon) -> bool:
    """Whether ``other`` matches whenever ``frame`` does, and ranks higher then."""
    if _strength(other) < _strength(frame) or not _matches_too(other, frame, lexicon):
        return False
    if _strength(other) > _strength(frame):
        return True
    more, fewer = set(_expanded(other.args)), set(_expanded(frame.args))
    roles = all(other.args.get(name) == role for name, role in frame.args.items())
    return roles and (more > fewer or other.id > frame.id)


def _matches_too(other: Frame, frame: Frame, lexicon: Lexicon) -> bool:
    if not set(_expanded(frame.args)) <= set(_expanded(other.args)):
        return False  # it might find no party
    if other.light and not (frame.light and set(frame.light) <= set(other.light)):
        return False
    if frame.light and not other.light:
        return False
    needs = [set(_expanded(need.split("|"))) for need in frame.need]
    if not all(any(mine <= set(_expanded(need.split("|"))) for mine in needs) for need in other.need):
        return False
    if not set(other.lacks) <= set(frame.lacks):
        return False
    return all(_implied(kinds, frame.where.get(name, ()), lexicon) for name, kinds in other.where.items())


def _implied(wanted: tuple[str, ...], given: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether whatever meets the given conditions of an argument meets those wanted."""
    refused = {kind for kind in wanted if kind.startswith("!")}
    positive = {kind for kind in wanted if not kind.startswith("!")}
    mine = {kind for kind in given if not kind.startswith("!")}
    if not refused <= set(given):
        return False
    return not positive or (bool(mine) and _open(mine, lexicon) <= _open(positive, lexicon) | positive)


def _open(kinds: set[str], lexicon: Lexicon) -> set[str]:
    """Conditions with word classes as their words."""
    words = {f"={word}" for kind in kinds if kind.startswith("@") for word in lexicon.classes[kind[1:]]}
    return words | {kind for kind in kinds if not kind.startswith("@")}


def _expanded(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from EXPANDED.get(name, (name,))
