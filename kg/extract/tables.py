"""Files of the lexicon: TOML tables to frames, word classes, word lists, support verbs and operators."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.extract.entries import Example, Frame, Operator, Support

__all__ = ["open_word", "read_frames", "read_operators", "read_supports", "read_table"]

_TABLES = ("frame", "class", "words", "support", "operator")
_PARTS = ("verb", "noun", "adjective")
_FRAME_KEYS = frozenset(
    {
        *_PARTS,
        "id",
        "event",
        "args",
        "where",
        "need",
        "lacks",
        "plover",
        "status",
        "light",
        "prefer",
        "weak",
        "also",
        "parties",
    }
    | {"parties", "example", "expect", "more"}
)
_EFFECTS = (
    "planned",
    "proposed",
    "cancelled",
    "denied",
    "ongoing",
    "occurred",
    "unknown",
    "wish",
    "probable",
    "given",
    "transparent",
)


def read_table(path: Path) -> dict[str, Any]:
    """The tables of one file.

    Raises:
        ConfigError: The file does not parse, or has a table that no lexicon has.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}; mend the file") from error
    for table in data:
        if table not in _TABLES:
            raise ConfigError(f"{path}: no table is called {table!r}; known: {', '.join(_TABLES)}")
    return data


def read_frames(entries: list[dict[str, Any]], path: Path) -> Iterator[Frame]:
    """The frames of the ``[[frame]]`` blocks of a file.

    Raises:
        ConfigError: A block has an unknown key, or lacks one.
    """
    for entry in entries:
        yield _frame(entry, path)


def read_supports(entries: list[dict[str, Any]], path: Path) -> Iterator[Support]:
    """The support verbs of the ``[[support]]`` blocks of a file.

    Raises:
        ConfigError: An effect is none that ``status.under`` knows.
    """
    for entry in entries:
        effect = _effect(entry, entry["verb"], path) if "effect" in entry else None
        for lemma in entry["verb"]:
            only, has = tuple(entry.get("only", ())), tuple(entry.get("has", ()))
            yield Support(lemma, entry.get("noun", "object"), entry.get("args", {}), effect, only, has)


def read_operators(entries: list[dict[str, Any]], path: Path) -> Iterator[Operator]:
    """The operators of the ``[[operator]]`` blocks of a file.

    Raises:
        ConfigError: An effect is none that ``status.under`` knows.
    """
    for entry in entries:
        effect = _effect(entry, entry["word"], path)
        for lemma in entry["word"]:
            yield Operator(lemma, effect, tuple(entry.get("governs", ())), entry.get("pos"))


def _effect(entry: dict[str, Any], words: list[str], path: Path) -> str:
    effect: str = entry["effect"]
    if effect not in _EFFECTS:
        raise ConfigError(f"{path}: {words[0]!r} has the effect {effect!r}; known: {', '.join(_EFFECTS)}")
    return effect


def open_word(word: str) -> str:
    """A hyphenated word as the tokeniser sees it: "cease-fire" is "cease fire"."""
    return word.replace("-", " ")


def _frame(entry: dict[str, Any], path: Path) -> Frame:
    where = f"{path}: frame {entry.get('id', '?')}"
    if unknown := set(entry) - _FRAME_KEYS:
        raise ConfigError(f"{where} has the key {sorted(unknown)[0]!r}; known: {', '.join(sorted(_FRAME_KEYS))}")
    parts = [part for part in _PARTS if part in entry]
    if len(parts) != 1 or "id" not in entry or "event" not in entry:
        raise ConfigError(f"{where} needs an id, an event, and one of verb, noun, adjective")
    lemmas = entry[parts[0]]
    return Frame(
        id=entry["id"],
        pos=parts[0],
        lemmas=tuple(map(open_word, lemmas)) if parts[0] == "noun" else tuple(lemmas),
        event=entry["event"],
        args=entry.get("args", {}),
        where={name: _conditions(written) for name, written in entry.get("where", {}).items()},
        need=tuple(entry.get("need", ())),
        examples=tuple(_examples(entry)),
        file=path.name,
        plover=entry.get("plover"),
        status=entry.get("status"),
        light=tuple(entry.get("light", ())),
        lacks=tuple(entry.get("lacks", ())),
        weak=bool(entry.get("weak", False)),
        prefer=int(entry.get("prefer", 0)),
        parties=int(entry.get("parties", 0)),
        also=entry.get("also", {}),
    )


def _conditions(written: str | list[str]) -> tuple[str, ...]:
    conditions = [written] if isinstance(written, str) else written
    return tuple(open_word(condition) if "=" in condition else condition for condition in conditions)


def _examples(entry: dict[str, Any]) -> Iterator[Example]:
    """The example of a block, and those under ``more``."""
    for item in (entry, *entry.get("more", ())):
        if item.get("example"):
            yield Example(item["example"], item.get("expect", {}))
