"""Hostile articles for the explorer, and the explorer over a store, as tests see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.applications import Starlette

from kg.model import Article
from kg.serve.explorer import Explorer

BIDI = "\u202egnp.exe"
HOSTILE = (
    Article(
        "hostile <script>",
        'The foreign minister of Japan, Yoko "<b>" Kamikawa, met Wang Yi in Beijing on Monday. '
        "<script>alert('x')</script>\n\n'; DROP ALL; -- China accused Japan of provocation, the ministry said.",
        f"<script>document.title='taken'</script> & \"quotes\" {BIDI}",
        date(2024, 3, 5),
        "<img src=x onerror=alert(1)>",
        "javascript:alert(document.cookie)",
        title_apart=True,
    ),
    Article(
        "../../etc/passwd",
        "Iran signed an agreement with Iraq on Tuesday.",
        "عنوان من اليمين إلى اليسار " + "وطويل جدا " * 20,
        date(2024, 3, 6),
        "صحيفة",
        "https://example.org/a?b=1&c=%22",
        title_apart=True,
    ),
    Article(
        "long",
        "Turkey hosted talks with Greece on Friday.",
        "Verylongunbrokenword" * 12,
        date(2024, 3, 8),
        title_apart=True,
    ),
)


@dataclass(frozen=True)
class Shown:
    """A store, and the explorer over it with its index up to date."""

    app: Starlette
    folder: Path

    @property
    def explorer(self) -> Explorer:
        found = self.app.state.explorer
        assert isinstance(found, Explorer)
        return found
