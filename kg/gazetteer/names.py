"""Finding names in tokens: an index by first word, matched longest first, blind to hyphens, full stops and accents.

A name becomes a run of atoms (words and marks): ``Guinea-Bissau`` is ``Guinea Bissau``, ``U.S.`` is ``US``. Only the
first atom of each name is computed at load; a bucket is unfolded when a text first asks for it, which keeps loading
quick. Matching is case-sensitive and ends where a token ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.gazetteer.tables import Row

__all__ = ["NameIndex", "Reading", "atoms", "clean", "fold"]

Reading = tuple[str, str, Row]
"""How a name is borne: kind (``n`` free, ``c`` with context, ``p`` party, ``d`` demonym, ``D`` demonym with context,
``m`` metonym, ``s`` surname, ``x`` shield), table, row."""

_ATOM = re.compile(r"[^\W_]+|[^\w\s.\-‐‑–]")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_LINKS = frozenset("-‐‑–")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
)
_BARRIER = "\n"
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # U.S., U.N.
# British and American spelling of words in names of bodies: one form stands for both
_SPELLING = {
    "Organisation": "Organization", "Defence": "Defense", "Centre": "Center", "Labour": "Labor", "Programme": "Program",
    "Harbour": "Harbor",
}  # fmt: skip


def clean(text: str) -> str:
    """Curly apostrophes as straight ones, no-break spaces as spaces, single spaces."""
    return " ".join(text.translate(_MARKS).split())


def fold(text: str) -> str:
    """A text without diacritics, case kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(_LETTERS)) if not unicodedata.combining(c))


@lru_cache(maxsize=1 << 16)
def atoms(text: str) -> tuple[str, ...]:
    """The words and marks of a name or token.

    Full stops and hyphens inside are left out, letters with full stops joined ("U.S." is "US"), spelling made one.
    """
    text = text.translate(_MARKS)
    if "." in text:
        text = _DOTTED.sub(lambda hit: hit.group().replace(".", ""), text)
    return tuple(_SPELLING.get(atom, atom) for atom in _ATOM.findall(text))


def _worth_folding(name: str) -> bool:
    """A short name without its accents is often a word ("Malé", "Là"): leave it."""
    return not name.isascii() and (len(name) > 4 or " " in name)


class NameIndex:
    """Names to their bearers. Built by ``add``; asked by ``get`` and ``scan``."""

    def __init__(self) -> None:
        self._raw: dict[str, list[tuple[str, Reading]]] = {}
        self._ready: dict[str, tuple[int, dict[str, list[Reading]]]] = {}

    def add(self, name: str, kind: str, table: str, row: Row) -> None:
        """Enter a name."""
        self._enter(name, (kind, table, row))
        if _worth_folding(name):
            self._enter(fold(name), (kind, table, row))

    def _enter(self, name: str, reading: Reading) -> None:
        first = name.partition(" ")[0]
        if not first.isalnum() or first in _SPELLING:
            if not (run := atoms(name)):
                return
            first = run[0]
        if (bucket := self._raw.get(first)) is None:
            self._raw[first] = [(name, reading)]
        else:
            bucket.append((name, reading))

    def _bucket(self, first: str) -> tuple[int, dict[str, list[Reading]]] | None:
        if (ready := self._ready.get(first)) is not None:
            return ready
        if (raw := self._raw.get(first)) is None:
            return None
        names: dict[str, list[Reading]] = {}
        longest = 1
        for name, reading in raw:
            run = atoms(name)
            longest = max(longest, len(run))
            names.setdefault(" ".join(run), []).append(reading)
        self._ready[first] = longest, names
        return longest, names

    def get(self, name: str) -> list[Reading]:
        """The bearers of exactly this name; accents in it are dropped only where it is borne by none with them."""
        for form in dict.fromkeys((clean(name), fold(clean(name)))):
            run = atoms(form)
            if run and (bucket := self._bucket(run[0])) and (found := bucket[1].get(" ".join(run))):
                return found
        return []

    def scan(self, tokens: Sequence[str], start: int = 0) -> Iterator[tuple[int, int, list[Reading]]]:
        """Yield for every token at which names begin the ends and bearers, longest first.

        Args:
            tokens: Words and marks as the tokeniser gives them; runs of white space may be tokens of their own.
            start: First token looked at.

        Yields:
            (first, last, readings), the range half-open. The caller decides which to take and what to skip.
        """
        run: list[str] = []
        ends: dict[int, int] = {}  # length of the run so far -> token after
        begins: list[tuple[int, int]] = []  # token, its place in the run
        for i in range(start, len(tokens)):
            token = tokens[i]
            mine = atoms(token)
            if not mine:
                if token in _LINKS or (token.isspace() and token.count("\n") < 2):
                    continue
                run.append(_BARRIER)
                continue
            begins.append((i, len(run)))
            run.extend(mine)
            ends[len(run)] = i + 1
        for i, at in begins:
            first = run[at]
            if (bucket := self._bucket(first)) is None and (
                first.isascii() or (bucket := self._bucket(fold(first))) is None
            ):
                continue
            longest, names = bucket
            for to in range(min(at + longest, len(run)), at, -1):
                if (last := ends.get(to)) is None:
                    continue
                key = " ".join(run[at:to])
                found = names.get(key) or (None if key.isascii() else names.get(fold(key)))
                if found:
                    yield i, last, found
