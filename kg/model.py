"""The types that pass from stage to stage: frozen, made of plain values, blind to spaCy and RDF.

Offsets are Unicode code points, half-open. An ``id`` of an entity, event, claim, link or group is what follows the
base IRI (``entity/Q159``, ``doc/ap-1/event/10-17``); only ``graph`` puts the base before it. Class and role names are
local names of the ontology (``Invitation``, ``inviter``).

It is long, and stays one module: it is the vocabulary that every stage imports, read from top to bottom in the order of
the stages, without any behaviour to split off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UngroundedSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc

# ---------------------------------------------------------------------------------------------------------------- input

TITLE_GAP = "\n\n"
"""What stands between a title given apart and the text in ``Article.reading``."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article: ``text == part[start:end]`` always holds, since only ``Article.span`` makes one.

    ``part`` is ``"text"``, or ``"title"`` for a title that was given apart from the text.
    """

    start: int
    end: int
    text: str
    part: str = "text"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text as it came in; the text is never changed.

    ``title`` with ``title_apart`` false is the first paragraph of ``text`` itself. ``published`` is the day,
    ``issued_at`` the moment with zone as the source gave it (ISO 8601), ``published_by`` where the day was found:
    ``field``, ``option``, ``html``, ``filename`` or ``dateline``. ``source`` names the file and the place in it.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    title_apart: bool = False
    issued_at: str | None = None
    published_by: str | None = None
    source: str | None = None

    @property
    def reading(self) -> str:
        """What is read, in one string: the title given apart, a gap, the text. Stages count offsets in this string."""
        return f"{self.title}{TITLE_GAP}{self.text}" if self.title_apart and self.title else self.text

    @property
    def hash(self) -> str:
        """``sha256:`` and the 64 hexadecimal digits of the stored text (with the title, where it is given apart)."""
        return "sha256:" + hashlib.sha256(self.reading.encode("utf-8", "surrogatepass")).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """Make the span that ``reading[start:end]`` is.

        Args:
            start: First code point in ``reading``.
            end: Code point after the last.

        Raises:
            UngroundedSpan: The stretch is empty, outside the article, or runs from the title into the text.
        """
        shift = len(self.title) + len(TITLE_GAP) if self.title_apart and self.title else 0
        if not 0 <= start < end <= len(self.reading) or (shift and start < shift and end > len(self.title or "")):
            raise UngroundedSpan(
                f"article {self.id}: no words stand at {start}-{end}; a span lies within one part of the text"
            )
        if start < shift:
            return Span(start, end, self.reading[start:end], "title")
        return Span(start - shift, end - shift, self.text[start - shift : end - shift])


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that a stage refused: counted and shown, so that nothing vanishes.

    ``stage`` is the room's name, ``reason`` a short sentence, ``span`` where in the article, ``what`` was refused.
    """

    stage: str
    reason: str
    span: Span | None = None
    what: str = ""


