"""Who asks sees what was last written, whole, and nothing stays of what is no longer read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from store_samples import BASE, article

from kg.errors import StoreError
from kg.serve.snapshots import Snapshots
from kg.store import folder as layout
from kg.store.oxigraph import OxigraphStore


def quads(database: Path) -> int:
    return len(ox.Store.read_only(str(database)))


def test_a_snapshot_stays_as_it_was_while_it_is_read_and_then_goes(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", BASE) as store, closing(Snapshots(store, tmp_path / "store")) as snapshots:
        with snapshots.reading() as empty:
            with snapshots.changing():
                store.put([article("one")])
            with snapshots.reading() as full:
                assert (quads(empty), quads(full)) == (0, store.count())
            assert empty.exists()
        assert sorted(layout.snapshots(tmp_path / "store").iterdir()) == [full]
    assert not layout.snapshots(tmp_path / "store").exists()


def test_what_is_being_written_is_not_waited_for(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", BASE) as store, closing(Snapshots(store, tmp_path / "store")) as snapshots:
        with snapshots.changing():
            store.put([article("one")])
            with snapshots.reading() as database:
                assert quads(database) == 0, "half a change was seen"
        with snapshots.reading() as database:
            assert quads(database) > 0


def test_a_change_without_a_snapshot_is_never_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, say: what is asked then fails, and does not see the state before; with room again it goes on."""
    with OxigraphStore(tmp_path / "store", BASE) as store, closing(Snapshots(store, tmp_path / "store")) as snapshots:

        def full(place: Path) -> None:
            raise StoreError("no space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(store, "snapshot", full)
            with snapshots.changing():
                store.put([article("one")])
            with pytest.raises(StoreError, match="no space"), snapshots.reading():
                pass
        with snapshots.reading() as database:
            assert quads(database) == store.count()


def test_what_a_killed_server_left_is_taken_away_when_the_store_is_next_opened_for_writing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    OxigraphStore(folder, BASE).close()
    (layout.snapshots(folder) / "7").mkdir(parents=True)
    layout.socket(folder).touch()
    OxigraphStore(folder, BASE, read_only=True).close()
    assert layout.snapshots(folder).exists(), "one who reads changes nothing"
    OxigraphStore(folder, BASE).close()
    assert not layout.snapshots(folder).exists() and not layout.socket(folder).exists()


def test_where_nobody_reads_none_are_made(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", BASE) as store, closing(Snapshots(store, tmp_path / "store")) as snapshots:
        for version in "1234":
            with snapshots.changing():
                store.put([article("one", version=version)])
        assert list(layout.snapshots(tmp_path / "store").iterdir()) == []
        with snapshots.reading() as database:
            assert quads(database) == store.count()
