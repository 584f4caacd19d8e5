"""Frames that others always go before are found, and no others; frames are listed in the order of preference."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.lexicon import Lexicon
from kg.extract.shadows import preferred, shadows, untested
from kg.vocab.ontology import Ontology

ONTOLOGY = Ontology.load()
EXAMPLE = 'example = "Chad hugs Niger."\nexpect = { meetingParty = "Niger" }\n'
PLAIN = 'args = { subject = "meetingParty", object = "meetingParty" }\n'
ONE_OF = 'args = { subject = "meetingParty" }\nwhere = { subject = "@friends" }\n'


def lexicon(folder: Path, *frames: str) -> Lexicon:
    """A lexicon of frames of one verb, called f1, f2 and so on."""
    blocks = [
        f'[[frame]]\nid = "f{n}"\nverb = ["hug"]\nevent = "Meeting"\n{frame}{EXAMPLE}'
        for n, frame in enumerate(frames, 1)
    ]
    words = '[class]\nfriends = ["pal", "mate"]\nall = ["pal", "mate", "chum"]\n[words]\nprepositions = ["with"]\n'
    (folder / "a.toml").write_text("\n".join([words, *blocks]))
    return Lexicon(ONTOLOGY, (folder,))


def hidden(found: Lexicon) -> list[tuple[str, str, bool]]:
    return [(one.frame, one.by, one.named) for one in shadows(found)]


def test_of_two_alike_only_the_name_decides(tmp_path: Path) -> None:
    assert hidden(lexicon(tmp_path, PLAIN, PLAIN)) == [("f1", "f2", True)]


def test_a_frame_that_prefers_itself_hides_a_narrower_one(tmp_path: Path) -> None:
    narrow = PLAIN + 'where = { object = "state" }\n'
    assert hidden(lexicon(tmp_path, narrow, PLAIN + "prefer = 1\n")) == [("f1", "f2", False)]


@pytest.mark.parametrize(
    ("loose", "narrow"),
    [
        (PLAIN, PLAIN + 'need = ["object"]\n'),
        (PLAIN, PLAIN + 'where = { object = "state" }\n'),
        (PLAIN + 'need = ["object|with"]\nprefer = 1\n', PLAIN + 'need = ["subject"]\n'),
        (PLAIN + 'lacks = ["with"]\nprefer = 1\n', PLAIN + 'need = ["object"]\n'),
        (ONE_OF + "prefer = 1\n", 'args = { subject = "meetingParty" }\nwhere = { subject = "@all" }\n'),
        (PLAIN + 'where = { object = "!state" }\nprefer = 1\n', PLAIN + 'where = { object = "party" }\n'),
        ('args = { subject = "meetingParty" }\nprefer = 1\n', PLAIN),
    ],
)
def test_a_frame_that_can_be_read_is_not_hidden(tmp_path: Path, loose: str, narrow: str) -> None:
    """The looser frame goes after the narrower, or does not always match, or might find nobody."""
    assert hidden(lexicon(tmp_path, loose, narrow)) == []


@pytest.mark.parametrize(
    ("before", "hides"),
    [
        (PLAIN + 'need = ["object|with"]\nprefer = 1\n', PLAIN + 'need = ["object"]\n'),
        (PLAIN + "prefer = 1\n", PLAIN + 'lacks = ["with"]\n'),
        ('args = { subject = "meetingParty" }\nwhere = { subject = "@all" }\nprefer = 1\n', ONE_OF),
        (
            'args = { subject = "meetingParty" }\nwhere = { subject = ["@all", "state"] }\nprefer = 1\n',
            'args = { subject = "meetingParty" }\nwhere = { subject = ["=pal", "state"] }\n',
        ),
    ],
)
def test_conditions_that_imply_others_are_seen_through(tmp_path: Path, before: str, hides: str) -> None:
    assert hidden(lexicon(tmp_path, before, hides)) == [("f2", "f1", False)]


def test_a_frame_whose_examples_ask_for_no_filler_is_untested(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(
        '[[frame]]\nid = "silent"\nverb = ["hug"]\nevent = "Meeting"\nargs = { subject = "meetingParty" }\n'
        'example = "Chad hugs."\nexpect = { none = "x" }\nmore = [{ example = "Chad hugs it.", expect = {} }]\n'
    )
    assert list(untested(lexicon(tmp_path, PLAIN))) == ["silent"]


def test_what_is_preferred_stands_first(tmp_path: Path) -> None:
    found = lexicon(tmp_path, PLAIN, PLAIN + "prefer = 1\n", PLAIN + 'need = ["object"]\n')
    assert [frame.id for frame in preferred(found)] == ["f2", "f3", "f1"]


def test_no_frame_of_the_shipped_lexicon_is_hidden_or_untested() -> None:
    shipped = Lexicon.load(ONTOLOGY)
    assert [f"{one.frame} by {one.by} for {one.word}" for one in shadows(shipped)] == []
    assert list(untested(shipped)) == []
