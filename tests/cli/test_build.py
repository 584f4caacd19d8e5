"""What ``kg build`` does with good and bad input, and again, and when it is stopped."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import on_terminal

Kg = Callable[..., "tuple[int, str, str]"]

TEXT = "Vladimir Putin invited Xi Jinping to Moscow, the Kremlin said on Tuesday.\n"


def counts(err: str) -> dict[str, int]:
    """The summary table, by what is counted."""
    rows = (line.rsplit(maxsplit=1) for line in err.splitlines() if line[-1:].isdigit() and "  " in line)
    return {name.strip(): int(number) for name, number in rows}


def dump(kg: Kg) -> list[str]:
    return sorted(kg("export", "rdf", "--format", "nquads")[1].splitlines())


def test_a_second_run_changes_nothing_and_a_changed_article_replaces_itself(kg: Kg, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a-2023-03-21.txt").write_text(TEXT)
    (news / "b-2023-03-21.txt").write_text("Norway invited Chile to talks.\n")
    code, out, err = kg("build", news, "--jobs", 1)
    assert (code, out) == (0, "")
    assert counts(err)["built and stored"] == 2
    first = dump(kg)
    code, _, err = kg("build", news, "--jobs", 1)
    assert code == 0
    assert (counts(err)["built and stored"], counts(err)["unchanged"]) == (0, 2)
    assert dump(kg) == first
    (news / "b-2023-03-21.txt").write_text("Norway and Chile signed a treaty.\n")
    _, _, err = kg("build", news, "--jobs", 1)
    assert (counts(err)["built and stored"], counts(err)["unchanged"]) == (1, 1)
    assert kg("export", "events", "--article", "a-2023-03-21")[1]
    kg("retract", "b-2023-03-21")
    kg("retract", "a-2023-03-21")
    assert all(line.endswith("/graph/ontology> .") for line in dump(kg))


def test_every_kind_of_bad_input_is_named_and_the_good_goes_in(kg: Kg, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "good-2023-03-21.txt").write_text(TEXT)
    (news / "empty.txt").write_text("")
    (news / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (news / "notext.json").write_text(json.dumps({"id": "notext", "title": "A title alone"}))
    (news / "broken.json").write_text('{"id": ')
    (news / "noday.json").write_text(json.dumps({"id": "noday", "text": TEXT, "published": "the day before"}))
    (news / "picture.png").write_bytes(b"\x89PNG")
    (news / "cut.txt.gz").write_bytes(gzip.compress(TEXT.encode())[:20])
    code, _, err = kg("build", news, "--jobs", 1)
    assert code == 1
    for name in ("empty.txt", "binary.txt", "notext.json", "broken.json", "noday.json", "picture.png", "cut.txt.gz"):
        told = [line for line in err.splitlines() if name in line]
        assert len(told) == 1, (name, err)
        assert told[0].startswith("set aside: ") or told[0].startswith("note: ")
    assert "Traceback" not in err
    assert kg("export", "events", "--article", "good-2023-03-21")[1]


def test_another_encoding_is_read_and_said(kg: Kg, tmp_path: Path) -> None:
    words = (
        "President Macron met the chancellor at a café in Berlin, where a résumé of the protégé’s fiancée was read. "
        * 5
    )
    (tmp_path / "old-2023-03-21.txt").write_bytes(words.encode("cp1252"))
    code, _, err = kg("build", "old-2023-03-21.txt", "--jobs", 1)
    assert code == 0
    assert "note: " in err
    assert "old-2023-03-21.txt" in err


@pytest.mark.parametrize("made", ["nothing", "folder", "empty"])
def test_where_nothing_can_be_read_the_code_is_3_and_no_store_is_made(kg: Kg, tmp_path: Path, made: str) -> None:
    target = tmp_path / "news"
    if made != "nothing":
        target.mkdir()
    if made == "empty":
        (target / "empty.txt").write_text("")
    code, out, err = kg("build", target)
    assert (code, out) == (3, "")
    assert "news" in err
    assert not (tmp_path / "kg-store").exists()


def test_an_article_without_a_day_is_counted_and_not_dated(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text(TEXT)
    _, _, err = kg("build", "undated.txt", "--jobs", 1)
    assert counts(err)["without a publication day"] == 1
    assert all(json.loads(line)["time"] is None for line in kg("export", "events")[1].splitlines())
    _, _, err = kg("build", "undated.txt", "--published", "2023-03-21", "--jobs", 1)
    assert counts(err)["without a publication day"] == 0
    assert '"2023-03-21"' in kg("export", "events")[1]


def test_quiet_says_nothing_and_verbose_says_what_was_refused(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a-2023-03-21.txt").write_text("Did Norway invite Chile to Oslo?\n")
    assert kg("build", "a-2023-03-21.txt", "--quiet", "--jobs", 1) == (0, "", "")
    kg("retract", "a-2023-03-21")
    _, _, err = kg("build", "a-2023-03-21.txt", "--verbose", "--jobs", 1)
    assert "a-2023-03-21: extract refused" in err


def test_what_a_stage_refuses_is_counted_in_the_summary(kg: Kg, tmp_path: Path) -> None:
    """Two events are read; each is below a confidence that nothing reaches, and is counted with stage and reason."""
    (tmp_path / "a-2023-03-21.txt").write_text(TEXT)
    told = counts(kg("build", "a-2023-03-21.txt", "--jobs", 1)[2])["events read"]
    code, _, err = kg("build", "a-2023-03-21.txt", "--jobs", 1, "--min-confidence", 1, "--store", "strict")
    assert (code, counts(err)["events read"]) == (0, 0)
    assert counts(err)["refused by confidence: below 1"] == told > 0


def test_a_folder_that_is_something_else_is_no_store(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a-2023-03-21.txt").write_text(TEXT)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    code, out, err = kg("build", "a-2023-03-21.txt", "--store", "photos")
    assert (code, out) == (3, "")
    assert err.startswith("kg: ")
    assert len(err.splitlines()) == 1
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_a_store_in_use_is_one_sentence_with_the_process(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a-2023-03-21.txt").write_text(TEXT)
    kg("build", "a-2023-03-21.txt", "--jobs", 1)
    hold = (
        "import sys; from pathlib import Path; from kg.config import Settings; from kg.store import open_store\n"
        "store = open_store(Settings(store='kg-store'), write=True); print('held', flush=True); sys.stdin.read()"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=env, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        code, _, err = kg("ask", "visits")
        holder.stdin.close()
    assert code == 3
    assert len(err.splitlines()) == 1
    assert str(holder.pid) in err


def test_ctrl_c_ends_with_one_sentence_and_the_next_run_goes_on(kg: Kg, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for n in range(40):
        (news / f"a{n}-2023-03-21.txt").write_text(f"{TEXT}\nNumber {n}.\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "news"], stderr=subprocess.PIPE, cwd=tmp_path, env=env, text=True
    ) as builder:
        while not (tmp_path / "kg-store").exists():
            assert builder.poll() is None
        builder.send_signal(signal.SIGINT)
        _, err = builder.communicate(timeout=60)
    assert builder.returncode == 130
    assert err == "kg: interrupted; what was stored before is whole\n"
    code, _, err = kg("build", news, "--jobs", 1)
    assert code == 0
    assert counts(err)["built and stored"] + counts(err)["unchanged"] == 40
    assert kg("info", "--format", "tsv")[1].splitlines()[2] == "articles\t40"


def test_spark_needs_a_folder_and_a_folder_needs_spark(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Norway invited Chile to talks."}\n')
    for arguments, words in ((("--engine", "spark"), "--output"), (("--output", "out"), "--engine spark")):
        code, out, err = kg("build", "a.jsonl", *arguments)
        assert (code, out) == (2, "") and words in err


def test_an_address_of_this_machine_is_refused_and_named(kg: Kg) -> None:
    code, _, err = kg("build", "http://127.0.0.1:9/a.html")
    assert code == 3 and "--allow-private" in err


def test_a_terminal_shows_how_far_a_build_has_come_and_how_long_it_has_to_go(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}-2023-03-21.txt").write_text(f"{TEXT} {number}")
    code, plain = on_terminal(tmp_path / "store", "build", str(tmp_path), "--jobs", "1")
    assert code == 0
    assert re.search(r"3 articles \([\d.]+ a second\), \d+ events .* left 0:00:00", plain)
