"""The lexicon: frames, word classes, support verbs and operators, read from TOML and checked against the ontology.

A frame says: this word with these arguments tells an event of this class, and each argument fills this role. Arguments
are named once for all voices (``arguments.py`` normalises them): ``subject``, ``object``, ``indirect``, ``clause``,
``infinitive``, ``gerund``, a preposition by its word (``with``), and for nouns also ``possessive``, ``compound`` and
``adjective``. ``agent`` stands for every way a noun names who acts, ``sides`` for every way it names who takes part.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.resources import data_dir
from kg.vocab.ontology import Ontology

__all__ = ["EXPANDED", "Condition", "Example", "Frame", "Lexicon", "Operator", "Support"]

EXPANDED: dict[str, tuple[str, ...]] = {
    "agent": ("subject", "possessive", "by", "adjective", "compound"),
    "sides": ("subject", "possessive", "between", "with", "among", "compound", "adjective"),
}
"""Argument names of the lexicon that stand for several of the parse."""

_FREE_ROLES = ("content", "concerns")
"""What a frame may fill beside the roles of its class: what is said, and what it is about."""
_FRAME_KEYS = {
    "id",
    "verb",
    "noun",
    "adjective",
    "event",
    "args",
    "where",
    "need",
    "plover",
    "status",
    "light",
    "example",
    "expect",
    "more",
    "prefer",
    "lacks",
    "weak",
}
_EFFECTS = ("planned", "proposed", "cancelled", "denied", "ongoing", "occurred", "unknown", "wish", "transparent")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the event expected of it: class, fillers by role, and any of status, polarity, plover."""

    text: str
    expect: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to tell an event.

    ``pos`` is ``verb``, ``noun`` or ``adjective``; ``lemmas`` may be of several words ("call off", "state visit").
    ``args`` maps an argument to a role, ``where`` to the kind of filler that it must have (``party``, ``place``,
    ``person``, ``state``, ``document``, ``event``, ``thing``, ``clause``, ``@class``, each with ``!`` before it for
    the opposite); ``need`` lists arguments without which the frame is not read (``object|on``: one of them),
    ``lacks`` those with which it is not. A ``weak`` frame tells of a contact that another word names more exactly
    ("discussed" of a telephone call). ``prefer`` breaks ties.
    """

    id: str
    pos: str
    lemmas: tuple[str, ...]
    event: str
    args: Mapping[str, str]
    where: Mapping[str, tuple[str, ...]]
    need: tuple[str, ...]
    examples: tuple[Example, ...]
    file: str
    plover: str | None = None
    status: str | None = None
    light: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    weak: bool = False
    prefer: int = 0

    def specificity(self) -> tuple[int, int, int]:
        """How specific the frame is: declared preference, number of conditions, number of arguments."""
        return self.prefer, len(self.where) + len(self.need), len(self.args)


@dataclass(frozen=True, slots=True)
class Support:
    """A verb that carries an event noun ("hold talks"): which of its arguments are which of the noun's, and its effect."""

    lemma: str
    noun: str
    args: Mapping[str, str]
    effect: str | None = None
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that says of what it governs whether it happened: "plan to", "refuse to", "a proposal for".

    ``governs`` are the relations in which it says so (all where empty); ``pos`` is ``noun`` or ``verb`` where only that.
    """

    lemma: str
    effect: str
    governs: tuple[str, ...] = ()
    pos: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """The conditions on an argument, ready to hold against its words and kinds: one of the first two, none of the others."""

    words: frozenset[str]
    kinds: frozenset[str]
    barred_words: frozenset[str]
    barred_kinds: frozenset[str]


class Lexicon:
    """Everything the extractor knows of words.

    Args:
        ontology: What classes and roles there are.
        folders: Folders of TOML files, each adding to those before it.

    Raises:
        ConfigError: A file does not parse, or names a class, role, argument or condition that does not exist; the message
            has file and frame.
    """

    def __init__(self, ontology: Ontology, folders: tuple[Path, ...]) -> None:
        self.ontology = ontology
        self.frames: dict[str, Frame] = {}
        self.classes: dict[str, frozenset[str]] = {}
        self.supports: dict[str, list[Support]] = {}
        self.operators: dict[str, list[Operator]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self._recipients: dict[str, str | None] = {}
        self._conditions: dict[tuple[str, ...], Condition] = {}
        digest = hashlib.sha256()
        for folder in folders:
            for path in sorted(folder.glob("*.toml")):
                digest.update(path.read_bytes())
                self._read(path)
        self.version = digest.hexdigest()[:16]
        for frame in self.frames.values():
            self._check(frame)

    @classmethod
    def load(cls, ontology: Ontology, extra: Path | None = None) -> Lexicon:
        """The shipped English lexicon, with a folder of the user's own added."""
        return cls(ontology, (data_dir("lexicon") / "en", *([extra] if extra else [])))

    @cached_property
    def by_head(self) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Frame]]]:
        """Frames by part of speech and head word (the first of a verb, the last of a noun), longest lemma first."""
        index: dict[tuple[str, str], list[tuple[tuple[str, ...], Frame]]] = {}
        for frame in self.frames.values():
            for lemma in frame.lemmas:
                words = tuple(lemma.split())
                head = words[-1] if frame.pos == "noun" else words[0]
                index.setdefault((frame.pos, head), []).append((words, frame))
        for entries in index.values():
            entries.sort(key=lambda e: (len(e[0]), e[1].specificity(), e[1].id), reverse=True)
        return index

    @cached_property
    def documents(self) -> dict[str, str]:
        """Nouns that name a document ("treaty", "joint statement"), each with its class of the ontology."""
        return {
            word: name
            for name, words in self.classes.items()
            if self.ontology.is_a(name, "OfficialInstrument")
            for word in words
        }

    def condition(self, conditions: tuple[str, ...]) -> Condition:
        """Conditions as written (``party``, ``=word``, ``@class``, ``!…``), made ready once."""
        if conditions not in self._conditions:
            words: tuple[set[str], set[str]] = (set(), set())
            kinds: tuple[set[str], set[str]] = (set(), set())
            for written in conditions:
                barred, plain = written.startswith("!"), written.lstrip("!")
                if plain.startswith("@"):
                    words[barred].update(self.classes[plain[1:]])
                elif plain.startswith("="):
                    words[barred].add(plain[1:])
                else:
                    kinds[barred].add(plain)
            self._conditions[conditions] = Condition(
                frozenset(words[0]), frozenset(kinds[0]), frozenset(words[1]), frozenset(kinds[1])
            )
        return self._conditions[conditions]

    def recipient_role(self, event: str) -> str | None:
        """The role on the receiving side that most frames of a class fill; ``recipient`` where none does."""
        if event not in self._recipients:
            roles = [
                r
                for f in self.frames.values()
                if f.event == event
                for r in f.args.values()
                if r not in _FREE_ROLES and self.ontology.side(r) == "recipient"
            ]
            known = self.ontology.roles(event)
            self._recipients[event] = max(
                sorted(set(roles)), key=roles.count, default="recipient" if "recipient" in known else None
            )
        return self._recipients[event]

    def in_class(self, word: str, name: str) -> bool:
        """Whether a lemma is in a word class."""
        return word in self.classes.get(name, ())

    # ------------------------------------------------------------------------------------------------------- reading

    def _read(self, path: Path) -> None:
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: {error}; mend the file") from error
        for table, entries in data.items():
            match table:
                case "frame":
                    for entry in entries:
                        for frame in _frames(entry, path):
                            if frame.id in self.frames:
                                raise ConfigError(
                                    f"{path}: frame {frame.id} is there already, in {self.frames[frame.id].file}; rename one"
                                )
                            self.frames[frame.id] = frame
                case "class":
                    for name, words in entries.items():
                        self.classes[name] = self.classes.get(name, frozenset()) | {_open(w) for w in words}
                case "words":
                    for name, words in entries.items():
                        self.words[name] = self.words.get(name, frozenset()) | frozenset(words)
                case "support":
                    for entry in entries:
                        for lemma in entry["verb"]:
                            self.supports.setdefault(lemma.split()[0], []).append(
                                Support(
                                    lemma,
                                    entry.get("noun", "object"),
                                    entry.get("args", {}),
                                    entry.get("effect"),
                                    tuple(entry.get("only", ())),
                                )
                            )
                case "operator":
                    for entry in entries:
                        if entry["effect"] not in _EFFECTS:
                            raise ConfigError(
                                f"{path}: operator {entry['word'][0]!r} has the effect {entry['effect']!r}; known: {', '.join(_EFFECTS)}"
                            )
                        for lemma in entry["word"]:
                            self.operators.setdefault(lemma.split()[0], []).append(
                                Operator(lemma, entry["effect"], tuple(entry.get("governs", ())), entry.get("pos"))
                            )
                case _:
                    raise ConfigError(
                        f"{path}: no table is called {table!r}; known: frame, class, words, support, operator"
                    )

    def _check(self, frame: Frame) -> None:
        where = f"{frame.file}: frame {frame.id}"
        if frame.event not in self.ontology.classes or not self.ontology.is_a(frame.event, "Event"):
            raise ConfigError(f"{where} tells a {frame.event!r}, which is no event class of the ontology")
        roles = self.ontology.roles(frame.event)
        for argument, role in frame.args.items():
            if role not in roles and role not in _FREE_ROLES:
                raise ConfigError(
                    f"{where}: {argument} fills {role!r}, which {frame.event} does not have; known: {', '.join(sorted(roles))}"
                )
        for argument, kinds in frame.where.items():
            for kind in kinds:
                name = kind.lstrip("!")
                if name.startswith("@") and name[1:] not in self.classes:
                    raise ConfigError(f"{where}: {argument} asks for the word class {name}, which no file defines")
        if not frame.examples:
            raise ConfigError(f"{where} has no example; write one with what is expected of it")

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames.values())


