"""What a text's fields say: which names they go by, its title, its day, and what makes it no article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from kg.model import Article
from kg.read.open import MAX_TEXT

__all__ = [
    "ALIASES",
    "Published",
    "dateline",
    "day_in_name",
    "fault",
    "field",
    "parse_published",
    "title_of",
    "with_day",
    "without_credentials",
]

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "body", "content", "body_text"),
    "title": ("title", "headline"),
    "published": ("published", "date", "versioncreated"),
    "publisher": ("publisher", "source"),
    "url": ("url", "uri"),
    "language": ("language",),
}
"""Our name of each field, and all by which it is found; the first that has a value counts."""


def field(record: Mapping[str, Any], name: str) -> str | None:
    """One field of a record as a string.

    Args:
        record: What a format gives for one article.
        name: Our name of the field.

    Returns:
        The value as it stands; None where there is none, or only blanks.

    Raises:
        ValueError: The value is no string (a number may be an id or a date; of an object its ``name`` counts).
    """
    for alias in ALIASES[name]:
        value = record.get(alias)
        if isinstance(value, Mapping) and name == "publisher":
            value = value.get("name")
        if isinstance(value, int) and not isinstance(value, bool) and name in ("id", "published"):
            value = str(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if not isinstance(value, str):
            raise ValueError(f"its {alias} is {type(value).__name__}, not text")
        return value
    return None


# ---------------------------------------------------------------------------------------------------------------- title

_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)+")


def title_of(text: str) -> str | None:
    """The first paragraph of a text where it is a title: not ended by a full stop, and not all there is.

    A paragraph runs to the first empty line. The title is the very words of the text, without blanks around them.
    """
    body = text.lstrip()
    end = _PARAGRAPH.search(body)
    if end is None or not body[end.end() :].strip():
        return None
    title = body[: end.start()].rstrip()
    return None if title.rstrip("\"'”’»)]").endswith((".", "。")) else title


# ----------------------------------------------------------------------------------------------------------------- days

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_WORDED = (
    re.compile(rf"(?:[A-Za-z]+,? )?{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})"),
    re.compile(rf"(?:[A-Za-z]+,? )?(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})"),
)
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?")
_IN_NAME = re.compile(r"(?<!\d)(\d{4})(?P<gap>[-_.]?)(\d{2})(?P=gap)(\d{2})(?!\d)")
_DATELINE = re.compile(
    rf"""(?!On\s)(?:[^\W\d_a-z][^\s\d,]*+[ ,/]+){{1,6}}(?<=,\s)\s*
    (?:{_MONTH}\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>[A-Za-z]{{3,9}})\.?)
    (?:,?\s+(?P<year>\d{{4}}))?\s*(?:\([^()\n]{{1,40}}\)|/[^/\n]{{1,40}}/|\.|:|[-–—])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """When a text came out: the day, the moment with its zone, or no more than the year and perhaps the month."""

    day: date | None = None
    moment: str | None = None
    year: int | None = None
    month: int | None = None


def parse_published(value: str) -> Published | None:
    """Read a date that can be read in one way only.

    Args:
        value: ISO 8601 (a day, a moment, or a year with or without month), RFC 5322 as in feeds, or a day with its
            month in words.

    Returns:
        What it says; the day of a moment is that of its own zone. None where it can be read in several ways or none.
    """
    value = value.strip()
    try:
        return Published(date.fromisoformat(value))
    except ValueError:
        pass
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return Published(moment.date(), _with_zone(moment))
    for pattern in _WORDED:
        if (match := pattern.fullmatch(value)) and (month := _month(match["month"])):
            day = _day(int(match["year"]), month, int(match["day"]))
            return Published(day) if day else None
    if match := _PARTIAL.fullmatch(value):
        month = int(match["month"]) if match["month"] else None
        return Published(None, None, int(match["year"]), month) if month in (None, *range(1, 13)) else None
    return None


def _with_zone(moment: datetime) -> str | None:
    """A moment as xsd:dateTime writes it; None without a zone that it can write."""
    shift = moment.utcoffset()
    if shift is None or abs(shift) > timedelta(hours=14) or shift.seconds % 60:
        return None
    text = moment.isoformat()
    if "." in text:
        whole, _, rest = text.partition(".")
        text = f"{whole}.{rest[:6]}".rstrip("0").rstrip(".") + rest[6:]
    return text.removesuffix("+00:00") + "Z" if not shift else text


def _month(word: str | None) -> int | None:
    """The number of an English month, written out or by its first three letters (four for "Sept")."""
    small = (word or "").lower()
    small = "sep" if small == "sept" else small
    return next((n for n, name in enumerate(_MONTHS, 1) if small in (name, name[:3])), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_in_name(name: str) -> date | None:
    """The one day that a file name tells (2023-03-21, 2023_03_21, 20230321); None where it tells none or several."""
    found = {_day(int(m[1]), int(m[3]), int(m[4])) for m in _IN_NAME.finditer(name) if 1800 <= int(m[1]) <= 2199}
    days = {day for day in found if day}
    return days.pop() if len(days) == 1 else None


def dateline(article: Article, year: int | None = None, month: int | None = None) -> date | None:
    """The day in the dateline ("MOSCOW, March 21, 2023 (Agency) --") that opens the text or follows its title.

    Args:
        article: Whose text is looked at.
        year: The year, where another source gives it: most datelines have none, and none is guessed.
        month: The month likewise; a dateline of another month is not believed.
    """
    body = article.text.lstrip()
    if article.title and not article.title_apart:
        body = body.removeprefix(article.title).lstrip()
    match = _DATELINE.match(body)
    if not match or not (found := _month(match["month"] or match["month2"])):
        return None
    given = int(match["year"]) if match["year"] else year
    if given is None or (year or given) != given or (month or found) != found:
        return None
    return _day(given, found, int(match["day"] or match["day2"]))


def with_day(article: Article, option: date | None, file_name: str | None) -> Article:
    """Give an article without a field for it the day that the next source has.

    Args:
        article: As its reader made it.
        option: The day given for the whole run; it goes before what HTML says of itself.
        file_name: The name of its file, None where that is none of the user's.
    """
    if article.published_by == "field":
        return article
    if option:
        return replace(article, published=option, published_by="option")
    if article.published:
        return article
    if file_name and (day := day_in_name(file_name)):
        return replace(article, published=day, published_by="filename")
    if day := dateline(article):
        return replace(article, published=day, published_by="dateline")
    return article


# ---------------------------------------------------------------------------------------------------------- credentials

_CREDENTIALS = re.compile(r"(?<=://)[^\s/?#]*@")


def without_credentials(address: str) -> str:
    """An address, or words with addresses in them, without the names and passwords that stand before hosts."""
    return _CREDENTIALS.sub("", address)


# ---------------------------------------------------------------------------------------------------------------- fault


def fault(article: Article) -> str | None:
    """Why an article cannot be taken, as the end of a sentence; None where it can."""
    if not article.text.strip():
        return "is empty"
    if len(article.text) > MAX_TEXT:
        return f"has more than {MAX_TEXT // 1_000_000} million characters; cut it into articles"
    if not article.id.strip():
        return "has a blank id"
    for name in ("id", "text", "title", "publisher", "url", "language"):
        value = getattr(article, name)
        if value and "\0" in value:
            return f"has a NUL character in its {name}"
        if value and not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
            return f"has half a surrogate pair in its {name}, which is no character"
    return None
