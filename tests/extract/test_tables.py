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
    ],
)
def test_what_no_lexicon_has_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        Lexicon.load(Ontology.load(), tmp_path)
    assert "own.toml" in str(caught.value)
    assert told in str(caught.value)
