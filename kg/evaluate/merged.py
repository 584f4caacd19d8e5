"""Scores what merging holds against annotated stories: events, people and bodies, copies, chains, status.

Two measures for events and for entities. B³ (Bagga and Baldwin 1998): for each thing found, how much of the cluster it
was put in is of its kind (precision), and how much of its kind is in that cluster (recall). Pairs: of any two things
of different articles that were joined, how many are one, and the reverse; two articles of which one copies the other
say nothing here. Only what the reading found can be joined: what it missed is counted on its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kg.evaluate.result import Figure, Miss
from kg.evaluate.stories import Cluster, Story
from kg.evaluate.tellings import Merged, Thing, entities_told, events_told

__all__ = ["KINDS", "MergeScore", "score_merged"]

KINDS = {"inResponseTo": "inResponseTo", "respondsTo": "inResponseTo"} | {
    kind: kind for kind in ("fulfils", "reverses", "subEventOf")
}
"""Properties that make chains, each with the one that stands for it: an answer is a response."""


@dataclass(frozen=True, slots=True)
class MergeScore:
    """Figures, and every miss: ``split``, ``joined``, ``copy``, ``chain``, ``status``, ``missed``: not read at all."""

    stories: int
    all: tuple[Figure, ...]
    misses: tuple[Miss, ...]

    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order in which they are shown."""
        return self.all


def score_merged(stories: Sequence[Story], merged: Merged) -> MergeScore:
    """Score what merging holds.

    Args:
        stories: The annotated stories.
        merged: What the store that holds their articles says.
    """
    counts = _Counts()
    clusters = [cluster for story in stories for cluster in story.clusters]
    individuals = [one for story in stories for one in story.individuals]
    copies = {pair for story in stories for pair in _closure(story.copies.items())}
    events, entities = events_told(clusters, merged), list(entities_told(individuals, merged))
    for cluster in clusters:
        told = {one.article: one.words for one in reversed(cluster.told)}
        _read("event", cluster.id, cluster.type, told, events, counts)
    for one in individuals:
        _read("entity", one.id, "", one.named, entities, counts)
    figures = [
        counts.share("events_read", "event read"),
        *_clustered("event", events, copies, counts),
        counts.share("entities_read", "entity read"),
        *_clustered("entity", entities, copies, counts),
        *_copied(stories, copies, merged, counts),
        *_chained(stories, events, merged, counts),
        _status(clusters, events, merged, counts),
    ]
    return MergeScore(len(stories), tuple(figures), tuple(counts.misses))


