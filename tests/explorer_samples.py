"""Hostile articles for the explorer, the explorer over a store, as tests see it, and ways to look at its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.applications import Starlette

from kg.model import Article
from kg.serve.explorer import Explorer
from kg.serve.fetch import fetch
from kg.vocab.iri import PREFIXES

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


PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("dct", "ir"))
HTML = {"accept": "text/html"}


def page(shown: Shown, address: str, status: int = 200) -> str:
    answer = fetch(shown.app, address, HTML)
    assert answer.status == status, answer.text[:2000]
    return answer.text


def figure(text: str, name: str) -> str:
    found = re.search(rf'data-figure="{name}"[^>]*>([^<]*)<', text)
    assert found, name
    return found[1].replace("\u202f", "")


def rows(shown: Shown, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value if term else "" for term in row) for row in shown.explorer.store.query(query).rows]
