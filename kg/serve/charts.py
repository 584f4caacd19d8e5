"""Charts as plain numbers for SVG templates: bars stacked by quad class, a network of states."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from math import log, sqrt
from typing import Any

from kg.serve.index.counts import Pair, between, with_dealings
from kg.serve.index.lists import Name

__all__ = ["ORDER", "Bar", "Bars", "Edge", "Network", "Node", "bars", "network"]

ORDER = ("VC", "MC", "VX", "MX", "")
"""Quad classes from below; '' is what has no PLOVER code, as plain statements have none."""

_WIDTH, _HEIGHT, _LEFT, _FOOT = 960, 220, 44, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: its label, its first and last day, and pieces (quad class, events, y, height)."""

    label: str
    since: str
    until: str
    events: int
    x: float
    width: float
    pieces: tuple[tuple[str, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars; ``unit`` is what one bar stands for, ``ticks`` are (label, position)."""

    unit: str
    bars: tuple[Bar, ...]
    rows: tuple[tuple[str, float], ...]
    columns: tuple[tuple[str, float], ...]
    events: int
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    foot: int = _FOOT


_UNITS = {"day": 92, "month": 3_000, "year": 40_000, "decade": 400_000, "century": 4_000_000}
"""Up to which span in days a bar stands for what, so that about a hundred bars at most stand in the chart."""
_YEARS = {"year": 1, "decade": 10, "century": 100}


def _unit(first: date, last: date) -> str:
    return next(unit for unit, span in _UNITS.items() if (last - first).days <= span)


def _stretch(day: date, unit: str) -> tuple[date, date]:
    """First and last day of the stretch in which a day lies."""
    if unit == "day":
        return day, day
    if unit == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    start = day.year - day.year % _YEARS[unit]
    return date(max(start, MINYEAR), 1, 1), date(min(start + _YEARS[unit] - 1, MAXYEAR), 12, 31)


def _label(first: date, last: date, unit: str) -> str:
    if unit in ("day", "month"):
        return first.isoformat()[: 10 if unit == "day" else 7]
    return f"{first.year}" if unit == "year" else f"{first.year}–{last.year}"


def bars(days: Mapping[str, Mapping[str, int]]) -> Bars | None:
    """Events by day, month, year, decade or century, as their span needs it; None where there are none.

    Args:
        days: Day in ISO form to quad class to events.
    """
    known = {date.fromisoformat(day): quads for day, quads in days.items()}
    if not known:
        return None
    unit = _unit(min(known), max(known))
    counted: dict[tuple[date, date], dict[str, int]] = {}
    first, last = _stretch(min(known), unit)
    counted[first, last] = {}
    while last < max(known):
        first, last = _stretch(last + timedelta(days=1), unit)
        counted[first, last] = {}
    for day, quads in known.items():
        found = counted[_stretch(day, unit)]
        for quad, number in quads.items():
            found[quad] = found.get(quad, 0) + number
    high = _round_up(max(sum(quads.values()) for quads in counted.values()))
    room, step = _HEIGHT - _FOOT - 8, (_WIDTH - _LEFT) / len(counted)
    gap = min(2.0, step * 0.2)
    shown, columns = list[Bar](), list[tuple[str, float]]()
    every = max(1, len(counted) // 8)
    for number, ((first, last), quads) in enumerate(counted.items()):
        x, base, pieces = _LEFT + number * step, _HEIGHT - _FOOT, []
        level = float(base)
        for quad in ORDER:
            if quads.get(quad):
                tall = quads[quad] / high * room
                level -= tall
                pieces.append((quad, quads[quad], round(level, 2), round(tall, 2)))
        label = _label(first, last, unit)
        width = min(step - gap, 48)
        bar = Bar(
            label, first.isoformat(), last.isoformat(), sum(quads.values()), round(x, 2), round(width, 2), tuple(pieces)
        )
        shown.append(bar)
        if number % every == 0:
            columns.append((label, round(x, 2)))
    rows = [
        (str(round(high * part)), round(_HEIGHT - _FOOT - part * room, 2))
        for part in (0, 0.5, 1)
        if high > 1 or part != 0.5
    ]
    return Bars(unit, tuple(shown), tuple(rows), tuple(columns), sum(bar.events for bar in shown))


def _round_up(number: int) -> int:
    """The next number that reads well on an axis: 1, 2, 4, 6, 8, 10, 20, 40 …, all even but the first."""
    size = 10 ** max(0, len(str(number)) - 1)
    return number if number < 2 else next(n for n in (2 * size, 4 * size, 6 * size, 8 * size, 10 * size) if n >= number)


# ---------------------------------------------------------------------------------------------------------- network

_SIDE, _EDGE, _FLAT = 960, 60, 0.66
"""Width of the drawing, its margin, and its height as a part of the width."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state in the network, with its place and radius."""

    name: Name
    events: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Events between two states, both ways together: line, strength and share of conflict.

    ``leaning`` is the side to which more of them fall: ``cooperation``, ``conflict`` or ``even``.
    """

    one: Node
    other: Node
    events: int
    cooperation: int
    conflict: int
    leaning: str
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """States and their dealings; ``left_out`` states and ``edges_left_out`` pairs, with fewer events, are not drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
    edges_left_out: int
    side: int = _SIDE


def network(pairs: Sequence[Pair], most: int = 40, most_edges: int = 160) -> Network:
    """Lay the states out so that those who deal much with each other stand near.

    Args:
        pairs: Events of one state to another.
        most: States drawn, those with the most events.
        most_edges: Pairs drawn, those with the most events.
    """
    import networkx as nx

    everyone = with_dealings(pairs, len(pairs) * 2)
    drawn = everyone[:most]
    both = between(pairs)
    weight = dict.fromkeys(drawn, 0)
    for pair, quads in both.items():
        for name in pair:
            if name in weight:
                weight[name] += sum(quads.values())
    inside = [(key, quads) for key, quads in both.items() if key[0] in weight and key[1] in weight]
    inside.sort(key=lambda item: (-sum(item[1].values()), item[0][0].iri, item[0][1].iri))
    graph: Any = nx.Graph()
    graph.add_nodes_from(name.iri for name in drawn)
    graph.add_weighted_edges_from((a.iri, b.iri, log(1 + sum(q.values()))) for (a, b), q in inside[:most_edges])
    at = nx.spring_layout(graph, seed=7, iterations=80, k=2.5 / sqrt(max(1, len(drawn)))) if drawn else {}
    top = max(weight.values(), default=1)
    radii = {name.iri: round(5 + 17 * sqrt(weight[name] / top), 1) for name in drawn}
    spread = _apart({iri: _spread(point) for iri, point in at.items()}, radii)
    nodes = {name.iri: Node(name, weight[name], *spread[name.iri], radii[name.iri]) for name in drawn}
    strongest = sum(inside[0][1].values()) if inside else 1
    edges = []
    for (a, b), quads in inside[:most_edges]:
        together, against = (sum(quads.get(q, 0) for q in some) for some in (("VC", "MC"), ("VX", "MX")))
        leaning = "cooperation" if together > against else "conflict" if against > together else "even"
        events = sum(quads.values())
        width = round(1 + 7 * sqrt(events / strongest), 2)
        edges.append(Edge(nodes[a.iri], nodes[b.iri], events, together, against, leaning, width))
    return Network(tuple(nodes.values()), tuple(reversed(edges)), len(everyone) - len(drawn), len(both) - len(edges))


def _spread(point: Sequence[float]) -> tuple[float, float]:
    """From the layout's square of -1 to 1 onto the drawing."""
    x, y = (_EDGE + (float(p) + 1) / 2 * (_SIDE - 2 * _EDGE) for p in point)
    return x, y * _FLAT


def _apart(at: dict[str, tuple[float, float]], radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Push nodes that lie on each other apart until each has room for itself and its name."""
    names = sorted(at)
    for _ in range(60):
        moved = False
        for number, one in enumerate(names):
            for other in names[number + 1 :]:
                (x, y), (u, v) = at[one], at[other]
                dx, dy = (u - x) or 0.1, (v - y) * 1.6  # names are wide: side by side needs more room
                gap, distance = radii[one] + radii[other] + 46, sqrt(dx * dx + dy * dy)
                if distance < gap:
                    push = (gap - distance) / distance / 2
                    at[one] = _inside(x - dx * push, y - dy * push)
                    at[other] = _inside(u + dx * push, v + dy * push)
                    moved = True
        if not moved:
            break
    return {iri: (round(x, 1), round(y, 1)) for iri, (x, y) in at.items()}


def _inside(x: float, y: float) -> tuple[float, float]:
    return min(max(x, _EDGE), _SIDE - _EDGE), min(max(y, _EDGE * 0.7), _SIDE * _FLAT - _EDGE / 2)
