"""The hostile corpus: files of every format that mean harm or are broken, made anew each time, the same each time.

``corpus()`` gives them all. Each says how many records it holds where that can be told, so that a test can count:
what went in is stored, set aside or named.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from random import Random

import zstandard
from hostile_words import DATES, KINDS, classes
from reader_samples import DAY, MAKERS, atom, html, mail, mbox, newsml, ninjs, rss, text, warc

TALE = (
    "{name} - the foreign minister of Japan, Yoko {name} Kamikawa, met Wang Yi in Beijing on Monday, {name} said. "
    "China invited Japan to talks in Tokyo on Tuesday. “{name}”, the ministry of {name} announced on Wednesday."
)
"""An article about a name; it tells two events whatever the name is."""

SURVIVES = "Norway accused Peru of harassing fishermen on Friday, the ministry said."


@dataclass(frozen=True)
class Nasty:
    """A hostile file.

    Attributes:
        name: Of the file, with its suffix; unique in the corpus.
        kind: What is nasty about it.
        data: Its bytes.
        records: How many articles somebody meant to put into it; None where nothing can be made out of it.
        heavy: It takes seconds, not milliseconds.
    """

    name: str
    kind: str
    data: bytes
    records: int | None = None
    heavy: bool = False


def record(word: str, number: int = 0, **other: object) -> dict[str, object]:
    """An article that has a word in every field."""
    return {
        "id": f"{word}",
        "text": f"{TALE.format(name=word)} Number {number}. {SURVIVES}",
        "title": f"Talks of {word}",
        "published": DAY,
        "publisher": f"The {word} Post",
        "url": f"https://example.org/{word}",
        **other,
    }


def _table(records: list[dict[str, object]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _parquet(records: list[dict[str, object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), out)
    return out.getvalue()


def _raw(markup: str) -> bytes:
    return markup.encode("utf-8", "surrogatepass")


def _page(one: dict[str, object]) -> str:
    """A page whose words stand in it as they are, markup and all."""
    return (
        f"<!DOCTYPE html><html><head><title>{one['title']}</title><meta property='og:site_name' content=\""
        f'{one["publisher"]}"><link rel="canonical" href="{one["url"]}"></head><body><article><h1>{one["title"]}</h1>'
        f"<p>{one['text']}</p><p>{one['text']}</p></article></body></html>"
    )


def _feed(one: dict[str, object]) -> bytes:
    return _raw(
        f"<rss version='2.0'><channel><title>{one['publisher']}</title><item><guid>{one['id']}</guid>"
        f"<title>{one['title']}</title><link>{one['url']}</link><description>{one['text']}</description>"
        f"<pubDate>{one['published']}</pubDate></item></channel></rss>"
    )


def _letter(one: dict[str, object]) -> bytes:
    return _raw(
        f"From: {one['publisher']} <a@example.org>\nSubject: {one['title']}\nMessage-ID: <{one['id']}>\n"
        f"Date: {one['published']}\nArchived-At: <{one['url']}>\n\n{one['text']}\n"
    )


def _in_form(form: str, one: dict[str, object]) -> tuple[str, bytes, int | None]:
    """One record in a format: suffix, bytes, and how many records a reader must account for."""
    if form == "json":
        return "json", json.dumps(one).encode(), 1
    if form == "jsonl":
        return "jsonl", json.dumps(one).encode() + b"\n" + json.dumps(record("plain", 7)).encode(), 2
    if form in ("csv", "tsv"):
        return form, _table([one], "," if form == "csv" else "\t"), 1
    if form == "parquet":
        return form, _parquet([one]), 1
    if form == "html":
        return form, _raw(_page(one)), 1
    if form == "rss":
        return form, _feed(one), None
    if form == "eml":
        return form, _letter(one), 1
    if form == "mbox":
        return form, b"From a@example.org Tue\n" + _letter(one), None
    if form == "warc":
        return form, warc(pages=[(str(one["url"]), _page(one))]), None
    return "txt", _raw(f"{one['title']}\n\n{one['text']}"), 1


_FORMS = ("csv", "html", "jsonl", "parquet", "rss", "eml", "tsv", "warc", "txt", "mbox")


def _words() -> Iterator[Nasty]:
    """Every hostile word in every field of a JSON file, and of one other format in turn."""
    forms = cycle(_FORMS)
    for kind, words in KINDS.items():
        for number, word in enumerate(words):
            for form in ("json", next(forms)):
                one = record(word, number)
                if form in ("parquet", "warc") and kind == "surrogate":
                    form = "jsonl"  # neither can be made with half a character
                try:
                    suffix, data, records = _in_form(form, one)
                except (csv.Error, ValueError):
                    suffix, data, records = _in_form("jsonl", one)
                yield Nasty(f"{kind}-{number}-{form}.{suffix}", kind, data, records)
    for name, characters in classes().items():
        form = next(forms)
        for each in ("json", form):
            suffix, data, records = _in_form("jsonl" if name == "Cs" else each, record(characters))
            yield Nasty(f"class-{name}-{each}.{suffix}", "unicode", data, records)


def _dates() -> Iterator[Nasty]:
    forms = cycle(("json", "csv", "rss", "eml"))
    for number, day in enumerate(DATES):
        suffix, data, records = _in_form(next(forms), record(f"date {number}", number, published=day))
        yield Nasty(f"date-{number}.{suffix}", "date", data, records)


def _shapes() -> Iterator[Nasty]:
    """JSON that is no article, or more than one."""
    deep = 200_000
    texts = {
        "deep-lists": "[" * deep + "]" * deep,
        "deep-objects": '{"text":' * deep + "1" + "}" * deep,
        "huge-number": '{"id": ' + "9" * 5000 + ', "text": "China met Japan."}',
        "huge-float": '{"id": 1e99999, "text": "China met Japan."}',
        "not-a-number": '{"id": "nan", "text": "China met Japan.", "published": NaN}',
        "same-key-twice": '{"text": "a", "text": "China met Japan on Monday."}',
        "lists-for-words": '{"id": ["x"], "text": {"a": 1}, "title": 7, "url": true}',
        "lone-escape": '{"id": "x", "text": "China met \\ud83d Japan.", "title": "\\udc00"}',
        "nul-escape": '{"id": "x", "text": "China\\u0000 met Japan."}',
        "prototype": '{"__proto__": {"text": "x"}, "constructor": 1, "__class__": "x"}',
        "a-string": '"China met Japan"',
        "null": "null",
        "cut": '{"text": "China met Japan',
        "two-documents": '{"text": "a"}{"text": "b"}',
        "blank-id": '{"id": " ", "text": "China met Japan on Monday."}',
    }
    for name, content in texts.items():
        yield Nasty(f"{name}.json", "shape", content.encode(), None)
    lines = [json.dumps({"text": "China met Japan on Monday.", "id": f"{n}"}) for n in range(5)]
    broken = ["{", "\x00", "null", "[1, 2", '{"text": 1}', "\ufeff", "NaN", '{"id": "y"}']
    mixed = [line for pair in zip(lines, broken, strict=False) for line in pair] + broken[5:]
    yield Nasty("broken-lines.jsonl", "shape", "\n".join(mixed).encode(), len(mixed))
    same = (json.dumps({"id": "same", "text": f"China met Japan on Monday {n}."}) for n in range(4))
    yield Nasty("one-id-many-texts.jsonl", "shape", "\n".join(same).encode(), 4)


def _tables() -> Iterator[Nasty]:
    texts = {
        "no-text.csv": "id,title\n1,x\n",
        "open-quote.csv": 'id,text\n1,"China met Japan\n2,x\n',
        "many-fields.csv": "id,text\n" + "1," * 500 + "\n",
        "wide-row.tsv": "id\ttext\n" + "x\t" * 2000 + "\n",
        "nul.csv": "id,text\n1,a\0b\n",
        "twice.csv": "text,text,text\na,b,c\n",
        "only-head.csv": "id,text\n",
        "quotes.csv": 'id,text\n"""",""""""\n',
        "mac.csv": "id,text\r1,China met Japan.\r",
    }
    for name, content in texts.items():
        yield Nasty(name, "table", content.encode())


def _markup() -> Iterator[Nasty]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    outer = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    item = "<rss><channel><item><title>t</title><description>{0}</description></item></channel></rss>"
    news = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x"><contentSet><inlineXML>{0}</inlineXML>' \
           "</contentSet></newsItem>"  # fmt: skip
    for suffix, form in (("rss", item), ("newsml", news), ("xml", news), ("atom", item), ("xhtml", "<p>{0}</p>")):
        yield Nasty(f"laughs.{suffix}", "entity", (bomb + form.format("&l9;")).encode())
        yield Nasty(f"file-entity.{suffix}", "entity", (outer + form.format("&e;")).encode())
        wide = (outer + form.format("&e;")).encode("utf-16")
        yield Nasty(f"file-entity-wide.{suffix}", "entity", wide)
        parameter = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://203.0.113.7/x.dtd"> %p;]>'
        yield Nasty(f"parameter-entity.{suffix}", "entity", (parameter + form.format("x")).encode())
        yield Nasty(f"outer-dtd.{suffix}", "entity",
                    ('<!DOCTYPE x SYSTEM "http://203.0.113.7/x.dtd">' + form.format("x")).encode())  # fmt: skip
        yield Nasty(f"deep.{suffix}", "depth", form.format("<div>" * 30_000 + "x" + "</div>" * 30_000).encode())
        yield Nasty(f"attributes.{suffix}", "depth",
                    form.format("<p " + " ".join(f'a{n}="x"' for n in range(20_000)) + ">x</p>").encode())  # fmt: skip
        include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        yield Nasty(f"include.{suffix}", "entity", form.format(include).encode())
    yield Nasty("open-tags.html", "depth", b"<html><body><article>" + b"<p><b><i>" * 5000 + TALE.encode())
    yield Nasty("scripts.html", "html", html("x", tuple(f"<script>{TALE}</script>" for _ in range(3))).encode())
    yield Nasty("references.html", "html", html("x", ("&#0;&#xD800;&#x110000;&#999999999999;" + SURVIVES,)).encode())
    yield Nasty("lying-charset.html", "encoding", html().replace("utf-8", "utf-7").encode("latin-1", "replace"))
    yield Nasty("no-such-charset.html", "encoding", html().replace("utf-8", "x-taken").encode())


def _encodings() -> Iterator[Nasty]:
    tale = f"Zażółć {TALE.format(name='Müller')} {SURVIVES}"
    for name in ("utf-16", "utf-16-be", "utf-32", "utf-7", "utf-8-sig", "cp1250", "iso8859-2", "koi8-r", "gb18030",
                 "shift_jis", "cp037"):  # fmt: skip
        yield Nasty(f"{name}.txt", "encoding", tale.encode(name, "replace"), 1)
        yield Nasty(f"{name}.json", "encoding", json.dumps(record("ż"), ensure_ascii=False).encode(name, "replace"))
    yield Nasty("half-utf-8.txt", "encoding", SURVIVES.encode() + b" \xe2\x82" + SURVIVES.encode(), 1)
    yield Nasty("overlong.txt", "encoding", b"\xc0\xaf\xc0\xae China met Japan on Monday.", 1)
    yield Nasty("two-encodings.jsonl", "encoding",
                json.dumps(record("é"), ensure_ascii=False).encode() + b"\n" +
                json.dumps(record("ü", 1), ensure_ascii=False).encode("cp1252"), 2)  # fmt: skip
    yield Nasty("odd-wide.txt", "encoding", b"\xff\xfe" + "China".encode("utf-16-le") + b"x", 1)


def _broken() -> Iterator[Nasty]:
    """A file of each format cut short in three places, empty, zeroes, noise, and with bytes turned over."""
    random = Random(7)
    for form, make in MAKERS.items():
        whole = make()
        for place in (3, 5, 9):
            yield Nasty(f"cut-{place}.{form}", "truncated", whole[: len(whole) * place // 10])
        yield Nasty(f"empty.{form}", "empty", b"")
        yield Nasty(f"noise.{form}", "noise", random.randbytes(4096))
        turned = bytearray(whole)
        for _ in range(20):
            turned[random.randrange(len(turned))] ^= 1 << random.randrange(8)
        yield Nasty(f"turned.{form}", "noise", bytes(turned))
    for form in ("json", "jsonl", "csv", "warc", "rss", "mbox"):
        packed = gzip.compress(MAKERS[form](), mtime=0)
        yield Nasty(f"cut.{form}.gz", "truncated", packed[: len(packed) * 2 // 3])
        yield Nasty(f"tail.{form}.gz", "noise", packed + b"taken")
        yield Nasty(f"sum.{form}.gz", "noise", packed[:-8] + b"\0" * 8)
        yield Nasty(f"named.{form}.zst", "noise", packed)
    yield Nasty("bzip2.txt", "noise", bz2.compress(text().encode()))
    yield Nasty("deflate.gz", "noise", zlib.compress(text().encode()))


def _gzip_of_zeroes(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        for _ in range(size >> 20):
            file.write(b" " * (1 << 20))
    return out.getvalue()


def _bombs() -> Iterator[Nasty]:
    """Packed files that unpack to far more than anybody may hold in memory."""
    gz = _gzip_of_zeroes(400 << 20)
    zst = zstandard.ZstdCompressor().compress(b" " * (400 << 20))
    for form in ("txt", "json", "jsonl", "html", "warc", "csv", "rss"):
        heavy = form not in ("txt", "jsonl")
        yield Nasty(f"bomb.{form}.gz", "bomb", gz, heavy=heavy)
        yield Nasty(f"bomb.{form}.zst", "bomb", zst, heavy=heavy)
    yield Nasty("bomb-in-bomb.txt.gz", "bomb", gzip.compress(gz, mtime=0))


def _large() -> Iterator[Nasty]:
    words = [f"word{n}" for n in range(20_000)]
    yield Nasty(
        "sentence-of-20000-words.txt", "size", f"China met Japan and {' '.join(words)} in Oslo.".encode(), 1, True
    )
    yield Nasty("one-word.txt", "size", b"a" * 1_000_000, 1)
    yield Nasty("quotes.txt", "size", ("“" * 5000 + "China met Japan.").encode(), 1)
    yield Nasty("brackets.txt", "size", ("(" * 5000 + "China met Japan.").encode(), 1)
    yield Nasty("full-stops.txt", "size", (". " * 20_000 + SURVIVES).encode(), 1, True)
    yield Nasty("names.txt", "size", ("China, Japan, Russia and " * 1500 + "Peru met.").encode(), 1, True)
    yield Nasty("lines.txt", "size", b"\n" * 500_000 + SURVIVES.encode(), 1)
    yield Nasty("fifty-megabytes.txt", "size", (SURVIVES + "\n\n").encode() * 700_000, 1, True)
    yield Nasty("fifty-megabytes.jsonl", "size",
                json.dumps({"id": "big", "text": SURVIVES * 700_000}).encode() + b"\n" +
                json.dumps(record("after")).encode(), 2, True)  # fmt: skip


def _letters() -> Iterator[Nasty]:
    plain = mail(record_as_text()).decode()
    bodies = {
        "folded": "Subject: a\n b\n\tc\n" + plain,
        "no-end": plain.replace("Content-Type: multipart/mixed", "Content-Type: multipart/mixed; boundary=none"),
        "wrong-charset": plain.replace("utf-8", "x-taken"),
        "not-base64": plain.replace("7bit", "base64"),
        "headers": "".join(f"X-{n}: y\n" for n in range(5000)) + plain,
        "nested": "Content-Type: message/rfc822\n\n" * 300 + plain,
        "encoded-words": "Subject: =?utf-8?b?////?= =?x-taken?q?=00?=\n" + plain,
        "from": 'From: "\\" <<>>@,;:\n' + plain,
    }
    for name, body in bodies.items():
        yield Nasty(f"mail-{name}.eml", "mail", body.encode(), 1)
        yield Nasty(f"mail-{name}.mbox", "mail", b"From x Tue\n" + body.encode())


def record_as_text() -> dict[str, str]:
    """A record of plain words."""
    return {name: str(value) for name, value in record("plain").items()}


def _archives() -> Iterator[Nasty]:
    whole = warc()
    yield Nasty("length-lies.warc", "archive", whole.replace(b"Content-Length: 1", b"Content-Length: 9"))
    yield Nasty("length-negative.warc", "archive", whole.replace(b"Content-Length: ", b"Content-Length: -"))
    yield Nasty("length-huge.warc", "archive", whole.replace(b"Content-Length: ", b"Content-Length: 99999999999"))
    yield Nasty("no-address.warc", "archive", whole.replace(b"WARC-Target-URI", b"X-None"))
    yield Nasty("version.warc", "archive", whole.replace(b"WARC/1.1", b"WARC/9.9"))
    yield Nasty(
        "hostile-address.warc", "archive", warc(pages=[("javascript:alert(1)", html()), ("../../x", html())]), 2
    )
    for name, make in (("ninjs", ninjs), ("atom", atom), ("newsml", newsml), ("rss", rss), ("mbox", mbox)):
        yield Nasty(f"wrong-name-{name}.warc", "archive", make())
        yield Nasty(f"wrong-name-{name}.parquet", "archive", make())


def small() -> list[Nasty]:
    """Those of some kilobytes."""
    return [
        *_words(), *_dates(), *_shapes(), *_tables(), *_markup(), *_encodings(), *_broken(), *_letters(), *_archives(),
    ]  # fmt: skip


@cache
def corpus() -> tuple[Nasty, ...]:
    """All of them, in one order."""
    return (*small(), *_bombs(), *_large())
