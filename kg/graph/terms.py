"""RDF terms as canonical N-Quads text: what Oxigraph gives back is, byte for byte, what was written.

Canonical means the RDF 1.2 canonical form of N-Quads, and literal values as Oxigraph normalises them (no trailing
zeros, UTC as ``Z``), so that a store never differs from what was put into it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from kg.errors import InputError
from kg.vocab.iri import PREFIXES

__all__ = ["boolean", "day", "decimal", "integer", "iri", "moment", "term", "text", "typed"]

_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {c: f"\\u{c:04X}" for c in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
_ESCAPES |= {ord(c): f"\\{name}" for c, name in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)}


def iri(value: str) -> str:
    """An IRI in angle brackets.

    Raises:
        InputError: It holds a character that no IRI may hold.
    """
    if bad := _NOT_IN_IRI.search(value):
        raise InputError(f"{value!r} is no IRI: {bad.group()!r} at {bad.start()} must be percent-encoded")
    return f"<{value}>"


@lru_cache(maxsize=4096)
def term(name: str) -> str:
    """The IRI, in angle brackets, of a prefixed name such as ``ir:inviter`` (prefixes: ``kg.vocab.iri.PREFIXES``)."""
    prefix, _, local = name.partition(":")
    return iri(PREFIXES[prefix] + local)


def text(value: str, language: str | None = None) -> str:
    """A string, or a string in a language.

    Raises:
        InputError: It holds half of a surrogate pair, which is no character.
    """
    if not value.isascii() and (bad := _SURROGATE.search(value)):
        raise InputError(
            f"the text {value[:20]!r} holds half of a surrogate pair at {bad.start()}: decode its source again"
        )
    quoted = f'"{value.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def typed(value: str, datatype: str) -> str:
    """A literal of a datatype, given as a prefixed name; the value must be in canonical form."""
    return f"{text(value)}^^{term(datatype)}"


def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^{term("xsd:integer")}'


def decimal(value: float) -> str:
    """A decimal of six places at most, without trailing zeros: ``0.9``, ``1``."""
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    return f'"{"0" if plain == "-0" else plain}"^^{term("xsd:decimal")}'


def boolean(value: bool) -> str:
    """``true`` or ``false``."""
    return f'"{"true" if value else "false"}"^^{term("xsd:boolean")}'


def day(value: date) -> str:
    """A day."""
    return f'"{value:%Y-%m-%d}"^^{term("xsd:date")}' if value.year > 999 else typed(value.isoformat(), "xsd:date")


def moment(value: str) -> str | None:
    """A moment with zone, as ISO 8601 gives it; None where it is no such moment.

    Midnight as 24:00, a zone of +00:00 and zeros after the second are brought to the canonical form.
    """
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    if read.tzinfo is None:
        return None
    shown = read.replace(tzinfo=None).isoformat()
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    offset = read.utcoffset()
    if not offset:
        return typed(f"{shown}Z", "xsd:dateTime")
    minutes, seconds = divmod(round(offset.total_seconds()), 60)
    if seconds:  # no zone of today; xsd:dateTime has minutes only
        return moment(read.astimezone(UTC).isoformat())
    return typed(f"{shown}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}", "xsd:dateTime")
