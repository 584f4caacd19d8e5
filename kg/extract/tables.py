"""Files of the lexicon: TOML tables to frames, word classes, word lists, support verbs and operators."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product
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
    | {"example", "expect", "more"}
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
        words = _listed(entry, "verb", f"{path}: a [[support]] block")
        where = f"{path}: support {words[0]!r}"
        effect = _effect(entry, where) if "effect" in entry else None
        only, has = (_listed(entry, key, where, ()) for key in ("only", "has"))
        for lemma, noun in product(words, _listed(entry, "noun", where, ("object",))):
            yield Support(lemma, noun, _mapped(entry, "args", where), effect, only, has)


def read_operators(entries: list[dict[str, Any]], path: Path) -> Iterator[Operator]:
    """The operators of the ``[[operator]]`` blocks of a file.

    Raises:
        ConfigError: An effect is none that ``status.under`` knows.
    """
    for entry in entries:
        words = _listed(entry, "word", f"{path}: an [[operator]] block")
        where = f"{path}: operator {words[0]!r}"
        governs = _listed(entry, "governs", where, ())
        for lemma in words:
            yield Operator(lemma, _effect(entry, where), governs, entry.get("pos"))


def _effect(entry: dict[str, Any], where: str) -> str:
    effect: str | None = entry.get("effect")
    if effect not in _EFFECTS:
        raise ConfigError(f"{where} has the effect {effect!r}; known: {', '.join(_EFFECTS)}")
    return effect


def _listed(entry: dict[str, Any], key: str, where: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """A list of words of a block; without a default it must be there, and not empty."""
    found = entry.get(key, default)
    texts = isinstance(found, list | tuple) and all(isinstance(word, str) for word in found)
    if not texts or (default is None and not found):
        raise ConfigError(f'{where}: {key} must be a list of words, such as ["invite", "ask over"]')
    return tuple(found or ())


def _mapped(entry: dict[str, Any], key: str, where: str) -> dict[str, str]:
    """A table of texts of a block, empty where it is not there."""
    found = entry.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ConfigError(f'{where}: {key} must be a table of texts, such as {{ subject = "inviter" }}')
    return found


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
    lemmas = _listed(entry, parts[0], where)
    numbers = {key: entry.get(key, 0) for key in ("prefer", "parties")}
    for key, number in numbers.items():
        if not isinstance(number, int):
            raise ConfigError(f"{where}: {key} is {number!r}; it must be a whole number")
    return Frame(
        id=entry["id"],
        pos=parts[0],
        lemmas=tuple(map(open_word, lemmas)) if parts[0] == "noun" else lemmas,
        event=entry["event"],
        args=_mapped(entry, "args", where),
        where=dict(_conditions(entry.get("where", {}), where)),
        need=_listed(entry, "need", where, ()),
        examples=tuple(_examples(entry, where)),
        file=path.name,
        plover=entry.get("plover"),
        status=entry.get("status"),
        light=_listed(entry, "light", where, ()),
        lacks=_listed(entry, "lacks", where, ()),
        weak=bool(entry.get("weak", False)),
        prefer=numbers["prefer"],
        parties=numbers["parties"],
        also=_mapped(entry, "also", where),
    )


def _conditions(table: Any, where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a block asks of its arguments: a condition, or a list of them, for each."""
    if not isinstance(table, dict):
        raise ConfigError(f'{where}: where must be a table of conditions, such as {{ object = ["party", "place"] }}')
    for name, written in table.items():
        conditions = _listed({name: [written] if isinstance(written, str) else written}, name, f"{where}: where")
        yield name, tuple(open_word(condition) if "=" in condition else condition for condition in conditions)


def _examples(entry: dict[str, Any], where: str) -> Iterator[Example]:
    """The example of a block, and those under ``more``."""
    more = entry.get("more", [])
    if not isinstance(more, list) or not all(isinstance(item, dict) for item in more):
        raise ConfigError(f'{where}: more must be a list of examples, such as [{{ example = "…", expect = {{}} }}]')
    for item in (entry, *more):
        if item.get("example"):
            yield Example(item["example"], _mapped(item, "expect", where))
