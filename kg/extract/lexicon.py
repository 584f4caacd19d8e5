"""The lexicon: frames, word classes, support verbs and operators, read from TOML and checked against the ontology.

A frame says: this word with these arguments tells an event of this class, and each argument fills this role. Arguments
are named once for all voices (``arguments.py`` normalises them): ``subject``, ``object``, ``indirect``, ``clause``,
``infinitive``, ``gerund``, a preposition by its word (``with``), and for nouns also ``possessive``, ``compound`` and
``adjective``. ``agent`` stands for every way a noun names who acts, ``sides`` for every way it names who takes part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kg.errors import ConfigError
from kg.extract.entries import EXPANDED, FREE_ROLES, Condition, Example, Frame, Operator, Support
from kg.extract.known import refuse_unknown
from kg.extract.tables import open_word, read_frames, read_operators, read_supports, read_table
from kg.resources import data_dir
from kg.vocab.ontology import Ontology

__all__ = ["EXPANDED", "Condition", "Example", "Frame", "Lexicon", "Operator", "Support"]


class Lexicon:
    """Everything the extractor knows of words.

    ``frames`` are by id; ``classes`` and ``words`` are sets of words by name (those that frames name with ``@``, those
    that the rules of grammar ask for); ``supports`` and ``operators`` are by the first word of their lemma. ``version``
    is a hash of all files.

    Args:
        ontology: What classes and roles there are.
        folders: Folders of TOML files, each adding to those before it.

    Raises:
        ConfigError: A file does not parse, or names a class, role, argument or condition that does not exist; the
            message has file and frame.
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
                self._add(path)
        self.version = digest.hexdigest()[:16]
        supports = (support for entries in self.supports.values() for support in entries)
        lent = self.listed("prepositions").union(*(support.args for support in supports))
        for frame in self.frames.values():
            refuse_unknown(frame, ontology, self.classes, lent)

    @classmethod
    def load(cls, ontology: Ontology, extra: Path | None = None) -> Lexicon:
        """The shipped English lexicon, with a folder of the user's own added.

        Raises:
            ConfigError: As for the class.
        """
        return cls(ontology, (data_dir("lexicon") / "en", *([extra] if extra else [])))

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames.values())

    # -------------------------------------------------------------------------------------------------------- look-ups

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

    def listed(self, name: str) -> frozenset[str]:
        """The words of a list in ``[words]``; none where no file has it."""
        return self.words.get(name, frozenset())

    def condition(self, conditions: tuple[str, ...]) -> Condition:
        """Conditions as written (``party``, ``=word``, ``@class``, ``!…``), made ready once."""
        known = self._conditions.get(conditions)
        if known is None:
            known = self._conditions[conditions] = self._made_ready(conditions)
        return known

    def _made_ready(self, conditions: tuple[str, ...]) -> Condition:
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
        return Condition(frozenset(words[0]), frozenset(kinds[0]), frozenset(words[1]), frozenset(kinds[1]))

    def recipient_role(self, event: str) -> str | None:
        """The role on the receiving side that most frames of a class fill; ``recipient`` where none does."""
        if event not in self._recipients:
            filled = (role for frame in self if frame.event == event for role in frame.args.values())
            roles = [r for r in filled if r not in FREE_ROLES and self.ontology.side(r) == "recipient"]
            default = "recipient" if "recipient" in self.ontology.roles(event) else None
            self._recipients[event] = max(sorted(set(roles)), key=roles.count, default=default)
        return self._recipients[event]

    # --------------------------------------------------------------------------------------------------------- reading

    def _add(self, path: Path) -> None:
        data = read_table(path)
        for frame in read_frames(data.get("frame", []), path):
            if frame.id in self.frames:
                before = self.frames[frame.id].file
                raise ConfigError(f"{path}: frame {frame.id} is there already, in {before}; rename one")
            self.frames[frame.id] = frame
        for name, words in data.get("class", {}).items():
            self.classes[name] = self.classes.get(name, frozenset()) | frozenset(map(open_word, words))
        for name, words in data.get("words", {}).items():
            self.words[name] = self.words.get(name, frozenset()) | frozenset(words)
        for support in read_supports(data.get("support", []), path):
            self.supports.setdefault(support.lemma.split()[0], []).append(support)
        for operator in read_operators(data.get("operator", []), path):
            self.operators.setdefault(operator.lemma.split()[0], []).append(operator)
