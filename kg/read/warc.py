"""Web archives: the pages of a crawl, one article each, called by its address."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Dropped
from kg.read.fields import title_of
from kg.read.html import MAX_PAGE, decode_html, page
from kg.read.open import NOTICE, naming, open_bytes

__all__ = ["WarcReader"]

_PAGES = ("text/html", "application/xhtml+xml")


class WarcReader:
    """Reads ``.warc`` and ``.warc.gz``: answers with code 200 that are HTML or plain text; others are counted."""

    def read(self, path: Path) -> Iterator[Article | Dropped]:
        """See ``protocols.Reader.read``."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        kinds = (WarcRecordType.response, WarcRecordType.resource)
        passed = any_record = 0
        with naming(path), open_bytes(path) as file:
            raw = getattr(file, "raw", file)  # unbuffered: what was read before a fault is not lost with it
            try:
                for record in ArchiveIterator(raw, record_types=WarcRecordType.any_type, auto_decode="all"):
                    any_record += 1
                    found = _article(record, path) if record.record_type in kinds else ()
                    passed += found is None
                    if found:
                        yield found
            except (InputError, GeneratorExit, KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # the parser is native: a panic in it is no Exception
                raise InputError(f"is damaged or cut short after record {any_record}: {error}") from error
            if not any_record:
                raise InputError("is empty, or no WARC file")
        if passed:
            yield Dropped(NOTICE, f"{passed} records that are no pages were passed over", what=str(path))


def _article(record: Any, path: Path) -> Article | Dropped | None:
    """The article of one record, why it has none, or None where it is no page."""
    address = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    http = record.http_headers
    message = Message()
    message["Content-Type"] = (http or record.headers).get("Content-Type") or ""
    kind = message.get_content_type()
    if (http is not None and http.status_code != 200) or kind not in (*_PAGES, "text/plain") or not address:
        return None
    if address.endswith("/robots.txt"):
        return None
    place = f"{path}, {address}"
    try:
        data = record.reader.read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            raise InputError(f"is over {MAX_PAGE // 1_000_000} MB")
        decoded = decode_html(data, message.get_content_charset())
        if kind in _PAGES:
            return page(decoded.text, address, place, address)
        return Article(address, decoded.text, title_of(decoded.text), url=address, source=place)
    except InputError as error:
        return Dropped("read", str(error), what=place)
