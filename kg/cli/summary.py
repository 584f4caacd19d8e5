"""What a build did, counted: read, unchanged, set aside and why, events, claims, quarantine, what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.cli.output import Cell
from kg.model import Article, BuildResult, Dropped

__all__ = ["Summary"]


@dataclass
class Summary:
    """Counts of one run, filled while it goes on; what is listed is sentences, one a thing.

    ``notices`` say what was read otherwise than might be expected (an encoding found out), ``details`` what each stage
    refused.
    """

    articles: int = 0
    unchanged: int = 0
    built: int = 0
    undated: int = 0
    events: int = 0
    claims: int = 0
    aside: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def reading(self, inputs: Iterable[Article | Dropped]) -> Iterator[Article]:
        """Pass articles on, counting them, and note what could not be read."""
        for item in inputs:
            if isinstance(item, Dropped):
                told = self.notices if item.stage == "notice" else self.aside
                told.append(f"{item.what}: {item.reason}" if item.what else item.reason)
                continue
            self.articles += 1
            self.undated += item.published is None
            yield item

    def add(self, result: BuildResult) -> None:
        """Count one built article."""
        if result.error:
            self.aside.append(result.error)
            return
        self.built += 1
        self.events += len(result.events)
        self.claims += sum(len(event.claims) + len(event.content) for event in result.events)
        for item in result.quarantined:
            rules = ", ".join(f"{f.shape} {f.message}" for f in item.findings if f.severity == "Violation")
            self.quarantined.append(f"{item.event}: {rules}; told in {_short(item.quote)}")
        for refused in result.dropped:
            self.dropped[refused.stage, refused.reason] += 1
            words = refused.span.text if refused.span else refused.what
            self.details.append(f"{result.article.id}: {refused.stage} refused {_short(words)}: {refused.reason}")

    @property
    def exit_code(self) -> int:
        """0 where all went in, 1 where something was set aside, 3 where nothing could be read."""
        if not self.articles and self.aside:
            return 3
        if self.aside and not self.built and not self.unchanged:
            return 3
        return 1 if self.aside or self.quarantined else 0

    def rows(self) -> list[tuple[Cell, ...]]:
        """The summary table: what, how many."""
        rows: list[tuple[Cell, ...]] = [
            ("articles read", self.articles),
            ("built and stored", self.built),
            ("unchanged", self.unchanged),
            ("set aside", len(self.aside)),
            ("without a publication day", self.undated),
            ("events read", self.events),
            ("claims read", self.claims),
            ("events in quarantine", len(self.quarantined)),
        ]
        for (stage, reason), count in sorted(self.dropped.items()):
            rows.append((f"refused by {stage}: {reason}", count))
        return rows


def _short(words: str, limit: int = 160) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= limit else words[: limit - 1] + '…'}”"
