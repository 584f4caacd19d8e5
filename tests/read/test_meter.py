"""How far reading has come is told in bytes of the inputs, whatever their formats and packing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

from reader_samples import parquet, text

from kg.model import Article
from kg.read.inputs import read_inputs
from kg.read.meter import Meter
from kg.read.open import open_bytes


def test_bytes_are_counted_as_they_are_read_and_each_file_ends_at_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text())
    chance = Random(1)  # what packs badly, so that the file is read in several goes
    records = ({"id": f"n{n}", "text": text(), "url": chance.randbytes(200).hex()} for n in range(900))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress("".join(f"{json.dumps(r)}\n" for r in records).encode()))
    (tmp_path / "c.parquet").write_bytes(parquet())
    (tmp_path / "d.txt").write_bytes(b"\0\1")
    meter = Meter()
    reached = [(item, meter.done) for item in read_inputs([tmp_path], meter=meter)]
    sizes = [path.stat().st_size for path in sorted(tmp_path.iterdir())]
    assert meter.total == meter.done == sum(sizes)
    assert reached[0][1] == sizes[0]
    assert [done for _, done in reached] == sorted(done for _, done in reached)
    within = {done for item, done in reached if isinstance(item, Article) and item.id.startswith("n")}
    assert len(within) > 1  # a long file is not one step


def test_without_a_meter_files_are_read_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    with open_bytes(tmp_path / "a.txt") as file:
        assert file.read() == b"one"
