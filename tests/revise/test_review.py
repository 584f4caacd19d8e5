"""A person's last word: what needs one comes first, is checked whole, holds in every build, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.annotate.nlp import Parser
from kg.config import Settings
from kg.decisions import BACK, CONFIRMED, NIL, REJECTED, Decision, Decisions
from kg.errors import DecisionRefused, StoreError
from kg.model import Article, ArticleQuads
from kg.pipeline import Builder
from kg.protocols import Parses, Store
from kg.revise.review import Item, Review, event_items
from kg.stages import load_stages
from kg.store import dump, open_store
from kg.store.oxigraph import OxigraphStore

NEWS = (
    ("a", "Congo denied the charges. Congo accused Pakistan of bad faith. Chile and Peru signed a treaty."),
    ("b", "Ana Exampledottir visited Norway. She invited Xi Jinping to Oslo."),
)
DAY = date(2022, 5, 1)


@pytest.fixture(scope="module")
def parser() -> Parses:
    return Parser(Settings())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


def build(settings: Settings, parser: Parses) -> list[ArticleQuads]:
    builder = Builder(settings, load_stages(settings, parser=parser))
    return [r.quads for r in builder.build(Article(id_, text, published=DAY) for id_, text in NEWS) if r.quads]


@pytest.fixture
def store(settings: Settings, parser: Parses) -> Iterator[Store]:
    with closing(open_store(settings, write=True)) as opened:
        opened.put(build(settings, parser))
        yield opened


def decision(value: str, text: str, role: str = "", document: str = "a", nth: int = 0) -> Decision:
    whole = dict(NEWS)[document]
    start = -1
    for _ in range(nth + 1):
        start = whole.index(text, start + 1)
    return Decision(
        document, f"{start}-{start + len(text)}", role, value, text, by="me", on="2024-05-01T10:00:00+00:00"
    )


def event(store: Store, settings: Settings, word: str, document: str) -> str:
    start = dict(NEWS)[document].index(word)
    return f"{settings.base}doc/{document}/event/{start}-{start + len(word)}"


def test_what_most_events_hang_on_comes_first_with_what_was_weighed(
    settings: Settings, store: Store, parser: Parses
) -> None:
    items = Review(settings, store, parser).items(below=0)
    assert [(i.kind, i.document, i.text, i.events) for i in items] == [
        ("ambiguous", "a", "Congo", 2),
        ("nil", "b", "Ana Exampledottir", 2),
    ]
    assert len(items[0].candidates) > 1 and "denied the charges" in items[0].quote


def test_events_below_a_confidence_are_listed_until_somebody_decides(
    settings: Settings, store: Store, parser: Parses
) -> None:
    review = Review(settings, store, parser)

    def doubtful() -> set[str]:
        return {item.text for item in review.items(("doubtful",), below=1)}

    assert {"signed", "accused"} <= doubtful()
    review.apply([decision(CONFIRMED, "signed", "Signing")])
    assert "signed" not in doubtful() and "accused" in doubtful()


def test_a_link_decided_is_as_any_build_makes_it_and_keeps_what_was_weighed(
    settings: Settings, store: Store, parser: Parses
) -> None:
    before = dump(store)
    review = Review(settings, store, parser)
    (item,) = review.items(("ambiguous",))
    chosen = item.candidates[1].wikidata
    review.apply([decision(chosen, "Congo")])
    assert review.items(("ambiguous",)) == ()
    assert f"/entity/{chosen}>" in dump(store) and f"/link/0-5/{len(item.candidates)}>" in dump(store)
    with OxigraphStore(None, settings.base) as anew:
        anew.put(build(settings, parser))
        for graph in ("doc/a", "graph/entities", "graph/catalog"):
            assert set(anew.quads(settings.base + graph)) == set(store.quads(settings.base + graph))
    review.apply([decision(BACK, "Congo")])
    assert dump(store) == before


def test_a_rejected_event_leaves_the_graph_and_is_noted_there(settings: Settings, store: Store, parser: Parses) -> None:
    before, iri = dump(store), event(store, settings, "accused", "a")
    review = Review(settings, store, parser)
    (result,) = review.apply([decision(REJECTED, "accused", "Accusation")])
    assert f"<{iri}>" in before and f"<{iri}>" not in dump(store)
    assert f"<{iri.replace('/event/', '/aside/')}> <https://w3id.org/irkg/def#reviewStatus>" in dump(store)
    assert ("review", "rejected by a person") in {(d.stage, d.reason) for d in result.dropped}
    assert review.items(("quarantined",)) == ()
    review.apply([decision(BACK, "accused", "Accusation")])
    assert dump(store) == before


def test_a_decision_on_an_event_survives_an_edit_that_does_not_gainsay_it(
    settings: Settings, store: Store, parser: Parses
) -> None:
    def with_(value: str, role: str) -> tuple[set[str], set[str]]:
        Path(settings.decisions_file).unlink(missing_ok=True)
        Decisions(settings.decisions_file).add([decision(value, "accused", role)])
        results = Builder(settings, load_stages(settings, parser=parser)).build([Article(*NEWS[0], published=DAY)])
        (result,) = results
        told = {d.reason for d in result.dropped if d.stage == "decisions"}
        return {f"{e.type} {e.review}" for e in result.events if e.claims[0].trigger.text == "accused"}, told

    assert with_(REJECTED, "Statement") == (set(), set())  # read more exactly since
    assert with_(CONFIRMED, "Accusation") == ({"Accusation confirmed"}, set())
    events, told = with_(REJECTED, "Visit")  # read as another thing since: named, never silent
    assert events == {"Accusation None"} and len(told) == 1 and "'accused'" in told.pop()


def test_confirmed_events_stay_below_the_least_confidence(settings: Settings, parser: Parses) -> None:
    strict = replace(settings, min_confidence=1.0)
    Decisions(settings.decisions_file).add([decision(CONFIRMED, "signed", "Signing")])
    (result,) = Builder(strict, load_stages(strict, parser=parser)).build([Article(*NEWS[0], published=DAY)])
    assert [(e.type, e.review) for e in result.events] == [("Signing", CONFIRMED)]
    assert result.report.conforms


def test_who_fills_a_role_can_be_decided_by_its_words(settings: Settings, store: Store, parser: Parses) -> None:
    before, iri = dump(store), event(store, settings, "invited", "b")
    told = event_items(store, settings.base, iri)
    assert Item("role", "b", "34-37", "inviter", "She", "Ana Exampledottir", "Agent") in told
    review = Review(settings, store, parser)
    review.apply([decision("Q701801", "She", "inviter", "b"), decision(NIL, "Xi Jinping", "invitee", "b")])
    asked = store.query(
        "PREFIX ir: <https://w3id.org/irkg/def#> SELECT ?who ?state WHERE { "
        f"<{iri}> ir:inviter ?who ; ir:initiatorState ?state . FILTER NOT EXISTS {{ <{iri}> ir:invitee ?x }} }}"
    )
    assert [[cell.value.rpartition("/")[2] for cell in row if cell] for row in asked.rows] == [["Q701801", "Q148"]]
    review.apply([decision(BACK, "She", "inviter", "b"), decision(BACK, "Xi Jinping", "invitee", "b")])
    assert dump(store) == before


def test_what_breaks_a_shape_is_listed_with_its_reason_until_rejected(
    settings: Settings, store: Store, parser: Parses
) -> None:
    review = Review(settings, store, parser)
    (result,) = review.apply([decision("Q15031", "She", "inviter", "b")])  # Xi Jinping invites himself
    assert len(result.quarantined) == 1
    (item,) = review.items(("quarantined",))
    assert (item.text, item.role, item.document) == ("invited", "Invitation", "b")
    assert any("S03" in reason or "inviter and invitee" in reason for reason in item.reasons)
    review.apply([decision(REJECTED, "invited", "Invitation", "b")])
    assert review.items(("quarantined",)) == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (decision("Q999999999", "Congo"), "has no item"),
        (replace(decision("Q230", "Congo"), span="1-6"), "no name begins there"),
        (replace(decision("Q230", "Congo"), text="Cong"), "no name begins there"),
        (replace(decision("Q230", "Congo"), document="z"), "no article 'z'"),
        (decision("yes", "accused", "Accusation"), "write confirmed, rejected or -"),
        (decision(REJECTED, "accused", "Accusal"), "no class of event"),
        (decision(REJECTED, "accused", "Visit"), "tell no such event"),
        (decision("Q230", "Congo", "accusor"), "no role"),
        (decision("Q230", "Pakistan", "inviter"), "fill no such role"),
        (decision(REJECTED, "Congo"), "is for events"),
        (decision(BACK, "Congo"), "nothing is decided"),
    ],
)
def test_one_decision_at_fault_refuses_all(
    settings: Settings, store: Store, parser: Parses, wrong: Decision, told: str
) -> None:
    before = dump(store)
    with pytest.raises(DecisionRefused) as refused:
        Review(settings, store, parser).apply([decision(REJECTED, "signed", "Signing"), wrong])
    ((key, sentence),) = refused.value.faults
    assert key == wrong.key and told in sentence
    assert dump(store) == before and not settings.decisions_file.exists()


def test_a_store_that_takes_nothing_leaves_no_decision(settings: Settings, store: Store, parser: Parses) -> None:
    review = Review(settings, store, parser)
    review.apply([decision(REJECTED, "signed", "Signing")])
    store.close()
    with (
        OxigraphStore(Path(settings.store), settings.base, read_only=True) as locked,
        pytest.raises(StoreError),
    ):
        Review(settings, locked, parser).apply(
            [decision(CONFIRMED, "signed", "Signing"), decision(REJECTED, "accused", "Accusation")]
        )
    (stands,) = Decisions(settings.decisions_file)
    assert (stands.role, stands.value) == ("Signing", REJECTED)