def _open(word: str) -> str:
    """A hyphenated word as the tokeniser sees it: "cease-fire" is "cease fire"."""
    return word.replace("-", " ")


def _frames(entry: dict[str, Any], path: Path) -> Iterator[Frame]:
    """The frames of one ``[[frame]]`` block (one a part of speech)."""
    where = f"{path}: frame {entry.get('id', '?')}"
    if unknown := set(entry) - _FRAME_KEYS:
        raise ConfigError(f"{where} has the key {sorted(unknown)[0]!r}; known: {', '.join(sorted(_FRAME_KEYS))}")
    parts = [p for p in ("verb", "noun", "adjective") if p in entry]
    if len(parts) != 1 or "id" not in entry or "event" not in entry:
        raise ConfigError(f"{where} needs an id, an event, and one of verb, noun, adjective")
    examples = []
    for item in [{"example": entry.get("example"), "expect": entry.get("expect", {})}, *entry.get("more", ())]:
        if item["example"]:
            examples.append(Example(item["example"], item.get("expect", {})))
    tuples = {
        k: tuple(_open(c) if "=" in c else c for c in ([v] if isinstance(v, str) else v))
        for k, v in entry.get("where", {}).items()
    }
    yield Frame(
        id=entry["id"],
        pos=parts[0],
        lemmas=tuple(map(_open, entry[parts[0]])) if parts[0] == "noun" else tuple(entry[parts[0]]),
        event=entry["event"],
        args=entry.get("args", {}),
        where=tuples,
        need=tuple(entry.get("need", ())),
        examples=tuple(examples),
        file=path.name,
        plover=entry.get("plover"),
        status=entry.get("status"),
        light=tuple(entry.get("light", ())),
        lacks=tuple(entry.get("lacks", ())),
        weak=bool(entry.get("weak", False)),
        prefer=int(entry.get("prefer", 0)),
    )
