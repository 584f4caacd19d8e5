"""Lines come sorted and once, and never more than a run of them is in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import jsonld, ordered
from kg.graph.ordered import in_order

LINES = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=[])).map(lambda t: f"{t}\n"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_any_lines_come_sorted_and_once(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "_RUN", 3)
    assert list(in_order(iter(lines))) == sorted(set(lines))


def test_what_is_more_than_a_run_is_read_some_at_a_time_and_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ordered, "_RUN", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sizes: list[int] = []
    real = ordered.islice

    def counted(lines: Iterator[str], number: int) -> Iterator[str]:
        taken = list(real(lines, number))
        sizes.append(len(taken))
        return iter(taken)

    monkeypatch.setattr(ordered, "islice", counted)
    assert len(list(in_order(f"{n % 40:03}\n" for n in range(100)))) == 40
    assert max(sizes) == 10
    assert list(tmp_path.iterdir()) == []


def test_a_large_graph_in_several_objects_of_json_ld_is_one_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonld, "_TOGETHER", 2)
    text = "".join(f'<urn:s{n}> <urn:p{p}> "{p}" <urn:g> .\n' for n in range(5) for p in range(2))
    out = io.BytesIO()
    jsonld.write_jsonld(ox.parse(text, ox.RdfFormat.N_QUADS), out)
    assert out.getvalue().count(b'"@id": "urn:g"') == 3
    assert set(ox.parse(out.getvalue(), ox.RdfFormat.JSON_LD)) == set(ox.parse(text, ox.RdfFormat.N_QUADS))
