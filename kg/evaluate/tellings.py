"""Which things that were read are which annotated ones of a story, and which cluster merging put each in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.match import Row
from kg.evaluate.stories import Cluster, Individual, Told

__all__ = ["Merged", "Thing", "entities_told", "events_told"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a store holds of a set of articles after merging.

    ``events`` and ``mentions`` are exported rows by article; ``whole`` gives for the IRI of an event or entity that of
    the canonical one that consolidates it; ``status`` is that of canonical events; ``copies`` are pairs of articles;
    ``links`` are a property's name, and the IRIs that it holds between.
    """

    events: Mapping[str, Sequence[Row]]
    mentions: Mapping[str, Sequence[Row]]
    whole: Mapping[str, str]
    status: Mapping[str, str]
    copies: frozenset[tuple[str, str]]
    links: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something read in an article: the id of the annotated one that it is, and what it was put in: an IRI."""

    article: str
    name: str
    gold: str
    put: str
    words: str


def events_told(clusters: Iterable[Cluster], merged: Merged) -> list[Thing]:
    """The exported events that are annotated ones; each is one of them at most.

    An event is annotated where its class is good and its trigger is in the words annotated, or, if no trigger of the
    article is, its evidence. Where it could be several, it is that whose words its trigger has, then that of its class.
    """
    best: dict[str, tuple[tuple[bool, bool], Cluster, Row]] = {}
    for cluster in clusters:
        for row in _found(cluster, merged):
            near = any(one.article == row["article"] and _overlaps(row["trigger"], one) for one in cluster.told)
            rank = (near, row["type"] == cluster.type)
            if _iri(row) not in best or rank > best[_iri(row)][0]:
                best[_iri(row)] = rank, cluster, row
    return [_event(cluster, row, merged) for _, cluster, row in best.values()]


def entities_told(individuals: Iterable[Individual], merged: Merged) -> Iterator[Thing]:
    """The entities that mentions with an annotated name denote."""
    for one in individuals:
        for article, name in one.named.items():
            named = {row["iri"] for row in merged.mentions.get(article, ()) if name in (row["text"], row["label"])}
            for iri in sorted(named):
                yield Thing(article, _local(iri), one.id, merged.whole.get(iri, iri), name)


def _found(cluster: Cluster, merged: Merged) -> Iterator[Row]:
    for article in dict.fromkeys(told.article for told in cluster.told):
        rows = [row for row in merged.events.get(article, ()) if not cluster.good.isdisjoint(_classes(row))]
        told = [one for one in cluster.told if one.article == article]
        near = [row for row in rows if any(_overlaps(row["trigger"], one) for one in told)]
        yield from near or [row for row in rows if any(_overlaps(e, one) for e in row["evidence"] for one in told)][:1]


def _classes(row: Row) -> set[str]:
    return {row["type"], *row["types"]} - {"Event"}


def _overlaps(stretch: Row | None, told: Told) -> bool:
    if stretch is None or stretch.get("part", "text") != told.part:
        return False
    return bool(stretch["start"] < told.end and told.start < stretch["end"])


def _event(cluster: Cluster, row: Row, merged: Merged) -> Thing:
    iri, words = _iri(row), row["evidence"][0]["quote"] if row["evidence"] else ""
    return Thing(row["article"], f"{row['type']} {_local(iri)}", cluster.id, merged.whole.get(iri, iri), words)


def _iri(row: Row) -> str:
    return str(row["event"])


def _local(iri: str) -> str:
    return iri.partition("/doc/")[2].partition("/")[2] or iri
