"""Fuzzed: readers, dates, question headers, IRIs, lexicon, decisions and settings take any bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fuzz_targets
import pytest
from fuzz_targets import FORMATS, FOUND, TARGETS
from hostile_words import DATES, KINDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_samples import MAKERS

from kg.resources import data_dir, share_dir

SECONDS = int(os.environ.get("KG_FUZZ_SECONDS", "75"))
"""How long atheris works on each target: ten minutes in all."""

WORDS = [w.encode("utf-8", "surrogatepass") for words in (*KINDS.values(), DATES) for w in words if len(w) < 200]
FRAME = b"""[[frame]]
lemma = "invite"
pos = "verb"
event = "Invitation"
roles = { subject = "inviter", object = "invitee" }
example = "China invited Japan."
expect = { inviter = "China", invitee = "Japan" }
"""
QUESTION = b"""# title: A
# description: B
# param: person entity - who
SELECT ?x WHERE { VALUES (?person) { (UNDEF) } # params
GRAPH ?g { ?x ?p ?person } }
"""
DECISION = b"document\tspan\tvalue\ttext\nsyn-a\t1-5\tQ159\tRussia\n"
SETTINGS = b'base = "https://example.org/"\njobs = 2\n[stores.x]\nquery = "http://h/"\n'


def seeds(target: str) -> list[bytes]:
    """Whole inputs from which others are made."""
    if target == "reader":
        return [bytes([number]) + MAKERS[form]() for number, form in enumerate(FORMATS)]
    if target == "lexicon":
        return [FRAME, *(path.read_bytes()[:3000] for path in sorted((data_dir("lexicon") / "en").glob("*.toml")))]
    if target == "header":
        return [QUESTION, *(path.read_bytes() for path in sorted(share_dir("queries").glob("*.rq"))[:5])]
    return {
        "published": [
            b"OSLO, March 21, 2023 (Agency) -- Norway",
            b"Tue, 21 Mar 2023 10:00:00 GMT",
            b"2023-03-21T10:00Z",
        ],
        "phrase": [b"between March 3 and 5, 2023, on Tuesday, last week, three days later, in the 1990s, by May"],
        "iri": WORDS[:20],
        "decisions": [DECISION],
        "settings": [SETTINGS],
    }[target]


@st.composite
def spoiled(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """A whole input with a few stretches cut out, doubled, or replaced by hostile words or noise."""
    data = bytearray(draw(st.sampled_from(whole)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(
            st.one_of(st.just(b""), st.sampled_from(WORDS), st.binary(max_size=12), st.just(bytes(data[start:end]) * 3))
        )
    return bytes(data)


@pytest.mark.parametrize("target", sorted(TARGETS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_that_is_read_breaks_its_promise(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(spoiled(seeds(target)) if data.draw(st.booleans()) else st.binary(max_size=300)))


def found() -> Iterator[Path]:
    return iter(sorted(path for path in FOUND.rglob("*") if path.is_file()))


@pytest.mark.parametrize("path", found(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_once_found_is_found_no_more(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.soak
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_atheris_finds_nothing(target: str, tmp_path: Path) -> None:
    """Coverage-guided, for minutes. A find is told with its bytes: put them below tests/hostile/found, and mend it."""
    for number, data in enumerate(seeds(target)):
        (tmp_path / f"seed-{number}").write_bytes(data)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, fuzz_targets.__file__, target, str(SECONDS), str(tmp_path)]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS + 600)
    finds = {
        path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith(("crash", "timeout", "oom"))
    }
    assert not finds, ran.stderr[-3000:].decode("utf-8", "replace")
    assert ran.returncode == 0, ran.stderr[-3000:].decode("utf-8", "replace")


@pytest.mark.soak
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_thousands_of_spoiled_inputs_break_nothing(target: str) -> None:
    """Without Hypothesis between: five thousand of each spoiled at random, from a seed."""
    chance = random.Random(11)
    whole = seeds(target)
    for _ in range(5_000):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(6)):
            start = chance.randrange(len(data) + 1)
            data[start : start + chance.randrange(60)] = chance.choice((b"", chance.choice(WORDS), chance.randbytes(8)))
        TARGETS[target](bytes(data))
