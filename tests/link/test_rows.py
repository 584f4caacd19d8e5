"""Items become rows of the gazetteer: found under safe names, weighed like all others, in office by their days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from link_samples import GAZETTEER, annotated, body, person

from kg.gazetteer import Gazetteer
from kg.gazetteer.supplement import Supplement
from kg.link.items import Item, Position
from kg.link.linker import GazetteerLinker
from kg.link.rows import Rows
from kg.model import Link
from kg.vocab.ontology import Ontology

ROWS = Rows(GAZETTEER, Ontology.load(), "2024-05-01")
ENVOY = Item(
    "Q8000001", "Dagny Testvold", "Norwegian diplomat", ("D. Testvold", "Testvold", "Дагни"), ("Person",), ("NOR",),
    "1970",
    positions=(Position("Q8000001", "Q9000001", "Minister of Foreign Affairs of Norway", "Q20", "NOR", "2023"),),
)  # fmt: skip


def learned(folder: Path, *items: Item, type_: str = "") -> Gazetteer:
    """The gazetteer with these items in its supplement."""
    supplement = Supplement(folder)
    for item in items:
        for table, row in ROWS.of(item, type_):
            supplement.put(table, row)
    supplement.save()
    return Gazetteer.load(None, folder)


def link(gazetteer: Gazetteer, text: str, *chains: dict[str, object], on: date | None = None) -> tuple[Link, ...]:
    return GazetteerLinker(gazetteer).link(annotated(text, *chains, on=on))


def test_a_person_learned_is_found_and_in_office_by_day(tmp_path: Path) -> None:
    gazetteer = learned(tmp_path, ENVOY)
    entry = gazetteer.entry("Q8000001")
    assert (entry.label, entry.aliases, entry.states) == ("Dagny Testvold", ("D. Testvold",), ("NOR",))
    holding, *older = gazetteer.holders("foreign_minister", "NOR", date(2024, 4, 1))
    assert (holding.person, holding.stale, holding.as_of) == ("Q8000001", False, date(2024, 5, 1))
    assert all(h.stale for h in older)  # open ends of the shipped data
    (one,) = link(gazetteer, "Dagny Testvold of Norway spoke.", person("Dagny Testvold", state="NOR"))
    assert (one.status, one.entity.wikidata) == ("accepted", "Q8000001")


@pytest.mark.parametrize(
    ("label", "states", "surname"),
    [
        ("Ann Testperson", ("NOR",), "Testperson"), ("Wang Testwen", ("CHN",), "Wang"), ("Lula", ("BRA",), ""),
        ("Aung Test Kyi", ("MMR",), ""), ("Test bin Ali", ("SAU",), "Ali"), ("Ann de la", ("ESP",), ""),
    ],
)  # fmt: skip
def test_a_surname_is_told_by_custom_and_needs_a_title(label: str, states: tuple[str, ...], surname: str) -> None:
    ((_, row),) = ROWS.of(Item("Q8000001", label, "", (), ("Person",), states))
    assert (row.get("surnames", ""), row.get("rule", "")) == (surname, "with-title" if surname else "")


def test_who_leads_a_state_is_of_the_first_rank() -> None:
    held = (Position("Q8000001", "Q9000002", "Prime Minister of Norway", "Q20", "NOR", "2023"),)
    rows = dict(ROWS.of(Item("Q8000001", "Ann Testperson", "", (), ("Person",), ("NOR",), positions=held)))
    assert rows["people"]["tier"] == "1"
    assert dict(ROWS.of(ENVOY))["people"]["tier"] == "2"


def test_newer_days_of_an_office_take_the_place_of_older(tmp_path: Path) -> None:
    held = next(h for h in GAZETTEER.holdings("Q4298520") if h.post.kind == "prime_minister")
    left = Position("Q4298520", held.post.key, held.post.label, start="2020-01-16", end="2024-05-07")
    supplement = Supplement(tmp_path)
    for table, row in ROWS.held(left):
        supplement.put(table, row)
    supplement.save()
    gazetteer = Gazetteer.load(None, tmp_path)
    (now,) = [h for h in gazetteer.holdings("Q4298520") if h.post.key == held.post.key]
    assert (now.end_latest, now.id) == (date(2024, 5, 7), held.id)
    assert not gazetteer.holders("prime_minister", "RUS", date(2024, 6, 1))


def test_an_item_takes_the_place_of_the_person_known_without_one(tmp_path: Path) -> None:
    (known,) = GAZETTEER.named("Wang Wenbin")
    assert known.qid is None
    gazetteer = learned(tmp_path, Item("Q8000002", "Wang Wenbin", "Chinese diplomat", (), ("Person",), ("CHN",)))
    (entry,) = gazetteer.named("Wang Wenbin")
    assert (entry.key, entry.surnames, entry.tier) == ("Q8000002", known.surnames, known.tier)
    assert [h.post for h in gazetteer.holdings("Q8000002")] == [h.post for h in GAZETTEER.holdings(known.key)]
    assert len(gazetteer) == len(GAZETTEER) and gazetteer.get(known.key) is entry


def test_a_person_of_that_name_from_elsewhere_does_not(tmp_path: Path) -> None:
    gazetteer = learned(tmp_path, Item("Q8000002", "Wang Wenbin", "painter", (), ("Person",), ("NOR",)))
    assert len(gazetteer.named("Wang Wenbin")) == 2


def test_who_was_dead_or_unborn_on_the_day_is_not_meant(tmp_path: Path) -> None:
    poet = Item("Q8000003", "Wang Testwen", "Chinese poet", (), ("Person",), ("CHN",), "0701", "0761")
    gazetteer = learned(tmp_path, poet, Item("Q8000004", "Wang Testwen", "child", (), ("Person",), ("CHN",), "2030"))
    (one,) = link(gazetteer, "Wang Testwen of China spoke.", person("Wang Testwen", state="CHN"), on=date(2020, 5, 1))
    assert one.status != "accepted" or one.entity.wikidata is None


def test_two_of_a_name_are_told_apart_by_what_they_are_described_as(tmp_path: Path) -> None:
    scholar = Item("Q8000005", "Li Testwei", "Chinese economist", (), ("Person",), ("CHN",))
    player = Item("Q8000006", "Li Testwei", "Chinese footballer", (), ("Person",), ("CHN",))
    gazetteer = learned(tmp_path, scholar, player)
    text = "Li Testwei, an economist at a Chinese university, agreed."
    (one,) = link(gazetteer, text, person("Li Testwei", state="CHN"))
    assert (one.status, one.entity.wikidata) == ("accepted", "Q8000005")
    assert [c.wikidata for c in one.candidates] == ["Q8000005", "Q8000006"]
    (open_,) = link(gazetteer, "Li Testwei of China agreed.", person("Li Testwei", state="CHN"))
    assert open_.status == "ambiguous"


def test_a_body_keeps_the_class_of_the_text_where_the_item_says_less(tmp_path: Path) -> None:
    union = Item("Q8000007", "Coastal Test Board", "agency", ("CTB",), ("Organization",), ("NOR",))
    gazetteer = learned(tmp_path, union, type_="GovernmentBody")
    entry = gazetteer.entry("Q8000007")
    assert (entry.type, entry.iso3, entry.contextual) == ("GovernmentBody", "NOR", frozenset({"CTB"}))
    (one,) = link(gazetteer, "The Coastal Test Board of Norway agreed.", body("Coastal Test Board"))
    assert (one.status, one.entity.wikidata, one.entity.state) == ("accepted", "Q8000007", "NOR")


@pytest.mark.parametrize(
    "item",
    [
        Item("Q148", "China", kinds=("State",)),
        Item("Q8000008", "Test family name"),
        Item("Q8000008", "", kinds=("Person",)),
        Item("Q458", "European Union", "political union", ("Union",), ("IntergovernmentalOrganization",)),
    ],
)
def test_what_is_no_actor_or_known_with_care_gives_no_row(item: Item) -> None:
    assert ROWS.of(item) == ()


def test_a_place_is_learned_by_where_it_lies(tmp_path: Path) -> None:
    gazetteer = learned(tmp_path, Item("Q8000010", "Testbay", "bay", (), (), ("NOR",), lat=60.5, lon=5.25))
    entry = gazetteer.entry("Q8000010")
    assert (entry.type, entry.lat, entry.lon, entry.iso3) == ("Place", 60.5, 5.25, "NOR")


def test_dropping_an_item_leaves_nothing_of_it(tmp_path: Path) -> None:
    learned(tmp_path / "s", ENVOY)
    supplement = Supplement(tmp_path / "s")
    assert supplement.keys() == {"Q8000001"} | {"Q9000001"} & {r["key"] for r in supplement.rows("offices")}
    supplement.drop(["Q8000001"])
    supplement.save()
    assert not (tmp_path / "s").exists()
    assert Gazetteer.load(None, tmp_path / "s").version == GAZETTEER.version
