"""Verbs that the lexicon lacks are read like known ones only where two of the nearest agree, and marked as such."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reading import annotated, stages
from spacy.vocab import Vocab

from kg.extract.backoff import BackOff
from kg.extract.context import Context
from kg.extract.lexicon import Lexicon
from kg.extract.rules import RuleExtractor
from kg.model import EventMention
from kg.vocab.ontology import Ontology

FRAME = """
[[frame]]
id = "{verb}-v-1"
verb = ["{verb}"]
event = "{event}"
args = {{ subject = "{first}", object = "{second}" }}
example = "Japan {verb} Poland."
"""
ROLES = {"Criticism": ("speaker", "target"), "MilitaryAttack": ("attacker", "attacked")}
TEXT = "Japan frightened Poland."


def lexicon(folder: Path, **verbs: str) -> Lexicon:
    """A lexicon of verbs alone, each telling a class of event."""
    told = ((verb, event, *ROLES[event]) for verb, event in verbs.items())
    frames = (FRAME.format(verb=v, event=event, first=first, second=second) for v, event, first, second in told)
    (folder / "own.toml").write_text('[words]\ncommon_verbs = ["be"]\n' + "\n".join(frames))
    return Lexicon(Ontology.load(), (folder,))


def read(found: Lexicon, back_off: bool = True) -> tuple[EventMention, ...]:
    return RuleExtractor(found, back_off).extract(annotated(TEXT))[0]


def test_a_verb_on_which_two_near_ones_agree_is_read_and_marked(tmp_path: Path) -> None:
    [event] = read(lexicon(tmp_path, infuriate="Criticism", rile="Criticism", bomb="MilitaryAttack"))
    assert (event.type, event.frame) == ("Criticism", "infuriate-v-1")
    assert event.notes[-1].startswith("back-off: the lexicon does not have the verb; read like “infuriate” (0.6")
    assert "and “rile” (0.6" in event.notes[-1]
    assert [filler.path for filler in event.fillers] == ["subject, as of “infuriate”", "object, as of “infuriate”"]
    known = stages().extractor.extract(annotated("Japan criticised Poland."))[0][0]
    assert event.confidence <= 0.15 < known.confidence


def test_a_verb_on_which_near_ones_differ_is_not_read(tmp_path: Path) -> None:
    assert read(lexicon(tmp_path, infuriate="Criticism", rile="MilitaryAttack")) == ()


def test_one_near_verb_is_not_enough(tmp_path: Path) -> None:
    assert read(lexicon(tmp_path, infuriate="Criticism", bomb="MilitaryAttack")) == ()


def test_without_back_off_no_unknown_verb_is_read(tmp_path: Path) -> None:
    assert read(lexicon(tmp_path, infuriate="Criticism", rile="Criticism"), back_off=False) == ()


@pytest.mark.parametrize(
    ("unknown", "near"),
    [
        ([1.0, 0.1, 0.0], ["bomb", "infuriate"]),  # rile has the vector of infuriate, and speaks with it
        ([1.0, 0.8, 0.0], []),  # the vector of another word: nothing of its own
        ([0.0, 0.0, 1.0], []),  # near to none
        ([0.0, 0.0, 0.0], []),
    ],
)
def test_neighbours_are_verbs_with_vectors_of_their_own(tmp_path: Path, unknown: list[float], near: list[str]) -> None:
    found = lexicon(tmp_path, infuriate="Criticism", rile="Criticism", bomb="MilitaryAttack")
    vocab = Vocab()
    vectors = {"infuriate": [1.0, 0.8, 0.0], "rile": [1.0, 0.8, 0.0], "bomb": [1.0, 0.3, 0.1], "frighten": unknown}
    for verb, vector in vectors.items():
        vocab.set_vector(verb, np.array(vector, dtype="f"))
    [word] = [word for word in Context(annotated(TEXT), found).words if word.lemma == "frighten"]
    assert [verb for verb, _, _ in BackOff(found, vocab).neighbours(word)] == near
