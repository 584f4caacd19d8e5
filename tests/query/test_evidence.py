"""The words behind an event, and behind one merged of several; who is named for them."""

from __future__ import annotations

from ontology_samples import BASE
from query_samples import Asked

from kg.query.evidence import evidence_of

DOC = f"{BASE}doc/syn-a"


def test_an_event_has_its_words_its_article_and_the_source_that_the_article_names() -> None:
    event = f"{DOC}/event/474-481"
    ((one,),) = evidence_of(Asked(), [event]).values()  # type: ignore[arg-type]
    assert one.words == "He was also invited to Kazakhstan in May, the agency added."
    assert (one.article, one.polarity, one.published, one.publisher) == (DOC, "affirmed", "2023-03-21", "Sample Daily")
    assert one.sources == ("Xinhua News Agency",)


def test_a_merged_event_has_the_words_of_all_that_it_consolidates() -> None:
    merged = f"{BASE}event/9382ce2f06773583"
    told = evidence_of(Asked(), [merged, merged])[merged]  # type: ignore[arg-type]
    assert [one.article for one in told] == [DOC, f"{BASE}doc/syn-b"]
    assert [one.sources for one in told] == [(), ()]


def test_what_is_told_nowhere_is_left_out_and_nothing_asks_nothing() -> None:
    asked = Asked()
    assert evidence_of(asked, []) == {}  # type: ignore[arg-type]
    assert asked.queries == []
    assert evidence_of(asked, [f"{DOC}/event/1-2"]) == {}  # type: ignore[arg-type]
