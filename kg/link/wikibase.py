"""Which Wikibase is asked, and how: the table ``[wikibase]`` of kg.toml over what the data file says of Wikidata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg._version import __version__
from kg.errors import ConfigError
from kg.link.cache import default_place
from kg.resources import data_dir
from kg.vocab.wikidata import matched_classes

__all__ = ["Wikibase"]

_TEXTS = ("api", "query", "concepts", "contact", "language", "cache")
_NUMBERS = ("seconds", "days")
_TABLES = ("properties", "classes")


@dataclass(frozen=True, slots=True)
class Wikibase:
    """Where and how to ask.

    ``api`` is the address of its api.php, ``query`` of its SPARQL service, ``concepts`` what IRIs of its items begin
    with. ``contact`` (a mail address or a page) goes into the User-Agent. ``seconds`` is the limit for all that one
    command asks, ``days`` how long an answer in ``cache`` counts. ``properties`` maps our names to its properties,
    ``classes`` its classes to ours.
    """

    api: str
    query: str
    concepts: str
    contact: str
    language: str = "en"
    seconds: float = 300.0
    days: float = 30.0
    cache: Path = field(default_factory=default_place)
    properties: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def agent(self) -> str:
        """The User-Agent: what asks, in which version, and whom to write to about it."""
        return f"irkg/{__version__} ({self.contact})"

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Wikibase:
        """The Wikibase that a table sets.

        Args:
            table: ``Settings.wikibase``.

        Raises:
            ConfigError: A key does not exist, a value does not fit, or there is no contact.
        """
        shipped = tomllib.loads((data_dir("wikibase.toml")).read_text("utf-8"))
        for key, value in table.items():
            kind: Any = (
                str if key in _TEXTS else (int, float) if key in _NUMBERS else Mapping if key in _TABLES else None
            )
            if kind is None:
                known = ", ".join(sorted((*_TEXTS, *_NUMBERS, *_TABLES)))
                raise ConfigError(f"kg.toml: no setting of [wikibase] is called {key!r}; known: {known}")
            if not isinstance(value, kind) or isinstance(value, bool) or (key in _NUMBERS and value <= 0):
                raise ConfigError(
                    f"kg.toml: {key} under [wikibase] is {value!r}; see docs/linking.md for what it takes"
                )
        contact = str(table.get("contact", "")).strip()
        if not contact or not contact.isascii() or not contact.isprintable():
            raise ConfigError(
                'kg.toml: a Wikibase wants to know who asks; set contact = "you@example.org" under [wikibase]'
            )
        for key in ("api", "query"):
            if not str(table.get(key, shipped[key])).startswith(("https://", "http://")):
                raise ConfigError(f"kg.toml: {key} under [wikibase] is {table[key]!r}; write an http or https address")
        classes = {**matched_classes(), **_turned(shipped["classes"]), **_turned(table.get("classes", {}))}
        more = {key: table[key] for key in ("language", "seconds", "days") if key in table}
        if "cache" in table:
            more["cache"] = Path(table["cache"]).expanduser()
        properties = {**shipped["properties"], **table.get("properties", {})}
        checked = [*(("properties", "P", v) for v in properties.values()), *(("classes", "Q", v) for v in classes)]
        for name, letter, value in checked:  # they go into queries
            if not re.fullmatch(f"{letter}[1-9][0-9]*", str(value)):
                raise ConfigError(f"kg.toml: {value!r} under [wikibase.{name}] is none of {letter}1, {letter}2 ...")
        concepts, language = table.get("concepts", shipped["concepts"]), table.get("language", "en")
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", concepts) or not re.fullmatch(r"[a-z][a-z-]*", language):
            raise ConfigError(f"kg.toml: concepts {concepts!r} or language {language!r} under [wikibase] is none")
        return cls(
            api=table.get("api", shipped["api"]),
            query=table.get("query", shipped["query"]),
            concepts=concepts,
            contact=contact,
            properties=properties,
            classes=dict(sorted(classes.items())),
            **more,
        )


def _turned(table: Mapping[str, Any]) -> dict[str, str]:
    """Our class to theirs, as written in a file, the other way round."""
    return {str(item): ours for ours, items in table.items() for item in items}
