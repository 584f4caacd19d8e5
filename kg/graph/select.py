"""Which events and which articles an export takes: by class, period and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from kg.errors import UnknownName
from kg.graph.fillers import Row
from kg.protocols import Store
from kg.vocab.iri import PREFIXES
from kg.vocab.ontology import Ontology

__all__ = ["Selection", "articles_that"]


@dataclass(frozen=True)
class Selection:
    """What is wanted; what is None or empty wants all.

    ``types`` are classes, and what lies below them. ``since`` and ``until`` bound the days on which an event can have
    been, both included; an event without days is left out where a bound is set. ``confidence`` is the least wanted.
    """

    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    confidence: float = 0.0

    def check(self, ontology: Ontology) -> Selection:
        """See that the classes exist.

        Raises:
            UnknownName: One does not.
        """
        for name in self.types:
            if name not in ontology.classes:
                raise UnknownName("class", name, list(ontology.subclasses("Event")))
        return self

    def events(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Those of some exported events that are wanted."""
        return (row for row in rows if self._wants(row))

    def _wants(self, row: Row) -> bool:
        if self.types and not set(self.types) & set(row["types"]):
            return False
        if (row["confidence"] or 0) < self.confidence:
            return False
        if self.since is None and self.until is None:
            return True
        time = row["time"] or {}
        first, last = time.get("earliest") or time.get("latest"), time.get("latest") or time.get("earliest")
        if first is None or last is None:
            return False
        late = self.until is not None and first > self.until.isoformat()
        return not late and not (self.since is not None and last < self.since.isoformat())


def articles_that(
    store: Store,
    base: str,
    ontology: Ontology,
    types: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[str]:
    """Ids of the articles that tell an event of one of some classes, published in a period, sorted.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        ontology: Knows the classes.
        types: Classes; none wants every article.
        since: The first day, or None.
        until: The last day, or None.

    Raises:
        UnknownName: There is no such class.
    """
    Selection(tuple(types)).check(ontology)
    ir, dct, xsd = (PREFIXES[prefix] for prefix in ("ir", "dct", "xsd"))
    patterns = [f"?doc a <{ir}NewsArticle>"]
    if since or until:
        bounds = [f'?day {sign} "{day}"^^<{xsd}date>' for sign, day in ((">=", since), ("<=", until)) if day]
        patterns.append(f"?doc <{dct}issued> ?day FILTER({' && '.join(bounds)})")
    if types:
        patterns.append(f"?event a ?class VALUES ?class {{ {' '.join(f'<{ir}{name}>' for name in types)} }}")
    query = f"SELECT DISTINCT ?doc {{ GRAPH ?doc {{ {' . '.join(patterns)} }} }}"
    found = [row[0].value for row in store.query(query).rows if row[0]]
    return sorted(unquote(doc.removeprefix(f"{base}doc/"), errors="surrogatepass") for doc in found)
