"""Makes files of every input format that hold the same two articles, for tests of the readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from xml.sax.saxutils import escape

TITLE = "Norway & Chile sign a treaty"
PARAGRAPHS = (
    "OSLO - Norway and Chile signed a treaty on fisheries in Oslo on Tuesday, the Norwegian foreign ministry said, "
    "after two years of talks between the two governments.",
    "The foreign minister of Chile thanked his hosts for the “warm welcome”, and said that the treaty would help the "
    "fishermen of both countries in the coming years.",
    "Norway had invited Chile to the talks in 2021. Both sides expect that their parliaments will approve the treaty "
    "before the end of the year, according to a joint statement.",
)
SECOND = (
    "Peru denied on Wednesday that it had been asked to join the treaty, and its foreign ministry said that no such "
    "invitation had been received from the two governments so far.",
)
URL, DAY, PUBLISHER = "https://news.example/norway-chile", "2023-03-21", "The Example"
MARKED = 'he said "no"; then\tleft'
"""Words that CSV, TSV and HTML must keep as they are."""


def text(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "\n\n".join(paragraphs)


def records() -> list[dict[str, str]]:
    first = {"id": "n1", "text": text(), "title": TITLE, "published": DAY, "publisher": PUBLISHER, "url": URL}
    return [first, {**first, "id": "n2", "text": text(SECOND), "title": "Peru denies", "url": f"{URL}-2"}]


def html(title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS, url: str = URL) -> str:
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Example</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{PUBLISHER}">
<meta property="article:published_time" content="{DAY}T10:00:00Z"><link rel="canonical" href="{url}"></head>
<body><nav><a href="/">Home</a> <a href="/x">World</a></nav><article><h1>{escape(title)}</h1>{body}</article>
<script>var x = "never read";</script><footer>Copyright 1999 Example</footer></body></html>"""


def _table(delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records()[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records())
    return out.getvalue().encode()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(r, other=1) for r in records()]), out)
    return out.getvalue()


def warc(*, packed: bool = False, pages: list[tuple[str, str]] | None = None) -> bytes:
    from fastwarc.stream_io import GzipWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    pages = pages if pages is not None else [(URL, html()), (f"{URL}-2", html("Peru denies", SECOND * 3, f"{URL}-2"))]
    out = io.BytesIO()
    records = [*((u, p, "text/html; charset=utf-8") for u, p in pages), (f"{URL}.png", "x", "image/png")]
    for number, (url, content, kind) in enumerate(records):
        target = GzipWriter(out) if packed else out
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = f"{DAY}T10:00:00Z"  # the same bytes each time
        record.headers["WARC-Record-ID"] = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
        record.is_http = True
        data = content.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
        record.set_bytes_content(head.encode() + data)
        record.write(target)
        if packed:
            target.finish()  # type: ignore[union-attr]
    return out.getvalue()


def newsml() -> bytes:
    def item(record: dict[str, str]) -> str:
        body = "".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n\n"))
        return f"""<newsItem guid="{record["id"]}" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="x"><name>{PUBLISHER}</name></provider><versionCreated>{DAY}T10:00:00Z</versionCreated>
<link rel="irel:seeAlso" href="{record["url"]}"/></itemMeta><contentMeta><headline>{escape(record["title"])}</headline>
<language tag="en"/></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns=
"http://iptc.org/std/NITF/2006-10-18/"><head><title>not this</title></head><body><body.head><hedline><hl1>nor
this</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf></inlineXML></contentSet></newsItem>"""

    items = "".join(map(item, records()))
    return f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
<header/><itemSet>{items}</itemSet></newsMessage>""".encode()


def rss() -> bytes:
    def item(record: dict[str, str]) -> str:
        body = "".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n\n"))
        return f"""<item><guid isPermaLink="false">{record["id"]}</guid><title>{escape(escape(record["title"]))}</title>
<link>{record["url"]}</link><pubDate>Tue, 21 Mar 2023 10:00:00 GMT</pubDate><description>short</description>
<content:encoded><![CDATA[{body}]]></content:encoded></item>"""

    items = "".join(map(item, records()))
    return f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{PUBLISHER}</title><link>https://news.example</link><language>en-gb</language>{items}</channel></rss>""".encode()


def atom() -> bytes:
    def entry(record: dict[str, str]) -> str:
        body = escape("".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n\n")))
        return f"""<entry><id>{record["id"]}</id><title>{escape(record["title"])}</title><link href="{record["url"]}"/>
<published>{DAY}T10:00:00Z</published><content type="html">{body}</content></entry>"""

    entries = "".join(map(entry, records()))
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"
xml:lang="en"><title>{PUBLISHER}</title>{entries}</feed>""".encode()


def mail(record: dict[str, str], form: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"] = f"{PUBLISHER} <news@news.example>"
    message["Subject"] = record["title"]
    message["Date"] = "Tue, 21 Mar 2023 10:00:00 +0000"
    message["Message-ID"] = f"<{record['id']}>"
    message["Archived-At"] = f"<{record['url']}>"
    if form == "plain":
        message.set_content(record["text"])
    else:
        message.set_content("<html><body>" + "".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n\n")) +
                            "</body></html>", subtype="html")  # fmt: skip
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    message.set_boundary("==boundary==")
    return message.as_bytes()


def mbox() -> bytes:
    return b"".join(b"From x@news.example Tue Mar 21 10:00:00 2023\n" + mail(r) + b"\n" for r in records())


def ninjs() -> bytes:
    def item(record: dict[str, str]) -> dict[str, object]:
        body = "".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n\n"))
        return {
            "id": record["id"],
            "uri": record["url"],
            "type": "text",
            "language": "en",
            "versioncreated": f"{DAY}T10:00:00Z",
            "headlines": [{"role": "short", "value": "x"}, {"role": "main", "value": record["title"]}],
            "bodies": [{"role": "main", "contenttype": "text/html", "value": body}],
            "infosources": [{"name": PUBLISHER}],
        }

    return json.dumps([item(record) for record in records()]).encode()


MAKERS: dict[str, Callable[[], bytes]] = {
    "txt": lambda: f"{TITLE}\n\n{text()}\n".encode(),
    "json": lambda: json.dumps(records()).encode(),
    "jsonl": lambda: "\n".join(map(json.dumps, records())).encode(),
    "ninjs": ninjs,
    "csv": lambda: _table(","),
    "tsv": lambda: _table("\t"),
    "parquet": parquet,
    "html": lambda: html().encode(),
    "htm": lambda: html().encode(),
    "xhtml": lambda: html().encode(),
    "warc": warc,
    "xml": newsml,
    "newsml": newsml,
    "rss": rss,
    "atom": atom,
    "eml": lambda: mail(records()[0]),
    "mbox": mbox,
}
"""A file of each format; a reader without one fails the compliance suite."""

ONE = ("txt", "html", "htm", "xhtml", "eml")
"""Formats that hold one article a file."""
