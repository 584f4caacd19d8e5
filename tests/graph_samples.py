"""Two readings written by hand: the articles of tests/ontology/example.trig, and the gazetteer items that they name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from kg.graph.build import GraphBuilder
from kg.graph.entities import Item
from kg.model import (
    Article,
    Candidate,
    Claim,
    Content,
    Entity,
    Event,
    EventTime,
    Link,
    LinkedMention,
    Office,
    OfficeHolding,
    Participant,
    Reading,
    Span,
)
from kg.vocab.iri import document_id, entity_id, key, numbered, slug, text_id
from kg.vocab.ontology import Ontology

BASE = "https://w3id.org/irkg/data/"
AS_OF = date(2023, 3, 1)


class Shelf:
    """A gazetteer of a few items."""

    version = "example 1"

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}

    def item(self, id_: str) -> Item | None:
        item = self.items.get(id_)
        held = sorted(h.id for h in self.items.values() if ("holder", id_) in h.relations)
        return replace(item, needs=tuple(held)) if item else None


SHELF = Shelf()


def entity(
    type_: str, label: str, qid: str | None = None, state: Entity | None = None, also=(), iso3=None, **more
) -> Entity:
    id_ = f"entity/{qid}" if qid else entity_id(type_, label)
    relation = {"GovernmentBody": "partOfState"}.get(type_)
    relations = more.pop("relations", ()) + (((relation, state.id),) if relation and state else ())
    SHELF.items[id_] = Item(
        id_, type_, label, also, qid, iso3, more.get("lat"), more.get("lon"), relations, more.pop("days", ())
    )
    own = id_ if type_ == "State" else state.id if state else None
    return Entity(id_, type_, label, qid, iso3, own, shared=True, **more)


def state(label: str, qid: str, iso3: str, *also: str) -> Entity:
    return entity("State", label, qid, also=also, iso3=iso3)


def territory(of: Entity) -> Entity:
    id_ = f"{of.id}-territory"
    SHELF.items[id_] = Item(id_, "Place", of.label, relations=(("territoryOf", of.id),))
    return Entity(id_, "Place", of.label, None, of.state, of.id, shared=True)


def place(label: str, qid: str, within: Entity, also=(), **more) -> Entity:
    made = entity("Place", label, qid, also=also, relations=(("locatedIn", within.id),), **more)
    return replace(made, state_id=within.state_id)


def office(label: str, of: Entity, qid: str) -> Office:
    SHELF.items[f"entity/{qid}"] = Item(
        f"entity/{qid}", "Office", label, wikidata=qid, relations=(("officeOf", of.id),)
    )
    return Office(f"entity/{qid}", label, of, qid, shared=True)


def holding(who: Entity, post: Office, start: tuple[str, str], end: tuple[str, str] | None = None) -> OfficeHolding:
    id_ = f"holding/{key(who.id)}/{key(post.id)}/{start[0]}"
    bounds = [date.fromisoformat(d) for d in (*start, *(end or ()))]
    days = tuple(zip(("startEarliest", "startLatest", "endEarliest", "endLatest"), bounds, strict=False))
    SHELF.items[id_] = Item(
        id_, "OfficeHolding", relations=(("holder", who.id), ("office", post.id)), days=(*days, ("asOf", AS_OF))
    )
    return OfficeHolding(id_, who, post, *(*bounds, None, None)[:4], AS_OF, shared=True)


CHINA = state("China", "Q148", "CHN", "PRC", "People's Republic of China")
RUSSIA = state("Russia", "Q159", "RUS", "Russian Federation")
USA = state("United States", "Q30", "USA", "US", "USA", "United States of America")
SAUDI = state("Saudi Arabia", "Q851", "SAU", "Kingdom of Saudi Arabia")
IRAN = state("Iran", "Q794", "IRN", "Islamic Republic of Iran")
KAZAKHSTAN = state("Kazakhstan", "Q232", "KAZ")
IN_CHINA, IN_RUSSIA, IN_KAZAKHSTAN = territory(CHINA), territory(RUSSIA), territory(KAZAKHSTAN)
MOSCOW = place("Moscow", "Q649", IN_RUSSIA, lat=55.75, lon=37.62)
KREMLIN = place("Moscow Kremlin", "Q133274", MOSCOW, also=("Kremlin",))
BEIJING = place("Beijing", "Q956", IN_CHINA, also=("Peking",), lat=39.9, lon=116.4)
XI = entity("Person", "Xi Jinping", "Q15031", also=("Xi",))
PUTIN = entity("Person", "Vladimir Putin", "Q7747")
MISHUSTIN = entity("Person", "Mikhail Mishustin", "Q4298520")
BLINKEN = entity("Person", "Antony Blinken", "Q7821917")
LAVROV = entity("Person", "Sergey Lavrov", "Q58217")
PESKOV = entity("Person", "Dmitry Peskov")
XINHUA = entity("MediaOrganization", "Xinhua News Agency", "Q204839", also=("Xinhua",))
MFA = entity("GovernmentBody", "Ministry of Foreign Affairs of the Russian Federation", "Q789889", RUSSIA)
TREATY = entity(
    "Treaty",
    "Treaty of Friendship (2001)",
    also=("2001 friendship treaty",),
    relations=(("hasParty", CHINA.id), ("hasParty", RUSSIA.id)),
    days=(("inForceFrom", date(2002, 2, 28)),),
)
H_XI = holding(XI, office("President of the People's Republic of China", CHINA, "Q655407"), ("2013-03-14",) * 2)
H_PUTIN = holding(PUTIN, office("President of Russia", RUSSIA, "Q218295"), ("2012-05-07",) * 2)
PM = office("Prime Minister of Russia", RUSSIA, "Q842386")
holding(PUTIN, PM, ("2008-05-08",) * 2, ("2012-05-07",) * 2)
H_MISHUSTIN = holding(MISHUSTIN, PM, ("2020-01-01", "2020-12-31"))
H_BLINKEN = holding(BLINKEN, office("United States Secretary of State", USA, "Q14213"), ("2021-01-26",) * 2)
H_LAVROV = holding(LAVROV, office("Minister of Foreign Affairs", MFA, "Q1418873"), ("2004-03-09",) * 2)


@dataclass
class Draft:
    """Gathers the parts of one reading; words are given as they stand, ``after`` where they stand more than once."""

    article: Article
    mentions: list[LinkedMention] = field(default_factory=list)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)

    @property
    def doc(self) -> str:
        return document_id(self.article.id)

    def span(self, words: str, after: str | None = None) -> Span:
        start = self.article.reading.index(words, self.article.reading.index(after) if after else self._text())
        return self.article.span(start, start + len(words))

    def _text(self) -> int:
        return len(self.article.reading) - len(self.article.text)

    def local(self, type_: str, label: str) -> Entity:
        return Entity(entity_id(type_, label, self.doc), type_, label)

    def told(self, kind: str, type_: str, words: str, label: str, **more) -> Entity:
        return Entity(text_id(self.doc, kind, self.span(words)), type_, label, **more)

    def group(self, words: str, *members: Entity, complete: bool = True) -> Entity:
        return self.told("group", "AgentGroup", words, words, members=members, complete=complete)

    def mention(
        self, words, what, after=None, name=None, how=None, conf=None, score=0.99, status=None, candidates=()
    ) -> Span:
        span = self.span(words, after)
        name = name or words
        land = what.shared and what.type == "Place" and what.state_id
        qid = what.wikidata or (land and land.removeprefix("entity/"))
        link = None
        if how:
            link = next((one for (_, id_), one in self.links.items() if id_ == what.id), None)
        elif (name, what.id) in self.links:
            link = self.links[name, what.id]
        else:
            status = status or ("accepted" if qid else "nil")
            method = "search" if candidates else "gazetteer"
            link = Link(
                name,
                status,
                method,
                what,
                score if status == "accepted" else None,
                candidates,
                text_id(self.doc, "link", span),
            )
            self.links[name, what.id] = link
        self.mentions.append(LinkedMention(span, what, link.id if link else None, how, conf))
        return span

    def event(
        self, type_, trigger, roles=(), after=None, status="occurred", code=None, n=1, time=None, order=None, **more
    ) -> Event:
        plover, _, mode = (code or "").partition("/")
        span = self.span(trigger, after)
        made = Event(
            numbered(text_id(self.doc, "event", span), n),
            type_,
            status,
            tuple(roles),
            (),
            plover or None,
            mode or None,
            time,
            order=order or (0, 0, span.start + n),
            **more,
        )
        self.events[made.id] = made
        return made

    def claim(
        self,
        about,
        trigger,
        evidence,
        confidence,
        *sources,
        kind="authorial",
        polarity="affirmed",
        certainty="certain",
        frame=None,
        after=None,
        titled=None,
        n=1,
    ) -> Claim:
        span = self.span(trigger, after)
        spans = (self.span(evidence), *((self.article.span(0, len(titled)),) if titled else ()))
        id_ = about if isinstance(about, str) else about.id
        made = Claim(
            numbered(text_id(self.doc, "claim", span), n),
            id_,
            polarity,
            certainty,
            kind,
            sources,
            spans,
            span,
            frame,
            confidence,
        )
        if id_ in self.events:
            self.events[id_] = replace(self.events[id_], claims=(*self.events[id_].claims, made))
        return made

    def reading(self) -> Reading:
        return Reading(self.article, tuple(self.events.values()), tuple(self.mentions), tuple(self.links.values()))


def R(role, who, mention=None, office=None, how="argument", behalf=None, company=None, path="") -> Participant:
    return Participant(role, who, mention, how, path, office, (behalf,) if behalf else (), company)


def day(text: str) -> date:
    return date.fromisoformat(text)


def by(text: str) -> EventTime:
    return EventTime(None, day(text), f"../{text}", None, "publication", "by-publication")


TUESDAY = EventTime(day("2023-03-21"), day("2023-03-21"), "2023-03-21", "on Tuesday", "dateline", "weekday-past")
LI = {
    "status": "ambiguous",
    "candidates": (
        Candidate("Q4115189", "sandbox item, standing for a first Li Wei", 0.41),
        Candidate("Q13406268", "sandbox item, standing for a second Li Wei", 0.39),
    ),
}


@cache
def builder(base: str = BASE) -> GraphBuilder:
    return GraphBuilder(Ontology.load(), SHELF, base=base, extractor="rules", version="0.1", config="default")


def syn_a() -> Reading:
    """A visit with talks, a signing, invitations, an answer, and what bystanders say."""
    a = Draft(
        Article(
            "syn-a",
            "MOSCOW, March 21. Chinese President Xi Jinping, in Russia for a state visit, met Russian President "
            "Vladimir Putin on Tuesday in a second round of talks inside the Kremlin. Afterwards the two presidents "
            "signed a joint statement on energy that cites the 2001 friendship treaty. Xi invited Putin to the third "
            "Amber Harbour Forum, which China will host in the autumn, and invited Prime Minister Mikhail Mishustin "
            "to visit China. Mishustin has accepted, Xinhua said. He was also invited to Kazakhstan in May, the "
            "agency added. Analyst Li Wei welcomed the forum. Secretary of State Antony Blinken said that China was "
            "not using its weight with Russia.",
            published=day("2023-03-21"),
            publisher="Sample Daily",
            issued_at="2023-03-21T18:30:00+03:00",
        )
    )
    now = by("2023-03-21")
    xi = a.mention("Chinese President Xi Jinping", XI, name="Xi Jinping")
    a.mention("Russia", IN_RUSSIA, "Russia for a")
    putin = a.mention("Russian President Vladimir Putin", PUTIN, name="Vladimir Putin")
    a.mention("the Kremlin", KREMLIN, name="Kremlin", score=0.83)
    both = a.group("the two presidents", XI, PUTIN)
    m_both = a.mention("the two presidents", both, how="coreference", conf=0.93)
    a.mention("the 2001 friendship treaty", TREATY, name="2001 friendship treaty")
    xi2 = a.mention("Xi", XI, "Xi invited", how="coreference", conf=0.97)
    putin2 = a.mention("Putin", PUTIN, "Putin to the", how="coreference", conf=0.97)
    series = a.local("EventSeries", "Amber Harbour Forum")
    a.mention("Amber Harbour Forum", series)
    china = a.mention("China", CHINA, "China will")
    mishustin = a.mention("Prime Minister Mikhail Mishustin", MISHUSTIN, name="Mikhail Mishustin")
    a.mention("China", IN_CHINA, "China. Mishustin")
    mishustin2 = a.mention("Mishustin", MISHUSTIN, "Mishustin has", how="coreference", conf=0.97)
    he = a.mention("He", MISHUSTIN, "He was", how="coreference", conf=0.8)
    a.mention("Xinhua", XINHUA)
    a.mention("the agency", XINHUA, how="coreference", conf=0.85)
    a.mention("Kazakhstan", IN_KAZAKHSTAN)
    wei = a.local("Person", "Li Wei")
    m_wei = a.mention("Analyst Li Wei", wei, name="Li Wei", **LI)
    blinken = a.mention("Secretary of State Antony Blinken", BLINKEN, name="Antony Blinken")
    china2 = a.mention("China", CHINA, "China was")
    a.mention("Russia", RUSSIA, "Russia.")
    co, gr = "coreference", "group"
    visit = a.event(
        "StateVisit",
        "state visit",
        [R("visitor", XI, xi, H_XI), R("host", PUTIN, putin, H_PUTIN), R("destination", IN_RUSSIA)],
        status="ongoing",
        code="CONSULT/visit",
        time=now,
    )
    talks = a.event(
        "TalksRound",
        "talks",
        [R("meetingParty", XI, xi, H_XI), R("meetingParty", PUTIN, putin, H_PUTIN), R("atPlace", KREMLIN)],
        code="CONSULT",
        time=TUESDAY,
        related=(("subEventOf", visit.id),),
        ordinal=2,
    )
    paper = a.told(
        "instrument",
        "JointStatement",
        "a joint statement on energy",
        "joint statement on energy",
        parties=(CHINA, RUSSIA),
    )
    signing = a.event(
        "Signing",
        "signed",
        [
            R("signatory", both, m_both, how=co),
            R("signatory", XI, None, H_XI, gr, CHINA),
            R("signatory", PUTIN, None, H_PUTIN, gr, RUSSIA),
            R("instrument", paper),
            R("atPlace", KREMLIN),
        ],
        code="SUPPORT",
        time=replace(TUESDAY, phrase="Afterwards", anchor="event", rule="same-day"),
        related=(("subEventOf", visit.id),),
    )
    autumn = EventTime(
        day("2023-09-01"), day("2023-11-30"), "2023-09/2023-11", "in the autumn", "publication", "season-next"
    )
    forum = a.event(
        "InternationalConference",
        "Forum",
        [R("host", CHINA, china)],
        status="planned",
        code="AGREE",
        time=autumn,
        series=series,
        ordinal=3,
    )
    inv1 = a.event(
        "Invitation",
        "invited",
        [R("inviter", XI, xi2, H_XI, co, path="subject"), R("invitee", PUTIN, putin2, H_PUTIN, co)],
        code="AGREE",
        time=now,
        related=(("invitedTo", forum.id), ("subEventOf", visit.id)),
    )
    visit_m = a.event(
        "Visit",
        "visit",
        [R("visitor", MISHUSTIN, mishustin, H_MISHUSTIN), R("destination", IN_CHINA)],
        "visit China",
        "proposed",
        "AGREE",
    )
    inv2 = a.event(
        "Invitation",
        "invited",
        [R("inviter", XI, xi2, H_XI, co, path="subject"), R("invitee", MISHUSTIN, mishustin, H_MISHUSTIN)],
        "invited Prime",
        code="AGREE",
        time=now,
        related=(("invitedTo", visit_m.id),),
    )
    acc = a.event(
        "InvitationAcceptance",
        "accepted",
        [R("responder", MISHUSTIN, mishustin2, H_MISHUSTIN, co), R("recipient", XI, None, H_XI, "default")],
        code="AGREE",
        time=now,
        related=(("respondsTo", inv2.id),),
    )
    may = EventTime(day("2023-05-01"), day("2023-05-31"), "2023-05", "in May", "publication", "month-next")
    visit_k = a.event(
        "Visit",
        "invited",
        [R("visitor", MISHUSTIN, he, H_MISHUSTIN, co), R("destination", IN_KAZAKHSTAN)],
        "invited to Kaz",
        "proposed",
        "AGREE",
        n=2,
        time=may,
    )
    inv3 = a.event(
        "Invitation",
        "invited",
        [R("invitee", MISHUSTIN, he, H_MISHUSTIN, co)],
        "invited to Kaz",
        code="AGREE",
        time=now,
        related=(("invitedTo", visit_k.id),),
    )
    named = Entity(forum.id, "InternationalConference", "third Amber Harbour Forum")
    praise = a.event(
        "Endorsement", "welcomed", [R("speaker", wei, m_wei)], code="SUPPORT", time=now, concerns=(named, series)
    )
    not_using = "China was not using its weight with Russia"
    about = text_id(a.doc, "situation", a.span(not_using))
    said = a.claim(about, "using", not_using, 0.74, BLINKEN, kind="indirectSpeech", polarity="negated")
    content = Content(said, "China uses its weight with Russia", (CHINA, RUSSIA))
    critic = a.event(
        "Criticism",
        "said",
        [R("speaker", BLINKEN, blinken, H_BLINKEN), R("target", CHINA, china2)],
        "said that",
        code="ACCUSE/disapprove",
        time=now,
        content=(content,),
    )
    first, _, third, fourth, fifth, sixth, seventh = _sentences(a.article.text)[1:8]
    second = "Afterwards the two presidents signed a joint statement on energy that cites the 2001 friendship treaty."
    xinhua = {"kind": "accordingTo"}
    a.claim(visit, "state visit", first, 0.95, frame="visit-n-1")
    a.claim(talks, "talks", first, 0.95, frame="talks-n-1")
    a.claim(signing, "signed", second, 0.94, frame="sign-v-1")
    a.claim(inv1, "invited", third, 0.92, frame="invite-v-1")
    a.claim(forum, "Forum", third, 0.85, frame="forum-n-1")
    a.claim(inv2, "invited", third, 0.88, frame="invite-v-1", after="invited Prime")
    a.claim(visit_m, "visit", third, 0.8, frame="visit-v-1", after="visit China")
    a.claim(acc, "accepted", fourth, 0.9, XINHUA, frame="accept-v-1", **xinhua)
    a.claim(inv3, "invited", fifth, 0.88, XINHUA, frame="invite-v-1", after="invited to Kaz", **xinhua)
    a.claim(visit_k, "invited", fifth, 0.7, XINHUA, frame="invite-v-1", after="invited to Kaz", n=2, **xinhua)
    a.claim(praise, "welcomed", sixth, 0.8, frame="welcome-v-1")
    a.claim(critic, "said", seventh, 0.94, frame="say-v-1", after="said that")
    return a.reading()


def syn_b() -> Reading:
    """A title given apart, a mediation, sanctions, a denied answer, a quote, an office that the text alone gives."""
    title = "China brings Saudi Arabia and Iran together"
    b = Draft(
        Article(
            "syn-b",
            "BEIJING, March 22. China mediated between Saudi Arabia and Iran in Beijing, and on March 10 the two "
            "states restored relations. The United States imposed sanctions on Russia on February 24, 2023, and "
            "Russia rejected them. Foreign Minister Sergey Lavrov accompanied Vladimir Putin in talks with Xi "
            "Jinping on Tuesday. Mikhail Mishustin has not accepted an invitation to visit China, a source said. Xi "
            "Jinping invited Vladimir Putin to the Amber Harbour Forum this year. Analyst Li Wei praised Russia. "
            "“Trade with China will grow,” Kremlin spokesman Dmitry Peskov said.",
            title=title,
            title_apart=True,
            published=day("2023-03-22"),
            publisher="Example Wire",
            issued_at="2023-03-22T01:05:00Z",
        )
    )
    now = by("2023-03-22")
    china, saudi, iran = b.mention("China", CHINA), b.mention("Saudi Arabia", SAUDI), b.mention("Iran", IRAN)
    b.mentions.append(LinkedMention(b.article.span(0, 5), CHINA, b.links["China", CHINA.id].id))
    b.mention("Beijing", BEIJING)
    two = b.group("the two states", SAUDI, IRAN)
    m_two = b.mention("the two states", two, how="coreference", conf=0.9)
    usa = b.mention("The United States", USA, name="United States")
    russia, russia2 = b.mention("Russia", RUSSIA), b.mention("Russia", RUSSIA, "Russia rejected")
    lavrov = b.mention("Foreign Minister Sergey Lavrov", LAVROV, name="Sergey Lavrov")
    putin, xi = b.mention("Vladimir Putin", PUTIN), b.mention("Xi Jinping", XI)
    mishustin = b.mention("Mikhail Mishustin", MISHUSTIN)
    b.mention("China", IN_CHINA, "China, a source")
    source = b.group("a source", complete=False)
    b.mention("a source", source, how="argument", conf=0.9)
    xi2, putin2 = (
        b.mention("Xi Jinping", XI, "Xi Jinping invited"),
        b.mention("Vladimir Putin", PUTIN, "Vladimir Putin to the"),
    )
    series = b.local("EventSeries", "Amber Harbour Forum")
    b.mention("Amber Harbour Forum", series)
    wei = b.local("Person", "Li Wei")
    m_wei = b.mention("Analyst Li Wei", wei, name="Li Wei", **LI)
    russia3 = b.mention("Russia", RUSSIA, "Russia. ")
    b.mention("China", CHINA, "China will grow")
    peskov = b.mention("Kremlin spokesman Dmitry Peskov", PESKOV, name="Dmitry Peskov")
    post = Office(f"{b.doc}/office/{key(RUSSIA.id)}/{slug('spokesman')}", "spokesman", RUSSIA)
    held_id = f"{b.doc}/holding/{key(PESKOV.id)}/{key(post.id, b.doc)}"
    held = OfficeHolding(held_id, PESKOV, post, None, None, None, None, day("2023-03-22"))
    mediation = b.event(
        "Mediation",
        "mediated",
        [
            R("mediator", CHINA, china),
            R("mediatedParty", SAUDI, saudi),
            R("mediatedParty", IRAN, iran),
            R("atPlace", BEIJING),
        ],
        code="CONSULT",
        time=now,
    )
    tenth = EventTime(
        day("2023-03-10"), day("2023-03-10"), "2023-03-10", "on March 10", "publication", "month-day-past"
    )
    restored = b.event(
        "EstablishmentOfRelations",
        "restored",
        [R("meetingParty", two, m_two, how="coreference")],
        code="SUPPORT",
        time=tenth,
        related=(("inResponseTo", mediation.id),),
    )
    full = EventTime(
        day("2023-02-24"), day("2023-02-24"), "2023-02-24", "on February 24, 2023", "explicit", "full-date"
    )
    imposed = b.event(
        "SanctionsImposition",
        "imposed",
        [R("sanctioner", USA, usa), R("sanctioned", RUSSIA, russia)],
        code="SANCTION/discontinue",
        time=full,
    )
    rejected = b.event(
        "Rejection",
        "rejected",
        [R("speaker", RUSSIA, russia2), R("target", USA, how="default")],
        code="REJECT",
        time=now,
        related=(("inResponseTo", imposed.id),),
    )
    talks = b.event(
        "TalksRound",
        "talks",
        [
            R("meetingParty", PUTIN, putin, H_PUTIN),
            R("meetingParty", XI, xi, H_XI),
            R("accompanyingAgent", LAVROV, lavrov, H_LAVROV, company=PUTIN),
        ],
        code="CONSULT",
        time=TUESDAY,
    )
    visit = b.event(
        "Visit",
        "visit",
        [R("visitor", MISHUSTIN, mishustin, H_MISHUSTIN), R("destination", IN_CHINA)],
        "visit China",
        "proposed",
        "AGREE",
    )
    invitation = b.event(
        "Invitation",
        "invitation",
        [R("inviter", CHINA, how="default", path="subject"), R("invitee", MISHUSTIN, mishustin, H_MISHUSTIN)],
        code="AGREE",
        time=now,
        related=(("invitedTo", visit.id),),
    )
    accepted = b.event(
        "InvitationAcceptance",
        "accepted",
        [R("responder", MISHUSTIN, mishustin, H_MISHUSTIN), R("recipient", CHINA, how="default")],
        status="denied",
        code="AGREE",
        time=now,
        related=(("respondsTo", invitation.id),),
    )
    year = EventTime(
        day("2023-03-22"), day("2023-12-31"), "[2023-03-22..2023-12-31]", "this year", "publication", "rest-of-year"
    )
    forum = b.event("InternationalConference", "Forum", status="planned", code="AGREE", time=year, series=series)
    inv = b.event(
        "Invitation",
        "invited",
        [R("inviter", XI, xi2, H_XI, path="subject"), R("invitee", PUTIN, putin2, H_PUTIN)],
        code="AGREE",
        time=now,
        related=(("invitedTo", forum.id),),
    )
    praise = b.event(
        "Endorsement", "praised", [R("speaker", wei, m_wei), R("target", RUSSIA, russia3)], code="SUPPORT", time=now
    )
    words = "Trade with China will grow"
    grow = b.claim(
        text_id(b.doc, "situation", b.span(words)), "grow", words, 0.8, PESKOV, kind="directQuote", certainty="probable"
    )
    quote = b.event(
        "Statement",
        "said",
        [R("speaker", PESKOV, peskov, held)],
        "Peskov said",
        time=now,
        content=(Content(grow, "Russia's trade with China grows", (CHINA, RUSSIA)),),
    )
    first, second, third, fourth, fifth, sixth = _sentences(b.article.text)[1:7]
    last = "“Trade with China will grow,” Kremlin spokesman Dmitry Peskov said."
    hearsay = {"kind": "indirectSpeech"}
    b.claim(mediation, "mediated", first, 0.9, frame="mediate-v-1", titled=title)
    b.claim(restored, "restored", first, 0.9, frame="restore-v-1")
    b.claim(imposed, "imposed", second, 0.95, frame="impose-v-1")
    b.claim(rejected, "rejected", second, 0.85, frame="reject-v-1")
    b.claim(talks, "talks", third, 0.9, frame="talks-n-1")
    b.claim(accepted, "accepted", fourth, 0.8, source, polarity="negated", frame="accept-v-1", **hearsay)
    b.claim(invitation, "invitation", fourth, 0.8, source, frame="invitation-n-1", **hearsay)
    b.claim(visit, "visit", fourth, 0.7, source, frame="visit-v-1", after="visit China", **hearsay)
    b.claim(forum, "Forum", fifth, 0.6, frame="forum-n-1")
    b.claim(inv, "invited", fifth, 0.9, frame="invite-v-1")
    b.claim(praise, "praised", sixth, 0.8, frame="praise-v-1")
    b.claim(quote, "said", last, 0.95, frame="say-v-1", after="Peskov said")
    return b.reading()


def _sentences(text: str) -> list[str]:
    return [part.strip() + "." for part in text.replace(". ", ".\0").rstrip(".").split(".\0")]


UN = entity("IntergovernmentalOrganization", "United Nations", "Q1065")
PORTUGAL = state("Portugal", "Q45", "PRT")
GUTERRES = replace(
    entity("Person", "António Guterres", "Q311440", relations=(("citizenOf", PORTUGAL.id),)),
    state="PRT",
    state_id=PORTUGAL.id,
)
H_GUTERRES = holding(GUTERRES, office("Secretary-General of the United Nations", UN, "Q81066"), ("2017-01-01",) * 2)


def syn_c() -> Reading:
    """What the other two have not: troops without members, groups in groups, statements on statements, odd names."""
    c = Draft(
        Article(
            "odd/c é",
            "Rebels said Russian troops had shelled Nowhere, killing three to five people. "
            "António Guterres condemned the remark. "
            "They, Beijing and the two sides met in Nowhere. Ann Other of the Harbour Board spoke.",
            title='Shells fall\n"again" on <Nowhere>\\',
            title_apart=True,
            published=day("2023-05-02"),
            publisher='The "Odd" Post',
            url="https://example.org/a b?q=<x>\u202e",
            issued_at="2023-05-02T10:00:00.500+00:00",
        )
    )
    rebels = replace(c.group("Rebels", complete=False), label="Rebels")
    troops = replace(c.group("Russian troops", complete=False), state="RUS", state_id=RUSSIA.id)
    nowhere = replace(c.local("Place", "Nowhere"), state="KAZ", state_id=KAZAKHSTAN.id)
    ann = replace(c.local("Person", "Ann Other"), state="KAZ", state_id=KAZAKHSTAN.id)
    board = replace(c.local("Organization", "Harbour Board"), state="KAZ", state_id=KAZAKHSTAN.id)
    pair = c.group("the two sides", CHINA, RUSSIA)
    both = c.group("They", pair, ann)
    m_rebels, m_troops = (
        c.mention("Rebels", rebels, how="argument"),
        c.mention("Russian troops", troops, how="argument", conf=0.8),
    )
    c.mention("Nowhere", nowhere)
    guterres = c.mention("António Guterres", GUTERRES)
    m_both = c.mention("They", both, how="coreference", conf=0.5)
    m_ann = c.mention("Ann Other", ann)
    c.mention("Harbour Board", board)
    when = EventTime(None, day("2023-05-02"), "../2023-05-02", None, "publication", "by-publication")
    attack = c.event(
        "MilitaryAttack",
        "shelled",
        [R("attacker", troops, m_troops), R("atPlace", nowhere)],
        time=when,
        fatalities=(3, 5),
        order=(0, 1, 30),
    )
    remark = c.claim(attack, "shelled", "Russian troops had shelled Nowhere", 0.5, rebels, kind="indirectSpeech", n=2)
    said = c.event(
        "Statement", "said", [R("speaker", rebels, m_rebels)], time=when, content=(Content(remark),), order=(0, 0, 7)
    )
    c.claim(said, "said", "Rebels said Russian troops had shelled Nowhere", 0.9, frame="say-v-1")
    told = c.claim(said, "remark", "the remark", 0.4, GUTERRES, kind="indirectSpeech")
    critic = c.event(
        "Criticism",
        "condemned",
        [R("speaker", GUTERRES, guterres, H_GUTERRES)],
        time=when,
        content=(Content(told),),
        order=(1, 0, 90),
    )
    c.claim(critic, "condemned", "António Guterres condemned the remark", 0.9)
    met = c.event(
        "Meeting",
        "met",
        [R("meetingParty", both, m_both), R("atPlace", nowhere), R("organizer", board, behalf=ann)],
        code="CONSULT/multilateral",
        time=when,
        order=(2, 0, 140),
    )
    c.claim(met, "met", "They, Beijing and the two sides met in Nowhere", 0.7, titled="Shells fall")
    spoke = c.event("Statement", "spoke", [R("speaker", ann, m_ann)], order=(3, 0, 200))
    c.claim(spoke, "spoke", "Ann Other of the Harbour Board spoke", 0.7)
    return c.reading()


SAMPLES = {"syn-a": syn_a, "syn-b": syn_b, "syn-c": syn_c}
