"""Events between states, as tables of event data have them: one line per event, source state and target state."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache

from kg.graph.fillers import Row
from kg.resources import data_dir
from kg.vocab.ontology import Ontology

__all__ = ["COLUMNS", "COUNTED", "QUADS", "count", "dyads", "states"]

COLUMNS = (
    "event", "article", "published", "publisher", "earliest", "latest", "source", "source_gw", "target", "target_gw",
    "type", "plover", "mode", "quad", "status", "polarity", "certainty", "attribution", "confidence",
)  # fmt: skip
"""Of one dyad."""
QUADS = {"VC": "verbal_cooperation", "MC": "material_cooperation", "VX": "verbal_conflict", "MX": "material_conflict"}
"""PLOVER's quad classes, as columns are called."""
COUNTED = ("period", "source", "source_gw", "target", "target_gw", "events", *QUADS.values())
"""Of dyads counted by period."""

_LENGTH = {"day": 10, "month": 7, "year": 4}


@cache
def _numbers() -> dict[str, int]:
    """Gleditsch and Ward's numbers by ISO code."""
    with (data_dir("codes") / "states.tsv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: int(row["gw"]) for row in csv.DictReader(file, delimiter="\t")}


def states(fillers: Iterable[Row]) -> list[str]:
    """The states (ISO codes) that fillers are or act for, sorted; of a group, those of its members."""
    found: set[str] = set()
    for filler in fillers:
        if filler["state"]:
            found.add(filler["state"])
        else:
            found.update(states(filler["members"]))
    return sorted(found)


def dyads(events: Iterable[Row], ontology: Ontology) -> Iterator[Row]:
    """One row for every pair of different states in an event; in a symmetric event each pair stands both ways.

    Args:
        events: Rows of ``export_events``.
        ontology: Knows the quad class of a PLOVER type.

    Yields:
        Rows with ``COLUMNS``.
    """
    numbers = _numbers()
    for row in events:
        time = row["time"] or {}
        for source in states(row["initiators"]):
            for target in states(row["recipients"]):
                if source != target:
                    yield {
                        "event": row["event"],
                        "article": row["article"],
                        "published": row["published"],
                        "publisher": row["publisher"],
                        "earliest": time.get("earliest"),
                        "latest": time.get("latest"),
                        "source": source,
                        "source_gw": numbers.get(source),
                        "target": target,
                        "target_gw": numbers.get(target),
                        "type": row["type"],
                        "plover": row["plover"],
                        "mode": row["mode"],
                        "quad": ontology.quad_class(row["plover"] or ""),
                        "status": row["status"],
                        "polarity": row["polarity"],
                        "certainty": row["certainty"],
                        "attribution": row["attributionType"],
                        "confidence": row["confidence"],
                    }


def count(rows: Iterable[Row], period: str) -> Iterator[Row]:
    """Count dyads by day, month or year of their first day; what is denied, or did not and will not be, does not count.

    Args:
        rows: Dyads.
        period: ``day``, ``month`` or ``year``. A dyad that is known less exactly than that has no period and is left
            out: nothing is put on a day that no source gives.

    Yields:
        Rows with ``COUNTED``, by period, source and target.
    """
    length, numbers = _LENGTH[period], _numbers()
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in rows:
        first, last = row["earliest"], row["latest"]
        if not first or not last or first[:length] != last[:length]:
            continue
        if row["polarity"] == "negated" or row["status"] in ("cancelled", "unknown"):
            continue
        found = counts.setdefault((first[:length], row["source"], row["target"]), dict.fromkeys(("events", *QUADS), 0))
        found["events"] += 1
        if row["quad"]:
            found[row["quad"]] += 1
    for (when, source, target), found in sorted(counts.items()):
        yield {
            "period": when,
            "source": source,
            "source_gw": numbers.get(source),
            "target": target,
            "target_gw": numbers.get(target),
            "events": found["events"],
            **{name: found[code] for code, name in QUADS.items()},
        }
