"""What holds of every date phrase, whatever the day and the text."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kg.dates import DatePhrase, find_dates, resolve
from kg.model import EventTime

EDTF = re.compile(
    r"^[\[{]?(\.\.|-?[0-9X]{4}([-][0-9X]{2}){0,2}[~?%]?)?((/|\.\.|,)(\.\.|-?[0-9X]{4}([-][0-9X]{2}){0,2}[~?%]?)?)*[\]}]?$"
)
"""The pattern of shape S15."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DIRECTIONLESS = (
    *(f"on {name}" for name in WEEKDAYS),
    *(f"in {name}" for name in MONTHS),
    *(f"in mid-{name}" for name in MONTHS),
    *(f"in late {name}" for name in MONTHS),
    *(f"on {name} {n}" for name in MONTHS for n in (1, 15, 28)),
    "this week", "this month", "this year", "today", "in the spring", "in the third quarter", "over the weekend",
)  # fmt: skip
BACKWARD = (
    "yesterday", "last week", "last month", "last year", "three days ago", "two weeks ago", "a year ago", "last Monday",
    "in the past two years", "in recent days", "since Monday", "since March", "earlier this month", "since last year",
    "last winter", "late last month",
)  # fmt: skip
FORWARD = (
    "tomorrow", "next week", "next month", "next year", "in two weeks", "within ten days", "next Monday",
    "later this year", "in the coming days", "early next month", "by the end of the year", "by Friday", "next winter",
)  # fmt: skip
OF_EVENT = (
    "the following day",
    "two days later",
    "a week earlier",
    "the previous month",
    "on the same day",
    "afterwards",
)

days = st.dates(date(1600, 1, 1), date(2150, 12, 31))
tenses = st.sampled_from(["past", "present", "future", None])
anywhere = st.sampled_from(DIRECTIONLESS + BACKWARD + FORWARD + OF_EVENT)


def only(text: str) -> DatePhrase:
    (found,) = find_dates(f"They met {text}.")
    return found


def full_formats(day: date) -> list[str]:
    month, n, y = MONTHS[day.month - 1], day.day, day.year
    suffix = "th" if 10 < n < 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    weekday = WEEKDAYS[day.weekday()]
    short = "Sept." if day.month == 9 else f"{month[:3]}." if len(month) > 4 else month
    written = [
        f"{n} {month} {y}", f"{month} {n}, {y}", f"{month} {n} {y}", f"{n}{suffix} {month} {y}",
        f"{month} {n}{suffix}, {y}",
        f"the {n}{suffix} of {month} {y}", f"{short} {n}, {y}", f"{n} {short} {y}", f"{weekday}, {month} {n}, {y}",
        f"{weekday} {n} {month} {y}", f"{month.upper()} {n}, {y}", day.isoformat(), f"{y}/{day.month}/{n}",
        f"{n:02}.{day.month:02}.{y}", f"early on {weekday}, {month} {n}, {y}",
    ]  # fmt: skip
    if n > 12 or n == day.month:
        written += [f"{n}/{day.month}/{y}", f"{day.month}/{n}/{y}"]
    return written


@given(days, days, tenses)
@example(date(2024, 2, 29), date(2023, 3, 21), "past")
def test_a_full_date_written_in_any_order_reads_as_that_day(day: date, published: date, tense: str | None) -> None:
    for text in full_formats(day):
        time = resolve(only(f"on {text}"), published=None, tense=tense)
        assert time is not None, text
        assert (time.earliest, time.latest, time.edtf) == (day, day, day.isoformat()), text
        assert (time.anchor, time.rule) == ("explicit", "full-date")
        same = resolve(only(f"on {text}"), published=published, tense=tense)
        assert same == time or (same is None and tense == "past" and day > published)


@given(days, st.integers(0, 300), st.sampled_from(["past", "future"]))
def test_a_month_and_day_near_publication_reads_as_that_day(published: date, off: int, tense: str) -> None:
    day = published + timedelta(-off if tense == "past" else off)
    assume((day.month, day.day) != (2, 29))
    for text in (f"{day.day} {MONTHS[day.month - 1]}", f"{MONTHS[day.month - 1]} {day.day}"):
        time = resolve(only(f"on {text}"), published=published, tense=tense)
        assert time is not None
        assert (time.earliest, time.latest, time.rule) == (day, day, f"month-day-{tense}")


@given(days, st.integers(0, 6), st.sampled_from(["past", "future", "present", None]))
def test_a_weekday_is_within_a_week_on_the_side_of_the_tense(published: date, weekday: int, tense: str | None) -> None:
    time = resolve(only(f"on {WEEKDAYS[weekday]}"), published=published, tense=tense)
    assert time is not None
    assert time.earliest is not None
    assert time.earliest == time.latest
    assert time.earliest.weekday() == weekday
    off = (time.earliest - published).days
    low, high = {"past": (-6, 0), None: (-6, 0), "future": (0, 6), "present": (-3, 3)}[tense]
    assert low <= off <= high


@given(anywhere, days, tenses, st.none() | days, st.none() | days)
def test_bounds_are_in_order_and_edtf_is_of_the_kinds_used(
    text: str, published: date, tense: str | None, dateline: date | None, told: date | None
) -> None:
    event = EventTime(told, told, told.isoformat(), None, "explicit", "full-date") if told else None
    found = only(text)
    time = resolve(found, published=published, tense=tense, dateline=dateline, event=event)
    if time is None:
        return
    assert time.earliest or time.latest
    assert not (time.earliest and time.latest) or time.earliest <= time.latest
    assert EDTF.fullmatch(time.edtf)
    assert time.phrase == found.phrase
    assert time.anchor in ("publication", "dateline", "event", "explicit")
    assert re.fullmatch(r"[a-z0-9-]+", time.rule)


