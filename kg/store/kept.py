"""Answers that took long, kept beside an embedded store until it is next opened for writing.

What counts over everything has to look at everything; who asks the same words of the same store again need not wait
again. Which state of the store an answer is of, the database's own files say: their names and sizes are others after
any write, whoever makes it. So writing knows nothing of this, and is none the slower.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import perf_counter

from kg.model import Answer
from kg.store import folder as layout
from kg.store.results import RESULTS, from_text, to_lines

__all__ = ["LONG", "Kept"]

LONG = 0.1
"""Seconds from which on an answer is kept."""

_ROWS, _MANY = 250_000, 200
"""Rows of an answer that is kept, and answers that are."""

_LIMIT = re.compile(r"\n\s*LIMIT (\d+)\s*\Z")
"""The end of a query that asks for the first rows, in a line of its own."""

_OTHERWISE = re.compile(r"\b(?:NOW|RAND|(?:STR)?UUID)\s*\(", re.IGNORECASE)
"""What is another each time it is asked; where only a word looks like it, an answer is asked for once more."""

_OWN = re.compile(r"(?:\d+\.(?:sst|log)|MANIFEST-\d+)\Z")
"""Files of the database that change when it does, and do not when it is read."""


class Kept:
    """The kept answers of one state of a store.

    Args:
        folder: The store's folder, which nobody writes to as long as this is used.
    """

    def __init__(self, folder: Path) -> None:
        self._all = layout.answers(folder)
        files = sorted((p.name, p.stat().st_size) for p in layout.database(folder).glob("*") if _OWN.match(p.name))
        self._place = self._all / sha256(repr(files).encode()).hexdigest()[:16]

    def answer(self, text: str, ask: Callable[[], Answer]) -> Answer:
        """The answer that is kept, or else asked for, and kept if that took long.

        Args:
            text: A query; the first rows of an answer that is kept as a whole are kept too.
            ask: Asks it.
        """
        if _OTHERWISE.search(text):
            return ask()
        found = self._find(text)
        if found is None:
            began = perf_counter()
            found = ask()
            if perf_counter() - began >= LONG and found.kind == "select" and len(found.rows) <= _ROWS:
                with suppress(OSError):  # a medium that cannot be written keeps nothing
                    self._keep(text, found)
        return found

    def _find(self, text: str) -> Answer | None:
        limit = _LIMIT.search(text)
        whole = self._read(text[: limit.start()], int(limit[1])) if limit else None
        return whole or self._read(text)

    def _read(self, text: str, rows: int | None = None) -> Answer | None:
        try:
            with self._file(text).open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                head, *bindings = islice(file, None if rows is None else rows + 1)
            return from_text(f'{{"head":{head},"results":{{"bindings":[{",".join(bindings)}]}}}}', RESULTS)
        except (OSError, ValueError):  # none, or one that somebody damaged
            return None

    def _keep(self, text: str, found: Answer) -> None:
        """Whole or not at all, as several may keep the same."""
        if not self._place.exists():  # what else is there is of another state
            shutil.rmtree(self._all, ignore_errors=True)
        self._place.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in self._place.iterdir()) >= _MANY:
            return
        with NamedTemporaryFile(
            "w", dir=self._place, encoding="utf-8", errors="surrogatepass", newline="\n", delete=False
        ) as file:
            try:
                file.writelines(f"{line}\n" for line in to_lines(found))
                file.flush()
                os.fsync(file.fileno())  # the name never comes before the words
                file.close()
                Path(file.name).replace(self._file(text))
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise

    def _file(self, text: str) -> Path:
        return self._place / f"{sha256(text.strip().encode('utf-8', 'surrogatepass')).hexdigest()}.jsonl"
