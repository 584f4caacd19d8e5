"""Every frame's own example tells its event, with the fillers that it expects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kg.annotate.annotator import RuleAnnotator
from kg.annotate.nlp import Parser
from kg.config import Settings
from kg.extract.check import Outcome, check_examples
from kg.extract.lexicon import Lexicon
from kg.extract.rules import RuleExtractor
from kg.gazetteer import Gazetteer
from kg.vocab.ontology import Ontology

LEXICON = Lexicon.load(Ontology.load())


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], Outcome]:
    gazetteer = Gazetteer.load()
    found = check_examples(
        LEXICON, Parser(Settings()), RuleAnnotator(gazetteer), RuleExtractor(LEXICON), date(2015, 6, 10)
    )
    return {(o.frame, o.text): o for o in found}


def examples() -> Iterator[tuple[str, str]]:
    for frame in LEXICON:
        for example in frame.examples:
            yield frame.id, example.text


@pytest.mark.parametrize(("frame", "text"), list(examples()))
def test_example_is_read_as_expected(outcomes: dict[tuple[str, str], Outcome], frame: str, text: str) -> None:
    outcome = outcomes[(frame, text)]
    assert not outcome.faults, f"{frame}: {text}\n" + "\n".join(outcome.faults)