# ----------------------------------------------------------------------------------------------------------- annotation


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its parse.

    The parse has no white-space tokens and may hold words in another case than the article (a headline in capitals);
    ``starts`` and ``ends`` give each token's code points in ``article.reading``, and are the only way back to the text.
    ``paragraphs`` are token ranges, ``datelines`` those with which paragraphs open ("JAKARTA, May 14 (Agency) —").
    """

    article: Article
    parse: Doc
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]
    datelines: tuple[tuple[int, int], ...] = ()

    def span(self, first: int, last: int) -> Span:
        """The article's words from token ``first`` up to token ``last`` (half-open).

        Raises:
            UngroundedSpan: The range is empty or runs from the title into the text.
        """
        return self.article.span(self.starts[first], self.ends[last - 1])


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for a person, state, organisation, place, series, document or group.

    ``first`` and ``last`` are the token range (half-open), ``head`` the index of its syntactic head. ``kind`` is
    ``name``, ``demonym`` ("Russian" in "Russian troops"), ``pronoun``, ``role`` ("the prime minister"), ``group`` or
    ``nominal`` ("the rebels"). ``confidence`` is
    1 for names. ``locative``: it stands where a place stands ("in Russia").
    """

    span: Span
    first: int
    last: int
    head: int
    type: str
    kind: str = "name"
    confidence: float = 1.0
    locative: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A title as the text gives it beside a name: "Foreign Minister", of which state or body, and where it stands."""

    text: str
    state: str | None = None
    body: str | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """All mentions of one thing in one article: what coreference joined.

    ``name`` is the fullest name; ``names`` all of them. ``candidates`` are keys of gazetteer entries bearing the name.
    ``members`` are indices of chains, for a group; ``complete`` says whether they are all (None where it is no group).
    ``gender`` is ``male``, ``female`` or None. ``state`` is the ISO 3166 alpha-3 code of the state that the text gives
    ("Russian" in "Russian troops").
    """

    index: int
    type: str
    name: str
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    titles: tuple[Title, ...] = ()
    candidates: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    complete: bool | None = None
    gender: str | None = None
    state: str | None = None
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody speaks: tokens (marks left out), the chain that speaks, the token of the verb of saying.

    ``turn`` is true for a turn of a transcript ("Name: …").
    """

    first: int
    last: int
    speaker: int | None = None
    verb: int | None = None
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its chains and quotes."""

    document: Document
    chains: tuple[Chain, ...]
    quotes: tuple[Quote, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def article(self) -> Article:
        """The article annotated."""
        return self.document.article


# -------------------------------------------------------------------------------------------------------------- linking


@dataclass(frozen=True, slots=True)
class Entity:
    """What a chain denotes once it is linked, or linked to nothing.

    ``shared`` is true for a gazetteer item (described in graph/entities), false for what belongs to one article.
    ``wikidata`` is a QID or None. ``state`` is the ISO code, ``state_id`` the id, of the state that the entity is, or
    belongs to by its own facts (a body's country, a place's country, a person's citizenship), offices aside.
    A group has ``members`` and ``complete``; an instrument has ``parties``.
    """

    id: str
    type: str
    label: str
    wikidata: str | None = None
    state: str | None = None
    state_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    shared: bool = False
    members: tuple[Entity, ...] = ()
    complete: bool | None = None
    parties: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer item weighed for a name: its QID, label, score in [0, 1] and the features behind the score."""

    wikidata: str
    label: str
    score: float
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The decision on one name in one article.

    ``status`` is ``accepted``, ``ambiguous`` or ``nil``; ``method`` ``gazetteer``, ``officeRegister``, ``search`` or
    ``review``. ``entity`` is what mentions of the name denote: a gazetteer item, or an entity of the article.
    """

    name: str
    status: str
    method: str
    entity: Entity
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A post that persists across holders; ``of`` is the id of the state or body it belongs to."""

    id: str
    label: str
    of: Entity | None = None
    wikidata: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHolding:
    """One person in one office. Bounds are days ("2014" is 2014-01-01 to 2014-12-31); ``as_of`` is the day of the data.

    Without an end the office was held on ``as_of``; later days are open.
    """

    id: str
    holder: Entity
    office: Office
    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    as_of: date
    shared: bool = False


# ----------------------------------------------------------------------------------------------------------- extraction


@dataclass(frozen=True, slots=True)
class EventTime:
    """The days of an event: bounds (None is open), EDTF, the phrase, the anchor and the rule that made them.

    ``anchor`` is ``publication``, ``dateline``, ``event`` or ``explicit``.
    """

    earliest: date | None
    latest: date | None
    edtf: str
    phrase: str | None
    anchor: str
    rule: str


@dataclass(frozen=True, slots=True)
class RoleFiller:
    """One filler found for a role: the chain, the mention in it, and how it was reached.

    ``path`` names the route for ``kg explain`` ("subject", "passive agent", "control subject of plan").
    ``found_by`` is ``argument``, ``coreference``, ``group``, ``officeHolder``, ``default`` or ``review`` (a person).
    ``on_behalf_of`` are the chains of the parties represented, ``accompanies`` is that of the main participant in whose
    company one takes part.
    """

    role: str
    chain: int
    mention: Mention | None
    path: str
    found_by: str = "argument"
    on_behalf_of: tuple[int, ...] = ()
    accompanies: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so: chains of the sources, outermost last, and the type of attribution (``authorial`` has no source)."""

    type: str = "authorial"
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One telling of an event in one clause.

    ``trigger`` is the word that evokes it, ``anchor`` the index of that token; ``evidence`` the clause. ``related`` are
    pairs (role, anchor token of another mention) such as ``("invitedTo", 57)``. ``instruments`` are documents that
    the clause names: (class, title, span). ``content`` is what a statement says: spans with polarity and, where the
    words tell an event, the anchor token of that event. ``definite`` is true where the words point back ("the
    talks") at an event told before, ``weak`` where another word names the event more exactly. ``notes`` say how
    each role was found.
    """

    type: str
    frame: str
    trigger: Span
    anchor: int
    evidence: Span
    fillers: tuple[RoleFiller, ...]
    status: str
    polarity: str
    certainty: str
    attribution: Attribution
    time: EventTime | None = None
    confidence: float = 0.5
    related: tuple[tuple[str, int], ...] = ()
    instruments: tuple[tuple[str, str, Span], ...] = ()
    content: tuple[tuple[Span, str, int | None], ...] = ()
    concerns: tuple[int, ...] = ()
    plover: str | None = None
    ordinal: int | None = None
    fatalities: tuple[int, int] | None = None
    depth: int = 0
    definite: bool = False
    weak: bool = False
    notes: tuple[str, ...] = ()


# --------------------------------------------------------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Participant:
    """A role filled by an entity (agent, place, instrument). Several mentions of one event give the fullest one.

    ``holding`` is the office acted in, ``on_behalf_of`` the parties represented, ``accompanies`` the id of the main
    participant in whose company it takes part, ``mention`` the words, ``path`` the route by which they were found.
    """

    role: str
    entity: Entity
    mention: Span | None = None
    found_by: str = "argument"
    path: str = ""
    holding: OfficeHolding | None = None
    on_behalf_of: tuple[Entity, ...] = ()
    accompanies: Entity | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source puts: that the event (or situation) ``about`` is so (``affirmed``) or not (``negated``)."""

    id: str
    about: str
    polarity: str
    certainty: str
    attribution_type: str
    attributed_to: tuple[Entity, ...]
    evidence: tuple[Span, ...]
    trigger: Span
    frame: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Content:
    """What a statement says: a claim of the speaker's, about an event of the article or a situation told in words."""

    claim: Claim
    situation_label: str | None = None
    concerns: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one article tells it, however often: the join of its event mentions.

    ``plover`` and ``mode`` are the code given to this event (``CONSULT``, ``phone``), None for classes without one.
    ``related`` are pairs (property, id of another event): ``invitedTo``, ``inResponseTo``, ``subEventOf`` and the like.
    ``claims`` is never empty. ``order`` sorts events of an article: sentence, depth of clause, offset. ``review`` is
    ``confirmed`` where a person decided so.
    """

    id: str
    type: str
    status: str
    participants: tuple[Participant, ...]
    claims: tuple[Claim, ...]
    plover: str | None = None
    mode: str | None = None
    time: EventTime | None = None
    related: tuple[tuple[str, str], ...] = ()
    series: Entity | None = None
    ordinal: int | None = None
    fatalities: tuple[int, int] | None = None
    concerns: tuple[Entity, ...] = ()
    content: tuple[Content, ...] = ()
    order: tuple[int, int, int] = (0, 0, 0)
    review: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedMention:
    """A mention as it goes into the graph: its words, what they denote, the link, and how found where it is no name."""

    span: Span
    entity: Entity
    link: str | None = None
    found_by: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that was read and does not go into the graph: it breaks a shape, or a person rejected it.

    ``event`` is the id it would have, ``reasons`` are sentences, ``review`` is what a person decided, if anything.
    """

    event: str
    type: str
    trigger: Span
    evidence: Span
    reasons: tuple[str, ...] = ()
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one article: events, mentions, links, office holdings, what was set aside or refused."""

    article: Article
    events: tuple[Event, ...]
    mentions: tuple[LinkedMention, ...]
    links: tuple[Link, ...]
    holdings: tuple[OfficeHolding, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    aside: tuple[SetAside, ...] = ()


# -------------------------------------------------------------------------------------------------- validation, answers


@dataclass(frozen=True, slots=True)
class Finding:
    """One SHACL result: shape (``S03``), severity (``Violation``, ``Warning``), focus node, message, value if any."""

    shape: str
    severity: str
    focus: str
    message: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of a validation; ``conforms`` is false only where there is a Violation."""

    conforms: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved question; ``type`` is entity, event, document, date, class, code or flag."""

    name: str
    type: str
    help: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved question: an immutable header and its SPARQL text, which runs as it stands."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    source: str


class Term(NamedTuple):
    """An RDF term: ``kind`` is ``iri``, ``literal`` or ``bnode``; a literal has a datatype IRI, or a language.

    A tuple, since answers have many: a frozen dataclass takes five times as long to make.
    """

    value: str
    kind: str = "iri"
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answers.

    ``kind`` is ``select`` (columns; rows of one term a column, None where unbound), ``ask`` (``truth``) or ``graph``
    (``triples`` as N-Triples text, for CONSTRUCT and DESCRIBE).
    """

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An event set aside by validation: its id, the findings, and the sentence that tells it."""

    event: str
    findings: tuple[Finding, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class ArticleQuads:
    """All quads that one article brings, as N-Quads text (one statement a line, sorted), ready for any store.

    ``doc`` is the IRI of the document and of its graph. ``graph`` is the article's own graph; ``catalog`` its record in
    graph/catalog; ``entities`` maps each gazetteer item (full IRI) that the article names, or that these need, to the
    quads that describe it in graph/entities. The record lists the same items (``dct:requires``), so that a store
    can tell which of them no article needs any longer. ``fingerprint`` is a hash of source and configuration: equal
    fingerprints mean equal quads.
    """

    article: str
    doc: str
    graph: str
    catalog: str
    entities: Mapping[str, str]
    fingerprint: str

    @property
    def whole(self) -> str:
        """The article's graph and the items that it needs, without the catalog: what can be understood alone."""
        return self.graph + "".join(self.entities[item] for item in sorted(self.entities))


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What ``Builder.build`` yields for one article: events, quads, validation, what was refused.

    ``quads`` is None, and ``error`` one sentence, where the article could not be read at all.
    """

    article: Article
    events: tuple[Event, ...]
    quads: ArticleQuads | None
    report: ValidationReport
    quarantined: tuple[Quarantined, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    error: str | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def graph(self) -> str:
        """The article's graph and the items that it names, as N-Quads text; blank where the article was set aside."""
        return self.quads.whole if self.quads else ""
