"""Settings: defaults, under kg.toml, under $KG_STORE, under options; what does not fit is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.config import Settings, load_settings
from kg.errors import ConfigError


@pytest.fixture(autouse=True)
def _no_store_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)


def write(folder: Path, text: str) -> Path:
    (folder / "kg.toml").write_text(text, "utf-8")
    return folder


def test_without_a_file_everything_is_as_by_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_file_environment_and_option_in_this_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'store = "file"\njobs = 3\nlink_threshold = 1\n')
    assert load_settings(tmp_path).store == "file"
    monkeypatch.setenv("KG_STORE", "environment")
    assert load_settings(tmp_path).store == "environment"
    settings = load_settings(tmp_path, store="option", jobs=None)
    assert (settings.store, settings.jobs, settings.link_threshold) == ("option", 3, 1)


def test_the_working_directory_is_where_the_file_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, "batch = 7\n"))
    assert load_settings().batch == 7


def test_folders_are_reckoned_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    settings = load_settings(write(tmp_path, 'lexicon = "words"\n'))
    assert settings.lexicon == tmp_path / "words"
    assert settings.shapes == tmp_path / "shapes"  # beside kg.toml, without being named
    assert settings.gazetteer is None


def test_folders_without_a_file_beside_them_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    assert load_settings(tmp_path).shapes is None


def test_stores_are_handed_down_as_they_stand(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, '[stores.office]\nquery = "http://127.0.0.1:8890/sparql"\n'))
    assert settings.stores == {"office": {"query": "http://127.0.0.1:8890/sparql"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("job = 3\n", "'job'"),
        ('jobs = "3"\n', "jobs is '3'"),
        ("jobs = true\n", "jobs is True"),
        ("jobs = -1\n", "jobs is -1"),
        ("batch = 0\n", "batch is 0"),
        ("link_threshold = 1.5\n", "link_threshold is 1.5"),
        ("back_off = 1\n", "back_off is 1"),
        ("store = 5\n", "store is 5"),
        ('stores = "office"\n', "stores"),
        ('[stores]\noffice = "http://127.0.0.1"\n', "stores"),
        ("jobs = \n", "line 1"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(tmp_path, text))
    message = str(caught.value)
    assert str(tmp_path / "kg.toml") in message
    assert told in message
    assert "\n" not in message


def test_a_file_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(b"store = '\xff'\n")
    with pytest.raises(ConfigError, match=r"kg\.toml"):
        load_settings(tmp_path)
