"""What ``kg merge`` shows while it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from terminal import on_terminal

Kg = Callable[..., "tuple[int, str, str]"]

TEXTS = (
    "Croatian President Zoran Milanović met Slovenian President Borut Pahor in Zagreb on Tuesday.",
    "Borut Pahor met Zoran Milanović in Zagreb on Tuesday, the Slovenian presidency said.",
)


def test_a_terminal_shows_how_far_merging_has_come(kg: Kg, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number, text in enumerate(TEXTS):
        (news / f"{number}-2021-10-20.txt").write_text(f"{text}\n", "utf-8")
    assert kg("build", news, "--jobs", 1, "--store", tmp_path / "store")[0] == 0
    code, shown = on_terminal(tmp_path / "store", "merge")
    assert code == 0
    stages = ["reading 0 of 2 articles", "reading 2 of 2 articles", "comparing", "writing", "merged events"]
    places = [shown.find(stage) for stage in stages]
    assert -1 not in places and places == sorted(places)
    _, again = on_terminal(tmp_path / "store", "merge", "--quiet")
    assert "reading" not in again and "merged events" in again
