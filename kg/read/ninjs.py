"""ninjs, the news agencies' JSON (IPTC, versions 1 to 3): its fields under the names that every record has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.read.fields import ALIASES
from kg.read.markup import in_words

__all__ = ["plain"]

_BODIES = frozenset(("body_html", "body_xhtml", "bodies"))


def plain(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with text, title and publisher taken from where ninjs has them; any other record as it is."""
    if not record.keys() & _BODIES or any(isinstance(record.get(name), str) for name in ALIASES["text"]):
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
    given = record.get(name)
    items = given if isinstance(given, list) else []
    each = [item for item in items if isinstance(item, Mapping) and isinstance(item.get(value), str)]
    chosen = next((item for item in each if item.get("role") == "main"), each[0] if each else None)
    return in_words(chosen[value]) if chosen else None
