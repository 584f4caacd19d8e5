"""What two stores say differently of the same articles, event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.match import Row
from kg.graph.export import export_events
from kg.protocols import Store
from kg.vocab.ontology import Ontology

__all__ = ["Change", "changes", "compare"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``kind`` is ``added`` (the second has it alone), ``removed`` (the first) or ``changed``; of an event, or of a whole
    article (``event`` is None). ``what`` is the part that changed, with its value ``before`` and ``after``: plain
    words, None where there is no value. ``words`` are the clause that tells the event.
    """

    kind: str
    article: str
    event: str | None
    type: str | None
    what: str
    before: str | None
    after: str | None
    words: str


def compare(first: Store, second: Store, ontology: Ontology, bases: tuple[str, str]) -> Iterator[Change]:
    """Compare two stores, article by article.

    Args:
        first: The store before.
        second: The store after.
        ontology: The ontology.
        bases: What IRIs of data begin with, in each.

    Yields:
        Differences, by article, then in the order of the text.
    """
    one, two = first.fingerprints(), second.fingerprints()
    for article in sorted(one.keys() | two.keys()):
        if article not in two:
            yield Change("removed", article, None, None, "article", article, None, "")
        elif article not in one:
            yield Change("added", article, None, None, "article", None, article, "")
        elif one[article] != two[article]:  # equal fingerprints are equal quads
            before = list(export_events(first, ontology, bases[0], [article]))
            after = list(export_events(second, ontology, bases[1], [article]))
            yield from changes(article, before, after)


def changes(article: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Change]:
    """Compare the exported events of one article.

    The same words tell the same event: first those whose id is equal, then those of what is left that share evidence,
    most alike first. An event that is told by other words in both is one removed and one added.
    """
    pairs = _aligned(before, after)
    whole = [(old, after[pairs[n]] if n in pairs else None) for n, old in enumerate(before)]
    taken = set(pairs.values())
    new = [(None, row) for n, row in enumerate(after) if n not in taken]
    for old, now in sorted([*whole, *new], key=lambda pair: _place(pair[1] or pair[0] or {})):
        yield from _of_event(article, old, now)


def _of_event(article: str, old: Row | None, now: Row | None) -> Iterator[Change]:
    there = now or old or {}
    id_, type_, words = _local(there["event"]), there["type"], _words(there)
    if old is None or now is None:
        kind, summary = ("added", _summary(there)) if old is None else ("removed", _summary(there))
        yield Change(
            kind,
            article,
            id_,
            type_,
            "event",
            summary if now is None else None,
            summary if old is None else None,
            words,
        )
        return
    mine, theirs = _parts(old), _parts(now)
    for what in dict.fromkeys((*mine, *theirs)):
        if mine.get(what) != theirs.get(what):
            yield Change("changed", article, id_, type_, what, mine.get(what), theirs.get(what), words)


# ----------------------------------------------------------------------------------------------------------- aligning


def _aligned(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    ids = {_local(row["event"]): n for n, row in enumerate(after)}
    pairs = {n: ids[id_] for n, row in enumerate(before) if (id_ := _local(row["event"])) in ids}
    taken = set(pairs.values())
    near = sorted(
        (-_alike(old, now), n, m)
        for n, old in enumerate(before)
        if n not in pairs
        for m, now in enumerate(after)
        if m not in taken and _share(old, now)
    )
    for likeness, n, m in near:
        if likeness < 0 and n not in pairs and m not in taken:
            pairs[n] = m
            taken.add(m)
    return pairs


def _alike(old: Row, now: Row) -> int:
    """How many parts are equal; none where neither class nor any role is."""
    mine, theirs = _parts(old), _parts(now)
    equal = {what for what, value in mine.items() if theirs.get(what) == value}
    return len(equal) if "type" in equal or any(what in old["roles"] for what in equal) else 0


def _share(old: Row, now: Row) -> bool:
    return any(
        a.get("part") == b.get("part") and a["start"] < b["end"] and b["start"] < a["end"]
        for a in old["evidence"]
        for b in now["evidence"]
    )


def _place(row: Row) -> tuple[bool, int, str]:
    words = row.get("trigger") or (row.get("evidence") or [{}])[0]
    return "part" not in words, words.get("start", 0), str(row.get("event"))


# ----------------------------------------------------------------------------------------------------------- in words


def _parts(row: Row) -> dict[str, str | None]:
    """Everything that an event says, part by part, in words that do not depend on a store's base."""
    time = row["time"] or {}
    parts: dict[str, str | None] = {
        "type": row["type"],
        "code": "/".join(x for x in (row["plover"], row["mode"]) if x) or None,
        **{name: row[name] for name in ("status", "polarity", "certainty")},
        **{role: _fillers(found) for role, found in row["roles"].items()},
        "place": _fillers(row["place"]),
        "time": f"{time['edtf']} ({time['rule']})" if time else None,
        "attribution": row["attributionType"],
        "source": _fillers(row["attributedTo"]),
        "content": "; ".join(f"{c['text']} ({c['polarity']})" for c in row["content"]) or None,
        "concerns": _fillers(row["concerns"]),
        "answers": _reference(row["inResponseTo"]),
        "part of": _reference(row["partOf"]),
        "series": row["series"]["label"] if row["series"] else None,
        "ordinal": None if row["ordinal"] is None else str(row["ordinal"]),
        "fatalities": None if row["fatalities"] is None else "{min} to {max}".format(**row["fatalities"]),
        "frame": row["frame"],
        "confidence": None if row["confidence"] is None else f"{row['confidence']:g}",
        "words": _words(row),
    }
    return {what: value for what, value in parts.items() if value is not None}


def _summary(row: Row) -> str:
    roles = "; ".join(f"{role} {_fillers(found)}" for role, found in row["roles"].items())
    return f"{row['type']} ({row['status']}, {row['polarity']}, {row['frame']}){': ' if roles else ''}{roles}"


def _fillers(found: Sequence[Mapping[str, object]]) -> str | None:
    return ", ".join(sorted(_filler(one) for one in found)) or None


def _filler(one: Mapping[str, object]) -> str:
    item = f" ({one['wikidata']})" if one["wikidata"] else ""
    office = f" as {one['office']}" if one.get("office") else ""
    return f"{one['label']}{item}{office}"


def _words(row: Row) -> str:
    return " … ".join(" ".join(str(part["quote"]).split()) for part in row["evidence"])


def _reference(iri: str | None) -> str | None:
    return _local(iri) if iri else None


def _local(iri: str) -> str:
    """What follows the article in the IRI of an event: ``event/12-19``, ``title/event/0-4``."""
    return iri.partition("/doc/")[2].partition("/")[2] or iri
