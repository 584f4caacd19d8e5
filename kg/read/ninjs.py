"""ninjs, the news agencies' JSON (IPTC, versions 1 to 3): its fields under the names that every record has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.model import Article, Dropped
from kg.read.fields import ALIASES
from kg.read.markup import in_words
from kg.read.records import JsonReader, article_of

__all__ = ["NinjsReader", "plain"]


class NinjsReader(JsonReader):
    """Reads ``.ninjs``; where it is called ``.json`` and has a plain text, the reader of JSON does as well."""

    def record(self, record: Any, place: str, name: str | None) -> Iterator[Article | Dropped]:
        """See ``JsonReader.record``."""
        yield from article_of(plain(record), place, name)


def plain(record: Any) -> Any:
    """A record with ``text``, ``title`` and ``publisher`` taken from where ninjs has them; any other as it is."""
    if not isinstance(record, Mapping) or any(isinstance(record.get(name), str) for name in ALIASES["text"]):
        return record
    found = dict(record)
    found["text"] = in_words(_first(record, "body_xhtml", "body_html") or "") or _of_kind(record, "bodies", "value")
    if not isinstance(record.get("headline"), str):
        found["headline"] = _of_kind(record, "headlines", "value")
    if "publisher" not in record and "source" not in record:
        provider = record.get("infoSource") or record.get("infosources") or record.get("infoSources")
        first = provider[0] if isinstance(provider, list) and provider else provider
        found["publisher"] = first.get("name") if isinstance(first, Mapping) else None
    if "versionCreated" in record:  # as version 3 writes it
        found.setdefault("versioncreated", record["versionCreated"])
    return found


def _first(record: Mapping[str, Any], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := record.get(name), str)), None)


def _of_kind(record: Mapping[str, Any], name: str, value: str) -> str | None:
    """The main one of several bodies or headlines: of role ``main`` where there is one, else the first."""
    each = [item for item in record.get(name) or () if isinstance(item, Mapping) and isinstance(item.get(value), str)]
    chosen = next((item for item in each if item.get("role") == "main"), each[0] if each else None)
    return in_words(chosen[value]) if chosen else None
