"""Names are found whole, longest first and with case; marks and shields are honoured; a user's folder adds to ours."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConfigError, UnknownName
from kg.gazetteer import Gazetteer, Match
from kg.gazetteer.names import atoms, fold

DAY = date(2023, 3, 21)
GAZETTEER = Gazetteer.load()


def words(text: str) -> list[str]:
    """Roughly a tokeniser: words with inner full stops, possessives, hyphens and marks apart."""
    return re.findall(r"(?:[A-Z]\.)+(?=\s|$)|['’]s\b|[^\W_]+(?:['’](?!s\b)[^\W_]+)?|[^\w\s]", text)


def find(text: str, on: date | None = DAY) -> list[Match]:
    return GAZETTEER.find(words(text), on)


def labels(text: str, on: date | None = DAY) -> list[tuple[str, str, str]]:
    return [(m.name, m.kind, m.entries[0].label if m.entries else "") for m in find(text, on)]


def test_the_longest_name_wins():
    assert labels("Equatorial Guinea and Papua New Guinea wrote to Guinea.") == [
        ("Equatorial Guinea", "shield", "Equatorial Guinea"),
        ("Papua New Guinea", "shield", "Papua New Guinea"),
        ("Guinea", "name", "Guinea"),
    ]


def test_hyphens_accents_and_apostrophes_do_not_matter():
    assert labels("Guinea - Bissau thanked Cote d'Ivoire.")[0][2] == "Guinea-Bissau"
    assert labels("The People’s Republic of China wrote.")[0][2] == "China"
    one, other = labels("Nicolás Maduro saw Nicolas Maduro.")
    assert one[2] == other[2] == "Nicolás Maduro"


def test_case_counts():
    assert labels("the us and a turkey in china shops") == []
    assert [m.entries[0].iso3 for m in find("The US told Turkey")] == ["USA", "TUR"]


def test_a_shield_blocks_what_is_inside_it():
    match = find("Paris Hilton sang.")[0]
    assert (match.kind, match.entries) == ("shield", ())
    assert labels("Latin America grew.")[0] == ("Latin America", "shield", "Latin America")


def test_demonyms_give_the_state_of_the_day():
    assert labels("Russian troops and Russians") == [
        ("Russian", "demonym", "Russia"),
        ("Russians", "demonym", "Russia"),
    ]
    two = find("Congolese soldiers")[0]
    assert {e.iso3 for e in two.entries} == {"COD", "COG"}
    assert [e.label for e in find("Yugoslav soldiers", date(1985, 1, 1))[0].entries] == ["Yugoslavia"]
    assert [e.label for e in find("Yugoslav soldiers", date(1999, 4, 1))[0].entries] == [
        "Federal Republic of Yugoslavia"
    ]


def test_a_capital_is_a_city_that_may_stand_for_its_state():
    match = find("Ankara protested.")[0]
    assert (match.kind, match.entries[0].type, [e.iso3 for e in match.also]) == ("name", "Place", ["TUR"])
    assert [e.label for e in find("Moscow agreed.", date(1985, 6, 1))[0].also] == ["Soviet Union"]
    assert [e.label for e in find("Moscow agreed.")[0].also] == ["Russia"]
    assert GAZETTEER.metonym("Brussels").label == "European Union"


def test_a_bare_surname_counts_within_its_years_and_away_from_other_names():
    assert labels("Then Macron spoke.") == [("Macron", "surname", "Emmanuel Macron")]
    assert labels("Then Macron spoke.", date(1995, 1, 1)) == []
    assert labels("President Macron spoke.") == [("Macron", "surname", "Emmanuel Macron")]
    assert labels("His cousin Hunter Biden spoke.") == []
    assert labels("Zelensky Tells Biden Why Kyiv Waits")[0] == ("Zelensky", "surname", "Volodymyr Zelenskyy")


def test_a_surname_with_title_alone_is_no_match_but_can_be_asked_for():
    assert labels("Then Singh spoke.") == []
    assert {e.label for e in GAZETTEER.surname("Singh", DAY)} >= {"Manmohan Singh", "Rajnath Singh"}
    assert GAZETTEER.surname("Sing") == ()


def test_no_name_is_found_by_its_beginning():
    assert [m.name for m in find("Wang Wen, a scholar, spoke.")] == []


def test_names_do_not_run_over_marks_or_paragraphs():
    assert [m.name for m in find("They left Guinea. Bissau waited.")] == ["Guinea", "Bissau"]
    assert all(
        " . " not in m.name and "," not in m.name for m in find("In Papua, New Guinea is meant. United, Nations")
    )
    assert all(m.first == 2 for m in GAZETTEER.find(["Papua", "\n\n", "New", "Guinea"]))


def test_double_and_no_break_spaces_inside_names_do_not_matter():
    assert [m.entries[0].label for m in GAZETTEER.find(["United", " ", "Nations"])] == ["United Nations"]
    assert [e.label for e in GAZETTEER.named("United\u00a0 Nations")] == ["United Nations"]


def test_a_line_in_capitals_matches_nothing():
    assert labels("US AND WHO SIGN PACT IN CAR") == []


def test_marks_of_context_reach_the_match():
    assert find("They saw Georgia there.")[0].needs_context
    assert find("They saw Armenia there.")[0].needs_context is False


def test_a_party_of_one_word_needs_the_word_party():
    one = next(
        e
        for e in GAZETTEER
        if e.needs_country and e.label.isalpha() and e.label.istitle() and not GAZETTEER.get(e.label)
    )
    assert not any(one in m.entries for m in find(f"They love {one.label} here."))
    assert any(one in m.entries for m in find(f"They love the {one.label} party here."))


def test_lookups():
    assert GAZETTEER.state("FRA").label == "France"
    assert GAZETTEER.capital_of("Q90").label == "France"
    assert GAZETTEER.capital("Q142").label == "Paris"
    assert GAZETTEER.demonym("French").iso3 == "FRA"
    assert GAZETTEER.demonym("Congolese") is None
    assert GAZETTEER.metonym("Kremlin").iso3 == "RUS"
    assert GAZETTEER.entry("person/wang-wenbin").qid is None
    with pytest.raises(UnknownName):
        GAZETTEER.entry("Q0")


def test_entities_carry_the_state_of_their_own_facts():
    paris, france = GAZETTEER.entity(GAZETTEER.entry("Q90")), GAZETTEER.entry("Q142")
    assert (paris.id, paris.state, paris.state_id, paris.shared) == ("entity/Q90", "FRA", "entity/Q142", True)
    land = GAZETTEER.territory(france)
    assert (land.id, land.type, land.label, land.state_id) == (
        "entity/Q142-territory",
        "Place",
        "France",
        "entity/Q142",
    )


def test_a_folder_of_the_user_s_adds_rows_and_changes_the_version(tmp_path):
    (tmp_path / "people.tsv").write_text(
        "key\tlabel\tsurnames\trule\tstates\nperson/ada-example\tAda Example\tExample\twith-title\tFRA\n"
    )
    more = Gazetteer.load(tmp_path)
    assert more.entry("person/ada-example").states == ("FRA",)
    assert [m.entries[0].key for m in more.find(["Ada", "Example"])] == ["person/ada-example"]
    assert more.version != GAZETTEER.version and len(more) == len(GAZETTEER) + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key\tlable\nQ1\tA\n", "no column is called 'lable'"),
        ("key\tlabel\nQ1\n", "people.tsv:2: 1 cells, but 2 columns"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path, text, words):
    (tmp_path / "people.tsv").write_text(text)
    with pytest.raises(ConfigError, match=re.escape(words)):
        Gazetteer.load(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        Gazetteer.load(tmp_path / "nowhere")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(["Paris", "Moscow", "-", "the", "United", "Nations", "\n\n", "U.S.", "'s"]),
        ),
        max_size=30,
    )
)
def test_any_tokens_give_matches_in_order_that_do_not_overlap(tokens):
    found = GAZETTEER.find(tokens, DAY)
    ends = 0
    for match in found:
        assert ends <= match.first < match.last <= len(tokens)
        assert match.entries or match.kind == "shield"
        ends = match.last


@given(st.sampled_from([e for e in GAZETTEER if e.type != "PoliticalParty" and "(" not in e.label]))
def test_every_entry_is_found_by_its_label(entry):
    assert entry in GAZETTEER.named(entry.label)


@given(st.text(max_size=40))
def test_folding_is_idempotent_and_atoms_hold_no_space(text):
    assert fold(fold(text)) == fold(text)
    assert not any(c.isspace() for atom in atoms(text) for c in atom)


@pytest.mark.parametrize(
    ("name", "iso3", "of"),
    [
        ("Turkish Ministry of Foreign Affairs", None, "TUR"),
        ("Foreign Ministry", "CHN", "CHN"),
        ("Russian Ministry of Defense", None, "RUS"),
        ("Foreign Ministry", None, None),
        ("Russian Tea Agency", None, None),
    ],
)
def test_a_ministry_is_known_by_what_it_does(name, iso3, of):
    found = GAZETTEER.ministry(name, iso3)
    assert (found.iso3 if found else None) == of


def test_full_stops_and_spelling_do_not_matter():
    assert GAZETTEER.named("U.N. Security Council") == GAZETTEER.named("UN Security Council") != ()
    assert GAZETTEER.named("North Atlantic Treaty Organisation") == GAZETTEER.named("NATO") != ()
