"""What each format does of its own: encodings, odd records, hostile files."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from reader_samples import DAY, MAKERS, MARKED, PARAGRAPHS, TITLE, URL, html, mail, newsml, records, rss, text, warc

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.plugins import load
from kg.read.html import decode_html, page
from kg.read.inputs import read_inputs
from kg.read.markup import in_words, parse_xml
from kg.read.open import NOTICE


def read(folder: Path, name: str, data: bytes) -> tuple[list[Article], list[Dropped]]:
    path = folder / name
    path.write_bytes(data)
    items = list(read_inputs([path]))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Dropped)]


# ---------------------------------------------------------------------------------------------------------------- html


def test_what_surrounds_the_article_is_left_out_and_the_day_is_the_pages_own(tmp_path: Path) -> None:
    ((article,), aside) = read(tmp_path, "a.html", html().encode())
    assert aside == []
    assert article.text == text() or article.text == f"{TITLE}\n\n{text()}"
    assert article.published_by == "html"
    ((article,), _) = read(tmp_path, "b-2020-01-01.html", html().replace(DAY, "").encode())
    assert (article.published, article.published_by) == (date(2020, 1, 1), "filename")


def test_a_page_without_a_day_gets_none_though_a_footer_has_a_year(tmp_path: Path) -> None:
    ((article,), _) = read(tmp_path, "a.html", html().replace(DAY, "").encode())
    assert article.published is None


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        ("<meta charset='windows-1251'>Москва".encode("cp1251"), None, "windows-1251"),
        ("<p>Köln</p>".encode("latin-1"), "iso-8859-1", "iso-8859-1"),
        ("<meta charset='nonsense'><p>Köln</p>".encode(), "more-nonsense", "utf-8"),
        ("<meta charset='ascii'><p>Köln</p>".encode(), None, "utf-8"),
        ("<meta charset='ascii'><p>Köln</p>".encode("utf-16"), None, "utf-16"),
    ],
)
def test_the_encoding_that_a_page_declares_counts_where_it_fits(
    data: bytes, declared: str | None, encoding: str
) -> None:
    found = decode_html(data, declared)
    assert found.encoding == encoding
    assert "Köln" in found.text or "Москва" in found.text


@pytest.mark.parametrize("markup", ["<html></html>", "<p>", "<" * 5000, "<div>" * 50_000, "&#0;&#xD800;" * 50])
def test_a_page_without_an_article_is_one_sentence(markup: str) -> None:
    with pytest.raises(InputError):
        page(markup, "a", "a.html")


def test_words_of_a_fragment() -> None:
    assert in_words("<p>One &amp; two</p><p>three<br>four</p><script>no()</script> tail") == (
        "One & two\n\nthree\n\nfour\n\ntail"
    )
    assert in_words("a < b\nand c") == "a < b\nand c"
    assert in_words('<?xml version="1.0" encoding="utf-8"?><b>x</b>') == "x"
    assert in_words("<p>" + "<i>" * 20_000 + "deep") in ("deep", "")


# ----------------------------------------------------------------------------------------------------------------- xml

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.newsml"])
def test_xml_that_declares_entities_is_refused(doctype: str, encoding: str, name: str, tmp_path: Path) -> None:
    body = (rss() if name.endswith("rss") else newsml()).decode().partition("?>")[2]
    data = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body.replace("fisheries", "&a;")}'.encode(encoding)
    found, (dropped,) = read(tmp_path, name, data)
    assert found == [] and "entities" in dropped.reason


def test_an_outer_dtd_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY a "fetched">')
    root = parse_xml(f'<!DOCTYPE x SYSTEM "file://{tmp_path}/x.dtd"><x>y</x>'.encode())
    assert root.text == "y"
    assert root.getroottree().docinfo.externalDTD is None


def test_xml_nested_too_deep_is_refused() -> None:
    with pytest.raises(InputError):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_other_xml_and_items_without_text_are_named(tmp_path: Path) -> None:
    _, (dropped,) = read(tmp_path, "a.xml", b"<book><p>x</p></book>")
    assert "NewsML-G2" in dropped.reason
    data = newsml().replace(b"inlineXML", b"remoteContent", 2)
    found, (dropped,) = read(tmp_path, "b.xml", data)
    assert [a.id for a in found] == ["n2"] and "item 1" in dropped.what


def test_a_feed_that_is_called_xml_and_one_with_summaries_alone(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "a.xml", rss())
    assert [a.id for a in found] == ["n1", "n2"]
    found, _ = read(tmp_path, "b.rss", rss().replace(b"content:encoded", b"other"))
    assert found[0].text == "short"


# -------------------------------------------------------------------------------------------------------------- tables


def test_rows_quoted_broken_and_blank(tmp_path: Path) -> None:
    quoted = MARKED.replace('"', '""')
    data = f'id;Text\n1;"two\n\nparagraphs; {quoted}"\n\n2;x;y;z\n3;last\n'
    found, aside = read(tmp_path, "a.csv", data.encode())
    assert [(a.id, a.text) for a in found] == [("1", f"two\n\nparagraphs; {MARKED}"), ("3", "last")]
    assert [d.what.rpartition(" ")[2] for d in aside] == ["6"]


def test_a_table_without_a_text_column_and_one_in_another_encoding(tmp_path: Path) -> None:
    _, (dropped,) = read(tmp_path, "a.tsv", b"id\twords\n1\tx\n")
    assert "body_text" in dropped.reason
    found, (notice,) = read(tmp_path, "b.tsv", "id\ttext\n1\tDas Gespräch in Köln über Öl\n".encode("cp1252"))
    assert found[0].text == "Das Gespräch in Köln über Öl" and notice.stage == NOTICE


def test_parquet_moments_and_missing_values(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    rows = [
        {"id": 1, "body": "Xi came.", "date": datetime(2023, 3, 21, 10, tzinfo=UTC)},
        {"id": 2, "body": None, "date": None},
        {"id": 3, "body": "Xi left.", "date": datetime(2023, 3, 22)},
    ]
    pq.write_table(pa.Table.from_pylist(rows), out)
    found, (dropped,) = read(tmp_path, "a.parquet", out.getvalue())
    assert [(a.id, a.published) for a in found] == [("1", date(2023, 3, 21)), ("3", date(2023, 3, 22))]
    assert "row 2" in dropped.what


# ----------------------------------------------------------------------------------------------------------- warc, mail


def test_a_web_archive_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    pages = [(f"{URL}-{n}", html(f"{TITLE} {n}", (*PARAGRAPHS, f"Number {n}."))) for n in range(6)]
    data = warc(packed=True, pages=pages)
    found, (dropped,) = read(tmp_path, "a.warc.gz", data[: len(data) * 2 // 3])
    assert 1 <= len(found) < 6 and "damaged or cut short" in dropped.reason
    assert [a.url for a in found] == [url for url, _ in pages][: len(found)]


def test_records_that_are_no_pages_are_counted_and_bad_pages_named(tmp_path: Path) -> None:
    found, aside = read(tmp_path, "a.warc", warc(pages=[(URL, html()), (f"{URL}-x", "<html></html>")]))
    assert [a.id for a in found] == [URL]
    assert [(d.stage, d.what.rpartition(", ")[2]) for d in aside if d.stage != NOTICE] == [("read", f"{URL}-x")]
    assert [d.reason for d in aside if d.stage == NOTICE] == ["1 records that are no pages were passed over"]


def test_packed_whole_or_by_record_an_archive_is_the_same(tmp_path: Path) -> None:
    whole, _ = read(tmp_path, "a.warc.gz", gzip.compress(warc()))
    each, _ = read(tmp_path, "b.warc.gz", warc(packed=True))
    assert [(a.id, a.text) for a in whole] == [(a.id, a.text) for a in each]


def test_a_mail_in_html_and_a_line_that_begins_with_from(tmp_path: Path) -> None:
    ((article,), _) = read(tmp_path, "a.eml", mail(records()[0], "html"))
    assert article.text == text()
    record = dict(records()[0], text="Talks ended.\n\nFrom Oslo he flew home.")
    raw = b"From a@b.example x\n" + mail(record).replace(b"\nFrom Oslo", b"\n>From Oslo")
    found, aside = read(tmp_path, "b.mbox", raw + b"\nFrom a@b.example x\n" + mail(records()[1]))
    assert [a.id for a in found] == ["n1", "n2"] and aside == []
    assert found[0].text == record["text"]


def test_a_third_partys_reader_that_fails_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text("Xi came.")
    monkeypatch.setattr(load("reader", "jsonl"), "read", lambda self, path: iter([1 // 0]))
    (tmp_path / "a.jsonl").write_text("{}")
    dropped, article = read_inputs([tmp_path])
    assert isinstance(dropped, Dropped) and "ZeroDivisionError" in dropped.reason
    assert isinstance(article, Article)


def test_a_broken_ninjs_record_costs_that_record_alone(tmp_path: Path) -> None:
    odd = [{"bodies": 3}, {"bodies": [3, {"value": 4}], "headlines": {}}, {"body_html": [], "infosources": 1}]
    lines = [json.dumps(record) for record in (*odd, *json.loads(MAKERS["ninjs"]()))]
    found, aside = read(tmp_path, "a.jsonl", "\n".join(lines).encode())
    assert [a.id for a in found] == ["n1", "n2"]
    assert [d.what.rpartition(" ")[2] for d in aside] == ["1", "2", "3"]


def test_ninjs_by_another_name_and_line_by_line(tmp_path: Path) -> None:
    items = json.loads(MAKERS["ninjs"]())
    for name, data in (("a.json", json.dumps(items)), ("b.jsonl", "\n".join(map(json.dumps, items)))):
        found, aside = read(tmp_path, name, data.encode())
        assert [a.id for a in found] == ["n1", "n2"] and aside == []
        assert (found[0].text, found[0].title) == (text(), TITLE)


@pytest.mark.parametrize("form", ["html", "newsml", "rss", "warc", "parquet", "json", "jsonl"])
def test_standard_input_is_told_by_how_it_begins(form: str) -> None:
    items = list(read_inputs(["-"], stdin=io.BytesIO(MAKERS[form]())))
    (first, *_) = [item for item in items if isinstance(item, Article)]
    assert first.title == TITLE


@pytest.mark.parametrize("attributes", ['a{}="x" ', "a{} ", "a{}/", "a{}='<>' ", "a{}=x "])
def test_a_tag_with_endless_attributes_is_refused(attributes: str, tmp_path: Path) -> None:
    """Parsers of HTML take time by the square of their number."""
    tag = f"<p {''.join(attributes.format(n) for n in range(1_500))}>"
    (found, aside) = read(tmp_path, "a.html", html().replace("<p>", tag, 1).encode())
    assert found == [] and "1,000 attributes" in aside[0].reason
    (found, aside) = read(tmp_path, "a.rss", rss().replace(b"<item>", f"<item>{tag}".encode(), 1))
    assert found == [] and "1,000 attributes" in aside[0].reason
    assert in_words(f"{tag}words</p>") == ""


def test_a_tag_with_many_words_is_none_of_many_attributes(tmp_path: Path) -> None:
    long = "word " * 5_000
    ((article,), _) = read(tmp_path, "a.html", html().replace("<p>", f'<p title="{long}">', 1).encode())
    assert article.title == TITLE
    assert in_words(f'<p title="{long}">words</p>') == "words"


def test_a_mail_with_an_endless_header_is_set_aside(tmp_path: Path) -> None:
    """Python's parser of headers takes time by the square of their length."""
    for header in ("Subject", "From", "Date", "Content-Type"):
        sent = f"{header}: {'March 2 ' * 2_000}\n\nChina met Japan.".encode()
        found, aside = read(tmp_path, "a.eml", sent)
        assert found == [] and "more than 10,000 characters" in aside[0].reason
    found, _ = read(tmp_path, "a.mbox", b"From x\n" + sent + b"\n\nFrom x\nSubject: a\n\nChina met Japan.\n")
    assert [article.title for article in found] == ["a"]


def test_a_table_with_the_line_ends_of_old_is_named(tmp_path: Path) -> None:
    found, aside = read(tmp_path, "a.csv", b"id,text\r1,China met Japan.\r")
    assert found == [] and "no first row that names its columns" in aside[0].reason
