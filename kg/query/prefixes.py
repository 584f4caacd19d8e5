"""SPARQL as people type it: known prefixes need no declaration."""

from __future__ import annotations

import re

from kg.vocab.iri import PREFIXES

__all__ = ["with_prefixes"]


def with_prefixes(text: str) -> str:
    """Declare the known prefixes that the query uses undeclared, on its first line so that lines keep count."""
    declared = {name.lower() for name in re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text)}
    used = [name for name in PREFIXES if name not in declared and re.search(rf"\b{name}:[\w-]", text)]
    return " ".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), text])
