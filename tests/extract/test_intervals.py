"""Days counted off from the day of another event."""

from __future__ import annotations

from datetime import date

import pytest
from reading import DAY, events

COUNTED = [
    ("On Monday Turkey bombed Kirkuk, a week after Russia attacked Georgia.", date(2019, 3, 4)),
    ("On Monday Turkey bombed Kirkuk, three days after Russia attacked Georgia.", date(2019, 3, 8)),
    ("Turkey bombed Kirkuk on Tuesday, hours after Russia attacked Georgia.", date(2019, 3, 12)),
    ("Turkey bombed Kirkuk on Monday, a day before Russia attacked Georgia.", date(2019, 3, 12)),
]


@pytest.mark.parametrize(("text", "day"), COUNTED)
def test_an_event_is_counted_off_from_the_main_clause(text: str, day: date) -> None:
    attack = next(e for e in events(text) if any(p.entity.label == "Georgia" for p in e.participants))
    assert attack.time is not None
    assert (attack.time.earliest, attack.time.latest, attack.time.anchor) == (day, day, "event")


def test_the_main_clause_is_counted_off_from_an_event_with_a_day() -> None:
    found = events("Turkey bombed Kirkuk two days after Russia attacked Georgia on 1 March.")
    main = next(e for e in found if all(p.entity.label != "Georgia" for p in e.participants))
    assert main.time is not None
    assert (main.time.earliest, main.time.phrase) == (date(2019, 3, 3), "two days after")


def test_nothing_is_counted_off_from_an_event_without_a_day() -> None:
    found = events("Turkey bombed Kirkuk a week after Russia attacked Georgia.")
    assert found
    assert all(e.time is not None and e.time.latest == DAY and e.time.phrase is None for e in found)


def test_the_eve_of_an_event_is_the_day_before_it() -> None:
    found = events("Turkey bombed Kirkuk on the eve of talks with Iraq in Ankara on 6 March.")
    attack = next(e for e in found if e.type == "MilitaryAttack")
    assert attack.time is not None
    assert (attack.time.earliest, attack.time.latest) == (date(2019, 3, 5), date(2019, 3, 5))
