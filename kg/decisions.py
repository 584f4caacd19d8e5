"""Decisions on names, events and role fillers, kept by document, span and role, applied whenever an article is built.

The file is a journal: a later line on the same span and role replaces an earlier one, and ``-`` takes back what was
decided. Nothing is ever rewritten, so that who decided what, and when, stays to be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kg.errors import ConfigError
from kg.model import Candidate, Dropped, Span

__all__ = ["BACK", "CONFIRMED", "NIL", "REJECTED", "Decision", "Decisions", "same_words", "span_name"]

NIL, BACK = "nil", "-"
"""Decided that no item fits; taken back, so that all is as if nothing had been decided."""

CONFIRMED, REJECTED = "confirmed", "rejected"
"""Decided that an event is told there, or that none is."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    ``document`` is the id of the article, ``span`` where the first mention of the name stands (``28-35``,
    ``title/0-5``), ``text`` its words there. ``role`` says as what the span stands: blank for a link, a class of event
    (``Visit``) where the span is the word that tells one, a role (``visitor``) where it is the words that fill it.
    ``value`` is the key of a gazetteer item, or ``nil`` (none fits; of a role: these words do not fill it); of an event
    ``confirmed`` or ``rejected``; ``-`` takes back. ``method`` is ``search`` or ``review``, ``score`` in [0, 1], ``by``
    and ``on`` say who decided and when, ``candidates`` (JSON: key, label, score) what was weighed.
    """

    document: str
    span: str
    role: str
    value: str
    text: str
    method: str = "review"
    score: str = ""
    by: str = ""
    on: str = ""
    candidates: str = ""

    @property
    def kind(self) -> str:
        """``link``, ``event`` or ``role``: classes begin with a capital, roles do not."""
        return "link" if not self.role else "event" if self.role[:1].isupper() else "role"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it decides on: of one key the last decision counts."""
        return self.document, self.span, self.role

    def without(self, what: str) -> Dropped:
        """What a build tells of a decision that has no ``what`` any longer."""
        on = f"{self.text!r} at {self.span}{f' as {self.role}' if self.role else ''}"
        return Dropped("decisions", f"the decision on {on} ({self.value}) has no {what}", None, "\t".join(self.key))

    @property
    def weighed(self) -> tuple[Candidate, ...]:
        """The candidates as a link keeps them."""
        listed = json.loads(self.candidates) if self.candidates else ()
        return tuple(Candidate(str(key), str(label), float(score)) for key, label, score in listed)


def same_words(one: str, other: str) -> bool:
    """Whether two stretches have the same words, white space aside."""
    return _plain(one) == _plain(other)


def span_name(span: Span) -> str:
    """A span as a decision names it."""
    return f"{'title/' if span.part == 'title' else ''}{span.start}-{span.end}"


_OTHER = "; if the file is another's, name yours as decisions in kg.toml"
_COLUMNS = tuple(f.name for f in fields(Decision))


class Decisions:
    """The decisions that stand.

    Args:
        path: The file, there or not; None for none.

    Raises:
        ConfigError: The file does not hold together; the message names the line.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._found: dict[str, dict[tuple[str, str], Decision]] = {}
        if path is not None and path.is_file():
            for decision in _read(path):
                self._take(decision)

    def _take(self, decision: Decision) -> None:
        mine = self._found.setdefault(decision.document, {})
        if decision.value == BACK:
            mine.pop((decision.span, decision.role), None)
        else:
            mine[decision.span, decision.role] = decision

    def __iter__(self) -> Iterator[Decision]:
        """All that stand, by document and span."""
        return (d for _, mine in sorted(self._found.items()) for _, d in sorted(mine.items()))

    def of(self, document: str) -> tuple[Decision, ...]:
        """Those on one article."""
        return tuple(d for _, d in sorted(self._found.get(document, {}).items()))

    def link(self, document: str, span: Span) -> Decision | None:
        """The decision on a name at a span, where the words there are still the same."""
        found = self._found.get(document)
        decision = found.get((span_name(span), "")) if found else None
        return decision if decision and same_words(decision.text, span.text) else None

    def at(self, decision: Decision) -> Decision | None:
        """The decision that stands where another one decides."""
        return self._found.get(decision.document, {}).get((decision.span, decision.role))

    def tried(self, new: Iterable[Decision]) -> Decisions:
        """These decisions with new ones over them, kept nowhere."""
        trial = Decisions()
        trial.add([*self, *new])
        return trial

    def mark(self, document: str) -> str:
        """What the graph of an article depends on here: blank where nothing is decided on it."""
        return json.dumps(
            [[d.span, d.role, d.value, d.text, d.method, d.score, d.candidates] for d in self.of(document)]
        )[1:-1]

    def add(self, decisions: Iterable[Decision]) -> None:
        """Take decisions, and write them at the end of the file; not those that stand already, whenever taken.

        Raises:
            ConfigError: The file cannot be written; then none was taken.
        """
        new: list[Decision] = []
        latest: dict[tuple[str, str, str], Decision] = {}
        for decision in decisions:
            place = (decision.document, decision.span, decision.role)
            stands = latest.get(place) or self.at(decision)
            if stands is None or replace(decision, on=stands.on) != stands:
                new.append(decision)
                latest[place] = decision
        if not new:
            return
        if self._path is not None:
            lines = ["\t".join(_plain(getattr(d, column)) for column in _COLUMNS) for d in new]
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                there = self._path.read_text("utf-8") if self._path.is_file() else "\t".join(_COLUMNS) + "\n"
                part = self._path.with_name(self._path.name + ".part")
                part.write_text(there + "".join(f"{line}\n" for line in lines), "utf-8")
                part.replace(self._path)
            except OSError as error:
                raise ConfigError(
                    f"{self._path}: cannot be written ({error.strerror}); set decisions in kg.toml"
                ) from error
        for decision in new:
            self._take(decision)


def _plain(cell: str) -> str:
    return " ".join(cell.replace("\0", " ").split())


def _read(path: Path) -> Iterator[Decision]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8; save it as UTF-8") from error
    head = tuple(lines[0].split("\t")) if lines else ()
    if unknown := [column for column in head if column not in _COLUMNS]:
        raise ConfigError(f"{path}:1: no column is called {unknown[0]!r}; known: {', '.join(_COLUMNS)}{_OTHER}")
    if lines and {"document", "span", "value", "text"} - set(head):
        raise ConfigError(
            f"{path}:1: document, span, value and text must be there; head the columns by their names{_OTHER}"
        )
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) > len(head):
            raise ConfigError(
                f"{path}:{number}: {len(cells)} cells, but {len(head)} columns; one tab between two cells"
            )
        decision = Decision(**{**dict.fromkeys(_COLUMNS[:5], ""), **dict(zip(head, cells, strict=False))})
        try:
            if decision.value not in (NIL, BACK) and decision.score and not 0 <= float(decision.score) <= 1:
                raise ValueError(decision.score)
            _ = decision.weighed
        except (ValueError, TypeError) as error:
            raise ConfigError(f"{path}:{number}: {error}; score is in [0, 1], candidates a JSON list") from error
        yield decision
