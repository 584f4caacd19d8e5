"""What the reports of one event come to: its status, whose voices count, and what contradicts."""

from __future__ import annotations

import pytest

from kg.merge.records import Event
from kg.merge.standing import contradicted, days, exact_days, heard, status


def told(*reports: str) -> list[Event]:
    """Reports of one event: the day and the status of each."""
    return [
        Event(f"doc/{n}/event/1", f"doc/{n}", ("Visit", "Event"), said, published=int(day))
        for n, (day, said) in enumerate(report.split() for report in reports)
    ]


@pytest.mark.parametrize(
    ("reports", "now"),
    [
        (("1 planned", "4 occurred"), "occurred"),
        (("1 planned", "2 cancelled"), "cancelled"),
        (("1 planned", "2 cancelled", "3 planned"), "planned"),  # set for another day
        (("4 occurred", "5 planned"), "occurred"),  # what came true is planned no longer
        (("4 occurred", "5 denied"), "denied"),
        (("4 occurred", "4 denied", "4 occurred"), "occurred"),
        (("4 occurred", "4 denied"), "denied"),
    ],
)
def test_the_status_is_that_of_the_last_day_that_says_something_new(reports: tuple[str, ...], now: str) -> None:
    assert status(told(*reports)) == now
    assert status(told(*reversed(reports))) == now


def test_a_plan_is_heard_as_long_as_nobody_tells_more() -> None:
    assert [event.status for event in heard(told("1 planned", "4 occurred", "5 denied"))] == ["occurred", "denied"]
    assert [event.status for event in heard(told("1 planned", "2 proposed"))] == ["planned", "proposed"]


@pytest.mark.parametrize(
    ("reports", "differ"),
    [
        (("4 occurred", "5 denied"), True),
        (("1 planned", "2 denied"), True),
        (("3 cancelled", "4 occurred"), True),
        (("1 planned", "2 cancelled"), False),
        (("1 planned", "4 occurred"), False),
        (("4 denied", "5 denied"), False),
    ],
)
def test_only_what_cannot_both_be_contradicts(reports: tuple[str, ...], differ: bool) -> None:
    assert contradicted(told(*reports)) is differ


def on(status: str, first: int | None, last: int | None) -> Event:
    return Event(f"{status}{first}{last}", "a", ("Visit", "Event"), status, first=first, last=last, published=9)


@pytest.mark.parametrize(
    ("members", "found", "single"),
    [
        ([on("occurred", 5, 5), on("occurred", None, 9)], (5, 5), [5]),
        ([on("occurred", 6, 6), on("occurred", 5, 5)], (5, 5), [5, 6]),
        ([on("planned", 1, 30), on("planned", 20, 40)], (20, 30), []),
        ([on("planned", 1, 9), on("planned", 20, 40)], (1, 40), []),
        ([on("planned", 20, 40), on("cancelled", 3, 3)], (20, 40), []),  # it is called off on a day of its own
        ([on("cancelled", 3, 3), on("cancelled", None, 4)], (3, 3), [3]),
        ([on("occurred", None, 9)], (None, 9), []),
    ],
)
def test_the_days_are_those_that_are_told_of_the_event(
    members: list[Event], found: tuple[int | None, int | None], single: list[int]
) -> None:
    assert (days(members), exact_days(members)) == (found, single)
    assert days(members[::-1]) == found
