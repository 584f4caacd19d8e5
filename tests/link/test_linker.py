"""Names are linked by title, office, state and day; what the article does not decide stays open; nothing is forced."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_samples import ENGLISH, GAZETTEER, annotated, body, person, place, state

from kg.config import Settings
from kg.link.context import period_of
from kg.link.linker import GazetteerLinker
from kg.model import Annotated, Article, Chain, Document, Link, Mention, Title
from kg.protocols import Linker

LINKER = GazetteerLinker(GAZETTEER)


def link(text: str, *chains: dict[str, object], on: date | None = None) -> tuple[Link, ...]:
    return LINKER.link(annotated(text, *chains, on=on))


def test_it_is_a_linker():
    assert isinstance(LINKER, Linker)


def test_one_link_a_chain_in_order_with_ids_from_the_first_mention():
    links = link("Norway told Chile that Norway agreed.", state("Norway"), state("Chile"))
    assert [(k.name, k.entity.label, k.status, k.id) for k in links] == [
        ("Norway", "Norway", "accepted", "doc/a/link/0-6"),
        ("Chile", "Chile", "accepted", "doc/a/link/12-17"),
    ]
    assert links[0].entity.id == "entity/Q20" and links[0].entity.shared and links[0].candidates == ()


# --- persons


def test_a_full_name_is_enough_for_a_leader():
    (one,) = link("Angela Merkel spoke.", person("Angela Merkel"), on=date(2015, 3, 1))
    assert (one.status, one.entity.wikidata, one.method) == ("accepted", "Q567", "gazetteer")
    assert one.score is not None and 0.6 <= one.score <= 1


def test_the_day_chooses_between_father_and_son():
    for day, label in ((date(1991, 1, 20), "George H. W. Bush"), (date(2003, 3, 20), "George W. Bush")):
        (one,) = link("President Bush spoke.", person("Bush", Title("President")), on=day)
        assert (one.status, one.entity.label, one.method) == ("accepted", label, "officeRegister")


def test_the_year_in_the_sentence_comes_before_the_article_s_day():
    (one,) = link("In March 1991 President Bush spoke.", person("Bush", Title("President")), on=date(2005, 3, 1))
    assert one.entity.label == "George H. W. Bush"


def test_without_a_day_two_bearers_stay_open():
    (one,) = link("Bush spoke.", person("Bush"))
    assert one.status == "ambiguous" and one.entity.wikidata is None and not one.entity.shared
    assert len(one.candidates) >= 2 and one.entity.id == "doc/a/entity/person/bush" and one.score is None


def test_a_title_of_a_state_picks_the_holder_of_the_day():
    title = Title("Foreign Minister", state="RUS")
    (one,) = link("The minister, Ivanov, spoke.", person("Ivanov", title), on=date(2002, 6, 1))
    assert (one.status, one.entity.label) == ("accepted", "Igor Ivanov")
    (other,) = link(
        "The minister, Ivanov, spoke.", person("Ivanov", Title("Defence Minister", state="RUS")), on=date(2002, 6, 1)
    )
    assert other.entity.label == "Sergei Ivanov"


def test_a_body_beside_the_title_is_read_with_it():
    (one, _) = link(
        "Singh went to India.",
        person("Singh", Title("Minister", state="IND", body="Defence")),
        state("India"),
        on=date(2020, 6, 1),
    )
    assert one.entity.label == "Rajnath Singh"


def test_a_title_of_another_state_speaks_against():
    (one,) = link("Merkel spoke.", person("Merkel", Title("President", state="BRA")), on=date(2015, 1, 1))
    assert one.status != "accepted"


def test_a_former_holder_may_bear_the_title():
    former = Title("prime minister", state="GBR", former=True)
    (one,) = link("The former prime minister, Brown, spoke.", person("Brown", former), on=date(2014, 6, 1))
    assert (one.status, one.entity.label) == ("accepted", "Gordon Brown")


def test_a_common_surname_alone_is_never_linked():
    (one,) = link("Smith denied it.", person("Smith"), on=date(2012, 5, 1))
    assert one.status in ("ambiguous", "nil") and one.entity.wikidata is None


def test_a_private_person_with_a_leader_s_surname_is_not_the_leader():
    (one,) = link("Sarah Merkel bakes bread.", person("Sarah Merkel"), on=date(2015, 1, 1))
    assert one.status == "nil" and one.entity.id == "doc/a/entity/person/sarah-merkel"
    (two,) = link(
        "Sarah Merkel bakes. Merkel sings.",
        person("Sarah Merkel", names=("Sarah Merkel", "Merkel")),
        on=date(2015, 1, 1),
    )
    assert two.status == "nil"


def test_another_gender_speaks_against():
    one = next(e for e in GAZETTEER if e.rule == "yes" and e.gender == "female" and e.years)
    day, name = date(one.years[0] + 1, 6, 1), one.surnames[0]
    (same,) = link(f"{name} spoke.", person(name, gender="female"), on=day)
    (other,) = link(f"{name} spoke.", person(name, gender="male"), on=day)
    assert (same.status, same.entity.id) == ("accepted", one.id) and other.status != "accepted"


def test_a_person_without_item_is_nil_but_shared():
    (one,) = link("Wang Wenbin spoke.", person("Wang Wenbin", Title("spokesperson", state="CHN")), on=date(2022, 5, 1))
    assert (one.status, one.entity.id, one.entity.shared, one.entity.wikidata) == (
        "nil",
        "entity/person/wang-wenbin",
        True,
        None,
    )


def test_a_bare_role_is_filled_from_the_register_while_it_knows():
    role = person("the French president", Title("president", state="FRA"), kind="role")
    (one,) = link("Then the French president spoke.", role, on=date(2021, 5, 1))
    assert (one.status, one.entity.label, one.method) == ("accepted", "Emmanuel Macron", "officeRegister")
    (later,) = link("Then the French president spoke.", role, on=date(2031, 5, 1))
    assert later.status == "nil" and later.entity.wikidata is None


# --- states


def test_georgia_is_what_the_rest_of_the_article_says():
    one, *_ = link("Georgia wrote, Tbilisi said.", state("Georgia"), state("Tbilisi", name="Tbilisi"))
    assert (one.status, one.entity.wikidata) == ("accepted", "Q230")
    one, *_ = link("Voters in Georgia and Alabama waited.", place("Georgia"), place("Alabama"))
    assert (one.status, one.entity.wikidata) == ("accepted", "Q1428")
    (one,) = link("Georgia wrote a letter.", state("Georgia"))
    assert one.status == "ambiguous"


def test_two_congos_and_two_koreas():
    one, *_ = link("Congo paid, Brazzaville said.", state("Congo"), state("Brazzaville"))
    assert one.entity.state == "COG"
    one, *_ = link("Congo paid, Kinshasa said.", state("Congo"), state("Kinshasa"))
    assert one.entity.state == "COD"
    (one,) = link("Congo paid.", state("Congo"))
    assert one.status == "ambiguous"
    one, *_ = link("Koreans in Seoul waited.", state("Koreans", kind="demonym"), place("Seoul"))
    assert one.entity.state == "KOR"


def test_a_demonym_of_two_states_stays_open_whatever_the_chain_is_called():
    (one,) = link(
        "A Congolese unit left.", state("Congolese", kind="demonym", name="DR Congo", candidates=("Q974", "Q971"))
    )
    assert one.status == "ambiguous"
    one, _ = link(
        "A Congolese unit left Kinshasa.", state("Congolese", kind="demonym", name="DR Congo"), place("Kinshasa")
    )
    assert one.entity.state in ("COD", None)


def test_past_states_go_by_the_day():
    (one,) = link("Yugoslavia wrote.", state("Yugoslavia"), on=date(1985, 1, 1))
    assert one.entity.wikidata == "Q83286"
    (one,) = link("Yugoslavia wrote.", state("Yugoslavia"), on=date(1999, 4, 1))
    assert one.entity.wikidata == "Q838261"
    (one,) = link("The Soviet Union fell.", state("Soviet Union"), on=date(2019, 4, 1))
    assert one.entity.label == "Soviet Union"


def test_a_capital_that_acts_is_the_state_and_else_the_city():
    (one,) = link("Ankara protested.", state("Ankara"))
    assert (one.entity.type, one.entity.state) == ("State", "TUR")
    (one,) = link("They met in Ankara.", place("Ankara"))
    assert (one.entity.type, one.entity.label) == ("Place", "Ankara")
    (one,) = link("Brussels protested.", body("Brussels", "IntergovernmentalOrganization"))
    assert one.entity.label == "European Union"


def test_a_state_that_is_a_place_is_its_territory():
    (one,) = link("They met in Portugal.", place("Portugal"))
    assert (one.status, one.entity.id, one.entity.type) == ("accepted", "entity/Q45-territory", "Place")
    assert (one.entity.wikidata, one.entity.state_id) == ("Q45", "entity/Q45")


# --- places, bodies


def test_a_city_named_like_a_word_needs_a_locating_word_or_its_country():
    (one,) = link("Police in Nice waited.", place("Nice"))
    assert (one.status, one.entity.state) == ("accepted", "FRA")
    (one,) = link("Nice weather came.", place("Nice"))
    assert one.status == "nil"


def test_a_namesake_city_is_not_the_capital():
    (one,) = link("The storm hit Paris, Texas, at night.", place("Paris"))
    assert one.status != "accepted"
    (one,) = link("They drove to Moscow, Idaho, at night.", place("Moscow"))
    assert one.entity.wikidata == "Q499927"


def test_a_body_with_a_common_name_needs_its_country():
    one, *_ = link("The Senate met, Washington said.", body("Senate"), state("Washington"))
    assert one.entity.label == "United States Senate"
    (one,) = link("The Senate met.", body("Senate"))
    assert one.status != "accepted"
    (one,) = link("The Senate met.", body("Senate", state="FRA"))
    assert one.entity.label != "United States Senate" and one.entity.state == "FRA"


def test_a_party_needs_its_country():
    (one,) = link("The National Coalition Party won.", body("National Coalition Party", "PoliticalParty"))
    assert one.status != "accepted"
    one, _ = link(
        "The National Coalition Party won in Finland.",
        body("National Coalition Party", "PoliticalParty"),
        state("Finland"),
    )
    assert one.entity.state == "FIN"


def test_an_acronym_that_is_a_word_needs_an_article_or_its_full_name():
    (one,) = link("Then the WHO spoke.", body("WHO", "IntergovernmentalOrganization"))
    assert one.entity.label == "World Health Organization"
    names = ("World Health Organization", "WHO")
    (one,) = link("WHO spoke.", body("WHO", "IntergovernmentalOrganization", name=names[0], names=names))
    assert one.entity.label == "World Health Organization"


def test_an_unknown_body_keeps_the_state_that_the_text_gives():
    (one,) = link("The Russian Tea Agency spoke.", body("Tea Agency", state="RUS"))
    assert (one.status, one.entity.id) == ("nil", "doc/a/entity/governmentbody/tea-agency")
    assert (one.entity.state, one.entity.state_id, one.entity.shared) == ("RUS", "entity/Q159", False)


# --- groups


def test_a_group_has_what_its_members_denote():
    one, two, group = link(
        "Norway and Chile met. Both sides spoke.",
        state("Norway"),
        state("Chile"),
        {"at": "Both sides", "type": "AgentGroup", "kind": "group", "members": (0, 1), "complete": True},
    )
    assert (group.status, group.entity.id, group.entity.complete) == ("nil", "doc/a/group/22-32", True)
    assert group.entity.members == (one.entity, two.entity)


def test_a_group_that_holds_itself_leaves_itself_out():
    (group,) = link("All spoke.", {"at": "All", "type": "AgentGroup", "kind": "group", "members": (0,)})
    assert group.entity.members == ()


# --- general


def test_the_threshold_is_the_user_s():
    strict = GazetteerLinker(GAZETTEER, Settings(link_threshold=0.99))
    (one,) = strict.link(annotated("Ankara protested.", state("Ankara")))
    assert one.status != "accepted"


def test_features_are_kept_for_candidates():
    (one,) = link("Georgia wrote.", state("Georgia"))
    assert all(c.features and 0 <= c.score <= 1 for c in one.candidates)
    assert [c.score for c in one.candidates] == sorted((c.score for c in one.candidates), reverse=True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("In August 1990 they met", (date(1990, 8, 1), date(1990, 8, 31))),
        ("in 1996 they met", (date(1996, 1, 1), date(1996, 12, 31))),
        ("in December 1999", (date(1999, 12, 1), date(1999, 12, 31))),
        ("in 1996 and in 1998", None),
        ("flight 1996 left", None),
    ],
)
def test_the_period_that_a_sentence_names(text, period):
    assert period_of(tuple(text.split())) == period


NAMES = st.sampled_from(
    [
        "Georgia",
        "Bush",
        "Kim",
        "the Kremlin",
        "Moscow",
        "UN",
        "Singh",
        "X",
        "",
        "  ",
        "Wang",
        "Paris, Texas",
        "'s",
        "Nice",
    ]
)
TYPES = st.sampled_from(["Person", "State", "Place", "Organization", "GovernmentBody", "EventSeries", "Thing"])


@given(
    st.lists(
        st.tuples(st.one_of(NAMES, st.text(max_size=12)), TYPES, st.sampled_from([None, "RUS", "XXX"])), max_size=6
    ),
    st.none() | st.dates(),
)
def test_odd_names_never_raise_and_never_force_a_link(chains, on):
    text = "Nothing stands here."
    article, doc = Article("a", text, published=on), ENGLISH(text)
    document = Document(article, doc, tuple(t.idx for t in doc), tuple(t.idx + len(t) for t in doc), ((0, len(doc)),))
    mention = Mention(article.span(0, 7), 0, 1, 0, "Thing")
    made = tuple(Chain(i, type_, name, (name,), (mention,), state=code) for i, (name, type_, code) in enumerate(chains))
    links = LINKER.link(Annotated(document, made))
    assert len(links) == len(made)
    assert links == LINKER.link(Annotated(document, made))
    for one in links:
        assert (one.status == "accepted") == (one.score is not None)
        assert one.status != "accepted" or (one.score >= 0.6 and one.entity.wikidata)
        assert one.status != "ambiguous" or len(one.candidates) >= 2
        assert one.status != "nil" or (len(one.candidates) <= 1 and one.entity.wikidata is None)


def test_initials_and_the_state_before_a_body_do_not_matter():
    (one,) = link("John F. Kerry spoke.", person("John F. Kerry", Title("Secretary of State")), on=date(2014, 5, 1))
    assert one.entity.label == "John Kerry"
    (one,) = link("The U.S. Senate met.", body("U.S. Senate", state="USA"))
    assert one.entity.label == "United States Senate"


def test_a_free_name_of_bodies_of_several_states_needs_one_of_them():
    (one,) = link("The Council of Ministers met.", body("Council of Ministers"))
    assert one.status != "accepted"
    one, _ = link("The Council of Ministers of Poland met.", body("Council of Ministers", state="POL"), state("Poland"))
    assert one.entity.state == "POL"


def test_the_state_beside_a_body_must_be_its_own():
    one, _ = link("Nigeria's Senate met.", body("Senate", state="USA"), state("Nigeria"))
    assert one.status != "accepted" and one.entity.state == "NGA"
    (one,) = link("Then the Senate met.", body("Senate", state="USA"))
    assert one.status != "accepted"
    one, _ = link("The American Senate met.", body("Senate"), state("American", kind="demonym"))
    assert one.entity.label == "United States Senate"


def test_a_title_that_the_register_does_not_cover_speaks_against_nobody():
    text = "Australia's Minister for Trade Mark Vaile agreed, Canberra said. Australia will sign."
    chains = (person("Mark Vaile", Title("Minister for Trade", "AUS")), state("Australia"))
    (trade, _) = link(text, *chains, on=date(2002, 6, 19))
    assert (trade.status, trade.entity.wikidata) == ("accepted", "Q6770126")
    chains = (person("Mark Vaile", Title("Foreign Minister", "AUS")), state("Australia"))
    (foreign, _) = link(text.replace("Minister for Trade", "Foreign Minister"), *chains, on=date(2002, 6, 19))
    assert foreign.status == "nil"  # of that office the register knows all who held it


def test_a_town_before_it_tells_the_unit_from_the_state_of_its_name():
    links = link("A storm hit Atlanta, Georgia, on Sunday.", place("Atlanta"), state("Georgia"))
    assert (links[1].status, links[1].entity.wikidata) == ("accepted", "Q1428")


def test_two_leaders_are_two_leaders_though_neither_state_is_named():
    links = link("Lula met Macron.", person("Lula"), person("Macron"))
    assert [one.entity.wikidata for one in links] == ["Q37181", "Q3052772"]


def test_within_the_years_of_a_surname_the_register_may_lack_the_term():
    (one,) = link("In December 1989 Gorbachev spoke.", person("Gorbachev"))
    assert one.entity.wikidata == "Q30487"


def test_a_given_name_that_is_a_states_makes_no_title():
    (one,) = link("Israel Smith lives in Ohio.", person("Israel Smith"))
    assert (one.status, one.candidates) == ("nil", ())
