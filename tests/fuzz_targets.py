"""What is fuzzed: each target takes any bytes, and raises where a promise is broken.

``TARGETS`` are run on bytes that Hypothesis makes (in every test run), on those that atheris finds by the branches that
they take (``python tests/fuzz_targets.py NAME SECONDS FOLDER``), and on what either of them once found: files below
``tests/hostile/found``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.config import load_settings
from kg.dates import find_dates, resolve
from kg.decisions import Decisions
from kg.errors import ConfigError, InputError, UsageError
from kg.extract.lexicon import Lexicon
from kg.graph import terms
from kg.model import Article, Dropped
from kg.plugins import names
from kg.query.catalog import read_question
from kg.read.fields import dateline, day_in_name, parse_published, title_of
from kg.read.inputs import read_inputs
from kg.vocab.iri import document_id, slug
from kg.vocab.ontology import Ontology

FORMATS = sorted(name for name, place in names("reader").items() if place.startswith("kg."))
FOUND = Path(__file__).parent / "hostile" / "found"


@cache
def _place() -> Path:
    """A folder for the files of this process."""
    folder = TemporaryDirectory(prefix="kg-fuzz-")
    _KEPT.append(folder)
    return Path(folder.name)


_KEPT: list[TemporaryDirectory[str]] = []


@cache
def _ontology() -> Ontology:
    return Ontology.load()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace") if _decodes(data) else repr(data)


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")
    except UnicodeDecodeError:
        return False
    return True


def reader(data: bytes) -> None:
    """A file of any format (told by the first byte): articles, or reasons in our own words."""
    if not data:
        return
    path = _place() / f"x.{FORMATS[data[0] % len(FORMATS)]}"
    path.write_bytes(data[1:])
    items = list(read_inputs([path]))
    assert items, "the file vanished"
    for item in items:
        if isinstance(item, Dropped):
            assert item.reason and "Error: " not in item.reason, item.reason
        else:
            item.reading.encode()


def published(data: bytes) -> None:
    """A date in a field, a file's name or a dateline."""
    text = _text(data)
    parse_published(text)
    day_in_name(text)
    title_of(text)
    dateline(Article("a", text), 2023)


def phrase(data: bytes) -> None:
    """Date phrases in a text: the text's own words, and bounds in order."""
    text = _text(data)
    for found in find_dates(text):
        assert text[found.start : found.end] == found.phrase
        time = resolve(found, published=date(2023, 3, 21), dateline=None, event=None, tense=None)
        assert time is None or not (time.earliest and time.latest) or time.earliest <= time.latest


def iri(data: bytes) -> None:
    """Ids and terms: what is written is one term, or is refused."""
    text = _text(data)
    made = terms.iri("https://w3id.org/irkg/data/" + document_id(text))
    assert made.count("/") == 6 and made.isascii()
    assert slug(text).isascii()
    for write in (terms.text, terms.iri):
        try:
            written = write(text)
        except InputError:
            continue
        assert "\n" not in written


def header(data: bytes) -> None:
    """The file of a saved question."""
    path = _place() / "x.rq"
    path.write_bytes(data)
    try:
        read_question(path)
    except ConfigError as error:
        assert str(path) in str(error)


def lexicon(data: bytes) -> None:
    """A file of the lexicon."""
    folder = _place() / "lexicon"
    folder.mkdir(exist_ok=True)
    (folder / "x.toml").write_bytes(data)
    try:
        Lexicon(_ontology(), (folder,))
    except ConfigError as error:
        assert str(error)


def decisions(data: bytes) -> None:
    """A file of decisions."""
    path = _place() / "decisions.tsv"
    path.write_bytes(data)
    try:
        Decisions(path)
    except UsageError as error:
        assert str(error)


def settings(data: bytes) -> None:
    """A kg.toml."""
    folder = _place() / "settings"
    folder.mkdir(exist_ok=True)
    (folder / "kg.toml").write_bytes(data)
    try:
        load_settings(folder)
    except ConfigError as error:
        assert "kg.toml" in str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (reader, published, phrase, iri, header, lexicon, decisions, settings)
}


def main(name: str, seconds: str, folder: str) -> None:
    """Let atheris look for what breaks a target; a find is left in the folder, and ends the run with another code."""
    import atheris

    atheris.instrument_all()
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", "-timeout=60", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *options, "-max_len=20000", folder], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
