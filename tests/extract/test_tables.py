"""A lexicon of one's own that is wrong: one sentence that names the file, what is wrong in it, and what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ConfigError
from kg.extract.lexicon import Lexicon
from kg.vocab.ontology import Ontology


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[operator]]\nword = ["mull"]\neffect = "maybe"', "'mull' has the effect 'maybe'; known: planned"),
        ('[[support]]\nverb = ["mull"]\neffect = "maybe"', "'mull' has the effect 'maybe'; known: planned"),
        ('[[verb]]\nword = "mull"', "no table is called 'verb'; known: frame"),
        ("[[frame", "mend the file"),
        ('[[operator]]\neffect = "wish"', "an [[operator]] block: word must be a list of words"),
        ('[[operator]]\nword = ["mull"]', "operator 'mull' has the effect None; known: planned"),
        ('[[support]]\nnoun = "object"', "a [[support]] block: verb must be a list of words"),
        ('[[support]]\nverb = ["mull"]\nargs = ["subject"]', "support 'mull': args must be a table of texts"),
    ],
)
def test_what_no_lexicon_has_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        Lexicon.load(Ontology.load(), tmp_path)
    assert "own.toml" in str(caught.value)
    assert told in str(caught.value)


FRAME = {
    "id": '"hug-v-1"',
    "verb": '["hug"]',
    "event": '"Meeting"',
    "args": '{ subject = "meetingParty", with = "meetingParty" }',
    "example": '"Chad hugs Niger."',
    "expect": '{ meetingParty = "Niger" }',
}
"""A frame that is as it must be."""


def frame(**changes: str) -> str:
    return "[[frame]]\n" + "\n".join(f"{key} = {value}" for key, value in {**FRAME, **changes}.items())


def test_a_frame_that_is_as_it_must_be_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(frame())
    assert "hug-v-1" in Lexicon.load(Ontology.load(), tmp_path).frames


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"event": '"Meting"'}, "tells a 'Meting', which is no event class of the ontology"),
        ({"event": '"State"'}, "tells a 'State', which is no event class of the ontology"),
        ({"args": '{ subject = "metingParty" }'}, "subject fills 'metingParty', which Meeting does not have; known: "),
        ({"also": '{ meetingParty = "inviter" }'}, "meetingParty fills 'inviter', which Meeting does not have"),
        ({"args": '{ subjct = "meetingParty" }'}, "names the argument 'subjct', which no word has; near to it: subj"),
        ({"need": '["with|objct"]'}, "names the argument 'objct', which no word has; near to it: object"),
        ({"lacks": '["verbally"]'}, "names the argument 'verbally', which no word has"),
        ({"where": '{ objet = "party" }'}, "names the argument 'objet', which no word has; near to it: object"),
        ({"where": '{ with = "partyy" }'}, "with asks for 'partyy', which is no kind of argument and no class"),
        ({"where": '{ with = ["party", "!Stat"] }'}, "with asks for 'Stat', which is no kind of argument and no class"),
        ({"where": '{ with = "@sanction" }'}, "the word class @sanction, which no file defines; near to it: sanctions"),
        ({"status": '"occured"'}, "has the status 'occured'; known: occurred"),
        ({"plover": '"ASSAULT-areal"'}, "has the PLOVER code 'ASSAULT-areal'; near to it: ASSAULT-aerial"),
        ({"expect": '{ inviter = "Niger" }'}, "expects what: inviter fills 'inviter', which Meeting does not have"),
        ({"expect": '{ type = "Meting" }'}, "its example expects a 'Meting', which is no event class"),
        ({"example": '""'}, "has no example; write one"),
        ({"verb": '"hug"'}, 'verb must be a list of words, such as ["invite", "ask over"]'),
        ({"verb": "[]"}, "verb must be a list of words"),
        ({"args": '"subject"'}, 'args must be a table of texts, such as { subject = "inviter" }'),
        ({"where": '"party"'}, "where must be a table of conditions"),
        ({"where": "{ with = 1 }"}, "where: with must be a list of words"),
        ({"more": '["Chad hugs."]'}, "more must be a list of examples"),
        ({"prefer": '"much"'}, "prefer is 'much'; it must be a whole number"),
        ({"noun": '["hug"]'}, "needs an id, an event, and one of verb, noun, adjective"),
        ({"argz": "{}"}, "has the key 'argz'; known: "),
    ],
)
def test_a_frame_that_names_what_there_is_not_is_refused(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    (tmp_path / "own.toml").write_text(frame(**changes))
    with pytest.raises(ConfigError) as caught:
        Lexicon.load(Ontology.load(), tmp_path)
    assert "own.toml: frame hug-v-1" in str(caught.value)
    assert told in str(caught.value)


def test_an_argument_that_a_support_verb_lends_and_a_preposition_of_ones_own_are_known(tmp_path: Path) -> None:
    lent = '[[support]]\nverb = ["mull"]\nargs = { guest = "object" }\n[words]\nprepositions = ["vis-a-vis"]\n'
    args = '{ guest = "meetingParty", vis-a-vis = "meetingParty" }'
    (tmp_path / "own.toml").write_text(lent + frame(args=args))
    assert "hug-v-1" in Lexicon.load(Ontology.load(), tmp_path).frames


def test_an_id_that_is_there_already_is_refused_with_the_file_that_has_it(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(frame(id='"invite-v-1"'))
    with pytest.raises(ConfigError, match=r"frame invite-v-1 is there already, in diplomacy\.toml; rename one"):
        Lexicon.load(Ontology.load(), tmp_path)
