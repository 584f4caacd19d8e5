"""What needs a person, most valuable first, and a person's last word: checked whole, kept in the journal, applied.

A decision is tried before it is kept: its article is built with it, and what then has no place (other words there now,
an item that the gazetteer does not know) is refused. One refusal refuses all, so that nothing is half applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.config import Settings
from kg.decisions import BACK, CONFIRMED, REJECTED, Decision, Decisions
from kg.errors import DecisionRefused
from kg.model import BuildResult, Candidate
from kg.protocols import Parses, Store
from kg.query.open_names import PROLOGUE, SOUGHT, article_and_span, open_names, within
from kg.revise.rebuild import Rebuilding
from kg.vocab.iri import PREFIXES, document_id
from kg.vocab.ontology import Ontology

__all__ = ["DOUBTFUL", "KINDS", "Item", "Review", "event_items", "gathered", "open_items"]

KINDS = ("ambiguous", "quarantined", "doubtful", "nil")
"""What an item may be; of equal value, those first that a word settles soonest."""

DOUBTFUL = 0.6
"""Events below this confidence are listed: those read by a rule that is not sure, or by the nearest known verb."""

_AROUND = 60
"""Code points shown on either side of a name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs a person, or on which one has decided.

    ``kind`` is one of ``KINDS``; ``event`` or ``role`` where it was asked for. ``document``, ``span``, ``role`` and
    ``text`` are those of the decision on it. ``name`` is what a link links, ``type`` its class, or that of the event.
    ``events`` is how many events of the store hang on the name, over all articles that have it so. ``confidence`` is
    that of an event. ``reasons`` say why it was set aside, ``quote`` are the words around it. ``value`` is what was
    decided on it, blank for nothing.
    """

    kind: str
    document: str
    span: str
    role: str
    text: str
    name: str
    type: str
    events: int = 1
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    quote: str = ""
    value: str = ""


def open_items(
    store: Store, ontology: Ontology, base: str, kinds: Sequence[str] = KINDS, below: float = DOUBTFUL
) -> tuple[Item, ...]:
    """What needs a person, the items first that most events hang on.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        kinds: Those of ``KINDS`` that are asked for.
        below: The confidence in [0, 1] below which an event is doubtful.
    """
    found = list(gathered(store, ontology, base, kinds, below))
    hang: Counter[tuple[str, str]] = Counter()
    for item in found:
        hang[item.kind, item.name] += item.events if item.kind in ("ambiguous", "nil") else 0
    ranked = (replace(item, events=hang[item.kind, item.name] or item.events) for item in found)
    return tuple(sorted(ranked, key=_rank))


def gathered(
    store: Store, ontology: Ontology, base: str, kinds: Sequence[str] = KINDS, below: float = DOUBTFUL,
    articles: Sequence[str] | None = None,
) -> Iterator[Item]:  # fmt: skip
    """What needs a person, in no order; ``events`` are those of its own article.

    Args:
        store: The store.
        ontology: The ontology.
        base: What IRIs of data begin with.
        kinds: As of ``open_items``.
        below: A confidence in [0, 1].
        articles: Ids of those that are gone through; by default all.
    """
    source = within(base, articles)
    yield from _names(store, ontology, base, kinds, articles)
    if "quarantined" in kinds:
        yield from _aside(store, base, source)
    if "doubtful" in kinds:
        yield from _doubtful(store, base, below, source)


def _rank(item: Item) -> tuple[object, ...]:
    sure = 1.0 if item.confidence is None else item.confidence
    return -item.events, KINDS.index(item.kind), sure, item.name, item.document, item.span, item.role


def event_items(store: Store, base: str, event: str) -> tuple[Item, ...]:
    """All of one event on which a person may decide: the event itself, and the words that fill each role.

    Args:
        store: The store.
        base: What IRIs of data begin with.
        event: The full IRI of the event; one that the store does not have gives nothing.
    """
    where = article_and_span(event, base)
    told = _told(store, base, f"VALUES ?event {{ <{event}> }}") if where else ()
    found = [replace(item, kind="event") for item in told]
    for row in _rows(
        store,
        f"SELECT ?span ?text ?role ?label ?class WHERE {{ GRAPH ?g {{ <{event}> ir:hasParticipation ?p . "
        "?p ir:participant ?who ; ir:participantRole ?code ; ir:mentionedAs ?span . ?span nif:anchorOf ?text } "
        "GRAPH ?o { ?code ir:roleProperty ?role } GRAPH ?g2 { ?who rdfs:label ?label ; a ?class } "
        f"}} ORDER BY ?role ?span",
    ):
        span, text, role, label, class_ = row
        if (where := article_and_span(span, base)) and class_ == PREFIXES["ir"] + "Agent":
            found.append(Item("role", *where, _local(role), text, label, "Agent"))
    return tuple(found)


def _names(
    store: Store, ontology: Ontology, base: str, kinds: Sequence[str], articles: Sequence[str] | None
) -> Iterator[Item]:
    texts: dict[str, tuple[str, str]] = {}
    for name in open_names(store, ontology, base, ("Agent", *SOUGHT), articles):
        if name.status not in kinds:
            continue
        if name.article not in texts:
            texts[name.article] = _texts(store, base, name.article)
        title = name.span.startswith("title/")
        start, end = map(int, name.span.removeprefix("title/").split("-"))
        text = texts[name.article][title]
        yield Item(
            name.status, name.article, name.span, "", text[start:end], name.name, name.type, name.events,
            candidates=name.candidates, quote=text[max(0, start - _AROUND) : end + _AROUND],
        )  # fmt: skip


def _texts(store: Store, base: str, article: str) -> tuple[str, str]:
    """The text of an article, and its title where that is given apart."""
    doc = base + document_id(article)
    rows = _rows(store, f"SELECT ?d ?t WHERE {{ GRAPH <{doc}> {{ ?d nif:isString ?t }} }}")
    found = dict(rows)
    return found.get(doc, ""), found.get(f"{doc}/title", "")


def _doubtful(store: Store, base: str, below: float, source: str) -> Iterator[Item]:
    surest = (
        "{ SELECT ?event (MAX(?sure) AS ?most) WHERE { GRAPH ?h { ?one ir:about ?event ; ir:reportedIn ?d ; "
        f"ir:confidence ?sure }} }} GROUP BY ?event HAVING (MAX(?sure) < {below:f}) }}"
    )
    return _told(store, base, f"{surest} FILTER NOT EXISTS {{ GRAPH ?i {{ ?event ir:reviewStatus ?status }} }}", source)


def _told(store: Store, base: str, which: str, source: str = "") -> Iterator[Item]:
    """Events, each by the word that first tells it."""
    sure: dict[tuple[str, str, str], Item] = {}
    for row in _rows(
        store,
        f"SELECT ?event ?class ?sure ?trigger ?text ?quote ?review {source} WHERE {{ {which} GRAPH ?g {{ "
        "?event ir:eventClass ?class . ?claim ir:about ?event ; ir:confidence ?sure ; ir:trigger ?trigger ; "
        "ir:evidence ?evidence . ?trigger nif:anchorOf ?text . ?evidence nif:anchorOf ?quote "
        "OPTIONAL { ?event ir:reviewStatus ?review } } }",
    ):
        event, class_, confidence, trigger, text, quote, review = row
        where, at = article_and_span(event, base), article_and_span(trigger, base)
        if where and where == at:
            name, value = _local(class_), _local(review)
            item = Item(
                "doubtful", *where, name, text, text, name, confidence=float(confidence), quote=quote, value=value
            )
            sure.setdefault((*where, name), item)
    yield from sure.values()


def _aside(store: Store, base: str, source: str) -> Iterator[Item]:
    """Events set aside by validation on which nobody has decided."""
    found: dict[tuple[str, str, str], Item] = {}
    for row in _rows(
        store,
        f"SELECT ?aside ?class ?text ?quote ?reason {source} WHERE {{ GRAPH ?g {{ "
        "?aside a ir:SetAside ; ir:readAs ?class ; ir:foundAt/nif:anchorOf ?text ; ir:toldIn/nif:anchorOf ?quote "
        "OPTIONAL { ?aside rdfs:comment ?reason } FILTER NOT EXISTS { ?aside ir:reviewStatus ?status } } } "
        "ORDER BY ?aside ?reason",
    ):
        aside, class_, text, quote, reason = row
        if where := article_and_span(aside, base):
            name = _local(class_)
            before = found.get((*where, name))
            reasons = (*(before.reasons if before else ()), reason)
            found[*where, name] = Item("quarantined", *where, name, text, text, name, reasons=reasons, quote=quote)
    yield from found.values()


def _rows(store: Store, query: str) -> Iterator[list[str]]:
    for row in store.query(PROLOGUE + query).rows:
        yield [cell.value if cell else "" for cell in row]


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


class Review:
    """A person's decisions on the articles of one store.

    Args:
        settings: They name the file of decisions.
        store: The store, open for writing where anything is to be applied.
        parser: The parser, where it is loaded already.

    Raises:
        ConfigError: The decisions do not hold together.
    """

    def __init__(self, settings: Settings, store: Store, parser: Parses | None = None) -> None:
        self._settings, self._store = settings, store
        self._again = Rebuilding(settings, store, parser)
        self._ontology = Ontology.load()

    def items(self, kinds: Sequence[str] = KINDS, below: float = DOUBTFUL) -> tuple[Item, ...]:
        """See ``open_items``."""
        return open_items(self._store, self._ontology, self._settings.base, kinds, below)

    def standing(self) -> tuple[Decision, ...]:
        """The decisions that stand, by document and span: those of ``kg link`` too."""
        return tuple(Decisions(self._settings.decisions_file))

    def apply(self, decisions: Iterable[Decision]) -> tuple[BuildResult, ...]:
        """Take decisions: check all, keep them in the journal, and build their articles again in one transaction.

        Args:
            decisions: Each with ``by`` and ``on``; ``-`` as value takes back what stands.

        Returns:
            The articles built again.

        Raises:
            DecisionRefused: Some cannot be applied; it has a sentence for each, and nothing was changed.
            StoreError: The store took nothing; the decisions are as before.
        """
        new = list(decisions)
        journal = Decisions(self._settings.decisions_file)
        faults = {d: told for d in new if (told := self._fault(d, journal))}
        if not faults:
            results = self._again.build([d.document for d in new], journal.tried(new))
            faults = dict(_unplaced(new, results))
        if faults:
            raise DecisionRefused([(d.key, told) for d, told in faults.items()])
        before = {d: journal.at(d) for d in new}
        journal.add(new)
        try:
            self._store.put([result.quads for result in results if result.quads])
        except BaseException:
            journal.add([was or replace(d, value=BACK) for d, was in before.items()])
            raise
        return results

    def _fault(self, decision: Decision, journal: Decisions) -> str:
        """What is wrong with a decision by itself, as a sentence; blank for nothing."""
        d = decision
        if d.document not in self._store.fingerprints():
            return f"the store has no article {d.document!r}; leave the line out, or build the article first"
        if d.value == BACK:
            stands = journal.at(d) is not None
            return "" if stands else f"nothing is decided on {d.text!r} at {d.span}, so nothing can be taken back"
        if d.kind == "event":
            if d.role not in self._ontology.subclasses("Event"):
                return f"no class of event is called {d.role!r}; copy role from what kg review writes"
            fine = d.value in (CONFIRMED, REJECTED)
            return "" if fine else f"{d.value!r} decides nothing on an event; write {CONFIRMED}, {REJECTED} or {BACK}"
        if d.kind == "role" and d.role not in self._ontology.properties:
            return f"no role is called {d.role!r}; copy role from what kg review writes"
        if d.value in (CONFIRMED, REJECTED):
            return f"{d.value!r} is for events; write an item (Q159), nil or {BACK}"
        return ""


def _unplaced(new: Sequence[Decision], results: Sequence[BuildResult]) -> Iterator[tuple[Decision, str]]:
    """The decisions that a build found no place for, and those whose article could not be built."""
    for result in results:
        lost = {d.what: d.reason for d in result.dropped if d.stage == "decisions"}
        for decision in new:
            if decision.document == result.article.id and (result.error or "\t".join(decision.key) in lost):
                told = result.error or lost["\t".join(decision.key)]
                yield decision, f"{told}; look at it with kg review anew" if not result.error else told
