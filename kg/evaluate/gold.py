"""Annotations of texts, read from their files: whole articles (JSON) and short texts (JSON lines) in one form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.gazetteer import Gazetteer
from kg.model import Article

__all__ = ["Filler", "Gold", "GoldEvent", "GoldSpan", "load_gold"]


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words of the article: code points, half-open."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Filler:
    """Whoever or whatever fills a role: ``names`` are all ways in which the text names it, the fullest first.

    ``state`` is an ISO code where a state is asked for and its forces, diplomats or bodies are as good (short texts).
    """

    names: tuple[str, ...]
    wikidata: str | None = None
    state: str | None = None


Fillers = tuple[Filler, ...]
"""Fillers that are as good as one another; one of them is asked for."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event as it should be read.

    ``accept`` and ``status_accept`` hold what is as good. ``date`` is the first and the last day, None where the text
    does not decide them. ``optional``: a careful reader could leave it out; ``must``: leaving it out is a failure;
    ``within``: the id of the event that it may as well be told in.
    """

    id: str
    type: str
    accept: frozenset[str]
    roles: Mapping[str, tuple[Fillers, ...]]
    evidence: tuple[GoldSpan, ...]
    date: tuple[str, str] | None = None
    place: Fillers = ()
    status: str | None = None
    status_accept: frozenset[str] = frozenset()
    polarity: str | None = None
    attribution: tuple[Fillers, ...] = ()
    optional: bool = False
    must: bool = False
    within: str | None = None

    @property
    def asked(self) -> tuple[tuple[str, Fillers], ...]:
        """Every filler asked for, with its role."""
        return tuple((role, filler) for role, fillers in self.roles.items() for filler in fillers)


@dataclass(frozen=True, slots=True)
class Gold:
    """One text annotated: its events, and ``negatives``, words from which nothing may be asserted.

    ``article`` is there where the file holds the text itself; ``entities`` are those for which an item is given.
    """

    id: str
    events: tuple[GoldEvent, ...]
    negatives: tuple[GoldSpan, ...] = ()
    article: Article | None = None
    note: str = ""
    entities: Fillers = ()


def load_gold(path: Path) -> Iterator[Gold]:
    """Read the annotations of a file: one article where it ends in ``.json``, a short text a line in ``.jsonl``.

    Args:
        path: The file; tests/gold/README.md describes both forms.

    Raises:
        InputError: The file cannot be read, or lacks what the form asks for.
    """
    place = f"{path}"
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".jsonl":
            for number, line in enumerate(text.splitlines(), 1):
                place = f"{path}, line {number}"
                if line.strip():
                    yield _short(json.loads(line))
        else:
            yield _whole(json.loads(text))
    except OSError as error:
        raise InputError(f"{place}: cannot be read ({error.strerror}); name a file of annotations") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{place}: no annotations ({error}); see tests/gold/README.md for their form") from error
    except KeyError as error:
        raise InputError(f"{place}: the annotations lack {error}; add it, see tests/gold/README.md") from error


def _whole(data: Mapping[str, Any]) -> Gold:
    known = {e["id"]: Filler((e["name"], *e.get("surface", ())), e.get("qid")) for e in data["entities"]}

    def named(filler: Any) -> Fillers:
        return tuple(known.get(one, Filler((one,))) for one in _listed(filler))

    events = tuple(_event(e["id"], e, tuple(map(_span, e["evidence"])), named) for e in data["events"])
    entities = tuple(filler for filler in known.values() if filler.wikidata)
    return Gold(data["id"], events, tuple(map(_span, data.get("negatives", ()))), entities=entities)


def _short(data: Mapping[str, Any]) -> Gold:
    """A short text is the evidence of each of its events; where it tells none, nothing may be asserted in it."""
    whole = (GoldSpan(0, len(data["text"]), data["text"]),)

    def named(filler: Any) -> Fillers:
        return tuple(map(_called, _listed(filler)))

    events = tuple(_event(str(n), e, whole, named) for n, e in enumerate(data["events"], 1))
    article = Article(data["id"], data["text"], published=date.fromisoformat(data["published"]))
    return Gold(data["id"], events, () if events else whole, article, data.get("note", ""))


def _called(name: str) -> Filler:
    """A filler of a short text: by its name in the text, or by the name of the state that it stands for."""
    state = _gazetteer().state_called(name)
    return Filler((name, state.label, *state.aliases), None, state.iso3) if state else Filler((name,))


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _event(id_: str, data: Mapping[str, Any], evidence: tuple[GoldSpan, ...], named: Any) -> GoldEvent:
    day = data.get("date")
    return GoldEvent(
        id=id_,
        type=data["type"],
        accept=frozenset(data.get("accept", ())),
        roles={role: tuple(map(named, fillers)) for role, fillers in data["roles"].items()},
        evidence=evidence,
        date=None if not day else (day, day) if isinstance(day, str) else (day[0], day[1]),
        place=named(data["place"]) if data.get("place") else (),
        status=data.get("status"),
        status_accept=frozenset(data.get("status_accept", ())),
        polarity=data.get("polarity"),
        attribution=tuple(map(named, data.get("attribution", ()))),
        optional=bool(data.get("optional")),
        must=bool(data.get("must")),
        within=data.get("within"),
    )


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value]


def _span(data: Mapping[str, Any]) -> GoldSpan:
    return GoldSpan(data["start"], data["end"], data["quote"])
