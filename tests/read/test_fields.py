"""Days and titles: from which source, and never a guess."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.read.fields import Published, dateline, day_in_name, fault, field, parse_published, title_of, with_day

DAY = date(2023, 3, 21)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2023-03-21", Published(DAY)),
        (" 20230321 ", Published(DAY)),
        ("2023-03-21T23:30:00-05:00", Published(DAY, "2023-03-21T23:30:00-05:00")),
        ("2023-03-21 10:00:00+0300", Published(DAY, "2023-03-21T10:00:00+03:00")),
        ("2023-03-21T10:00:00.500Z", Published(DAY, "2023-03-21T10:00:00.5Z")),
        ("20230321T100000Z", Published(DAY, "2023-03-21T10:00:00Z")),
        ("2023-03-21T10:00:00", Published(DAY)),
        ("2023-03-21T10:00:00+20:00", Published(DAY)),
        ("Tue, 21 Mar 2023 10:00:00 GMT", Published(DAY, "2023-03-21T10:00:00Z")),
        ("Tue, 21 Mar 2023 10:00:00 +0800", Published(DAY, "2023-03-21T10:00:00+08:00")),
        ("March 21, 2023", Published(DAY)),
        ("Tuesday, 21 March 2023", Published(DAY)),
        ("Mar. 21, 2023", Published(DAY)),
        ("21 Sept 2023", Published(date(2023, 9, 21))),
        ("2023", Published(year=2023)),
        ("2023-03", Published(year=2023, month=3)),
        ("03/04/2023", None),
        ("3.4.2023", None),
        ("2023-02-30", None),
        ("31 April 2023", None),
        ("2023-13", None),
        ("1679392800", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_where_it_can_be_read_in_one_way(value: str, found: Published | None) -> None:
    assert parse_published(value) == found


@given(st.dates(), st.times(), st.integers(-14 * 60, 14 * 60))
def test_moments_come_back_with_their_zone(day: date, time: object, minutes: int) -> None:
    moment = datetime.combine(day, time, timezone(timedelta(minutes=minutes)))  # type: ignore[arg-type]
    found = parse_published(moment.isoformat())
    assert found is not None and found.day == day and found.moment is not None
    assert datetime.fromisoformat(found.moment) == moment
    assert parse_published(day.isoformat()) == Published(day)


@given(st.text())
def test_any_text_at_all_is_a_date_or_none(value: str) -> None:
    parse_published(value)
    day_in_name(value)
    dateline(Article("a", value), 2023)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("gt-2023-03-21.txt", DAY),
        ("20230321_xinhua.json", DAY),
        ("2023.03.21", DAY),
        ("a2023_03_21b", DAY),
        ("2023-03-21-copy-2023-03-21.txt", DAY),
        ("2023-03-21-to-2023-03-24.txt", None),
        ("12345678.txt", None),
        ("202303211.txt", None),
        ("2023-0321", None),
        ("2023-02-30", None),
        ("2023", None),
    ],
)
def test_a_file_name_tells_one_day_or_none(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("MOSCOW, March 21, 2023 (Xinhua) -- Xi came.", None, DAY),
        ("Xi visits\n\nMOSCOW, March 21, 2023 - Xi came.", None, DAY),
        ("WASHINGTON, D.C., 21 March 2023 — Xi came.", None, DAY),
        ("MOSCOW, March 21 (Xinhua) -- Xi came.", None, None),
        ("MOSCOW, March 21. /TASS/. Xi came.", 2023, DAY),
        ("MOSCOW, March 21, 2022 (Xinhua) -- Xi came.", 2023, None),
        ("MOSCOW, February 30, 2023 -- Xi came.", None, None),
        ("Xi came to Moscow on March 21, 2023 (Tuesday).", None, None),
        ("On Tuesday, March 21, 2023 (local time) he came.", None, None),
        ("Putin, Xi, Smarch 21, 2023 - no month.", None, None),
        ("MOSCOW: no date at all", 2023, None),
    ],
)
def test_a_dateline_gives_a_day_only_with_a_year(text: str, year: int | None, day: date | None) -> None:
    title = "Xi visits" if text.startswith("Xi visits") else None
    assert dateline(Article("a", text, title), year) == day


def test_the_month_that_a_field_gives_must_be_the_datelines() -> None:
    article = Article("a", "MOSCOW, March 21 (Xinhua) -- Xi came.")
    assert dateline(article, 2023, 3) == DAY
    assert dateline(article, 2023, 4) is None


def test_the_order_of_the_sources_of_a_day() -> None:
    option, line = date(2020, 1, 1), "MOSCOW, March 21, 2019 (Xinhua) -- Xi came."
    of_field = Article("a", line, published=date(2021, 1, 1), published_by="field")
    of_html = Article("a", line, published=date(2022, 1, 1), published_by="html")
    plain = Article("a", line)
    name = "2023-01-01.txt"
    assert with_day(of_field, option, name) == of_field
    assert (with_day(of_html, option, name).published, with_day(of_html, option, name).published_by) == (
        option,
        "option",
    )
    assert with_day(of_html, None, name) == of_html
    assert (with_day(plain, None, name).published, with_day(plain, None, name).published_by) == (
        date(2023, 1, 1),
        "filename",
    )
    assert with_day(plain, None, "a.txt").published_by == "dateline"
    assert with_day(plain, None, None).published == date(2019, 3, 21)
    assert with_day(Article("a", "Xi came."), None, "a.txt").published is None


def test_fields_by_their_other_names_the_first_with_a_value() -> None:
    assert field({"text": " ", "body": "b", "content": "c"}, "text") == "b"
    assert field({"headline": "h"}, "title") == "h"
    assert field({"source": {"id": None, "name": "Global Times"}}, "publisher") == "Global Times"
    assert field({"id": 7}, "id") == "7"
    assert field({"published": None, "versioncreated": 20230321}, "published") == "20230321"
    assert field({"url": ""}, "url") is None
    for record, name in (({"text": 3}, "text"), ({"id": True}, "id"), ({"title": ["a"]}, "title")):
        with pytest.raises(ValueError, match=name):
            field(record, name)


@pytest.mark.parametrize(
    ("article", "words"),
    [
        (Article("a", " \n"), "empty"),
        (Article("a", "x" * 5_000_001), "5 million"),
        (Article(" ", "text"), "blank id"),
        (Article("a\0", "text"), "NUL character in its id"),
        (Article("a", "te\0xt"), "NUL character in its text"),
        (Article("a", "text", "ti\0tle"), "NUL character in its title"),
        (Article("a", "half \ud83d"), "surrogate"),
        (Article("a", "whole 😀"), None),
    ],
)
def test_what_makes_a_text_no_article(article: Article, words: str | None) -> None:
    found = fault(article)
    assert (found is None) if words is None else (found is not None and words in found)


@pytest.mark.parametrize("part", ["A/", "A ", "A, ", "x\t", "\t", "\n", "March 2 ", "(", "\t\n"])
def test_a_text_of_one_sign_over_and_over_is_looked_through_in_time(part: str) -> None:
    """A hundred thousand times: where an expression goes back and forth, this takes hours."""
    for text in (part * 100_000, "x" + "\t" * 100_000 + "y"):
        title_of(text)
        dateline(Article("a", text), 2023)
        day_in_name(text)
        parse_published(text)
