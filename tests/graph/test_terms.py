"""What is written as a term is canonical: Oxigraph reads it back as the same value and writes it as the same bytes."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.graph import terms

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HEAD = "<http://a/s> <http://a/p> "


def stored(term: str) -> str:
    """The term after a stay in a store."""
    store = ox.Store()
    store.load(f"{HEAD}{term} .".encode(), format=ox.RdfFormat.N_QUADS)
    return store.dump(format=ox.RdfFormat.N_QUADS).decode().removeprefix(HEAD).removesuffix(" .\n")


@given(TEXT)
def test_a_text_comes_back_and_is_written_as_oxigraph_writes_it(value: str) -> None:
    written = terms.text(value)
    assert written == stored(written) == str(ox.Literal(value))
    assert next(iter(ox.parse(f"{HEAD}{written} .".encode(), format=ox.RdfFormat.N_QUADS))).object.value == value
    assert "\n" not in written


@given(TEXT, st.sampled_from(["\ud800", "\udfff"]), TEXT)
def test_half_a_surrogate_pair_is_refused(before: str, half: str, after: str) -> None:
    with pytest.raises(InputError, match="surrogate"):
        terms.text(before + half + after)


@given(st.floats(-180, 180))
def test_decimals_have_no_trailing_zeros(value: float) -> None:
    written = terms.decimal(value)
    assert written == stored(written)
    assert abs(float(written.split('"')[1]) - value) <= 5e-7


@given(st.dates(), st.integers(), st.booleans())
def test_days_numbers_and_truths_are_canonical(day: date, number: int, truth: bool) -> None:
    for written in (terms.day(day), terms.integer(number % 10**15), terms.boolean(truth)):
        assert written == stored(written)


@given(st.datetimes(timezones=st.timezones()))
def test_moments_are_canonical(moment: object) -> None:
    written = terms.moment(str(moment))
    assert written is not None and written == stored(written)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("2023-03-21T18:30:00+03:00", "2023-03-21T18:30:00+03:00"),
        ("2023-03-21T18:30:00.120-00:00", "2023-03-21T18:30:00.12Z"),
        ("2023-03-21T18:30Z", "2023-03-21T18:30:00Z"),
        ("2023-03-21T18:30:00-03:30", "2023-03-21T18:30:00-03:30"),
        ("2023-03-21T18:30:00", None),
        ("2023-03-21", None),
        ("yesterday", None),
    ],
)
def test_moments_need_a_zone(given_: str, wanted: str | None) -> None:
    written = terms.moment(given_)
    assert (written.split('"')[1] if written else None) == wanted


@pytest.mark.parametrize(
    "bad", ["http://a/ b", "http://a/<b", 'http://a/"', "http://a/{b}", "http://a/\n", "http://a/\x00", "a\ud800"]
)
def test_what_no_iri_may_hold_is_refused(bad: str) -> None:
    with pytest.raises(InputError):
        terms.iri(bad)