@given(st.sampled_from(DIRECTIONLESS + BACKWARD), days)
def test_the_past_has_begun_and_ended_by_publication(text: str, published: date) -> None:
    time = resolve(only(text), published=published, tense="past")
    assert time is not None
    assert time.latest is not None
    assert time.latest <= published


@given(st.sampled_from(DIRECTIONLESS + FORWARD), days)
def test_the_future_begins_no_sooner_than_publication(text: str, published: date) -> None:
    time = resolve(only(text), published=published, tense="future")
    assert time is not None
    assert time.earliest is not None
    assert time.earliest >= published


@given(st.sampled_from(FORWARD), days)
def test_nothing_past_lies_in_the_future(text: str, published: date) -> None:
    time = resolve(only(text), published=published, tense="past")
    assert time is None or time.earliest is None or time.earliest <= published


@pytest.mark.parametrize("text", DIRECTIONLESS + BACKWARD + FORWARD + OF_EVENT)
@pytest.mark.parametrize("tense", ["past", "present", "future", None])
def test_without_an_anchor_nothing_relative_is_dated(text: str, tense: str | None) -> None:
    assert resolve(only(text), published=None, tense=tense) is None


@given(st.sampled_from(OF_EVENT), days, tenses)
def test_what_is_reckoned_from_an_event_waits_for_the_event(text: str, published: date, tense: str | None) -> None:
    assert resolve(only(text), published=published, dateline=published, tense=tense) is None


@given(days, st.integers(1, 20), st.sampled_from(["later", "earlier"]))
def test_days_later_and_earlier_count_from_the_event(told: date, count: int, side: str) -> None:
    event = EventTime(told, told, told.isoformat(), None, "explicit", "full-date")
    time = resolve(only(f"{count} days {side}" if count > 1 else f"a day {side}"), published=None, event=event)
    assert time is not None
    assert time.anchor == "event"
    assert time.earliest == time.latest == told + timedelta(count if side == "later" else -count)


@given(days, days)
def test_a_range_of_full_dates_keeps_both_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assume(first < last)
    american = [f"{MONTHS[d.month - 1]} {d.day}, {d.year}" for d in (first, last)]
    british = [f"{d.day} {MONTHS[d.month - 1]} {d.year}" for d in (first, last)]
    for text in ("from {} to {}".format(*american), "between {} and {}".format(*british)):
        time = resolve(only(text), published=None)
        assert time is not None
        assert (time.earliest, time.latest, time.anchor) == (first, last, "explicit")
        assert time.edtf == f"{first}/{last}"


WORDS = """
in on the of from to and between May march March 2014 2000 21 31 9 first second third last next this week weeks year
day days two a few ago later earlier Monday Tuesday Sat Sun . , - – ' s 's early mid late end half quarter Q3 spring
fall since until by before after as within coming past recent same that 1990s 2023-03-21 3/4/2023 30 29 February
weekend overnight today tomorrow decade month 0 99999 ² ٣ ００
"""
words = st.sampled_from(WORDS.split())
salad = st.lists(words, max_size=12).map(" ".join)


@given(salad | st.text(max_size=80), st.none() | st.dates(), st.none() | st.dates(), tenses)
@example("in 99 decades' time", date(9999, 12, 31), None, "future")
@example("999 years ago", date(1, 1, 1), None, "past")
@example("February 29 in", date(1, 1, 1), date(9999, 12, 31), "past")
@example("the last week of the month", date(9999, 12, 31), date(9999, 12, 31), "future")
def test_no_text_breaks_it_and_phrases_are_the_texts_own_words(
    text: str, published: date | None, dateline: date | None, tense: str | None
) -> None:
    end = 0
    for found in find_dates(text):
        assert text[found.start : found.end] == found.phrase != ""
        assert found.start >= end
        end = found.end
        event = published and EventTime(published, published, "", None, "explicit", "full-date")
        time = resolve(found, published=published, dateline=dateline, event=event, tense=tense)
        assert time is None or EDTF.fullmatch(time.edtf)
        assert time is None or not (time.earliest and time.latest) or time.earliest <= time.latest
        assert published or dateline or time is None or time.anchor == "explicit"


@given(st.integers(1500, 2199), st.sampled_from(MONTHS))
def test_years_months_and_decades_are_whole(year: int, month: str) -> None:
    number = MONTHS.index(month) + 1
    time = resolve(only(f"in {month} {year}"), published=None)
    assert time is not None
    assert time.edtf == f"{year}-{number:02}"
    assert time.earliest == date(year, number, 1)
    assert time.latest is not None
    assert (time.latest + timedelta(1)).day == 1
    whole = resolve(only(f"in {year}"), published=None)
    assert whole is not None
    assert (whole.earliest, whole.latest, whole.edtf) == (date(year, 1, 1), date(year, 12, 31), str(year))
    decade = resolve(only(f"in the {year // 10}0s"), published=None)
    assert decade is not None
    assert (decade.earliest, decade.latest) == (date(year // 10 * 10, 1, 1), date(year // 10 * 10 + 9, 12, 31))
