"""Titles have kinds; offices are held on days; what the data cannot know is marked stale."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConfigError
from kg.gazetteer import Gazetteer
from kg.gazetteer.offices import TitleTable
from kg.gazetteer.tables import bounds
from kg.resources import data_dir

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Foreign Minister", "foreign_minister"),
        ("foreign secretary", "foreign_minister"),
        ("Minister of Foreign Affairs", "foreign_minister"),
        ("minister for foreign affairs and trade", "foreign_minister"),
        ("Secretary of State", "foreign_minister"),
        ("US secretary of state", "foreign_minister"),
        ("External Affairs Minister", "foreign_minister"),
        ("Deputy Foreign Minister", "deputy_foreign_minister"),
        ("vice minister of foreign affairs", "deputy_foreign_minister"),
        ("Defense Secretary", "defence_minister"),
        ("Russian Defence Minister", "defence_minister"),
        ("minister of national defence", "defence_minister"),
        ("Finance Minister", "finance_minister"),
        ("Chancellor of the Exchequer", "finance_minister"),
        ("Prime Minister", "prime_minister"),
        ("the former prime minister", "prime_minister"),
        ("acting prime minister of Ukraine", "prime_minister"),
        ("Chinese Premier", "prime_minister"),
        ("German Chancellor", "chancellor"),
        ("Deputy Prime Minister", "deputy_prime_minister"),
        ("President", "president"),
        ("South Korean president", "president"),
        ("President of the United States", "president"),
        ("President of the National Assembly", "speaker"),
        ("European Commission President", "commission_president"),
        ("Vice President", "vice_president"),
        ("King", "king"),
        ("Emperor of Japan", "king"),
        ("Supreme Leader", "supreme_leader"),
        ("Foreign Ministry spokesperson", "spokesperson"),
        ("Kremlin spokesman", "spokesperson"),
        ("ambassador to France", "ambassador"),
        ("permanent representative to the United Nations", "permanent_representative"),
        ("UN Secretary-General", "secretary_general"),
        ("secretary general of NATO", "secretary_general"),
        ("head of state", "head_of_state"),
        ("leader", "leader"),
        ("plumber", None),
        ("president-elect", None),
    ],
)
def test_titles_have_kinds(title, kind):
    assert GAZETTEER.office_kind(title) == kind


def test_a_title_can_depend_on_its_state():
    assert GAZETTEER.office_kind("Secretary of State", "USA") == "foreign_minister"
    assert GAZETTEER.office_kind("Secretary of State", "GBR") is None
    assert GAZETTEER.office_kind("foreign secretary", "GBR") == "foreign_minister"
    assert GAZETTEER.office_kind("foreign secretary", "IND") == "permanent_secretary"


def who(kind: str, of: str, on: date) -> list[str]:
    return sorted({GAZETTEER.entry(h.person).label for h in GAZETTEER.holders(kind, of, on)})


def test_the_holder_changes_with_the_day():
    assert who("president", "USA", date(1990, 8, 1)) == ["George H. W. Bush"]
    assert who("president", "USA", date(2003, 3, 20)) == ["George W. Bush"]
    assert who("prime_minister", "GBR", date(2005, 1, 1)) == ["Tony Blair"]
    assert who("chancellor", "DEU", date(2015, 1, 1)) == ["Angela Merkel"]
    assert who("king", "GBR", date(2015, 1, 1)) == ["Elizabeth II"]


def test_wider_kinds_take_in_narrower_ones():
    assert who("head_of_government", "DEU", date(2015, 1, 1)) == ["Angela Merkel"]
    assert "Vladimir Putin" in who("head_of_state", "RUS", date(2015, 1, 1))
    assert who("prime_minister", "RUS", date(2010, 1, 1)) == ["Vladimir Putin"]


def test_an_office_of_a_unit_is_none_of_the_state_s():
    assert who("foreign_minister", "USA", date(2012, 6, 1)) == ["Hillary Clinton"]
    assert who("president", "ITA", date(2012, 6, 1)) == ["Giorgio Napolitano"]


def test_a_body_has_holders_too():
    union = GAZETTEER.named("NATO")[0].key
    assert who("secretary_general", union, date(2010, 1, 1)) == ["Anders Fogh Rasmussen"]


def test_an_open_end_is_stale_after_the_day_of_the_data():
    (then,) = GAZETTEER.holders("president", "FRA", date(2023, 2, 1))
    (later,) = GAZETTEER.holders("president", "FRA", date(2025, 2, 1))
    assert (then.stale, later.stale) == (False, True)
    assert then.end_latest is None and then.as_of == GAZETTEER.as_of


def test_a_holding_begun_after_the_day_of_the_data_has_a_day_of_its_own():
    for entry in GAZETTEER:
        if entry.type == "Person":
            for holding in GAZETTEER.holdings(entry.key):
                assert holding.start_latest is None or holding.start_latest <= holding.as_of


def test_bounds_of_a_year():
    assert bounds("2014") == (date(2014, 1, 1), date(2014, 12, 31))
    assert bounds("2016-02") == (date(2016, 2, 1), date(2016, 2, 29))
    assert bounds("2014-12") == (date(2014, 12, 1), date(2014, 12, 31))
    assert bounds("") == (None, None)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_bounds_hold_the_day(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        first, last = bounds(text)
        assert first is not None and last is not None and first <= day <= last


def test_ids_of_holdings_and_offices_follow_the_scheme():
    for holding in GAZETTEER.holdings("Q15031"):
        assert holding.id == f"holding/Q15031/{holding.post.key}/{holding.start_earliest}"
    spokesman = GAZETTEER.holdings("person/wang-wenbin")[0]
    assert spokesman.post.id.startswith("office/Q148/spokesperson-of")
    assert (
        spokesman.id
        == f"holding/person-wang-wenbin/{spokesman.post.key.removeprefix('office/').replace('/', '-')}/2020-07-17"
    )


def test_a_holding_in_an_unknown_office_is_an_error(tmp_path):
    (tmp_path / "holdings.tsv").write_text("person\toffice\tstart\tend\nQ7747\tQ0\t2020\t\n")
    with pytest.raises(ConfigError, match="'Q0'"):
        Gazetteer.load(tmp_path).holdings("Q7747")


def test_a_user_s_kinds_of_title_come_first(tmp_path):
    (tmp_path / "offices.toml").write_text("[[kind]]\nname = 'first_speaker'\npatterns = ['first speaker']\n")
    assert TitleTable((data_dir("gazetteer"), tmp_path)).kind("First Speaker") == "first_speaker"
    (tmp_path / "offices.toml").write_text("[[kind]]\nname = 'x'\npatterns = ['(']\n")
    with pytest.raises(ConfigError, match=r"offices\.toml"):
        TitleTable((tmp_path,))