@dataclass(slots=True)
class _Counts:
    """Counts and misses while they grow."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def one(self, kind: str, right: bool) -> None:
        self.of[kind] += 1
        self.right[kind] += right

    def share(self, name: str, kind: str) -> Figure:
        right, of = self.right[kind], self.of[kind]
        return Figure(name, right / of if of else None, right, of)

    def rates(self, name: str, joined: str, one: str) -> tuple[Figure, ...]:
        """Precision over what was ``joined``, recall over what is ``one``, and F1."""
        precision, recall = self.share(f"{name}_precision", joined), self.share(f"{name}_recall", one)
        return precision, recall, Figure(f"{name}_f1", _f1(precision.value, recall.value))

    def miss(self, kind: str, article: str, event: str, type_: str, told: str, words: str) -> None:
        self.misses.append(Miss(kind, article, event, type_, told, words))


def _read(kind: str, id_: str, type_: str, told: Mapping[str, str], things: Iterable[Thing], counts: _Counts) -> None:
    """Whether each article that tells something was read so."""
    there = {thing.article for thing in things if thing.gold == id_}
    for article, words in told.items():
        counts.one(f"{kind} read", article in there)
        if article not in there:
            counts.miss("missed", article, id_, type_, "not read", words)


# ---------------------------------------------------------------------------------------------------------- clustering


def _clustered(kind: str, things: Sequence[Thing], copies: set[tuple[str, str]], counts: _Counts) -> tuple[Figure, ...]:
    """B³ and pairs of things that were found, with a miss for each pair that was joined or split wrongly."""
    for one, other in combinations(things, 2):
        if one.article == other.article or (one.article, other.article) in copies:
            continue
        same, joined = one.gold == other.gold, one.put == other.put
        if joined:
            counts.one(f"{kind} joined", same)
        if same:
            counts.one(f"{kind} same", joined)
        if same != joined:
            told = f"{other.article} {other.name}: {other.gold if joined else 'left apart'}: {other.words}"
            counts.miss("joined" if joined else "split", one.article, one.gold, one.name, told, one.words)
    precision = _b_cubed(things, lambda thing: thing.put, lambda thing: thing.gold)
    recall = _b_cubed(things, lambda thing: thing.gold, lambda thing: thing.put)
    return (
        Figure(f"{kind}_b3_precision", precision),
        Figure(f"{kind}_b3_recall", recall),
        Figure(f"{kind}_b3_f1", _f1(precision, recall)),
        *counts.rates(f"{kind}_pair", f"{kind} joined", f"{kind} same"),
    )


def _b_cubed(
    things: Sequence[Thing], group: Callable[[Thing], Hashable], alike: Callable[[Thing], Hashable]
) -> float | None:
    """The mean, over all things, of the share of their group that is like them."""
    groups = Counter(map(group, things))
    parts = Counter((group(thing), alike(thing)) for thing in things)
    shares = [parts[group(thing), alike(thing)] / groups[group(thing)] for thing in things]
    return sum(shares) / len(shares) if shares else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    return 2 * precision * recall / (precision + recall) if precision and recall else None


# -------------------------------------------------------------------------------------------- copies, chains and status


def _closure(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Pairs of all that hang together, each in both directions."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(joined, joined)
    return {(one, other) for one, joined in group.items() for other in joined if one != other}


def _copied(
    stories: Sequence[Story], copies: set[tuple[str, str]], merged: Merged, counts: _Counts
) -> tuple[Figure, ...]:
    articles = {article.id: story for story in stories for article in story.articles}
    told = {(a, b) for a, b in _closure(merged.copies) if a in articles and b in articles}
    for one, other in sorted(told | copies):
        if one > other:
            continue
        same, joined = (one, other) in copies, (one, other) in told
        if joined:
            counts.one("copy joined", same)
        if same:
            counts.one("copy same", joined)
        if same != joined:
            counts.miss("copy", one, articles[one].id, "", f"{other} is {'no' if joined else 'a'} copy", "")
    return counts.rates("copy", "copy joined", "copy same")


def _chained(stories: Sequence[Story], events: Sequence[Thing], merged: Merged, counts: _Counts) -> tuple[Figure, ...]:
    """Chains between annotated events; one whose end was not read at all is left out of account."""
    gold_of = defaultdict(set)
    for thing in events:
        gold_of[thing.put].add(thing.gold)
    read = {thing.gold for thing in events}
    told = {
        (KINDS[kind], later, earlier)
        for kind, a, b in merged.links
        for later in gold_of[merged.whole.get(a, a)]
        for earlier in gold_of[merged.whole.get(b, b)]
    }
    wanted = {(KINDS[link.kind], link.later, link.earlier) for story in stories for link in story.links}
    wanted = {(kind, later, earlier) for kind, later, earlier in wanted if {later, earlier} <= read}
    for link in sorted(told | wanted):
        if link in told:
            counts.one("chain told", link in wanted)
        if link in wanted:
            counts.one("chain wanted", link in told)
        if (link in told) != (link in wanted):
            kind, later, earlier = link
            counts.miss("chain", "", later, kind, f"{'no such' if link in told else 'not told'}: {earlier}", "")
    return counts.rates("chain", "chain told", "chain wanted")


def _status(clusters: Iterable[Cluster], events: Sequence[Thing], merged: Merged, counts: _Counts) -> Figure:
    """Whether events that several articles tell end with the right status: that of the cluster with most of them."""
    puts: dict[str, Counter[str]] = defaultdict(Counter)
    for thing in events:
        if thing.put in merged.status:
            puts[thing.gold][thing.put] += 1
    for cluster in clusters:
        if cluster.status and cluster.id in puts:
            put, _ = max(puts[cluster.id].items(), key=lambda item: (item[1], item[0]))
            counts.one("status", merged.status[put] in cluster.status)
            if merged.status[put] not in cluster.status:
                told = f"want {' or '.join(sorted(cluster.status))}, got {merged.status[put]}"
                counts.miss("status", "", cluster.id, cluster.type, told, "")
    return counts.share("status_accuracy", "status")
