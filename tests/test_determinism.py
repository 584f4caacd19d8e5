"""The same articles give the same bytes, and others only where the changelog says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from determinism import PINNED, Circumstances, Hashes, changelog_line

TOP = Path(__file__).parent.parent
ONE_BY_ONE = {
    "two processes": Circumstances(jobs=2),
    "another order": Circumstances(shuffled=1),
    "a third order": Circumstances(shuffled=2),
    "hash seed 1": Circumstances(environment={"PYTHONHASHSEED": "1"}),
    "hash seed 4242": Circumstances(environment={"PYTHONHASHSEED": "4242"}),
    "no UTF-8": Circumstances(environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "UTF-8": Circumstances(environment={"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}),
    "Turkish": Circumstances(environment={"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "first to see the day": Circumstances(environment={"TZ": "KIRITIMATI-14"}),
    "last to see the day": Circumstances(environment={"TZ": "NIUE+11"}),
}
ALL_AT_ONCE = Circumstances(
    jobs=2,
    shuffled=7,
    environment={
        **ONE_BY_ONE["hash seed 4242"].environment,
        **ONE_BY_ONE["no UTF-8"].environment,
        **ONE_BY_ONE["first to see the day"].environment,
    },
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Hashes:
    """One process, the samples in order, where nothing is set."""
    return Circumstances().hashes(tmp_path_factory.mktemp("plain"))


def test_nothing_of_what_should_not_matter_changes_a_byte(plain: Hashes, tmp_path: Path) -> None:
    """Processes, order, hash seed, locale, time zone and working directory at once; ``make soak`` takes each alone."""
    assert ALL_AT_ONCE.hashes(tmp_path) == plain


@pytest.mark.soak
@pytest.mark.parametrize("what", list(ONE_BY_ONE))
def test_nothing_that_should_not_matter_changes_a_byte_alone(what: str, plain: Hashes, tmp_path: Path) -> None:
    assert ONE_BY_ONE[what].hashes(tmp_path) == plain


def test_what_is_read_of_the_samples_changes_only_with_the_pin(plain: Hashes) -> None:
    assert plain.reading == PINNED.read_text().strip(), "if it is meant: python tests/measured.py hash"


def test_the_changelog_names_the_pin() -> None:
    line = changelog_line(PINNED.read_text().strip())
    told = f"write into CHANGELOG.md, under Changed, with the reason, in place of the last: {line}"
    assert line in (TOP / "CHANGELOG.md").read_text("utf-8"), told
